// VOTE-5…VOTE-7: who may cast, the one reason when not, and which voices count, in whatever order they come.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  admit,
  type CastVoice,
  countedVoices,
  objectionIn,
  type SeatMoment,
  type VoiceMoment,
  type VoiceOffer,
} from '../../../shared/poll/admission.ts'
import { countPoll } from '../../../shared/poll/count.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { refusal } from '../../../shared/refusals.ts'
import { anyPoll, settingOf } from '../../kit/counting.ts'

const delegate = { userId: 'delegate', name: 'Denis Roy' }
const other = { userId: 'other', name: 'Aïcha Benali' }
const seat: SeatMoment = {
  seatId: 'city',
  name: 'Ville de Rivebelle',
  holders: [delegate],
  proxy: null,
  recused: false,
  voted: false,
}
const open: VoiceMoment = { state: 'open', closedAt: null, textHash: 'a', seat }
const offer: VoiceOffer = {
  userId: 'delegate',
  seatName: 'Ville de Rivebelle',
  carriesOther: false,
  mayRecord: false,
  textHash: 'a',
  value: { choice: 'support' },
  reason: '',
}
const setting = settingOf('consent', { revote: false })
const wrongValue = refusal('invalidValue')

function told(
  change: { moment?: Partial<VoiceMoment>; seat?: Partial<SeatMoment>; offer?: Partial<VoiceOffer> },
  { invalid = false, in: of = setting } = {},
) {
  const moment = { ...open, seat: { ...seat, ...change.seat }, ...change.moment }
  const answer = admit(of, moment, { ...offer, ...change.offer }, invalid ? wrongValue : null)
  return answer.refusal?.code ?? (answer as { channel: string }).channel
}

describe('one refusal, the first that matters', () => {
  test('VOTE-5 each has its name, in one order', () => {
    const everything = {
      moment: { state: 'annulled' as const, textHash: 'b', seat: null },
      offer: { textHash: 'a', userId: 'stranger', reason: 'x'.repeat(3_000) },
    }
    expect(told(everything, { invalid: true })).toBe('pollNotOpen')
    expect(told({ ...everything, moment: { ...everything.moment, state: 'closed' } })).toBe('pollClosed')
    expect(told({ ...everything, moment: { ...everything.moment, state: 'open' } })).toBe('textChanged')
    expect(told({ moment: { seat: null } })).toBe('notInRegister')
    expect(told({ moment: { seat: null }, offer: { seatName: null } })).toBe('noVoice')
    const tired = { recused: true, voted: true }
    expect(told({ seat: tired, offer: { userId: 'stranger' } }, { invalid: true })).toBe('seatHeldByOther')
    expect(told({ seat: tired }, { invalid: true })).toBe('seatRecused')
    expect(told({ seat: { voted: true } }, { invalid: true })).toBe('alreadyVoted')
    expect(told({}, { invalid: true })).toBe('invalidValue')
    expect(told({})).toBe('self')
  })

  test('VOTE-5 who is told the seat is held by someone learns by whom', () => {
    const answer = admit(setting, open, { ...offer, userId: 'alternate' }, null)
    expect(answer.refusal).toEqual({
      code: 'seatHeldByOther',
      details: { organization: 'Ville de Rivebelle', holder: 'Denis Roy' },
    })
  })

  test('VOTE-5 a proxy is cast by the holder of the seat that carries it; without one it is not valid', () => {
    const absent = { holders: [] }
    const carried = { ...absent, proxy: { seatId: 'clinic', holders: [other] } }
    expect(told({ seat: carried, offer: { userId: 'other', carriesOther: true } })).toBe('proxy')
    expect(told({ seat: absent, offer: { userId: 'other', carriesOther: true } })).toBe('proxyNotValid')
    expect(told({ seat: absent, offer: { userId: 'nobody' } })).toBe('noVoice')
    const outside = { outside: true }
    expect(told({ moment: outside, seat: absent, offer: { userId: 'other', carriesOther: true } })).toBe(
      'proxyOutside',
    )
  })

  test('INV-13 VOTE-20 over the voice its own holder gave, no proxy’s and no recorded one enters, where voices may be changed', () => {
    const again = { in: settingOf('consent', { revote: true }) }
    const own = { voted: true, votedOwn: true, holders: [], proxy: { seatId: 'clinic', holders: [other] } }
    const carrier = { userId: 'other', carriesOther: true }
    expect(told({ seat: own, offer: carrier }, again)).toBe('proxyNotValid')
    expect(told({ seat: { ...own, votedOwn: false }, offer: carrier }, again)).toBe('proxy')
    const facilitation = { userId: 'facilitator', mayRecord: true }
    expect(told({ seat: own, offer: facilitation }, again)).toBe('alreadyVoted')
    expect(told({ seat: { voted: true, votedOwn: true } }, again)).toBe('self')
  })

  test('VOTE-20 suspended comes right after closed, before all that is of the voice itself', () => {
    const suspended = { suspended: true, textHash: 'other' }
    expect(told({ moment: suspended })).toBe('meetingSuspended')
    expect(told({ moment: { ...suspended, state: 'counted' } })).toBe('pollClosed')
  })

  test('VOTE-5 a facilitator records a named seat as recorded, never in a secret poll', () => {
    const facilitator = { userId: 'facilitator', mayRecord: true }
    expect(told({ offer: facilitator })).toBe('facilitated')
    expect(told({ offer: facilitator }, { in: settingOf('consent', { secrecy: 'secret' }) })).toBe(
      'secretRecorded',
    )
  })

  test('VOTE-6 a reservation, a block, a veto and a closed fist need their words', () => {
    expect(told({ offer: { value: { choice: 'reserve' } } })).toBe('reasonNeeded')
    expect(told({ offer: { value: { choice: 'block' }, reason: ' \n' } })).toBe('reasonNeeded')
    expect(told({ offer: { value: { choice: 'block' }, reason: 'La Pointe.' } })).toBe('self')
    expect(told({ offer: { reason: 'x'.repeat(2_001) } })).toBe('invalidField')
    expect(objectionIn(settingOf('gradients'), { level: 7 })).toBe('block')
    expect(objectionIn(settingOf('gradients'), { level: 6 })).toBeNull()
    expect(objectionIn(settingOf('fist'), { fingers: 0 })).toBe('block')
    expect(objectionIn(settingOf('yesNo'), { answer: 'no' })).toBeNull()
  })
})

