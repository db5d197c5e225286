// Consultative voices (VOTE-27, COUNT-17): organisations that are asked and do not decide. They have seats, ballots and figures of their own,
// so that nothing of a count could take one in. Pure. Called by the acts that open, close and show polls, by the ballot file, the pages and
// the verifier.
import type { Bilingual } from '../basics.ts'
import { type Refusal, refusal } from '../refusals.ts'
import { registerMax } from './consent.ts'
import { countPoll } from './count.ts'
import type { PollCount, PollSetting, SeatEntry, Voice } from './setting.ts'

/** What is told of consultative voices: how many, and what they say. No base, no quorum, no threshold, no outcome, nobody who blocks. */
export type ConsultativeCount = Pick<
  PollCount,
  | 'registered'
  | 'recused'
  | 'cast'
  | 'expressed'
  | 'abstained'
  | 'blank'
  | 'invalid'
  | 'notVoted'
  | 'favourable'
  | 'against'
  | 'tallies'
  | 'groups'
>

export const consultativeWords = {
  title: { fr: 'Voix consultatives', en: 'Consultative voices' },
  note: {
    fr: 'Données à titre consultatif\u00a0: elles n’entrent ni dans le compte, ni dans le quorum, ni dans aucune base.',
    en: 'Given for advice: they enter neither the count, nor the quorum, nor any base.',
  },
} as const satisfies Record<string, Bilingual>

/** VOTE-27: the seats that are asked for advice, as the record of an opening keeps them: sorted, one each, of no weight among the others. */
export function consultativeSeats(seats: readonly Omit<SeatEntry, 'weight' | 'proxyTo'>[]): SeatEntry[] {
  return seats
    .map(({ seatId, name, college, holder, recused, present }) => ({
      seatId,
      name,
      college,
      weight: { num: 1, den: 1 },
      ...(holder && { holder }),
      ...(recused && { recused }),
      ...(present && { present }),
    }))
    .sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
}

/** Every seat asked for advice, at the opening and since, sorted. */
export function askedSeats({
  seats,
  joined = [],
}: {
  readonly seats: readonly SeatEntry[]
  readonly joined?: readonly { readonly seat: SeatEntry }[]
}): SeatEntry[] {
  return [...seats, ...joined.map(({ seat }) => seat)].sort((a, b) => (a.seatId < b.seatId ? -1 : 1))
}

/**
 * VOTE-27: whether a consultative seat that came after the opening may be asked too: where late seats join (an additive register) and advice
 * is asked for, once, and never beside a voice that counts. Refuses registerFrozen, notInRegister, alreadyInRegister, askedForAdvice,
 * registerTooLarge.
 */
export function checkLateAdviser(
  setting: Pick<PollSetting, 'electorate' | 'secrecy'>,
  { register, asked }: { readonly register: readonly SeatEntry[]; readonly asked: readonly SeatEntry[] },
  { seatId, name }: Pick<SeatEntry, 'seatId' | 'name'>,
): Refusal | null {
  if (setting.electorate === 'frozen') return refusal('registerFrozen')
  if (!asksAdvice(setting)) return refusal('notInRegister', { organization: name })
  if (register.some((seat) => seat.seatId === seatId))
    return refusal('alreadyInRegister', { organization: name })
  if (asked.some((seat) => seat.seatId === seatId)) return refusal('askedForAdvice', { organization: name })
  return asked.length >= registerMax ? refusal('registerTooLarge', { limit: registerMax }) : null
}

/** Whether a poll asks for advice at all: of a secret one a few voices apart would tell who said what. */
export function asksAdvice(setting: Pick<PollSetting, 'secrecy'>): boolean {
  return setting.secrecy !== 'secret'
}

/**
 * COUNT-17: the figures of consultative voices alone, by the poll's own method and options; one voice a seat (the last, see countedVoices).
 * Requires (a bug otherwise) what countPoll requires, of these seats.
 */
export function countConsultative(
  { threshold: _, fallback: __, ...setting }: PollSetting,
  seats: readonly SeatEntry[],
  voices: readonly Voice[],
): ConsultativeCount {
  const count = countPoll(setting, seats, voices)
  const { registered, recused, cast, expressed, abstained, blank, invalid, notVoted, tallies, groups } = count
  const sides = count.favourable && count.against && { favourable: count.favourable, against: count.against }
  return {
    ...{ registered, recused, cast, expressed, abstained, blank, invalid, notVoted },
    ...(sides ?? {}),
    tallies,
    groups,
  }
}
