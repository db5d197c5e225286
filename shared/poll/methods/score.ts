// Score: each option marked on one scale; ordered by the exact mean of the marks it received. An option left out is not marked.
// Pure. Called by the count.
import { type Ratio, ratio, ratioText } from '../exact.ts'
import {
  amountFaults,
  bilingual,
  type Counted,
  type Counting,
  faultTexts,
  groupsBy,
  groupsLine,
  joined,
  type Method,
  massOf,
  massText,
  sumOf,
} from './method.ts'

function count({ setting: { options, params }, papers, scale }: Counting<'score'>): Counted {
  const ids = options.map(({ id }) => id)
  const marking = new Map(ids.map((id) => [id, [] as (typeof papers)[number][]]))
  const sums = new Map(ids.map((id) => [id, 0n]))
  for (const paper of papers) {
    for (const [id, mark] of Object.entries(paper.value.scores)) {
      marking.get(id)!.push(paper)
      sums.set(id, sums.get(id)! + BigInt(mark) * paper.parts)
    }
  }
  const meanOf = (id: string): Ratio | null => {
    const weight = sumOf(marking.get(id)!)
    return weight === 0n ? null : ratio(sums.get(id)!, weight)
  }
  // Marked by nobody: under the lowest mark, never equal to it.
  const unmarked = ratio(BigInt(params.min) - 1n)
  const groups = groupsBy(ids, (id) => meanOf(id) ?? unmarked)
  const tallies = ids.map((id) => {
    const mean = meanOf(id)
    return { id, mass: massOf(marking.get(id)!, scale), figure: mean ? ratioText(mean) : '' }
  })
  const means = bilingual((lang) => {
    const shown = options.map(({ label }, at) => {
      const { figure, mass } = tallies[at]!
      const by = lang === 'fr' ? `noté par ${massText(mass, 'fr')}` : `marked by ${massText(mass, 'en')}`
      return `${label[lang]}${lang === 'fr' ? '\u00a0:' : ':'} ${figure || '–'} (${by})`
    })
    return `${lang === 'fr' ? 'Moyennes exactes\u00a0:' : 'Exact means:'} ${shown.join(' · ')}.`
  })
  return { tallies, groups, retained: [], tied: [], blocks: [], trace: [means, groupsLine(groups, options)] }
}

export const score: Method<'score'> = {
  aim: 'sorts',
  hasOptions: true,
  threshold: 'none',
  faults: ({ min, max }) =>
    Number.isSafeInteger(min) && Number.isSafeInteger(max) && min < max && min >= -1_000 && max <= 1_000
      ? []
      : [
          {
            fr: 'L’échelle va d’un entier à un plus grand, entre −1 000 et 1 000.',
            en: 'The scale goes from a whole number to a larger one, between −1,000 and 1,000.',
          },
        ],
  valueFaults: ({ scores }, { options, params: { min, max } }) => [
    ...amountFaults(scores, options, min, max),
    ...(Object.keys(scores).length === 0 ? [faultTexts.empty] : []),
  ],
  side: () => 'expressed',
  count,
  text: ({ params: { min, max } }) =>
    joined([
      {
        fr: `Notes de ${min} à ${max}\u00a0; l’ordre est celui des moyennes exactes.`,
        en: `Scores from ${min} to ${max}; the order is that of the exact means.`,
      },
      {
        fr: 'Une option laissée sans note n’entre pas dans sa moyenne. Ce scrutin classe, il n’adopte rien.',
        en: 'An option left without a score does not enter its mean. This ballot sorts, it adopts nothing.',
      },
    ]),
}
