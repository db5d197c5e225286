// The polls of a meeting as its minutes tell them: what the log says, and the figures of each poll's own record. Pure.
// Called by minutes.ts, and by the pages of one poll's record.
import { type Channel, channelLabels, countedVoices } from '../poll/admission.ts'
import { registerAfter } from '../poll/electorate.ts'
import { partsOf, scaleOf } from '../poll/exact.ts'
import { massOf } from '../poll/methods/method.ts'
import type { PollText } from '../poll/texts.ts'
import { thresholdText } from '../poll/threshold.ts'
import { tallyLabel } from '../poll/value-text.ts'
import { digest } from '../record/canonical.ts'
import type { AddendumRecord, VoteConstat } from '../record/poll-records.ts'
import type { EventOf, MeetingEvent } from './events.ts'
import type { MinutesPoll, MinutesTally } from './minutes-record.ts'

/** What is known of a poll beside the meeting's log: its record once counted, and what was added to it. */
export interface PollSource {
  readonly constat?: VoteConstat
  readonly addenda: readonly AddendumRecord[]
}

/** MIN-3: each poll that opened in the meeting, in that order; its figures come from its record alone, and only once it is counted. */
export function minutesPolls(
  events: readonly MeetingEvent[],
  sources: ReadonlyMap<string, PollSource>,
): MinutesPoll[] {
  const opened = events.filter((event) => event.kind === 'pollOpened')
  return opened.map((event) => pollOf(event, events, sources.get(event.pollId)))
}

function pollOf(
  opened: EventOf<'pollOpened'>,
  events: readonly MeetingEvent[],
  source: PollSource | undefined,
): MinutesPoll {
  const { pollId, itemId, question, deciding, closesAt, textHash, registerHash, at } = opened
  const closed = events.findLast((event) => event.kind === 'pollClosed' && event.pollId === pollId)
  const proclaimed = events.findLast((event) => event.kind === 'pollProclaimed' && event.pollId === pollId)
  const annulled = events
    .filter((event) => event.kind === 'pollAnnulled')
    .findLast((event) => event.pollId === pollId)
  return {
    pollId,
    ...(itemId !== undefined && { itemId }),
    question,
    deciding,
    status: annulled ? 'annulled' : closed ? 'closed' : 'open',
    openedAt: at,
    ...(closesAt !== undefined && { closesAt }),
    ...(closed && { closedAt: closed.at }),
    ...(proclaimed && { proclaimedAt: proclaimed.at }),
    ...(annulled && { annulled: { at: annulled.at, by: annulled.by.name, reason: annulled.reason } }),
    ...(textHash !== undefined && { textHash }),
    ...(registerHash !== undefined && { registerHash }),
    // A record stands for what the log says has closed, never before.
    ...(closed && source?.constat && { tally: tallyOf(source.constat) }),
    addenda: source?.addenda ?? [],
  }
}

/** What minutes keep of a poll's record. */
export function tallyOf(constat: VoteConstat): MinutesTally {
  const { poll, outcome, count, objections, closedBy, closing } = constat
  const { setting } = poll
  const words = shortWords(constat.text)
  return {
    subject: poll.subject,
    subjectTitle: poll.subjectTitle,
    round: poll.round,
    ...(words !== null && { text: words }),
    textHash: poll.textHash,
    method: setting.method,
    methodVersion: setting.methodVersion,
    ruleText: poll.ruleText,
    ...(setting.threshold && { threshold: thresholdText(setting.threshold) }),
    labels: Object.fromEntries(count?.tallies.map(({ id }) => [id, tallyLabel(setting, id)]) ?? []),
    secrecy: setting.secrecy,
    openedBy: poll.openedBy,
    closedBy,
    closing,
    ...(constat.casting && { casting: constat.casting }),
    ...(count && { count: withoutTrace(count) }),
    channels: channelsOf(constat),
    ...(constat.consultative && { consultative: constat.consultative.count }),
    recorded: answersIn(constat),
    outcome,
    blocks: namesOf(constat, count?.blocks ?? []),
    objections,
    pollDigest: digest('poll', poll),
    constatDigest: digest('constat', constat),
  }
}

function withoutTrace<T extends { readonly trace: unknown }>({ trace: _, ...count }: T): Omit<T, 'trace'> {
  return count
}

/** A passage of one line, or a question; the record and the plan hold the rest. */
function shortWords(text: PollText): string | null {
  if (text.kind === 'passage') return text.words ?? null
  return null
}

/** In a secret poll, the ids of blocks are papers', not seats': nobody is named there. */
function namesOf({ poll, register, changes }: VoteConstat, ids: readonly string[]): string[] {
  if (poll.setting.secrecy === 'secret') return []
  const names = new Map(registerAfter(register, changes).map(({ seatId, name }) => [seatId, name]))
  return ids.flatMap((id) => names.get(id) ?? [])
}

/** Seats and weight by the way in, of the voices that count; of a secret poll, of those who took part. */
function channelsOf({ register, changes, ballots, answers, secret }: VoteConstat): MinutesTally['channels'] {
  const seats = registerAfter(register, changes)
  const scale = scaleOf(seats.map(({ weight }) => weight))
  const contested = new Set(
    answers.filter(({ answer }) => answer === 'contested').map(({ voiceId }) => voiceId),
  )
  const taken: readonly { readonly seatId: string; readonly channel: Channel }[] = secret
    ? secret.roll
    : countedVoices(ballots.map((voice) => ({ ...voice, contested: contested.has(voice.id) })))
  const weightOf = new Map(
    seats.filter(({ recused }) => !recused).map(({ seatId, weight }) => [seatId, weight]),
  )
  const mass = (channel: Channel) =>
    massOf(
      taken.flatMap((voice) => {
        const weight = weightOf.get(voice.seatId)
        return voice.channel === channel && weight ? [{ parts: partsOf(weight, scale) }] : []
      }),
      scale,
    )
  const keys = Object.keys(channelLabels) as Channel[]
  return Object.fromEntries(keys.map((channel) => [channel, mass(channel)])) as MinutesTally['channels']
}

/** How many voices written down by somebody else were read again, confirmed, contested. */
function answersIn({ answers }: VoteConstat): MinutesTally['recorded'] {
  const count = (answer: string) =>
    new Set(answers.filter((one) => one.answer === answer).map(({ voiceId }) => voiceId)).size
  return { confirmed: count('confirmed'), reread: count('reread'), contested: count('contested') }
}
