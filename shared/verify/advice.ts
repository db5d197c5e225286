// The consultative voices of a record of the second form (VOTE-27, COUNT-17): apart from the register, from the ballots and from the count.
// Called by votes.ts alone.
import { checkReason, countedVoices } from '../poll/admission.ts'
import { askedSeats, asksAdvice, countConsultative } from '../poll/consultative.ts'
import { checkValue } from '../poll/setting-check.ts'
import { canonicalText, digest } from '../record/canonical.ts'
import type { ConsultativeRecord, LateAdviser, VoteConstat } from '../record/poll-records.ts'
import { type Finding, judged } from './findings.ts'

/** Nothing is asked of a record that says nothing of advice, so that records made before this was known verify as they did. */
export function adviceFindings(constat: VoteConstat, path: string): Finding[] {
  const { poll, consultative } = constat
  const at = `${path}/consultative`
  if (!consultative) return poll.consultativeHash === undefined ? [] : judged('consultativeSeats', path, [at])
  return [
    ...judged('consultativeSeats', path, areSeats(constat, consultative) ? [] : [`${at}/seats`]),
    ...judged('consultativeVoices', path, wrongVoices(constat, consultative, at)),
    ...judged('consultativeCount', path, isCounted(constat, consultative) ? [] : [`${at}/count`]),
  ]
}

/** Those of the opening under the poll's own digest; those asked since only where late seats join, while it was open, in order. */
function areSeats(constat: VoteConstat, { seats, joined }: ConsultativeRecord): boolean {
  const { poll, register, changes } = constat
  const voting = new Set([
    ...register.map(({ seatId }) => seatId),
    ...changes.flatMap((change) => (change.kind === 'joined' ? [change.seat.seatId] : [])),
  ])
  const all = askedSeats({ seats, ...(joined && { joined }) })
  const ofOpening = seats.length > 0 ? digest('register', seats) : undefined
  return (
    asksAdvice(poll.setting) &&
    ofOpening === poll.consultativeHash &&
    seats.every(({ seatId }, index) => index === 0 || seats[index - 1]!.seatId < seatId) &&
    (joined === undefined || areLate(constat, joined)) &&
    all.length > 0 &&
    all.every(
      ({ seatId, weight }, index) =>
        !voting.has(seatId) &&
        weight.num === 1 &&
        weight.den === 1 &&
        (index === 0 || all[index - 1]!.seatId < seatId),
    )
  )
}

function areLate({ poll, closedAt }: VoteConstat, joined: readonly LateAdviser[]): boolean {
  return (
    joined.length > 0 &&
    poll.setting.electorate === 'additive' &&
    joined.every(
      ({ at }, index) => at > poll.openedAt && at < closedAt && (index === 0 || joined[index - 1]!.at <= at),
    )
  )
}

/** Each by its own seat's holder, in its order; cast again only where the poll lets voices be cast again. */
function wrongVoices(
  { poll, closedAt }: VoteConstat,
  { seats, joined = [], ballots }: ConsultativeRecord,
  at: string,
): string[] {
  const pollDigest = digest('poll', poll)
  const all = askedSeats({ seats, joined })
  const asked = new Set(all.filter(({ recused }) => !recused).map(({ seatId }) => seatId))
  const since = new Map(joined.map((one) => [one.seat.seatId, one.at]))
  const ids = new Set<string>()
  return ballots.flatMap((ballot, index) => {
    const before = ballots[index - 1]
    const again = before?.seatId === ballot.seatId
    const right =
      ballot.pollDigest === pollDigest &&
      ballot.textHash === poll.textHash &&
      asked.has(ballot.seatId) &&
      !ids.has(ballot.id) &&
      (!before || before.seatId <= ballot.seatId) &&
      ballot.revision === (again ? before.revision + 1 : 1) &&
      (!again || poll.setting.revote) &&
      ballot.channel === 'self' &&
      ballot.proxySeat === undefined &&
      ballot.secondTeller === undefined &&
      !checkValue(poll.setting, ballot.value) &&
      !checkReason(poll.setting, ballot.value, ballot.reason) &&
      ballot.receivedAt > poll.openedAt &&
      ballot.receivedAt >= (since.get(ballot.seatId) ?? '') &&
      ballot.receivedAt < closedAt
    ids.add(ballot.id)
    return right ? [] : [`${at}/ballots/${index}`]
  })
}

function isCounted(
  { poll }: VoteConstat,
  { seats, joined = [], ballots, count }: ConsultativeRecord,
): boolean {
  try {
    const counted = countConsultative(poll.setting, askedSeats({ seats, joined }), countedVoices(ballots))
    return canonicalText(counted) === canonicalText(count)
  } catch {
    // A voice of no seat, a seat twice: already told.
    return false
  }
}
