// A workspace: its partners, its tree of territories, its rule of decision, through the doors.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { addItem, setItemValue } from '../../shared/plan/draft.ts'
import { type DecisionRule, defaultRule } from '../../shared/poll/consent.ts'
import { checkRule } from '../../shared/poll/rule.ts'
import { write } from '../kit/hand.ts'
import { createWorld, type World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const params = () => ({ workspaceId: world.workspaceId })
const view = () => world.facilitator.call(doors.workspace, { params: params() })
const territory = async (name: string, parentId: string | null = null) => {
  const body = { name, type: 'mrc', parentId } as const
  return (await world.facilitator.call(doors.addTerritory, { params: params(), body })).id
}
const at = (territoryId: string) => ({ ...params(), territoryId })

test('PEOPLE-3: everyone sees the partners; only a facilitator sees addresses', async () => {
  const seen = await world.observer.call(doors.workspace, { params: params() })
  const seenByFacilitator = await view()

  expect(seen.organizations.map(({ name }) => name)).toEqual([
    'Clinique communautaire du Pont',
    'Ville de Rivebelle',
  ])
  expect(seen.people).toHaveLength(7)
  expect(seen.people.every(({ email }) => email === '')).toBe(true)
  expect(seenByFacilitator.people.every(({ email }) => email.includes('@'))).toBe(true)
})

test('a new workspace has one empty plan, open to its first epoch, and the default rule', async () => {
  const room = await world.db
    .selectFrom('plan_rooms')
    .selectAll()
    .where('plan_id', '=', world.planId)
    .execute()

  expect(room).toMatchObject([{ epoch: 1, head_seq: 0, locked_seq: null }])
  expect((await view()).rule).toEqual(defaultRule)
})

test('TERR-1: territories make a tree, and none comes to stand under itself', async () => {
  const region = await territory('Région')
  const mrc = await territory('MRC', region)
  const city = await territory('Ville', mrc)

  const loop = await world.facilitator.refusal(doors.changeTerritory, {
    params: at(region),
    body: { parentId: city },
  })
  const self = await world.facilitator.refusal(doors.changeTerritory, {
    params: at(region),
    body: { parentId: region },
  })
  await world.facilitator.call(doors.changeTerritory, { params: at(city), body: { parentId: region } })

  expect([loop, self]).toEqual(['invalidField', 'invalidField'])
  expect((await view()).territories).toMatchObject([
    { id: region, parentId: null },
    { id: mrc, parentId: region },
    { id: city, parentId: region },
  ])
})

test('a territory stands under one of the same workspace', async () => {
  const other = await world.facilitator.call(doors.createWorkspace, {
    body: { name: 'Autre', kind: 'local' },
  })
  const body = { name: 'Ailleurs', type: 'mrc', parentId: null } as const
  const foreign = await world.facilitator.call(doors.addTerritory, {
    params: { workspaceId: other.id },
    body,
  })
  const mine = await territory('Ici')

  expect(
    await world.facilitator.refusal(doors.addTerritory, {
      params: params(),
      body: { ...body, parentId: foreign.id },
    }),
  ).toBe('invalidField')
  expect(
    await world.facilitator.refusal(doors.changeTerritory, {
      params: at(mine),
      body: { parentId: foreign.id },
    }),
  ).toBe('invalidField')
  expect(await world.facilitator.refusal(doors.removeTerritory, { params: at(foreign.id) })).toBe('notFound')
})

test('TERR-2: a territory that contains others, or that the plan names, is not removed', async () => {
  const region = await territory('Région')
  const mrc = await territory('MRC', region)
  const free = await territory('Ailleurs', region)
  await write(world, world.planId, world.facilitator, (doc) => {
    addItem(doc, 'allocations', { id: 'a1' })
    setItemValue(doc, 'allocations', 'a1', 'territory', mrc)
  })

  expect(await world.facilitator.refusal(doors.removeTerritory, { params: at(region) })).toBe(
    'territoryInUse',
  )
  expect(await world.facilitator.refusal(doors.removeTerritory, { params: at(mrc) })).toBe('territoryInUse')
  await world.facilitator.call(doors.removeTerritory, { params: at(free) })
  expect((await view()).territories.map(({ id }) => id)).toEqual([region, mrc])
})

test('PEOPLE-4: an organisation with people is not removed; one without is', async () => {
  const body = {
    name: 'Sans personne',
    tier: 'regional',
    sector: 'food',
    college: 'lived',
    voting: true,
  } as const
  const { id } = await world.facilitator.call(doors.addOrganization, { params: params(), body })
  const remove = (organizationId: string) => ({ params: { ...params(), organizationId } })

  expect(await world.facilitator.refusal(doors.removeOrganization, remove(world.cityId))).toBe(
    'organizationInUse',
  )
  await world.facilitator.call(doors.removeOrganization, remove(id))
  expect((await view()).organizations.map(({ id }) => id)).not.toContain(id)
})

test('an organisation changes college or loses its voice from then on', async () => {
  await world.facilitator.call(doors.changeOrganization, {
    params: { ...params(), organizationId: world.cityId },
    body: { voting: false, college: 'institutional' },
  })

  expect((await view()).organizations.find(({ id }) => id === world.cityId)).toMatchObject({
    name: 'Ville de Rivebelle',
    voting: false,
    college: 'institutional',
  })
})

test('a workspace is renamed, and its rule changed for the polls to come', async () => {
  const rule = {
    ...defaultRule,
    quorum: { num: 1, den: 2 },
    collegeWeights: { community: 50, municipal: 50 },
  }
  const body = { name: 'Nouveau nom', rule: { ...rule, collegeMax: { num: 1, den: 2 } } }

  await world.facilitator.call(doors.changeWorkspace, { params: params(), body })

  expect(await view()).toMatchObject(body)
})

const half = { num: 1, den: 2 }
test.each([
  ['no quorum', { quorum: { num: 0, den: 1 } }, 'rule.quorum'],
  ['a quorum above all', { quorum: { num: 6, den: 5 } }, 'rule.quorum'],
  ['a threshold under half', { threshold: { num: 49, den: 100 } }, 'rule.threshold'],
  ['a threshold above all', { threshold: { num: 3, den: 2 } }, 'rule.threshold'],
  ['no cap', { collegeMax: { num: 0, den: 1 } }, 'rule.collegeMax'],
  ['more colleges than there are', { collegesMin: 7 }, 'rule.collegesMin'],
  ['weights that are all nothing', { collegeWeights: { community: 0 } }, 'rule.collegeWeights'],
] satisfies [string, Partial<DecisionRule>, string][])(
  'POLL-1: %s is refused by name',
  (_, change, field) => {
    expect(checkRule({ ...defaultRule, ...change })).toMatchObject({
      code: 'invalidField',
      details: { field },
    })
  },
)

test('POLL-1: no college weighs more than the cap', async () => {
  const rule = { ...defaultRule, collegeWeights: { community: 51, municipal: 49 }, collegeMax: half }

  expect(checkRule(rule)).toMatchObject({ code: 'collegeTooHeavy', details: { college: 'community' } })
  expect(checkRule({ ...rule, collegeWeights: { community: 50, municipal: 50 } })).toBeNull()
  expect(checkRule(defaultRule)).toBeNull()
  expect(await world.facilitator.refusal(doors.changeWorkspace, { params: params(), body: { rule } })).toBe(
    'collegeTooHeavy',
  )
})

test('every act on the workspace is in the journal, in order', async () => {
  const id = await territory('Région')
  await world.facilitator.call(doors.changeTerritory, { params: at(id), body: { name: 'La région' } })
  await world.facilitator.call(doors.removeTerritory, { params: at(id) })
  await world.facilitator.call(doors.changeWorkspace, { params: params(), body: { kind: 'national' } })

  const rows = await world.db
    .selectFrom('journal')
    .select('act')
    .where('workspace_id', '=', world.workspaceId)
    .orderBy('id')
    .execute()
  expect(rows.slice(-4).map(({ act }) => act)).toEqual([
    'addTerritory',
    'changeTerritory',
    'removeTerritory',
    'changeWorkspace',
  ])
})
