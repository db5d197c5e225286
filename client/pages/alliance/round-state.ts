// How a round of an Alliance is marked: its state as a mark and a word. Called by the pages of the Alliance and of versions.
import type { AllianceSummary } from '../../../shared/alliance-views.ts'
import { t } from '../../i18n.ts'
import type { StateKey } from '../../parts/StateMark.tsx'

const states = {
  preparing: 'draft',
  signing: 'open',
  concluded: 'signed',
  ended: 'refused',
} as const satisfies Record<AllianceSummary['state'], StateKey>

export function roundState({ state }: Pick<AllianceSummary, 'state'>): StateKey {
  return states[state]
}

export function roundWord({ state }: Pick<AllianceSummary, 'state'>): string {
  if (state === 'concluded') return t('alliance.concluded')
  if (state === 'ended') return t('alliance.ended')
  return state === 'signing' ? t('round.signing') : t('shell.fil.alliancePreparing')
}
