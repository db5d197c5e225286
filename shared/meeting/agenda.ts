// The agenda (MEET rules of items): what is added, opened, decided, postponed. Pure deciders; called by commands.ts.
import { isWordless } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { CommandOf } from './command-list.ts'
import {
  compact,
  type Deciders,
  hasOpenPoll,
  isOver,
  itemOf,
  mustBeOpen,
  mustRun,
  titleOf,
} from './deciding.ts'
import type { Happening, ItemAbout } from './events.ts'
import { checkQuorum } from './quorum.ts'
import type { AgendaItem, MeetingPoll, MeetingState } from './state.ts'

export const itemsMax = 100

const settled = ['done', 'decided', 'withdrawn'] as const

/** An item that may still change, or why not. */
function liveItem(state: MeetingState, itemId: string): AgendaItem | Refusal {
  const item = itemOf(state, itemId)
  if (!item) return refusal('itemMissing')
  return settled.some((status) => status === item.status)
    ? refusal('itemSettled', { item: titleOf(item) })
    : item
}

function aboutOf({ title, kind, plannedMinutes, textRef }: CommandOf<'addItem'>['item']): ItemAbout {
  return { title, kind, plannedMinutes, ...(textRef && { textRef: compact(textRef) }) }
}

/**
 * MEET-5: one item is under way at a time. Opening another ends one of information or discussion, and puts one of decision back,
 * undecided; not while a poll is open on it.
 */
function leaveActive(state: MeetingState): readonly Happening[] | Refusal {
  const active = state.activeItem === null ? undefined : itemOf(state, state.activeItem)
  if (!active) return []
  if (hasOpenPoll(state, active.itemId)) return refusal('pollOnItem', { item: titleOf(active) })
  return [{ kind: active.kind === 'decision' ? 'itemPaused' : 'itemDone', itemId: active.itemId }]
}

/**
 * MEET-6: a meeting never closes over a decision item that is neither decided, nor postponed, nor withdrawn; closing decides
 * nothing. The first such item, or null.
 */
export function undecidedItem(state: MeetingState): AgendaItem | null {
  const open = ({ kind, status }: AgendaItem) =>
    kind === 'decision' && (status === 'pending' || status === 'active')
  return state.items.find(open) ?? null
}

export const agendaDeciders: Deciders<
  | 'addItem'
  | 'changeItem'
  | 'orderItems'
  | 'openItem'
  | 'finishItem'
  | 'decideItem'
  | 'postponeItem'
  | 'withdrawItem'
