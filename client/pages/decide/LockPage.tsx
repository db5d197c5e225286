import { Place } from '../../parts/Place.tsx'

export function LockPage() {
  return <Place title="LockPage">…</Place>
}
