import { PlainPage } from '../parts/PlainLayout.tsx'

export function NewWorkspacePage() {
  return <PlainPage title="NewWorkspace">…</PlainPage>
}
