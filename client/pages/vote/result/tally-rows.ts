// What each method's tally says, row by row, in words and exact figures: one reading for the chart and for its table.
// Called by the result's charts and tables.
import { formatCents } from '../../../../shared/basics.ts'
import { gradientLevels, type PollCount, type PollSetting } from '../../../../shared/poll/setting.ts'
import { lang, pick, t, type WordKey } from '../../../i18n.ts'
import { type SingleChoice, singleChoices, type Tone } from '../fields/single-choices.ts'
import { narrow } from '../paper.ts'
import { labelOf } from '../ValueWords.tsx'
import { partsOf } from './figures.ts'

export interface TallyRow {
  readonly id: string
  readonly label: string
  readonly seats: number
  readonly weight: string
  /** The method's own figure in words and units: « 3/4 », « Bien », « 12 000 $ ». */
  readonly figure: string
  /** The figure as the count gives it, for the bar. */
  readonly raw: string
  readonly tone: Tone
  readonly retained: boolean
  /** Its place in the order found, 1 first, shared by those ex aequo; null for a method without order. */
  readonly place: number | null
}

export function tallyRows(setting: PollSetting, count: PollCount): TallyRow[] {
  const singles = singleChoices(setting)
  return count.tallies.map(({ id, mass, figure }) => {
    const single = singles.find((choice) => isOf(setting, choice, id))
    const at = count.groups.findIndex((group) => group.includes(id))
    return {
      id,
      label: pick(single?.label ?? labelOf(setting, id)),
      seats: mass.seats,
      weight: mass.weight,
      figure: figureText(setting, figure),
      raw: figure,
      tone: single?.tone ?? null,
      retained: count.retained.includes(id),
      // Two who share the second place leave no third.
      place: at < 0 ? null : count.groups.slice(0, at).flat().length + 1,
    }
  })
}

/** A tally's id names an answer by its pick; a gradient also by its level's own id. */
function isOf(setting: PollSetting, choice: SingleChoice, id: string): boolean {
  if (choice.pick === id) return true
  return setting.method === 'gradients' && gradientLevels[Number(choice.pick)]?.id === id
}

/** A whole number or a fraction, its thousands grouped; anything else as it stands. */
export function exact(figure: string): string {
  const parts = partsOf(figure)
  if (!parts) return figure
  const whole = new Intl.NumberFormat(lang() === 'fr' ? 'fr-CA' : 'en-CA')
  const num = whole.format(BigInt(parts.num))
  return parts.den === '1' ? num : `${num}/${whole.format(BigInt(parts.den))}`
}

/** The method's own figure with its unit. */
export function figureText(given: PollSetting, figure: string): string {
  const setting = narrow(given)
  if (setting.method === 'judgment') {
    const grade = setting.params.grades.find(({ id }) => id === figure)
    return grade ? pick(grade.label) : figure || t('result.noGrade')
  }
  if (setting.method === 'budget' && setting.params.kind === 'amounts') {
    const parts = partsOf(figure)
    if (parts?.den === '1') return formatCents(Number(parts.num), lang())
    return parts ? t('result.centsFigure', { cents: exact(figure) }) : figure
  }
  return exact(figure)
}

const figureHeads = {
  consent: 'result.head.share',
  gradients: 'result.head.share',
  fist: 'result.head.share',
  yesNo: 'result.head.share',
  approval: 'result.head.approval',
  dots: 'result.head.dots',
  score: 'result.head.mean',
  judgment: 'result.head.grade',
  schulze: 'result.head.duels',
  budget: 'result.head.amount',
} as const satisfies Record<PollSetting['method'], WordKey>

/** The title of the column that holds the method's own figure. */
export function figureHead(given: PollSetting): string {
  const setting = narrow(given)
  const projects = setting.method === 'budget' && setting.params.kind === 'projects'
  return t(projects ? 'result.head.backers' : figureHeads[setting.method])
}
