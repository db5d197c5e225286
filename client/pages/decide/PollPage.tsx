import { Place } from '../../parts/Place.tsx'

export function PollPage() {
  return <Place title="PollPage">…</Place>
}
