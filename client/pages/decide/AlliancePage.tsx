import { Place } from '../../parts/Place.tsx'

export function AlliancePage() {
  return <Place title="AlliancePage">…</Place>
}
