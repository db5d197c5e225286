// Acts on meetings: drafted, then one act for every command. Load, fold, decide (shared/meeting), append: one transaction.
// Called by http/meetings, and by the demo region's builder.
import { randomInt } from 'node:crypto'
import type { Transaction } from 'kysely'
import { cleanText } from '../../shared/basics.ts'
import { seatsHeldBy } from '../../shared/meeting/attendance.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import { checkAbout, decide } from '../../shared/meeting/commands.ts'
import { isOver, isRefusal } from '../../shared/meeting/deciding.ts'
import type { MeetingAbout, Who } from '../../shared/meeting/events.ts'
import { foldOn } from '../../shared/meeting/fold.ts'
import { record } from '../../shared/meeting/record.ts'
import { ruleSetText } from '../../shared/meeting/rule-text.ts'
import { noMeeting } from '../../shared/meeting/state.ts'
import type { CheckInView } from '../../shared/meeting/views.ts'
import { digest } from '../../shared/record/canonical.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { adopting } from './adopt-minutes.ts'
import { writeInvitations } from './meeting-letters.ts'
import { freshMeetingState, insertEvents, meetingFor, meetingStateOf } from './meeting-rows.ts'
import { type Member, memberOfPlan, mustBeAble } from './members.ts'
import { sendLetters } from './post.ts'
import { recordHead } from './record.ts'
import { newestRuleSet } from './rule-sets.ts'
import { mustNotHaveVoted } from './turnout.ts'
import { inTurn } from './turns.ts'
import { mustBeLastRound } from './vote-meetings.ts'

type Tx = Transaction<Tables>

const meetingsMax = 500

export async function draftMeeting(
  ctx: Context,
  actor: Actor,
  { planId, about, clientKey }: { planId: string; about: MeetingAbout; clientKey: string },
): Promise<{ id: string }> {
  const id = ctx.newId()
  return ctx.transact(async ({ tx, changed }) => {
    const member = await memberOfPlan(tx, planId, actor.userId)
    mustBeAble(member, 'meeting.run')
    const rows = await tx
      .selectFrom('meetings')
      .select(['id', 'created_by', 'client_key'])
      .where('plan_id', '=', planId)
      .execute()
    const same = rows.find((row) => row.created_by === actor.userId && row.client_key === clientKey)
    if (same) return { id: same.id }
    if (rows.length >= meetingsMax) throw new Refused('limitReached', { limit: meetingsMax })
    const refused = checkAbout(about)
    if (refused) throw new Refused(refused.code, refused.details)
    const now = ctx.now()
    await tx
      .insertInto('meetings')
      .values({
        id,
        plan_id: planId,
        client_key: clientKey,
        created_at: now.toISOString(),
        created_by: actor.userId,
      })
      .execute()
    const drafted = record(noMeeting({ id, planId }), [{ kind: 'drafted', about }], {
      at: now.toISOString(),
      by: whoIs(member),
    })
    await insertEvents(tx, id, drafted.events)
    await journal(ctx, tx, member, 'draftMeeting', id)
    changed(planId, 'meeting')
    return { id }
  })
}

export interface CommandInput {
  readonly meetingId: string
  readonly command: Command
  readonly clientKey: string
}

/**
 * Does what a command asks, or refuses with the one reason. The same key from the same person answers as the first time and does
 * nothing; with another command it is refused. `mailed` tells how many invitations left, when some were due.
 */
export async function actInMeeting(
  ctx: Context,
  actor: Actor,
  { meetingId, command, clientKey }: CommandInput,
): Promise<{ seq: number; mailed?: number }> {
  const { seq, letters } = await inTurn(ctx, meetingId, () =>
    commanded(ctx, actor, { meetingId, command, clientKey }),
  )
  // Those that do not leave now wait for the next look; a retry of the command writes none.
  return letters.length === 0 ? { seq } : { seq, mailed: await sendLetters(ctx, letters) }
}

