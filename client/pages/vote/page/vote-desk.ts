// One poll of the second form as its screens share it: what the server shows, the text checked on this device, where the live text stands,
// my seats as ballots, and the way a vote leaves. Made by VotePage and PollHere.
import { createEffect, createMemo } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { pollText } from '../../../../shared/poll/subject.ts'
import type { PollText } from '../../../../shared/poll/texts.ts'
import type { MySeat, VoteView, WholeVote } from '../../../../shared/poll/views.ts'
import { refusalText } from '../../../../shared/refusals.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { announce } from '../../../parts/announce.tsx'
import type { StateKey } from '../../../parts/StateMark.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { textDigest } from '../../decide/parts/FrozenText.tsx'
import type { BallotPoll, SeatHeld, VoteReceived } from '../ballot.ts'
import { readReceipt, type VoteOffer, type VoteReceipt } from '../paper-store.ts'

export interface VoteDesk {
  view(): WholeVote
  /** The text under vote, as plain data. */
  text(): PollText
  /** What this device computed of it; null when it has no canonical form. */
  computed(): string | null
  /** The digest to vote on: none when what is on screen is not what was announced. */
  textHash(): string | null
  /** The same subject in the live plan; null: the plan no longer holds it; undefined: the plan has not come. */
  liveText(): PollText | null | undefined
  /** Whether the live text is another one than the one voted on. */
  differs(): boolean
  open(): boolean
  ballot(): BallotPoll
  seats(): readonly (SeatHeld & { readonly received: VoteReceived | null })[]
  send(offer: VoteOffer): Promise<VoteReceipt>
}

export function createVoteDesk(view: () => WholeVote): VoteDesk {
  const { planText } = useWorkspace()
  // By the digest: what others do to the poll neither reads nor hashes its text again.
  const text = createMemo(() => {
    void view().textHash
    return unwrap(view().text)
  })
  const computed = createMemo(() => textDigest(text()))
  const liveText = createMemo(() => {
    const plan = planText()
    if (!plan) return undefined
    const { subject, question } = view()
    const found = pollText(unwrap(plan), unwrap(subject), question)
    if (found || subject.kind !== 'passage') return found
    // The words that were pointed at are gone: what stands in their place is shown.
    return pollText(unwrap(plan), { ...unwrap(subject), quote: '' }, question)
  })
  const differs = createMemo(() => {
    const now = liveText()
    if (now === undefined) return false
    return now === null || textDigest(now) !== view().textHash
  })
  const textHash = () => (computed() === view().textHash ? computed() : null)
  sayReceived(view)
  return {
    view,
    text,
    computed,
    textHash,
    liveText,
    differs,
    open: () => view().state === 'open',
    ballot: () => ({
      id: view().id,
      question: view().question,
      setting: view().setting,
      textHash: textHash(),
    }),
    seats: () => view().mySeats.map((seat) => heldOf(seat, view())),
    async send({ seatId, value, reason, textHash: hash, clientKey }) {
      const receipt = await call(doors.castVoice, {
        params: { pollId: view().id },
        body: { seatId, value, reason, textHash: hash, clientKey },
      })
      announceTopic('voices')
      return { receivedAt: receipt.receivedAt, digest: receipt.digest }
    },
  }
}

function heldOf(seat: MySeat, view: VoteView): SeatHeld & { readonly received: VoteReceived | null } {
  const { seatId, name, as, refusal, mine, voted } = seat
  const details = { organization: name, closedAt: view.closedAt ?? view.closesAt ?? '' }
  const barred = refusal && {
    fr: refusalText({ code: refusal, details }, 'fr'),
    en: refusalText({ code: refusal, details }, 'en'),
  }
  return { seatId, name, as, ...(barred && { barred }), received: receivedOf(mine, voted) }
}

function receivedOf(mine: MySeat['mine'], voted: boolean): VoteReceived | null {
  if (mine) {
    const { receivedAt, digest, value, reason, castByName } = mine
    return { receivedAt, digest, value, reason, castByName }
  }
  return voted ? { receivedAt: '' } : null
}

const receiptWithinMs = 1_000

/** A voice of mine that came in from elsewhere (another device, the facilitation) is said once; one cast here was said at its receipt. */
function sayReceived(view: () => VoteView): void {
  let before: { id: string; voted: ReadonlySet<string> } | null = null
  createEffect(() => {
    const { id, mySeats } = view()
    const voted = mySeats.filter((seat) => seat.voted)
    const known = before?.id === id ? before.voted : null
    before = { id, voted: new Set(voted.map(({ seatId }) => seatId)) }
    const came = voted.filter(({ seatId }) => known && !known.has(seatId))
    if (came.length === 0) return
    const names = came.map(({ seatId, name }) => ({ seatId, name }))
    // The server's notice may come before the answer to a vote cast here, which keeps its receipt.
    setTimeout(() => {
      const news = names.filter(({ seatId }) => !readReceipt(id, seatId))
      if (news.length > 0)
        announce(news.map(({ name }) => t('vote.received', { organization: name })).join(' '))
    }, receiptWithinMs)
  })
}

const adopted = new Set(['unanimous', 'consensus', 'dissent'])

/** The mark of a poll: its own state while it lives, then what it gave; stale when its text changed since. */
export function voteStateKey(
  { state, outcome }: Pick<VoteView, 'state' | 'outcome'>,
  differs: boolean,
): StateKey {
  if (state === 'open') return 'open'
  if (state === 'annulled') return 'refused'
  if (outcome === null || outcome === 'postponed') return 'draft'
  if (outcome === 'sorted') return 'locked'
  if (!adopted.has(outcome)) return 'refused'
  return differs ? 'stale' : 'consensus'
}
