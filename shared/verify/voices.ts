// The voices of a record of the second form: named ones with their receipts, secret ones with their roll and their values; the recount.
// Called by votes.ts alone.
import { checkReason } from '../poll/admission.ts'
import { awaitsCasting } from '../poll/casting.ts'
import { countRecord } from '../poll/counted.ts'
import { registerAfter } from '../poll/electorate.ts'
import { standingOf } from '../poll/objection.ts'
import { outcomeOf } from '../poll/outcome.ts'
import type { PollCount } from '../poll/setting.ts'
import { checkValue } from '../poll/setting-check.ts'
import { canonicalText, digest } from '../record/canonical.ts'
import type { VoteConstat } from '../record/poll-records.ts'
import { type Finding, judged, notChecked } from './findings.ts'

export function voiceFindings(constat: VoteConstat, path: string): Finding[] {
  const secret = constat.poll.setting.secrecy === 'secret'
  const told = constat.secret !== undefined
  return [
    ...judged('secretApart', path, secret === told && !(secret && constat.ballots.length > 0) ? [] : [path]),
    ...(constat.secret ? secretFindings(constat, constat.secret, path) : namedFindings(constat, path)),
    ...recountFindings(constat, path),
  ]
}

function namedFindings(constat: VoteConstat, path: string): Finding[] {
  const { poll, ballots, closedAt } = constat
  const pollDigest = digest('poll', poll)
  const wrong = {
    ballotPoll: [] as string[],
    ballotText: [] as string[],
    ballotRegister: [] as string[],
    ballotOrder: [] as string[],
    ballotValue: [] as string[],
    ballotTime: [] as string[],
    ballotRevision: [] as string[],
  }
  const ids = new Set<string>()
  for (const [index, ballot] of ballots.entries()) {
    const at = `${path}/ballots/${index}`
    const before = ballots[index - 1]
    if (ballot.pollDigest !== pollDigest) wrong.ballotPoll.push(`${at}/pollDigest`)
    if (ballot.textHash !== poll.textHash) wrong.ballotText.push(`${at}/textHash`)
    if (!couldVote(constat, ballot.seatId, ballot.receivedAt)) wrong.ballotRegister.push(`${at}/seatId`)
    if (ids.has(ballot.id) || (before && before.seatId > ballot.seatId)) wrong.ballotOrder.push(at)
    if (checkValue(poll.setting, ballot.value) || checkReason(poll.setting, ballot.value, ballot.reason))
      wrong.ballotValue.push(`${at}/value`)
    // Instants of one fixed form: their text order is their order in time.
    if (ballot.receivedAt <= poll.openedAt || ballot.receivedAt >= closedAt)
      wrong.ballotTime.push(`${at}/receivedAt`)
    if (!isNextOf(constat, index) || (ballot.channel === 'proxy') !== (ballot.proxySeat !== undefined))
      wrong.ballotRevision.push(at)
    ids.add(ballot.id)
  }
  const answered = constat.answers.flatMap(({ voiceId }, index) =>
    ballots.some(({ id, channel }) => id === voiceId && (channel === 'facilitated' || channel === 'paper'))
      ? []
      : [`${path}/answers/${index}`],
  )
  const recorded = ballots.filter(({ channel }) => channel === 'facilitated' || channel === 'paper').length
  return [
    ...Object.entries(wrong).flatMap(([code, places]) => judged(code as keyof typeof wrong, path, places)),
    ...judged('voiceAnswers', path, answered),
    ...(recorded > 0 ? [notChecked('facilitated', path, { count: recorded })] : []),
  ]
}

/** In the register at that instant, and not recused by then. */
function couldVote({ register, changes }: VoteConstat, seatId: string, at: string): boolean {
  const seats = registerAfter(
    register,
    changes.filter((change) => change.at <= at),
  )
  return seats.some((seat) => seat.seatId === seatId && !seat.recused)
}

/** Revisions of a seat are 1, 2, 3…; without a second vote, another one only after the one before was contested. */
function isNextOf({ poll, ballots, answers }: VoteConstat, index: number): boolean {
  const ballot = ballots[index]!
  const before = ballots[index - 1]
  if (!before || before.seatId !== ballot.seatId) return ballot.revision === 1
  if (ballot.revision !== before.revision + 1) return false
  return (
    poll.setting.revote ||
    answers.some(({ voiceId, answer }) => voiceId === before.id && answer === 'contested')
  )
}

