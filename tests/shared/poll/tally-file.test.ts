// COUNT-15: the ballot file, written, read whatever it holds, recounted.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { recountTally } from '../../../shared/poll/recount.ts'
import { readTallyFile, type TallyFile, tallyFileText } from '../../../shared/poll/tally-file.ts'
import { canonicalText, digest } from '../../../shared/record/canonical.ts'
import { anyPoll, noQuorum, seatsOf, settingOf, share } from '../../kit/counting.ts'
import { tallyFileOf } from '../../kit/tally-file.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
function read(file: unknown): TallyFile {
  const found = readTallyFile(bytesOf(canonicalText(file)))
  if ('unreadable' in found) throw new Error(found.unreadable.en)
  return found.file
}
const why = (text: string) => {
  const found = readTallyFile(bytesOf(text))
  return 'unreadable' in found ? found.unreadable.en : 'read'
}

const register = seatsOf(6)
const voices = register
  .slice(0, 5)
  .map(({ seatId }, at) => ({ seatId, value: { answer: at < 4 ? 'yes' : 'no' } as const }))
const plain = tallyFileOf({ setting: settingOf('yesNo', { quorum: noQuorum }), register, voices })

describe('a file as it was written', () => {
  test('INV-3 a recount from an export is the stored count, to the byte, for every method', () => {
    fc.assert(
      fc.property(anyPoll(), (poll) => {
        // A poll that its setting would not let open is not exported.
        const file = tallyFileOf(poll)
        const recount = recountTally(read(JSON.parse(tallyFileText(file))))
        if (recount.findings.find(({ code }) => code === 'setting')!.status === 'failed') return
        expect(canonicalText(recount.count)).toBe(canonicalText(file.count))
        expect(recount).toMatchObject({ same: true, differences: [] })
      }),
    )
  })

  test('COUNT-15 a secret poll is recounted from papers that name nobody', () => {
    const setting = settingOf('yesNo', { secrecy: 'secret', revote: false })
    const papers = [0, 1, 2, 3, 4].map((at) => ({ seatId: `paper-${at}`, value: { answer: 'yes' } as const }))
    const file = tallyFileOf(
      { setting, register, voices: papers },
      { voted: register.slice(0, 5).map(({ seatId }) => seatId) },
    )
    expect(recountTally(read(file)).same).toBe(true)
    const named = {
      ...file,
      voices: file.voices.map((voice, at) => ({ ...voice, seatId: register[at]!.seatId })),
    }
    expect(recountTally(read(named)).same).toBe(false)
  })

  test('COUNT-15 seats that joined, recusals and presence since the opening are counted', () => {
    const setting = settingOf('yesNo', {
      electorate: 'additive',
      quorum: { ...noQuorum, share: share(1, 2) },
    })
    const joined = [{ ...register[0]!, seatId: 'seat-late' }]
    const file = tallyFileOf(
      { setting, register, voices: [...voices, { seatId: 'seat-late', value: { answer: 'no' } }] },
      { joined, recusedSince: [register[4]!.seatId], present: [register[5]!.seatId] },
    )
    const recount = recountTally(read(file))
    expect(recount).toMatchObject({ same: true, count: { recused: { seats: 1 }, quorum: { reached: '6' } } })
    const frozen = tallyFileOf({ setting: settingOf('yesNo'), register, voices }, { joined })
    expect(recountTally(read(frozen))).toMatchObject({ same: false, count: null })
  })

  test('COUNT-15 an invalid value of a file is counted apart, whatever it is', () => {
    const odd = voices.map((voice, at) =>
      at === 0 ? { ...voice, value: ['?', { deep: [[]] }] as never } : voice,
    )
    const file = tallyFileOf({ setting: settingOf('yesNo'), register, voices: odd })
    expect(recountTally(read(file))).toMatchObject({ same: true, count: { invalid: { seats: 1 } } })
  })
})

