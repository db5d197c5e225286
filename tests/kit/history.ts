// A dossier of the second form made from a seed: the seeded Alliance with the record behind it, keys that partners attested, witnesses
// that cosigned, and the policy that its reader keeps. Called by tests of the verifier, and by the forger's bench beside this file.
import { signerOf } from '../../server/record-key.ts'
import { digest, digestBytes } from '../../shared/record/canonical.ts'
import { checkpointText, cosign, signCheckpoint } from '../../shared/record/checkpoint.ts'
import { buildDossier, dossierText, type EvidenceParts } from '../../shared/record/dossier.ts'
import {
  commitmentOf,
  type Entry,
  type EntryBody,
  type EntryType,
  entryLeaf,
  keyDigest,
} from '../../shared/record/entries.ts'
import { attestationDigest } from '../../shared/record/key-chain.ts'
import {
  type AttestedAs,
  type KeyAttestation,
  type KeyHolder,
  keyStatementOf,
} from '../../shared/record/keys.ts'
import { type NoteKey, noteKey, noteText, signatureTypes, vkeyText } from '../../shared/record/note.ts'
import { type Policy, policyText } from '../../shared/record/policy.ts'
import type { AnyConstat, SignedVersion } from '../../shared/record/records.ts'
import { appended, emptyEdge, rootOf } from '../../shared/record/tree.ts'
import { at, keys, organizations, seededDossier } from './dossier.ts'
import { answered, namesOf, type Odd, origin, type Passkey, rpId, seededKey } from './passkey.ts'

export const workspaceId = 'workspace-1'
export const workspaceName = 'Rivière-aux-Érables'

/** A key that signs notes: the log's, or a witness's. */
export interface NoteSigner {
  readonly key: NoteKey
  readonly sign: ReturnType<typeof signerOf>['sign']
}

export function noteSigner(name: string, type: keyof typeof signatureTypes, seed: number): NoteSigner {
  const { publicKey, sign } = signerOf(new Uint8Array(32).fill(seed))
  return { key: noteKey(name, signatureTypes[type], publicKey), sign }
}

export const logOrigin = `assise.example/${workspaceId}`
export const log = noteSigner(logOrigin, 'ed25519', 1)
/** One a college: of the food bank, of the county, of the housing office. */
export const witnesses = [
  { ...noteSigner('entraide.example/temoin', 'cosignature', 2), organization: 0 },
  { ...noteSigner('coteaux.example/temoin', 'cosignature', 3), organization: 2 },
  { ...noteSigner('office.example/temoin', 'cosignature', 4), organization: 4 },
] as const

/** A person of the seed with a passkey. */
export interface Keyed {
  readonly holder: KeyHolder
  readonly key: Passkey
}

function person(userId: string, name: string, key: Passkey, organization?: number): Keyed {
  const of = organization === undefined ? undefined : organizations[organization]!
  const place = of && { organizationId: of.id, organization: of.name }
  return { holder: { userId, name, ...place, facilitator: organization === undefined }, key }
}

export const people = {
  facilitator: person('user-0', 'Aline Tremblay', seededKey('facilitator')),
  /** Both of them are roots of the policy. */
  partner: person('user-1', 'Personne déléguée 1', seededKey('partner'), 0),
  odile: person('user-11', 'Odile Fortin', keys[0]!, 2),
  marc: person('user-12', 'Marc Gagné', keys[1]!, 3),
  nadia: person('user-13', 'Nadia Roy', keys[2]!, 4),
  /** The key that Nadia lost. */
  nadiaBefore: person('user-13', 'Nadia Roy', seededKey('lost'), 4),
  /** Somebody else of the food bank. */
  colleague: person('user-14', 'Personne collègue', seededKey('colleague'), 0),
} as const

export const digestOf = ({ key }: Pick<Keyed, 'key'>) => keyDigest(namesOf(key))

export interface Attesting {
  readonly of: Keyed
  readonly by: Keyed
  readonly as: AttestedAs
  readonly replaces?: string
  readonly odd?: Odd
}

