// What a forger of a history does, as data, and the tools on the bench. Called by the lists of forgeries beside this file.
import { digest } from '../../../shared/record/canonical.ts'
import { type Entry, type EntryBody, type EntryType, keyDigest } from '../../../shared/record/entries.ts'
import { attestationDigest } from '../../../shared/record/key-chain.ts'
import type { Policy } from '../../../shared/record/policy.ts'
import type { FindingCode } from '../../../shared/verify/findings.ts'
import { at } from '../dossier.ts'
import {
  type attest,
  digestOf,
  type Keyed,
  logOrigin,
  noteSigner,
  people,
  type Sealing,
  type Story,
  signatureEntryOf,
  sorted,
} from '../history.ts'
import { type Passkey, seededKey, signed } from '../passkey.ts'

export interface Forgery {
  readonly name: string
  readonly expected: FindingCode
  readonly file: Uint8Array
  readonly policy: Uint8Array
}

export interface Deed {
  readonly name: string
  readonly expected: FindingCode
  /** What the forger changes before the record is signed and cosigned. */
  readonly change?: (story: Story) => void
  /** With which keys the checkpoint is signed then; or the checkpoint itself, put under entries it was not made for. */
  readonly sealing?: Sealing | ((story: Story) => Promise<string>)
  /** The log key that the file names. */
  readonly logKey?: string
  /** The policy that the reader keeps. */
  readonly kept?: Policy
  /** What is done to the text of the finished file. */
  readonly text?: (text: string) => string
}

export const find = <T extends EntryType>({ entries }: Story, type: T, nth = 0) => {
  const index = entries.map((one, place) => ({ one, place })).filter(({ one }) => one.type === type)[
    nth
  ]!.place
  return { index, entry: entries[index] as Entry<T> }
}
export const change = <T extends EntryType>(story: Story, type: T, body: Partial<EntryBody<T>>, nth = 0) => {
  const { index, entry: old } = find(story, type, nth)
  story.entries[index] = { ...old, body: { ...old.body, ...body } } as Entry
}
export const insert = (story: Story, index: number, ...added: Entry[]) => {
  story.entries.splice(index, 0, ...added)
  for (const one of story.opened) if (one.index >= index) one.index += added.length
}
export const drop = (story: Story, index: number) => {
  story.entries.splice(index, 1)
  for (const one of story.opened) if (one.index > index) one.index -= 1
}
export const bindOf = (story: Story, of: Keyed) => {
  const index = story.entries.findIndex(
    ({ type, body }) => type === 'key-bind' && (body as EntryBody<'key-bind'>).keyDigest === digestOf(of),
  )
  return { index, entry: story.entries[index] as Entry<'key-bind'> }
}
/** Odile's binding made again by these attestations. */
export const bindAgain = (story: Story, pair: ReturnType<typeof attest>[], of: Keyed = people.odile) => {
  const { index, entry: old } = bindOf(story, of)
  const attestations = pair.map(attestationDigest) as [string, string]
  story.attestations = sorted([
    ...story.attestations.filter((one) => !old.body.attestations.includes(attestationDigest(one))),
    ...pair,
  ])
  story.entries[index] = { ...old, body: { ...old.body, attestations } } as Entry
}
export const { facilitator, partner, odile, marc, nadia, nadiaBefore, colleague } = people
/** The three signatures in order: Odile's, Marc's, Nadia's. Signs one again with another key, and enters it. */
export const signAgain = (story: Story, nth: number, key: Passkey) => {
  const { signatures, version } = story.parts
  const again = signed(signatures[nth]!.statement, key, { signedAt: signatures[nth]!.signedAt })
  story.parts = { ...story.parts, signatures: signatures.with(nth, again) }
  const { index } = find(story, 'signature', nth)
  story.entries[index] = signatureEntryOf(again, digest('version', version))
  // What is opened concerns signing keys only.
  const keys = new Set(story.parts.signatures.map(keyDigest))
  story.opened = story.opened.filter(({ index: of }) =>
    keys.has((story.entries[of] as Entry<'key-enrol'>).body.keyDigest),
  )
}
export const later = (when: string, minutes: number) =>
  new Date(Date.parse(when) + minutes * 60_000).toISOString()
export const anyHash = (seed: string) => digest('text', seed)
export const stranger: Keyed = {
  holder: { userId: 'user-99', name: 'Personne inventée', facilitator: true },
  key: seededKey('invented'),
}
export const otherLog = noteSigner(logOrigin, 'ed25519', 7)
export const unknown = [
  noteSigner('inconnu.example/temoin', 'cosignature', 8),
  noteSigner('autre.example/temoin', 'cosignature', 9),
]
export const outside = {
  format: 'assise/outside/v1',
  id: 'outside-1',
  allianceId: 'alliance-1',
  signatoryId: 'sign-3',
  kind: 'paper',
  baseDigest: anyHash('base'),
  recordedBy: 'Aline Tremblay',
  at: at(40),
} as const
export const adoptionOf = ({ parts }: Story, more: object = {}) => ({
  format: 'assise/adoption/v1' as const,
  id: 'adoption-1',
  allianceId: 'alliance-1',
  partyId: 'party-1',
  instance: 'Conseil des maires',
  resolutionNo: '2026-02-114',
  day: '2026-02-26',
  planDigest: parts.version.planDigest,
  recordedBy: 'Aline Tremblay',
  at: at(39),
  ...more,
})
