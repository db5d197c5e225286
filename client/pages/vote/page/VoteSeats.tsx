// The ballots of the seats in my hand, each under its organisation; a voice that someone else wrote down for one of them, to confirm or to
// contest. Called by VotePage's margin and PollHere.
import { For, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { SeatBallots } from '../BallotForm.tsx'
import { RecordedVoice } from './RecordedVoice.tsx'
import type { VoteDesk } from './vote-desk.ts'

export function VoteSeats(props: { readonly desk: VoteDesk }) {
  const { may } = useWorkspace()
  const { desk } = props
  const recorded = () =>
    desk
      .view()
      .mySeats.flatMap(({ mine }) =>
        mine && (mine.channel === 'facilitated' || mine.channel === 'paper') ? [mine] : [],
      )
  const shown = () => desk.seats().filter((seat) => desk.open() || seat.received)
  // Nothing at all, rather than an empty place, for whoever carries no seat of a poll that is over.
  return (
    <>
      <Show
        when={shown().length > 0}
        fallback={
          <Show when={desk.open()}>
            <p class="quiet">{t(may('poll.open') ? 'vote.conductsOnly' : 'poll.noVoice')}</p>
          </Show>
        }
      >
        <SeatBallots poll={desk.ballot()} seats={shown()} send={desk.send} />
      </Show>
      <For each={recorded()}>
        {(voice) => <RecordedVoice voice={voice} setting={desk.view().setting} open={desk.open()} />}
      </For>
    </>
  )
}
