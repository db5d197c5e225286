// Where the ballot of an open poll of this meeting appears as soon as it opens, without leaving the page. Called by the page of a meeting.
import { For } from 'solid-js'
import { PollHere } from '../vote/PollHere.tsx'
import { useMeeting } from './meeting.ts'

export function OpenPollHere() {
  const { view } = useMeeting()
  // By id: a ballot half filled stays where it is, whatever else of the meeting moves (TRAP-13).
  const open = () =>
    view()
      .polls.filter(({ status }) => status === 'open')
      .map(({ pollId }) => pollId)
  return <For each={open()}>{(pollId) => <PollHere pollId={pollId} />}</For>
}
