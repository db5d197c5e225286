// The addresses that lead to the opening of a poll and to a change of its text: a refresh keeps them. Pure.
// Called by the polls' pages, the plan's fields, objections, a meeting's agenda.
import type { PassageSubject, PollSubject } from '../../../../shared/poll/texts.ts'
import { type PlanPlace, placeId } from '../../plan/places.ts'

/** What an opening starts from. */
export interface OpeningFrom {
  readonly subject: PollSubject
  /** The poll of which it is a new round. */
  readonly follows?: string
  /** The objection whose words were just put in the text: said to be answered, unless one says otherwise. */
  readonly answers?: string
}

/** The word of a subject in an address: `plan`, `repartition`, `question`, `passage`, or a priority's id. */
function wordOf(subject: PollSubject): string {
  if (subject.kind === 'priority') return subject.id
  return { plan: 'plan', allocation: 'repartition', question: 'question', passage: 'passage' }[subject.kind]
}

/** Under a workspace's path: where a poll of any method is opened on a subject. A passage's quote goes beside, as the page's state. */
export function openingAddress({ subject, follows, answers }: OpeningFrom): string {
  const query = new URLSearchParams({ ouvrir: wordOf(subject), methode: 'autre' })
  if (subject.kind === 'passage')
    for (const key of ['section', 'list', 'item', 'field'] as const)
      if (subject[key]) query.set(key, subject[key])
  if (follows) query.set('suite', follows)
  if (answers) query.set('leve', answers)
  return `scrutins?${query}`
}

/** The subject an address names; null when it names none. `quote`: the words pointed at, when the page still has them. */
export function subjectAt(
  search: Readonly<Record<string, string | string[] | undefined>>,
  quote: string,
): PollSubject | null {
  const of = (key: string) => [search[key]].flat()[0]
  const word = of('ouvrir')
  if (!word) return null
  if (word === 'plan') return { kind: 'plan' }
  if (word === 'repartition') return { kind: 'allocation' }
  if (word === 'question') return { kind: 'question' }
  if (word !== 'passage') return { kind: 'priority', id: word }
  const [section, field, list, item] = ['section', 'field', 'list', 'item'].map(of)
  if (!section || !field) return null
  return { kind: 'passage', section, ...(list && { list }), ...(item && { item }), field, quote }
}

/** Where a subject's words are written, in the plan; null for a bare question. */
export function placeOf(subject: PollSubject): PlanPlace | null {
  switch (subject.kind) {
    case 'passage': {
      const { section, list, item, field }: PassageSubject = subject
      return { section, ...(list && { list }), ...(item && { item }), field }
    }
    case 'priority':
      return { section: 'priorities', list: 'priorities', item: subject.id }
    case 'allocation':
      return { section: 'allocations', list: 'allocations' }
    default:
      return null
  }
}

/**
 * Under a workspace's path: the plan at the subject's place, with the words an objection proposes. `pollId`: the poll one reads, whose new
 * round would follow; the objection may be of a round before.
 */
export function changeAddress(subject: PollSubject, pollId: string, objectionId: string): string {
  const place = placeOf(subject)
  const query = new URLSearchParams({ scrutin: pollId, objection: objectionId })
  return place ? `plan/${place.section}?${query}#${placeId(place)}` : `plan?${query}`
}

/** Where the objections of a poll stand in a page: a page may show more than one poll. */
export function objectionsAnchor(pollId: string): string {
  return `objections-${pollId}`
}
