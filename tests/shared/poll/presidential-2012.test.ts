// COUNT-9: a whole published merit profile, ten candidates on seven grades, recounted from its ballots' numbers.
// M. Balinski, R. Laraki, « Majority Judgment vs. Majority Rule », Social Choice and Welfare 54 (2020), 429–461: the OpinionWay poll for Terra
// Nova before the French presidential election of 2012, 737 ballots. The paper gives hundredths of a per cent; each row below is the one
// row of whole ballots that gives them, and comes to 737 (checked here). Published order, and majority gauges: share above the majority
// grade, share under it.
import { expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import type { Value } from '../../../shared/poll/setting.ts'
import { deal, optionsNamed, seatsOf, settingOf } from '../../kit/counting.ts'

const grades = ['outstanding', 'excellent', 'veryGood', 'good', 'fair', 'insufficient', 'reject']
const ballots = 737
const profiles: { readonly [candidate: string]: readonly number[] } = {
  // Not in the order found, so that the order of the list gives nothing away.
  Arthaud: [0, 10, 28, 48, 97, 186, 368],
  Bayrou: [19, 72, 160, 186, 148, 88, 64],
  Cheminade: [3, 6, 18, 43, 86, 198, 383],
  DupontAignan: [4, 19, 44, 83, 149, 188, 250],
  Hollande: [92, 119, 121, 86, 109, 105, 105],
  Joly: [6, 22, 48, 87, 108, 182, 284],
  LePen: [44, 54, 70, 69, 103, 46, 351],
  Melenchon: [40, 70, 95, 108, 126, 111, 187],
  Poutou: [1, 10, 33, 57, 92, 207, 337],
  Sarkozy: [71, 91, 120, 81, 82, 58, 234],
}
const published = [
  ['Hollande', 'good', '45.05', '43.28'],
  ['Bayrou', 'good', '34.06', '40.71'],
  ['Sarkozy', 'fair', '49.25', '39.62'],
  ['Melenchon', 'fair', '42.47', '40.43'],
  ['DupontAignan', 'insufficient', '40.57', '33.92'],
  ['Joly', 'insufficient', '36.77', '38.53'],
  ['Poutou', 'insufficient', '26.19', '45.73'],
  ['LePen', 'insufficient', '46.13', '47.63'],
  ['Arthaud', 'insufficient', '24.83', '49.93'],
  ['Cheminade', 'reject', '48.03', '0.00'],
] as const
const percent = (part: number) => ((100 * part) / ballots).toFixed(2)

test('COUNT-9 France 2012: ten candidates in the published order, with their majority grades and gauges', () => {
  const names = Object.keys(profiles)
  const columns = names.map((name) =>
    profiles[name]!.flatMap((many, at) => Array<string>(many).fill(grades[at]!)),
  )
  for (const column of columns) expect(column).toHaveLength(ballots)
  const values = Array.from(
    { length: ballots },
    (_, voter): Value => ({
      // Each column turned by its own step: who gave what to whom does not matter to this method.
      grades: Object.fromEntries(names.map((name, at) => [name, columns[at]![(voter + 71 * at) % ballots]!])),
    }),
  )
  const setting = settingOf('judgment', {
    options: optionsNamed(names),
    params: { grades: grades.map((id) => ({ id, label: { fr: id, en: id } })) },
  })
  const register = seatsOf(ballots)
  const count = countPoll(
    setting,
    register,
    deal(
      register,
      values.map((value) => [1, value] as const),
    ),
  )

  expect(count.groups).toEqual(published.map(([name]) => [name]))
  expect(count.retained).toEqual(['Hollande'])
  const gradeOf = new Map(count.tallies.map(({ id, figure }) => [id, figure]))
  for (const [name, grade, above, under] of published) {
    expect(gradeOf.get(name), name).toBe(grade)
    const at = grades.indexOf(grade)
    const sum = (from: number, to?: number) => profiles[name]!.slice(from, to).reduce((a, b) => a + b, 0)
    expect([percent(sum(0, at)), percent(sum(at + 1))], name).toEqual([above, under])
  }
})
