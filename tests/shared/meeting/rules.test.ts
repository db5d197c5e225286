// What makes a rule set sound, the appointment's text, the agenda and the queue.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Appointment, calendarText, fold } from '../../../shared/meeting/calendar.ts'
import { queueOf, speakerOf, timeUsed } from '../../../shared/meeting/queue.ts'
import { checkRuleSet } from '../../../shared/meeting/rule-check.ts'
import type { RuleSet } from '../../../shared/meeting/rule-set.ts'
import { ruleSetText } from '../../../shared/meeting/rule-text.ts'
import { arrive, facilitator, opened, person, rulesWith, seat } from '../../kit/sitting.ts'

describe('rule sets', () => {
  const code = (change: Partial<RuleSet>) => checkRuleSet(rulesWith(change))?.code ?? null
  const threshold = rulesWith().adoption

  test('MEET-22 it can be met, a minority never decides, a secret stays one, no college rules alone', () => {
    expect(code({})).toBeNull()
    const { quorum } = rulesWith()
    expect(code({ quorum: { ...quorum, share: { num: 0, den: 1 } } })).toBe('ruleUnreachable')
    expect(code({ quorum: { ...quorum, share: { num: 1, den: 1 }, strict: true } })).toBe('ruleUnreachable')
    expect(code({ quorum: { ...quorum, collegesMin: 7 } })).toBe('ruleUnreachable')
    expect(code({ adoption: { ...threshold, share: { num: 49, den: 100 } } })).toBe('ruleMinority')
    expect(code({ adoption: { ...threshold, share: { num: 1, den: 2 } } })).toBeNull()
    expect(code({ afterBlock: 'majority' })).toBe('invalidField')
    const even = { ...threshold, share: { num: 1, den: 2 } }
    expect(code({ afterBlock: 'majority', fallback: even })).toBe('ruleMinority')
    expect(code({ afterBlock: 'majority', fallback: { ...even, strict: true } })).toBeNull()
    expect(code({ minSecretSize: 2 })).toBe('ruleSecretFloor')
    expect(code({ proxies: { allowed: true, cap: 0, sleepsWhenPresent: true } })).toBe('ruleProxyCap')
    expect(code({ tie: 'lot' })).toBe('ruleLot')
    expect(code({ collegeWeights: { community: 50, municipal: 50 } })).toBe('collegeTooHeavy')
    expect(code({ collegeWeights: {} })).toBe('ruleUnreachable')
    expect(code({ capSeats: true })).toBeNull()
    expect(code({ capSeats: true, collegeMax: { num: 1, den: 6 } })).toBeNull()
    expect(code({ capSeats: true, collegeMax: { num: 1, den: 7 } })).toBe('ruleUnreachable')
    const even4 = { community: 25, municipal: 25, lived: 25, economy: 25 }
    expect(code({ collegeWeights: even4, capSeats: true })).toBe('invalidField')
    expect(code({ collegeWeights: even4 })).toBeNull()
  })

  test('every choice is said in words, in both languages, and no two rule sets that differ read alike', () => {
    const changes: Partial<RuleSet>[] = [
      { tie: 'lot' },
      { quorumLost: 'continue' },
      { severalSeats: true },
      { lateSeats: 'additive' },
      { recusedInBase: true },
      { minSecretSize: 9 },
      { proxies: { allowed: false, cap: 0, sleepsWhenPresent: true } },
      { proxies: { allowed: true, cap: 1, sleepsWhenPresent: false } },
      { adoption: { ...threshold, base: 'entitled' } },
      { adoption: { ...threshold, abstentions: 'inBase' } },
      { adoption: { ...threshold, minSupport: { num: 1, den: 3 } } },
      { adoption: { ...threshold, perCollege: { lived: { num: 1, den: 2 } } } },
      { afterBlock: 'majority', fallback: { ...threshold, share: { num: 2, den: 3 } } },
      { collegeWeights: { community: 40, municipal: 30, lived: 30 } },
      {
        collegeWeights: { community: 40, municipal: 20, lived: 20, institutional: 8, economy: 8, nations: 4 },
      },
      { capSeats: true },
      { capSeats: true, collegeMax: { num: 1, den: 3 } },
      { quorum: { ...rulesWith().quorum, proxiesCount: false } },
      { quorum: { ...rulesWith().quorum, basis: 'persons' } },
    ]
    const texts = [{}, ...changes].map((change) => ruleSetText(rulesWith(change)))
    for (const lang of ['fr', 'en'] as const)
      expect(new Set(texts.map((one) => one[lang])).size).toBe(texts.length)
    expect(texts.every(({ fr, en }) => fr !== en)).toBe(true)
  })
})

