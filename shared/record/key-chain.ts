// Which keys are believed as a record goes on (KEY rules): roots of a policy, keys that two others attested, keys that ended. Pure.
// Called by the verifier over the entries of a file, and by the acts on keys over the entries of a workspace: one rule for both.
import { canonicalText, digest } from './canonical.ts'
import { type Entry, type EntryBody, keyDigest } from './entries.ts'
import { type KeyAttestation, type KeyHolder, type KeyStatement, keyStatementOf } from './keys.ts'
import type { RootKey } from './policy.ts'

/** Why a binding is not believed. */
export type BindFault =
  /** One or both attestations are not there. */
  | 'pair'
  /** An attestation says another key, person, workspace or sentence. */
  | 'statement'
  /** Not the facilitation and a partner of another organisation, or not by keys believed themselves, or an attestation used again. */
  | 'attesters'
  /** The key was revoked or replaced before; or what it replaces is not a key of the same person. */
  | 'ended'

export interface KeyStanding {
  readonly holder: KeyHolder
  /** -1 for a root. */
  readonly index: number
  readonly root: boolean
}

export interface BindJudged {
  readonly index: number
  readonly keyDigest: string
  readonly fault: BindFault | null
  /** How many of its attestations are at hand. */
  readonly found: number
}

export interface KeyChain {
  /** Goes on to the next entry. */
  take(entry: Entry, index: number): void
  /** Whether a key is believed now, and whose it is. */
  standing(key: string): KeyStanding | null
  /** Whose a key is or was, believed at some time. */
  holder(key: string): KeyHolder | null
  /** Whether a binding named this attestation already. */
  used(attestation: string): boolean
  /** Whether a key was revoked or replaced. */
  ended(key: string): boolean
  /** Whether the last binding of a key is there without being believed. */
  fault(key: string): BindFault | null
  readonly judged: readonly BindJudged[]
}

/**
 * KEY-2: follows a record. `attestations` are those at hand, by digest; that each is signed is asked elsewhere. Without roots nothing is
 * known of attesters: `roots` null leaves that question out, and nobody is then believed by it.
 */
export function followKeys(
  roots: readonly RootKey[] | null,
  attestations: ReadonlyMap<string, KeyAttestation>,
): KeyChain {
  const believed = new Map<string, KeyStanding>()
  for (const { keyDigest: key, holder } of roots ?? []) believed.set(key, { holder, index: -1, root: true })
  const over = new Set<string>()
  const faults = new Map<string, BindFault>()
  const used = new Set<string>()
  const judged: BindJudged[] = []
  const standing = (key: string) => (over.has(key) ? null : (believed.get(key) ?? null))

  function bind(
    { body, workspaceId }: { body: EntryBody<'key-bind'>; workspaceId: string },
    index: number,
  ): void {
    const key = body.keyDigest
    const pair = body.attestations.map((one) => attestations.get(one))
    const again = body.attestations.some((one) => used.has(one))
    for (const one of body.attestations) used.add(one)
    const before = (digest: string) => (roots === null ? undefined : (believed.get(digest) ?? null))
    const known = (digest: string) => (roots === null ? undefined : standing(digest))
    const fault = again ? 'attesters' : bindFault({ body, pair, workspaceId, known, before, over })
    // Fails closed: what a binding says it replaces ends, whatever becomes of the binding.
    if (body.replaces !== undefined) over.add(body.replaces)
    judged.push({ index, keyDigest: key, fault, found: new Set(pair.filter(Boolean)).size })
    if (believed.get(key)?.root) return
    if (fault === null) {
      believed.set(key, { holder: pair[0]!.statement.holder, index, root: false })
      faults.delete(key)
    } else {
      believed.delete(key)
      faults.set(key, fault)
    }
  }

  return {
    take(entry, index) {
      if (entry.type === 'key-revoke') over.add((entry.body as EntryBody<'key-revoke'>).keyDigest)
      if (entry.type === 'key-bind') bind(entry as Entry<'key-bind'>, index)
    },
    standing,
    holder: (key) => believed.get(key)?.holder ?? null,
    used: (attestation) => used.has(attestation),
    ended: (key) => over.has(key),
    fault: (key) => faults.get(key) ?? null,
    judged,
  }
}

interface Binding {
  readonly body: EntryBody<'key-bind'>
  readonly pair: readonly (KeyAttestation | undefined)[]
  readonly workspaceId: string
  /** Null for a key that is not believed; undefined where nothing can be known. */
  readonly known: (key: string) => KeyStanding | null | undefined
  /** The same of a key that has ended since. */
  readonly before: (key: string) => KeyStanding | null | undefined
  readonly over: ReadonlySet<string>
}

function bindFault({ body, pair, workspaceId, known, before, over }: Binding): BindFault | null {
  const [first, second] = pair
  if (!first || !second || first === second) return 'pair'
  const names = (attestation: KeyAttestation) => statesBinding(attestation.statement, { body, workspaceId })
  const sameHolder = canonicalText(first.statement.holder) === canonicalText(second.statement.holder)
  if (!names(first) || !names(second) || !sameHolder) return 'statement'
  const replaced = body.replaces === undefined ? undefined : before(body.replaces)
  const otherPerson = replaced !== undefined && replaced?.holder.userId !== first.statement.holder.userId
  if (over.has(body.keyDigest) || otherPerson) return 'ended'
  const believed = [first, second].every(({ statement, ...key }) => {
    const attester = known(keyDigest(key))
    return attester === undefined || isHolder(attester, statement.attester)
  })
  return believed && attestersFit(first.statement, second.statement) ? null : 'attesters'
}

function isHolder(standing: KeyStanding | null, attester: KeyHolder): boolean {
  return standing !== null && canonicalText(standing.holder) === canonicalText(attester)
}

/** KEY-3: whether a statement is the one that its binding asks for, to the word. */
export function statesBinding(
  statement: KeyStatement,
  { body, workspaceId }: { body: EntryBody<'key-bind'>; workspaceId: string },
): boolean {
  return (
    statement.keyDigest === body.keyDigest &&
    statement.workspaceId === workspaceId &&
    statement.replaces === body.replaces &&
    canonicalText(statement) === canonicalText(keyStatementOf(statement))
  )
}

/** KEY-4: the facilitation, and a partner whose organisation is neither the facilitator's nor the holder's; three different people. */
export function attestersFit(first: KeyStatement, second: KeyStatement): boolean {
  const { holder } = first
  const partner = second.attester.organizationId
  const people = [holder.userId, first.attester.userId, second.attester.userId]
  return (
    first.as === 'facilitator' &&
    first.attester.facilitator &&
    second.as === 'partner' &&
    partner !== undefined &&
    partner !== first.attester.organizationId &&
    partner !== holder.organizationId &&
    new Set(people).size === people.length
  )
}

export function attestationDigest(attestation: KeyAttestation): string {
  return digest('attestation', attestation)
}
