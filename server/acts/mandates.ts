// Mandates: who may hold the seat of an organisation, from when to when, with the paper that says so (MEET-21). Ended, never removed.
// Called by http/meetings.
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import { type EvidenceType, evidenceTypes } from '../../shared/meeting/api.ts'
import { type MandateRole, regionDay, runsOn } from '../../shared/meeting/mandate.ts'
import type { MandateView } from '../../shared/meeting/views.ts'
import { Refused } from '../../shared/refusals.ts'
import { can } from '../../shared/roles.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { memberOf, mustBeAble, planOf } from './members.ts'
import { organizationOf } from './organizations.ts'

type Tx = Transaction<Tables>

const mandatesMax = 5_000
/** Of an organisation's alternates; the door's own bound. */
const ranksMax = 20

export interface MandateInput {
  readonly workspaceId: string
  readonly organizationId: string
  readonly userId: string
  readonly role: MandateRole
  readonly rank?: number | undefined
  readonly from: string
  readonly to: string | null
}

/** Gives a member a mandate. Refuses a person who is none, days the wrong way round, and a mandate the person already has. */
export async function addMandate(ctx: Context, actor: Actor, input: MandateInput): Promise<{ id: string }> {
  const id = ctx.newId()
  const { workspaceId, organizationId, userId, role, from, to } = input
  return ctx.transact(async ({ tx, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'people.change')
    await organizationOf(tx, workspaceId, organizationId)
    await memberOf(tx, workspaceId, userId).catch((error) => {
      throw error instanceof Refused ? new Refused('personMissing') : error
    })
    if (to !== null && to < from) throw new Refused('mandateDates')
    const rows = await mandateRows(tx, workspaceId)
    if (rows.length >= mandatesMax) throw new Refused('limitReached', { limit: mandatesMax })
    const known = rows.some(
      (row) =>
        row.organization_id === organizationId &&
        row.user_id === userId &&
        row.role === role &&
        overlaps(row, { from, to }),
    )
    if (known) throw new Refused('mandateKnown')
    const rank = rankFor(input, rows)
    await tx
      .insertInto('mandates')
      .values({
        id,
        organization_id: organizationId,
        user_id: userId,
        role,
        rank,
        from_day: from,
        to_day: to,
        created_at: ctx.now().toISOString(),
        created_by: actor.userId,
        ended_at: null,
        ended_by: null,
      })
      .execute()
    await journal(ctx, tx, actor, {
      workspaceId,
      act: 'addMandate',
      subject: id,
      detail: { organizationId, role },
    })
    await told(tx, workspaceId, changed)
    return { id }
  })
}

/**
 * MEET-21: the place among an organisation's alternates, one a rank at any day: the one asked for, or the first that is free. A delegate
 * stands before them all; no other mandate has an order.
 */
function rankFor(
  { organizationId, role, rank, from, to }: MandateInput,
  rows: Awaited<ReturnType<typeof mandateRows>>,
): number {
  if (role !== 'alternate') {
    if (rank !== undefined) throw new Refused('invalidField', { field: 'rank' })
    return 0
  }
  const others = rows.filter(
    (row) =>
      row.organization_id === organizationId && row.role === 'alternate' && overlaps(row, { from, to }),
  )
  const taken = new Map(others.map((row) => [row.rank, row.name]))
  const free = Array.from({ length: ranksMax }, (_, at) => at + 1).find((one) => !taken.has(one))
  if (free === undefined) throw new Refused('limitReached', { limit: ranksMax })
  if (rank === undefined) return free
  const person = taken.get(rank)
  if (person !== undefined) throw new Refused('rankTaken', { rank, person, free })
  return rank
}

/** Whether a mandate that was not ended runs on a day of that period. */
function overlaps(
  row: { readonly from_day: string; readonly to_day: string | null; readonly ended_at: string | null },
  { from, to }: Pick<MandateInput, 'from' | 'to'>,
): boolean {
  return (
    row.ended_at === null &&
    (row.to_day === null || row.to_day >= from) &&
    (to === null || row.from_day <= to)
  )
}

/** Ends a mandate at once: a seat held by it falls free at the next command of a meeting, as an event. */
export async function endMandate(ctx: Context, actor: Actor, mandateId: string): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    const { mandate, workspaceId } = await mandateFor(tx, actor, mandateId)
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'people.change')
    if (mandate.ended_at !== null) throw new Refused('mandateEnded')
    await tx
      .updateTable('mandates')
      .set({ ended_at: ctx.now().toISOString(), ended_by: actor.userId })
      .where('id', '=', mandateId)
      .execute()
    await journal(ctx, tx, actor, { workspaceId, act: 'endMandate', subject: mandateId })
    await told(tx, workspaceId, changed)
    return null
  })
}