export function attest({ of, by, as, replaces, odd = {} }: Attesting): KeyAttestation {
  const statement = keyStatementOf({
    workspaceId,
    workspaceName,
    keyDigest: digestOf(of),
    holder: of.holder,
    attester: by.holder,
    as,
    ...(replaces !== undefined && { replaces }),
  })
  return attestationOf(statement, by.key, odd)
}

export function attestationOf(
  statement: KeyAttestation['statement'],
  key: Passkey,
  odd: Odd = {},
): KeyAttestation {
  return {
    format: 'assise/key-attestation/v1',
    statement,
    ...answered(digestBytes('key-statement', statement), key, odd),
    attestedAt: at(-20),
  }
}

/** Everything a dossier is made of, before its record is signed: what a forger changes. */
export interface Story {
  parts: SignedVersion
  entries: Entry[]
  attestations: KeyAttestation[]
  opened: { index: number; salt: string; payload: { userId: string; name: string } }[]
  policy: Policy
  /** What the file says of it. */
  policyHash?: string
  more?: Pick<EvidenceParts, 'adoptions' | 'outside' | 'earlier'>
}

export function entry<T extends EntryType>(
  type: T,
  body: EntryBody<T>,
  when: string,
  commitment?: string,
): Entry<T> {
  return { format: 'assise/entry/v1', workspaceId, type, at: when, body, ...(commitment && { commitment }) }
}

export const thePolicy: Policy = {
  format: 'assise/policy/v1',
  workspaceId,
  workspaceName,
  version: 1,
  log: vkeyText(log.key),
  witnesses: witnesses
    .map(({ key, organization }) => {
      const { id, name, college } = organizations[organization]!
      return { vkey: vkeyText(key), organizationId: id, organization: name, college }
    })
    .sort((a, b) => (a.vkey < b.vkey ? -1 : 1)),
  cosignatures: { needed: 2, colleges: 2 },
  roots: [people.facilitator, people.partner]
    .map((one) => ({ keyDigest: digestOf(one), holder: one.holder }))
    .sort((a, b) => (a.keyDigest < b.keyDigest ? -1 : 1)),
  boundKeys: true,
  origin,
  rpId,
}

const salt = new Uint8Array(32).fill(9)

/** The entries of a binding, and its attestations. */
export function binding(of: Keyed, partner: Keyed, when: string, replaces?: string) {
  const more = replaces === undefined ? {} : { replaces }
  const pair = [
    attest({ of, by: people.facilitator, as: 'facilitator', ...more }),
    attest({ of, by: partner, as: 'partner', ...more }),
  ]
  const [first, second] = pair.map(attestationDigest)
  const body = { keyDigest: digestOf(of), attestations: [first!, second!] as [string, string], ...more }
  return { pair, entry: entry('key-bind', body, when) }
}

/** The whole story, as it honestly went. A fresh copy each time. */
export function tell(): Story {
  const genuine = seededDossier()
  const { format: _, digest: __, ...parts } = genuine
  const signers = [people.odile, people.marc, people.nadia]
  const entries: Entry[] = []
  for (const [index, { key, organization }] of witnesses.entries()) {
    const organizationId = organizations[organization]!.id
    entries.push(
      entry('witness', { witnessId: `witness-${index + 1}`, organizationId, vkey: vkeyText(key) }, at(-40)),
    )
  }
  const opened: Story['opened'] = []
  for (const one of [people.nadiaBefore, ...signers]) {
    const payload = { userId: one.holder.userId, name: one.holder.name }
    // Nadia's lost key signs nothing: it stays sealed.
    if (one !== people.nadiaBefore)
      opened.push({ index: entries.length, salt: Buffer.from(salt).toString('base64url'), payload })
    entries.push(entry('key-enrol', { keyDigest: digestOf(one) }, at(-35), commitmentOf(salt, payload)))
  }
  const policyHash = digest('policy', thePolicy)
  entries.push(entry('policy', { version: 1, policyDigest: policyHash }, at(-30)))
  const bound = [
    binding(people.nadiaBefore, people.partner, at(-20)),
    binding(people.odile, people.partner, at(-20)),
    // By a key that was itself bound.
    binding(people.marc, people.odile, at(-19)),
    binding(people.nadia, people.partner, at(-18), digestOf(people.nadiaBefore)),
  ]
  entries.push(...bound.map((one) => one.entry))
  for (const constat of parts.constats) entries.push(...entriesOf(constat))
  const { version, alliance, signatures } = parts
  const versionDigest = digest('version', version)
  const { planId, id: versionId, number, planDigest } = version
  entries.push(entry('lock', { planId, versionId, number, planDigest, versionDigest }, version.lockedAt))
  const allianceId = alliance!.id
  for (const signature of signatures) entries.push(signatureEntryOf(signature, versionDigest))
  const allianceDigest = digest('alliance', alliance)
  entries.push(entry('conclusion', { allianceId, versionDigest, allianceDigest }, alliance!.concludedAt))
  return {
    parts,
    entries,
    attestations: sorted(bound.flatMap(({ pair }) => pair)),
    opened,
    policy: thePolicy,
    policyHash,
  }
}

