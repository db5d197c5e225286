// The ballot file of a counted poll, made from its record: what « assise tally » recounts. Pure. Called by the act that exports it.
import { digest } from '../record/canonical.ts'
import type { VoteConstat } from '../record/poll-records.ts'
import { countedVoices } from './admission.ts'
import { registerAfter } from './electorate.ts'
import type { FileVoice, TallyFile } from './tally-file.ts'

/** Null when nothing may be recounted: a secret poll that stayed under its minimum. A secret poll's papers are named by their place. */
export function ballotFileOf(constat: VoteConstat): TallyFile | null {
  const { poll, register, changes, count, secret } = constat
  if (!count) return null
  const after = registerAfter(register, changes)
  const known = new Set(register.map(({ seatId }) => seatId))
  const joined = after.filter(({ seatId }) => !known.has(seatId))
  const recused = after
    .filter((seat) => seat.recused && !register.find(({ seatId }) => seatId === seat.seatId)?.recused)
    .map(({ seatId }) => seatId)
  return {
    format: 'assise/ballots/v1',
    poll,
    register,
    ...(joined.length > 0 && { joined }),
    ...(recused.length > 0 && { recusedSince: recused.sort() }),
    voices: secret ? paperVoices(secret) : namedVoices(constat),
    ...(secret && { voted: secret.roll.map(({ seatId }) => seatId) }),
    count,
  }
}

function namedVoices({ ballots, answers }: VoteConstat): FileVoice[] {
  const contested = new Set(
    answers.filter(({ answer }) => answer === 'contested').map(({ voiceId }) => voiceId),
  )
  return countedVoices(ballots.map((voice) => ({ ...voice, contested: contested.has(voice.id) }))).map(
    ({ contested: _, ...voice }) => ({
      seatId: voice.seatId,
      value: voice.value,
      receipt: digest('ballot', voice),
      channel: voice.channel,
    }),
  )
}

function paperVoices({ tallies }: NonNullable<VoteConstat['secret']>): FileVoice[] {
  const papers = tallies.flatMap(({ value, count }) => new Array<typeof value>(count).fill(value))
  const voices = papers.map((value, at) => ({ seatId: `paper-${at + 1}`, value }))
  return voices.sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
}
