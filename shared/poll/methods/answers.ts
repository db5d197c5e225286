// Counting one answer among a few fixed ones: what consent, gradients, fist to five and yes/no share.
// Pure. Called by those four methods.
import type { Bilingual } from '../../basics.ts'
import type { MethodKey, ValueOf } from '../setting.ts'
import {
  bilingual,
  type Counted,
  type Counting,
  massOf,
  massText,
  type Side,
  shareText,
  sumOf,
  supportOf,
} from './method.ts'

export interface Answer {
  readonly id: string
  readonly label: Bilingual
  readonly side: Side
  readonly blocks?: boolean
}

/** Tallies in the answers' shown order; each figure is the answer's share of all answers given. */
export function countAnswers<M extends MethodKey>(
  { papers, scale }: Counting<M>,
  answers: readonly Answer[],
  answerOf: (value: ValueOf[M]) => string,
): Counted {
  const byAnswer = new Map(answers.map((answer) => [answer.id, [] as (typeof papers)[number][]]))
  for (const paper of papers) byAnswer.get(answerOf(paper.value))!.push(paper)
  const whole = sumOf(papers)
  const tallies = answers.map(({ id }) => {
    const given = byAnswer.get(id)!
    return { id, mass: massOf(given, scale), figure: shareText(sumOf(given), whole) }
  })
  const favourable = answers
    .filter(({ side }) => side === 'favourable')
    .flatMap(({ id }) => byAnswer.get(id)!)
  const blocks = answers
    .filter((answer) => answer.blocks)
    .flatMap(({ id }) => byAnswer.get(id)!.map((paper) => paper.id))
  return {
    tallies,
    groups: [],
    retained: [],
    tied: [],
    supports: [supportOf(favourable)],
    blocks: blocks.sort(),
    trace: [
      bilingual((lang) => {
        const shown = answers.map(
          ({ label }, at) =>
            `${label[lang]}${lang === 'fr' ? '\u00a0:' : ':'} ${massText(tallies[at]!.mass, lang)}`,
        )
        return `${shown.join(' · ')}.`
      }),
    ],
  }
}
