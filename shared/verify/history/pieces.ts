// Files that came back signed, given beside the dossier that names them by their digests (ALLI-12): is it that file, and does its signature hold.
// Called by history.ts alone.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../../basics.ts'
import { groupsOfFour } from '../../record/canonical.ts'
import type { DossierV2, OutsideSignature } from '../../record/records.ts'
import { baseLengthOf, judgeElsewhere } from '../elsewhere.ts'
import { type Finding, failed, notChecked, ok } from '../findings.ts'

/** Every finding on the files given; `shown` are the places of the signatures whose file was among them. */
export async function pieceFindings(
  { outside = [], adoptions = [] }: DossierV2,
  pieces: readonly Uint8Array[],
): Promise<{ readonly findings: readonly Finding[]; readonly shown: ReadonlySet<string> }> {
  const findings: Finding[] = []
  const shown = new Set<string>()
  for (const piece of pieces) {
    const digest = hex(sha256(piece))
    const named = (one: { readonly fileDigest?: string }) => one.fileDigest === digest
    const places = [
      ...outside.flatMap((one, at) => (named(one) ? [{ path: `/outside/${at}`, one }] : [])),
      ...adoptions.flatMap((one, at) => (named(one) ? [{ path: `/adoptions/${at}`, one: null }] : [])),
    ]
    if (places.length === 0) findings.push(failed('outsidePiece', '', { digest: groupsOfFour(digest) }))
    for (const { path, one } of places) {
      shown.add(path)
      findings.push(ok('outsidePiece', path, { digest: groupsOfFour(digest) }))
      if (one?.kind === 'pades') findings.push(...(await signedFindings(piece, one, path)))
    }
  }
  return { findings, shown }
}

async function signedFindings(piece: Uint8Array, one: OutsideSignature, path: string): Promise<Finding[]> {
  const base = baseLengthOf(piece, one.baseDigest)
  const judged = base === null ? null : await judgeElsewhere(piece, base)
  const told = one.signer
  const other =
    judged?.fault === null &&
    told !== undefined &&
    (told.certificate !== judged.signer.certificate || told.name !== judged.signer.name)
  if (judged?.fault !== null || other)
    return [failed('outsideSigned', path, { why: reasons[faultOf(judged)] })]
  const { name, certificate } = judged.signer
  return [
    ok('outsideSigned', path, { name }),
    notChecked('outsideChain', path, { name, print: groupsOfFour(certificate) }),
  ]
}

type Reason = keyof typeof reasons
const faultOf = (judged: { readonly fault: Exclude<Reason, 'base' | 'signer'> | null } | null): Reason =>
  judged === null ? 'base' : (judged.fault ?? 'signer')

const reasons = {
  base: {
    fr: 'elle ne commence pas par le PDF donné à signer',
    en: 'it does not begin with the PDF given to sign',
  },
  unsigned: { fr: 'aucune signature ne suit ce PDF', en: 'no signature follows that PDF' },
  digest: { fr: 'la signature porte sur d’autres octets', en: 'the signature is over other bytes' },
  signature: {
    fr: 'la signature n’est pas de la clé de son certificat',
    en: 'the signature is not by its certificate’s key',
  },
  signer: {
    fr: 'le certificat n’est pas celui que nomme le dossier',
    en: 'the certificate is not the one that the dossier names',
  },
} as const
