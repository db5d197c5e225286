// Yes, no, abstain. At equal weights the rule of ties is for whoever may break one: the count says « tied » and adopts nothing by itself.
// Pure. Called by the count.
import type { ValueOf } from '../setting.ts'
import { type Answer, countAnswers } from './answers.ts'
import { type Method, type Side, sumOf } from './method.ts'

type Reply = ValueOf['yesNo']['answer']

const sides = { yes: 'favourable', no: 'against', abstain: 'abstained' } as const satisfies Record<
  Reply,
  Side
>

/** The three replies in their shown order, with their words. */
export const replies: readonly (Answer & { readonly id: Reply })[] = [
  { id: 'yes', label: { fr: 'Oui', en: 'Yes' }, side: sides.yes },
  { id: 'no', label: { fr: 'Non', en: 'No' }, side: sides.no },
  { id: 'abstain', label: { fr: 'Abstention', en: 'Abstain' }, side: sides.abstain },
]

export const yesNo: Method<'yesNo'> = {
  aim: 'adopts',
  hasOptions: false,
  threshold: 'needed',
  faults: () => [],
  valueFaults: () => [],
  side: ({ answer }) => sides[answer],
  count: (counting) => {
    const counted = countAnswers(counting, replies, ({ answer }) => answer)
    const of = (reply: Reply) => sumOf(counting.papers.filter(({ value }) => value.answer === reply))
    const equal = of('yes') === of('no') && of('yes') > 0n && !counting.passes(counted.supports![0]!)
    return equal ? { ...counted, tied: ['yes', 'no'] } : counted
  },
  text: () => ({ fr: 'Oui, non ou abstention.', en: 'Yes, no or abstain.' }),
}
