// THE door of the machine: state and command in, events or one refusal out. Here the meeting's own life; the rest in its parts.
// Pure. Called by acts/meetings inside its transaction; the views ask it what a person may do.
import { type Refusal, refusal } from '../refusals.ts'
import { agendaDeciders, undecidedItem } from './agenda.ts'
import { attendanceDeciders } from './attendance.ts'
import type { Command, CommandKind, CommandOf } from './command-list.ts'
import {
  checkDecided,
  type Deciders,
  type Deciding,
  type Decision,
  isOver,
  isRefusal,
  itemOf,
  mustBeOpen,
  mustRun,
  titleOf,
  who,
} from './deciding.ts'
import { dissentDeciders } from './dissent.ts'
import type { MeetingAbout, MeetingEvent } from './events.ts'
import { queueDeciders } from './queue.ts'
import { checkQuorum } from './quorum.ts'
import { record } from './record.ts'
import { representationDeciders } from './representation.ts'
import { screenDeciders } from './screen.ts'
import type { MeetingState } from './state.ts'

const notesMax = 500

/** What an invitation must say to be sent; null when it does. */
export function checkAbout({ startsAt, endsAt }: MeetingAbout): Refusal | null {
  return endsAt > startsAt ? null : refusal('meetingTimes')
}

/** MEET-8: a meeting does not become one that shuts out somebody who is in it. */
function checkModeOf({ people }: MeetingState, { mode }: MeetingAbout): Refusal | null {
  const out = mode === 'hybrid' ? undefined : [...people.values()].find((one) => one.mode !== mode)
  return out ? refusal('modeInUse', { person: out.name }) : null
}

const lifeDeciders: Deciders<
  'describe' | 'convene' | 'cancel' | 'open' | 'suspend' | 'resume' | 'close' | 'adoptMinutes' | 'note'
> = {
  describe(state, { about }, deciding) {
    const refused = mustRun(deciding) ?? (isOver(state) ? refusal('meetingOver') : null) ?? checkAbout(about)
    return refused ?? checkModeOf(state, about) ?? [{ kind: 'described', about }]
  },

  /** MEET-18: pins the newest rule set, as data and as text: what is adopted later rules later meetings. */
  convene(state, _command, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    if (isOver(state)) return refusal('meetingOver')
    if (state.status !== 'draft') return refusal('meetingNotDraft')
    if (!state.items.some(({ status }) => status !== 'withdrawn')) return refusal('agendaEmpty')
    const { rules, rulesText } = deciding
    // Letters for a day that is gone would reach everyone.
    const past = state.about.endsAt <= deciding.at ? refusal('meetingPast') : null
    return checkAbout(state.about) ?? past ?? [{ kind: 'convened', rules, rulesText }]
  },

  cancel(state, { reason }, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    if (isOver(state)) return refusal('meetingOver')
    if (state.status !== 'draft' && state.status !== 'convened') return refusal('meetingAlreadyOpen')
    return [{ kind: 'cancelled', reason: reason.trim() }]
  },

  /** Opens also without a quorum: that there was none is stored, and the rule says what follows. */
  open(state, _command, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    if (isOver(state)) return refusal('meetingOver')
    if (state.status === 'draft') return refusal('meetingNotConvened')
    return state.status === 'convened' ? [{ kind: 'opened' }] : refusal('meetingAlreadyOpen')
  },

  suspend(state, { reason }, deciding) {
    const refused = mustRun(deciding) ?? mustBeOpen(state)
    return refused ?? [{ kind: 'suspended', cause: 'asked', reason: reason.trim() }]
  },

  resume(state, _command, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    if (isOver(state)) return refusal('meetingOver')
    if (state.status !== 'suspended') return refusal('meetingNotSuspended')
    const noQuorum = state.rules!.quorumLost === 'suspend' ? checkQuorum(state) : null
    return noQuorum ?? [{ kind: 'resumed' }]
  },

  /** MEET-6: over no undecided decision, and over no poll that somebody still has to close. */
  close(state, _command, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    if (isOver(state)) return refusal('meetingOver')
    if (state.status !== 'open' && state.status !== 'suspended') return refusal('meetingNotOpen')
    const undecided = undecidedItem(state)
    if (undecided) return refusal('itemUndecided', { item: titleOf(undecided) })
    const open = [...state.polls.values()].some(
      ({ status, closesAt }) => status === 'open' && closesAt === null,
    )
    if (open) return refusal('pollOpenInMeeting')
    const active = state.activeItem
    return [
      ...(active === null ? [] : [{ kind: 'itemDone' as const, itemId: active }]),
      { kind: 'closed', ...(deciding.record && { record: deciding.record }) },
    ]
  },

  adoptMinutes(state, { decidedBy, minutesHash }, deciding) {
    const refused = mustRun(deciding) ?? checkDecided(decidedBy, new Date(deciding.at))
    if (refused) return refused
    if (state.status === 'adopted' || state.status === 'cancelled') return refusal('meetingOver')
    if (state.status !== 'closed') return refusal('meetingNotClosed')
    // Its figures are still to come.
    if ([...state.polls.values()].some(({ status }) => status === 'open')) return refusal('minutesPollOpen')
    return [{ kind: 'minutesAdopted', decidedBy, ...(minutesHash && { minutesHash }) }]
  },

  /** MEET-19: words stand beside the figures, also after the closing; once the minutes are adopted, only corrections. */
  note(state, { note, text, itemId }, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    if (state.status === 'adopted' && note !== 'correction') return refusal('meetingOver')
    if (itemId !== undefined && !itemOf(state, itemId)) return refusal('itemMissing')
    if (state.notes.length >= notesMax) return refusal('limitReached', { limit: notesMax })
    return [{ kind: 'noted', note, text, ...(itemId !== undefined && { itemId }) }]
  },
}

const deciders: Deciders<CommandKind> = {
  ...lifeDeciders,
  ...agendaDeciders,
  ...attendanceDeciders,
  ...representationDeciders,
  ...queueDeciders,
  ...screenDeciders,
  ...dissentDeciders,
}

/** The events a command makes, never none; or the one reason why not. Pure: the same state, command and instant give the same answer. */
export function decide(
  state: MeetingState,
  command: Command,
  deciding: Deciding,
): readonly MeetingEvent[] | Refusal {
  const decision = ask(state, command, deciding)
  if (isRefusal(decision)) return decision
  return record(state, decision, { at: deciding.at, by: who(deciding.actor) }).events
}

function ask<K extends CommandKind>(
  state: MeetingState,
  command: CommandOf<K>,
  deciding: Deciding,
): Decision {
  const decider = deciders[command.kind as K] as (
    state: MeetingState,
    command: CommandOf<K>,
    deciding: Deciding,
  ) => Decision
  return decider(state, command, deciding)
}
