// What stands on the Alliance's pages beside passkey signatures: those made outside, in their own class, and the parties' adoptions.
// Pure. Called by document.ts alone.
import type { Lang } from '../../shared/basics.ts'
import { longDay } from '../../shared/plan/outline.ts'
import { groupsOfFour } from '../../shared/record/canonical.ts'
import type { AdoptionRecord, Dossier, OutsideSignature } from '../../shared/record/records.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock, text } from './page-blocks.ts'

/** Of one Alliance: what its dossier's second form tells. */
export function besideOf(dossier: Dossier, allianceId: string) {
  const { outside = [], adoptions = [] } =
    dossier.format === 'assise/dossier/v2' ? dossier : { outside: [], adoptions: [] }
  const own = outside.filter((one) => one.allianceId === allianceId)
  return {
    outside: new Map(own.map((one) => [one.signatoryId, one])),
    adoptions: adoptions.filter((one) => one.allianceId === allianceId),
  }
}

/** Never as a passkey's: its class is said first. */
export function outsideBlocks(one: OutsideSignature, lang: Lang): PageBlock[] {
  const french = lang === 'fr'
  const words = french ? frenchClasses : englishClasses
  const at = longMoment(one.at, lang)
  return [
    { kind: 'state', tone: 'warn', text: words[one.kind] },
    {
      kind: 'seal',
      lines: [
        {
          label: french ? 'Consignée' : 'Recorded',
          value: french ? `${at}, par ${one.recordedBy}` : `${at}, by ${one.recordedBy}`,
        },
        ...(one.signer
          ? [
              {
                label: french ? 'Certificat (chaîne non vérifiée)' : 'Certificate (chain not checked)',
                value: one.signer.name,
              },
              {
                label: french ? 'Empreinte du certificat' : 'Digest of the certificate',
                value: groupsOfFour(one.signer.certificate),
              },
            ]
          : []),
        ...(one.fileDigest
          ? [
              {
                label: french ? 'Empreinte du document signé' : 'Digest of the signed document',
                value: groupsOfFour(one.fileDigest),
              },
            ]
          : []),
        {
          label: french ? 'Empreinte du PDF donné à signer' : 'Digest of the PDF given to sign',
          value: groupsOfFour(one.baseDigest),
        },
      ],
    },
  ]
}

const frenchClasses = {
  paper: 'Classe « papier » : signature manuscrite, consignée puis confirmée par une seconde organisation',
  pades: 'Classe « signé ailleurs » : signature faite par un autre service, sur le PDF de cette version',
} as const
const englishClasses = {
  paper: 'Class “paper”: signed by hand, recorded and then confirmed by a second organisation',
  pades: 'Class “signed elsewhere”: signed by another service, on the PDF of this version',
} as const

export function adoptionBlocks(adoptions: readonly AdoptionRecord[], lang: Lang): PageBlock[] {
  if (adoptions.length === 0) return []
  const french = lang === 'fr'
  const words = (one: AdoptionRecord) => {
    const day = longDay(one.day, lang)
    const file = one.fileDigest ? groupsOfFour(one.fileDigest) : ''
    const said = french
      ? `${one.instance}, résolution ${one.resolutionNo}, le ${day}`
      : `${one.instance}, resolution ${one.resolutionNo}, on ${day}`
    if (!file) return said
    return french ? `${said} ; empreinte du fichier : ${file}` : `${said}; digest of the file: ${file}`
  }
  return [
    heading(3, french ? 'Adoptions' : 'Adoptions filed'),
    { kind: 'list', ordered: false, start: 1, items: adoptions.map((one) => [text(words(one))]) },
  ]
}
