// Gradients of agreement: eight degrees, shown by their words; which of them count as support is fixed before the vote.
// Pure. Called by the count.
import { gradientLevels } from '../setting.ts'
import { type Answer, countAnswers } from './answers.ts'
import { bilingual, type Method, type Side } from './method.ts'

const abstainLevel = gradientLevels.findIndex(({ id }) => id === 'abstain')
const vetoLevel = gradientLevels.findIndex(({ id }) => id === 'veto')
const disagreeLevel = gradientLevels.findIndex(({ id }) => id === 'disagree')

function sideOf(level: number, supportUpTo: number): Side {
  if (level === abstainLevel) return 'abstained'
  return level <= supportUpTo ? 'favourable' : 'against'
}

function answersOf(supportUpTo: number): Answer[] {
  return gradientLevels.map(({ id, label }, level) => ({
    id,
    label,
    side: sideOf(level, supportUpTo),
    blocks: level === vetoLevel,
  }))
}

/** COUNT-4: no opinion is an abstention whatever the limit; a serious disagreement never counts as support; a veto blocks. */
export const gradients: Method<'gradients'> = {
  aim: 'adopts',
  hasOptions: false,
  threshold: 'possible',
  faults: ({ supportUpTo }) =>
    Number.isSafeInteger(supportUpTo) &&
    supportUpTo >= 0 &&
    supportUpTo < disagreeLevel &&
    supportUpTo !== abstainLevel
      ? []
      : [
          {
            fr: 'Le dernier degré d’appui est un vrai appui\u00a0: ni l’absence d’avis, ni le désaccord sérieux, ni le veto.',
            en: 'The last degree of support is a real one: neither no opinion, nor serious disagreement, nor veto.',
          },
        ],
  valueFaults: ({ level }) =>
    Number.isSafeInteger(level) && level >= 0 && level < gradientLevels.length
      ? []
      : [{ fr: 'Ce degré n’existe pas.', en: 'There is no such degree.' }],
  side: ({ level }, { params }) => sideOf(level, params.supportUpTo),
  count: (counting) =>
    countAnswers(
      counting,
      answersOf(counting.setting.params.supportUpTo),
      ({ level }) => gradientLevels[level]!.id,
    ),
  text: ({ params }) =>
    bilingual((lang) => {
      const labels = answersOf(params.supportUpTo)
        .filter(({ side }) => side === 'favourable')
        .map(({ label }) => (lang === 'fr' ? `«\u00a0${label.fr}\u00a0»` : `“${label.en}”`))
        .join(', ')
      return lang === 'fr'
        ? `Degrés d’accord\u00a0: comptent comme appui ${labels}. «\u00a0${gradientLevels[abstainLevel]!.label.fr}\u00a0» est une abstention, un veto est un blocage.`
        : `Gradients of agreement: counted as support: ${labels}. “${gradientLevels[abstainLevel]!.label.en}” is an abstention, a veto is a block.`
    }),
}
