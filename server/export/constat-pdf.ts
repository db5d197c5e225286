// The PDF of one poll's record, in one language, with the record inside as data. The same record and addenda give the same bytes.
// Called by http/minutes.
import type { Bilingual, Lang } from '../../shared/basics.ts'
import { constatSections } from '../../shared/meeting/constat-sections.ts'
import { dayIn } from '../../shared/meeting/moments.ts'
import { outcomeWords } from '../../shared/poll/setting.ts'
import { canonicalText, digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type { AddendumRecord, VoteConstat } from '../../shared/record/poll-records.ts'
import { dateParts, drawn } from './document.ts'
import type { SheetDocument } from './minutes-pdf.ts'
import { heading } from './page-blocks.ts'
import { press } from './press.ts'

export interface ConstatFile {
  readonly constat: VoteConstat
  readonly addenda: readonly AddendumRecord[]
}

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

export function constatSheet({ constat, addenda }: ConstatFile, lang: Lang): SheetDocument {
  const { poll, closedAt, outcome } = constat
  const name = `${title[lang]}${lang === 'fr' ? ' : ' : ': '}${poll.subjectTitle}`
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
    blocks: constatSections(constat, addenda, lang).flatMap((section) => [
      heading(section.level, section.title),
      ...section.blocks,
    ]),
    footer: `${line} · ${groupsOfFour(own.slice(0, 16))} …`,
    watermark: annulled ? annulledMark[lang] : '',
    attachment: { name: 'constat.json', description: attached[lang] },
  })
}
