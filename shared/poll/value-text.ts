// A voice's value in words, both languages, by the labels of its own poll. Pure.
// Called by the pages of a record and by minutes; never by anything that counts.
import { type Bilingual, formatCents, type Lang } from '../basics.ts'
import { consentChoices } from './consent.ts'
import { gradientLevels, type PollSetting, type Value } from './setting.ts'

const answers = {
  yes: { fr: 'Oui', en: 'Yes' },
  no: { fr: 'Non', en: 'No' },
  abstain: { fr: 'Abstention', en: 'Abstain' },
} as const satisfies Record<string, Bilingual>

/** Total: what is not of the poll is shown as it stands. */
export function valueText(setting: PollSetting, value: Value): Bilingual {
  return { fr: valueIn(setting, value, 'fr'), en: valueIn(setting, value, 'en') }
}

function valueIn(setting: PollSetting, value: Value, lang: Lang): string {
  const name = (id: string) => setting.options.find((option) => option.id === id)?.label[lang] ?? id
  const colon = lang === 'fr' ? '\u00a0: ' : ': '
  const amounts = (
    table: { readonly [id: string]: number | string },
    shown: (amount: number | string) => string = String,
  ) =>
    Object.entries(table)
      .map(([id, amount]) => `${name(id)}${colon}${shown(amount)}`)
      .join(' · ')
  if ('blank' in value) return lang === 'fr' ? 'Blanc' : 'Blank'
  if ('choice' in value) return consentChoices[value.choice].label[lang]
  if ('level' in value) return gradientLevels[value.level]?.label[lang] ?? String(value.level)
  if ('fingers' in value) return fingersIn(setting, value.fingers, lang)
  if ('answer' in value) return answers[value.answer][lang]
  if ('options' in value) return value.options.map(name).join(' · ')
  if ('dots' in value) return amounts(value.dots)
  if ('scores' in value) return amounts(value.scores)
  if ('grades' in value) return amounts(value.grades, (id) => gradeIn(setting, String(id), lang))
  if ('ranking' in value) return value.ranking.map((group) => group.map(name).join(' = ')).join(' > ')
  if ('amounts' in value) return amounts(value.amounts, (cents) => formatCents(Number(cents), lang))
  return value.projects.map(name).join(' · ')
}

function fingersIn(setting: PollSetting, fingers: number, lang: Lang): string {
  const meaning = 'meanings' in setting.params ? setting.params.meanings[fingers]?.[lang] : undefined
  return meaning === undefined ? String(fingers) : `${fingers} (${meaning})`
}

function gradeIn(setting: PollSetting, id: string, lang: Lang): string {
  const grades = 'grades' in setting.params ? setting.params.grades : []
  return grades.find((grade) => grade.id === id)?.label[lang] ?? id
}

/** What a tally's line is called: an option, or an answer of a method without options. */
export function tallyLabel(setting: PollSetting, id: string): Bilingual {
  const option = setting.options.find((one) => one.id === id)
  if (option) return option.label
  if (Object.hasOwn(consentChoices, id) && setting.method === 'consent')
    return consentChoices[id as keyof typeof consentChoices].label
  if (setting.method === 'gradients')
    return gradientLevels.find((level) => level.id === id)?.label ?? { fr: id, en: id }
  if (setting.method === 'fist') return valueText(setting, { fingers: Number(id) })
  return Object.hasOwn(answers, id) ? answers[id as keyof typeof answers] : { fr: id, en: id }
}
