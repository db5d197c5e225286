// Where the ballots of a meeting's polls appear as soon as they open, without leaving the page; the last result stays until what follows it.
// Called by the page of a meeting.
import { For, Show } from 'solid-js'
import { t } from '../../i18n.ts'
import { PollHere } from '../vote/PollHere.tsx'
import { PollLine } from './floor/FloorPolls.tsx'
import { useMeeting } from './meeting.ts'
import { createShownPolls } from './shown-polls.ts'

export function OpenPollHere() {
  const here = createShownPolls(isOpen)
  // By id: a ballot half filled stays where it is, whatever else of the meeting moves (TRAP-13).
  return <For each={here()}>{(pollId) => <PollHere pollId={pollId} />}</For>
}

const isOpen = ({ status }: { readonly status: string }) => status === 'open'

/** The polls of the meeting that are over, with what came of them. */
export function PastPolls() {
  const { view } = useMeeting()
  const here = createShownPolls(isOpen)
  const past = () => view().polls.filter(({ pollId }) => !here().includes(pollId))
  return (
    <Show when={past().length > 0}>
      <section class="stack" aria-labelledby="past-polls">
        <h2 id="past-polls">{t('meeting.polls.title')}</h2>
        <ul class="things">
          <For each={past().toReversed()}>{({ pollId }) => <PollLine pollId={pollId} />}</For>
        </ul>
      </section>
    </Show>
  )
}
