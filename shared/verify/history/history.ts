// Everything that the second form of the dossier lets one check besides the first: the record, what stands in it, the keys, the policy.
// Called by verify.ts alone. Bounded by the schema; total on whatever fits it.
import { digest } from '../../record/canonical.ts'
import { commitmentOf, type Entry, type EntryBody, keyDigest } from '../../record/entries.ts'
import type { Policy } from '../../record/policy.ts'
import type { DossierV2, SignedVersion } from '../../record/records.ts'
import { fromBase64url } from '../base64url.ts'
import { type Finding, judged, notChecked } from '../findings.ts'
import { keyFindings } from './keys.ts'
import { fromElsewhereFindings, presenceFindings, shelve } from './presence.ts'
import { treeFindings } from './tree.ts'
import { trustFindings } from './trust.ts'

/** Every finding on the history behind a dossier; `policy` is its reader's own, null when they gave none. */
export async function historyFindings(dossier: DossierV2, policy: Policy | null): Promise<Finding[]> {
  const { record, earlier = [] } = dossier
  const shelf = shelve(record.entries)
  return [
    ...treeFindings(record),
    ...(await trustFindings(dossier, shelf, policy)),
    ...earlier.flatMap((part, at) => presenceFindings(shelf, part, `/earlier/${at}`)),
    ...presenceFindings(shelf, dossier, ''),
    ...fromElsewhereFindings(shelf, dossier, dossier),
    ...elsewhereFindings(dossier),
    ...chainFindings(dossier),
    ...openedFindings(dossier),
    ...(await keyFindings(dossier, shelf, policy)),
  ]
}

/** Adoptions and signatures from elsewhere, as the file itself can tell: of this Alliance, on this plan, in time. */
function elsewhereFindings({
  plan,
  version,
  alliance,
  signatures,
  adoptions,
  outside,
}: DossierV2): Finding[] {
  const planDigest = digest('plan', plan)
  const strange = (adoptions ?? []).flatMap((one, at) => {
    const party = alliance?.parties.some(({ id }) => id === one.partyId)
    return party && one.allianceId === alliance?.id && one.planDigest === planDigest
      ? []
      : [`/adoptions/${at}`]
  })
  const ids = alliance?.parties.flatMap((party) => party.signatories.map(({ id }) => id)) ?? []
  const own = new Set(signatures.map(({ statement }) => statement.signatoryId))
  const odd = (outside ?? []).flatMap((one, at) => {
    const timely = one.at >= version.lockedAt && alliance !== undefined && one.at <= alliance.concludedAt
    const right =
      ids.includes(one.signatoryId) && !own.has(one.signatoryId) && one.allianceId === alliance?.id
    return right && timely ? [] : [`/outside/${at}`]
  })
  return [
    ...(adoptions ? judged('adoptions', '/adoptions', strange) : []),
    ...(outside ? judged('outside', '/outside', odd) : []),
    ...(adoptions?.length ? [notChecked('adoptionFile', '/adoptions', { count: adoptions.length })] : []),
    ...(outside?.length ? [notChecked('outsideFile', '/outside', { count: outside.length })] : []),
  ]
}

/** Each version of the same plan names the one before it. */
function chainFindings({ earlier, version }: DossierV2): Finding[] {
  if (!earlier) return []
  const chain: readonly Pick<SignedVersion, 'version'>[] = [...earlier, { version }]
  const broken = chain.flatMap((part, at) => {
    const before = chain[at - 1]?.version
    const path = at === earlier.length ? '/version' : `/earlier/${at}/version`
    if (!before) return []
    const { planId, number, previous } = part.version
    const follows =
      planId === before.planId && number > before.number && previous === digest('version', before)
    return follows ? [] : [`${path}/previous`]
  })
  return judged('earlierChain', '/earlier', broken)
}

/** What is opened is what the entry of a signing key held sealed: who registered it, on the server's word. */
function openedFindings({ record, signatures, earlier = [] }: DossierV2): Finding[] {
  const { opened, entries } = record
  if (!opened) return []
  const keys = new Set([...signatures, ...earlier.flatMap((part) => part.signatures)].map(keyDigest))
  const wrong = opened.flatMap(({ index, salt, payload }, at) => {
    const entry = entries[index] as Entry<'key-enrol'> | undefined
    const bytes = fromBase64url(salt)
    const right =
      entry?.type === 'key-enrol' &&
      bytes?.length === 32 &&
      commitmentOf(bytes, payload) === entry.commitment &&
      keys.has((entry.body as EntryBody<'key-enrol'>).keyDigest) &&
      (at === 0 || opened[at - 1]!.index < index)
    return right ? [] : [`/record/opened/${at}`]
  })
  return judged('recordOpened', '/record/opened', wrong)
}