export function sorted(attestations: readonly KeyAttestation[]): KeyAttestation[] {
  return attestations.toSorted((a, b) => (attestationDigest(a) < attestationDigest(b) ? -1 : 1))
}

export function signatureEntryOf(
  signature: SignedVersion['signatures'][number],
  versionDigest: string,
): Entry {
  return entry(
    'signature',
    {
      allianceId: signature.statement.allianceId,
      versionDigest,
      statementDigest: digest('statement', signature.statement),
      signatureDigest: digest('signature', signature),
      keyDigest: keyDigest(signature),
    },
    signature.signedAt,
  )
}

export function entriesOf(constat: AnyConstat): Entry[] {
  const { poll, ballots, closedAt } = constat
  const { id: pollId, textHash, registerHash, openedAt } = poll
  const opening = entry(
    'poll',
    { pollId, pollDigest: digest('poll', poll), textHash, registerHash },
    openedAt,
  )
  const received = ballots.map((ballot) =>
    entry('ballot', { pollId, ballotDigest: digest('ballot', ballot) }, ballot.receivedAt),
  )
  return [
    opening,
    ...received,
    entry('constat', { pollId, constatDigest: digest('constat', constat) }, closedAt),
  ]
}

export interface Sealing {
  readonly log?: NoteSigner
  readonly cosigners?: readonly NoteSigner[]
  /** Cosigns at this second. */
  readonly time?: number
}

const cosignedAt = Math.floor(Date.parse(at(42)) / 1000)

/** The signed note of a record, with its cosignature lines. */
export async function checkpointOf(
  entries: readonly Entry[],
  { log: signer = log, cosigners = witnesses, time = cosignedAt }: Sealing = {},
): Promise<string> {
  const edge = entries.reduce((one, next) => appended(one, entryLeaf(next)).edge, emptyEdge)
  const checkpoint = { origin: signer.key.name, size: edge.size, root: rootOf(edge) }
  const text = checkpointText(checkpoint)
  const lines = [await signCheckpoint(checkpoint, signer.key, signer.sign)]
  for (const { key, sign } of cosigners) lines.push(await cosign(text, key, time, sign))
  return noteText({ text, signatures: lines })
}

/** The bytes of the dossier that a story gives, under a checkpoint. */
export function dossierBytes(
  { parts, entries, attestations, opened, policyHash, more }: Story,
  checkpoint: string,
  logKey: string = vkeyText(log.key),
): Uint8Array {
  const record = { logKey, checkpoint, entries, ...(opened.length > 0 && { opened }) }
  const evidence = { record, attestations, ...(policyHash !== undefined && { policyHash }), ...more }
  // Through JSON: what a forger left undefined is not there.
  const plain = JSON.parse(JSON.stringify({ parts, evidence })) as {
    parts: SignedVersion
    evidence: EvidenceParts
  }
  return new TextEncoder().encode(dossierText(buildDossier(plain.parts, plain.evidence)))
}

export function policyBytes(policy: Policy): Uint8Array {
  return new TextEncoder().encode(policyText(policy))
}

/** The untouched file and its policy. */
export async function genuineHistory(): Promise<{ file: Uint8Array; policy: Uint8Array }> {
  const story = tell()
  return { file: dossierBytes(story, await checkpointOf(story.entries)), policy: policyBytes(story.policy) }
}
