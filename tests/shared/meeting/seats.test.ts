// Seats and voices: hand-over, proxies, recusal, who may act for whom, and the register a poll fixes.
import { describe, expect, test } from 'vitest'
import { evaluateQuorum } from '../../../shared/meeting/quorum.ts'
import { checkRegister, registerAt, voicesOf } from '../../../shared/meeting/register.ts'
import { arrive, convened, facilitator, opened, person, rulesWith, seat, who } from '../../kit/sitting.ts'

const city = seat('city', 'denis', ['lea', 'marc'], { name: 'Ville', college: 'municipal' })
const clinic = seat('clinic', 'aicha', ['omar'], { name: 'Clinique' })
const coop = seat('coop', 'nora', [], { name: 'Coop', college: 'economy' })
const seats = [city, clinic, coop]
const consultative = rulesWith({ quorumLost: 'continue' })

const entry = (sitting: ReturnType<typeof opened>, seatId: string, itemId: string | null = null) =>
  registerAt(sitting.state, itemId).find((one) => one.seatId === seatId)!

describe('holding a seat', () => {
  test('MEET-10 the first of the delegation to arrive holds the seat, the next is told by whom it is held', () => {
    const sitting = opened({ seats, rules: consultative })
    expect(arrive(sitting, 'lea', 'city')).toBeNull()
    expect(arrive(sitting, 'denis', 'city')).toBe('seatHeld')
    expect(sitting.state.seats.get('city')!.holder).toMatchObject({ userId: 'lea', as: 'alternate', rank: 1 })
  })

  test('MEET-10 an alternate hands over to the delegate, and each is in the record with their time', () => {
    const sitting = opened({ seats, rules: consultative })
    arrive(sitting, 'lea')
    expect(arrive(sitting, 'denis')).toBeNull()
    expect(sitting.state.people.has('denis')).toBe(true)
    expect(sitting.ask(person('marc'), { kind: 'handOver', seatId: 'city', to: 'marc' })).toBe('seatHeld')
    sitting.act(person('lea'), { kind: 'handOver', seatId: 'city', to: 'denis' })

    expect(sitting.events.at(-1)).toMatchObject({ kind: 'handedOver', from: who('lea'), to: who('denis') })
    expect(sitting.state.seats.get('city')!.holder?.userId).toBe('denis')
    expect(sitting.state.people.has('lea')).toBe(true)
  })

  test('MEET-10 whoever ranks before the holder takes the seat back; never one who ranks after', () => {
    const sitting = opened({ seats, rules: consultative })
    arrive(sitting, 'lea', 'city')
    arrive(sitting, 'marc')
    expect(sitting.ask(person('marc'), { kind: 'handOver', seatId: 'city', to: 'marc' })).toBe('seatHeld')
    expect(sitting.ask(person('denis'), { kind: 'handOver', seatId: 'city', to: 'denis' })).toBeNull()
    expect(sitting.state.seats.get('city')!.holder?.userId).toBe('denis')
  })

  test('MEET-10 a seat is handed to nobody without a mandate, and by the holder to nobody who is not there', () => {
    const sitting = opened({ seats, rules: consultative })
    arrive(sitting, 'denis')
    const over = (to: string) => ({ kind: 'handOver', seatId: 'city', to }) as const
    expect(sitting.ask(person('denis'), over('aicha'))).toBe('notAccredited')
    expect(sitting.ask(person('denis'), over('lea'))).toBe('notHere')
    expect(sitting.ask(facilitator, over('lea'))).toBeNull()
    expect(sitting.ask(facilitator, { kind: 'handOver', seatId: 'coop', to: 'nora' })).toBe('seatEmpty')
  })

  test('MEET-10 one person holds one seat, unless the rules allow several', () => {
    const both = [city, seat('other', 'denis', [], { name: 'MRC' })]
    const strict = opened({ seats: both, rules: consultative })
    arrive(strict, 'denis', 'city')
    expect(arrive(strict, 'denis', 'other')).toBe('oneSeatOnly')
    const third = seat('third', 'lea', ['denis'])
    strict.callRoll([...both, third])
    arrive(strict, 'lea', 'third')
    expect(strict.ask(person('lea'), { kind: 'handOver', seatId: 'third', to: 'denis' })).toBe('oneSeatOnly')
    const lenient = opened({ seats: both, rules: { ...consultative, severalSeats: true } })
    arrive(lenient, 'denis', 'city')
    expect(arrive(lenient, 'denis', 'other')).toBeNull()
    expect(voicesOf(lenient.state, 'denis', null).map(({ seatId }) => seatId)).toEqual(['city', 'other'])
  })

  test('MEET-9 a mandate that ends frees the seat at once, as an event; past events keep their names', () => {
    const sitting = opened({ seats, rules: consultative })
    arrive(sitting, 'denis')
    const before = sitting.events.length
    sitting.callRoll([{ ...city, name: 'Ville fusionnée', people: city.people.slice(1) }, clinic, coop])

    expect(sitting.events.slice(before).map(({ kind }) => kind)).toEqual(['left', 'rollChanged'])
    expect(sitting.state.seats.get('city')).toMatchObject({ holder: null, name: 'Ville fusionnée' })
    expect(arrive(sitting, 'denis', 'city')).toBe('notAccredited')
    expect(sitting.events[before]).toMatchObject({ person: who('denis'), cause: 'mandate' })
  })

  test('TRAP-28 INV-23 what was recorded of a person stays as it was, whatever becomes of them', () => {
    const sitting = opened({ seats, rules: consultative })
    arrive(sitting, 'denis')
    const kept = structuredClone(sitting.events.slice())
    sitting.callRoll([clinic])
    expect(sitting.events.slice(0, kept.length)).toEqual(kept)
  })
})

