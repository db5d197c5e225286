// Whatever people do, in whatever order it reaches the server: one holder a seat, no departure without an arrival, one history.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chainBreak, chainStart, eventHash } from '../../../shared/meeting/chain.ts'
import type { MeetingEvent } from '../../../shared/meeting/events.ts'
import { foldOn, meetingAt } from '../../../shared/meeting/fold.ts'
import { play, played } from '../../kit/plays.ts'
import { facts } from '../../kit/sitting.ts'

/** Reads the log by itself, knowing nothing of the fold: who is there, who sits where; says what cannot be. */
function faultsIn(events: readonly MeetingEvent[], severalSeats: boolean): string[] {
  const here = new Set<string>()
  const holders = new Map<string, string>()
  const faults: string[] = []
  const say = (event: MeetingEvent, what: string) => faults.push(`${event.seq} ${event.kind}: ${what}`)
  const sit = (event: MeetingEvent, seatId: string, userId: string) => {
    if (!severalSeats && [...holders].some(([id, holder]) => holder === userId && id !== seatId))
      say(event, `${userId} would hold two seats`)
    holders.set(seatId, userId)
  }
  let [seq, at] = [0, '']
  for (const event of events) {
    if (event.seq !== seq + 1 || event.at < at) say(event, 'out of order')
    ;[seq, at] = [event.seq, event.at]
    if (event.kind === 'arrived') {
      here.add(event.person.userId)
      if (event.seatId === undefined) continue
      if (holders.has(event.seatId)) say(event, `a second holder of ${event.seatId}`)
      sit(event, event.seatId, event.person.userId)
    }
    if (event.kind === 'handedOver') {
      if (holders.get(event.seatId) !== event.from.userId) say(event, 'from one who does not hold it')
      if (!here.has(event.to.userId)) say(event, 'to one who is not there')
      sit(event, event.seatId, event.to.userId)
    }
    if (event.kind === 'left') {
      const { userId } = event.person
      if (!here.has(userId)) say(event, `${userId} leaves without having arrived`)
      for (const [seatId, holder] of holders)
        if (holder === userId && (event.seatId ?? seatId) === seatId) holders.delete(seatId)
      if (event.seatId === undefined) here.delete(userId)
    }
    if (event.kind === 'closed') {
      here.clear()
      holders.clear()
    }
  }
  return faults
}

/** Every value of an event that has no parts, by its path. */
function leavesOf(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path]
  return Object.entries(value).flatMap(([key, part]) => leavesOf(part, [...path, key]))
}

/** The event with one of its values other than it was. */
function touched(event: MeetingEvent, path: readonly string[]): MeetingEvent {
  const copy = structuredClone(event) as unknown as Record<string, unknown>
  const holder = path.slice(0, -1).reduce((part, key) => part[key] as Record<string, unknown>, copy)
  const key = path.at(-1)!
  const was = holder[key]
  holder[key] = typeof was === 'number' ? was + 1 : typeof was === 'boolean' ? !was : `${String(was)}.`
  return copy as unknown as MeetingEvent
}

describe('whatever order, clock and number of deliveries', () => {
  test('INV-1 MEET-10 MEET-11 a seat never has two holders, nobody leaves who has not arrived, instants never go back', () => {
    fc.assert(
      fc.property(play, (one) => {
        expect(faultsIn(played(one).events, one.severalSeats)).toEqual([])
      }),
      { numRuns: 400 },
    )
  })

  test('INV-9 MEET-1 the log gives one state, in any order of delivery, with copies, in one go or piece by piece', () => {
    const shuffled = play.chain((one) => {
      const sitting = played(one)
      const copies = fc.shuffledSubarray([...sitting.events, ...sitting.events], {
        minLength: sitting.events.length * 2,
      })
      return fc.record({ sitting: fc.constant(sitting), copies, cut: fc.nat(sitting.events.length) })
    })
    fc.assert(
      fc.property(shuffled, ({ sitting, copies, cut }) => {
        expect(meetingAt(facts, copies)).toEqual(sitting.state)
        const part = meetingAt(facts, sitting.events.slice(0, cut))
        expect(foldOn(part, copies)).toEqual(sitting.state)
      }),
      { numRuns: 100 },
    )
  })

  test('INV-13 MEET-12 proxies never form a chain, never lead home, and stay within the cap', () => {
    fc.assert(
      fc.property(play, (one) => {
        const sitting = played(one)
        for (let upTo = 1; upTo <= sitting.events.length; upTo++) {
          const { seats } = meetingAt(facts, sitting.events.slice(0, upTo))
          const given = [...seats.values()].filter(({ proxyTo }) => proxyTo !== null)
          for (const { seatId, proxyTo } of given) {
            expect(proxyTo).not.toBe(seatId)
            expect(seats.get(proxyTo!)!.proxyTo).toBeNull()
          }
          const carriers = given.map(({ proxyTo }) => proxyTo)
          expect(new Set(carriers).size).toBe(carriers.length)
        }
      }),
      { numRuns: 60 },
    )
  })

  test('INV-21 MEET-20 the chain of events breaks at the first one changed, removed, added or moved', () => {
    const links = (events: readonly MeetingEvent[]) => {
      let previous = chainStart
      return events.map((event) => {
        const link = { event, previous, hash: eventHash(facts.id, previous, event) }
        previous = link.hash
        return link
      })
    }
    fc.assert(
      fc.property(play, fc.nat(), fc.nat(), fc.nat(), (one, a, b, leaf) => {
        const chain = links(played(one).events)
        expect(chainBreak(facts.id, chain)).toBeNull()
        const at = a % chain.length
        const other = b % chain.length
        // Any one value of any one event.
        const paths = leavesOf(chain[at]!.event)
        const event = touched(chain[at]!.event, paths[leaf % paths.length]!)
        expect(chainBreak(facts.id, chain.with(at, { ...chain[at]!, event }))).toBe(at + 1)
        expect(chainBreak(facts.id, chain.with(at, { ...chain[at]!, hash: chain[at]!.previous }))).toBe(
          at + 1,
        )
        // Its last event taken away leaves a shorter chain that holds: its length is told with the hash it ends on.
        if (at < chain.length - 1) expect(chainBreak(facts.id, chain.toSpliced(at, 1))).toBe(at + 1)
        expect(chainBreak(facts.id, chain.toSpliced(at, 0, chain[at]!))).not.toBeNull()
        if (at !== other)
          expect(chainBreak(facts.id, chain.with(at, chain[other]!).with(other, chain[at]!))).toBe(
            Math.min(at, other) + 1,
          )
        expect(chainBreak('other', chain)).toBe(1)
      }),
      { numRuns: 60 },
    )
  })
})
