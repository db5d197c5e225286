// INV-2, 3, 4, 11, 12, 14, 17, 19, 25: laws of any count, of any method, open and secret, of whatever rules; what the tests of each rule leave aside.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { compare, ratio } from '../../../shared/poll/exact.ts'
import { type PollLife, pollStateAt } from '../../../shared/poll/life.ts'
import { outcomeOf } from '../../../shared/poll/outcome.ts'
import { recountTally } from '../../../shared/poll/recount.ts'
import type {
  Mass,
  MethodKey,
  ParamsOf,
  PollCount,
  PollSetting,
  Value,
} from '../../../shared/poll/setting.ts'
import { checkValue } from '../../../shared/poll/setting-check.ts'
import { tallyFileText } from '../../../shared/poll/tally-file.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { type AnyPoll, anyPoll, anyThreshold, one, settingOf, twoThirds } from '../../kit/counting.ts'
import { tallyFileOf } from '../../kit/tally-file.ts'

const exact = (text: string) => {
  const [num, den = '1'] = text.split('/')
  return ratio(BigInt(num!), BigInt(den))
}
const total = (masses: readonly Mass[]) => {
  const sum = masses
    .map(({ weight }) => exact(weight))
    .reduce((a, b) => ratio(a.n * b.d + b.n * a.d, a.d * b.d), ratio(0n))
  return { seats: masses.reduce((all, { seats }) => all + seats, 0), n: sum.n, d: sum.d }
}
const adopting: readonly MethodKey[] = ['consent', 'gradients', 'fist', 'yesNo']

/** A poll as it would be in secret: one weight for all, nobody recused, papers that name nobody, who took part told apart. */
const secretPoll = anyPoll([
  'gradients',
  'fist',
  'yesNo',
  'approval',
  'dots',
  'score',
  'judgment',
  'schulze',
  'budget',
])
  .filter(({ voices }) => voices.length > 0)
  .map(({ setting, register, voices }) => ({
    setting: {
      ...setting,
      secrecy: 'secret' as const,
      minSecretSize: 3,
      revote: false,
      results: 'afterClose' as const,
    },
    register: register.map(({ recused: _, ...seat }) => ({ ...seat, weight: one })),
    papers: voices.map(({ value }, at) => ({ seatId: `paper-${String(at).padStart(2, '0')}`, value })),
    voted: voices.map(({ seatId }) => seatId).sort(),
  }))

describe('a secret poll is counted by the same laws', () => {
  test('INV-2 INV-4 its masses add up to the register, and never weigh more', () => {
    fc.assert(
      fc.property(secretPoll, ({ setting, register, papers, voted }) => {
        const count = countPoll(setting, register, papers, { voted })
        expect(total([count.expressed, count.abstained, count.blank, count.invalid])).toEqual(
          total([count.cast]),
        )
        expect(total([count.cast, count.notVoted])).toEqual(total([count.registered]))
        expect(count.registered.seats).toBe(register.length)
        expect(count.cast.seats).toBe(voted.length)
      }),
    )
  })

  test('INV-3 INV-15 the order of its papers, and which seat took part when, change nothing; its file recounts to the byte', () => {
    const shuffled = secretPoll.chain((poll) =>
      fc.record({
        poll: fc.constant(poll),
        values: fc.shuffledSubarray([...poll.papers], { minLength: poll.papers.length }),
        voted: fc.shuffledSubarray([...poll.voted], { minLength: poll.voted.length }),
      }),
    )
    fc.assert(
      fc.property(shuffled, ({ poll: { setting, register, papers, voted }, ...other }) => {
        // A block is named by its paper, which is nobody: only how many there are may be compared.
        const told = (of: PollCount) => canonicalText({ ...of, blocks: of.blocks.length })
        const count = countPoll(setting, register, papers, { voted })
        // The same values under other papers: no paper is anybody's.
        const renamed = other.values.map(({ value }, at) => ({ seatId: papers[at]!.seatId, value }))
        expect(told(countPoll(setting, register, renamed, { voted: other.voted }))).toBe(told(count))
        const file = tallyFileOf({ setting, register, voices: papers }, { voted })
        const recount = recountTally(JSON.parse(tallyFileText(file)))
        if (recount.findings.find(({ code }) => code === 'setting')!.status === 'failed') return
        expect(canonicalText(recount.count)).toBe(canonicalText(count))
        expect(recount.same).toBe(true)
      }),
    )
  })
})