describe('the appointment', () => {
  const appointment: Appointment = {
    meetingId: 'abc',
    about: {
      title: { fr: 'Séance; été, « forum » \\', en: 'Meeting' },
      mode: 'room',
      place: 'Salle 1\nÉtage 2',
      link: '',
      startsAt: '2026-03-02T14:00:00.000Z',
      endsAt: '2026-03-02T16:30:00.000Z',
      queueBy: 'person',
      speechSeconds: 0,
      secretary: '',
    },
    sequence: 2,
    stamp: '2026-02-01T09:00:00.500Z',
    organizer: 'Maude "M" Bélanger',
    cancelled: false,
    url: 'https://assise.example/meetings/abc',
    agenda: [
      {
        title: { fr: 'Adopter l’ensemble du plan d’action de la région, priorité par priorité', en: 'Adopt' },
      },
    ],
  }
  const unfold = (text: string) => text.replace(/\r\n /g, '')

  test('MEET-18 it is RFC 5545: UTC, escaped, folded at 75 octets, each line ended by CRLF', () => {
    const text = calendarText(appointment, 'fr')
    const lines = text.split('\r\n')
    expect(text.endsWith('\r\n')).toBe(true)
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of lines) expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75)
    const whole = unfold(text).split('\r\n')
    expect(whole).toContain('DTSTART:20260302T140000Z')
    expect(whole).toContain('DTEND:20260302T163000Z')
    expect(whole).toContain('SEQUENCE:2')
    expect(whole).toContain('SUMMARY;LANGUAGE=fr:Séance\\; été\\, « forum » \\\\')
    expect(whole).toContain('LOCATION:Salle 1\\nÉtage 2')
    expect(whole).toContain('ORGANIZER;CN="Maude M Bélanger":invalid:nomail')
    expect(calendarText({ ...appointment, cancelled: true }, 'en')).toContain('\r\nMETHOD:CANCEL\r\n')
  })

  test('folding cuts no character and loses nothing', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (line) => {
        const folded = fold(line.replace(/[\r\n]/g, ''))
        expect(unfold(folded)).toBe(line.replace(/[\r\n]/g, ''))
        for (const piece of folded.split('\r\n')) {
          expect(new TextEncoder().encode(piece).length).toBeLessThanOrEqual(75)
          expect(piece.isWellFormed()).toBe(true)
        }
      }),
    )
  })
})

describe('the agenda', () => {
  const seats = [seat('s1', 'ana'), seat('s2', 'bob')]
  const open = () => opened({ seats, rules: rulesWith({ quorumLost: 'continue' }), decisions: 2 })
  const question = { fr: 'Oui ?', en: 'Yes?' }

  test('MEET-5 one item at a time; a decision left undecided waits, an information is done', () => {
    const sitting = open()
    const items = () => sitting.state.items.map(({ status }) => status)
    sitting.act(facilitator, { kind: 'openItem', itemId: 'i2' })
    sitting.clock += 60_000
    sitting.act(facilitator, { kind: 'openItem', itemId: 'i3' })
    expect(items()).toEqual(['done', 'active', 'pending'])
    expect(Math.round(sitting.state.items[0]!.spentMs / 1000)).toBe(60)
    sitting.act(facilitator, { kind: 'openItem', itemId: 'i4' })
    expect(items()).toEqual(['done', 'pending', 'active'])
    sitting.append({ kind: 'pollOpened', pollId: 'p', itemId: 'i4', question, deciding: true })
    expect(sitting.ask(facilitator, { kind: 'openItem', itemId: 'i3' })).toBe('pollOnItem')
    expect(sitting.ask(facilitator, { kind: 'openItem', itemId: 'i2' })).toBe('itemSettled')
  })

  test('MEET-6 it closes over no undecided item; postponing is said, with its reason', () => {
    const sitting = open()
    expect(sitting.ask(facilitator, { kind: 'close' })).toBe('itemUndecided')
    sitting.act(facilitator, { kind: 'postponeItem', itemId: 'i3', reason: 'Faute de temps' })
    sitting.act(facilitator, { kind: 'withdrawItem', itemId: 'i4', reason: '' })
    expect(sitting.ask(facilitator, { kind: 'close' })).toBeNull()
    expect(sitting.state.items[1]).toMatchObject({
      status: 'postponed',
      outcome: 'postponed',
      words: 'Faute de temps',
    })
  })

  test('MEET-6 nor over a poll that somebody has to close; one with its own end goes on after it', () => {
    const sitting = open()
    sitting.append({ kind: 'pollOpened', pollId: 'p', itemId: 'i3', question, deciding: true })
    const postpone = { kind: 'postponeItem', itemId: 'i3', reason: 'Vote en cours' } as const
    expect(sitting.ask(facilitator, postpone)).toBe('pollOnItem')
    sitting.append({ kind: 'pollAnnulled', pollId: 'p', reason: 'Question mal posée' })
    const closesAt = '2026-03-09T21:00:00.000Z'
    sitting.append({ kind: 'pollOpened', pollId: 'q', itemId: 'i3', question, deciding: true, closesAt })
    sitting.act(facilitator, postpone)
    sitting.act(facilitator, { kind: 'withdrawItem', itemId: 'i4', reason: '' })
    sitting.act(facilitator, { kind: 'close' })
    sitting.append({ kind: 'pollClosed', pollId: 'q', outcome: 'consensus' })
    expect(sitting.ask(facilitator, { kind: 'decideItem', itemId: 'i3', pollId: 'q', words: '' })).toBeNull()
    expect(sitting.state.items[1]).toMatchObject({
      status: 'decided',
      outcome: 'consensus',
      decidedByPoll: 'q',
    })
  })

  test('MEET-7 an item is decided by a closed poll on it that decided, and by no other', () => {
    const sitting = open()
    const decide = (pollId: string) =>
      sitting.ask(facilitator, { kind: 'decideItem', itemId: 'i3', pollId, words: '' })
    sitting.act(facilitator, { kind: 'openItem', itemId: 'i3' })
    sitting.append({ kind: 'pollOpened', pollId: 'a', itemId: 'i3', question, deciding: true })
    expect(decide('a')).toBe('pollOnItem')
    sitting.append({ kind: 'pollClosed', pollId: 'a', outcome: 'notDecided' })
    expect(decide('a')).toBe('pollNotOfItem')
    sitting.append({ kind: 'pollOpened', pollId: 'b', itemId: 'i4', question, deciding: true })
    sitting.append({ kind: 'pollClosed', pollId: 'b', outcome: 'consensus' })
    expect(decide('b')).toBe('pollNotOfItem')
    sitting.append({ kind: 'pollOpened', pollId: 'c', itemId: 'i3', question, deciding: true })
    sitting.append({ kind: 'pollClosed', pollId: 'c', outcome: 'dissent' })
    expect(decide('c')).toBeNull()
    expect(sitting.ask(facilitator, { kind: 'finishItem', itemId: 'i4' })).toBe('itemNotActive')
  })
})

