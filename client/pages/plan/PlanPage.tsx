import { Place } from '../../parts/Place.tsx'

export function PlanPage() {
  return <Place title="Plan">…</Place>
}