function commanded(
  ctx: Context,
  actor: Actor,
  { meetingId, command, clientKey }: CommandInput,
): Promise<{ seq: number; letters: readonly string[] }> {
  return ctx.transact(async (transact) => {
    const { tx, changed } = transact
    const { facts, member } = await meetingFor(tx, actor, meetingId)
    mustBeAble(member, 'plan.read')
    const commandHash = digest('event', JSON.parse(JSON.stringify(command)))
    const before = await doneBefore(tx, { meetingId, userId: actor.userId, clientKey, commandHash })
    if (before !== null) return { seq: before, letters: [] }
    const at = ctx.now()
    const by = whoIs(member)
    const inRoom = command.kind === 'arrive' && (await knowsCode(tx, meetingId, command.code))
    const fresh = await freshMeetingState(tx, { meetingId, workspaceId: member.workspaceId, by, at })
    const rules = await newestRuleSet(tx, member.workspaceId)
    // Adopting minutes fixes what they are at this instant; any other command passes through.
    const asked = await adopting(transact, ctx, { state: fresh, command, member })
    const { state } = asked
    const events = decide(state, asked.command, {
      at: at.toISOString(),
      actor: { ...by, role: member.role, inRoom },
      rules,
      rulesText: ruleSetText(rules),
      person: await namedIn(tx, member.workspaceId, command),
      record: command.kind === 'close' ? await recordHead(tx, member.workspaceId) : null,
    })
    if (isRefusal(events)) throw new Refused(events.code, events.details, events.reasons)
    if (command.kind === 'recuse') await mustNotHaveVoted(tx, state, command)
    if (command.kind === 'decideItem' && command.pollId !== undefined)
      await mustBeLastRound(tx, command.pollId)
    await insertEvents(tx, meetingId, events, { clientKey, commandHash })
    await asked.keep(events[0]!.at)
    const after = foldOn(state, events)
    // The roll of a meeting is called at its convening, so that the first arrivals find their seats.
    if (command.kind === 'convene')
      await freshMeetingState(tx, { meetingId, workspaceId: member.workspaceId, by, at })
    if (isOver(after)) await endCodes(ctx, tx, meetingId)
    if (journalled.includes(command.kind)) await journal(ctx, tx, member, command.kind, meetingId)
    changed(facts.planId, 'meeting')
    const letters = await writeInvitations(ctx, tx, { before: state, after, command, member })
    return { seq: events.at(-1)!.seq, letters }
  })
}

/** What the workspace's journal tells of a meeting: its life. The rest stands in the meeting's own log. */
const journalled: readonly Command['kind'][] = ['convene', 'cancel', 'open', 'close', 'adoptMinutes']

/** The last number of the events a key made before; null when it is new. Refuses a key that served for another command. */
async function doneBefore(
  tx: Tx,
  {
    meetingId,
    userId,
    clientKey,
    commandHash,
  }: Record<'meetingId' | 'userId' | 'clientKey' | 'commandHash', string>,
): Promise<number | null> {
  const first = await tx
    .selectFrom('meeting_events')
    .select(['at', 'command_hash'])
    .where('meeting_id', '=', meetingId)
    .where('by_user', '=', userId)
    .where('client_key', '=', clientKey)
    .executeTakeFirst()
  if (!first) return null
  if (first.command_hash !== commandHash) throw new Refused('invalidField', { field: 'clientKey' })
  // All events of one act bear its instant, and no other act has it.
  const { seq } = await tx
    .selectFrom('meeting_events')
    .select((max) => max.fn.max('seq').as('seq'))
    .where('meeting_id', '=', meetingId)
    .where('at', '=', first.at)
    .executeTakeFirstOrThrow()
  return Number(seq)
}

/** The other person a command names, if they are a member. */
async function namedIn(tx: Tx, workspaceId: string, command: Command): Promise<Who | null> {
  const named = 'person' in command ? command.person : command.kind === 'handOver' ? command.to : undefined
  if (named === undefined) return null
  const row = await tx
    .selectFrom('members')
    .innerJoin('users', 'users.id', 'members.user_id')
    .select(['users.id', 'users.name'])
    .where('workspace_id', '=', workspaceId)
    .where('user_id', '=', named)
    .executeTakeFirst()
  return row ? { userId: row.id, name: cleanText(row.name) } : null
}

// Without the letters and figures that are mistaken for one another on a wall: I, L, O, U, 0, 1.
const codeLetters = 'ABCDEFGHJKMNPQRSTVWXYZ23456789'
const codeLength = 6

