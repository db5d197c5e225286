// Whether a setting is sound before its poll opens, and whether a value is valid in its poll: the first reason, or the list of them.
// Pure. Called by the acts that open a poll and receive a vote, by the screens before they send, and by the count for what is void.
import * as v from 'valibot'
import { type Bilingual, compareFractions, isWordless } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import type { Method } from './methods/method.ts'
import { methodOf } from './methods/table.ts'
import { quorumFaults } from './quorum.ts'
import type { MethodKey, PollOption, PollSetting, SeatEntry, Value, ValueOf } from './setting.ts'
import { blankShape, optionsMax, settingShape, valueShapes } from './shapes.ts'
import { thresholdFaults } from './threshold.ts'

/** A secret poll of fewer than three voices tells each what the others said. */
export const secretSizeFloor = 3

export interface SettingContext {
  /** The register it would open on, when it is known: secrecy is held against it. */
  readonly register?: readonly SeatEntry[]
}

/** What makes a setting unsound: `invalidSetting` with every reason in words, or null. */
export function checkSetting(setting: PollSetting, context: SettingContext = {}): Refusal | null {
  const read = v.safeParse(settingShape, setting, { abortEarly: true })
  if (!read.success) {
    const field = (read.issues[0].path ?? []).map(({ key }) => String(key)).join('.')
    return refusal('invalidField', { field: field || 'setting' })
  }
  const method = methodOf(setting.method) as Method<MethodKey>
  const options = optionFaults(setting, method)
  const reasons = [
    ...options,
    ...(options.length === 0 ? method.faults(setting.params, setting.options) : []),
    ...adoptionFaults(setting, method),
    ...quorumFaults(setting.quorum),
    ...secrecyFaults(setting, context),
    ...lifeFaults(setting, method),
  ]
  return reasons.length > 0 ? refusal('invalidSetting', undefined, reasons) : null
}

function optionFaults({ options }: PollSetting, method: Method<MethodKey>): Bilingual[] {
  if (!method.hasOptions) {
    if (options.length === 0) return []
    return [{ fr: 'Cette méthode n’a pas d’options.', en: 'This method has no options.' }]
  }
  const faults: Bilingual[] = []
  if (options.length < 2 || options.length > optionsMax) {
    faults.push({
      fr: `Il faut de 2 à ${optionsMax} options.`,
      en: `There must be from 2 to ${optionsMax} options.`,
    })
  }
  if (new Set(options.map(({ id }) => id)).size !== options.length) {
    faults.push({ fr: 'Deux options ont le même identifiant.', en: 'Two options have the same identifier.' })
  }
  const unnamed = ({ label: { fr, en } }: PollOption) => isWordless(fr) || isWordless(en)
  if (options.some(unnamed)) {
    faults.push({
      fr: 'Chaque option porte un nom dans les deux langues.',
      en: 'Each option has a name in both languages.',
    })
  }
  return faults
}

function adoptionFaults(setting: PollSetting, method: Method<MethodKey>): Bilingual[] {
  const { threshold, fallback, afterBlock, tie } = setting
  const faults: Bilingual[] = []
  if (threshold && method.threshold === 'none') {
    faults.push({
      fr: 'Cette méthode classe ou choisit par elle-même\u00a0: elle n’a pas de seuil.',
      en: 'This method sorts or chooses by itself: it has no threshold.',
    })
  }
  if (!threshold && method.threshold === 'needed') {
    faults.push({
      fr: 'Dites avant le vote à partir de quel appui le texte est adopté.',
      en: 'Say before the vote from what support the text is adopted.',
    })
  }
  faults.push(...[threshold, fallback].flatMap((each) => (each ? thresholdFaults(each) : [])))
  if ((afterBlock === 'majority') !== (fallback !== undefined)) {
    faults.push({
      fr: 'Un seuil de repli est dit avant le vote si, et seulement si, un blocage peut mener à un vote majoritaire.',
      en: 'A fallback threshold is said before the vote if, and only if, a block may lead to a majority vote.',
    })
  }
  if (tie === 'lot') {
    faults.push({
      fr: 'Un tirage au sort ne se fait pas ici\u00a0: rien n’en prouverait l’équité après coup. Choisissez une nouvelle délibération, la voix prépondérante ou la non-adoption.',
      en: 'No lot is drawn here: nothing would prove it fair afterwards. Choose a new deliberation, a casting vote, or not adopted.',
    })
  }
  return faults
}

