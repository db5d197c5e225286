// VOTE-25: comments by others under the parts of an organisation wait for its people, not only threads they wrote in.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { addItem } from '../../shared/plan/draft.ts'
import type { Person } from '../kit/actors.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
  await write(world, world.planId, world.facilitator, (doc) => {
    const values = { title: 'Navette', objective: 'o2', lead: 'La ville de Rivebelle', due: '2028-03-31' }
    addItem(doc, 'means', { id: 'm2', values })
  })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const params = () => ({ params: { planId: world.planId } })
async function comment(person: Person, item: string): Promise<string> {
  const place = { section: 'priorities', list: 'priorities', item, field: 'title' }
  const body = { place, anchor: null, quote: item, text: 'Pourquoi ?', clientKey: newKey() }
  return (await person.call(doors.startThread, { ...params(), body })).id
}
const waiting = async (person: Person) =>
  (await person.call(doors.waiting, params())).threads.map(({ quote }) => quote).sort()

test('VOTE-25 a comment under what my organisation leads waits for me, until I answer it or it is resolved', async () => {
  const id = await comment(world.commenter, 'm2')
  await comment(world.commenter, 'p2')
  await comment(world.commenter, 'p1')

  expect(await waiting(world.delegate)).toEqual(['m2', 'p2'])
  expect(await waiting(world.otherDelegate)).toEqual([])
  expect(await waiting(world.commenter)).toEqual([])
  await world.delegate.call(doors.reply, {
    params: { threadId: id },
    body: { text: 'Pour le soir.', clientKey: newKey() },
  })
  expect(await waiting(world.delegate)).toEqual(['p2'])
  expect(await waiting(world.commenter)).toEqual(['m2'])
})
