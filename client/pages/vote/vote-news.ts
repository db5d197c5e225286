// What a person who only listens must not miss of a vote: it opened, whether I am counted present, which seats and proxies I carry, my vote
// received, the result. Pure comparison of two moments; VoteNews says it. Called by VoteNews and its tests.
import type { Bilingual } from '../../../shared/basics.ts'
import { type Outcome, outcomeWords } from '../../../shared/poll/setting.ts'
import type { Say } from './paper.ts'

/** What one person's screen knows at a moment. */
export interface VoteScene {
  readonly polls: readonly {
    readonly id: string
    readonly question: Bilingual
    readonly open: boolean
    readonly annulled?: boolean
    /** Told once proclaimed. */
    readonly outcome: Outcome | null
  }[]
  /** Whether I am counted present; null outside of a meeting. */
  readonly present: boolean | null
  readonly seats: readonly { readonly seatId: string; readonly name: string; readonly as: 'self' | 'proxy' }[]
  /** Votes of my seats that the server has, whoever cast them and on whatever device. */
  readonly received: readonly { readonly pollId: string; readonly seatId: string; readonly name: string }[]
}

/** What changed, as sentences in the order they are said. Nothing for the first moment: what was known when the page came is no news. */
export function newsOf(before: VoteScene | null, now: VoteScene, lang: 'fr' | 'en'): Say[] {
  if (!before) return []
  const news: Say[] = []
  if (now.present !== null && now.present !== before.present)
    news.push({ key: now.present ? 'news.present' : 'news.absent' })
  const carried = new Set(before.seats.map(seatKey))
  for (const seat of now.seats) {
    if (!carried.has(seatKey(seat)))
      news.push({
        key: seat.as === 'proxy' ? 'news.proxy' : 'news.seat',
        values: { organization: seat.name },
      })
  }
  const carries = new Set(now.seats.map(seatKey))
  for (const seat of before.seats) {
    if (!carries.has(seatKey(seat))) news.push({ key: 'news.seatGone', values: { organization: seat.name } })
  }
  const known = new Map(before.polls.map((poll) => [poll.id, poll]))
  for (const poll of now.polls) {
    const question = poll.question[lang]
    const was = known.get(poll.id)
    if (poll.open && !was?.open) news.push({ key: 'news.open', values: { question } })
    if (poll.outcome && was && !was.outcome)
      news.push({ key: 'news.result', values: { question, outcome: outcomeWords[poll.outcome][lang] } })
    else if (poll.annulled && was && !was.annulled) news.push({ key: 'news.annulled', values: { question } })
    else if (!poll.open && was?.open && !poll.outcome) news.push({ key: 'news.closed', values: { question } })
  }
  const had = new Set(before.received.map(voteKey))
  for (const vote of now.received) {
    if (!had.has(voteKey(vote))) news.push({ key: 'vote.received', values: { organization: vote.name } })
  }
  return news
}

const seatKey = ({ seatId, as }: { readonly seatId: string; readonly as: string }) => `${as}/${seatId}`
const voteKey = ({ pollId, seatId }: { readonly pollId: string; readonly seatId: string }) =>
  `${pollId}/${seatId}`
