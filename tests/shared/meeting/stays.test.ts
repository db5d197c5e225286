// The attendance as the minutes tell it.
import { expect, test } from 'vitest'
import { staysOf } from '../../../shared/meeting/stays.ts'
import { arrive, facilitator, opened, person, rulesWith, seat } from '../../kit/sitting.ts'

test('MEET-11 each stay has its seat, its mode, its beginning and its end; the closing ends all', () => {
  const sitting = opened({
    seats: [seat('s1', 'ana', ['bob'])],
    rules: rulesWith({ quorumLost: 'continue' }),
    decisions: 0,
  })
  const start = sitting.clock
  const minute = () => {
    sitting.clock += 60_000
  }
  minute()
  arrive(sitting, 'bob')
  minute()
  sitting.act(facilitator, { kind: 'arrive', mode: 'remote', person: 'ana' })
  minute()
  sitting.act(person('bob'), { kind: 'handOver', seatId: 's1', to: 'ana' })
  minute()
  sitting.act(person('bob'), { kind: 'leave' })
  sitting.act(person('ana'), { kind: 'arrive', mode: 'room' })
  minute()
  sitting.act(facilitator, { kind: 'close' })

  const shown = staysOf(sitting.events).map(({ person, mode, seatId, from, to, enteredBy }) => {
    const at = (instant: string) => Math.round((Date.parse(instant) - start) / 60_000)
    return [person.userId, mode, seatId, at(from), at(to!), enteredBy?.userId ?? null]
  })
  expect(shown).toEqual([
    ['bob', 'room', 's1', 1, 3, null],
    ['ana', 'remote', null, 2, 3, 'maude'],
    ['ana', 'remote', 's1', 3, 4, 'maude'],
    ['bob', 'room', null, 3, 4, null],
    ['ana', 'room', 's1', 4, 5, 'maude'],
  ])
  expect(staysOf(sitting.events.toReversed())).toEqual(staysOf(sitting.events))
})
