// COUNT-3, COUNT-4, COUNT-13: who takes part, the first form of consent, secret polls.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { tallyConsent } from '../../../shared/poll/consent.ts'
import { countPoll } from '../../../shared/poll/count.ts'
import type { PollCount, SeatEntry, Value, Voice } from '../../../shared/poll/setting.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { anyPoll, deal, noQuorum, one, seatsOf, settingOf, share, twoThirds } from '../../kit/counting.ts'

const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }

describe('quorum', () => {
  const quorum = { ...noQuorum, share: share(1, 2) }
  const reached = (
    rule: typeof quorum,
    register: readonly SeatEntry[],
    voices: readonly Voice[],
  ): PollCount['quorum'] => countPoll(settingOf('yesNo', { quorum: rule }), register, voices).quorum

  test('TRAP-4 what is needed is held against those who took part, never against the size of the register', () => {
    const register = seatsOf(10)
    expect(reached(quorum, register, deal(register, [[4, yes]]))).toEqual({
      met: false,
      reached: '4',
      needed: '5',
      colleges: 1,
    })
    expect(reached(quorum, register, deal(register, [[5, yes]])).met).toBe(true)
    expect(reached(quorum, register, []).met).toBe(false)
  })

  test('COUNT-3 those present take part, and so do those who voted from afar', () => {
    const register = seatsOf(10).map((seat, at) => ({ ...seat, present: at < 3 }))
    expect(reached(quorum, register, deal(register.slice(3), [[2, yes]])).reached).toBe('5')
  })

  test('COUNT-3 a proxy takes part when the rule says so, and a giver who is present always', () => {
    const register = seatsOf(2).map((seat, at) => (at === 1 ? { ...seat, proxyTo: 'seat-00000' } : seat))
    const voices = deal(register, [[2, yes]])
    expect(reached({ ...quorum, proxiesCount: true }, register, voices).reached).toBe('2')
    expect(reached({ ...quorum, proxiesCount: false }, register, voices).reached).toBe('1')
    const there = register.map((seat) => ({ ...seat, present: true }))
    // Marked as there because it is represented; its own holder is there, or not.
    expect(reached({ ...quorum, proxiesCount: false }, there, voices).reached).toBe('1')
    const holder = { userId: 'u', name: 'U', as: 'delegate' } as const
    const own = there.map((seat) => ({ ...seat, holder }))
    expect(reached({ ...quorum, proxiesCount: false }, own, voices).reached).toBe('2')
  })

  test('COUNT-3 persons are counted once however many seats they hold; weights are held against weights', () => {
    const holder = { userId: 'u', name: 'U', as: 'delegate' } as const
    const held = seatsOf(3).map((seat) => ({ ...seat, holder }))
    expect(
      reached({ ...quorum, basis: 'persons' as const } as never, held, deal(held, [[3, yes]])).reached,
    ).toBe('1')
    const heavy = seatsOf(3).map((seat, at) => ({ ...seat, weight: at === 0 ? share(5, 2) : share(1, 3) }))
    expect(
      reached({ ...quorum, basis: 'weight' as const } as never, heavy, deal(heavy, [[1, yes]])),
    ).toMatchObject({
      met: true,
      reached: '5/2',
      needed: '19/12',
    })
  })

  test('COUNT-4 consent counted here gives what the first form of consent gave', () => {
    fc.assert(
      fc.property(anyPoll(['consent']), ({ setting, register, voices }) => {
        const open = register.map(({ recused: _, present: __, ...seat }) => seat)
        const valid = voices.filter(({ value }) => 'choice' in value) as {
          seatId: string
          value: { choice: 'support' }
        }[]
        const rule = {
          quorum: share(3, 5),
          collegesMin: 2,
          threshold: share(3, 4),
          collegeWeights: null,
          collegeMax: one,
        }
        const first = tallyConsent(
          open.map(({ seatId, ...seat }) => ({ organizationId: seatId, ...seat })),
          valid.map(({ seatId, value }) => ({ organizationId: seatId, choice: value.choice, reason: 'x' })),
          rule,
        )
        const count = countPoll(
          {
            ...setting,
            threshold: { ...twoThirds, share: rule.threshold },
            quorum: { ...noQuorum, share: rule.quorum, collegesMin: rule.collegesMin },
          },
          open,
          valid,
        )
        expect(count.test!.passed).toBe(first.thresholdMet)
        expect(count.quorum.met).toBe(first.quorumMet)
        expect(count.blocks.length).toBe(first.counts.block)
        expect(count.tallies.map(({ mass }) => mass.seats)).toEqual(Object.values(first.counts))
      }),
    )
  })
})

describe('secrecy', () => {
  test('COUNT-13 a secret poll counts papers that name no seat, and tells who voted apart', () => {
    const register = seatsOf(6, share(1, 2))
    const setting = settingOf('yesNo', { secrecy: 'secret', revote: false })
    const papers: Voice[] = ['p1', 'p2', 'p3'].map((seatId, at) => ({ seatId, value: at === 0 ? no : yes }))
    const voted = register.slice(0, 3).map(({ seatId }) => seatId)
    const count = countPoll(setting, register, papers, { voted })
    expect(count).toMatchObject({
      cast: { seats: 3, weight: '3/2' },
      notVoted: { seats: 3 },
      test: { support: '1', base: '3/2', passed: true },
      quorum: { reached: '3' },
    })
    expect(canonicalText(count)).not.toContain('seat-')
    expect(() => countPoll(setting, register, papers)).toThrow('told apart')
    expect(() => countPoll(setting, register, papers, { voted: voted.slice(1) })).toThrow('no voter')
  })
})
