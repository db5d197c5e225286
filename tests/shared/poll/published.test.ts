// COUNT-9, COUNT-10, COUNT-12: examples and an experiment of the literature, recounted. Each names its source; Debian's votes are beside.
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { duelsOf, strongestPaths } from '../../../shared/poll/methods/schulze.ts'
import type { PollCount, Value } from '../../../shared/poll/setting.ts'
import { countOf, deal, optionsNamed, seatsOf, settingOf } from '../../kit/counting.ts'

type Ranking = readonly (readonly string[])[]

/** « 5 ACBED » lines: each letter an option, `=` between equals, those left out last. */
function linesOf(ballots: string): (readonly [number, Ranking])[] {
  return [...ballots.matchAll(/(\d+) ([A-Z=]+)/g)].map(([, count, order]) => {
    return [Number(count), order!.match(/[A-Z](?:=[A-Z])*/g)!.map((group) => group.split('='))] as const
  })
}
const namesOf = (ballots: string) => [...new Set(ballots.match(/[A-Z]/g))].sort()

function ranked(ballots: string): PollCount {
  const lines = linesOf(ballots).map(([count, ranking]) => [count, { ranking } as Value] as const)
  return countOf(settingOf('schulze', { options: optionsNamed(namesOf(ballots)) }), lines)
}

/** The strengths of the strongest paths, row by row, as the paper prints them; the diagonal is empty. */
function pathsOf(ballots: string): (number | null)[][] {
  const names = namesOf(ballots)
  const papers = linesOf(ballots).map(([count, ranking]) => {
    const place = (name: string) => ranking.findIndex((group) => group.includes(name))
    const places = names.map((name) => (place(name) < 0 ? ranking.length : place(name)))
    return { places: Uint16Array.from(places), parts: BigInt(count) }
  })
  const { strengths } = strongestPaths(duelsOf(names.length, papers), names.length)
  return names.map((_, a) => names.map((_, b) => (a === b ? null : Number(strengths[a * names.length + b]))))
}
const winners = (ballots: string) => ranked(ballots).groups[0]

