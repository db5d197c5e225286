// The room's code that this device came in by, kept for the time of the visit: whoever takes a second seat is not asked again.
// Called by the check-in page and by MyPlace.

const keyOf = (meetingId: string) => `room-code/${meetingId}`

export function keptCode(meetingId: string): string {
  return sessionStorage.getItem(keyOf(meetingId)) ?? ''
}

export function keepCode(meetingId: string, code: string): void {
  if (code !== '') sessionStorage.setItem(keyOf(meetingId), code)
}
