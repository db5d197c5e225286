// The state of a meeting, of an item, of a seat: a mark whose shape tells it without its colour, and the word.
// Called by the pages of meetings.
import type { JSX } from 'solid-js'
import type { ItemStatus, MeetingStatus } from '../../../shared/meeting/state.ts'
import type { SeatView } from '../../../shared/meeting/views.ts'
import { t } from '../../i18n.ts'
import { itemWord, statusWord } from './say.ts'

type Shape = 'dashed' | 'ring' | 'running' | 'pause' | 'done' | 'barred' | 'later' | 'dot' | 'lent'
type Tone = 'quiet' | 'river' | 'ochre' | 'moss' | 'ink'

const shapes: Record<Shape, () => JSX.Element> = {
  dashed: () => <circle cx="8" cy="8" r="5.6" stroke-dasharray="2.4 2" />,
  ring: () => <circle cx="8" cy="8" r="5.6" />,
  running: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M6.4 5.2l4.4 2.8-4.4 2.8z" fill="currentColor" stroke="none" />
    </>
  ),
  pause: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M6.4 5.6v4.8M9.6 5.6v4.8" />
    </>
  ),
  done: () => (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" stroke="none" />
      <path d="M5 8.3l2.1 2.1L11.2 6" stroke="var(--on-colour)" stroke-width="1.8" />
    </>
  ),
  barred: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M4 12L12 4" />
    </>
  ),
  later: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 4.8V8l2.4 1.6" />
    </>
  ),
  dot: () => <circle cx="8" cy="8" r="5.6" fill="currentColor" />,
  lent: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 2.4a5.6 5.6 0 0 0 0 11.2z" fill="currentColor" stroke="none" />
    </>
  ),
}

export function Mark(props: { readonly shape: Shape; readonly tone: Tone; readonly word: string }) {
  return (
    <span class={`state tone-${props.tone}`}>
      <svg class="bead" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
        <g fill="none" stroke="currentColor" stroke-width="1.6">
          {shapes[props.shape]()}
        </g>
      </svg>
      <span>{props.word}</span>
    </span>
  )
}

const meetingMarks: Record<MeetingStatus, readonly [Shape, Tone]> = {
  draft: ['dashed', 'quiet'],
  convened: ['ring', 'river'],
  open: ['running', 'river'],
  suspended: ['pause', 'ochre'],
  closed: ['done', 'ink'],
  adopted: ['done', 'moss'],
  cancelled: ['barred', 'quiet'],
}

export function MeetingMark(props: { readonly status: MeetingStatus }) {
  return (
    <Mark
      shape={meetingMarks[props.status][0]}
      tone={meetingMarks[props.status][1]}
      word={statusWord(props.status)}
    />
  )
}

const itemMarks: Record<ItemStatus, readonly [Shape, Tone]> = {
  pending: ['ring', 'quiet'],
  active: ['running', 'river'],
  done: ['done', 'ink'],
  decided: ['done', 'moss'],
  postponed: ['later', 'ochre'],
  withdrawn: ['barred', 'quiet'],
}

export function ItemMark(props: { readonly status: ItemStatus }) {
  return (
    <Mark
      shape={itemMarks[props.status][0]}
      tone={itemMarks[props.status][1]}
      word={itemWord(props.status)}
    />
  )
}

const seatMarks: Record<SeatView['presence'], readonly [Shape, Tone]> = {
  present: ['dot', 'moss'],
  represented: ['lent', 'river'],
  absent: ['ring', 'quiet'],
}

export function SeatMark(props: { readonly presence: SeatView['presence'] }) {
  return (
    <Mark
      shape={seatMarks[props.presence][0]}
      tone={seatMarks[props.presence][1]}
      word={t(`meeting.seat.${props.presence}`)}
    />
  )
}

/** Met or not: a check or a barred ring, and the word. */
export function MetMark(props: { readonly met: boolean }) {
  return (
    <Mark
      shape={props.met ? 'done' : 'barred'}
      tone={props.met ? 'moss' : 'ochre'}
      word={t(props.met ? 'meeting.quorum.met' : 'meeting.quorum.notMet')}
    />
  )
}
