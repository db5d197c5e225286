import { Place } from '../parts/Place.tsx'

export function TerritoriesPage() {
  return <Place title="Territories">…</Place>
}