> = {
  addItem(state, { item }, deciding) {
    const refused = mustRun(deciding) ?? (isOver(state) ? refusal('meetingOver') : null)
    if (refused) return refused
    if (state.items.length >= itemsMax) return refusal('limitReached', { limit: itemsMax })
    return [{ kind: 'itemAdded', itemId: `i${state.seq + 1}`, item: aboutOf(item) }]
  },

  changeItem(state, { itemId, item }, deciding) {
    const refused = mustRun(deciding) ?? (isOver(state) ? refusal('meetingOver') : null)
    if (refused) return refused
    const before = liveItem(state, itemId)
    if ('code' in before) return before
    if (hasOpenPoll(state, itemId)) return refusal('pollOnItem', { item: titleOf(before) })
    if (item.kind !== before.kind && pollsOn(state, itemId).length > 0)
      return refusal('itemVoted', { item: titleOf(before) })
    return [{ kind: 'itemChanged', itemId, item: aboutOf(item) }]
  },

  orderItems(state, { order }, deciding) {
    const refused = mustRun(deciding) ?? (isOver(state) ? refusal('meetingOver') : null)
    if (refused) return refused
    const known = new Set(state.items.map(({ itemId }) => itemId))
    const same = order.length === known.size && new Set(order).size === known.size
    if (!same || order.some((itemId) => !known.has(itemId))) return refusal('agendaOrder')
    return [{ kind: 'itemsOrdered', order }]
  },

  openItem(state, { itemId }, deciding) {
    const refused = mustRun(deciding) ?? mustBeOpen(state)
    if (refused) return refused
    const item = liveItem(state, itemId)
    if ('code' in item) return item
    if (item.status === 'active') return refusal('itemActive', { item: titleOf(item) })
    const left = leaveActive(state)
    return 'code' in left ? left : [...left, { kind: 'itemOpened', itemId }]
  },

  finishItem(state, { itemId }, deciding) {
    const refused = mustRun(deciding) ?? mustBeOpen(state)
    if (refused) return refused
    const item = liveItem(state, itemId)
    if ('code' in item) return item
    if (item.status !== 'active') return refusal('itemNotActive', { item: titleOf(item) })
    if (hasOpenPoll(state, itemId)) return refusal('pollOnItem', { item: titleOf(item) })
    if (item.kind === 'decision') return refusal('itemNeedsDecision', { item: titleOf(item) })
    return [{ kind: 'itemDone', itemId }]
  },

  /**
   * MEET-7: decided by a closed poll on it, whose outcome it takes; or, where none failed to decide it, by an assent the facilitator words:
   * an assent over a ballot that was lost, or blocked, would be the consensus that the ballot refused (INV-17).
   */
  decideItem(state, { itemId, pollId, words }, deciding) {
    const refused = mustRun(deciding)
    if (refused) return refused
    const item = liveItem(state, itemId)
    if ('code' in item) return item
    if (item.kind !== 'decision') return refusal('itemNotDecision', { item: titleOf(item) })
    if (hasOpenPoll(state, itemId)) return refusal('pollOnItem', { item: titleOf(item) })
    if (pollId !== undefined) return decidedByPoll(state, item, pollId, words.trim())
    const notNow = mustBeOpen(state) ?? checkQuorum(state, itemId)
    if (notNow) return notNow
    if (item.status !== 'active') return refusal('itemNotActive', { item: titleOf(item) })
    const lost = pollsOn(state, itemId).some(({ deciding: decides }) => decides)
    if (lost) return refusal('assentOverPoll', { item: titleOf(item) })
    if (isWordless(words)) return refusal('invalidField', { field: 'words' })
    return [{ kind: 'itemDecided', itemId, outcome: 'consensus', words: words.trim() }]
  },

  postponeItem(state, { itemId, reason }, deciding) {
    const refused = mustRun(deciding) ?? (isOver(state) ? refusal('meetingOver') : null)
    if (refused) return refused
    const item = liveItem(state, itemId)
    if ('code' in item) return item
    if (item.status === 'postponed') return refusal('itemSettled', { item: titleOf(item) })
    // One that goes on until a set time decides after the meeting; one that is closed by hand would be left open.
    if (handClosedPoll(state, itemId)) return refusal('pollOnItem', { item: titleOf(item) })
    return [{ kind: 'itemPostponed', itemId, reason }]
  },

  withdrawItem(state, { itemId, reason }, deciding) {
    const refused = mustRun(deciding) ?? (isOver(state) ? refusal('meetingOver') : null)
    if (refused) return refused
    const item = liveItem(state, itemId)
    if ('code' in item) return item
    if (hasOpenPoll(state, itemId)) return refusal('pollOnItem', { item: titleOf(item) })
    return [{ kind: 'itemWithdrawn', itemId, reason: reason.trim() }]
  },
}

function decidedByPoll(state: MeetingState, item: AgendaItem, pollId: string, words: string) {
  // Also after the closing, for an item postponed to the end of its poll.
  if (state.status === 'adopted' || state.status === 'cancelled') return refusal('meetingOver')
  const poll = state.polls.get(pollId)
  if (!poll || poll.itemId !== item.itemId || poll.status !== 'closed' || poll.outcome === null)
    return refusal('pollNotOfItem')
  const { outcome } = poll
  // Not decided is no decision: the item stays, to be voted again or postponed. A ranking informs, it does not adopt.
  if (outcome === 'notDecided' || outcome === 'postponed' || outcome === 'sorted')
    return refusal('pollNotOfItem')
  return [{ kind: 'itemDecided' as const, itemId: item.itemId, pollId, outcome, words }]
}

/** The polls held on an item, but for those annulled. */
function pollsOn({ polls }: MeetingState, itemId: string): MeetingPoll[] {
  return [...polls.values()].filter((poll) => poll.itemId === itemId && poll.status !== 'annulled')
}

function handClosedPoll(state: MeetingState, itemId: string): boolean {
  return [...state.polls.values()].some(
    (poll) => poll.itemId === itemId && poll.status === 'open' && poll.closesAt === null,
  )
}
