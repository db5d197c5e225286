// What must be said must show something: each act that asks for a reason refuses one of spaces or invisible characters, and writes nothing.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { isWordless } from '../../shared/basics.ts'
import type { Command } from '../../shared/meeting/command-list.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { refusedAct } from '../kit/council-meeting.ts'
import { adoptRules, decision, seatedMeeting } from '../kit/seated-council.ts'
import { openVote, voiceOn } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

/** A space, a zero-width space, a letter without ink, a blank of braille, a selector, a tag. */
const unseen = [' \n', '\u200b', '\u3164\u115f', '\u2800', '\ufe0f', '\u{e0041}']

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

test('VOTE-6 what shows nothing is no word, whatever its characters; one letter or a sign is', () => {
  expect(unseen.filter((text) => !isWordless(text))).toEqual([])
  expect(unseen.map((text) => isWordless(`${text}x`))).toEqual(unseen.map(() => false))
  expect(['.', '0', '☒', '👍🏽', 'ᐃ'].filter(isWordless)).toEqual([])
})

test('MEET-7 MEET-16 an assent, a postponement, a recusal or a note in a meeting says something that shows', async () => {
  await adoptRules(world, {})
  const meetingId = await seatedMeeting(world, [world.delegate, world.otherDelegate])
  const about = (words: string): Command[] => [
    { kind: 'decideItem', itemId: decision, words },
    { kind: 'postponeItem', itemId: decision, reason: words },
    { kind: 'recuse', seatId: world.cityId, itemId: decision, reason: words },
    { kind: 'note', note: 'incident', text: words },
  ]
  const events = () => world.db.selectFrom('meeting_events').select('seq').execute()
  const before = (await events()).length

  for (const words of unseen) {
    for (const command of about(words))
      expect(await refusedAct(world.facilitator, meetingId, command), command.kind).toBe('invalidField')
  }

  expect(await events()).toHaveLength(before)
  expect(await refusedAct(world.delegate, meetingId, about('Intérêt.')[0]!)).not.toBe('invalidField')
})

test('VOTE-4 VOTE-6 VOTE-9 COMM-2 a block, an objection, an annulment, an annotation or a comment says something that shows', async () => {
  const pollId = await openVote(world)
  const params = { pollId }
  for (const words of unseen) {
    const block = await voiceOn(world, pollId, { choice: 'block' }, words)
    expect(await world.delegate.refusal(doors.castVoice, block)).toBe('reasonNeeded')
    const objection = { level: 'concern', argument: words, clientKey: newKey() } as const
    expect(await world.delegate.refusal(doors.raiseObjection, { params, body: objection })).toBe(
      'reasonNeeded',
    )
    for (const kind of ['annulled', 'annotation'] as const) {
      const said = { params, body: { kind, text: words, clientKey: newKey() } }
      expect(await world.facilitator.refusal(doors.addToVote, said), kind).toBe('reasonNeeded')
    }
    const comment = {
      place: { section: 'frame', field: 'title' },
      anchor: null,
      quote: '',
      text: words,
      clientKey: newKey(),
    }
    const thread = { params: { planId: world.planId }, body: comment }
    expect(await world.commenter.refusal(doors.startThread, thread)).toBe('commentEmpty')
  }
  expect(await world.db.selectFrom('poll_addenda').selectAll().execute()).toEqual([])
})
