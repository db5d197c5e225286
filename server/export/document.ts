// What stands on the pages of a version or an Alliance, in order: cover, plan, consensus record, Alliance, how to verify.
// A pure function of the dossier (nothing else may enter: the verifier sets the pages again and compares). Called by pdf.ts alone.
import { formatCents, type Lang } from '../../shared/basics.ts'
import { longDay, outlinePlan } from '../../shared/plan/outline.ts'
import { centsOf, textOf } from '../../shared/plan/plan.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type { Dossier, SignatureRecord } from '../../shared/record/records.ts'
import { workspaceKinds } from '../../shared/territory.ts'
import { isVote } from '../../shared/verify/votes.ts'
import { constatBlocks } from './document-constat.ts'
import { adoptionBlocks, besideOf, outsideBlocks } from './document-outside.ts'
import { verifyBlocks } from './document-verify.ts'
import { voteBlocks } from './document-vote.ts'
import { drawable } from './glyphs.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock, type SealLine, text } from './page-blocks.ts'
import { type PagesEdition, pagesEdition } from './seal.ts'
import { speaker } from './speaker.ts'

export interface PagesDocument {
  readonly lang: Lang
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

/**
 * The whole document in one language, every text already drawable by our fonts, as an edition of the pages says it. Requires a dossier that
 * fits its schema.
 */
export function documentOf(
  dossier: Dossier,
  lang: Lang,
  edition: PagesEdition = pagesEdition,
): PagesDocument {
  const { plan, version, alliance } = dossier
  const say = speaker(lang)
  const outline = outlinePlan(plan, lang)
  const at = alliance?.concludedAt ?? version.lockedAt
  return drawn({
    lang,
    title: short(outline.title, lang),
    author: short(version.workspaceName, lang),
    description: alliance
      ? say(
          `${short(alliance.title, lang)} : le plan, le relevé de consensus et les signatures`,
          `${short(alliance.title, lang)}: the plan, the consensus records and the signatures`,
        )
      : say(
          `Version ${version.number} : le plan et le relevé de consensus`,
          `Version ${version.number}: the plan and the consensus records`,
        ),
    date: dateParts(at),
    contents: say('Sommaire', 'Contents'),
    footer: `${short(outline.title, lang)} · version ${version.number} · ${groupsOfFour(version.planDigest.slice(0, 16))} …`,
    attachment: say(
      'Le dossier : tout ce qu’il faut pour vérifier ce document sans serveur',
      'The dossier: all it takes to verify this document without a server',
    ),
    cover: cover(dossier, lang),
    blocks: [
      { kind: 'page' },
      ...outline.blocks,
      { kind: 'page' },
      heading(1, recordsTitle(lang)),
      text(
        say(
          'Chaque constat donne la question, la règle, le registre des voix et les bulletins : il se recompte à la main. ' +
            'Les bulletins et les textes soumis sont, au complet, dans le dossier joint à ce fichier.',
          'Each record gives the question, the rule, the register of voices and the ballots: it can be recounted by hand. ' +
            'The ballots and the texts submitted are, in full, in the dossier attached to this file.',
        ),
      ),
      ...decisionBlocks(dossier, lang),
      { kind: 'page' },
      ...verifyBlocks(dossier, lang, edition),
    ],
  })
}

export function recordsTitle(lang: Lang): string {
  return speaker(lang)('Relevé de consensus', 'Consensus records')
}

/** Every consensus record, then the Alliance with its signatures. */
export function decisionBlocks(dossier: Dossier, lang: Lang): PageBlock[] {
  const { constats, alliance } = dossier
  return [
    ...constats.flatMap((constat) =>
      isVote(constat) ? voteBlocks(dossier, constat, lang) : constatBlocks(dossier, constat, lang),
    ),
    ...(alliance ? allianceBlocks(dossier, alliance, lang) : []),
  ]
}

/** What goes in a PDF's own properties is bounded by the format; the pages say the rest in full. */
export function short(words: string, lang: Lang): string {
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > 200
    ? `${line.slice(0, 199).toWellFormed()}…`
    : line || speaker(lang)('Plan d’action', 'Action plan')
}

export function cover({ plan, version, alliance, constats }: Dossier, lang: Lang): PagesDocument['cover'] {
  const frame = plan.fields.frame
  const say = speaker(lang)
  const pair = (label: string, value: string) => ({ label, value: [{ text: value }] })
  const fund = textOf(frame, 'fund')
  const [start, end] = [longDay(textOf(frame, 'start'), lang), longDay(textOf(frame, 'end'), lang)]
  const kind = workspaceKinds[version.workspaceKind]
  const locked = longMoment(version.lockedAt, lang)
  return {
    kicker: `${version.workspaceName} · ${say(`démarche ${kind.fr}`, `${kind.en} workspace`)}`,
    blocks: [
      {
        kind: 'pairs',
        pairs: [
          pair(say('Mandataire', 'Lead body'), textOf(frame, 'leadBody')),
          pair(say('Période', 'Period'), say(`du ${start} au ${end}`, `${start} to ${end}`)),
          ...(fund ? [pair(say('Fonds', 'Fund'), fund)] : []),
          pair(say('Enveloppe', 'Envelope'), formatCents(centsOf(frame, 'envelope'), lang)),
          ...(alliance ? [pair('Alliance', alliance.title)] : []),
        ],
      },
    ],
    seal: [
      {
        label: 'Version',
        value: `${version.number}, ${say(`verrouillée le ${locked}`, `locked on ${locked}`)}`,
      },
      {
        label: say('Empreinte du plan (SHA-256)', 'Fingerprint of the plan (SHA-256)'),
        value: groupsOfFour(version.planDigest),
      },
      {
        label: say('Empreinte de la version', 'Fingerprint of the version'),
        value: groupsOfFour(digest('version', version)),
      },
      {
        label: say('Décision', 'Decision'),
        value: `${constats.length} ${
          constats.length > 1
            ? say('constats au relevé de consensus', 'consensus records')
            : say('constat au relevé de consensus', 'consensus record')
        }`,
      },
      {
        label: 'Alliance',
        value: alliance
          ? `${say('Conclue le', 'Concluded on')} ${longMoment(alliance.concludedAt, lang)}`
          : say('Ce document ne porte pas de signature.', 'This document bears no signature.'),
      },
    ],
  }
}

function allianceBlocks(
  dossier: Dossier,
  alliance: NonNullable<Dossier['alliance']>,
  lang: Lang,
): PageBlock[] {
  const at = longMoment(alliance.concludedAt, lang)
  const signatures = new Map(
    dossier.signatures.map((signature) => [signature.statement.signatoryId, signature]),
  )
  const { outside, adoptions } = besideOf(dossier, alliance.id)
  return [
    { kind: 'page' },
    heading(1, alliance.title),
    text(
      outside.size === 0
        ? speaker(lang)(
            `L’Alliance a été conclue le ${at}, quand toutes les parties eurent signé. Chaque signature ` +
              `a été apposée par une clé d’accès, à l’adresse ${alliance.origin} ; elle porte sur l’énoncé reproduit sous le nom.`,
            `The Alliance was concluded on ${at}, when all parties had signed. Each signature was made with a passkey, ` +
              `at the address ${alliance.origin}; it is on the statement given under the name.`,
          )
        : speaker(lang)(
            `L’Alliance a été conclue le ${at}. Les signatures par clé d’accès ont été apposées à l’adresse ${alliance.origin} ; chacune ` +
              'porte sur l’énoncé reproduit sous le nom. Les autres sont d’une autre classe, dite sous le nom.',
            `The Alliance was concluded on ${at}. Signatures by passkey were made at the address ${alliance.origin}; each is on the ` +
              'statement given under the name. The others are of another class, said under the name.',
          ),
    ),
    ...alliance.parties.flatMap((party) => [
      heading(2, party.name),
      ...party.signatories.flatMap((signatory) => [
        heading(
          3,
          [signatory.name, signatory.capacity, byVirtue(signatory.mandate, lang)].filter(Boolean).join(', '),
        ),
        ...(outside.has(signatory.id)
          ? outsideBlocks(outside.get(signatory.id)!, lang)
          : signatureBlocks(signatures.get(signatory.id), lang)),
      ]),
      ...adoptionBlocks(
        adoptions.filter(({ partyId }) => partyId === party.id),
        lang,
      ),
    ]),
  ]
}

function byVirtue(mandate: string | undefined, lang: Lang): string {
  if (!mandate) return ''
  return lang === 'fr' ? `en vertu de « ${mandate} »` : `by virtue of “${mandate}”`
}

function signatureBlocks(signature: SignatureRecord | undefined, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  if (!signature) return [{ kind: 'state', tone: 'bad', text: say('N’a pas signé', 'Has not signed') }]
  return [
    {
      kind: 'state',
      tone: 'good',
      text: `${say('Signé le', 'Signed on')} ${longMoment(signature.signedAt, lang)}`,
    },
    { kind: 'quote', text: signature.statement.sentence[lang] },
    {
      kind: 'seal',
      lines: [
        {
          label: say('Empreinte de l’énoncé signé', 'Fingerprint of the signed statement'),
          value: groupsOfFour(digest('statement', signature.statement)),
        },
        { label: say('Clé d’accès', 'Passkey'), value: signature.credentialId },
        {
          label: say('Empreinte de la signature', 'Fingerprint of the signature'),
          value: groupsOfFour(digest('signature', signature)),
        },
      ],
    },
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
