// VOTE-12 to VOTE-16 at their bounds: the cap on seats, what a change makes of a register, how far away an hour may be, what a setting takes
// of its rules.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RuleSet, ruleSetOf } from '../../../shared/meeting/rule-set.ts'
import { defaultRule, registerMax } from '../../../shared/poll/consent.ts'
import { askedSeats, checkLateAdviser, countConsultative } from '../../../shared/poll/consultative.ts'
import {
  checkChange,
  checkElectorate,
  checkSeatCap,
  type RegisterChange,
  registerAfter,
  weighSeats,
} from '../../../shared/poll/electorate.ts'
import { checkClosing, checkMark, isDue, type PollLife, pollStateAt } from '../../../shared/poll/life.ts'
import { checkChoice, type SettingChoice, settingUnder } from '../../../shared/poll/opening.ts'
import type { MethodKey } from '../../../shared/poll/setting.ts'
import { refusalText } from '../../../shared/refusals.ts'
import { type College, colleges } from '../../../shared/territory.ts'
import { deal, seatsOf, settingOf } from '../../kit/counting.ts'

const collegeKeys = Object.keys(colleges) as College[]
const leader = { collegeMax: { num: 49, den: 100 }, capSeats: true as const }
const seated = (list: readonly College[]) =>
  list.map((college, at) => ({ id: `o${String(at).padStart(3, '0')}`, name: `O${at}`, college }))
const spread = (...sizes: number[]) =>
  sizes.flatMap((size, at) => Array.from({ length: size }, () => collegeKeys[at]!))

describe('the cap on the seats of a college', () => {
  test('VOTE-12 LEADER’s 49 %: 49 of 100 may, 49 of 99 may not, and whoever is over is named with the cap', () => {
    const refusedOf = (...sizes: number[]) => checkSeatCap(seated(spread(...sizes)), leader)
    expect(refusedOf(49, 49, 2)).toBeNull()
    expect(refusedOf(49, 49, 1)).toMatchObject({
      code: 'collegeTooHeavy',
      details: { college: 'community', max: '49/100' },
    })
    expect(refusedOf(1, 2, 1)?.details?.college).toBe('municipal')
    expect(refusalText(refusedOf(1, 2, 1)!, 'en')).toContain('“Municipal” would weigh more than 49%')
  })

  test('VOTE-12 holds for any register and any cap: refused if and only if some college has more than its share of the seats', () => {
    const cap = fc.record({ num: fc.integer({ min: 1, max: 12 }), den: fc.constant(12) })
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...collegeKeys), { minLength: 1, maxLength: 30 }),
        cap,
        (list, collegeMax) => {
          const rules = { collegeMax, capSeats: true as const }
          const over = collegeKeys.some(
            (college) => list.filter((one) => one === college).length * 12 > collegeMax.num * list.length,
          )
          const seats = weighSeats(seated(list), rules, false)
          expect(checkSeatCap(seated(list), rules) !== null).toBe(over)
          expect(Array.isArray(seats)).toBe(!over)
          // Neither where the rules weigh colleges (that cap is another), nor where they cap nothing, nor where all voices are equal.
          expect(checkSeatCap(seated(list), { ...rules, collegeWeights: { community: 1 } })).toBeNull()
          expect(checkSeatCap(seated(list), { collegeMax })).toBeNull()
          expect(Array.isArray(weighSeats(seated(list), rules, true))).toBe(true)
        },
      ),
    )
  })

  test('VOTE-12 VOTE-14 a register keeps each name and college, and holds 800 seats and no more', () => {
    const list = spread(2, 1)
    expect(weighSeats(seated(list), leader, true)).toEqual(
      seated(list).map(({ id, name, college }) => ({
        seatId: id,
        name,
        college,
        weight: { num: 1, den: 1 },
      })),
    )
    const many = seatsOf(registerMax + 1)
    expect(checkElectorate({ electorate: 'frozen' }, many)?.code).toBe('registerTooLarge')
    expect(checkElectorate({ electorate: 'frozen' }, many.slice(1))).toBeNull()
    expect(
      weighSeats(seated(many.map(() => 'lived')), { collegeMax: { num: 1, den: 1 } }, true),
    ).toMatchObject({ code: 'registerTooLarge' })
  })
})

