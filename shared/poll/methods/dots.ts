// Dots: the same number for each, at most so many on one option. It sorts a list; it adopts nothing.
// Pure. Called by the count.
import { ratio, ratioText } from '../exact.ts'
import {
  amountFaults,
  bilingual,
  type Counted,
  type Counting,
  faultTexts,
  groupsBy,
  groupsLine,
  type Method,
  massOf,
} from './method.ts'

function count({ setting: { options }, papers, scale }: Counting<'dots'>): Counted {
  const ids = options.map(({ id }) => id)
  const sums = new Map(ids.map((id) => [id, 0n]))
  const placing = new Map(ids.map((id) => [id, [] as (typeof papers)[number][]]))
  for (const paper of papers) {
    for (const [id, dots] of Object.entries(paper.value.dots)) {
      if (dots === 0) continue
      sums.set(id, sums.get(id)! + BigInt(dots) * paper.parts)
      placing.get(id)!.push(paper)
    }
  }
  const figureOf = (id: string) => ratio(sums.get(id)!, scale)
  const groups = groupsBy(ids, figureOf)
  return {
    tallies: ids.map((id) => ({
      id,
      mass: massOf(placing.get(id)!, scale),
      figure: ratioText(figureOf(id)),
    })),
    groups,
    retained: [],
    tied: [],
    blocks: [],
    trace: [groupsLine(groups, options)],
  }
}

export const dots: Method<'dots'> = {
  aim: 'sorts',
  hasOptions: true,
  threshold: 'none',
  faults: ({ dots: each, cap, all }, options) => {
    const faults = []
    if (each < 1 || each > 1_000 || cap < 1 || cap > each)
      faults.push({
        fr: 'De 1 à 1 000 points chacun, et au moins un par option au plus.',
        en: 'From 1 to 1,000 dots each, and a cap of at least one an option.',
      })
    else if (all && cap * options.length < each)
      faults.push({
        fr: 'Les points ne peuvent pas tous être placés\u00a0: le maximum par option est trop bas.',
        en: 'Not every dot can be placed: the cap an option is too low.',
      })
    return faults
  },
  valueFaults: ({ dots: placed }, { options, params: { dots: each, cap, all } }) => {
    const faults = amountFaults(placed, options, 0, cap)
    const total = Object.values(placed).reduce((sum, number) => sum + number, 0)
    if (total > each || (all && total < each && total > 0)) {
      faults.push(
        all
          ? { fr: `Placez exactement ${each} points.`, en: `Place exactly ${each} dots.` }
          : { fr: `Placez au plus ${each} points.`, en: `Place at most ${each} dots.` },
      )
    } else if (total === 0) faults.push(faultTexts.empty)
    return faults
  },
  side: () => 'expressed',
  count,
  text: ({ params: { dots: each, cap, all } }) =>
    bilingual((lang) =>
      lang === 'fr'
        ? `${each} points chacun${all ? ', à placer tous' : ''}, au plus ${cap} par option. Ce scrutin classe, il n’adopte rien.`
        : `${each} dots each${all ? ', all to be placed' : ''}, at most ${cap} an option. This ballot sorts, it adopts nothing.`,
    ),
}
