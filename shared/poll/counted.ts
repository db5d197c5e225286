// What of a poll's record is counted: of named voices, each seat's last that its holder did not contest; of a secret poll, its papers.
// Pure. Called by the closing, the ballot file, the verifier and the pages: all of them count the same voices.
import type { SecretTally, VoiceAnswer, VoiceRecord, VoteConstat } from '../record/poll-records.ts'
import { countedVoices } from './admission.ts'
import { withCasting } from './casting.ts'
import { countPoll } from './count.ts'
import { registerAfter } from './electorate.ts'
import type { PollCount, Voice } from './setting.ts'

/** VOTE-7 on records: sorted by seat, one a seat at most. */
export function countedBallots(
  ballots: readonly VoiceRecord[],
  answers: readonly VoiceAnswer[],
): VoiceRecord[] {
  const contested = new Set(
    answers.filter(({ answer }) => answer === 'contested').map(({ voiceId }) => voiceId),
  )
  return countedVoices(ballots.filter(({ id }) => !contested.has(id)))
}

/** The papers of a secret poll: each stands for nobody, under a number that says only its place among the sorted values. */
export function secretPapers(tallies: readonly SecretTally[]): Voice[] {
  const values = tallies.flatMap(({ value, count }) => new Array<SecretTally['value']>(count).fill(value))
  return values.map((value, at) => ({ seatId: `paper-${at + 1}`, value }))
}

/** The count of a record from its voices; null for a secret poll under its minimum. Throws (a bug, or a forgery) when it cannot be counted. */
export function countRecord(
  constat: Pick<VoteConstat, 'poll' | 'register' | 'changes' | 'ballots' | 'answers' | 'secret' | 'casting'>,
): PollCount | null {
  const { poll, register, changes, ballots, answers, secret, casting } = constat
  const seats = registerAfter(register, changes)
  if (!secret) return withCasting(countPoll(poll.setting, seats, countedBallots(ballots, answers)), casting)
  if (secret.suppressed) return null
  const count = countPoll(poll.setting, seats, secretPapers(secret.tallies), {
    voted: secret.roll.map(({ seatId }) => seatId),
  })
  return withCasting(count, casting)
}
