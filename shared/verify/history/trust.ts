// A dossier against the policy that its reader keeps on paper (POLICY rules): workspace, log key, checkpoint, cosignatures, address.
// Called by history.ts alone. Without a policy each of these is left open, never taken from the file.

import { digest, groupsOfFour } from '../../record/canonical.ts'
import { cosignedTime, isCosignature, openCheckpoint } from '../../record/checkpoint.ts'
import { verifyEd25519 } from '../../record/ed25519.ts'
import type { Entry, EntryBody } from '../../record/entries.ts'
import { type NoteKey, readNote, readVkey, type SignatureLine } from '../../record/note.ts'
import { meetsPolicy, type Policy, type PolicyWitness } from '../../record/policy.ts'
import type { DossierV2 } from '../../record/records.ts'
import { type Finding, failed, judged, notChecked, ok } from '../findings.ts'
import type { Shelf } from './presence.ts'

export async function trustFindings(
  dossier: DossierV2,
  shelf: Shelf,
  policy: Policy | null,
): Promise<Finding[]> {
  const { record } = dossier
  const log = readVkey(policy?.log ?? record.logKey)
  const opened = log && (await openCheckpoint(record.checkpoint, { log }, verifyEd25519))
  return [
    ...judged('recordCheckpoint', '/record/checkpoint', opened ? [] : ['/record/checkpoint']),
    ...policyEntryFindings(dossier, shelf),
    ...(policy
      ? await underPolicy(dossier, policy)
      : [notChecked('logKey', '/record/logKey'), notChecked('oneHistory', '/record/checkpoint')]),
  ]
}

/** What the file says of its policy must be what its record says: the last one set before the lock. */
function policyEntryFindings({ record, version, policyHash }: DossierV2, shelf: Shelf): Finding[] {
  const lock = shelf.about('lock', digest('version', version))[0]?.index ?? record.entries.length
  const before = record.entries.slice(0, lock).findLast(({ type }) => type === 'policy')
  const due = before && ((before as Entry<'policy'>).body as EntryBody<'policy'>).policyDigest
  if (due === undefined && policyHash === undefined) return []
  return judged('policyEntry', '/policyHash', due === policyHash ? [] : ['/policyHash'])
}

async function underPolicy({ record, policyHash, alliance, earlier = [] }: DossierV2, policy: Policy) {
  const hash = digest('policy', policy)
  const own = record.entries[0]?.workspaceId === policy.workspaceId
  const sites = [{ alliance }, ...earlier].flatMap((part, at) =>
    part.alliance ? [{ at, ...part.alliance }] : [],
  )
  const elsewhere = sites.flatMap(({ at, origin, rpId }) =>
    origin === policy.origin && rpId === policy.rpId
      ? []
      : [at === 0 ? '/alliance/origin' : `/earlier/${at - 1}/alliance/origin`],
  )
  return [
    ...judged('policyWorkspace', '/record', own ? [] : ['/record']),
    ...(policyHash === undefined
      ? [notChecked('policyNone', '/policyHash')]
      : judged('policyHash', '/policyHash', policyHash === hash ? [] : ['/policyHash'])),
    ...judged('logKey', '/record/logKey', record.logKey === policy.log ? [] : ['/record/logKey']),
    ...(await cosignatureFindings(record.checkpoint, policy)),
    ...(sites.length > 0 ? judged('policyOrigin', '/alliance', elsewhere) : []),
    notChecked('policyPaper', '', { digest: groupsOfFour(hash) }),
  ]
}

interface Heard {
  readonly witness: PolicyWitness
  readonly line: SignatureLine
  readonly key: NoteKey
}

async function cosignatureFindings(checkpoint: string, policy: Policy): Promise<Finding[]> {
  const path = '/record/checkpoint'
  const note = readNote(checkpoint)
  const known = policy.witnesses.flatMap((witness) => {
    const key = readVkey(witness.vkey)
    return key ? [{ witness, key }] : []
  })
  const log = readVkey(policy.log)
  const heard: Heard[] = []
  const wrong: Finding[] = []
  let unknown = 0
  for (const line of note?.signatures ?? []) {
    const one = known.find(({ key }) => key.name === line.name && key.id === line.keyId)
    if (!one) unknown += line.name === log?.name && line.keyId === log.id ? 0 : 1
    else if (await isCosignature(note!.text, { key: one.key, line }, verifyEd25519))
      heard.push({ ...one, line })
    else wrong.push(failed('cosignatureLines', path, { name: line.name }))
  }
  const distinct = (of: (witness: PolicyWitness) => string) =>
    new Set(heard.map(({ witness }) => of(witness))).size
  const count = distinct(({ organizationId }) => organizationId)
  const { needed, colleges: neededColleges } = policy.cosignatures
  const details = { count, colleges: distinct(({ college }) => college), needed, neededColleges }
  const met = meetsPolicy(policy, new Set(heard.map(({ witness }) => witness.vkey)))
  return [
    ...(wrong.length > 0 ? wrong : judged('cosignatureLines', path, [])),
    ...judged('cosignatures', path, met ? [] : [path], details),
    ...(unknown > 0 ? [notChecked('unknownWitness', path, { count: unknown })] : []),
    ...(count === 0 ? [notChecked('oneHistory', path)] : [witnessed(heard, path)]),
  ]
}

/** The earliest hour at which a partner's own clock had seen all of it. */
function witnessed(heard: readonly Heard[], path: string): Finding {
  const times = heard.map(({ line, witness }) => ({
    at: cosignedTime(line) ?? 0,
    name: witness.organization,
  }))
  const first = times.reduce((a, b) => (b.at < a.at ? b : a))
  const at = first.at < 253_402_300_800 ? new Date(first.at * 1000).toISOString() : '…'
  return ok('witnessedTime', path, { at, name: first.name })
}