const anyVoices = fc
  .array(fc.record({ seat: fc.integer({ min: 0, max: 5 }), contested: fc.boolean() }), { maxLength: 30 })
  .map((cast) => {
    const revisions = new Map<number, number>()
    return cast.map(({ seat: at, contested }): CastVoice => {
      const revision = (revisions.get(at) ?? 0) + 1
      revisions.set(at, revision)
      return { seatId: `s${at}`, revision, contested }
    })
  })

describe('which voices count', () => {
  test('INV-1 at most one a seat, and it is the last that is not contested', () => {
    fc.assert(
      fc.property(anyVoices, (voices) => {
        const counted = countedVoices(voices)
        const spoke = voices.filter(({ contested }) => !contested).map(({ seatId }) => seatId)
        expect(counted.map(({ seatId }) => seatId)).toEqual([...new Set(spoke)].sort())
        for (const { seatId, revision } of counted) {
          const standing = voices.filter((voice) => voice.seatId === seatId && !voice.contested)
          expect(revision).toBe(Math.max(...standing.map((voice) => voice.revision)))
        }
      }),
    )
  })

  test('INV-3 neither the order in which they come nor their repetition changes what counts', () => {
    const shuffled = anyVoices.chain((voices) =>
      fc
        .tuple(fc.shuffledSubarray(voices, { minLength: voices.length }), fc.subarray(voices))
        .map(([again, twice]) => ({ voices, other: [...again, ...twice] })),
    )
    fc.assert(
      fc.property(shuffled, ({ voices, other: replayed }) => {
        expect(countedVoices(replayed)).toEqual(countedVoices(voices))
      }),
    )
  })

  test('INV-2 the weight that is cast never exceeds the weight registered; equal exactly when nobody is missing', () => {
    const exact = (text: string) => {
      const [num, den = '1'] = text.split('/')
      return { num: BigInt(num!), den: BigInt(den) }
    }
    fc.assert(
      fc.property(anyPoll(), ({ setting: of, register, voices }) => {
        const { cast, registered, notVoted } = countPoll(of, register, voices)
        const [part, whole] = [exact(cast.weight), exact(registered.weight)]
        const difference = whole.num * part.den - part.num * whole.den
        expect(difference >= 0n).toBe(true)
        expect(cast.seats <= registered.seats).toBe(true)
        if (notVoted.seats === 0) expect(difference).toBe(0n)
        if (difference === 0n) expect(notVoted.weight).toBe('0')
      }),
    )
  })

  test('INV-20 the same vote given in French and in English counts together: options count by their id alone (trap 15)', () => {
    fc.assert(
      fc.property(
        anyPoll(['approval', 'dots', 'score', 'judgment', 'schulze']),
        ({ setting: of, register, voices }) => {
          const renamed = {
            ...of,
            options: of.options.map(({ id }) => ({ id, label: { fr: 'même nom', en: 'same, name' } })),
          }
          const { trace: _, ...count } = countPoll(of, register, voices)
          const { trace: __, ...again } = countPoll(renamed, register, voices)
          expect(canonicalText(again)).toBe(canonicalText(count))
        },
      ),
    )
  })
})
