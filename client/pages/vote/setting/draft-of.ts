// A setting as it was chosen, back into what one types: a new round, or a prepared poll, starts from it. Pure.
// Called by the opening of a poll.
import type { SettingChoice } from '../../../../shared/poll/opening.ts'
import type { MethodKey, ParamsOf } from '../../../../shared/poll/setting.ts'
import { freshDraft, type OptionDraft, type SettingDraft } from './setting-draft.ts'

/** What of a choice a draft needs; a setting that was opened has it too, and says that it adopts by its threshold. */
export type ChosenBefore = Pick<
  SettingChoice,
  'method' | 'params' | 'options' | 'secrecy' | 'revote' | 'results' | 'electorate'
> & { readonly adopts: boolean; readonly equalVoices?: boolean | undefined }

/** The draft that would give this choice again. Its closing time is not taken over: the hour announced was that round's. */
export function draftOf(chosen: ChosenBefore): SettingDraft {
  const options = chosen.options.map(
    ({ id, label, meaning, cost }): OptionDraft => ({
      id,
      label: { ...label },
      meaning: meaning ? { ...meaning } : { fr: '', en: '' },
      cost: cost === undefined ? '' : typedCents(cost),
    }),
  )
  // Ids are never used twice, whatever they looked like.
  const numbers = options.map(({ id }) => Number(/^o(\d+)$/.exec(id)?.[1] ?? 0))
  return {
    ...freshDraft,
    method: chosen.method,
    adopts: chosen.adopts,
    ...(options.length > 0 && { options, nextOption: Math.max(options.length, ...numbers) + 1 }),
    ...typedParams(chosen.method, chosen.params),
    secrecy: chosen.secrecy,
    revote: chosen.revote,
    results: chosen.results,
    electorate: chosen.electorate ?? freshDraft.electorate,
    equalVoices: chosen.equalVoices ?? false,
  }
}

/** The draft of a choice that was kept without being opened: its closing time is still to come, so it stays. */
export function draftOfChoice(choice: SettingChoice): SettingDraft {
  const draft = draftOf(choice)
  return choice.closesAt ? { ...draft, timed: true, closesAt: typedInstant(choice.closesAt) } : draft
}

/** « 2026-11-03T16:30 » in the device's zone, as a date and time field has it. */
function typedInstant(iso: string): string {
  return new Date(iso).toLocaleString('sv-SE').slice(0, 16).replace(' ', 'T')
}

function typedParams(method: MethodKey, given: ParamsOf[MethodKey]): Partial<SettingDraft> {
  const params = <M extends MethodKey>(_: M) => given as ParamsOf[M]
  switch (method) {
    case 'gradients':
      return { supportUpTo: String(params(method).supportUpTo) }
    case 'fist':
      return { supportFrom: String(params(method).supportFrom), meanings: params(method).meanings }
    case 'approval': {
      const { min, max, seats } = params(method)
      return { ticksMin: String(min), ticksMax: String(max), seats: String(seats) }
    }
    case 'dots': {
      const { dots, cap, all } = params(method)
      return { dots: String(dots), cap: String(cap), allDots: all }
    }
    case 'score':
      return { scoreMin: String(params(method).min), scoreMax: String(params(method).max) }
    case 'judgment':
      return { grades: params(method).grades }
    case 'schulze':
      return { statusQuo: params(method).statusQuo ?? '' }
    case 'budget':
      return { envelope: typedCents(params(method).envelope), kind: params(method).kind }
    default:
      return {}
  }
}

/** Cents as one types dollars: « 12000 », « 12,50 ». */
function typedCents(cents: number): string {
  const rest = cents % 100
  const dollars = String(Math.trunc(cents / 100))
  return rest === 0 ? dollars : `${dollars},${String(rest).padStart(2, '0')}`
}
