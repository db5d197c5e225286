// The PDF of minutes: the same sections as the page, in one language; marked as a draft until they are adopted. The same minutes give the
// same bytes. Called by http/minutes.
import type { Bilingual, Lang } from '../../shared/basics.ts'
import { type MinutesSection, say, table } from '../../shared/meeting/minutes-blocks.ts'
import type { HandWords, Minutes, MinutesAdoption, MinutesNote } from '../../shared/meeting/minutes-record.ts'
import { minutesSections } from '../../shared/meeting/minutes-sections.ts'
import { minutesWords } from '../../shared/meeting/minutes-words.ts'
import { adoptionText, correctionText, writtenBy } from '../../shared/meeting/minutes-words-of.ts'
import { dayIn } from '../../shared/meeting/moments.ts'
import { canonicalText, groupsOfFour } from '../../shared/record/canonical.ts'
import { dateParts, drawn } from './document.ts'
import { heading, type PageBlock, text } from './page-blocks.ts'
import { press } from './press.ts'

export interface MinutesFile {
  readonly minutes: Minutes
  readonly digest: string
  readonly adoption: MinutesAdoption | null
  readonly corrections: readonly MinutesNote[]
}

/** What minutes.typ draws. */
export interface SheetDocument {
  readonly lang: Lang
  readonly title: string
  readonly author: string
  readonly description: string
  readonly date: ReturnType<typeof dateParts>
  readonly kicker: string
  readonly head: readonly PageBlock[]
  readonly blocks: readonly PageBlock[]
  readonly footer: string
  /** Across each page; empty for none. */
  readonly watermark: string
  readonly attachment: { readonly name: string; readonly description: string }
}

export function minutesPdf(file: MinutesFile, lang: Lang): Promise<Uint8Array> {
  const document = JSON.stringify(minutesSheet(file, lang))
  const dossier = canonicalText(file.minutes)
  return press({ kind: 'sheet', document, dossier })
}

const watermark: Bilingual = { fr: 'PROJET', en: 'DRAFT' }
const notAdopted: Bilingual = {
  fr: 'Projet : ce procès-verbal n’est pas encore adopté.',
  en: 'Draft: these minutes have not been adopted yet.',
}
const attached: Bilingual = {
  fr: 'Le procès-verbal en données : ce sur quoi porte son empreinte',
  en: 'The minutes as data: what their digest is of',
}
const ownDigest: Bilingual = {
  fr: 'Empreinte de ce procès-verbal',
  en: 'Digest of these minutes',
}

/** MIN-8: everything of the page, and the state of adoption in words. */
export function minutesSheet(
  { minutes, digest, adoption, corrections }: MinutesFile,
  lang: Lang,
): SheetDocument {
  const { record, words } = minutes
  const title = `${minutesWords.minutes[lang]}${lang === 'fr' ? ' : ' : ': '}${record.title[lang]}`
  const on = record.turns.find(({ kind }) => kind === 'opened')?.at ?? record.planned.startsAt
  const last = adoption?.at ?? record.turns.at(-1)?.at ?? record.convened?.at ?? record.planned.startsAt
  const state: PageBlock = adoption
    ? { kind: 'state', tone: 'good', text: adoptionText(adoption, lang) }
    : { kind: 'state', tone: 'warn', text: notAdopted[lang] }
  return drawn({
    lang,
    title: short(title),
    author: short(record.body.name),
    description: short(`${title}, ${dayIn(on, lang)}`),
    date: dateParts(last),
    kicker: `${record.body.name} · ${dayIn(on, lang)}`,
    head: [
      state,
      {
        kind: 'seal',
        lines: [{ label: ownDigest[lang], value: groupsOfFour(digest) }],
      },
    ],
    blocks: [
      ...addendaBlocks(corrections, lang),
      ...minutesSections(record, lang).flatMap((section) => sectionBlocks(section, words, lang)),
      // A draft is not signed.
      ...(adoption
        ? signatureBlocks(
            [
              [say(lang, 'facilitator'), record.facilitator ?? ''],
              [say(lang, 'secretary'), record.secretary],
            ],
            lang,
          )
        : []),
    ],
    footer: `${short(record.title[lang])} · ${groupsOfFour(digest.slice(0, 16))} …`,
    watermark: adoption ? '' : watermark[lang],
    attachment: { name: 'proces-verbal.json', description: attached[lang] },
  })
}

/** What was corrected since the adoption stands first: nobody reads the minutes without it. */
function addendaBlocks(corrections: readonly MinutesNote[], lang: Lang): PageBlock[] {
  if (corrections.length === 0) return []
  return [
    heading(1, minutesWords.corrections[lang]),
    ...corrections.map((note) => text(correctionText(note, lang))),
  ]
}

/** Room for a hand to sign, for each person who answers for the sheet; on paper alone. */
export function signatureBlocks(signers: readonly (readonly [string, string])[], lang: Lang): PageBlock[] {
  const rows = signers.map(([part, name]) => [name === '' ? `${part}\n` : `${part}\n${name}`, '', ''])
  return [
    heading(1, say(lang, 'signatures')),
    ...table('', [say(lang, 'signer'), say(lang, 'signature'), say(lang, 'signedOn')], rows, {
      widths: [4, 6, 3],
    }),
  ]
}

/** A section, then what was written by hand at its place, set apart under its author's name. */
function sectionBlocks(section: MinutesSection, words: readonly HandWords[], lang: Lang): PageBlock[] {
  const own = words.find(({ place }) => place === section.place)
  return [
    heading(section.level, section.title),
    ...section.blocks,
    ...(own
      ? [
          { kind: 'state' as const, tone: 'quiet' as const, text: writtenBy(own, lang) },
          { kind: 'quote' as const, text: own.text },
        ]
      : []),
  ]
}

/** What goes in a PDF's own properties is bounded by the format. */
function short(words: string): string {
  const line = words.replace(/\s+/g, ' ').trim()
  return line.length > 200 ? `${line.slice(0, 199).toWellFormed()}…` : line || '–'
}
