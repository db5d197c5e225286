// The casting vote (COUNT-16): the one voice that may break a tie, where the rules give it to whoever chairs. Pure.
// Called by the closing, by the outcome word and by the verifier: what is a tie is said here alone.
import type { Bilingual } from '../basics.ts'
import { momentIn } from '../meeting/moments.ts'
import type { PollCount, PollSetting } from './setting.ts'

export type CastingSide = 'for' | 'against'

/** A casting vote as the record keeps it: no seat's voice, and in no base. */
export interface CastingVote {
  readonly side: CastingSide
  /** Who chaired, and when it was given. */
  readonly byName: string
  readonly at: string
}

export const castingWords = {
  for: { fr: 'voix prépondérante pour', en: 'casting vote in favour' },
  against: { fr: 'voix prépondérante contre', en: 'casting vote against' },
} as const satisfies Record<CastingSide, Bilingual>

/** COUNT-16: the line of the trace that tells a casting vote: why, how, who, when. */
export function castingLine({ side, byName, at }: CastingVote): Bilingual {
  return {
    fr: `Autant de voix pour que contre\u00a0: la règle donne alors une voix prépondérante à qui préside. ${capital(castingWords[side].fr)}, ${byName}, ${momentIn(at, 'fr')}.`,
    en: `As many voices for as against: the rules then give whoever chairs a casting vote. ${capital(castingWords[side].en)}, ${byName}, ${momentIn(at, 'en')}.`,
  }
}

const capital = (words: string) => `${words.charAt(0).toUpperCase()}${words.slice(1)}`

/** A count as its record tells it: with the casting vote among the lines of its trace, where there was one. No figure changes. */
export function withCasting(count: PollCount, casting: CastingVote | undefined): PollCount {
  return casting ? { ...count, trace: [...count.trace, castingLine(casting)] } : count
}

/**
 * COUNT-16: whether a count waits for a casting vote. Only where the rules foresaw one before the opening; only between as much for as
 * against, in weight, where half of what is expressed decides: a casting vote makes up for no quorum, no larger share, no college and no
 * least support that lacks, and it overrules no block.
 */
export function awaitsCasting(setting: PollSetting, count: PollCount | null): boolean {
  const { threshold } = setting
  if (setting.tie !== 'castingVote' || !threshold || !count || !count.quorum.met) return false
  const { share, base, abstentions, minSupport, perCollege } = threshold
  const half = share.num * 2 === share.den
  const even = base === 'expressed' && (abstentions === 'excluded' || count.abstained.seats === 0)
  const whole = minSupport === undefined && Object.keys(perCollege ?? {}).length === 0
  const tied = count.favourable?.weight === count.against?.weight && count.tied.length === 2
  return half && even && whole && tied && count.test?.passed === false && count.blocks.length === 0
}
