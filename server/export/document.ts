// What stands on the pages of a version or an Alliance, in order: cover, plan, consensus record, Alliance, how to verify.
// A pure function of the dossier (nothing else may enter: the verifier sets the pages again and compares). Called by pdf.ts alone.
import { formatCents } from '../../shared/basics.ts'
import { longDay, outlinePlan } from '../../shared/plan/outline.ts'
import { centsOf, textOf } from '../../shared/plan/plan.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type {
  AdoptionRecord,
  Dossier,
  OutsideSignature,
  SignatureRecord,
} from '../../shared/record/records.ts'
import { workspaceKinds } from '../../shared/territory.ts'
import { isVote } from '../../shared/verify/votes.ts'
import { constatBlocks } from './document-constat.ts'
import { voteBlocks } from './document-vote.ts'
import { drawable } from './glyphs.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock, type SealLine, text } from './page-blocks.ts'

export interface PagesDocument {
  readonly lang: 'fr'
  readonly title: string
  readonly author: string
  readonly description: string
  readonly date: { readonly [part in 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second']: number }
  readonly contents: string
  readonly footer: string
  readonly attachment: string
  readonly cover: {
    readonly kicker: string
    readonly blocks: readonly PageBlock[]
    readonly seal: readonly SealLine[]
  }
  readonly blocks: readonly PageBlock[]
}

/** The whole document, every text already drawable by our fonts. Requires a dossier that fits its schema. */
export function documentOf(dossier: Dossier): PagesDocument {
  const { plan, version, alliance } = dossier
  const outline = outlinePlan(plan, 'fr')
  const at = alliance?.concludedAt ?? version.lockedAt
  return drawn({
    lang: 'fr',
    title: short(outline.title),
    author: short(version.workspaceName),
    description: alliance
      ? `${short(alliance.title)} : le plan, le relevé de consensus et les signatures`
      : `Version ${version.number} : le plan et le relevé de consensus`,
    date: dateParts(at),
    contents: 'Sommaire',
    footer: `${short(outline.title)} · version ${version.number} · ${groupsOfFour(version.planDigest.slice(0, 16))} …`,
    attachment: 'Le dossier : tout ce qu’il faut pour vérifier ce document sans serveur',
    cover: cover(dossier),
    blocks: [
      { kind: 'page' },
      ...outline.blocks,
      { kind: 'page' },
      heading(1, 'Relevé de consensus'),
      text(
        'Chaque constat donne la question, la règle, le registre des voix et les bulletins : il se recompte à la main. ' +
          'Les bulletins et les textes soumis sont, au complet, dans le dossier joint à ce fichier.',
      ),
      ...dossier.constats.flatMap((constat) =>
        isVote(constat) ? voteBlocks(dossier, constat) : constatBlocks(dossier, constat),
      ),
      ...(alliance ? allianceBlocks(dossier, alliance) : []),
      { kind: 'page' },
      ...verifyBlocks(dossier),
    ],
  })
}

/** What goes in a PDF's own properties is bounded by the format; the pages say the rest in full. */
function short(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 199).toWellFormed()}…` : line || 'Plan d’action'
}

function cover({ plan, version, alliance, constats }: Dossier): PagesDocument['cover'] {
  const frame = plan.fields.frame
  const pair = (label: string, value: string) => ({ label, value: [{ text: value }] })
  const fund = textOf(frame, 'fund')
  return {
    kicker: `${version.workspaceName} · démarche ${workspaceKinds[version.workspaceKind].fr}`,
    blocks: [
      {
        kind: 'pairs',
        pairs: [
          pair('Mandataire', textOf(frame, 'leadBody')),
          pair(
            'Période',
            `du ${longDay(textOf(frame, 'start'), 'fr')} au ${longDay(textOf(frame, 'end'), 'fr')}`,
          ),
          ...(fund ? [pair('Fonds', fund)] : []),
          pair('Enveloppe', formatCents(centsOf(frame, 'envelope'), 'fr')),
          ...(alliance ? [pair('Alliance', alliance.title)] : []),
        ],
      },
    ],
    seal: [
      { label: 'Version', value: `${version.number}, verrouillée le ${longMoment(version.lockedAt)}` },
      { label: 'Empreinte du plan (SHA-256)', value: groupsOfFour(version.planDigest) },
      { label: 'Empreinte de la version', value: groupsOfFour(digest('version', version)) },
      {
        label: 'Décision',
        value: `${constats.length} ${constats.length > 1 ? 'constats' : 'constat'} au relevé de consensus`,
      },
      alliance
        ? { label: 'Alliance', value: `Conclue le ${longMoment(alliance.concludedAt)}` }
        : { label: 'Alliance', value: 'Ce document ne porte pas de signature.' },
    ],
  }
}

function allianceBlocks(dossier: Dossier, alliance: NonNullable<Dossier['alliance']>): PageBlock[] {
  const signatures = new Map(
    dossier.signatures.map((signature) => [signature.statement.signatoryId, signature]),
  )
  const beside: { outside?: readonly OutsideSignature[]; adoptions?: readonly AdoptionRecord[] } =
    dossier.format === 'assise/dossier/v2' ? dossier : {}
  const outside = new Map(
    (beside.outside ?? []).flatMap((one) =>
      one.allianceId === alliance.id ? [[one.signatoryId, one] as const] : [],
    ),
  )
  const adoptions = (beside.adoptions ?? []).filter(({ allianceId }) => allianceId === alliance.id)
  return [
    { kind: 'page' },
    heading(1, alliance.title),
    text(
      outside.size === 0
        ? `L’Alliance a été conclue le ${longMoment(alliance.concludedAt)}, quand toutes les parties eurent signé. Chaque signature ` +
            `a été apposée par une clé d’accès, à l’adresse ${alliance.origin} ; elle porte sur l’énoncé reproduit sous le nom.`
        : `L’Alliance a été conclue le ${longMoment(alliance.concludedAt)}. Les signatures par clé d’accès ont été apposées à l’adresse ` +
            `${alliance.origin} ; chacune porte sur l’énoncé reproduit sous le nom. Les autres sont d’une autre classe, dite sous le nom.`,
    ),
    ...alliance.parties.flatMap((party) => [
      heading(2, party.name),
      ...party.signatories.flatMap((signatory) => [
        heading(
          3,
          `${signatory.name}, ${signatory.capacity}${signatory.mandate ? `, en vertu de « ${signatory.mandate} »` : ''}`,
        ),
        ...(outside.has(signatory.id)
          ? outsideBlocks(outside.get(signatory.id)!)
          : signatureBlocks(signatures.get(signatory.id))),
      ]),
      ...adoptionBlocks(adoptions.filter(({ partyId }) => partyId === party.id)),
    ]),
  ]
}

/** Never as a passkey's: its class is said first. */
function outsideBlocks(one: OutsideSignature): PageBlock[] {
  const paper = one.kind === 'paper'
  return [
    {
      kind: 'state',
      tone: 'warn',
      text: paper
        ? 'Classe « papier » : signature manuscrite, consignée puis confirmée par une seconde organisation'
        : 'Classe « signé ailleurs » : signature faite par un autre service, sur le PDF de cette version',
    },
    {
      kind: 'seal',
      lines: [
        { label: 'Consignée', value: `${longMoment(one.at)}, par ${one.recordedBy}` },
        ...(one.fileDigest
          ? [{ label: 'Empreinte du document signé', value: groupsOfFour(one.fileDigest) }]
          : []),
        { label: 'Empreinte du PDF donné à signer', value: groupsOfFour(one.baseDigest) },
      ],
    },
  ]
}

function adoptionBlocks(adoptions: readonly AdoptionRecord[]): PageBlock[] {
  if (adoptions.length === 0) return []
  return [
    heading(3, 'Adoptions'),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: adoptions.map((one) => [
        text(
          `${one.instance}, résolution ${one.resolutionNo}, le ${longDay(one.day, 'fr')}` +
            (one.fileDigest ? ` ; empreinte du fichier : ${groupsOfFour(one.fileDigest)}` : ''),
        ),
      ]),
    },
  ]
}

function signatureBlocks(signature: SignatureRecord | undefined): PageBlock[] {
  if (!signature) return [{ kind: 'state', tone: 'bad', text: 'N’a pas signé' }]
  return [
    { kind: 'state', tone: 'good', text: `Signé le ${longMoment(signature.signedAt)}` },
    { kind: 'quote', text: signature.statement.sentence.fr },
    {
      kind: 'seal',
      lines: [
        {
          label: 'Empreinte de l’énoncé signé',
          value: groupsOfFour(digest('statement', signature.statement)),
        },
        { label: 'Clé d’accès', value: signature.credentialId },
        { label: 'Empreinte de la signature', value: groupsOfFour(digest('signature', signature)) },
      ],
    },
  ]
}

function verifyBlocks({ digest: dossierDigest, alliance }: Dossier): PageBlock[] {
  const item = (words: string) => [text(words)]
  return [
    heading(1, 'Vérifier ce document'),
    text(
      'Ce fichier porte en lui le dossier (dossier.json) : le plan, les scrutins, les bulletins et les signatures sous une forme ' +
        'que toute machine peut relire. La vérification se fait sans serveur et sans réseau, avec le logiciel Assise :',
    ),
    { kind: 'seal', lines: [{ label: 'Commande', value: 'npx assise verify FICHIER.pdf' }] },
    text('Elle refait, et dit une à une :'),
    {
      kind: 'list',
      ordered: true,
      start: 1,
      items: [
        item('l’empreinte du plan, celle de la version et celle du dossier, depuis leurs textes ;'),
        item(
          'pour chaque scrutin : le registre, le lien de chaque bulletin avec le texte exact, et le recomptage ;',
        ),
        item('pour chaque priorité retenue : qu’un consensus porte sur son texte exact ;'),
        ...(alliance
          ? [item('pour chaque signature : l’énoncé, la personne, la clé et le calcul cryptographique ;')]
          : []),
        item('les pages elles-mêmes, composées de nouveau depuis le dossier et comparées octet par octet.'),
      ],
    },
    { kind: 'seal', lines: [{ label: 'Empreinte du dossier', value: groupsOfFour(dossierDigest) }] },
    heading(2, 'Ce que le fichier ne prouve pas à lui seul'),
    text(
      alliance
        ? 'Que chaque clé d’accès appartient bien à la personne nommée, et que les heures sont justes : cela se confirme auprès ' +
            'des parties, en comparant les empreintes.'
        : 'D’où il vient : sans signature, un fichier montre qu’il est cohérent, non qui l’a fait. Comparez l’empreinte du plan ' +
            'avec celle que les partenaires ont sous les yeux.',
    ),
    text(
      'Un bulletin recueilli par l’animation vaut ce que vaut la parole de qui l’a inscrit : il est toujours montré à part.',
    ),
  ]
}

export function dateParts(moment: string): PagesDocument['date'] {
  const date = new Date(moment)
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
  }
}

/** The same data with every text drawable; addresses of links are left as they are. */
export function drawn<T>(value: T): T {
  if (typeof value === 'string') return drawable(value) as T
  if (Array.isArray(value)) return value.map(drawn) as T
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, key === 'href' ? item : drawn(item)]),
  ) as T
}
