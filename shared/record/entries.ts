// What the record holds: one typed entry a formal act, whose canonical bytes are a leaf of the tree. An entry names digests; what a
// person could be known by stands outside, under a salted commitment, and can be erased.
// Called by the server's acts, which append, and by whoever reads or verifies a record. A new kind of entry is one line here.
import { sha256 } from '@noble/hashes/sha2.js'
import * as v from 'valibot'
import { hex } from '../basics.ts'
import { canonicalBytes, digest, NotCanonical, parseCanonical } from './canonical.ts'
import { type Hash, leafHash } from './tree.ts'

const id = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const count = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))
const instant = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/))

/** REC-4: the body of each type of entry. What is hashed is checked against this first. */
const entryBodies = {
  /** A poll opened: its question, text and register are fixed by these. */
  poll: v.strictObject({
    pollId: id,
    pollDigest: hash,
    textHash: hash,
    registerHash: hash,
    /** Of a poll that follows a rule set: digest('rules', …) of it, which an entry of its own tells before this one. */
    rulesDigest: v.optional(hash),
  }),
  /** A version of the workspace's rules. `decisionDigest` is absent for the version of the beginning, which nobody adopted. */
  'rule-set': v.strictObject({ version: count, rulesDigest: hash, decisionDigest: v.optional(hash) }),
  ballot: v.strictObject({ pollId: id, ballotDigest: hash }),
  constat: v.strictObject({ pollId: id, constatDigest: hash }),
  /** What was said of a poll after it: proclaimed, annulled, corrected. */
  addendum: v.strictObject({ pollId: id, addendumDigest: hash }),
  /** Minutes of a meeting, adopted and fixed. */
  minutes: v.strictObject({ meetingId: id, number: count, minutesDigest: hash }),
  lock: v.strictObject({
    planId: id,
    versionId: id,
    number: count,
    planDigest: hash,
    versionDigest: hash,
  }),
  /** A person registered a key, on the server's word alone. The commitment says who. */
  'key-enrol': v.strictObject({ keyDigest: hash }),
  /**
   * From here on the key counts for nothing; it never comes back. `by` is absent where its holder took it off their account, and says
   * `removal` where they were removed from the workspace. On the server's word: it can only take away (D-043).
   */
  'key-revoke': v.strictObject({
    keyDigest: hash,
    by: v.optional(v.picklist(['holder', 'facilitator', 'removal'])),
  }),
  /** Two people attested whose key this is: digests of both attestations, the facilitator's first. `replaces` ends another key. */
  'key-bind': v.strictObject({
    keyDigest: hash,
    attestations: v.strictTuple([hash, hash]),
    replaces: v.optional(hash),
  }),
  /** What the partners keep on paper, from here on. */
  policy: v.strictObject({ version: count, policyDigest: hash }),
  /** A party's own body adopted the plan; a signature came from elsewhere. */
  adoption: v.strictObject({ allianceId: id, adoptionDigest: hash }),
  outside: v.strictObject({ allianceId: id, outsideDigest: hash }),
  signature: v.strictObject({
    allianceId: id,
    versionDigest: hash,
    statementDigest: hash,
    signatureDigest: hash,
    keyDigest: hash,
  }),
  conclusion: v.strictObject({ allianceId: id, versionDigest: hash, allianceDigest: hash }),
  /** A new draft forked from a locked version: `number` 1 leads from version 1 to version 2. */
  amendment: v.strictObject({ planId: id, number: count, versionDigest: hash, amendmentDigest: hash }),
  /** A signatory declined. The commitment says who and why. */
  decline: v.strictObject({ allianceId: id, versionDigest: hash, signatoryId: id }),
  /** What a second person, of another organisation, said of a paper signature that was recorded. */
  'outside-answer': v.strictObject({
    outsideId: id,
    outsideDigest: hash,
    answer: v.picklist(['confirmed', 'contested']),
    organizationId: id,
  }),
  /** A partner's witness from here on, and until when. */
  witness: v.strictObject({ witnessId: id, organizationId: id, vkey: v.pipe(v.string(), v.maxLength(400)) }),
  'witness-end': v.strictObject({ witnessId: id }),
  /** What stood under the commitment of an earlier entry is gone. */
  erasure: v.strictObject({ index: count, commitment: hash }),
} as const

