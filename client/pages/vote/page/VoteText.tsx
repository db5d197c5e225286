// The exact text under a poll of the second form: its words and checked digest, what the live text has become since, on which version my
// votes are, and what changed since the round before. Called by VotePage, PollHere.
import { createMemo, createResource, For, Show } from 'solid-js'
import { pollTextChanges } from '../../../../shared/poll/text-outline.ts'
import type { PollText } from '../../../../shared/poll/texts.ts'
import { call, doors, RefusedByServer } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { dayAndHour } from '../../../parts/format.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import {
  ChangedSince,
  ChangeList,
  CheckedDigest,
  type Moved,
  SubjectWords,
} from '../../decide/parts/FrozenText.tsx'
import type { VoteDesk } from './vote-desk.ts'

export function VoteText(props: { readonly desk: VoteDesk; readonly title: string }) {
  const { planText } = useWorkspace()
  const { desk } = props
  return (
    <section class="stack" aria-label={props.title}>
      <h2>{props.title}</h2>
      <div class="frozen">
        <SubjectWords text={desk.text()} plan={planText()} level={2} />
      </div>
      <CheckedDigest label={t('text.digest')} announced={desk.view().textHash} computed={desk.computed()} />
    </section>
  )
}

/** That the live text moved, difference by difference, and that each of my votes is on the version that was frozen. */
export function TextMoved(props: { readonly desk: VoteDesk }) {
  const { desk } = props
  const moved = (): Moved | null => {
    if (!desk.differs() || desk.view().state === 'annulled') return null
    if (desk.view().closedAt === null) return 'open'
    const { outcome } = desk.view()
    return outcome === 'unanimous' || outcome === 'consensus' || outcome === 'dissent'
      ? 'consensus'
      : 'refused'
  }
  const voted = () => desk.view().mySeats.filter((seat) => seat.voted)
  return (
    <div class="stack" role="status">
      <ChangedSince text={desk.text()} live={desk.liveText()} moved={moved()} />
      <Show when={desk.differs()}>
        <For each={voted()}>
          {(seat) => (
            <p class="vote-version">
              {t('vote.onVersion', {
                organization: seat.name,
                version: shortDigest(desk.view().textHash),
                date: dayAndHour(desk.view().openedAt),
              })}
            </p>
          )}
        </For>
      </Show>
    </div>
  )
}

/** « 4f2a 91c0 »: enough to tell two versions of one text apart at a glance; the whole digest is under the text. */
export function shortDigest(hash: string): string {
  return `${hash.slice(0, 4)}\u00a0${hash.slice(4, 8)}`
}

/** What changed since the round that a poll follows, said in full: people vote again because of it. */
export function SinceLastRound(props: { readonly follows: string; readonly text: PollText | null }) {
  const [before] = createResource(() => props.follows, roundBefore)
  const changes = createMemo(() => {
    const last = before()
    return last && props.text ? pollTextChanges(last.text, props.text) : []
  })
  return (
    <Show when={before()}>
      {(last) => (
        <section class="stack since-round" aria-label={t('vote.sinceRound', { round: last().round })}>
          <h2>{t('vote.sinceRound', { round: last().round })}</h2>
          <Show
            when={changes().length > 0}
            fallback={<p class="quiet">{props.text ? t('vote.sameAsRound') : t('open.waiting')}</p>}
          >
            <div class="changes">
              <ChangeList changes={changes()} />
            </div>
          </Show>
        </section>
      )}
    </Show>
  )
}

/** The text and number of an earlier round, of either form; null when it cannot be read. */
async function roundBefore(pollId: string): Promise<{ text: PollText; round: number } | null> {
  try {
    const { text, round } = await call(doors.vote, { params: { pollId } })
    return { text, round }
  } catch (error) {
    if (!(error instanceof RefusedByServer)) throw error
  }
  try {
    const { text, round } = await call(doors.poll, { params: { pollId } })
    return { text, round }
  } catch (error) {
    if (!(error instanceof RefusedByServer)) throw error
    return null
  }
}
