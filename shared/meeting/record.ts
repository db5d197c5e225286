// What happens becomes events: numbered, at instants that never go back (MEET-4), with what follows by rule (quorum stored, a lost
// quorum acted upon). Pure. Called by commands.ts, and by the server for what polls append.
import { instantAfter } from '../poll/poll.ts'
import type { Happening, HappeningKind, MeetingEvent, QuorumOccasion, Who } from './events.ts'
import { foldOn } from './fold.ts'
import { evaluateQuorum } from './quorum.ts'
import type { MeetingState } from './state.ts'

export interface Recorded {
  readonly events: readonly MeetingEvent[]
  readonly state: MeetingState
}

/**
 * Numbers and dates what happens, each followed at once by its consequences. `at` is the server's clock; all events of one act bear
 * one instant, at least a millisecond after the act before, also when the clock was set back.
 */
export function record(
  before: MeetingState,
  happenings: readonly Happening[],
  { at, by }: { readonly at: string; readonly by: Who },
): Recorded {
  const instant = before.at === '' ? at : instantAfter(new Date(at), [before.at])
  const events: MeetingEvent[] = []
  let state = before
  const take = (happening: Happening) => {
    const event: MeetingEvent = { ...happening, seq: state.seq + 1, at: instant, by }
    events.push(event)
    state = foldOn(state, [event])
    for (const next of consequencesOf(state, event)) take(next)
  }
  for (const happening of happenings) take(happening)
  return { events, state }
}

/** What may move a quorum. */
const moving: readonly HappeningKind[] = [
  'arrived',
  'left',
  'handedOver',
  'proxyGiven',
  'proxyRevoked',
  'recusalDeclared',
  'recusalWithdrawn',
  'rollChanged',
  'itemOpened',
  'itemPaused',
  'itemDone',
  'itemDecided',
  'itemPostponed',
  'itemWithdrawn',
]

function consequencesOf(state: MeetingState, event: MeetingEvent): Happening[] {
  switch (event.kind) {
    case 'opened':
      return evaluated(state, 'opening')
    case 'pollOpened':
      return evaluated(state, 'pollOpening', { itemId: event.itemId ?? null, pollId: event.pollId })
    case 'pollClosed': {
      const itemId = state.polls.get(event.pollId)?.itemId ?? null
      return evaluated(state, 'pollClosing', { itemId, pollId: event.pollId })
    }
    case 'suspended':
      return speechesEnded(state, ['speaking'])
    case 'closed':
    case 'cancelled':
      return speechesEnded(state, ['speaking', 'waiting'])
    case 'quorumEvaluated':
      return afterQuorum(state, event.occasion, event.figures.met)
    default:
      return moving.includes(event.kind) ? flipped(state) : []
  }
}

/** MEET-14: only a meeting that sits has a quorum; one that is over has nobody in it to count. */
function evaluated(
  state: MeetingState,
  occasion: QuorumOccasion,
  about: { readonly itemId: string | null; readonly pollId?: string } = { itemId: state.activeItem },
): Happening[] {
  if (!state.rules || (state.status !== 'open' && state.status !== 'suspended')) return []
  const figures = evaluateQuorum(state, state.rules.quorum, about.itemId)
  const { itemId, pollId } = about
  return [
    {
      kind: 'quorumEvaluated',
      occasion,
      figures,
      ...(itemId !== null && { itemId }),
      ...(pollId && { pollId }),
    },
  ]
}

/** Lost or regained since it was last evaluated: stored at the instant it happens. */
function flipped(state: MeetingState): Happening[] {
  const [now] = evaluated(state, 'lost')
  if (now?.kind !== 'quorumEvaluated' || !state.quorum) return []
  if (now.figures.met === state.quorum.figures.met) return []
  return [{ ...now, occasion: now.figures.met ? 'regained' : 'lost' }]
}

/** MEET-15: what follows a quorum that is not there is the rule's, and always an event. */
function afterQuorum(state: MeetingState, occasion: QuorumOccasion, met: boolean): Happening[] {
  const ofTheRoom = occasion === 'opening' || occasion === 'lost' || occasion === 'asked'
  if (met || !ofTheRoom || state.status !== 'open' || state.rules?.quorumLost !== 'suspend') return []
  return [{ kind: 'suspended', cause: 'quorum', reason: '' }]
}

function speechesEnded(state: MeetingState, ending: readonly ('speaking' | 'waiting')[]): Happening[] {
  return state.speeches.flatMap(({ status, speechId }): Happening[] => {
    if (!ending.some((one) => one === status)) return []
    return [{ kind: status === 'speaking' ? 'speechEnded' : 'speechWithdrawn', speechId }]
  })
}