function secretFindings(
  constat: VoteConstat,
  { roll, tallies, suppressed }: NonNullable<VoteConstat['secret']>,
  path: string,
): Finding[] {
  const { poll, closedAt } = constat
  const pollDigest = digest('poll', poll)
  const at = `${path}/secret`
  const wrongRoll = roll.flatMap((entry, index) => {
    const before = roll[index - 1]
    const right =
      entry.pollDigest === pollDigest &&
      couldVote(constat, entry.seatId, entry.receivedAt) &&
      entry.receivedAt > poll.openedAt &&
      entry.receivedAt < closedAt &&
      !(before && before.seatId >= entry.seatId) &&
      entry.channel !== 'facilitated'
    return right ? [] : [`${at}/roll/${index}`]
  })
  const texts = tallies.map(({ value, reason }) => canonicalText({ value, reason }))
  const wrongTallies = tallies.flatMap(({ value, reason }, index) => {
    const right =
      !checkValue(poll.setting, value) &&
      !checkReason(poll.setting, value, reason) &&
      (index === 0 || texts[index - 1]! < texts[index]!)
    return right ? [] : [`${at}/tallies/${index}`]
  })
  const papers = tallies.reduce((sum, { count }) => sum + count, 0)
  const hidden = roll.length < poll.setting.minSecretSize
  const even = suppressed ? papers === 0 : papers === roll.length
  return [
    ...judged('secretRoll', path, wrongRoll),
    ...judged('secretValues', path, [...wrongTallies, ...(even && hidden === suppressed ? [] : [at])]),
  ]
}

function recountFindings(constat: VoteConstat, path: string): Finding[] {
  const count = recounted(constat)
  const same =
    (count === null ? undefined : figuresText(count)) === (constat.count && figuresText(constat.count))
  const own = constat.objections.filter(({ pollId }) => pollId === constat.poll.id)
  const outcome = outcomeOf(constat.poll.setting, count, {
    ...standingOf(own),
    ...(constat.casting && { casting: constat.casting.side }),
  })
  const uncalled = constat.casting !== undefined && !isCalledFor(constat, count)
  const actual = count
    ? `${outcome} ${count.tallies.map(({ id, figure }) => `${id}\u00a0${figure}`).join(' · ')}`
    : '…'
  return [
    ...judged('recount', path, same ? [] : [`${path}/count`], { actual }),
    ...traceFindings(count, constat.count, `${path}/count/trace`),
    ...judged(
      'outcome',
      path,
      [...(outcome === constat.outcome ? [] : [`${path}/outcome`]), ...(uncalled ? [`${path}/casting`] : [])],
      { actual: outcome },
    ),
  ]
}

/** All that a count says but its trace: words are mended over ten years, and an older record must still recount. */
function figuresText({ trace: _, ...figures }: PollCount): string {
  return canonicalText(figures)
}

/** The trace as this software words it, or another one: then it is for people to read beside the figures. */
function traceFindings(count: PollCount | null, told: PollCount | undefined, path: string): Finding[] {
  if (!told) return []
  const same = count !== null && canonicalText(count.trace) === canonicalText(told.trace)
  return same ? judged('traceWords', path, []) : [notChecked('traceWords', path)]
}

/** COUNT-16: a casting vote stands only on a tie that waits for one, given by the one who closed, as the poll closed. */
function isCalledFor(
  { poll, casting, closing, closedAt, closedBy }: VoteConstat,
  count: PollCount | null,
): boolean {
  return (
    closing === 'hand' &&
    casting!.byName === closedBy &&
    casting!.at === closedAt &&
    awaitsCasting(poll.setting, count)
  )
}

/** Null when nothing may be counted (a secret poll under its minimum), or when it cannot be: a voice outside the register. */
export function recounted(constat: Parameters<typeof countRecord>[0]): PollCount | null {
  try {
    return countRecord(constat)
  } catch {
    return null
  }
}