/** As it is typed: small letters, spaces and dashes do not matter. */
function readCode(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '')
}

/** Gives the room a new code; the one before lets nobody in any more. */
export async function renewCode(ctx: Context, actor: Actor, meetingId: string): Promise<{ code: string }> {
  return ctx.transact(async ({ tx, changed }) => {
    const { facts, member } = await meetingFor(tx, actor, meetingId)
    mustBeAble(member, 'meeting.run')
    const state = await meetingStateOf(tx, meetingId)
    if (isOver(state)) throw new Refused('meetingOver')
    if (state.status === 'draft') throw new Refused('meetingNotConvened')
    await endCodes(ctx, tx, meetingId)
    const code = Array.from({ length: codeLength }, () => codeLetters[randomInt(codeLetters.length)]).join('')
    const made_at = ctx.now().toISOString()
    await tx
      .insertInto('meeting_codes')
      .values({
        id: ctx.newId(),
        meeting_id: meetingId,
        code,
        made_at,
        made_by: actor.userId,
        ended_at: null,
      })
      .execute()
    changed(facts.planId, 'meeting')
    return { code }
  })
}

async function endCodes(ctx: Context, tx: Tx, meetingId: string): Promise<void> {
  await tx
    .updateTable('meeting_codes')
    .set({ ended_at: ctx.now().toISOString() })
    .where('meeting_id', '=', meetingId)
    .where('ended_at', 'is', null)
    .execute()
}

/** The meeting whose code this is now. */
async function meetingByCode(tx: Tx, typed: string): Promise<string | null> {
  const row = await tx
    .selectFrom('meeting_codes')
    .select('meeting_id')
    .where('code', '=', readCode(typed))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row?.meeting_id ?? null
}

/** Refuses codeWrong for a code that was given and is not this meeting's. */
async function knowsCode(tx: Tx, meetingId: string, typed: string | undefined): Promise<boolean> {
  if (typed === undefined) return false
  if ((await meetingByCode(tx, typed)) !== meetingId) throw new Refused('codeWrong')
  return true
}

export interface CheckIn {
  readonly code: string
  readonly seatId?: string | undefined
  readonly person?: string | undefined
  readonly clientKey: string
}

/** MEET-8: enters the room by the code shown there (typed, or in the QR code's address); tells which meeting and which seats. */
export async function checkIn(ctx: Context, actor: Actor, input: CheckIn): Promise<CheckInView> {
  const { code, seatId, person, clientKey } = input
  // A stranger learns the same from a code that exists as from one that does not.
  const meetingId = await ctx.transact(async ({ tx }) => {
    const meetingId = await meetingByCode(tx, code)
    if (meetingId === null) throw new Refused('codeWrong')
    await meetingFor(tx, actor, meetingId).catch(() => {
      throw new Refused('codeWrong')
    })
    return meetingId
  })
  const command = { kind: 'arrive' as const, mode: 'room' as const, code: readCode(code) }
  await actInMeeting(ctx, actor, {
    meetingId,
    clientKey,
    command: { ...command, ...(seatId !== undefined && { seatId }), ...(person !== undefined && { person }) },
  }).catch((error: unknown) => {
    // Whoever reads the code a second time is told where they sit.
    if (!(error instanceof Refused && error.refusal.code === 'alreadyHere')) throw error
  })
  return ctx.transact(async ({ tx }) => {
    const state = await meetingStateOf(tx, meetingId)
    const userId = person ?? actor.userId
    return {
      meetingId,
      title: state.about.title,
      name: state.people.get(userId)?.name ?? '',
      seats: seatsHeldBy(state, userId).map(({ seatId, name, college, holder }) => ({
        seatId,
        name,
        college,
        as: holder!.as,
      })),
    }
  })
}

function whoIs({ userId, name }: Member): Who {
  return { userId, name: cleanText(name) }
}

async function journal(ctx: Context, tx: Tx, member: Member, act: string, subject: string): Promise<void> {
  const { workspaceId, userId } = member
  await writeJournal(tx, { workspaceId, userId, at: ctx.now(), act, subject })
}
