// Fist to five: six numbers whose meanings travel with the poll, since sources contradict each other on them; a fist (0) blocks.
// Pure. Called by the count.
import { isWordless } from '../../basics.ts'
import type { ParamsOf } from '../setting.ts'
import { type Answer, countAnswers } from './answers.ts'
import { bilingual, type Method } from './method.ts'

const most = 5

function answersOf({ supportFrom, meanings }: ParamsOf['fist']): Answer[] {
  return meanings.map((label, fingers) => ({
    id: String(fingers),
    label,
    side: fingers >= supportFrom ? 'favourable' : 'against',
    blocks: fingers === 0,
  }))
}

export const fist: Method<'fist'> = {
  aim: 'adopts',
  hasOptions: false,
  threshold: 'possible',
  faults: ({ supportFrom, meanings }) => {
    const sound =
      Number.isSafeInteger(supportFrom) &&
      supportFrom >= 1 &&
      supportFrom <= most &&
      meanings.length === most + 1 &&
      meanings.every(({ fr, en }) => !isWordless(fr) && !isWordless(en))
    if (sound) return []
    return [
      {
        fr: 'Dites en mots, dans les deux langues, ce que vaut chaque nombre de doigts, de 0 à 5, et à partir duquel (1 à 5) c’est un appui.',
        en: 'Say in words, in both languages, what each number of fingers means, from 0 to 5, and from which one (1 to 5) it is support.',
      },
    ]
  },
  valueFaults: ({ fingers }) =>
    Number.isSafeInteger(fingers) && fingers >= 0 && fingers <= most
      ? []
      : [{ fr: 'Le nombre de doigts va de 0 à 5.', en: 'The number of fingers goes from 0 to 5.' }],
  side: ({ fingers }, { params }) => (fingers >= params.supportFrom ? 'favourable' : 'against'),
  count: (counting) =>
    countAnswers(counting, answersOf(counting.setting.params), ({ fingers }) => String(fingers)),
  text: ({ params }) =>
    bilingual((lang) => {
      const scale = params.meanings
        .map((meaning, fingers) => `${fingers} = ${meaning[lang]}`)
        .join(lang === 'fr' ? '\u00a0; ' : '; ')
      return lang === 'fr'
        ? `Du poing aux cinq doigts (${scale}). À partir de ${params.supportFrom}, c’est un appui\u00a0; le poing fermé est un blocage.`
        : `Fist to five (${scale}). From ${params.supportFrom} it is support; a closed fist is a block.`
    }),
}
