// Which items of a plan are an organisation's own (VOTE-25): those that name it as lead or partner, and what they serve. Pure.
// Called by the act that tells a person what waits for them.
import { itemsOf, type Plan, textOf } from './plan.ts'

/**
 * VOTE-25: the ids of the means whose lead or partners name the organisation, whole words, whatever the case and the accents; and of
 * the objective, its results and its priority that such a means serves. An empty name is nobody's.
 */
export function partsNaming(plan: Plan, organization: string): ReadonlySet<string> {
  const name = plain(organization)
  if (name === '') return new Set()
  const own = itemsOf(plan, 'means').filter(({ fields }) =>
    [textOf(fields, 'lead'), textOf(fields, 'partners')].some((text) => names(plain(text), name)),
  )
  const served = new Set(own.map(({ fields }) => textOf(fields, 'objective')))
  const objectives = itemsOf(plan, 'objectives').filter(({ id }) => served.has(id))
  const results = itemsOf(plan, 'results').filter(({ parent }) => parent !== undefined && served.has(parent))
  return new Set([
    ...[...own, ...objectives, ...results].map(({ id }) => id),
    ...objectives.flatMap(({ parent }) => parent ?? []),
  ])
}

function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[’ʼ]/g, "'")
    .replace(/\s+/g, ' ')
    .toLowerCase()
    .trim()
}

/** As whole words: « Le Relais » is not named by « Le Relais-des-Érables ». */
function names(text: string, name: string): boolean {
  const letter = /[\p{L}\p{N}-]/u
  for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
    const [before, after] = [text[at - 1] ?? ' ', text[at + name.length] ?? ' ']
    if (!letter.test(before) && !letter.test(after)) return true
  }
  return false
}
