// Acts on minutes: read as they stand (or as they were adopted), and words written by hand beside them, revision by revision.
// Called by http/minutes. Nothing here writes a figure.
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { runs } from '../../shared/meeting/deciding.ts'
import { minutesCorrections, minutesDigest, minutesPlaces } from '../../shared/meeting/minutes.ts'
import type { AdoptingItem, MinutesView } from '../../shared/meeting/minutes-views.ts'
import type { MeetingFacts, MeetingState } from '../../shared/meeting/state.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { isLater } from './adopt-minutes.ts'
import { settleDue } from './close-vote.ts'
import { meetingFor, meetingStateOf, meetingsOf } from './meeting-rows.ts'
import { mustBeAble } from './members.ts'
import { eventsOf, keptMinutes, minutesFrom, wordsOf } from './minutes-rows.ts'

type Tx = Transaction<Tables>

const revisionsMax = 2_000

/** MIN-5: as adopted once they were, otherwise as the log makes them now. Refuses meetingNotConvened for a draft. */
export async function readMinutes(ctx: Context, actor: Actor, meetingId: string): Promise<MinutesView> {
  return ctx.transact(async (at) => {
    const { tx } = at
    const { facts, member } = await meetingFor(tx, actor, meetingId)
    mustBeAble(member, 'plan.read')
    await settleDue(at, ctx, facts.planId)
    const state = await meetingStateOf(tx, meetingId)
    if (state.status === 'draft') throw new Refused('meetingNotConvened')
    const events = await eventsOf(tx, meetingId)
    const kept = await keptMinutes(tx, meetingId)
    const minutes = kept?.minutes ?? (await minutesFrom(tx, facts, events))
    const me = { ...member, inRoom: false }
    const writes = runs(me) && state.status !== 'cancelled'
    return {
      meetingId,
      minutes,
      digest: kept?.adoption.digest ?? minutesDigest(minutes),
      adoption: kept?.adoption ?? null,
      corrections: minutesCorrections(events),
      places: Object.fromEntries(
        (await wordsOf(tx, meetingId)).map(({ place, revision }) => [place, revision]),
      ),
      seq: state.seq,
      me: {
        writes: writes && !kept,
        corrects: writes,
        adoptableBy: writes && state.status === 'closed' ? await adoptingItems(tx, facts, state) : null,
        dissents: dissentSeats(state, member.userId, runs(me)),
      },
    }
  })
}

/** The decided items of later meetings, by which these minutes may be adopted: the latest meeting first. */
async function adoptingItems(tx: Tx, facts: MeetingFacts, state: MeetingState): Promise<AdoptingItem[]> {
  const later = (await meetingsOf(tx, facts.planId)).filter((one) => isLater(one, state))
  const found: AdoptingItem[] = []
  for (const { id } of later.sort((a, b) => (a.openedAt! < b.openedAt! ? 1 : -1)).slice(0, 12)) {
    const { about, items } = await meetingStateOf(tx, id)
    for (const { itemId, title, status, outcome } of items) {
      if (status !== 'decided' || outcome === null) continue
      found.push({
        meetingId: id,
        meeting: about.title,
        startsAt: about.startsAt,
        itemId,
        item: title,
        outcome,
      })
    }
  }
  return found
}

/** The voting seats for which a person may ask that a dissent be named, while the minutes are not fixed. */
function dissentSeats(state: MeetingState, userId: string, conducts: boolean) {
  if (state.status !== 'open' && state.status !== 'suspended' && state.status !== 'closed') return []
  return [...state.seats.values()]
    .filter(({ right }) => right === 'deliberative')
    .filter(({ people }) => conducts || people.some((one) => one.userId === userId))
    .map(({ seatId, name }) => ({
      seatId,
      name,
      items: state.dissents
        .filter((one) => one.seatId === seatId)
        .map(({ itemId, words }) => ({ itemId, words })),
    }))
}

export interface WordsInput {
  readonly meetingId: string
  readonly place: string
  readonly text: string
  /** The revision on screen; 0 when there was none. */
  readonly revision: number
}

/**
 * MIN-4 (trap 25): words of one's own, at a place of the minutes, over the revision that was on screen: another's is never lost unseen.
 * What is generated is never touched by them. The same words again change nothing. Refused once the minutes are adopted.
 */
export async function writeWords(
  ctx: Context,
  actor: Actor,
  { meetingId, place, text: typed, revision }: WordsInput,
): Promise<{ revision: number }> {
  return ctx.transact(async ({ tx, changed }) => {
    const { facts, member } = await meetingFor(tx, actor, meetingId)
    mustBeAble(member, 'meeting.run')
    const state = await meetingStateOf(tx, meetingId)
    if (state.status === 'adopted') throw new Refused('minutesFixed')
    if (state.status === 'cancelled') throw new Refused('meetingOver')
    if (state.status === 'draft') throw new Refused('meetingNotConvened')
    if (!minutesPlaces({ items: state.items, polls: [...state.polls.values()] }).includes(place))
      throw new Refused('minutesNoPlace')
    const rows = await tx
      .selectFrom('minutes_words')
      .select(['place', 'revision', 'text'])
      .where('meeting_id', '=', meetingId)
      .orderBy('revision')
      .execute()
    if (rows.length >= revisionsMax) throw new Refused('limitReached', { limit: revisionsMax })
    const last = rows.findLast((row) => row.place === place)
    const text = cleanText(typed).trim()
    if ((last?.text ?? '') === text) return { revision: Number(last?.revision ?? 0) }
    if (Number(last?.revision ?? 0) !== revision) throw new Refused('minutesWordsMoved')
    await tx
      .insertInto('minutes_words')
      .values({
        meeting_id: meetingId,
        place,
        revision: revision + 1,
        text,
        at: ctx.now().toISOString(),
        by_user: member.userId,
        by_name: cleanText(member.name),
      })
      .execute()
    await writeJournal(tx, {
      workspaceId: member.workspaceId,
      userId: member.userId,
      at: ctx.now(),
      act: 'writeWords',
      subject: meetingId,
      detail: { place, revision: revision + 1 },
    })
    changed(facts.planId, 'meeting')
    return { revision: revision + 1 }
  })
}
