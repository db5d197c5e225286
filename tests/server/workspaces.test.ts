// A workspace from its first link to its partners, through the doors.
import { afterEach, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { createWorld, type World } from '../kit/world.ts'

let world: World
afterEach(() => world.close())

test('PEOPLE-3: everyone sees the partners; only a facilitator sees addresses', async () => {
  world = await createWorld()
  const params = { workspaceId: world.workspaceId }

  const seen = await world.as(world.observer).call(doors.workspace, { params })
  const seenByFacilitator = await world.as(world.facilitator).call(doors.workspace, { params })

  expect(seen.organizations.map(({ name }) => name)).toEqual([
    'Clinique communautaire du Pont',
    'Ville de Rivebelle',
  ])
  expect(seen.people).toHaveLength(7)
  expect(seen.people.every(({ email }) => email === '')).toBe(true)
  expect(seenByFacilitator.people.every(({ email }) => email.includes('@'))).toBe(true)
  expect(world.errors).toEqual([])
})
