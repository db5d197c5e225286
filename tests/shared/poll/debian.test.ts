// COUNT-10: votes of the Debian Project, a community that decides by Schulze with a status quo: one whole, from its ballots; others by their duels.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { duelsOf, orderByPaths, strongestPaths } from '../../../shared/poll/methods/schulze.ts'
import { recountTally } from '../../../shared/poll/recount.ts'
import type { Value } from '../../../shared/poll/setting.ts'
import { deal, optionsNamed, seatsOf, settingOf } from '../../kit/counting.ts'
import { tallyFileOf } from '../../kit/tally-file.ts'

/** The duels of a published matrix, as the paths read them. */
function byPaths(rows: readonly (readonly number[])[]): number[][] {
  const { strengths } = strongestPaths(rows.flat().map(BigInt), rows.length)
  return orderByPaths(strengths, rows.length).map((group) => group.map((at) => at + 1))
}

// The result page www.debian.org/vote/2007/vote_001: 482 voters, the matrix of duels (a row's option preferred to a column's), « The winner
// of the election is Sam Hocevar », before Steve McIntyre by eight ballots (Linux Magazine 80, 2007, gives the whole order).
const options2007 = [
  'Verhelst',
  'Mahinovs',
  'Franco',
  'Hocevar',
  'McIntyre',
  'Hertzog',
  'Towns',
  'Richter',
  'NoneOfTheAbove',
]
const duels2007 = [
  [0, 340, 247, 163, 163, 181, 219, 331, 337],
  [28, 0, 38, 31, 45, 37, 91, 94, 142],
  [130, 255, 0, 75, 129, 121, 170, 239, 268],
  [237, 329, 278, 0, 211, 227, 252, 330, 346],
  [224, 344, 271, 203, 0, 215, 264, 330, 342],
  [213, 342, 261, 177, 190, 0, 240, 326, 340],
  [202, 307, 243, 184, 131, 184, 0, 287, 298],
  [42, 159, 73, 43, 58, 56, 109, 0, 183],
  [109, 270, 160, 91, 103, 113, 156, 233, 0],
]
const order2007 = [[4], [5], [6], [1], [7], [3], [9], [8], [2]].map((group) =>
  group.map((option) => options2007[option - 1]!),
)

/**
 * The tally sheet of that vote (vote.debian.org, leader2007_tally.txt; copy read in the public repository julien-boudry/Condorcet), whole and
 * in its order, without the digests by which voters find theirs: of each ballot the place given to each option, « - » for none.
 */
const ballots2007 = readFileSync(new URL('debian-leader-2007.txt', import.meta.url), 'utf8')
  .trim()
  .split(/\s+/)

/** A ballot as a value here: options by place; one that ranks nothing would be blank. */
function rankingOf(ballot: string): Value {
  const ranked = [...ballot].flatMap((place, at) => (place === '-' ? [] : [{ place: Number(place), at }]))
  const groups = [...Map.groupBy(ranked, ({ place }) => place)].sort(([a], [b]) => a - b)
  return { ranking: groups.map(([, group]) => group.map(({ at }) => options2007[at]!)) }
}

describe('COUNT-10 Debian’s leader of 2007, from its 482 ballots', () => {
  const setting = settingOf('schulze', {
    options: optionsNamed(options2007),
    params: { statusQuo: 'NoneOfTheAbove' },
  })
  const register = seatsOf(ballots2007.length)
  const voices = deal(
    register,
    ballots2007.map((ballot) => [1, rankingOf(ballot)] as const),
  )
  const count = countPoll(setting, register, voices)

  test('every ballot is valid and counted, and the duels are the published matrix, cell by cell', () => {
    expect(ballots2007).toHaveLength(482)
    expect(count).toMatchObject({
      cast: { seats: 482 },
      expressed: { seats: 482 },
      invalid: { seats: 0 },
      blank: { seats: 0 },
    })
    const papers = ballots2007.map((ballot) => {
      const places = [...ballot].map((place) => (place === '-' ? 99 : Number(place)))
      const ranks = [...new Set(places)].sort((a, b) => a - b)
      return { places: Uint16Array.from(places, (place) => ranks.indexOf(place)), parts: 1n }
    })
    const duels = duelsOf(options2007.length, papers).map(Number)
    expect(options2007.map((_, at) => duels.slice(at * 9, at * 9 + 9))).toEqual(duels2007)
  })

  test('Sam Hocevar is elected, the order is the published one, and three stand below the status quo or are it', () => {
    expect(count.groups).toEqual(order2007)
    expect(count.retained).toEqual(['Hocevar'])
    expect(count.tied).toEqual([])
    const [won, lost] = [count.trace.map(({ en }) => en), order2007.flat().slice(6)]
    expect(won).toContain('Hocevar en beats McIntyre en, 211 to 203.')
    expect(lost).toEqual(['NoneOfTheAbove', 'Richter', 'Mahinovs'])
    // Duels won, of eight: the winner wins them all.
    const figures = Object.fromEntries(count.tallies.map(({ id, figure }) => [id, figure]))
    expect(figures).toMatchObject({ Hocevar: '8', McIntyre: '7', Mahinovs: '0' })
  })

  test('its ballot file recounts to the same; with one ballot turned round, it does not', () => {
    const file = tallyFileOf({ setting, register, voices })
    expect(recountTally(file)).toMatchObject({ same: true, differences: [] })
    const at = file.voices.findIndex(({ value }) =>
      JSON.stringify(value).startsWith('{"ranking":[["McIntyre"'),
    )
    const turned = file.voices.map((voice, place) =>
      place === at ? { ...voice, value: { ranking: [['Mahinovs']] } } : voice,
    )
    expect(recountTally({ ...file, voices: turned }).same).toBe(false)
  })
})

// By the matrix of duels alone: rows and columns are the options of the ballot, in its order, the last one « None of the above ».
describe('COUNT-10 Debian’s votes, by their published duels', () => {
  test('2002 (www.debian.org/vote/2002/vote_0001, 475 voters): option 3, Bdale Garbee', () => {
    const order = byPaths([
      [0, 255, 178, 385],
      [199, 0, 134, 406],
      [291, 327, 0, 443],
      [68, 50, 18, 0],
    ])
    expect(order).toEqual([[3], [1], [2], [4]])
  })

  test('2006 (www.debian.org/vote/2006/vote_002, 421 voters): option 4, Anthony Towns; options 1 and 5 ex aequo', () => {
    const order = byPaths([
      [0, 310, 123, 144, 166, 341, 228, 319],
      [40, 0, 34, 46, 45, 246, 48, 158],
      [230, 332, 0, 184, 233, 354, 278, 344],
      [230, 334, 190, 0, 242, 365, 281, 339],
      [166, 320, 124, 135, 0, 352, 240, 321],
      [20, 61, 16, 16, 16, 0, 21, 73],
      [119, 275, 68, 99, 117, 321, 0, 294],
      [75, 202, 53, 71, 75, 301, 87, 0],
    ])
    expect(order).toEqual([[4], [3], [1, 5], [7], [8], [2], [6]])
  })

  test('2020 (www.debian.org/vote/2020/vote_001, 339 voters): option 1, Jonathan Carter', () => {
    const order = byPaths([
      [0, 258, 281, 301],
      [57, 0, 163, 244],
      [40, 114, 0, 194],
      [34, 76, 125, 0],
    ])
    expect(order).toEqual([[1], [2], [3], [4]])
  })
})
