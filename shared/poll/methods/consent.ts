// Consent: support, support with a reservation, abstention, block. A reservation favours; a block is against and stops the consensus.
// Pure. Called by the count. The words of a reservation or a block travel beside the value, in the vote.
import { type ConsentChoice, choiceKeys, consentChoices } from '../consent.ts'
import { type Answer, countAnswers } from './answers.ts'
import type { Method, Side } from './method.ts'

const sides = {
  support: 'favourable',
  reserve: 'favourable',
  abstain: 'abstained',
  block: 'against',
} as const satisfies Record<ConsentChoice, Side>

const answers: readonly Answer[] = choiceKeys.map((id) => ({
  id,
  label: consentChoices[id].label,
  side: sides[id],
  blocks: id === 'block',
}))

/** COUNT-4: an appui and a reservation favour, an abstention is apart, a block is against and named. */
export const consent: Method<'consent'> = {
  aim: 'adopts',
  hasOptions: false,
  threshold: 'needed',
  faults: () => [],
  valueFaults: () => [],
  side: ({ choice }) => sides[choice],
  count: (counting) => countAnswers(counting, answers, ({ choice }) => choice),
  text: () => ({
    fr: 'Consentement\u00a0: appui et appui avec réserve sont favorables, un blocage est motivé.',
    en: 'Consent: support and support with reservation are favourable, a block gives its reasons.',
  }),
}
