// The polls of the meeting on the desk: one is opened on the item under way, those that are not over are conducted here, the last result
// leads on from here, the others are told.
// Called by FloorDesk.
import { For, Show } from 'solid-js'
import { outcomeWords } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { PreparedHere } from '../../vote/drafts/PreparedHere.tsx'
import { PollHere } from '../../vote/PollHere.tsx'
import { useMeeting } from '../meeting.ts'
import { itemTitle } from '../say.ts'
import { createShownPolls } from '../shown-polls.ts'
import type { FloorActs } from './acts.ts'
import { OpenHere } from './OpenHere.tsx'

/** Where a reason that forbids the closing leads. */
export const pollAnchor = (pollId: string) => `scrutin-${pollId}`

export function FloorPolls(props: { readonly acts: FloorActs }) {
  const { view } = useMeeting()
  const { votes } = useWorkspace()
  const opening = () => props.acts.polling() !== null
  /** Open, or counted and not proclaimed yet. */
  const shown = createShownPolls(({ pollId, status }) => {
    const state = votes()?.find(({ id }) => id === pollId)?.state
    return status === 'open' || state === 'open' || state === 'closed' || state === 'counted'
  })
  const over = () => view().polls.filter(({ pollId }) => !shown().includes(pollId))
  return (
    <section class="stack floor-polls" aria-labelledby="floor-polls">
      <div class="section-head">
        <h2 id="floor-polls">{t('meeting.polls.title')}</h2>
        <Show when={view().status === 'open' && !opening()}>
          <Button small onClick={() => props.acts.startPoll()}>
            {t('meeting.key.poll')}
          </Button>
        </Show>
      </div>
      <Show when={opening()} fallback={<PreparedHere />}>
        <OpenHere acts={props.acts} />
      </Show>
      {/* By id: a voice half written down stays where it is, whatever else of the meeting moves. */}
      <For each={shown()}>
        {(pollId) => (
          <div id={pollAnchor(pollId)} tabindex="-1" class="floor-poll">
            <PollHere pollId={pollId} />
          </div>
        )}
      </For>
      <Show when={over().length > 0} fallback={<Nothing some={view().polls.length > 0 || opening()} />}>
        <ul class="things">
          <For each={over().toReversed()}>{(poll) => <PollLine pollId={poll.pollId} />}</For>
        </ul>
      </Show>
    </section>
  )
}

function Nothing(props: { readonly some: boolean }) {
  return (
    <Show when={!props.some}>
      <p class="quiet">{t('meeting.polls.none')}</p>
    </Show>
  )
}

/** A poll that is over: its question, its item, what came of it. Also on the page of a meeting. */
export function PollLine(props: { readonly pollId: string }) {
  const { view } = useMeeting()
  const { path, votes } = useWorkspace()
  const poll = () => view().polls.find(({ pollId }) => pollId === props.pollId)
  const vote = () => votes()?.find(({ id }) => id === props.pollId)
  const outcome = () => vote()?.outcome ?? poll()?.outcome ?? null
  /** Two rounds ask the same: the number tells them apart. */
  const where = () => {
    const round = vote()?.round ?? 1
    const said = [itemTitle(view().agenda, poll()?.itemId ?? null), round > 1 && t('polls.round', { round })]
    return said.filter(Boolean).join(' · ')
  }
  return (
    <Show when={poll()}>
      {(one) => (
        <li class="poll-line">
          <div>
            <a href={path(`scrutins/${one().pollId}`)}>{pick(one().question)}</a>
            <p class="small quiet">{where()}</p>
          </div>
          <strong>
            {one().status === 'annulled'
              ? t('meeting.polls.annulled')
              : outcome()
                ? pick(outcomeWords[outcome()!])
                : t('meeting.polls.closed')}
          </strong>
        </li>
      )}
    </Show>
  )
}
