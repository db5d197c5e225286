// The roll follows mandates and organisations while a meeting lives (MEET-9): what changed becomes events, and nothing is removed in
// silence. Pure. Called by the server before each command and before a poll opens.
import { canonicalText } from '../record/canonical.ts'
import { isOver } from './deciding.ts'
import type { Happening, RollSeat } from './events.ts'
import type { MeetingState, SeatState } from './state.ts'

/**
 * What must happen for the roll to be `roll` (those whose mandates run now): a holder whose mandate ended gives up the seat, a proxy
 * of a seat that lost its voice ends, then the roll changes. Nothing before convening or after the end.
 */
export function rollHappenings(state: MeetingState, roll: readonly RollSeat[]): Happening[] {
  if (isOver(state) || state.status === 'draft') return []
  const next = new Map(roll.map((seat) => [seat.seatId, seat]))
  const changed = roll.filter((seat) => !same(state.seats.get(seat.seatId), seat))
  const gone = [...state.seats.keys()].filter((seatId) => !next.has(seatId))
  if (changed.length === 0 && gone.length === 0) return []
  const voiceless = (seatId: string) => next.get(seatId)?.right !== 'deliberative'
  const before = [...state.seats.values()].flatMap(({ seatId, holder, proxyTo }): Happening[] => [
    ...(holder && !next.get(seatId)?.people.some(({ userId }) => userId === holder.userId)
      ? [
          {
            kind: 'left' as const,
            person: { userId: holder.userId, name: holder.name },
            seatId,
            cause: 'mandate' as const,
          },
        ]
      : []),
    ...(proxyTo !== null && (voiceless(seatId) || voiceless(proxyTo))
      ? [{ kind: 'proxyRevoked' as const, from: seatId, cause: 'mandate' as const }]
      : []),
  ])
  return [...before, { kind: 'rollChanged', seats: changed, gone }]
}

function same(before: SeatState | undefined, seat: RollSeat): boolean {
  if (!before) return false
  const { holder: _holder, proxyTo: _proxyTo, ...was } = before
  return canonicalText(was) === canonicalText(seat)
}