describe('coming in', () => {
  test('MEET-8 in the room by its code, from afar without; in the mode the meeting is held in', () => {
    const sitting = convened({ seats, rules: consultative, mode: 'hybrid' })
    sitting.clock += 3_600_000
    const outside = { ...person('denis'), inRoom: false }
    expect(sitting.ask(outside, { kind: 'arrive', mode: 'room' })).toBe('codeNeeded')
    expect(sitting.ask(outside, { kind: 'arrive', mode: 'remote' })).toBeNull()
    const inRoom = convened({ seats, mode: 'room' })
    expect(inRoom.ask(outside, { kind: 'arrive', mode: 'remote' })).toBe('meetingInRoomOnly')
    const afar = convened({ seats, mode: 'remote' })
    expect(afar.ask(person('denis'), { kind: 'arrive', mode: 'room' })).toBe('meetingRemoteOnly')
  })

  test('MEET-8 not a day before, except by the facilitator’s hand', () => {
    const sitting = convened({ seats })
    sitting.clock -= 86_400_000
    expect(arrive(sitting, 'denis')).toBe('meetingTooEarly')
    expect(sitting.ask(facilitator, { kind: 'arrive', mode: 'room', person: 'denis' })).toBeNull()
  })

  test('MEET-9 a support worker enters the person they accompany, and it shows; for nobody else', () => {
    const citizen = seat('lise', 'lise', [], {
      name: 'Lise Tremblay',
      kind: 'person',
      college: 'lived',
      support: [who('iris')],
    })
    const sitting = opened({ seats: [...seats, citizen], rules: consultative })
    const enter = (one: string) => ({ kind: 'arrive', mode: 'room', person: one }) as const
    expect(sitting.ask(person('iris', 'commenter'), enter('denis'))).toBe('notYourPerson')
    expect(sitting.ask(person('iris', 'commenter'), enter('lise'))).toBeNull()

    expect(sitting.state.seats.get('lise')!.holder?.userId).toBe('lise')
    expect(sitting.state.people.get('lise')!.enteredBy?.name).toBe('Personne iris')
    expect(voicesOf(sitting.state, 'iris', null)).toEqual([])
  })

  test('INV-24 a facilitator or an observer without a mandate is there without a voice', () => {
    const sitting = opened({ seats, rules: consultative })
    sitting.act(facilitator, { kind: 'arrive', mode: 'room' })
    sitting.act(person('olivier', 'observer'), { kind: 'arrive', mode: 'room' })
    expect(sitting.ask(facilitator, { kind: 'arrive', mode: 'room', seatId: 'city' })).toBe('notAccredited')
    expect(voicesOf(sitting.state, 'maude', null)).toEqual([])
    expect(registerAt(sitting.state, null).every(({ holder }) => holder === undefined)).toBe(true)
  })

  test('TRAP-14 whoever comes in while a poll is open finds their voice at once', () => {
    const sitting = opened({ seats, rules: consultative })
    sitting.append({
      kind: 'pollOpened',
      pollId: 'p',
      question: { fr: 'Oui ?', en: 'Yes?' },
      deciding: false,
    })
    arrive(sitting, 'denis')
    expect(voicesOf(sitting.state, 'denis', null)).toEqual([{ seatId: 'city', asProxyOf: null }])
    expect(sitting.state.polls.get('p')!.status).toBe('open')
  })
})

