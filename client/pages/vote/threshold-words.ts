// A threshold and its base in words, exact, with abstentions said in or out of it each time (TRAP-26). Called by the result and by the setting form.
import type { Threshold } from '../../../shared/poll/setting.ts'
import { t } from '../../i18n.ts'
import { fractionText } from './result/figures.ts'

/** « au moins 3/4 », « plus de 1/2 » */
export function askedWords({ share, strict }: Pick<Threshold, 'share' | 'strict'>): string {
  return t(strict ? 'result.moreThan' : 'result.atLeast', { share: fractionText(share) })
}

export function baseWords({ base, abstentions }: Threshold): string {
  if (base !== 'expressed') return t(`result.base.${base}`)
  return t(abstentions === 'inBase' ? 'result.base.expressedWith' : 'result.base.expressedWithout')
}
