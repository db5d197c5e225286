// The PDF of one poll's record, in one language, with the record inside as data. The same record, addenda and
// surroundings give the same bytes. Called by http/minutes.
import type { Bilingual, Lang } from '../../shared/basics.ts'
import type { ConstatFile } from '../../shared/meeting/constat-beside.ts'
import { constatSections } from '../../shared/meeting/constat-sections.ts'
import { say } from '../../shared/meeting/minutes-blocks.ts'
import { dayIn } from '../../shared/meeting/moments.ts'
import { outcomeWords } from '../../shared/poll/setting.ts'
import { titleIn } from '../../shared/poll/text-outline.ts'
import { canonicalText, digest, groupsOfFour } from '../../shared/record/canonical.ts'
import { dateParts, drawn } from './document.ts'
import { type SheetDocument, signatureBlocks } from './minutes-pdf.ts'
import { heading } from './page-blocks.ts'
import { press } from './press.ts'

const title: Bilingual = { fr: 'Constat', en: 'Record' }
const attached: Bilingual = {
  fr: 'Le constat en données : ce sur quoi porte son empreinte',
  en: 'The record as data: what its digest is of',
}
const annulledMark: Bilingual = { fr: 'ANNULÉ', en: 'ANNULLED' }

export function constatPdf(file: ConstatFile, lang: Lang): Promise<Uint8Array> {
  const document = JSON.stringify(constatSheet(file, lang))
  const dossier = canonicalText(file.constat)
  return press({ kind: 'sheet', document, dossier })
}

export function constatSheet(file: ConstatFile, lang: Lang): SheetDocument {
  const { constat, addenda } = file
  const { poll, closedAt, outcome } = constat
  const name = `${title[lang]}${lang === 'fr' ? '\u00a0: ' : ': '}${titleIn(poll)[lang]}`
  const line = name.replace(/\s+/g, ' ').slice(0, 200).toWellFormed()
  const own = digest('constat', constat)
  const annulled = addenda.some(({ kind }) => kind === 'annulled')
  return drawn({
    lang,
    title: line,
    author: poll.workspaceName.slice(0, 200).toWellFormed() || '–',
    description: `${outcomeWords[outcome][lang]}, ${dayIn(closedAt, lang)}`,
    date: dateParts(closedAt),
    kicker: `${poll.workspaceName} · ${dayIn(closedAt, lang)}`,
    head: [],
    blocks: [
      ...constatSections(file, lang).flatMap((section) => [
        heading(section.level, section.title),
        ...section.blocks,
      ]),
      ...(annulled
        ? []
        : signatureBlocks(
            [
              [say(lang, 'facilitator'), constat.meeting?.facilitator ?? constat.closedBy],
              [say(lang, 'secretary'), constat.meeting?.secretary ?? ''],
            ],
            lang,
          )),
    ],
    footer: `${line} · ${groupsOfFour(own.slice(0, 16))} …`,
    watermark: annulled ? annulledMark[lang] : '',
    attachment: { name: 'constat.json', description: attached[lang] },
  })
}