describe('proxies', () => {
  const given = (rules = consultative) => {
    const sitting = opened({ seats, rules })
    sitting.act(person('nora'), { kind: 'giveProxy', from: 'coop', to: 'city' })
    return sitting
  }

  test('INV-13 MEET-12 one level, not to oneself, within the cap, between voices only', () => {
    const sitting = given()
    const ask = (from: string, to: string) => sitting.ask(facilitator, { kind: 'giveProxy', from, to })
    expect(ask('clinic', 'clinic')).toBe('proxyToSelf')
    expect(ask('clinic', 'coop')).toBe('proxyChain')
    expect(ask('city', 'clinic')).toBe('proxyChain')
    expect(ask('clinic', 'city')).toBe('proxyFull')
    expect(ask('coop', 'clinic')).toBe('proxyGiven')
    expect(ask('nowhere', 'city')).toBe('seatMissing')
    const none = opened({
      seats,
      rules: rulesWith({ proxies: { allowed: false, cap: 0, sleepsWhenPresent: true } }),
    })
    expect(none.ask(facilitator, { kind: 'giveProxy', from: 'coop', to: 'city' })).toBe('proxiesForbidden')
    const silent = opened({ seats: [...seats, seat('club', 'eve', [], { right: 'consultative' })] })
    expect(silent.ask(facilitator, { kind: 'giveProxy', from: 'coop', to: 'club' })).toBe('seatWithoutVoice')
  })

  test('MEET-3 only those of the seat, or the facilitator, lend its voice', () => {
    const sitting = opened({ seats })
    expect(sitting.ask(person('denis'), { kind: 'giveProxy', from: 'coop', to: 'city' })).toBe('notYourSeat')
  })

  test('TRAP-11 MEET-12 it counts as represented only while its carrier is there, and sleeps while the giver is', () => {
    const sitting = given()
    expect(entry(sitting, 'coop')).toMatchObject({ proxyTo: 'city' })
    expect(entry(sitting, 'coop').present).toBeUndefined()
    arrive(sitting, 'denis')
    expect(entry(sitting, 'coop')).toMatchObject({ proxyTo: 'city', present: true })
    expect(voicesOf(sitting.state, 'denis', null)).toEqual([
      { seatId: 'city', asProxyOf: null },
      { seatId: 'coop', asProxyOf: 'city' },
    ])
    arrive(sitting, 'nora')
    expect(entry(sitting, 'coop').proxyTo).toBeUndefined()
    expect(entry(sitting, 'coop')).toMatchObject({ present: true, holder: { userId: 'nora' } })
    expect(voicesOf(sitting.state, 'denis', null)).toEqual([{ seatId: 'city', asProxyOf: null }])
    sitting.act(person('nora'), { kind: 'leave' })
    expect(entry(sitting, 'coop').proxyTo).toBe('city')
  })

  test('INV-13 revoked, it lends no voice any more; what was voted under it stays in the log', () => {
    const sitting = given()
    arrive(sitting, 'denis')
    const logged = sitting.events.slice()
    sitting.act(person('nora'), { kind: 'revokeProxy', from: 'coop' })
    expect(entry(sitting, 'coop').proxyTo).toBeUndefined()
    expect(voicesOf(sitting.state, 'denis', null).map(({ seatId }) => seatId)).toEqual(['city'])
    expect(sitting.events.slice(0, logged.length)).toEqual(logged)
    expect(sitting.ask(person('nora'), { kind: 'revokeProxy', from: 'coop' })).toBe('proxyMissing')
  })

  test('MEET-12 its carrier recused from an item votes for nobody on it', () => {
    const sitting = given()
    arrive(sitting, 'denis')
    sitting.act(person('denis'), { kind: 'recuse', seatId: 'city', itemId: 'i3', reason: 'Porteur' })
    expect(voicesOf(sitting.state, 'denis', 'i3')).toEqual([])
    expect(voicesOf(sitting.state, 'denis', null)).toHaveLength(2)
    expect(entry(sitting, 'coop', 'i3').proxyTo).toBeUndefined()
  })
})

