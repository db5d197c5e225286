// Whatever people do: a recused seat has no voice and stays in the register, a lent voice ends with its proxy, only deliberative seats are
// counted, and what was fixed at an instant is found again in the log for ever.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { meetingAt } from '../../../shared/meeting/fold.ts'
import { evaluateQuorum } from '../../../shared/meeting/quorum.ts'
import { registerAt, voicesOf } from '../../../shared/meeting/register.ts'
import type { MeetingState } from '../../../shared/meeting/state.ts'
import { itemIds, people, play, played, roll } from '../../kit/plays.ts'
import { facts, rulesWith } from '../../kit/sitting.ts'

const items = [null, ...itemIds]
const everyone = [...people, 'maude']
const recusedFrom = (state: MeetingState, seatId: string, itemId: string | null) =>
  state.recusals.some((one) => one.seatId === seatId && one.itemId === itemId)

/** Every voice anyone carries on an item, with whose hand it is in. */
function carried(state: MeetingState, itemId: string | null) {
  return everyone.flatMap((userId) => voicesOf(state, userId, itemId).map((voice) => ({ userId, ...voice })))
}

describe('after every act of any meeting', () => {
  test('INV-14 a recused seat has no voice on its item, leaves its quorum’s base where the rule says so, and stays in the register', () => {
    let recusals = 0
    const leaving = { ...rulesWith().quorum, recusedInBase: false }
    const staying = { ...leaving, recusedInBase: true }
    fc.assert(
      fc.property(play, (one) => {
        played(one, ({ state }) => {
          for (const itemId of items) {
            const register = registerAt(state, itemId)
            const recused = register.filter((entry) => entry.recused).map(({ seatId }) => seatId)
            const declared = register.filter(({ seatId }) => recusedFrom(state, seatId, itemId))
            expect(recused).toEqual(declared.map(({ seatId }) => seatId))
            expect(carried(state, itemId).filter(({ seatId }) => recused.includes(seatId))).toEqual([])
            const voting = String(register.length)
            expect(evaluateQuorum(state, staying, itemId)).toMatchObject({ base: voting })
            expect(evaluateQuorum(state, leaving, itemId)).toMatchObject({
              base: String(register.length - recused.length),
              recused: recused.length,
            })
            recusals += recused.length
          }
        })
      }),
      { numRuns: 60 },
    )
    expect(recusals).toBeGreaterThan(50)
  })

  test('INV-13 INV-1 a voice is lent only while its proxy stands and its giver is away; each seat’s voice is in one hand', () => {
    let lent = 0
    fc.assert(
      fc.property(play, (one) => {
        played(one, ({ state }) => {
          for (const itemId of items) {
            const all = carried(state, itemId)
            expect(new Set(all.map(({ seatId }) => seatId)).size).toBe(all.length)
            for (const { userId, seatId, asProxyOf } of all) {
              const { holder, proxyTo } = state.seats.get(seatId)!
              if (asProxyOf === null) {
                expect(holder?.userId).toBe(userId)
                continue
              }
              lent += 1
              expect([holder, proxyTo]).toEqual([null, asProxyOf])
              expect(state.seats.get(asProxyOf)!.holder?.userId).toBe(userId)
            }
          }
        })
      }),
      { numRuns: 120 },
    )
    expect(lent).toBeGreaterThan(20)
  })

  test('INV-24 a consultative seat is in no register, no base and no voice; whoever only facilitates has none', () => {
    const consultative = roll.filter(({ right }) => right !== 'deliberative').map(({ seatId }) => seatId)
    let sat = 0
    fc.assert(
      fc.property(play, (one) => {
        played(one, ({ state }) => {
          sat += consultative.filter((seatId) => state.seats.get(seatId)?.holder).length
          for (const itemId of items) {
            const inRegister = registerAt(state, itemId).map(({ seatId }) => seatId)
            const inHands = carried(state, itemId).map(({ seatId }) => seatId)
            expect(consultative.filter((id) => inRegister.includes(id) || inHands.includes(id))).toEqual([])
            expect(voicesOf(state, 'maude', itemId)).toEqual([])
          }
        })
      }),
      { numRuns: 60 },
    )
    expect(sat).toBeGreaterThan(50)
  })

  test('INV-23 the register of any instant is found again in the log as it was, whoever left, came or lost a mandate since', () => {
    fc.assert(
      fc.property(play, (one) => {
        const then: { readonly seq: number; readonly registers: unknown }[] = []
        const now = (state: MeetingState) => items.map((itemId) => structuredClone(registerAt(state, itemId)))
        const { events } = played(one, ({ state }) => then.push({ seq: state.seq, registers: now(state) }))
        for (const { seq, registers } of then)
          expect(now(meetingAt(facts, events.slice(0, seq)))).toEqual(registers)
      }),
      { numRuns: 40 },
    )
  })
})
