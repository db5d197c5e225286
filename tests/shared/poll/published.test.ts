// COUNT-9, COUNT-10, COUNT-12: elections published with their result, recounted. Each names its source.
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { orderByPaths, strongestPaths } from '../../../shared/poll/methods/schulze.ts'
import type { PollCount, Value } from '../../../shared/poll/setting.ts'
import { countOf, deal, optionsNamed, seatsOf, settingOf } from '../../kit/counting.ts'

/** « 5 ACBED » lines as a count: each letter an option, `=` between equals, those left out last. */
function ranked(ballots: string): PollCount {
  const lines = [...ballots.matchAll(/(\d+) ([A-Z=]+)/g)].map(([, count, order]) => {
    const ranking = order!.match(/[A-Z](?:=[A-Z])*/g)!.map((group) => group.split('='))
    return [Number(count), { ranking } as Value] as const
  })
  const names = [...new Set(ballots.match(/[A-Z]/g))].sort()
  return countOf(settingOf('schulze', { options: optionsNamed(names) }), lines)
}
const winners = (ballots: string) => ranked(ballots).groups[0]

// M. Schulze, « A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method »,
// Social Choice and Welfare 36 (2011), 267–303, and its long form, « The Schulze Method of Voting », arXiv:1804.02973: section of examples.
describe('COUNT-10 the examples of the Schulze paper (2011)', () => {
  test('example 1: 21 voters, D wins by paths alone', () => {
    const count = ranked('8 ACDB 2 BADC 4 CDBA 4 DBAC 3 DCBA')
    expect(count.groups[0]).toEqual(['D'])
    expect(count.retained).toEqual(['D'])
  })

  test('example 2: 30 voters, C', () => expect(winners('3 ACDB 9 BACD 8 CDAB 5 DABC 5 DBCA')).toEqual(['C']))

  test('example 3: 45 voters and five options, E before A, C, B, D', () => {
    const count = ranked('5 ACBED 5 ADECB 8 BEDAC 3 CABED 7 CAEBD 2 CBADE 7 DCEBA 8 EBADC')
    expect(count.groups).toEqual([['E'], ['A'], ['C'], ['B'], ['D']])
    expect(count.tallies.map(({ figure }) => figure)).toEqual(['2', '2', '2', '1', '3'])
    expect(count.trace.map(({ en }) => en)).toContain('B en beats A en, 25 to 20.')
    expect(count.trace.map(({ en }) => en)).toContain(
      'By duels, E en → D en → C en (strength 28); back, C en → E en (strength 24).',
    )
  })

  test('example 4: nine voters, B and D share the first place, A and C the second: ties come out as groups', () => {
    const count = ranked('3 ABCD 2 CBDA 2 DABC 2 DBCA')
    expect(count.groups).toEqual([
      ['B', 'D'],
      ['A', 'C'],
    ])
    expect(count).toMatchObject({ retained: [], tied: ['B', 'D'] })
  })

  test('example 5: D', () => expect(winners('12 ABCD 6 ADBC 9 BCDA 15 CDAB 21 DBAC')).toEqual(['D']))

  test('example 6: A and C, ex aequo', () => {
    expect(winners('8 ACDB 2 BCDA 3 BDAC 5 CBDA 1 CDBA 3 DABC 1 DBAC')).toEqual(['A', 'C'])
  })

  test('example 7: two voices more for A take its first place away: the method is open to it, and the paper says so', () => {
    const first = '3 ADEBCF 3 BFECDA 4 CABFDE 1 DBCEFA 4 DEFABC 2 ECBDFA 2 FACDBE'
    expect(winners(first)).toEqual(['A'])
    expect(winners(`${first} 2 AEFCBD`)).toEqual(['D'])
  })

  test('example 8: an option more that all rank under D changes who is first', () => {
    expect(winners('3 ABDC 5 ADBC 1 ADCB 2 BADC 2 BDCA 4 CABD 6 CBAD 2 DBCA 5 DCAB')).toEqual(['A'])
    expect(winners('3 ABDEC 5 ADEBC 1 ADECB 2 BADEC 2 BDECA 4 CABDE 6 CBADE 2 DBECA 5 DECAB')).toEqual(['B'])
  })

  test('example 9: A alone, then B when E joins', () => {
    expect(winners('5 ACDB 2 BCDA 4 BDAC 2 CDAB')).toEqual(['A'])
    expect(winners('5 AECDB 2 BCDAE 4 BDAEC 2 CDABE')).toEqual(['B'])
  })

  test('example 10: voters who rank equally or leave out; by winning votes, D', () => {
    const ballots =
      '6 ABCD 8 A=BC=D 8 A=CB=D 18 A=CDB 8 A=C=DB 40 BA=C=D 4 CBDA 9 CDAB 8 C=DA=B 14 DABC 11 DBCA 4 DCAB'
    expect(winners(ballots)).toEqual(['D'])
  })

  test('example 11: B; example 12, the same with rows reversed in part: E', () => {
    expect(winners('9 ADBEC 6 BCADE 5 BCDEA 2 CDBEA 6 DECBA 14 EACBD 2 ECABD 1 EDACB')).toEqual(['B'])
    expect(winners('9 ADBEC 1 BACED 6 CBADE 2 CDBEA 5 CDEAB 6 DECAB 14 EBACD 2 EBCAD')).toEqual(['E'])
  })

  test('example 13: the strict order of two of three is not forced: A and B', () => {
    expect(winners('2 ABC 2 BCA 1 CAB')).toEqual(['A', 'B'])
  })
})

