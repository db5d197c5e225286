// MIN rules as properties: minutes are a function of the events; words by hand alter no figure; nothing is said that the log does not hold.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainStart, eventHash } from '../../../shared/meeting/chain.ts'
import type { MeetingEvent } from '../../../shared/meeting/events.ts'
import { minutesDigest, minutesOf, minutesPlaces } from '../../../shared/meeting/minutes.ts'
import type { HandWords, MinutesPoll } from '../../../shared/meeting/minutes-record.ts'
import { minutesSections } from '../../../shared/meeting/minutes-sections.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { convened, facilitator, facts, person, rulesWith, seat } from '../../kit/sitting.ts'

const body = { name: 'Démarche des Trois-Rives', kind: 'regional', territories: ['Rivebelle'] } as const
const sources = (events: readonly MeetingEvent[], words: readonly HandWords[] = []) => ({
  facts,
  body,
  events,
  polls: new Map(),
  words,
  previous: null,
})
const made = (events: readonly MeetingEvent[], words: readonly HandWords[] = []) =>
  minutesOf(sources(events, words))

const people = ['ana', 'bob', 'cleo', 'dan', 'eve']
const gestures = fc.oneof(
  fc.record({
    kind: fc.constant('arrive' as const),
    who: fc.constantFrom(...people),
    seat: fc.constantFrom('s1', 's2', 's3', undefined),
    remote: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('leave' as const), who: fc.constantFrom(...people) }),
  fc.record({
    kind: fc.constant('proxy' as const),
    from: fc.constantFrom('s1', 's2', 's3'),
    to: fc.constantFrom('s1', 's2', 's3'),
  }),
  fc.record({ kind: fc.constant('revoke' as const), from: fc.constantFrom('s1', 's2', 's3') }),
  fc.record({
    kind: fc.constant('recuse' as const),
    seat: fc.constantFrom('s1', 's2', 's3'),
    item: fc.constantFrom('i3', 'i4'),
  }),
  fc.record({ kind: fc.constant('item' as const), item: fc.constantFrom('i2', 'i3', 'i4') }),
  fc.record({ kind: fc.constant('decide' as const), item: fc.constantFrom('i3', 'i4') }),
  fc.record({
    kind: fc.constant('life' as const),
    to: fc.constantFrom('suspend' as const, 'resume' as const),
  }),
  fc.record({
    kind: fc.constant('note' as const),
    note: fc.constantFrom('incident' as const, 'annotation' as const, 'correction' as const),
    text: fc.constantFrom('Un', 'Deux'),
  }),
  fc.record({
    kind: fc.constant('dissent' as const),
    seat: fc.constantFrom('s1', 's2', 's3'),
    item: fc.constantFrom('i3', 'i4'),
  }),
)
type Gesture = typeof gestures extends fc.Arbitrary<infer G> ? G : never

/** A meeting in which those gestures that are allowed were made, a minute apart. */
function play(made: readonly Gesture[], close: boolean): MeetingEvent[] {
  const sitting = convened({
    seats: [
      seat('s1', 'ana', ['bob']),
      seat('s2', 'cleo', ['bob']),
      seat('s3', 'dan', [], { right: 'deliberative' }),
    ],
    rules: rulesWith({ quorumLost: 'continue', severalSeats: true }),
    decisions: 2,
  })
  sitting.act(facilitator, { kind: 'open' })
  for (const gesture of made) {
    sitting.clock += 60_000
    switch (gesture.kind) {
      case 'arrive':
        sitting.ask(person(gesture.who), {
          kind: 'arrive',
          mode: gesture.remote ? 'remote' : 'room',
          ...(gesture.seat && { seatId: gesture.seat }),
        })
        break
      case 'leave':
        sitting.ask(person(gesture.who), { kind: 'leave' })
        break
      case 'proxy':
        sitting.ask(facilitator, { kind: 'giveProxy', from: gesture.from, to: gesture.to })
        break
      case 'revoke':
        sitting.ask(facilitator, { kind: 'revokeProxy', from: gesture.from })
        break
      case 'recuse':
        sitting.ask(facilitator, {
          kind: 'recuse',
          seatId: gesture.seat,
          itemId: gesture.item,
          reason: 'Porteur',
        })
        break
      case 'item':
        sitting.ask(facilitator, { kind: 'openItem', itemId: gesture.item })
        break
      case 'decide':
        sitting.ask(facilitator, { kind: 'decideItem', itemId: gesture.item, words: 'Entendu.' })
        break
      case 'life':
        sitting.ask(
          facilitator,
          gesture.to === 'suspend' ? { kind: 'suspend', reason: '' } : { kind: 'resume' },
        )
        break
      case 'note':
        sitting.ask(facilitator, { kind: 'note', note: gesture.note, text: gesture.text })
        break
      case 'dissent':
        sitting.ask(facilitator, {
          kind: 'nameDissent',
          seatId: gesture.seat,
          itemId: gesture.item,
          words: 'Non.',
        })
    }
  }
  sitting.clock += 60_000
  if (close) {
    for (const itemId of ['i3', 'i4'])
      sitting.ask(facilitator, { kind: 'postponeItem', itemId, reason: 'Plus tard' })
    sitting.ask(facilitator, { kind: 'close' })
  }
  return [...sitting.events]
}

const meetings = fc
  .tuple(fc.array(gestures, { maxLength: 40 }), fc.boolean())
  .map(([list, close]) => play(list, close))
