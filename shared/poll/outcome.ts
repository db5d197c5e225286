// The outcome word of a count (VOTE-8): what may be said of it, apart from its figures. Pure.
// Called at the closing and by the verifier; nothing else pronounces an outcome.
import { awaitsCasting, type CastingSide } from './casting.ts'
import type { Outcome, PollCount, PollSetting } from './setting.ts'

/** What is known beside the count when a poll closes. */
export interface Standing {
  /** A block that stands as an objection, whatever the ballots say (it may have been raised beside them). */
  readonly blockStands: boolean
  /** The rules foresaw that a majority overrules a block, and it was. */
  readonly overruled?: boolean
  /** An objection of any level, a concern among them, that was not withdrawn: nobody's unanimity. */
  readonly reserved?: boolean
  /** The casting vote given on a tie, where the rules foresee one. */
  readonly casting?: CastingSide
}

/**
 * VOTE-8: no quorum, no decision · a method that adopts nothing sorts, or postpones when its rule sends a tie back · a block that
 * stands is never a consensus (INV-17), and one that was overruled neither: only a fallback fixed before the opening decides, with
 * dissent · otherwise the threshold decides, in an approval by what is retained, and what is decided against expressed voices of a method
 * without blocks is decided with dissent · unanimous is said only when every seat of the register supported without reserve, in its voice or beside it; a tie that a
 * casting vote broke in favour is decided with dissent (COUNT-16). `count` null (a secret poll under its minimum) decides nothing.
 */
export function outcomeOf(setting: PollSetting, count: PollCount | null, standing: Standing): Outcome {
  if (count === null || !count.quorum.met) return 'notDecided'
  if (count.tied.length > 0 && setting.tie === 'deliberateAgain') return 'postponed'
  if (!setting.threshold) return 'sorted'
  // A tie for the places of an approval retains nothing: whatever reached the threshold, nothing is adopted.
  if (setting.method === 'approval' && count.retained.length === 0) return 'notDecided'
  const blocked = standing.blockStands || standing.overruled || count.blocks.length > 0
  if (blocked)
    return setting.afterBlock === 'majority' && count.fallbackTest?.passed ? 'dissent' : 'notDecided'
  if (!count.test?.passed)
    return standing.casting === 'for' && awaitsCasting(setting, count) ? 'dissent' : 'notDecided'
  if (setting.method === 'approval') return tickedByAll(count) ? 'consensus' : 'dissent'
  if (!hasBlocks(setting) && (count.against?.seats ?? 0) > 0) return 'dissent'
  return isUnanimous(setting, count) && !standing.reserved ? 'unanimous' : 'consensus'
}

/** In an approval, whoever expressed a voice and did not tick each option retained did not go along. */
function tickedByAll({ retained, tallies, expressed }: PollCount): boolean {
  return tallies.every(({ id, mass }) => !retained.includes(id) || mass.seats === expressed.seats)
}

/** The methods in which a voice may block: there, a disagreement that does not block goes along with the consensus. */
function hasBlocks({ method }: PollSetting): boolean {
  return method === 'consent' || method === 'gradients' || method === 'fist'
}

/** The fullest support that a method knows, by the name its tallies give it. */
const fullest: { readonly [method: string]: string } = {
  consent: 'support',
  gradients: 'endorse',
  fist: '5',
  yesNo: 'yes',
}

/** Every seat that could vote did, in favour, in the method's fullest way. */
function isUnanimous({ method }: PollSetting, { tallies, registered }: PollCount): boolean {
  return tallies.some(({ id, mass }) => id === fullest[method] && mass.seats === registered.seats)
}
