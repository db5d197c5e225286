import { PlainPage } from '../parts/PlainLayout.tsx'

export function FollowLinkPage() {
  return <PlainPage title="FollowLink">…</PlainPage>
}
