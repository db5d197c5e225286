// The record of a workspace: appending an entry in an act's own transaction, and signing a checkpoint once it is committed.
// Called by every formal act. An act adds one call: appendEntry(ctx, { tx, after }, { workspaceId, type, body }).
import { randomBytes } from 'node:crypto'
import type { Transaction } from 'kysely'
import { assert, hex } from '../../shared/basics.ts'
import type { RecordHead } from '../../shared/meeting/events.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import {
  type Checkpoint,
  checkpointText,
  readCheckpoint,
  signCheckpoint,
} from '../../shared/record/checkpoint.ts'
import {
  aboutOf,
  commitmentOf,
  type Entry,
  type EntryBody,
  type EntryType,
  entryLeaf,
  readEntry,
} from '../../shared/record/entries.ts'
import { type NoteKey, noteKey, noteText, readNote, signatureTypes } from '../../shared/record/note.ts'
import {
  appended,
  consistencyRanges,
  type Edge,
  edgePlaces,
  extendsTree,
  type Hash,
  type Place,
  placesOf,
  type Range,
  rangeHash,
  rootOf,
  type TreeNode,
} from '../../shared/record/tree.ts'
import type { Context, Transact } from '../context.ts'
import type { Tables } from '../db/tables.ts'

type Tx = Transaction<Tables>
export type Appending = Pick<Transact, 'tx' | 'after'>

export interface NewEntry<T extends EntryType> {
  readonly workspaceId: string
  readonly type: T
  readonly body: EntryBody<T>
  /** What a person could be known by: kept outside the tree, under a salted commitment, until it is erased. */
  readonly payload?: unknown
}

/**
 * REC-6: appends an entry, in the transaction of the act that it tells of: both stand, or neither. Its index. Writes and reads
 * O(log n). After the commit a checkpoint is signed; on PostgreSQL, of two acts at once one is done again.
 */
export async function appendEntry<T extends EntryType>(
  ctx: Context,
  at: Appending,
  { workspaceId, ...entry }: NewEntry<T>,
): Promise<number> {
  return appendEntries(ctx, at, workspaceId, [entry])
}

/**
 * Some entries of one workspace, one after the other, in as many statements as a single one. The index of the first. `later`: nobody waits
 * for the checkpoint, and one may cover all that comes within half a second.
 */
export async function appendEntries<T extends EntryType>(
  ctx: Context,
  { tx, after }: Appending,
  workspaceId: string,
  entries: readonly Omit<NewEntry<T>, 'workspaceId'>[],
  sign: 'soon' | 'later' = 'soon',
): Promise<number> {
  const last = await lastEntry(tx, workspaceId)
  const first = last ? last.idx + 1 : 0
  const now = ctx.now().toISOString()
  // A clock set back reorders nothing.
  const at = last && last.at > now ? last.at : now
  const written = entries.map(({ type, body, payload }, place) => {
    const salt = payload === undefined ? null : new Uint8Array(randomBytes(32))
    const entry: Entry = {
      format: 'assise/entry/v1',
      workspaceId,
      type,
      at,
      body,
      ...(salt && { commitment: commitmentOf(salt, payload) }),
    }
    const canonical = canonicalText(entry)
    assert(readEntry(canonical) !== null, `not an entry of type ${type}`)
    return { idx: first + place, entry, canonical, salt, payload }
  })
  await insertNodes(
    tx,
    workspaceId,
    first,
    written.map(({ entry }) => entryLeaf(entry)),
  )
  await tx
    .insertInto('record_entries')
    .values(
      written.map(({ idx, entry, canonical }) => ({
        workspace_id: workspaceId,
        idx,
        type: entry.type,
        about: aboutOf(entry),
        canonical,
        at,
      })),
    )
    .execute()
  for (const { idx, salt, payload } of written) {
    if (!salt) continue
    await tx
      .insertInto('record_payloads')
      .values({ workspace_id: workspaceId, idx, salt, payload_json: canonicalText(payload) })
      .execute()
  }
  signAfter(ctx, { tx, after }, workspaceId, sign)
  return first
}

/** The nodes that become whole as leaves are appended to a tree of that size. */
async function insertNodes(
  tx: Tx,
  workspaceId: string,
  size: number,
  leaves: readonly Hash[],
): Promise<void> {
  let edge = await edgeOf(tx, workspaceId, size)
  const made: TreeNode[] = []
  for (const leaf of leaves) {
    const grown = appended(edge, leaf)
    edge = grown.edge
    made.push(...grown.made)
  }
  await tx
    .insertInto('record_nodes')
    .values(
      made.map(({ level, position, hash }) => ({
        workspace_id: workspaceId,
        level,
        position,
        hash: hex(hash),
      })),
    )
    .execute()
}

