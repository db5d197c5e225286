// Everything that the second form of the dossier lets one check besides the first: the record, what stands in it, the keys, the policy.
// Called by verify.ts alone. Bounded by the schema; total on whatever fits it.
import { commitmentOf, type Entry, type EntryBody, keyDigest } from '../../record/entries.ts'
import type { Policy } from '../../record/policy.ts'
import type { DossierV2 } from '../../record/records.ts'
import { fromBase64url } from '../base64url.ts'
import { type Finding, judged } from '../findings.ts'
import { chainFindings, elsewhereFindings } from './chain.ts'
import { keyFindings } from './keys.ts'
import { pieceFindings } from './pieces.ts'
import { fromElsewhereFindings, presenceFindings, shelve } from './presence.ts'
import { rulesFindings } from './rules.ts'
import { treeFindings } from './tree.ts'
import { trustFindings } from './trust.ts'

/** Every finding on the history behind a dossier; `policy` is its reader's own, null when they gave none; `pieces` the files it names. */
export async function historyFindings(
  dossier: DossierV2,
  policy: Policy | null,
  pieces: readonly Uint8Array[] = [],
): Promise<Finding[]> {
  const given = await pieceFindings(dossier, pieces)
  const { record, earlier = [] } = dossier
  const shelf = shelve(record.entries)
  return [
    ...treeFindings(record),
    ...(await trustFindings(dossier, shelf, policy)),
    ...earlier.flatMap((part, at) => presenceFindings(shelf, part, `/earlier/${at}`)),
    ...presenceFindings(shelf, dossier, ''),
    ...rulesFindings(record.entries, shelf, [
      ...earlier.map((part, at) => ({ part, path: `/earlier/${at}` })),
      { part: dossier, path: '' },
    ]),
    ...fromElsewhereFindings(shelf, [...earlier, dossier], dossier),
    ...elsewhereFindings(dossier, shelf, given.shown),
    ...given.findings,
    ...chainFindings(dossier, shelf),
    ...openedFindings(dossier),
    ...(await keyFindings(dossier, shelf, policy)),
  ]
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