/** Attaches the paper of a mandate: a PDF or a picture, once. Its type is what its first bytes say, not what the sender says. */
export async function attachEvidence(
  ctx: Context,
  actor: Actor,
  { mandateId, bytes }: { mandateId: string; bytes: Uint8Array },
): Promise<null> {
  return ctx.transact(async ({ tx, changed }) => {
    const { workspaceId } = await mandateFor(tx, actor, mandateId)
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'people.change')
    const type = typeOf(bytes)
    if (!type) throw new Refused('evidenceKind')
    const known = await tx
      .selectFrom('mandate_evidence')
      .select('mandate_id')
      .where('mandate_id', '=', mandateId)
      .executeTakeFirst()
    if (known) throw new Refused('evidenceKnown')
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    await tx
      .insertInto('mandate_evidence')
      .values({
        mandate_id: mandateId,
        type,
        bytes,
        sha256,
        attached_at: ctx.now().toISOString(),
        attached_by: actor.userId,
      })
      .execute()
    await journal(ctx, tx, actor, {
      workspaceId,
      act: 'attachEvidence',
      subject: mandateId,
      detail: { sha256 },
    })
    await told(tx, workspaceId, changed)
    return null
  })
}

const beginnings: Readonly<Record<EvidenceType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
}

function typeOf(bytes: Uint8Array): EvidenceType | null {
  return evidenceTypes.find((type) => beginnings[type].every((byte, at) => bytes[at] === byte)) ?? null
}

/** The paper of a mandate: for those who change people, and for the person it names; for others it is not there. */
export async function readEvidence(
  ctx: Context,
  actor: Actor,
  mandateId: string,
): Promise<{ type: string; bytes: Uint8Array }> {
  return ctx.transact(async ({ tx }) => {
    const { mandate, workspaceId } = await mandateFor(tx, actor, mandateId)
    const member = await memberOf(tx, workspaceId, actor.userId)
    if (!can(member.role, 'people.change') && mandate.user_id !== actor.userId) throw new Refused('notFound')
    const row = await tx
      .selectFrom('mandate_evidence')
      .select(['type', 'bytes'])
      .where('mandate_id', '=', mandateId)
      .executeTakeFirst()
    if (!row) throw new Refused('notFound')
    return row
  })
}

/** Every mandate of a workspace, by organisation and rank; ended ones too, for the record. */
export async function listMandates(ctx: Context, actor: Actor, workspaceId: string): Promise<MandateView[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'plan.read')
    const day = regionDay(ctx.now())
    const rows = await mandateRows(tx, workspaceId)
    return rows.map((row) => ({
      id: row.id,
      organizationId: row.organization_id,
      userId: row.user_id,
      personName: row.name,
      role: row.role,
      rank: row.rank,
      from: row.from_day,
      to: row.to_day,
      endedAt: row.ended_at,
      runs: runsOn({ from: row.from_day, to: row.to_day, endedAt: row.ended_at }, day),
      evidence:
        row.sha256 === null ? null : { type: row.type!, bytes: Number(row.bytes), sha256: row.sha256 },
    }))
  })
}

function mandateRows(tx: Tx, workspaceId: string) {
  return tx
    .selectFrom('mandates')
    .innerJoin('organizations', 'organizations.id', 'mandates.organization_id')
    .innerJoin('users', 'users.id', 'mandates.user_id')
    .leftJoin('mandate_evidence', 'mandate_evidence.mandate_id', 'mandates.id')
    .selectAll('mandates')
    .select(['users.name', 'mandate_evidence.type', 'mandate_evidence.sha256'])
    .select((of) => of.fn<number | null>('length', ['mandate_evidence.bytes']).as('bytes'))
    .where('organizations.workspace_id', '=', workspaceId)
    .orderBy('mandates.organization_id')
    .orderBy('mandates.rank')
    .orderBy('mandates.created_at')
    .orderBy('mandates.id')
    .execute()
}

/** A mandate and its workspace, or notMember: nothing tells a stranger whether a mandate exists. */
async function mandateFor(tx: Tx, actor: Actor, mandateId: string) {
  const mandate = await tx
    .selectFrom('mandates')
    .innerJoin('organizations', 'organizations.id', 'mandates.organization_id')
    .selectAll('mandates')
    .select('organizations.workspace_id')
    .where('mandates.id', '=', mandateId)
    .executeTakeFirst()
  if (!mandate) throw new Refused('notMember')
  await memberOf(tx, mandate.workspace_id, actor.userId)
  return { mandate, workspaceId: mandate.workspace_id }
}

async function told(
  tx: Tx,
  workspaceId: string,
  changed: (planId: string, topic: 'people' | 'meeting') => void,
): Promise<void> {
  const planId = await planOf(tx, workspaceId)
  changed(planId, 'people')
  changed(planId, 'meeting')
}

async function journal(
  ctx: Context,
  tx: Tx,
  actor: Actor,
  entry: { workspaceId: string; act: string; subject: string; detail?: Readonly<Record<string, string>> },
): Promise<void> {
  await writeJournal(tx, { ...entry, userId: actor.userId, at: ctx.now() })
}