/** The same voice, giving an option all it can; null where it may not. */
function raised(setting: PollSetting, value: Value, id: string): Value | null {
  const next =
    'options' in value
      ? { options: [...new Set([...value.options, id])].sort() }
      : 'dots' in value
        ? { dots: { ...value.dots, [id]: (setting.params as ParamsOf['dots']).cap } }
        : 'scores' in value
          ? { scores: { ...value.scores, [id]: (setting.params as ParamsOf['score']).max } }
          : 'grades' in value
            ? { grades: { ...value.grades, [id]: (setting.params as ParamsOf['judgment']).grades[0]!.id } }
            : 'projects' in value
              ? { projects: [...new Set([...value.projects, id])].sort() }
              : null
  return next && checkValue(setting, next) === null ? next : null
}

describe('more support never harms', () => {
  test('INV-11 whatever is retained stays so when one voice gives it all it can: approval, dots, scores, judgment, projects', () => {
    let tried = 0
    fc.assert(
      fc.property(
        anyPoll(['approval', 'dots', 'score', 'judgment', 'budget']),
        fc.nat(),
        fc.nat(),
        ({ setting, register, voices }, which, who) => {
          const { retained } = countPoll(setting, register, voices)
          const valid = voices.filter(({ value }) => checkValue(setting, value) === null)
          if (retained.length === 0 || valid.length === 0) return
          const id = retained[which % retained.length]!
          const chosen = valid[who % valid.length]!
          const value = raised(setting, chosen.value, id)
          if (!value) return
          tried += 1
          const more = voices.map((voice) => (voice === chosen ? { ...voice, value } : voice))
          expect(countPoll(setting, register, more).retained).toContain(id)
        },
      ),
      { numRuns: 700 },
    )
    expect(tried).toBeGreaterThan(120)
  })

  test('INV-11 INV-10 an outcome in favour stays in favour when a silent seat says yes, its quorum and its colleges included', () => {
    const decided = ['unanimous', 'consensus', 'dissent']
    const best: { readonly [method: string]: Value } = {
      consent: { choice: 'support' },
      gradients: { level: 0 },
      fist: { fingers: 5 },
      yesNo: { answer: 'yes' },
    }
    let tried = 0
    fc.assert(
      fc.property(anyPoll(adopting), fc.nat(), ({ setting, register, voices: drawn }, at) => {
        // Every other poll is one where most are in favour: few others would decide anything.
        const voices = drawn.map((voice, place) =>
          at % 2 === 0 && place % 4 > 0 ? { ...voice, value: best[setting.method]! } : voice,
        )
        const silent = register.filter(
          ({ seatId, recused }) => !recused && !voices.some((voice) => voice.seatId === seatId),
        )
        const seat = silent[at % Math.max(silent.length, 1)]
        if (!seat) return
        const said = (more: typeof voices) =>
          outcomeOf(setting, countPoll(setting, register, more), { blockStands: false })
        if (!decided.includes(said(voices))) return
        tried += 1
        expect(decided).toContain(said([...voices, { seatId: seat.seatId, value: best[setting.method]! }]))
      }),
      { numRuns: 1_500 },
    )
    expect(tried).toBeGreaterThan(40)
  })
})