/** The duels of a published matrix, as the paths read them. */
function byPaths(rows: readonly (readonly number[])[]): number[][] {
  const { strengths } = strongestPaths(rows.flat().map(BigInt), rows.length)
  return orderByPaths(strengths, rows.length).map((group) => group.map((at) => at + 1))
}

// The Debian Project's leader elections, by the matrix of duels of each result page: rows and columns are the options of the
// ballot, in its order, the last one « None of the above ».
describe('COUNT-10 Debian’s votes, by their published duels', () => {
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

  test('2007 (www.debian.org/vote/2007/vote_001, 482 voters): option 4, Sam Hocevar', () => {
    const order = byPaths([
      [0, 340, 247, 163, 163, 181, 219, 331, 337],
      [28, 0, 38, 31, 45, 37, 91, 94, 142],
      [130, 255, 0, 75, 129, 121, 170, 239, 268],
      [237, 329, 278, 0, 211, 227, 252, 330, 346],
      [224, 344, 271, 203, 0, 215, 264, 330, 342],
      [213, 342, 261, 177, 190, 0, 240, 326, 340],
      [202, 307, 243, 184, 131, 184, 0, 287, 298],
      [42, 159, 73, 43, 58, 56, 109, 0, 183],
      [109, 270, 160, 91, 103, 113, 156, 233, 0],
    ])
    expect(order).toEqual([[4], [5], [6], [1], [7], [3], [9], [8], [2]])
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

const gradesOf = (ids: readonly string[]) => ids.map((id) => ({ id, label: { fr: id, en: id } }))

/** A majority judgment from how many gave each grade to each option, best grade first: who gave what does not matter to it. */
function judged(
  ids: readonly string[],
  profiles: { readonly [option: string]: readonly number[] },
): PollCount {
  const names = Object.keys(profiles)
  const columns = names.map((name) =>
    profiles[name]!.flatMap((count, at) => Array<string>(count).fill(ids[at]!)),
  )
  const options = optionsNamed(names)
  const longest = Math.max(...columns.map(({ length }) => length))
  const values = Array.from({ length: longest }, (_, voter): Value => {
    const given = names.flatMap((name, at) => (columns[at]![voter] ? [[name, columns[at]![voter]]] : []))
    return { grades: Object.fromEntries(given) }
  })
  const setting = settingOf('judgment', { options, params: { grades: gradesOf(ids) } })
  const register = seatsOf(values.length)
  return countPoll(
    setting,
    register,
    deal(
      register,
      values.map((value) => [1, value] as const),
    ),
  )
}
const medians = ({ tallies }: PollCount) => Object.fromEntries(tallies.map(({ id, figure }) => [id, figure]))

describe('COUNT-9 majority judgments', () => {
  // M. Balinski, R. Laraki, « Election by Majority Judgment: Experimental Evidence », in « In Situ and Laboratory Experiments on
  // Electoral Law Reform » (Springer, 2011): Orsay, 22 April 2007, 1,733 valid ballots, in tenths of a per cent from excellent to
  // reject; published majority gauges: Bayrou good+ (44.3, 30.6), Royal good− (39.4, 41.5), Sarkozy good− (38.9, 46.9).
  test('Orsay 2007: Bayrou, then Royal, then Sarkozy, all three « good »', () => {
    const count = judged(['excellent', 'veryGood', 'good', 'acceptable', 'poor', 'reject'], {
      // Rounded, Royal's come to 1,001: the missing one of the others is the worst grade, as for whoever gives none.
      Royal: [167, 227, 191, 168, 122, 126],
      Bayrou: [136, 307, 251, 148, 84, 74],
      Sarkozy: [191, 198, 143, 115, 71, 282],
    })
    expect(count.groups).toEqual([['Bayrou'], ['Royal'], ['Sarkozy']])
    expect(medians(count)).toEqual({ Bayrou: 'good', Royal: 'good', Sarkozy: 'good' })
  })

  // Wikipedia, « Majority judgment », the example of a capital for Tennessee: 42 voters of Memphis, 26 of Nashville, 15 of
  // Chattanooga, 17 of Knoxville, who grade the four towns by their distance.
  test('Tennessee: Nashville before two towns of the same median, Memphis last', () => {
    const grades = ['excellent', 'good', 'fair', 'poor']
    const towns = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville']
    const of = (...given: number[]): Value => ({
      grades: Object.fromEntries(towns.map((town, at) => [town, grades[given[at]!]!])),
    })
    const setting = settingOf('judgment', {
      options: optionsNamed(towns),
      params: { grades: gradesOf(grades) },
    })
    const count = countOf(setting, [
      [42, of(0, 2, 3, 3)],
      [26, of(3, 0, 2, 2)],
      [15, of(3, 2, 0, 1)],
      [17, of(3, 2, 1, 0)],
    ])
    expect(count.groups).toEqual([['Nashville'], ['Knoxville'], ['Chattanooga'], ['Memphis']])
    expect(medians(count)).toEqual({
      Memphis: 'poor',
      Nashville: 'fair',
      Chattanooga: 'fair',
      Knoxville: 'fair',
    })
  })
})

// D. Peters, G. Pierczyński, P. Skowron, « Proportional Participatory Budgeting with Additive Utilities » (NeurIPS 2021), and the
// encyclopaedic account of equal shares after it: with room for ten projects of one price, 51 voices for ten red ones and 49 for ten blue
// ones, knapsack voting funds the ten red. It is the price of this rule, and the trace shows it.
test('COUNT-12 knapsack voting funds the ten projects of 51 voices before the ten of 49', () => {
  const reds = Array.from({ length: 10 }, (_, at) => `red-${at}`)
  const blues = Array.from({ length: 10 }, (_, at) => `blue-${at}`)
  const options = optionsNamed([...blues, ...reds], Array<number>(20).fill(100_000))
  const setting = settingOf('budget', { options, params: { envelope: 1_000_000, kind: 'projects' } })
  const count = countOf(setting, [
    [51, { projects: reds }],
    [49, { projects: blues }],
  ])
  expect([...count.retained].sort()).toEqual(reds)
  expect(Object.values(count.allocation!).reduce((a, b) => a + b)).toBe(1_000_000)
})
