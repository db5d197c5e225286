// INV-13: proxies between seats under any cap: one level, none to oneself, no more than the rule says, whatever is given and taken back.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { voicesOf } from '../../../shared/meeting/register.ts'
import { arrive, facilitator, opened, person, rulesWith, seat } from '../../kit/sitting.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const roll = ids.map((id) => seat(id, `p${id}`))
const step = fc.record({
  what: fc.constantFrom(
    'give' as const,
    'give' as const,
    'give' as const,
    'revoke' as const,
    'move' as const,
  ),
  from: fc.constantFrom(...ids),
  to: fc.constantFrom(...ids),
})

test('INV-13 MEET-12 whatever the cap, each refusal has its reason, and no seat carries more, lends what it carries, or lends to itself', () => {
  const refusals = new Set<string>()
  let most = 0
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 40 }),
      fc.nat(4),
      fc.boolean(),
      (steps, cap, sleepsWhenPresent) => {
        const proxies = { allowed: cap > 0, cap, sleepsWhenPresent }
        const sitting = opened({ seats: roll, rules: rulesWith({ proxies, quorumLost: 'continue' }) })
        const given = new Map<string, string>()
        const carries = (seatId: string) => [...given.values()].filter((to) => to === seatId).length
        for (const { what, from, to } of steps) {
          if (what === 'move') {
            if (sitting.state.seats.get(from)!.holder) sitting.act(person(`p${from}`), { kind: 'leave' })
            else arrive(sitting, `p${from}`)
          } else if (what === 'revoke') {
            const refused = sitting.ask(facilitator, { kind: 'revokeProxy', from })
            expect(refused).toBe(given.has(from) ? null : 'proxyMissing')
            given.delete(from)
          } else {
            // What the rule refuses, by a model that knows nothing of the fold.
            const allowed =
              cap > 0 &&
              from !== to &&
              !given.has(from) &&
              !given.has(to) &&
              carries(from) === 0 &&
              carries(to) < cap
            const refused = sitting.ask(facilitator, { kind: 'giveProxy', from, to })
            expect(refused === null, `${from} → ${to}: ${refused}`).toBe(allowed)
            if (refused) refusals.add(refused)
            else given.set(from, to)
          }
          most = Math.max(most, ...ids.map(carries))
          const kept = [...sitting.state.seats.values()].flatMap(({ seatId, proxyTo }) =>
            proxyTo === null ? [] : [[seatId, proxyTo] as const],
          )
          expect(new Map(kept)).toEqual(given)
          // A voice is in one hand: its holder's, or its carrier's.
          const hands = ids.flatMap((id) =>
            voicesOf(sitting.state, `p${id}`, null).map(({ seatId }) => seatId),
          )
          if (sleepsWhenPresent) expect(new Set(hands).size).toBe(hands.length)
        }
      },
    ),
    { numRuns: 150 },
  )
  expect(most).toBeGreaterThan(1)
  expect([...refusals].sort()).toEqual([
    'proxiesForbidden',
    'proxyChain',
    'proxyFull',
    'proxyGiven',
    'proxyToSelf',
  ])
})