describe('recusal', () => {
  test('INV-14 MEET-16 it moves the denominators of its item only, as the rules say, and stays in the register', () => {
    const quorum = { ...consultative.quorum, recusedInBase: false }
    const sitting = opened({ seats, rules: { ...consultative, quorum } })
    for (const one of ['denis', 'aicha', 'nora']) arrive(sitting, one)
    sitting.act(person('aicha'), {
      kind: 'recuse',
      seatId: 'clinic',
      itemId: 'i3',
      reason: 'Porte le projet',
    })

    expect(evaluateQuorum(sitting.state, quorum, 'i3')).toMatchObject({ base: '2', reached: '2', recused: 1 })
    expect(evaluateQuorum(sitting.state, quorum, null)).toMatchObject({ base: '3', reached: '3', recused: 0 })
    const inBase = { ...quorum, recusedInBase: true }
    expect(evaluateQuorum(sitting.state, inBase, 'i3')).toMatchObject({ base: '3', recused: 1 })
    expect(entry(sitting, 'clinic', 'i3')).toMatchObject({ recused: true })
    expect(entry(sitting, 'clinic', 'i2').recused).toBeUndefined()
    expect(voicesOf(sitting.state, 'aicha', 'i3')).toEqual([])
  })

  test('MEET-16 it is not taken back while a poll is open on the item, nor declared twice, nor for another', () => {
    const sitting = opened({ seats, rules: consultative })
    const recuse = { kind: 'recuse', seatId: 'clinic', itemId: 'i3', reason: 'Lien' } as const
    expect(sitting.ask(person('denis'), recuse)).toBe('notYourSeat')
    sitting.act(person('aicha'), recuse)
    expect(sitting.ask(facilitator, recuse)).toBe('alreadyRecused')
    sitting.append({
      kind: 'pollOpened',
      pollId: 'p',
      itemId: 'i3',
      question: { fr: 'Oui ?', en: 'Yes?' },
      deciding: true,
    })
    const back = { kind: 'withdrawRecusal', seatId: 'clinic', itemId: 'i3' } as const
    expect(sitting.ask(person('aicha'), back)).toBe('pollOnItem')
    sitting.append({ kind: 'pollClosed', pollId: 'p', outcome: 'notDecided' })
    expect(sitting.ask(person('aicha'), back)).toBeNull()
  })
})

describe('the register', () => {
  test('INV-24 it holds deliberative seats alone, weighted by college, sorted, and refuses a college above the cap', () => {
    const rules = rulesWith({ collegeWeights: { community: 40, municipal: 40, economy: 20 } })
    const two = seat('annex', 'paul', [], { college: 'community' })
    const { state } = opened({
      seats: [...seats, two, seat('club', 'eve', [], { right: 'observer' })],
      rules,
    })
    const register = registerAt(state, null)
    expect(register.map(({ seatId, weight }) => [seatId, `${weight.num}/${weight.den}`])).toEqual([
      ['annex', '40/2'],
      ['city', '40/1'],
      ['clinic', '40/2'],
      ['coop', '20/1'],
    ])
    expect(checkRegister(register, rules)).toBeNull()
    expect(checkRegister([], rules)).toEqual({ code: 'registerEmpty' })
    const heavy = { ...rules, collegeMax: { num: 39, den: 100 } }
    expect(checkRegister(register, heavy)?.code).toBe('collegeTooHeavy')
  })

  test('TRAP-12 the register of an instant is not moved by who comes later', () => {
    const sitting = opened({ seats, rules: consultative })
    arrive(sitting, 'denis')
    const fixed = registerAt(sitting.state, null)
    const copy = structuredClone(fixed)
    arrive(sitting, 'aicha')
    sitting.callRoll([city, clinic])
    expect(fixed).toEqual(copy)
  })
})
