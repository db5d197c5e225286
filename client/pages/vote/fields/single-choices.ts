// The answers of the methods with one choice, best first: words, meaning, and the place on the scale of agreement that gives the colour.
// Called by the ballot, the confirmation and the result, so that all three say the same.
import type { Bilingual } from '../../../../shared/basics.ts'
import { choiceKeys, consentChoices } from '../../../../shared/poll/consent.ts'
import { gradientLevels, type PollSetting } from '../../../../shared/poll/setting.ts'
import type { WordKey } from '../../../i18n.ts'
import { narrow } from '../paper.ts'

/** From 1 (full agreement) to 8 (full disagreement); null stands apart from the scale: an abstention, no opinion. */
export type Tone = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | null

export interface SingleChoice {
  /** What the ballot keeps as its pick: a choice's key, a level's index, a number of fingers. */
  readonly pick: string
  readonly label: Bilingual
  /** A sentence under the label: of the interface, or the poll's own. */
  readonly meaning?: WordKey | Bilingual
  readonly tone: Tone
}

const consentTones = { support: 1, reserve: 3, abstain: null, block: 8 } as const
const gradientTones = [1, 2, 3, null, 5, 6, 7, 8] as const
const fistTones = [8, 7, 6, 3, 2, 1] as const
const yesNo = [
  { pick: 'yes', label: { fr: 'Oui', en: 'Yes' }, tone: 1 },
  { pick: 'no', label: { fr: 'Non', en: 'No' }, tone: 8 },
  { pick: 'abstain', label: { fr: 'Abstention', en: 'Abstention' }, tone: null },
] as const satisfies readonly SingleChoice[]

/** The answers of a poll with one choice, in the order they are shown; none for the other methods. */
export function singleChoices(given: PollSetting): readonly SingleChoice[] {
  const setting = narrow(given)
  switch (setting.method) {
    case 'consent':
      return choiceKeys.map((pick) => ({
        pick,
        label: consentChoices[pick].label,
        meaning: `ballot.meaning.${pick}` as const,
        tone: consentTones[pick],
      }))
    case 'gradients':
      return gradientLevels.map(({ label }, level) => ({
        pick: String(level),
        label,
        tone: gradientTones[level]!,
      }))
    case 'fist':
      return [5, 4, 3, 2, 1, 0].map((fingers) => ({
        pick: String(fingers),
        label: fingersLabel(fingers),
        meaning: setting.params.meanings[fingers],
        tone: fistTones[fingers]!,
      }))
    case 'yesNo':
      return yesNo
    default:
      return []
  }
}

function fingersLabel(fingers: number): Bilingual {
  if (fingers === 0) return { fr: 'Poing fermé (0)', en: 'Closed fist (0)' }
  return {
    fr: fingers === 1 ? '1 doigt' : `${fingers} doigts`,
    en: fingers === 1 ? '1 finger' : `${fingers} fingers`,
  }
}
