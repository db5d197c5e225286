// Says the news of the meeting in the page's one live region, all of a moment in one breath. Draws nothing. Called by MeetingShell.
import { createEffect } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { MeetingView } from '../../../shared/meeting/views.ts'
import { pick, t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { useMeeting } from './meeting.ts'
import { type News, newsOf } from './meeting-news.ts'

export function MeetingNews() {
  const { view } = useMeeting()
  let before: MeetingView | null = null
  createEffect(() => {
    const { seq, me } = view()
    void [seq, me.seats.length]
    // A store changes in place: what was is kept as a copy.
    const now = structuredClone(unwrap(view())) as MeetingView
    const news = newsOf(before, now)
    before = now
    if (news.length > 0) announce(news.map(say).join(' '))
  })
  return null
}

function say(news: News): string {
  switch (news.key) {
    case 'quorumLost':
    case 'quorumBack':
      return t(`meeting.news.${news.key}`, { reached: news.reached, needed: news.needed })
    case 'floor':
    case 'order':
      return t(`meeting.news.${news.key}`, { name: news.name })
    case 'seatYours':
    case 'proxyYours':
    case 'proxyGone':
      return t(`meeting.news.${news.key}`, { organization: news.organization })
    case 'seatGone':
      return news.holder === null
        ? t('meeting.news.seatGone', { organization: news.organization })
        : t('meeting.news.seatTaken', { organization: news.organization, holder: news.holder })
    case 'item':
      return t('meeting.news.item', { item: pick(news.title) })
    default:
      return t(`meeting.news.${news.key}`)
  }
}
