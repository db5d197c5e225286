import { PlainPage } from '../parts/PlainLayout.tsx'

export function AccountPage() {
  return <PlainPage title="Account">…</PlainPage>
}