describe('a register that changes', () => {
  const at = '2026-03-02T14:00:00.000Z'
  const [first, second, third] = seatsOf(3)
  const change = (kind: 'recused' | 'mandateEnded', seatId: string): RegisterChange => ({
    kind,
    at,
    by: 'M.',
    seatId,
  })
  const joins: RegisterChange = { kind: 'joined', at, by: 'M.', seat: second! }

  test('VOTE-13 who joins is in it, in the order of ids; who is recused or lost its mandate stays in it, recused; a change of nobody is none', () => {
    const after = registerAfter(
      [third!, first!],
      [
        joins,
        change('recused', first!.seatId),
        change('mandateEnded', third!.seatId),
        change('recused', 'nobody'),
      ],
    )
    expect(after).toEqual([{ ...first!, recused: true }, second!, { ...third!, recused: true }])
    expect(registerAfter([third!, first!], [])).toEqual([first, third])
  })

  test('VOTE-13 the eight hundredth seat may join, the next may not', () => {
    const full = seatsOf(registerMax - 1).map((seat) => ({ ...seat, seatId: `x${seat.seatId}` }))
    expect(checkChange({ electorate: 'additive' }, full, joins, false)).toBeNull()
    expect(checkChange({ electorate: 'additive' }, [...full, first!], joins, false)).toMatchObject({
      code: 'registerTooLarge',
      details: { limit: registerMax },
    })
  })

  test('VOTE-27 those asked for advice are told in the order of their ids, whenever they came; each has one place', () => {
    const asked = askedSeats({ seats: [first!, third!], joined: [{ seat: second! }] })
    expect(asked).toEqual([first, second, third])
    expect(askedSeats({ seats: [third!] })).toEqual([third])
    const late = (electorate: 'frozen' | 'additive', register = [first!], of = second!) =>
      checkLateAdviser({ electorate, secrecy: 'open' }, { register, asked: [third!] }, of)?.code
    expect([
      late('frozen'),
      late('additive'),
      late('additive', [first!], first!),
      late('additive', [first!], third!),
    ]).toEqual(['registerFrozen', undefined, 'alreadyInRegister', 'askedForAdvice'])
    expect(
      checkLateAdviser({ electorate: 'additive', secrecy: 'secret' }, { register: [], asked: [] }, first!)
        ?.code,
    ).toBe('notInRegister')
  })

  test('COUNT-17 advice has sides where its method has them, and neither test nor outcome anywhere', () => {
    const register = seatsOf(3)
    const told = (setting: ReturnType<typeof settingOf>, values: Parameters<typeof deal>[1]) =>
      countConsultative(setting, register, deal(register, values))
    const consent = told(settingOf('consent'), [
      [1, { choice: 'support' }],
      [1, { choice: 'block' }],
    ])
    expect(consent).toMatchObject({ favourable: { seats: 1 }, against: { seats: 1 }, cast: { seats: 2 } })
    const dots = told(settingOf('dots'), [[1, { dots: { A: 5 } }]])
    expect(Object.keys(dots)).not.toContain('favourable')
    for (const count of [consent, dots])
      for (const field of ['test', 'quorum', 'retained', 'blocks', 'trace'])
        expect(Object.keys(count)).not.toContain(field)
  })
})

const day = 24 * 3_600_000
const now = '2026-03-02T14:00:00.000Z'
const choice: SettingChoice = {
  method: 'consent',
  params: {},
  options: [],
  adopts: true,
  secrecy: 'open',
  revote: false,
  results: 'afterVote',
}

