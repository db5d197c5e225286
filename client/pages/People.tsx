import { Place } from '../parts/Place.tsx'

export function PeoplePage() {
  return <Place title="People">…</Place>
}