const handWords = fc.array(
  fc.record({
    place: fc.constantFrom(
      'head',
      'presence',
      'quorum',
      'item:i2',
      'item:i3',
      'end',
      'item:i99',
      'record',
      '__proto__',
    ),
    text: fc.constantFrom('', '12 voix pour', '{"seats":[]}', 'Ligne 1\nLigne 2'),
  }),
  { maxLength: 6 },
)
const asWords = (list: readonly { place: string; text: string }[]): HandWords[] =>
  [...new Map(list.map((one) => [one.place, one])).values()].map((one) => ({
    ...one,
    revision: 1,
    at: '2026-03-02T18:00:00.000Z',
    by: 'Maude Bélanger',
  }))

describe('minutes', () => {
  test('MIN-1 are the same bytes for any order of arrival and any number of copies', () => {
    fc.assert(
      fc.property(
        meetings.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.shuffledSubarray(events),
          ),
        ),
        ([events, shuffled, again]) => {
          expect(canonicalText(made([...shuffled, ...again]))).toBe(canonicalText(made(events)))
        },
      ),
      { numRuns: 60 },
    )
  })

  test('MIN-9 no two polls bear the same title, on an item or on none, counted or not, in either language', () => {
    const { record } = made(play([], false))
    const question = { fr: 'Oui ?', en: 'Yes?' }
    const poll = (pollId: string, itemId?: string): MinutesPoll => ({
      pollId,
      ...(itemId && { itemId }),
      question,
      deciding: true,
      status: 'open',
      openedAt: '2026-03-02T18:00:00.000Z',
      addenda: [],
    })
    const polls = [poll('p1', 'i3'), poll('p2', 'i3'), poll('p3', 'i4'), poll('p4')]
    for (const lang of ['fr', 'en'] as const) {
      const titles = minutesSections({ ...record, polls }, lang)
        .filter(({ place }) => place?.startsWith('poll:'))
        .map(({ title }) => title)
      expect(titles).toHaveLength(4)
      expect(new Set(titles).size).toBe(4)
    }
  })

  test('MIN-4 TRAP-25 no words written by hand alter anything that is generated, nor stand where there is no place', () => {
    fc.assert(
      fc.property(meetings, handWords, (events, list) => {
        const words = asWords(list)
        const minutes = made(events, words)
        expect(minutes.record).toEqual(made(events).record)
        const places = minutesPlaces(minutes.record)
        expect(minutes.words.map(({ place }) => place)).toEqual(
          [
            ...words
              .filter(({ place, text }) => places.includes(place) && text !== '')
              .map(({ place }) => place),
          ].sort(),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('MIN-5 what follows the adoption is not in them; the head they name is that of the log before it', () => {
    fc.assert(
      fc.property(meetings, (events) => {
        const last = events.at(-1)!
        const adopted: MeetingEvent = {
          kind: 'minutesAdopted',
          decidedBy: { instance: 'Table', date: '2026-04-01', reference: '' },
          seq: last.seq + 1,
          at: last.at,
          by: facilitator,
        }
        const later: MeetingEvent = {
          kind: 'noted',
          note: 'correction',
          text: 'Lire deux.',
          seq: last.seq + 2,
          at: last.at,
          by: facilitator,
        }
        expect(minutesDigest(made([...events, adopted, later]))).toBe(minutesDigest(made(events)))
        const head = events.reduce((hash, event) => eventHash(facts.id, hash, event), chainStart)
        expect(made(events).record.log).toEqual({ events: events.length, hash: head })
      }),
      { numRuns: 30 },
    )
  })

  test('MIN-2 a seat is told present exactly when it had a holder while the meeting sat, and its stays are those of the log', () => {
    fc.assert(
      fc.property(meetings, (events) => {
        const { seats } = made(events).record
        for (const one of seats) {
          const arrivals = events.some((event) => event.kind === 'arrived' && event.seatId === one.seatId)
          const handed = events.some((event) => event.kind === 'handedOver' && event.seatId === one.seatId)
          if (one.presence === 'present') expect(arrivals || handed).toBe(true)
          if (one.presence === 'represented') expect(one.represented.length).toBeGreaterThan(0)
          if (one.presence === 'absent') expect(one.represented).toEqual([])
          for (const { from, to } of one.stays) if (to !== undefined) expect(to > from).toBe(true)
          for (const { from, until } of one.proxies) if (until !== undefined) expect(until >= from).toBe(true)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('MIN-7 both languages have the same sections at the same places, and levels that skip none', () => {
    fc.assert(
      fc.property(meetings, (events) => {
        const { record } = made(events)
        const [fr, en] = [minutesSections(record, 'fr'), minutesSections(record, 'en')]
        expect(fr.map(({ place, level }) => [place, level])).toEqual(
          en.map(({ place, level }) => [place, level]),
        )
        expect(fr.flatMap(({ place }) => place ?? [])).toEqual(minutesPlaces(record))
        let before = 0
        for (const { level, blocks } of fr) {
          expect(level).toBeLessThanOrEqual(before + 1)
          before = level
          for (const block of blocks)
            if (block.kind === 'heading') expect(block.level).toBeLessThanOrEqual(level + 1)
        }
      }),
      { numRuns: 30 },
    )
  })

  test('MIN-6 a dissent stands once a seat and item, in its last words, until it is taken back', () => {
    const events = play(
      [
        { kind: 'arrive', who: 'ana', seat: 's1', remote: false },
        { kind: 'arrive', who: 'cleo', seat: 's2', remote: true },
        { kind: 'item', item: 'i3' },
        { kind: 'decide', item: 'i3' },
        { kind: 'dissent', seat: 's1', item: 'i3' },
        { kind: 'dissent', seat: 's1', item: 'i3' },
      ],
      true,
    )
    const dissents = (log: readonly MeetingEvent[]) =>
      made(log).record.items.flatMap((item) => item.dissents.map(({ seat }) => [item.itemId, seat]))
    expect(dissents(events)).toEqual([['i3', 'Organisation s1']])
  })
})
