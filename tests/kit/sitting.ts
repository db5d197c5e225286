// A meeting of the pure machine, without any server: a roll of seats, a facilitator, and people who ask. Called by tests of shared/meeting.
import type { Command } from '../../shared/meeting/command-list.ts'
import { decide } from '../../shared/meeting/commands.ts'
import { isRefusal, type MeetingActor } from '../../shared/meeting/deciding.ts'
import type { Happening, MeetingEvent, MeetingMode, RollSeat, Who } from '../../shared/meeting/events.ts'
import { foldOn } from '../../shared/meeting/fold.ts'
import { record } from '../../shared/meeting/record.ts'
import { rollHappenings } from '../../shared/meeting/roll.ts'
import { type RuleSet, ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { ruleSetText } from '../../shared/meeting/rule-text.ts'
import { type MeetingState, noMeeting } from '../../shared/meeting/state.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { RefusalCode } from '../../shared/refusals.ts'
import type { Role } from '../../shared/roles.ts'
import type { College } from '../../shared/territory.ts'

export const facts = { id: 'm1', planId: 'plan' }
export const facilitator: MeetingActor = {
  userId: 'maude',
  name: 'Maude Bélanger',
  role: 'facilitator',
  inRoom: false,
}

/** A person at the door of the room, its code in hand. */
export function person(userId: string, role: Role = 'delegate'): MeetingActor {
  return { userId, name: `Personne ${userId}`, role, inRoom: true }
}

export function who(userId: string): Who {
  return { userId, name: `Personne ${userId}` }
}

/** Simple rules: half of the seats, one proxy each, and whatever a test changes. */
export function rulesWith(change: Partial<RuleSet> = {}): RuleSet {
  const rule = { ...defaultRule, quorum: { num: 1, den: 2 }, collegesMin: 0 }
  return { ...ruleSetOf(rule), ...change }
}

/** A seat with its delegate and, by rank, its alternates. */
export function seat(
  seatId: string,
  delegate: string,
  alternates: string[] = [],
  change: Partial<RollSeat> = {},
): RollSeat {
  return {
    seatId,
    name: `Organisation ${seatId}`,
    college: 'community' as College,
    kind: 'organization',
    right: 'deliberative',
    people: [
      { ...who(delegate), as: 'delegate', rank: 0 },
      ...alternates.map((one, at) => ({ ...who(one), as: 'alternate' as const, rank: at + 1 })),
    ],
    support: [],
    ...change,
  }
}

export interface Sitting {
  readonly state: MeetingState
  readonly events: readonly MeetingEvent[]
  /** The server's clock: a test may set it back. */
  clock: number
  /** Does it, or throws the refusal's code. */
  act(actor: MeetingActor, command: Command): MeetingState
  /** The code of the refusal, or null when it was done. */
  ask(actor: MeetingActor, command: Command): RefusalCode | null
  /** What polls append. */
  append(...happenings: Happening[]): MeetingState
  /** Mandates as they run from now on. */
  callRoll(roll: readonly RollSeat[]): MeetingState
}

export interface SittingOptions {
  readonly seats: readonly RollSeat[]
  readonly rules?: RuleSet
  readonly mode?: MeetingMode
  readonly decisions?: number
}

const start = Date.parse('2026-03-02T14:00:00.000Z')

/** A meeting that has been convened, with one item of information (i2) and some of decision (i3, i4…). */
export function convened({
  seats,
  rules = rulesWith(),
  mode = 'hybrid',
  decisions = 1,
}: SittingOptions): Sitting {
  let state = noMeeting(facts)
  const events: MeetingEvent[] = []
  const take = (more: readonly MeetingEvent[]) => {
    events.push(...more)
    state = foldOn(state, more)
    return state
  }
  const at = () => new Date(sitting.clock).toISOString()
  const sitting: Sitting = {
    get state() {
      return state
    },
    events,
    clock: start,
    ask(actor, command) {
      const named =
        'person' in command ? command.person : command.kind === 'handOver' ? command.to : undefined
      const decision = decide(state, command, {
        at: at(),
        actor,
        rules,
        rulesText: ruleSetText(rules),
        person: named === undefined ? null : who(named),
      })
      if (isRefusal(decision)) return decision.code
      take(decision)
      return null
    },
    act(actor, command) {
      const refused = sitting.ask(actor, command)
      if (refused) throw new Error(`${command.kind}: ${refused}`)
      return state
    },
    append: (...happenings) => take(record(state, happenings, { at: at(), by: facilitator }).events),
    callRoll: (roll) => sitting.append(...rollHappenings(state, roll)),
  }
  const about = {
    title: { fr: 'Séance de mars', en: 'March meeting' },
    mode,
    place: 'Salle du conseil',
    link: '',
    startsAt: new Date(start + 3_600_000).toISOString(),
    endsAt: new Date(start + 7_200_000).toISOString(),
    queueBy: 'person' as const,
    speechSeconds: 0,
    secretary: '',
  }
  sitting.append({ kind: 'drafted', about })
  const item = { plannedMinutes: 10, title: { fr: 'Point', en: 'Item' } }
  sitting.act(facilitator, { kind: 'addItem', item: { ...item, kind: 'info' } })
  for (let n = 0; n < decisions; n++)
    sitting.act(facilitator, { kind: 'addItem', item: { ...item, kind: 'decision' } })
  sitting.act(facilitator, { kind: 'convene' })
  sitting.callRoll(seats)
  return sitting
}

/** The same, open. */
export function opened(options: SittingOptions): Sitting {
  const sitting = convened(options)
  sitting.act(facilitator, { kind: 'open' })
  return sitting
}

export function arrive(sitting: Sitting, userId: string, seatId?: string): RefusalCode | null {
  return sitting.ask(person(userId), { kind: 'arrive', mode: 'room', ...(seatId && { seatId }) })
}