describe('speaking', () => {
  const seats = [seat('s1', 'ana', ['bob']), seat('s2', 'cleo')]
  const start = (change: object = {}) => {
    const sitting = opened({ seats, rules: rulesWith({ quorumLost: 'continue' }) })
    sitting.act(facilitator, { kind: 'describe', about: { ...sitting.state.about, ...change } })
    for (const userId of ['ana', 'bob', 'cleo']) arrive(sitting, userId)
    return sitting
  }
  const request = { kind: 'askSpeech', speech: 'request' } as const

  test('MEET-17 points of order first, then as asked; time is counted by person and by organisation', () => {
    const sitting = start()
    sitting.act(person('ana'), request)
    sitting.act(person('cleo'), request)
    sitting.act(person('bob'), { kind: 'askSpeech', speech: 'pointOfOrder' })
    expect(queueOf(sitting.state).map((one) => one.person.userId)).toEqual(['bob', 'ana', 'cleo'])
    expect(sitting.ask(person('ana'), request)).toBe('speechWaiting')
    const [, ana, cleo] = queueOf(sitting.state)
    sitting.act(facilitator, { kind: 'grantSpeech', speechId: ana!.speechId })
    sitting.clock += 90_000
    sitting.act(facilitator, { kind: 'grantSpeech', speechId: cleo!.speechId })
    sitting.clock += 30_000
    expect(sitting.ask(person('bob'), { kind: 'endSpeech' })).toBe('notYourPerson')
    sitting.act(person('cleo'), { kind: 'endSpeech' })
    const { persons, seats: bySeat } = timeUsed(sitting.state, sitting.state.at)
    expect([...persons.keys()]).toEqual(['ana', 'cleo'])
    expect(Math.round(persons.get('ana')! / 1000)).toBe(90)
    expect(Math.round(bySeat.get('s2')! / 1000)).toBe(30)
  })

  test('MEET-17 by organisation, one of its people waits at a time', () => {
    const sitting = start({ queueBy: 'organization' })
    sitting.act(person('ana'), request)
    sitting.act(person('ana'), { kind: 'handOver', seatId: 's1', to: 'bob' })
    expect(sitting.ask(person('bob'), request)).toBe('speechWaiting')
    expect(sitting.ask(person('cleo'), request)).toBeNull()
  })

  test('MEET-11 who leaves leaves the queue and the floor; a suspended meeting has no speaker', () => {
    const sitting = start()
    sitting.act(person('ana'), request)
    sitting.act(person('cleo'), request)
    sitting.act(facilitator, { kind: 'grantSpeech', speechId: queueOf(sitting.state)[0]!.speechId })
    sitting.act(person('cleo'), { kind: 'leave' })
    expect(queueOf(sitting.state)).toEqual([])
    expect(speakerOf(sitting.state)?.person.userId).toBe('ana')
    sitting.act(facilitator, { kind: 'suspend', reason: 'Pause' })
    expect(speakerOf(sitting.state)).toBeNull()
    expect(sitting.ask(person('zoe'), request)).toBe('meetingNotOpen')
    sitting.act(facilitator, { kind: 'resume' })
    expect(sitting.ask(person('zoe'), request)).toBe('notHere')
  })
})
