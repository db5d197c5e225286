// Comments: who writes, who resolves, what is kept when a request comes twice or the text is gone.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { charactersMax } from '../../server/acts/comments.ts'
import { doors } from '../../shared/api.ts'
import { setValue } from '../../shared/plan/draft.ts'
import type { Person } from '../kit/actors.ts'
import { newKey } from '../kit/council.ts'
import { listen, write } from '../kit/hand.ts'
import { createWorld, type World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const place = { section: 'portrait', list: 'issues', item: 'i1', field: 'need' }
const anchor = { start: 'AAEC', end: 'AwQF' }
function thread(change: object = {}) {
  const body = { place, anchor, quote: 'le loyer', text: 'Et les chambres ?', clientKey: newKey(), ...change }
  return { params: { planId: world.planId }, body }
}
const start = async (person: Person, change: object = {}) =>
  (await person.call(doors.startThread, thread(change))).id
const list = (person = world.observer) => person.call(doors.threads, { params: { planId: world.planId } })
const answer = (threadId: string, text = 'Oui.') => ({
  params: { threadId },
  body: { text, clientKey: newKey() },
})
const set = (threadId: string, state: 'open' | 'resolved') => ({ params: { threadId }, body: { state } })

test('a commenter, who cannot write the plan, starts a thread on a passage; all members read it', async () => {
  const edit = (person: Person) =>
    write(world, world.planId, person, (doc) => setValue(doc, 'frame', 'envelope', 100))
  expect(await edit(world.commenter)).toBe('updateForbidden')

  const heard = await listen(world, world.observer, world.planId)
  const id = await start(world.commenter)

  const [read] = await list()
  expect(read).toMatchObject({
    id,
    place,
    anchor,
    quote: 'le loyer',
    state: 'open',
    stateBy: null,
    stateAt: null,
  })
  expect(read!.comments).toMatchObject([
    { authorName: 'Colette Morin', organizationName: null, text: 'Et les chambres ?' },
  ])
  expect(heard).toContain('comments')
})

test('a reply carries its author and organisation; replies stand in the order they were made', async () => {
  const id = await start(world.commenter)
  for (const text of ['Un.', 'Deux.', 'Trois.']) await world.delegate.call(doors.reply, answer(id, text))

  const [read] = await list()
  expect(read!.comments.map(({ text }) => text)).toEqual(['Et les chambres ?', 'Un.', 'Deux.', 'Trois.'])
  expect(read!.comments[1]).toMatchObject({ authorName: 'Denis Roy', organizationName: 'Ville de Rivebelle' })
})

test('a comment on a whole field or section has no anchor', async () => {
  await start(world.commenter, { anchor: null, place: { section: 'portrait' }, quote: '' })

  expect((await list())[0]).toMatchObject({ anchor: null, place: { section: 'portrait' }, quote: '' })
})

describe('the same request sent again', () => {
  test('is the same thread, the same reply, even at once', async () => {
    const first = thread()
    const ids = await Promise.all([1, 2, 3].map(() => world.commenter.call(doors.startThread, first)))
    expect(new Set(ids.map(({ id }) => id)).size).toBe(1)

    const second = answer(ids[0]!.id)
    const replies = await Promise.all([1, 2].map(() => world.delegate.call(doors.reply, second)))
    expect(replies[0]).toEqual(replies[1])
    expect((await list())[0]!.comments).toHaveLength(2)
  })

  test('with other words under the same key is refused, so that nothing is lost in silence', async () => {
    const first = thread()
    const { id } = await world.commenter.call(doors.startThread, first)
    const other = { ...first, body: { ...first.body, text: 'Autre chose' } }

    expect(await world.commenter.refusal(doors.startThread, other)).toBe('invalidField')
    const reply = { params: { threadId: id }, body: { text: 'Oui.', clientKey: first.body.clientKey } }
    expect(await world.commenter.refusal(doors.reply, reply)).toBe('invalidField')
    // Another person may well use the same key.
    await world.delegate.call(doors.reply, reply)
  })
})

describe('refusals', () => {
  test('COMM-2 an empty comment, COMM-1 a place that no plan has', async () => {
    const id = await start(world.commenter)
    const refusal = (change: object) => world.commenter.refusal(doors.startThread, thread(change))

    expect(await refusal({ text: ' \n ' })).toBe('commentEmpty')
    expect(await world.commenter.refusal(doors.reply, answer(id, ''))).toBe('commentEmpty')
    expect(await refusal({ place: { section: 'nowhere' } })).toBe('invalidField')
    expect(await refusal({ place: { section: 'portrait', list: 'nothing' } })).toBe('invalidField')
    expect(await refusal({ anchor: { start: 'not base64 !', end: '' } })).toBe('invalidField')
    expect(await refusal({ text: 'x'.repeat(10_001) })).toBe('invalidField')
  })

  test('an observer reads only; a stranger learns nothing', async () => {
    const id = await start(world.commenter)

    expect(await world.observer.refusal(doors.startThread, thread())).toBe('roleForbids')
    expect(await world.observer.refusal(doors.reply, answer(id))).toBe('roleForbids')
    expect(await world.observer.refusal(doors.setThreadState, set(id, 'resolved'))).toBe('roleForbids')
    expect(await world.stranger.refusal(doors.threads, { params: { planId: world.planId } })).toBe(
      'notMember',
    )
    expect(await world.stranger.refusal(doors.reply, answer(id))).toBe('notMember')
    expect(await world.stranger.refusal(doors.reply, answer('none'))).toBe('notMember')
    expect(await world.stranger.refusal(doors.setThreadState, set(id, 'resolved'))).toBe('notMember')
    expect(await world.browser().refusal(doors.startThread, thread())).toBe('loginNeeded')
  })
})

describe('COMM-3 resolving', () => {
  test('the author of a thread resolves and reopens it; each change is kept', async () => {
    const id = await start(world.commenter)
    await world.commenter.call(doors.setThreadState, set(id, 'resolved'))
    expect((await list())[0]).toMatchObject({ state: 'resolved', stateBy: 'Colette Morin' })
    await world.commenter.call(doors.setThreadState, set(id, 'open'))

    expect((await list())[0]).toMatchObject({ state: 'open', stateBy: 'Colette Morin' })
    expect(await world.db.selectFrom('thread_states').select('state').execute()).toHaveLength(2)
    await expect(world.db.deleteFrom('thread_states').execute()).rejects.toThrow('does not move')
  })

  test('a delegate resolves anyone’s; a signatory, who only comments, not another’s', async () => {
    const id = await start(world.commenter)

    expect(await world.signatory.refusal(doors.setThreadState, set(id, 'resolved'))).toBe('roleForbids')
    await world.delegate.call(doors.setThreadState, set(id, 'resolved'))
    await world.delegate.call(doors.setThreadState, set(id, 'resolved'))

    expect((await list())[0]).toMatchObject({ state: 'resolved', stateBy: 'Denis Roy' })
    expect(await world.db.selectFrom('thread_states').select('state').execute()).toHaveLength(1)
  })
})

test('COMM-4 the comments of a plan have a size together, since every screen reads them all', async () => {
  const id = await start(world.delegate)
  const long = 'é'.repeat(10_000)
  for (let at = 0; at < charactersMax / 1_000_000; at++) {
    // As years of use would leave it.
    const { id: comment } = await world.delegate.call(doors.reply, answer(id))
    const text = 'é'.repeat(999_000)
    await world.db.updateTable('comments').set({ text }).where('id', '=', comment).execute()
  }

  expect(await world.commenter.refusal(doors.reply, answer(id, long))).toBe('limitReached')
  expect(await world.commenter.refusal(doors.startThread, thread({ text: long }))).toBe('limitReached')
  await world.commenter.call(doors.reply, answer(id, 'Court.'))
})
