// How the wall names whoever speaks or waits: by the organisation, never by the person. A citizen's seat is named by its college.
// Called by the scenes.
import { colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import type { MeetingHere } from '../meeting.ts'

export function wallName({ seats }: MeetingHere, seatId: string | null): string {
  const seat = seats.find((one) => one.seatId === seatId)
  if (!seat) return t('meeting.screen.noSeat')
  return seat.kind === 'person'
    ? t('meeting.screen.citizen', { college: pick(colleges[seat.college]) })
    : seat.name
}