/** REC-16: what stood under the commitment of an entry goes away; that it did is an entry. False when nothing stood there. */
export async function erasePayload(
  ctx: Context,
  appending: Appending,
  { workspaceId, index }: { workspaceId: string; index: number },
): Promise<boolean> {
  const { tx } = appending
  const erased = await tx
    .deleteFrom('record_payloads')
    .where('workspace_id', '=', workspaceId)
    .where('idx', '=', index)
    .executeTakeFirst()
  if (erased.numDeletedRows === 0n) return false
  const { canonical } = await tx
    .selectFrom('record_entries')
    .select('canonical')
    .where('workspace_id', '=', workspaceId)
    .where('idx', '=', index)
    .executeTakeFirstOrThrow()
  const { commitment } = JSON.parse(canonical) as Entry
  assert(commitment !== undefined, 'a payload without its commitment')
  await appendEntry(ctx, appending, { workspaceId, type: 'erasure', body: { index, commitment } })
  return true
}

async function lastEntry(tx: Tx, workspaceId: string): Promise<{ idx: number; at: string } | undefined> {
  return tx
    .selectFrom('record_entries')
    .select(['idx', 'at'])
    .where('workspace_id', '=', workspaceId)
    .orderBy('idx', 'desc')
    .limit(1)
    .executeTakeFirst()
}

/** How many entries the record has. */
async function sizeOf(tx: Tx, workspaceId: string): Promise<number> {
  const last = await lastEntry(tx, workspaceId)
  return last ? last.idx + 1 : 0
}

async function edgeOf(tx: Tx, workspaceId: string, size: number): Promise<Edge> {
  const nodes = await nodesAt(tx, workspaceId, edgePlaces(size))
  return { size, hashes: edgePlaces(size).map((place) => nodes(place)) }
}

/** The hashes of a proof's ranges. At most a few dozen nodes are read, whatever the size. */
export async function hashesOf(tx: Tx, workspaceId: string, ranges: readonly Range[]): Promise<Hash[]> {
  const nodes = await nodesAt(tx, workspaceId, ranges.flatMap(placesOf))
  return ranges.map((range) => rangeHash(range, nodes))
}

async function nodesAt(
  tx: Tx,
  workspaceId: string,
  places: readonly Place[],
): Promise<(place: Place) => Hash> {
  const rows =
    places.length === 0
      ? []
      : await tx
          .selectFrom('record_nodes')
          .select(['level', 'position', 'hash'])
          // The whole key in each term: with the workspace before them, SQLite would read all its nodes.
          .where((eb) =>
            eb.or(
              places.map(({ level, position }) =>
                eb.and([
                  eb('workspace_id', '=', workspaceId),
                  eb('level', '=', level),
                  eb('position', '=', position),
                ]),
              ),
            ),
          )
          .execute()
  const byPlace = new Map(rows.map(({ level, position, hash }) => [`${level}/${position}`, hash]))
  return ({ level, position }) => {
    const hash = byPlace.get(`${level}/${position}`)
    assert(hash !== undefined, `the record lacks the node ${level}/${position}`)
    return new Uint8Array(Buffer.from(hash, 'hex'))
  }
}

export interface SignedCheckpoint extends Checkpoint {
  /** The note as the log signed it. */
  readonly note: string
}

/** The largest checkpoint signed so far, or of a given size. */
export async function checkpointOf(
  tx: Tx,
  workspaceId: string,
  size?: number,
): Promise<SignedCheckpoint | null> {
  const row = await tx
    .selectFrom('record_checkpoints')
    .select('note')
    .where('workspace_id', '=', workspaceId)
    .$if(size !== undefined, (query) => query.where('size', '=', size!))
    .orderBy('size', 'desc')
    .limit(1)
    .executeTakeFirst()
  const checkpoint = row && readCheckpoint(readNote(row.note)?.text ?? '')
  assert(!row || checkpoint, 'a kept checkpoint that does not read')
  return row && checkpoint ? { ...checkpoint, note: row.note } : null
}

/** The last checkpoint as people keep it: in minutes, letters, on the wall. Null before the first. */
export async function recordHead(tx: Tx, workspaceId: string): Promise<RecordHead | null> {
  const last = await checkpointOf(tx, workspaceId)
  return last && { origin: last.origin, size: last.size, root: hex(last.root) }
}

/** The log's key in a workspace: its name is the log's origin, the same for ever, also when the server moves. */
export function logKeyOf(ctx: Context, workspaceId: string, last: Checkpoint | null): NoteKey {
  const origin = last?.origin ?? `${new URL(ctx.origin).host}/${workspaceId}`
  return noteKey(origin, signatureTypes.ed25519, ctx.record.publicKey)
}

const due = new WeakMap<Tx, Set<string>>()

