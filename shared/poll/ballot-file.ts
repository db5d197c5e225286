// The ballot file of a counted poll, made from its record: what « assise tally » recounts. Pure. Called by the act that exports it.
import { digest } from '../record/canonical.ts'
import type { VoiceRecord, VoteConstat } from '../record/poll-records.ts'
import { countedVoices } from './admission.ts'
import { askedSeats } from './consultative.ts'
import { countedBallots, secretPapers } from './counted.ts'
import { registerAfter } from './electorate.ts'
import { standingOf } from './objection.ts'
import type { FileOutcome, FileVoice, TallyFile } from './tally-file.ts'

/** Null when nothing may be recounted: a secret poll that stayed under its minimum. A secret poll's papers are named by their place. */
export function ballotFileOf(constat: VoteConstat): TallyFile | null {
  const { poll, register, changes, count, secret, consultative } = constat
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
    voices: secret
      ? secretPapers(secret.tallies).sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
      : namedVoices(constat),
    ...(secret && { voted: secret.roll.map(({ seatId }) => seatId) }),
    count,
    outcome: outcomeIn(constat),
    ...(consultative && {
      consultative: {
        seats: consultative.seats,
        ...(consultative.joined && { joined: askedSeats({ seats: [], joined: consultative.joined }) }),
        voices: countedVoices(consultative.ballots).map(fileVoice),
        count: consultative.count,
      },
    }),
  }
}

/** What the outcome's word rests on, beside the figures. */
function outcomeIn({ poll, objections, outcome, casting }: VoteConstat): FileOutcome {
  const own = objections.filter(({ pollId }) => pollId === poll.id)
  const { blockStands, overruled, reserved } = standingOf(own)
  return {
    word: outcome,
    blockStands,
    overruled,
    ...(reserved && { reserved }),
    ...(casting && { casting }),
  }
}

const fileVoice = (voice: VoiceRecord): FileVoice => ({
  seatId: voice.seatId,
  value: voice.value,
  receipt: digest('ballot', voice),
  channel: voice.channel,
})

function namedVoices({ ballots, answers }: VoteConstat): FileVoice[] {
  return countedBallots(ballots, answers).map(fileVoice)
}