describe('a file that was touched', () => {
  const differing = (changes: Partial<TallyFile>) => recountTally(read({ ...plain, ...changes }))
  const failed = ({ findings }: ReturnType<typeof recountTally>) =>
    findings.filter(({ status }) => status === 'failed').map(({ code }) => code)

  test('COUNT-15 a voice changed: every figure that no longer comes out is named', () => {
    const touched = voices.map((voice, at) =>
      at === 3 ? { ...voice, value: { answer: 'no' } as const } : voice,
    )
    const recount = differing({ voices: touched })
    expect(recount.same).toBe(false)
    expect(recount.differences).toContainEqual({ path: '/test/support', stated: '"4"', recounted: '"3"' })
    expect(failed(recount)).toEqual(['count'])
  })

  test('COUNT-15 a register, a seat, a voice, a setting that is not what was opened', () => {
    const heavier = register.map((seat, at) => (at === 0 ? { ...seat, weight: share(9, 1) } : seat))
    expect(failed(differing({ register: heavier }))).toContain('registerHash')
    expect(failed(differing({ register: [...register].reverse() }))).toContain('register')
    expect(failed(differing({ voices: [...voices, voices[4]!] }))).toContain('voices')
    expect(failed(differing({ voices: [...voices, { seatId: 'zz', value: { blank: true } }] }))).toContain(
      'voices',
    )
    expect(failed(differing({ voted: [] }))).toContain('voices')
    const lot = { ...plain.poll, setting: { ...plain.poll.setting, tie: 'lot' as const } }
    expect(failed(differing({ poll: lot }))).toContain('setting')
  })

  test('INV-8 a threshold lowered since the opening shows: the poll has another digest, and other figures', () => {
    const threshold = { ...plain.poll.setting.threshold!, share: share(1, 2) }
    const recount = differing({ poll: { ...plain.poll, setting: { ...plain.poll.setting, threshold } } })
    expect(recount.pollDigest).not.toBe(recountTally(plain).pollDigest)
    expect(recount.differences).toContainEqual({ path: '/test/share', stated: '"2/3"', recounted: '"1/2"' })
  })

  test('COUNT-15 other words for the same figures are told, and do not differ', () => {
    const recount = differing({
      count: { ...plain.count, trace: [{ fr: 'Autrement dit.', en: 'In other words.' }] },
    })
    expect(recount.same).toBe(true)
    expect(recount.findings.find(({ code }) => code === 'trace')!.status).toBe('notChecked')
  })

  test('COUNT-15 any figure of the count that is changed is found', () => {
    for (const key of Object.keys(plain.count).filter((each) => each !== 'trace')) {
      const count = { ...plain.count, [key]: 'touched' } as unknown as TallyFile['count']
      expect(differing({ count }).same, key).toBe(false)
    }
  })
})

describe('a file that cannot be read', () => {
  const text = tallyFileText(plain)

  test('COUNT-15 not JSON, not canonical, not this form, too deep', () => {
    expect(why('')).toContain('not JSON')
    expect(why(text.slice(0, -1))).toContain('not JSON')
    expect(why(JSON.stringify(plain, null, 2))).toContain('canonical')
    expect(why('{}')).toContain('assise/ballots/v1')
    expect(why(canonicalText({ ...plain, more: 1 }))).toContain('assise/ballots/v1')
    expect(why(text.replace('"tie":', '"__proto__":{},"tie":'))).not.toBe('read')
    expect(why('['.repeat(100_000))).toContain('too deep')
    expect(why(`[${'1,'.repeat(5_000_001)}1]`)).toContain('too many values')
  })

  test('COUNT-15 weights that would take for ever to add are refused at once', () => {
    const primes = [999_999_937, 999_999_929, 999_999_893, 999_999_883, 999_999_797, 999_999_761]
    const seats = Array.from({ length: 400 }, (_, at) => ({
      ...register[0]!,
      seatId: `s${String(at).padStart(4, '0')}`,
      weight: share(1, primes[at % 6]! - at),
    }))
    const poll = { ...plain.poll, registerHash: digest('register', seats) }
    expect(why(canonicalText({ ...plain, poll, register: seats }))).toContain('weights')
  })

  test('COUNT-15 no bytes make the reader or the recount fail', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 }), (at, code) => {
        const touched = text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1)
        const found = readTallyFile(bytesOf(touched))
        if ('file' in found) expect(recountTally(found.file)).toHaveProperty('same')
      }),
      { numRuns: 500 },
    )
  })
})
