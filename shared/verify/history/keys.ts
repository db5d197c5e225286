// Whose each signing key is (KEY rules): attestations checked one by one, bindings followed through the record, each signature judged at its
// own entry. Called by history.ts alone.
import { digestBytes } from '../../record/canonical.ts'
import { type Entry, type EntryBody, keyDigest } from '../../record/entries.ts'
import { attestationDigest, followKeys, type KeyChain, statesBinding } from '../../record/key-chain.ts'
import type { KeyAttestation } from '../../record/keys.ts'
import type { Policy } from '../../record/policy.ts'
import type { DossierV2, SignatureRecord } from '../../record/records.ts'
import { type Finding, failed, judged, notChecked, ok } from '../findings.ts'
import { type AssertionChecks, checkAssertion } from '../webauthn.ts'
import { type Shelf, signatureEntry } from './presence.ts'

export async function keyFindings(
  dossier: DossierV2,
  shelf: Shelf,
  policy: Policy | null,
): Promise<Finding[]> {
  const { record, attestations } = dossier
  const signatures = signaturesOf(dossier)
  if (attestations.length === 0 && signatures.length === 0) return []
  const byDigest = new Map(attestations.map((one) => [attestationDigest(one), one]))
  const chain = followKeys(policy?.roots ?? null, byDigest)
  const due = new Map<number, { signature: SignatureRecord; path: string }[]>()
  for (const one of signatures) {
    const index = signatureEntry(shelf, one.signature)?.index
    if (index !== undefined) due.set(index, [...(due.get(index) ?? []), one])
  }
  const found: Finding[] = []
  for (const [index, entry] of record.entries.entries()) {
    chain.take(entry, index)
    for (const { signature, path } of due.get(index) ?? [])
      found.push(...standingFindings(chain, policy, { signature, path }))
  }
  return [
    ...(await attestationFindings(dossier, policy)),
    ...bindFindings(chain),
    ...found,
    ...(policy === null && attestations.length > 0 ? [notChecked('keysUnjudged', '/attestations')] : []),
  ]
}

interface Signed {
  readonly signature: SignatureRecord
  readonly path: string
}

function signaturesOf({ signatures, earlier = [] }: DossierV2): Signed[] {
  const at = (list: readonly SignatureRecord[], path: string) =>
    list.map((signature, index) => ({ signature, path: `${path}/signatures/${index}` }))
  return [
    ...earlier.flatMap((part, index) => at(part.signatures, `/earlier/${index}`)),
    ...at(signatures, ''),
  ]
}

function standingFindings(chain: KeyChain, policy: Policy | null, { signature, path }: Signed): Finding[] {
  const key = keyDigest(signature)
  const live = chain.ended(key) ? failed('keyLive', path) : ok('keyLive', path)
  if (!policy) return [live]
  const standing = chain.standing(key)
  if (!standing) {
    if (chain.ended(key)) return [live]
    // A binding that does not hold is no weaker class: it was made to deceive.
    if (policy.boundKeys || chain.fault(key) !== null) return [live, failed('keyBound', path)]
    return [live, notChecked('keyWeak', path)]
  }
  const { holder, root } = standing
  const where = root
    ? { fr: 'clé racine de la politique', en: 'a root key of the policy' }
    : { fr: 'deux attestations au registre', en: 'two attestations in the record' }
  const person = holder.name === signature.statement.name
  return [
    live,
    ok('keyBound', path, { where }),
    person ? ok('keyPerson', path) : failed('keyPerson', path, { name: holder.name }),
  ]
}

/** Of the bindings of which something is at hand; the others concern keys that signed nothing here, or a signature that says so itself. */
function bindFindings({ judged: binds }: KeyChain): Finding[] {
  const shown = binds.filter(({ found }) => found > 0)
  if (shown.length === 0) return []
  const places = (faults: readonly (string | null)[]) =>
    shown.flatMap(({ fault, index }) => (faults.includes(fault) ? [`/record/entries/${index}`] : []))
  return [
    ...judged('bindPair', '/attestations', places(['pair'])),
    ...judged('bindAttesters', '/attestations', places(['attesters', 'ended'])),
  ]
}

async function attestationFindings({ record, attestations, alliance }: DossierV2, policy: Policy | null) {
  if (attestations.length === 0) return []
  const named = new Map<string, Entry<'key-bind'>>()
  for (const entry of record.entries) {
    if (entry.type !== 'key-bind') continue
    for (const one of (entry.body as EntryBody<'key-bind'>).attestations)
      if (!named.has(one)) named.set(one, entry as Entry<'key-bind'>)
  }
  const wrong = { attestationEntry: [] as string[], attestationStatement: [] as string[] }
  const signed: Finding[] = []
  const site = policy ?? alliance
  for (const [index, attestation] of attestations.entries()) {
    const path = `/attestations/${index}`
    const entry = named.get(attestationDigest(attestation))
    if (!entry) wrong.attestationEntry.push(path)
    else if (!statesBinding(attestation.statement, entry))
      wrong.attestationStatement.push(`${path}/statement`)
    const fault = site && (await assertionFault(attestation, site))
    if (fault) signed.push(failed('attestationSigned', path, { where: fault }))
  }
  return [
    ...judged('attestationEntry', '/attestations', wrong.attestationEntry),
    ...judged('attestationStatement', '/attestations', wrong.attestationStatement),
    ...(signed.length > 0 || !site ? signed : judged('attestationSigned', '/attestations', [])),
  ]
}

/** The first thing that does not hold in an attester's answer; null when all of it does. */
async function assertionFault(
  attestation: KeyAttestation,
  { origin, rpId }: { origin: string; rpId: string },
): Promise<keyof AssertionChecks | null> {
  const challenge = digestBytes('key-statement', attestation.statement)
  const checks = await checkAssertion(attestation, { challenge, origin, rpId })
  return (Object.keys(checks) as (keyof AssertionChecks)[]).find((name) => !checks[name]) ?? null
}