/** Once a transaction, however many entries it appends. */
function signAfter(
  ctx: Context,
  { tx, after }: Appending,
  workspaceId: string,
  sign: 'soon' | 'later',
): void {
  const workspaces = due.get(tx) ?? new Set()
  due.set(tx, workspaces)
  if (workspaces.has(workspaceId)) return
  workspaces.add(workspaceId)
  after(() => (sign === 'soon' ? signSoon : signLater)(ctx, workspaceId))
}

interface Signing {
  running: Promise<void> | null
  endedMs: number
  /** Starts when the running one has ended: it will sign for everyone who comes meanwhile. */
  soon: Promise<void> | null
  /** Starts once the last one is long enough ago, or at once when it is hurried. */
  later: { readonly done: Promise<void>; hurry(): void } | null
}
/** By node, as turns are: its rooms are one object, whatever context is made of them. */
const signings = new WeakMap<Context['rooms'], Map<string, Signing>>()

/** While voices come, a checkpoint covers those of so long: each is a commit of its own. */
const signGapMs = 500
/** Workspaces whose last signing is remembered. */
const signingsKept = 1_000

function signingOf({ rooms }: Context, workspaceId: string): Signing {
  const ours = signings.get(rooms) ?? new Map<string, Signing>()
  signings.set(rooms, ours)
  const known = ours.get(workspaceId)
  if (known) return known
  if (ours.size >= signingsKept)
    for (const [id, { running, soon, later }] of ours) if (!running && !soon && !later) ours.delete(id)
  const fresh: Signing = { running: null, endedMs: Number.NEGATIVE_INFINITY, soon: null, later: null }
  ours.set(workspaceId, fresh)
  return fresh
}

/** Two hundred ballots at once need a checkpoint or two, not two hundred. Resolves once what was committed before is signed. */
function signSoon(ctx: Context, workspaceId: string): Promise<void> {
  const signing = signingOf(ctx, workspaceId)
  const start = () => {
    signing.soon = null
    const running = signRecord(ctx, workspaceId)
    signing.running = running
    const ended = () => {
      signing.running = null
      signing.endedMs = performance.now()
    }
    running.then(ended, ended)
    return running
  }
  if (!signing.running) return start()
  signing.soon ??= signing.running.then(start, start)
  return signing.soon
}

/** As signSoon, for acts whose authors do not wait for it: at once where none was signed of late, else with those who come meanwhile. */
function signLater(ctx: Context, workspaceId: string): Promise<void> {
  const signing = signingOf(ctx, workspaceId)
  if (signing.later) return signing.later.done
  const waitMs = signing.running ? signGapMs : signing.endedMs + signGapMs - performance.now()
  if (waitMs <= 0) return signSoon(ctx, workspaceId)
  const { promise: come, resolve: hurry } = Promise.withResolvers<void>()
  const timer = setTimeout(hurry, waitMs)
  const done = come.then(() => {
    clearTimeout(timer)
    signing.later = null
    return signSoon(ctx, workspaceId)
  })
  signing.later = { done, hurry }
  return done
}

/** Signs now what waits to be signed: before the database closes. */
export async function signWaiting({ rooms }: Context): Promise<void> {
  const waiting = [...(signings.get(rooms)?.values() ?? [])]
  for (const { later } of waiting) later?.hurry()
  // Whoever asked for it is told of a failure.
  await Promise.allSettled(waiting.flatMap(({ running, soon, later }) => [running, soon, later?.done]))
}

/**
 * REC-18: signs a checkpoint of everything that is committed, if the last one says less. Never one that does not extend the last:
 * a record that lost or changed entries is not signed over.
 */
export async function signRecord(ctx: Context, workspaceId: string): Promise<void> {
  await ctx.transact(async ({ tx }) => {
    const size = await sizeOf(tx, workspaceId)
    const last = await checkpointOf(tx, workspaceId)
    if (size === 0 || size === last?.size) return
    const root = rootOf(await edgeOf(tx, workspaceId, size))
    if (last) {
      assert(size > last.size, 'the record is shorter than its last checkpoint')
      const path = await hashesOf(tx, workspaceId, consistencyRanges(last.size, size))
      const grown = extendsTree({ from: last.size, fromRoot: last.root, to: size, toRoot: root, path })
      assert(grown, 'the record does not extend its last checkpoint')
    }
    const key = logKeyOf(ctx, workspaceId, last)
    const checkpoint = { origin: key.name, size, root }
    const line = await signCheckpoint(checkpoint, key, ctx.record.sign)
    await tx
      .insertInto('record_checkpoints')
      .values({
        workspace_id: workspaceId,
        size,
        note: noteText({ text: checkpointText(checkpoint), signatures: [line] }),
        signed_at: ctx.now().toISOString(),
      })
      // Another node signed the same: the same key over the same text gives the same bytes.
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  })
}