describe('what decides nothing', () => {
  test('INV-12 where nothing is expressed nothing is adopted, by any method, on any base, under any rule', () => {
    const nothing: { readonly [method: string]: readonly Value[] } = {
      consent: [{ choice: 'abstain' }],
      gradients: [{ level: 3 }, { blank: true }],
      fist: [{ blank: true }],
      yesNo: [{ answer: 'abstain' }, { blank: true }],
    }
    fc.assert(
      fc.property(anyPoll(adopting), fc.nat(), ({ setting, register, voices }, which) => {
        const values = nothing[setting.method]!
        const silent = voices.map((voice, at) => ({ ...voice, value: values[(which + at) % values.length]! }))
        const count = countPoll(setting, register, silent)
        if (count.expressed.seats > 0) return
        expect(count.test).toMatchObject({ passed: false })
        expect(outcomeOf(setting, count, { blockStands: false })).toBe('notDecided')
      }),
    )
  })

  test('INV-17 a block that stands leaves no consensus, also where the rules foresaw that a majority goes on: it is then dissent', () => {
    const blocked: { readonly [method: string]: Value } = {
      consent: { choice: 'block' },
      gradients: { level: 7 },
      fist: { fingers: 0 },
    }
    const seen = new Set<string>()
    fc.assert(
      fc.property(
        anyPoll(['consent', 'gradients', 'fist']),
        anyThreshold,
        fc.boolean(),
        fc.nat(),
        ({ setting: plain, register, voices }, fallback, beside, which) => {
          const setting = { ...plain, afterBlock: 'majority' as const, fallback }
          const entitled = voices.filter(
            ({ seatId }) => !register.find((seat) => seat.seatId === seatId)!.recused,
          )
          const chosen = entitled[which % Math.max(entitled.length, 1)]
          if (!beside && !chosen) return
          const cast = beside
            ? voices
            : voices.map((voice) =>
                voice === chosen ? { ...voice, value: blocked[setting.method]! } : voice,
              )
          const count = countPoll(setting, register, cast)
          const outcome = outcomeOf(setting, count, { blockStands: beside })
          seen.add(outcome)
          expect(['dissent', 'notDecided']).toContain(outcome)
          if (outcome === 'dissent') expect(count.fallbackTest!.passed && count.quorum.met).toBe(true)
          expect(outcomeOf({ ...setting, afterBlock: 'discussion' }, count, { blockStands: beside })).toBe(
            'notDecided',
          )
        },
      ),
      { numRuns: 600 },
    )
    expect([...seen].sort()).toEqual(['dissent', 'notDecided'])
  })
})

describe('who is recused', () => {
  test('INV-14 a recused seat weighs nowhere: every figure is that of the register without it, but that it stands in it, apart', () => {
    fc.assert(
      fc.property(anyPoll(), (poll: AnyPoll) => {
        // Of the quorum the rule itself says whether recused seats stay in its base; weights by college are fixed before.
        const setting = { ...poll.setting, quorum: { ...poll.setting.quorum, recusedInBase: false } }
        const { register, voices } = poll
        const left = register.filter(({ recused }) => !recused)
        if (left.length === 0) return
        const kept = new Set(left.map(({ seatId }) => seatId))
        const { recused, trace: _, ...count } = countPoll(setting, register, voices)
        const {
          recused: none,
          trace: __,
          ...without
        } = countPoll(
          setting,
          left,
          voices.filter(({ seatId }) => kept.has(seatId)),
        )
        expect(count).toEqual(without)
        expect(none.seats).toBe(0)
        expect(recused.seats).toBe(register.length - left.length)
      }),
    )
  })
})