export type EntryType = keyof typeof entryBodies
export type EntryBody<T extends EntryType> = v.InferOutput<(typeof entryBodies)[T]>

export interface Entry<T extends EntryType = EntryType> {
  readonly format: 'assise/entry/v1'
  /** Whose record: an entry is no entry of another's. */
  readonly workspaceId: string
  readonly type: T
  /** When it was appended; never earlier than the entry before it. */
  readonly at: string
  readonly body: EntryBody<T>
  /** Of what is kept outside, when something is. */
  readonly commitment?: string
}

const frame = {
  format: v.literal('assise/entry/v1'),
  workspaceId: id,
  at: instant,
  commitment: v.optional(hash),
}
export const entrySchema = v.variant(
  'type',
  Object.entries(entryBodies).map(([type, body]) =>
    v.strictObject({ ...frame, type: v.literal(type), body }),
  ) as unknown as readonly [v.StrictObjectSchema<{ type: v.LiteralSchema<string, undefined> }, undefined>],
) as unknown as v.GenericSchema<unknown, Entry>

/** REC-4: reads the canonical text of an entry; null for any other text, of an unknown type too. */
export function readEntry(text: string): Entry | null {
  try {
    const result = v.safeParse(entrySchema, parseCanonical(text))
    return result.success ? result.output : null
  } catch (error) {
    if (error instanceof NotCanonical) return null
    throw error
  }
}

/** REC-5: the leaf of an entry: SHA-256(0x00 ‖ its canonical bytes). */
export function entryLeaf(entry: Entry): Hash {
  return leafHash(canonicalBytes(entry))
}

const aboutKeys = {
  poll: 'pollDigest',
  'rule-set': 'rulesDigest',
  ballot: 'ballotDigest',
  constat: 'constatDigest',
  addendum: 'addendumDigest',
  minutes: 'minutesDigest',
  lock: 'versionDigest',
  'key-enrol': 'keyDigest',
  'key-revoke': 'keyDigest',
  'key-bind': 'keyDigest',
  policy: 'policyDigest',
  adoption: 'adoptionDigest',
  outside: 'outsideDigest',
  signature: 'signatureDigest',
  conclusion: 'allianceDigest',
  amendment: 'amendmentDigest',
  decline: 'signatoryId',
  'outside-answer': 'outsideId',
  witness: 'witnessId',
  'witness-end': 'witnessId',
  erasure: 'commitment',
} as const satisfies { [T in EntryType]: keyof EntryBody<T> }

/** What an entry is looked up by: the digest that the person or the document holds. */
export function aboutOf({ type, body }: Pick<Entry, 'type' | 'body'>): string {
  return (body as unknown as Record<string, string>)[aboutKeys[type]]!
}

/** REC-16: SHA-256("assise/commit/v1" ‖ 0x00 ‖ 32 bytes of salt ‖ canonical bytes): without the salt, nothing can be guessed from it. */
export function commitmentOf(salt: Uint8Array, payload: unknown): string {
  if (salt.length !== 32) throw new Error('a salt has 32 bytes')
  const prefix = new TextEncoder().encode('assise/commit/v1\u0000')
  return hex(sha256.create().update(prefix).update(salt).update(canonicalBytes(payload)).digest())
}

/** A passkey in the record: `credentialId` and the COSE `publicKey` as signatures carry them (base64url). */
export function keyDigest(key: { readonly credentialId: string; readonly publicKey: string }): string {
  return digest('key', { credentialId: key.credentialId, publicKey: key.publicKey })
}
