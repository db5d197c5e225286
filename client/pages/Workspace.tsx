import { Place } from '../parts/Place.tsx'

export function WorkspacePage() {
  return <Place title="Workspace">…</Place>
}