/** COUNT-13: what a secret poll needs for its secrecy to be one: enough voices, equal weights, no revote, nothing counted before the end. */
function secrecyFaults(setting: PollSetting, { register }: SettingContext): Bilingual[] {
  if (setting.secrecy !== 'secret') return []
  const faults: Bilingual[] = []
  const say = (wrong: boolean, fr: string, en: string) => wrong && faults.push({ fr, en })
  const { method, minSecretSize, threshold, fallback, revote, results } = setting
  say(
    minSecretSize < secretSizeFloor,
    `Un scrutin secret demande au moins ${secretSizeFloor} voix.`,
    `A secret ballot needs at least ${secretSizeFloor} votes.`,
  )
  say(
    method === 'consent',
    'Le consentement n’est pas secret\u00a0: un blocage est motivé et signé.',
    'Consent is not secret: a block is reasoned and signed.',
  )
  say(revote, 'Un vote secret ne se change pas.', 'A secret vote cannot be changed.')
  say(
    results !== 'afterClose',
    'Un compte montré avant la clôture dirait ce que chacun vient de voter.',
    'A count shown before the closing would tell what each has just voted.',
  )
  say(
    threshold?.perCollege !== undefined || fallback?.perCollege !== undefined,
    'Un scrutin secret ne se compte pas par collège.',
    'A secret ballot is not counted by college.',
  )
  if (!register) return faults
  const seats = register.filter(({ recused }) => !recused)
  say(
    seats.length < Math.max(minSecretSize, secretSizeFloor),
    `Le registre est trop petit pour un scrutin secret (${seats.length}, il en faut ${Math.max(minSecretSize, secretSizeFloor)}).`,
    `The register is too small for a secret ballot (${seats.length} where ${Math.max(minSecretSize, secretSizeFloor)} are needed).`,
  )
  say(
    seats.some(({ weight }) => compareFractions(weight, seats[0]!.weight) !== 0),
    'Dans un scrutin secret, chaque voix pèse autant\u00a0: un poids à part dirait son nom.',
    'In a secret ballot each vote weighs the same: a weight of its own would tell its name.',
  )
  return faults
}

function lifeFaults({ method, results, closesAt }: PollSetting, { aim }: Method<MethodKey>): Bilingual[] {
  const faults: Bilingual[] = []
  if (method === 'dots' && aim === 'sorts' && results !== 'afterClose') {
    faults.push({
      fr: 'Les points restent cachés jusqu’à la clôture.',
      en: 'Dots stay hidden until the closing.',
    })
  }
  if (closesAt !== undefined && !isInstant(closesAt)) {
    faults.push({ fr: 'L’heure de clôture n’est pas un instant.', en: 'The closing time is not an instant.' })
  }
  return faults
}

function isInstant(text: string): boolean {
  const time = Date.parse(text)
  return !Number.isNaN(time) && new Date(time).toISOString() === text
}

/**
 * COUNT-5: whether a value is valid in its poll: `invalidValue` with every reason, or null. Total on whatever comes: numbers whole and
 * within bounds, ids of the poll's own options, totals within what each has, costs from the setting and nowhere else.
 */
export function checkValue(setting: PollSetting, value: unknown): Refusal | null {
  if (isBlank(value)) {
    return setting.method === 'consent' ? refusal('invalidValue', undefined, [blankWords]) : null
  }
  const read = v.safeParse(valueShapes[setting.method] as v.GenericSchema<unknown, Value>, value, {
    abortEarly: true,
  })
  if (!read.success) return refusal('invalidValue', undefined, [shapeWords])
  const method = methodOf(setting.method) as Method<MethodKey>
  // The value as it came, not as it was read: a key that a reader drops is a fault too.
  const reasons = method.valueFaults(value as ValueOf[MethodKey], setting)
  return reasons.length > 0 ? refusal('invalidValue', undefined, reasons) : null
}

/** Whether a value is a blank vote. */
export function isBlank(value: unknown): value is { readonly blank: true } {
  return typeof value === 'object' && value !== null && 'blank' in value && v.is(blankShape, value)
}

const blankWords: Bilingual = {
  fr: 'Le consentement n’a pas de vote blanc\u00a0: abstenez-vous.',
  en: 'Consent has no blank vote: abstain.',
}
const shapeWords: Bilingual = {
  fr: 'Le bulletin n’a pas la forme de cette méthode.',
  en: 'The vote does not have the form of this method.',
}
