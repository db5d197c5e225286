// MEET-7: which poll decides which item, with which outcome, and what becomes of an item whose poll is annulled: every case of each.
import { describe, expect, test } from 'vitest'
import type { MeetingEvent } from '../../../shared/meeting/events.ts'
import { meetingAt } from '../../../shared/meeting/fold.ts'
import { facilitator, facts, opened, rulesWith, type Sitting, seat } from '../../kit/sitting.ts'

const hash = 'f'.repeat(64)
const outcomes = ['unanimous', 'consensus', 'dissent', 'notDecided', 'postponed', 'sorted'] as const
type Outcome = (typeof outcomes)[number]

/** A meeting at its first decision of two, where nothing asks for a quorum. */
function atDecision(): Sitting {
  const seats = [seat('a', 'ana'), seat('b', 'bob')]
  const sitting = opened({ seats, decisions: 2, rules: rulesWith({ quorumLost: 'continue' }) })
  sitting.act(facilitator, { kind: 'openItem', itemId: 'i3' })
  return sitting
}
function open(sitting: Sitting, pollId: string, itemId = 'i3', closesAt?: string): void {
  const question = { fr: 'Oui ?', en: 'Yes?' }
  const bound = { textHash: hash, registerHash: hash, ...(closesAt && { closesAt }) }
  sitting.append({ kind: 'pollOpened', pollId, itemId, question, deciding: true, ...bound })
}
function close(sitting: Sitting, pollId: string, outcome?: Outcome): void {
  sitting.append({ kind: 'pollClosed', pollId, ...(outcome && { outcome }) })
}
const decide = (sitting: Sitting, pollId: string, itemId = 'i3') =>
  sitting.ask(facilitator, { kind: 'decideItem', itemId, pollId, words: ' Adopté. ' })
const item = ({ state }: Sitting, itemId = 'i3') => state.items.find((one) => one.itemId === itemId)!

describe('which poll decides', () => {
  test.each(outcomes)('MEET-7 VOTE-8 one that ended %s', (outcome) => {
    const sitting = atDecision()
    open(sitting, 'p')
    expect(decide(sitting, 'p')).toBe('pollOnItem')
    close(sitting, 'p', outcome)
    const decides = ['unanimous', 'consensus', 'dissent'].includes(outcome)

    expect(decide(sitting, 'p')).toBe(decides ? null : 'pollNotOfItem')

    const after = { status: decides ? 'decided' : 'active', outcome: decides ? outcome : null }
    expect(item(sitting)).toMatchObject({
      ...after,
      decidedByPoll: decides ? 'p' : null,
      words: decides ? 'Adopté.' : '',
    })
  })

  test('MEET-7 neither one held on another item, nor one that is none, nor one that was annulled, nor one without an outcome', () => {
    const sitting = atDecision()
    open(sitting, 'other', 'i4')
    close(sitting, 'other', 'consensus')
    expect(decide(sitting, 'other')).toBe('pollNotOfItem')
    expect(decide(sitting, 'nothing')).toBe('pollNotOfItem')
    open(sitting, 'annulled')
    close(sitting, 'annulled', 'consensus')
    sitting.append({ kind: 'pollAnnulled', pollId: 'annulled', reason: 'Mauvais texte.' })
    expect(decide(sitting, 'annulled')).toBe('pollNotOfItem')
    open(sitting, 'mute')
    close(sitting, 'mute')
    expect(decide(sitting, 'mute')).toBe('pollNotOfItem')
    expect(item(sitting).status).toBe('active')
  })

  test('MEET-6 MEET-7 one that goes on past the closing decides its postponed item afterwards, until the minutes are adopted', () => {
    const run = (outcomeFirst: boolean) => {
      const sitting = atDecision()
      open(sitting, 'long', 'i3', new Date(sitting.clock + 86_400_000).toISOString())
      for (const itemId of ['i3', 'i4'])
        sitting.act(facilitator, { kind: 'postponeItem', itemId, reason: 'Jusqu’à la clôture' })
      sitting.act(facilitator, { kind: 'close' })
      expect(decide(sitting, 'long')).toBe('pollOnItem')
      close(sitting, 'long', 'consensus')
      if (outcomeFirst) expect(decide(sitting, 'long')).toBeNull()
      sitting.act(facilitator, {
        kind: 'adoptMinutes',
        decidedBy: { instance: 'A', date: '2026-03-01', reference: '' },
      })
      return sitting
    }
    expect(item(run(true))).toMatchObject({ status: 'decided', outcome: 'consensus' })
    expect(decide(run(false), 'long')).toBe('meetingOver')
  })

  test('MEET-6 an item is not put off, nor withdrawn, under a poll that somebody still has to close', () => {
    const sitting = atDecision()
    open(sitting, 'p')
    expect(sitting.ask(facilitator, { kind: 'postponeItem', itemId: 'i3', reason: 'Plus tard' })).toBe(
      'pollOnItem',
    )
    expect(sitting.ask(facilitator, { kind: 'withdrawItem', itemId: 'i3', reason: 'Retiré' })).toBe(
      'pollOnItem',
    )
    expect(sitting.ask(facilitator, { kind: 'close' })).toBe('itemUndecided')
    close(sitting, 'p', 'notDecided')
    expect(sitting.ask(facilitator, { kind: 'postponeItem', itemId: 'i3', reason: 'Plus tard' })).toBeNull()
    expect(sitting.ask(facilitator, { kind: 'postponeItem', itemId: 'i3', reason: 'Encore' })).toBe(
      'itemSettled',
    )
  })
})

test('MEET-7 annulled, its poll leaves an item to be decided again; after the closing postponed; under adopted minutes as it was; and no other item', () => {
  const annul: Parameters<Sitting['append']>[0] = {
    kind: 'pollAnnulled',
    pollId: 'p',
    reason: 'Mauvais texte.',
  }
  const decided = () => {
    const sitting = atDecision()
    open(sitting, 'p')
    close(sitting, 'p', 'consensus')
    expect(decide(sitting, 'p')).toBeNull()
    open(sitting, 'q', 'i4')
    close(sitting, 'q', 'dissent')
    expect(decide(sitting, 'q', 'i4')).toBeNull()
    return sitting
  }
  const kept = { status: 'decided', outcome: 'consensus', decidedByPoll: 'p', words: 'Adopté.' }
  const other = { status: 'decided', outcome: 'dissent', decidedByPoll: 'q', words: 'Adopté.' }
  const gone = { decidedByPoll: null, words: '' }

  const open1 = decided()
  open1.append(annul)
  expect([item(open1), item(open1, 'i4')]).toMatchObject([
    { status: 'pending', outcome: null, ...gone },
    other,
  ])

  const closed = decided()
  closed.act(facilitator, { kind: 'close' })
  closed.append(annul)
  expect([item(closed), item(closed, 'i4')]).toMatchObject([
    { status: 'postponed', outcome: 'postponed', ...gone },
    other,
  ])

  const adopted = decided()
  adopted.act(facilitator, { kind: 'close' })
  adopted.act(facilitator, {
    kind: 'adoptMinutes',
    decidedBy: { instance: 'A', date: '2026-03-01', reference: '' },
  })
  adopted.append(annul)
  expect([item(adopted), item(adopted, 'i4')]).toMatchObject([kept, other])
  // The same from the log alone, in any order.
  const log: readonly MeetingEvent[] = adopted.events.toReversed()
  expect(meetingAt(facts, log).items).toEqual(adopted.state.items)
})
