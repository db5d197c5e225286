// What a poll of the second form may be about, and the exact text it is bound to (VOTE-1): the plan, a priority, a passage, the
// allocation, or a bare question. Pure. Called by the acts that open, by standings, by the verifier, by screens.
import { type Bilingual, isCents, isWordless } from '../basics.ts'
import { type Fields, itemsOf, type Plan, type Subject, subjectText, textOf } from '../plan/plan.ts'
import { type ProseNode, proseText } from '../plan/prose-json.ts'
import { type Field, findList, type ListKey, type SectionKey, sections } from '../plan/sections.ts'
import { canonicalText, digest } from '../record/canonical.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { checkSubject, defaultQuestion, subjectTitle } from './poll.ts'
import { passageTitle } from './text-outline.ts'
import type { PassageSubject, PassageText, PollSubject, PollText } from './texts.ts'

/**
 * VOTE-1: the text of a subject as a plan holds it, or null when it does not. `question` is the text of a bare question.
 * A passage takes the whole blocks around its quote, so that no sentence is voted on cut in two.
 */
export function pollText(plan: Plan, subject: PollSubject, question: Bilingual): PollText | null {
  switch (subject.kind) {
    case 'passage':
      return passageText(plan, subject)
    case 'allocation':
      return allocationText(plan)
    case 'question':
      return { kind: 'question', question }
    default:
      return subjectText(plan, subject)
  }
}

function allocationText(plan: Plan): PollText {
  const shares = itemsOf(plan, 'allocations')
  const named = new Set(shares.map(({ fields }) => textOf(fields, 'territory')))
  const envelope = plan.fields.frame?.envelope
  return {
    kind: 'allocation',
    ...(isCents(envelope) && { envelope }),
    shares,
    territories: plan.territories.filter(({ id }) => named.has(id)),
  }
}

function passageText(plan: Plan, { quote, ...place }: PassageSubject): PassageText | null {
  const found = fieldAt(plan, place)
  if (!found) return null
  const value = found.fields?.[place.field]
  if (found.field.kind === 'text') {
    return typeof value === 'string' && flat(value).includes(flat(quote)) ? { ...place, words: value } : null
  }
  if (!Array.isArray(value)) return null
  const blocks = blocksAround(value as readonly ProseNode[], quote)
  return blocks && { ...place, blocks }
}

type Place = Omit<PassageSubject, 'quote' | 'kind'>

/** The field of a place and the fields it stands among; null when the plan has no such text. */
function fieldAt(
  plan: Plan,
  place: Place,
): { field: Field; fields: Fields | undefined; label: Bilingual } | null {
  const section = sections.find(({ key }) => key === place.section)
  if (!section) return null
  const list = place.list === undefined ? undefined : findList(place.list)
  if (place.list !== undefined && !section.lists.some(({ key }) => key === place.list)) return null
  const field = (list ?? section).fields.find(({ key }) => key === place.field)
  if (!field || (field.kind !== 'text' && field.kind !== 'prose')) return null
  if (!list) return { field, fields: plan.fields[place.section as SectionKey], label: section.label }
  const item = itemsOf(plan, place.list as ListKey).find(({ id }) => id === place.item)
  if (!item) return null
  const title = textOf(item.fields, 'title')
  const label = title
    ? { fr: `${list.label.fr}, «\u00a0${title}\u00a0»`, en: `${list.label.en}, “${title}”` }
    : list.label
  return { field, fields: item.fields, label }
}

/** The shortest run of blocks whose words hold the quote, the first such; all of them for an empty quote; null when none does. */
function blocksAround(nodes: readonly ProseNode[], quote: string): readonly ProseNode[] | null {
  const wanted = flat(quote)
  if (nodes.length === 0) return null
  if (wanted === '') return nodes
  const words = nodes.map((node) => flat(proseText([node])))
  for (let length = 1; length <= nodes.length; length++) {
    for (let at = 0; at + length <= nodes.length; at++) {
      const run = words.slice(at, at + length).join(' ')
      if (run.includes(wanted)) return nodes.slice(at, at + length)
    }
  }
  return null
}

function flat(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** POLL-10 for every subject: nobody votes on an absent or empty text. */
export function checkPollText(text: PollText | null): Refusal | null {
  if (text === null) return refusal('subjectMissing')
  switch (text.kind) {
    case 'passage':
      return isWordless(text.words || proseText(text.blocks ?? [])) ? refusal('subjectEmpty') : null
    case 'allocation':
      return text.shares.length > 0 ? null : refusal('subjectEmpty')
    case 'question':
      return isWordless(text.question.fr) || isWordless(text.question.en) ? refusal('subjectEmpty') : null
    default:
      return checkSubject(text)
  }
}

/** The name a poll shows, as its text stood when it opened. In French, the language of the records' titles. */
export function pollTitle(plan: Plan, subject: PollSubject, text: PollText): string {
  if (text.kind === 'plan' || text.kind === 'priority') return subjectTitle(text)
  if (text.kind === 'question') return text.question.fr
  if (text.kind === 'allocation' || subject.kind !== 'passage') return 'Répartition par territoire'
  const at = fieldAt(plan, subject)
  return at ? `${at.label.fr}\u00a0: ${at.field.label.fr}` : subject.field
}

/** The question asked when the facilitator words none; a bare question has no other. */
export function questionFor(title: string, text: PollText, given: Bilingual | undefined): Bilingual {
  if (given?.fr.trim() && given.en.trim()) return { fr: given.fr.trim(), en: given.en.trim() }
  switch (text.kind) {
    case 'question':
      return text.question
    case 'passage':
      return {
        fr: `Consentez-vous à ce passage, tel qu’il est écrit ici\u00a0? (${title})`,
        en: `Do you consent to this passage, as written here? (${passageTitle(text, title).en})`,
      }
    case 'allocation':
      return {
        fr: 'Consentez-vous à cette répartition de l’enveloppe, telle qu’elle est écrite ici\u00a0?',
        en: 'Do you consent to this split of the envelope, as written here?',
      }
    default:
      return defaultQuestion(text)
  }
}

/** Whether two polls are about the same place of the plan; two bare questions only when their words are the same text. */
export function samePollSubject(a: PollSubject, b: PollSubject): boolean {
  return canonicalText(a) === canonicalText(b)
}

/** Whether two subjects are one place: a passage stays the same while its quote is written anew. */
export function isSamePlace(a: PollSubject, b: PollSubject): boolean {
  const placeOf = (subject: PollSubject) => (subject.kind === 'passage' ? { ...subject, quote: '' } : subject)
  return samePollSubject(placeOf(a), placeOf(b))
}

/** Whether a poll's subject is one whose consensus the lock asks for. */
export function isDecided(subject: PollSubject): subject is Subject {
  return subject.kind === 'plan' || subject.kind === 'priority'
}

/** VOTE-18: a text put to the vote reads the same in the live plan, or its vote is stale; live again when the text is. */
export function textStateOf(
  plan: Plan,
  { subject, question, textHash }: { subject: PollSubject; question: Bilingual; textHash: string },
): 'live' | 'stale' {
  const text = pollText(plan, subject, question)
  return text !== null && digest('text', text) === textHash ? 'live' : 'stale'
}
