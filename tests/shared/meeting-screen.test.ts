// What the wall shows at each moment of a meeting.
import { describe, expect, test } from 'vitest'
import { queueOf, speakerOf } from '../../shared/meeting/queue.ts'
import { type Scene, sceneOf } from '../../shared/meeting/screen.ts'
import { arrive, convened, facilitator, opened, person, type Sitting, seat } from '../kit/sitting.ts'

const seats = [seat('a', 'ana'), seat('b', 'bea')]

function wall({ state }: Sitting): Scene {
  const polls = [...state.polls.values()]
  return sceneOf({ ...state, agenda: state.items, polls, queue: { speaking: speakerOf(state) } })
}

function sitting(): Sitting {
  const one = opened({ seats })
  one.act(facilitator, { kind: 'arrive', mode: 'room', person: 'ana', seatId: 'a' })
  one.act(facilitator, { kind: 'arrive', mode: 'room', person: 'bea', seatId: 'b' })
  if (one.state.status === 'suspended') one.act(facilitator, { kind: 'resume' })
  return one
}

const openPoll = { kind: 'pollOpened', question: { fr: '?', en: '?' }, deciding: false } as const

describe('the room screen', () => {
  test('MEET-25 before the opening it lets people in; over, it says only that', () => {
    const one = convened({ seats })
    expect(wall(one)).toEqual({ kind: 'checkIn' })

    one.act(facilitator, { kind: 'cancel', reason: 'neige' })
    expect(wall(one)).toEqual({ kind: 'over' })
  })

  test('MEET-25 it follows: the item, who speaks, the open poll, its result, then the next to speak', () => {
    const one = sitting()
    one.act(facilitator, { kind: 'openItem', itemId: 'i3' })
    expect(wall(one)).toEqual({ kind: 'item', itemId: 'i3' })

    one.act(person('ana'), { kind: 'askSpeech', speech: 'request' })
    one.act(facilitator, { kind: 'grantSpeech', speechId: queueOf(one.state)[0]!.speechId })
    expect(wall(one)).toEqual({ kind: 'queue' })

    one.append({ ...openPoll, pollId: 'p1', itemId: 'i3' })
    expect(wall(one)).toEqual({ kind: 'poll', pollId: 'p1' })

    one.append({ kind: 'pollClosed', pollId: 'p1', outcome: 'consensus' })
    expect(wall(one)).toEqual({ kind: 'poll', pollId: 'p1' })

    one.act(person('bea'), { kind: 'askSpeech', speech: 'request' })
    one.act(facilitator, { kind: 'grantSpeech', speechId: queueOf(one.state)[0]!.speechId })
    expect(wall(one)).toEqual({ kind: 'queue' })
  })

  test('MEET-25 what the facilitator chose stays until the next item or poll opens', () => {
    const one = sitting()
    one.act(facilitator, { kind: 'openItem', itemId: 'i2' })
    one.act(facilitator, { kind: 'show', screen: { kind: 'quorum' } })
    expect(wall(one)).toEqual({ kind: 'quorum' })

    one.act(facilitator, { kind: 'openItem', itemId: 'i3' })
    expect(wall(one)).toEqual({ kind: 'item', itemId: 'i3' })

    one.act(facilitator, { kind: 'show', screen: { kind: 'checkIn' } })
    one.append({ ...openPoll, pollId: 'p1', itemId: 'i3' })
    expect(wall(one)).toEqual({ kind: 'poll', pollId: 'p1' })
  })

  test('MEET-25 a suspended meeting says so, unless something was chosen meanwhile', () => {
    const one = sitting()
    one.act(facilitator, { kind: 'suspend', reason: 'pause' })
    expect(wall(one)).toEqual({ kind: 'suspended' })
    one.act(facilitator, { kind: 'show', screen: { kind: 'checkIn' } })
    expect(wall(one)).toEqual({ kind: 'checkIn' })
  })

  test('MEET-25 a poll that was annulled leaves the wall, and only the facilitator chooses', () => {
    const one = sitting()
    one.act(facilitator, { kind: 'openItem', itemId: 'i3' })
    one.append({ ...openPoll, pollId: 'p1', itemId: 'i3' })
    one.act(facilitator, { kind: 'show', screen: { kind: 'poll', pollId: 'p1' } })
    one.append({ kind: 'pollAnnulled', pollId: 'p1', reason: 'mauvais texte' })
    expect(wall(one)).toEqual({ kind: 'item', itemId: 'i3' })

    expect(one.ask(person('ana'), { kind: 'show', screen: { kind: 'queue' } })).toBe('roleForbids')
    expect(one.ask(facilitator, { kind: 'show', screen: { kind: 'poll', pollId: 'p9' } })).toBe(
      'pollNotOfItem',
    )
    expect(arrive(one, 'ana')).not.toBeNull()
  })
})
