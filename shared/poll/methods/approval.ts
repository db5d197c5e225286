// Approval: each ticks the options they accept, from min to max; the most approved take the places there are.
// Pure. Called by the count.
import { ratio } from '../exact.ts'
import type { Support } from '../threshold.ts'
import {
  bilingual,
  type Counted,
  type Counting,
  groupsBy,
  groupsLine,
  listFaults,
  type Method,
  massOf,
  shareText,
  sumOf,
  supportOf,
} from './method.ts'

/** COUNT-8: fills the places from the most approved down; a group that does not fit whole is left tied, and nothing passes over it. */
function count({ setting, papers, scale, passes }: Counting<'approval'>): Counted {
  const { options, params } = setting
  const ids = options.map(({ id }) => id)
  const approving = new Map(ids.map((id) => [id, [] as (typeof papers)[number][]]))
  for (const paper of papers) for (const id of paper.value.options) approving.get(id)!.push(paper)
  const supports = new Map<string, Support>(ids.map((id) => [id, supportOf(approving.get(id)!)]))
  const whole = sumOf(papers)
  const groups = groupsBy(ids, (id) => ratio(supports.get(id)!.all, scale))
  const retained: string[] = []
  let tied: string[] = []
  for (const group of groups) {
    const eligible = group.filter((id) => supports.get(id)!.all > 0n && passes(supports.get(id)!))
    if (eligible.length === 0) continue
    if (retained.length >= params.seats) break
    if (retained.length + eligible.length > params.seats) {
      tied = eligible
      break
    }
    retained.push(...eligible)
  }
  // A named college may refuse the most approved: what the threshold is held against is the first group from which one passes.
  const heldUp = groups.find((group) => group.some((id) => passes(supports.get(id)!))) ?? groups[0]!
  return {
    tallies: ids.map((id) => ({
      id,
      mass: massOf(approving.get(id)!, scale),
      figure: shareText(supports.get(id)!.all, whole),
    })),
    groups,
    retained,
    tied,
    supports: heldUp.map((id) => supports.get(id)!),
    blocks: [],
    trace: [groupsLine(groups, options), placesLine(params.seats, retained.length, tied.length)],
  }
}

function placesLine(seats: number, retained: number, tied: number) {
  return bilingual((lang) => {
    if (lang === 'fr') {
      const tie =
        tied > 0 ? `\u00a0; ${tied} options à égalité pour les places qui restent, aucune n’est retenue` : ''
      return `Places à pourvoir\u00a0: ${seats}\u00a0; retenues\u00a0: ${retained}${tie}.`
    }
    const tie = tied > 0 ? `; ${tied} options ex aequo for the places left, none of them retained` : ''
    return `Places to fill: ${seats}; retained: ${retained}${tie}.`
  })
}

export const approval: Method<'approval'> = {
  aim: 'chooses',
  hasOptions: true,
  threshold: 'possible',
  faults: ({ min, max, seats }, options) =>
    min >= 1 && max >= min && max <= options.length && seats >= 1 && seats <= options.length
      ? []
      : [
          {
            fr: 'De 1 à toutes les options par bulletin, et de 1 à toutes les options retenues.',
            en: 'From 1 to all of the options on a vote, and from 1 to all of the options retained.',
          },
        ],
  valueFaults: ({ options: chosen }, { options, params: { min, max } }) => [
    ...listFaults(chosen, options),
    ...(chosen.length > 0 && (chosen.length < min || chosen.length > max)
      ? [{ fr: `Cochez de ${min} à ${max} options.`, en: `Tick from ${min} to ${max} options.` }]
      : []),
  ],
  side: () => 'expressed',
  count,
  text: ({ params: { min, max, seats } }) => ({
    fr: `Approbation\u00a0: chaque bulletin coche de ${min} à ${max} options\u00a0; ${seats > 1 ? `les ${seats} plus approuvées sont retenues` : 'la plus approuvée est retenue'}.`,
    en: `Approval: each vote ticks from ${min} to ${max} options; ${seats > 1 ? `the ${seats} most approved are retained` : 'the most approved is retained'}.`,
  }),
}
