import { PlainPage } from '../parts/PlainLayout.tsx'

export function LoginPage() {
  return <PlainPage title="Login">…</PlainPage>
}
