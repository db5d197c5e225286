// Sentences about a set of minutes as a whole: whose they are, how they were adopted, what was corrected since, who wrote by hand. Pure.
// Called by the sections, the page and the PDF.
import type { Lang } from '../basics.ts'
import { workspaceKinds } from '../territory.ts'
import { labelled, quoted, say } from './minutes-blocks.ts'
import type { HandWords, MinutesAdoption, MinutesBody, MinutesNote } from './minutes-record.ts'
import { dayIn, momentIn } from './moments.ts'

export function adoptionText({ number, at, by, decidedBy }: MinutesAdoption, lang: Lang): string {
  const head =
    lang === 'fr'
      ? `Adopté le ${momentIn(at, lang)}, inscrit par ${by} (procès-verbal n° ${number})`
      : `Adopted on ${momentIn(at, lang)}, entered by ${by} (minutes no. ${number})`
  return `${head}. ${decisionText(decidedBy, lang)}`
}

function decisionText(decidedBy: MinutesAdoption['decidedBy'], lang: Lang): string {
  if ('meetingId' in decidedBy) {
    const { meeting, item, startsAt } = decidedBy
    const on = dayIn(startsAt, lang)
    return lang === 'fr'
      ? `Par la séance ${quoted(lang, meeting.fr)} du ${on}, au point ${quoted(lang, item.fr)}.`
      : `By the meeting ${quoted(lang, meeting.en)} of ${on}, under the item ${quoted(lang, item.en)}.`
  }
  if ('pollId' in decidedBy)
    return lang === 'fr' ? `Par le scrutin ${decidedBy.pollId}.` : `By the ballot ${decidedBy.pollId}.`
  const { instance, date, reference } = decidedBy
  const where = reference === '' ? instance : `${instance}, ${reference}`
  return lang === 'fr' ? `Par décision de ${where}, le ${date}.` : `By decision of ${where}, on ${date}.`
}

export function correctionText({ at, by, text }: MinutesNote, lang: Lang): string {
  return labelled(lang, `${say(lang, 'correction')}, ${momentIn(at, lang)}, ${by}`, text)
}

export function writtenBy({ by, at }: HandWords, lang: Lang): string {
  return `${say(lang, 'handWords')}, ${by}, ${momentIn(at, lang)}`
}

/** « Démarche des Trois-Rives (démarche régionale) ». */
export function bodyText({ name, kind }: MinutesBody, lang: Lang): string {
  const word = workspaceKinds[kind][lang]
  return `${name} (${lang === 'fr' ? `démarche ${word}` : `${word} workspace`})`
}
