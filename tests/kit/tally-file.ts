// A ballot file built from a poll of the kit, as the server would export it. Called by the tests of the recount and of its command.
import { countPoll } from '../../shared/poll/count.ts'
import { settingText } from '../../shared/poll/setting-text.ts'
import type { TallyFile } from '../../shared/poll/tally-file.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { AnyPoll } from './counting.ts'

export function tallyFileOf(
  { setting, register, voices }: AnyPoll,
  extra: Pick<TallyFile, 'joined' | 'recusedSince' | 'present' | 'voted'> = {},
): TallyFile {
  const recused = new Set(extra.recusedSince)
  const seats = [...register, ...(extra.joined ?? [])].map((seat) =>
    recused.has(seat.seatId) ? { ...seat, recused: true } : seat,
  )
  const bySeat = (a: { seatId: string }, b: { seatId: string }) => (a.seatId < b.seatId ? -1 : 1)
  return {
    format: 'assise/ballots/v1',
    poll: {
      format: 'assise/poll/v2',
      id: 'poll-1',
      question: { fr: 'Adoptez-vous le texte\u00a0?', en: 'Do you adopt the text?' },
      setting,
      ruleText: settingText(setting),
      registerHash: digest('register', register),
    },
    register,
    ...extra,
    voices: [...voices].sort(bySeat),
    count: countPoll(setting, seats, voices, {
      ...(extra.present ? { present: extra.present } : {}),
      ...(extra.voted ? { voted: extra.voted } : {}),
    }),
  }
}