describe('budgets', () => {
  test('INV-19 a split counts if and only if it is whole cents, none negative, not all nothing, within the envelope', () => {
    const envelope = 1_000
    const setting = settingOf('budget', { params: { envelope, kind: 'amounts' } })
    const cents = fc.oneof(fc.integer({ min: -50, max: 600 }), fc.double({ min: 0, max: 600, noNaN: true }))
    fc.assert(
      fc.property(fc.record({ A: cents, B: cents, C: cents }), (amounts) => {
        const parts = Object.values(amounts)
        const sum = parts.reduce((all, part) => all + part, 0)
        const whole = parts.every((part) => Number.isSafeInteger(part) && part >= 0 && !Object.is(part, -0))
        const fits = whole && sum > 0 && sum <= envelope
        expect(checkValue(setting, { amounts }) === null).toBe(fits)
      }),
      { numRuns: 2_000 },
    )
  })

  test('INV-19 projects are held against the costs that the setting fixed, whatever a label or another list says of them', () => {
    const costs = fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 2, maxLength: 5 })
    fc.assert(
      fc.property(costs, fc.nat(), (fixed, mask) => {
        const options = fixed.map((cost, at) => ({
          id: `p${at}`,
          label: { fr: `Projet à ${cost * 2}`, en: `Project at ${cost * 2}` },
          cost,
        }))
        const setting = settingOf('budget', { options, params: { envelope: 100, kind: 'projects' } })
        const projects = options.filter((_, at) => (mask >> at) % 2 === 1).map(({ id }) => id)
        const sum = fixed.reduce((all, cost, at) => all + ((mask >> at) % 2 === 1 ? cost : 0), 0)
        expect(checkValue(setting, { projects }) === null).toBe(projects.length > 0 && sum <= 100)
      }),
    )
  })
})

test('INV-25 the state of a poll never goes back as the clock goes on, whenever its rows were written and whoever looks', () => {
  const order = ['draft', 'open', 'closed', 'counted', 'proclaimed', 'superseded', 'annulled']
  const instant = fc.integer({ min: 1, max: 500 })
  const at = (minute: number) => new Date(Date.UTC(2026, 2, 2, 0, minute)).toISOString()
  fc.assert(
    fc.property(
      fc.option(instant),
      fc.tuple(instant, instant, instant),
      fc.option(instant),
      fc.array(instant, { minLength: 2, maxLength: 12 }),
      (closes, [seen, proclaimed, superseded], annulled, looks) => {
        // The closing is written once its hour came and somebody looked; without an hour, when someone closes it.
        const written = (closes ?? 0) + seen
        const life = (now: number): PollLife => ({
          openedAt: at(0),
          closesAt: closes === null ? null : at(closes),
          closedAt: now >= written ? at(closes ?? written) : null,
          proclaimedAt: now >= written + proclaimed ? at(written + proclaimed) : null,
          supersededBy: now >= written + proclaimed + superseded ? 'next' : null,
          annulledAt: annulled !== null && now >= annulled ? at(annulled) : null,
        })
        const states = [...looks]
          .sort((a, b) => a - b)
          .map((now) => ({ now, state: order.indexOf(pollStateAt(life(now), at(now))) }))
        for (const [place, { now, state }] of states.entries()) {
          expect(state).toBeGreaterThanOrEqual(states[place - 1]?.state ?? 1)
          // No scheduler: past its hour it is never open, written or not.
          if (closes !== null && now >= closes) expect(state).toBeGreaterThan(order.indexOf('open'))
          if (now < written && (closes === null || now < closes) && (annulled === null || now < annulled))
            expect(state).toBe(order.indexOf('open'))
        }
      },
    ),
    { numRuns: 500 },
  )
})

test('INV-11 the rounding-free share: at any share and any number of voices the least support passes and one less does not', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 100 }),
      (voices, a, b) => {
        const share = { num: Math.min(a, b), den: Math.max(a, b) }
        const setting = settingOf('yesNo', { threshold: { ...twoThirds, share } })
        const register = Array.from({ length: voices }, (_, at) => ({
          seatId: `s${String(at).padStart(2, '0')}`,
          name: 'O',
          college: 'community' as const,
          weight: one,
        }))
        const passes = (support: number) =>
          countPoll(
            setting,
            register,
            register.map(({ seatId }, at) => ({
              seatId,
              value: { answer: at < support ? 'yes' : 'no' } as const,
            })),
          ).test!.passed
        const least = Math.max(
          1,
          Number((BigInt(share.num) * BigInt(voices) + BigInt(share.den) - 1n) / BigInt(share.den)),
        )
        expect(passes(least)).toBe(true)
        expect(passes(least - 1)).toBe(false)
        expect(compare(ratio(BigInt(least)), ratio(BigInt(share.num * voices), BigInt(share.den))) >= 0).toBe(
          true,
        )
      },
    ),
  )
})
