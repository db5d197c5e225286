import { Place } from '../parts/Place.tsx'

export function OrganizationsPage() {
  return <Place title="Organizations">…</Place>
}