describe('what a poll takes of its rules', () => {
  const plain = ruleSetOf(defaultRule)
  const majority: RuleSet = { ...plain, afterBlock: 'majority', fallback: plain.adoption }

  test('VOTE-16 an hour is after now and within 366 days, to the millisecond', () => {
    const closing = (ms: number) =>
      checkChoice(plain, { ...choice, closesAt: new Date(Date.parse(now) + ms).toISOString() }, now)?.details
        ?.field
    expect([0, 1, 366 * day, 366 * day + 1].map(closing)).toEqual([
      'setting.closesAt',
      undefined,
      undefined,
      'setting.closesAt',
    ])
  })

  test('VOTE-15 a threshold, and what follows a block, are of polls that adopt alone', () => {
    const adopting: MethodKey[] = ['consent', 'gradients', 'fist', 'yesNo']
    for (const method of ['consent', 'gradients', 'fist', 'yesNo', 'approval', 'dots'] as const) {
      for (const adopts of [true, false]) {
        for (const rules of [plain, majority]) {
          const { threshold, fallback, afterBlock } = settingUnder(rules, {
            ...choice,
            method,
            adopts,
          } as SettingChoice)
          const decides = adopts && adopting.includes(method)
          const after = decides && rules === majority
          expect(threshold, method).toEqual(decides ? plain.adoption : undefined)
          expect([fallback, afterBlock], method).toEqual(
            after ? [plain.adoption, 'majority'] : [undefined, 'discussion'],
          )
        }
      }
    }
  })

  test('VOTE-15 VOTE-16 late seats and the hour are as chosen, and late seats as the rules say where nothing was', () => {
    const additive: RuleSet = { ...plain, lateSeats: 'additive' }
    expect(settingUnder(additive, choice).electorate).toBe('additive')
    expect(settingUnder(additive, { ...choice, electorate: 'frozen' }).electorate).toBe('frozen')
    expect(settingUnder(plain, choice)).not.toHaveProperty('closesAt')
    expect(settingUnder(plain, { ...choice, closesAt: now }).closesAt).toBe(now)
    const weighted: RuleSet = { ...plain, collegeWeights: { municipal: 50, community: 50 } }
    const refused = (rules: RuleSet, change: Partial<SettingChoice>) =>
      checkChoice(rules, { ...choice, ...change }, now)?.details?.field
    expect(refused(weighted, { equalVoices: true, adopts: false })).toBeUndefined()
    expect(refused(weighted, {})).toBeUndefined()
    expect(refused(plain, { equalVoices: true })).toBeUndefined()
  })
})

describe('the life of a poll, in every state', () => {
  const later = '2026-03-02T15:00:00.000Z'
  const open: PollLife = {
    openedAt: now,
    closesAt: null,
    closedAt: null,
    proclaimedAt: null,
    annulledAt: null,
    supersededBy: null,
  }
  const lives: readonly (readonly [PollLife, string])[] = [
    [{ ...open, openedAt: null }, 'draft'],
    [open, 'open'],
    [{ ...open, closesAt: now }, 'closed'],
    [{ ...open, closedAt: now }, 'counted'],
    [{ ...open, closesAt: now, closedAt: now, proclaimedAt: later }, 'proclaimed'],
    [{ ...open, closedAt: now, supersededBy: 'next' }, 'superseded'],
    [{ ...open, closesAt: now, annulledAt: now }, 'annulled'],
  ]

  test('VOTE-2 VOTE-3 VOTE-4 each has one name, may be closed, proclaimed, annulled, or not, and is due or not', () => {
    const table = lives.map(([life, name]) => {
      expect(pollStateAt(life, later)).toBe(name)
      const said = (refused: { readonly code: string } | null) => refused?.code ?? 'may'
      return [
        name,
        said(checkClosing(life, later, 3)),
        said(checkMark(life, 'proclaimed', later)),
        said(checkMark(life, 'annulled', later)),
        isDue(life, later),
      ]
    })
    expect(table).toEqual([
      ['draft', 'pollNotOpen', 'pollNotOpen', 'pollNotOpen', false],
      ['open', 'may', 'pollStillOpen', 'may', false],
      ['closed', 'may', 'pollStillOpen', 'may', true],
      ['counted', 'may', 'may', 'may', false],
      ['proclaimed', 'may', 'may', 'may', false],
      ['superseded', 'may', 'may', 'may', false],
      ['annulled', 'pollNotOpen', 'pollNotOpen', 'pollNotOpen', false],
    ])
    expect(checkClosing({ ...open, closesAt: later }, now, 1)).toMatchObject({
      code: 'pollHasHour',
      details: { closesAt: later },
    })
  })
})
