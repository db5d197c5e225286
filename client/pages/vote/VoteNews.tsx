// Says the news of votes in the page's one live region, all of a moment in one breath. Draws nothing. Called once by whatever page or layout
// knows the scene.
import { createEffect } from 'solid-js'
import { lang } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { readReceipt } from './paper-store.ts'
import { say } from './say.ts'
import { newsOf, type VoteScene } from './vote-news.ts'

export function VoteNews(props: { readonly scene: VoteScene | null }) {
  let before: VoteScene | null = null
  createEffect(() => {
    if (!props.scene) return
    const { received, ...scene } = props.scene
    // A vote cast here was said when its receipt came.
    const now = { ...scene, received: received.filter(({ pollId, seatId }) => !readReceipt(pollId, seatId)) }
    const news = newsOf(before, now, lang())
    before = now
    if (news.length > 0) announce(news.map(say).join(' '))
  })
  return null
}