// M. Schulze, « A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method »,
// Social Choice and Welfare 36 (2011), 267–303, and its long form, « The Schulze Method of Voting », arXiv:1804.02973, section 3, whose
// numbers these are. Ballots, winners and strengths were held against the transcription of that section in the public repository
// julien-boudry/Condorcet (Schulze tests, « official examples » 1–13), and example 3 also against the author's own page of examples.
describe('COUNT-10 the examples of the Schulze paper (2011)', () => {
  test('example 1: 21 voters, D wins by paths alone', () => {
    const ballots = '8 ACDB 2 BADC 4 CDBA 4 DBAC 3 DCBA'
    const count = ranked(ballots)
    expect(count.groups[0]).toEqual(['D'])
    expect(count.retained).toEqual(['D'])
    expect(pathsOf(ballots)).toEqual([
      [null, 14, 14, 12],
      [13, null, 13, 12],
      [13, 15, null, 12],
      [13, 19, 13, null],
    ])
  })

  test('example 2: 30 voters, C', () => {
    const ballots = '3 ACDB 9 BACD 8 CDAB 5 DABC 5 DBCA'
    expect(winners(ballots)).toEqual(['C'])
    expect(pathsOf(ballots)).toEqual([
      [null, 17, 17, 17],
      [18, null, 19, 19],
      [18, 20, null, 20],
      [18, 21, 19, null],
    ])
  })

  test('example 3: 45 voters and five options, E before A, C, B, D', () => {
    const count = ranked('5 ACBED 5 ADECB 8 BEDAC 3 CABED 7 CAEBD 2 CBADE 7 DCEBA 8 EBADC')
    expect(count.groups).toEqual([['E'], ['A'], ['C'], ['B'], ['D']])
    expect(count.tallies.map(({ figure }) => figure)).toEqual(['2', '2', '2', '1', '3'])
    expect(count.trace.map(({ en }) => en)).toContain('B en beats A en, 25 to 20.')
    expect(count.trace.map(({ en }) => en)).toContain(
      'By duels, E en → D en → C en (strength 28); back, C en → E en (strength 24).',
    )
    expect(pathsOf('5 ACBED 5 ADECB 8 BEDAC 3 CABED 7 CAEBD 2 CBADE 7 DCEBA 8 EBADC')).toEqual([
      [null, 28, 28, 30, 24],
      [25, null, 28, 33, 24],
      [25, 29, null, 29, 24],
      [25, 28, 28, null, 24],
      [25, 28, 28, 31, null],
    ])
  })

  test('example 4: nine voters, B and D share the first place, A and C the second: ties come out as groups', () => {
    const count = ranked('3 ABCD 2 CBDA 2 DABC 2 DBCA')
    expect(count.groups).toEqual([
      ['B', 'D'],
      ['A', 'C'],
    ])
    expect(count).toMatchObject({ retained: [], tied: ['B', 'D'] })
    expect(pathsOf('3 ABCD 2 CBDA 2 DABC 2 DBCA')).toEqual([
      [null, 5, 5, 5],
      [5, null, 7, 5],
      [5, 5, null, 5],
      [6, 5, 5, null],
    ])
  })

  test('example 5: D', () => {
    const ballots = '12 ABCD 6 ADBC 9 BCDA 15 CDAB 21 DBAC'
    expect(winners(ballots)).toEqual(['D'])
    expect(pathsOf(ballots)).toEqual([
      [null, 36, 39, 36],
      [36, null, 48, 36],
      [36, 36, null, 36],
      [45, 42, 42, null],
    ])
  })

  test('example 6: A and C, ex aequo', () => {
    const ballots = '8 ACDB 2 BCDA 3 BDAC 5 CBDA 1 CDBA 3 DABC 1 DBAC'
    expect(winners(ballots)).toEqual(['A', 'C'])
    expect(pathsOf(ballots)).toEqual([
      [null, 14, 15, 15],
      [12, null, 12, 12],
      [15, 14, null, 16],
      [15, 14, 15, null],
    ])
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
    expect(pathsOf(ballots)).toEqual([
      [null, 67, 67, 45],
      [45, null, 79, 45],
      [45, 45, null, 45],
      [50, 72, 72, null],
    ])
  })

  test('example 11: B; example 12, the same with rows reversed in part: E', () => {
    expect(winners('9 ADBEC 6 BCADE 5 BCDEA 2 CDBEA 6 DECBA 14 EACBD 2 ECABD 1 EDACB')).toEqual(['B'])
    expect(winners('9 ADBEC 1 BACED 6 CBADE 2 CDBEA 5 CDEAB 6 DECAB 14 EBACD 2 EBCAD')).toEqual(['E'])
  })

  test('example 13: the strict order of two of three is not forced: A and B', () => {
    expect(winners('2 ABC 2 BCA 1 CAB')).toEqual(['A', 'B'])
    expect(pathsOf('2 ABC 2 BCA 1 CAB')).toEqual([
      [null, 3, 3],
      [3, null, 4],
      [3, 3, null],
    ])
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
  // reject; published majority gauges: Bayrou good+ (44.3, 30.6), Royal good− (39.4, 41.5), Sarkozy good− (38.9, 46.9). The working paper (Cahier
  // 2007-28, hal-00243076) has the same table; forum.mieuxvoter.fr (« données brutes », 197) gives « no mention » apart: 1.8, 2.9 and 1.7, which count as reject.
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

  // A capital for Tennessee: 42 voters of Memphis, 26 of Nashville, 15 of Chattanooga, 17 of Knoxville grade the four towns. Electowiki, « Majority
  // Judgment » (version 1348), gives one grade a town, by distance: Nashville's sorted grades are 26, 42, 32 and 0, Chattanooga's 15, 43, 42 and 0.
  // In Wikipedia's version a town over two hundred miles away is « poor » whatever its rank, three medians are « fair », and Nashville wins.
  const towns = ['Memphis', 'Nashville', 'Chattanooga', 'Knoxville']
  const grades = ['excellent', 'good', 'fair', 'poor']
  const tennessee = (...given: readonly (readonly number[])[]) => {
    const setting = settingOf('judgment', {
      options: optionsNamed(towns),
      params: { grades: gradesOf(grades) },
    })
    const value = (row: readonly number[]): Value => ({
      grades: Object.fromEntries(towns.map((town, at) => [town, grades[row[at]!]!])),
    })
    return countOf(
      setting,
      [42, 26, 15, 17].map((many, at) => [many, value(given[at]!)] as const),
    )
  }

  test('Tennessee, one grade a town: Nashville before Chattanooga, both « good »', () => {
    const count = tennessee([0, 1, 2, 3], [3, 0, 1, 2], [3, 2, 0, 1], [3, 2, 1, 0])
    expect(count.groups.slice(0, 2)).toEqual([['Nashville'], ['Chattanooga']])
    expect(count.retained).toEqual(['Nashville'])
    expect(medians(count)).toEqual({
      Memphis: 'poor',
      Nashville: 'good',
      Chattanooga: 'good',
      Knoxville: 'fair',
    })
  })

  test('Tennessee, by miles: Nashville before two towns of the same median, Memphis last', () => {
    const count = tennessee([0, 2, 3, 3], [3, 0, 2, 2], [3, 2, 0, 1], [3, 2, 1, 0])
    expect(count.groups).toEqual([['Nashville'], ['Knoxville'], ['Chattanooga'], ['Memphis']])
    expect(medians(count)).toEqual({
      Memphis: 'poor',
      Nashville: 'fair',
      Chattanooga: 'fair',
      Knoxville: 'fair',
    })
  })
})

// Warsaw's budget for 2017, Wawer district, Aleksandrów (Pabulib, poland_warszawa_2017_aleksandrow.pb): 422 voters, 110,411 zł, ballots that fit
// in it (« max_sum_cost »), rule « greedy ». The file says how many voted for each project and which were selected.
test('COUNT-12 Aleksandrów 2017, from its 422 ballots: the second project is too dear after the first, the third is funded', () => {
  const names = ['p261', 'p1112', 'p720', 'p1206', 'p2592']
  const [a, b, c, d, e] = names as [string, string, string, string, string]
  const options = optionsNamed(names, [8_000_000, 9_926_700, 3_000_000, 920_000, 6_875_000])
  const setting = settingOf('budget', { options, params: { envelope: 11_041_100, kind: 'projects' } })
  const ballots = [
    [112, [b]],
    [103, [a]],
    [56, [a, c]],
    [41, [c, d, e]],
    [38, [e]],
    [28, [b, d]],
    [13, [a, d]],
    [9, [c]],
    [8, [d]],
    [7, [c, d]],
    [5, [c, e]],
    [2, [d, e]],
  ] as const
  const count = countOf(
    setting,
    ballots.map(([many, projects]) => [many, { projects: [...projects].sort() }] as const),
  )
  expect(count).toMatchObject({ cast: { seats: 422 }, invalid: { seats: 0 } })
  expect(count.tallies.map(({ id, mass }) => [id, mass.seats])).toEqual([
    [a, 172],
    [b, 140],
    [c, 118],
    [d, 99],
    [e, 86],
  ])
  expect(count.retained).toEqual([a, c])
  expect(count.allocation).toEqual({ [a]: 8_000_000, [c]: 3_000_000 })
  expect(count.tied).toEqual([])
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
