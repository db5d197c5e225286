// How far the agenda is behind its planned times. Pure. Called by the desk's bar and by its tests.
import type { MeetingView } from '../../../../shared/meeting/views.ts'

/**
 * Whole minutes behind (positive) or ahead (negative) of the plan: the time since the opening, less the planned time of what is
 * settled and, of the item under way, what it took up to its planned time.
 */
export function lagMinutes(
  { agenda, openedAt }: Pick<MeetingView, 'agenda' | 'openedAt'>,
  since: (instant: string) => number,
): number {
  if (openedAt === null) return 0
  const settled = ['done', 'decided', 'postponed']
  const due = agenda.reduce((sum, item) => {
    const planned = item.plannedMinutes * 60_000
    if (settled.includes(item.status)) return sum + planned
    if (item.status === 'withdrawn') return sum
    const spent = item.spentMs + (item.openedAt === null ? 0 : since(item.openedAt))
    return sum + Math.min(spent, planned)
  }, 0)
  return Math.round((since(openedAt) - due) / 60_000)
}
