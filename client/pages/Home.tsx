import { PlainPage } from '../parts/PlainLayout.tsx'

export function HomePage() {
  return <PlainPage title="Home">…</PlainPage>
}
