import { Place } from '../../parts/Place.tsx'

export function PollsPage() {
  return <Place title="PollsPage">…</Place>
}
