// Mandates with their papers, voting rights, and rule sets adopted by decisions, through the doors.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { type RuleSet, ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { Person } from '../kit/actors.ts'
import { agree, close, createCouncil, newKey, open, wholePlan } from '../kit/council.ts'
import { act, convene, openMeeting, refusedAct, seeMeeting } from '../kit/council-meeting.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const remote = { kind: 'arrive', mode: 'remote' } as const
const pdf = new TextEncoder().encode('%PDF-1.7\nRésolution 2026-14')

function mandate(person: Person, change: object = {}) {
  const params = { workspaceId: world.workspaceId }
  const body = {
    organizationId: world.cityId,
    userId: person.userId,
    role: 'alternate' as const,
    rank: 1,
    from: '2026-01-01',
    to: null,
    ...change,
  }
  return { params, body }
}

describe('mandates', () => {
  test('MEET-21 an alternate holds the seat by mandate, from its first day to its last', async () => {
    const meetingId = await openMeeting(world)
    const seat = { ...remote, seatId: world.cityId }
    expect(await refusedAct(world.contributor, meetingId, seat)).toBe('notAccredited')
    await world.facilitator.call(doors.addMandate, mandate(world.contributor, { to: '2026-03-02' }))
    await act(world.contributor, meetingId, seat)
    const { seats } = await seeMeeting(world.observer, meetingId)
    expect(seats.find(({ seatId }) => seatId === world.cityId)!.holder).toMatchObject({
      as: 'alternate',
      rank: 1,
    })

    // 23:30 in the region is still the last day, though the next one has begun in UTC.
    world.pass(Date.parse('2026-03-03T04:30:00Z') - world.ctx.now().getTime())
    expect((await seeMeeting(world.observer, meetingId)).quorum!.now.reached).toBe('1')
    world.pass(3_600_000)
    expect((await seeMeeting(world.observer, meetingId)).quorum!.now.reached).toBe('0')
    await act(world.facilitator, meetingId, { kind: 'checkQuorum' })
    const { events } = await world.observer.call(doors.meetingLog, { params: { meetingId } })
    expect(events.some(({ event }) => event.kind === 'left' && event.cause === 'mandate')).toBe(true)
  })

  test('MEET-21 each refusal has its name; a mandate is ended, never removed', async () => {
    const refused = (person: Person, change: object) =>
      person.refusal(doors.addMandate, mandate(world.contributor, change))
    expect(await refused(world.delegate, {})).toBe('roleForbids')
    expect(await refused(world.stranger, {})).toBe('notMember')
    expect(await refused(world.facilitator, { userId: world.stranger.userId })).toBe('personMissing')
    expect(await refused(world.facilitator, { organizationId: 'elsewhere' })).toBe('notFound')
    expect(await refused(world.facilitator, { to: '2025-12-31' })).toBe('mandateDates')
    const { id } = await world.facilitator.call(doors.addMandate, mandate(world.contributor))
    expect(await refused(world.facilitator, { rank: 2 })).toBe('mandateKnown')
    const params = { mandateId: id }
    expect(await world.stranger.refusal(doors.endMandate, { params })).toBe('notMember')
    await world.facilitator.call(doors.endMandate, { params })
    expect(await world.facilitator.refusal(doors.endMandate, { params })).toBe('mandateEnded')
    const [row] = await world.observer.call(doors.mandates, { params: { workspaceId: world.workspaceId } })
    expect(row).toMatchObject({ id, runs: false, personName: 'Cédric Lavoie' })
    const inUse = { workspaceId: world.workspaceId, organizationId: world.cityId }
    expect(await world.facilitator.refusal(doors.removeOrganization, { params: inUse })).toBe(
      'organizationInUse',
    )
  })

  test('MEET-21 its paper is a PDF or a picture, bounded, attached once, and read by few', async () => {
    const { id } = await world.facilitator.call(doors.addMandate, mandate(world.contributor))
    const path = files.mandateEvidence(id)
    const put = async (person: Person, body: Uint8Array) => {
      const answer = await person.fetch(path, { method: 'PUT', body: new Uint8Array(body) })
      return answer.ok ? 'done' : ((await answer.json()) as { refusal: { code: string } }).refusal.code
    }
    expect(await put(world.delegate, pdf)).toBe('roleForbids')
    expect(await put(world.facilitator, new TextEncoder().encode('<script>'))).toBe('evidenceKind')
    expect(await put(world.facilitator, new Uint8Array(2_000_001))).toBe('bodyTooLarge')
    const large = new Uint8Array(1_900_000)
    large.set(pdf)
    expect(await put(world.facilitator, large)).toBe('done')
    expect(await put(world.facilitator, pdf)).toBe('evidenceKnown')
    const answer = await world.contributor.fetch(path)
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment/)
    expect((await answer.arrayBuffer()).byteLength).toBe(large.length)
    expect((await world.delegate.fetch(path)).status).toBe(404)
    expect((await world.stranger.fetch(path)).status).toBe(404)
    const [row] = await world.observer.call(doors.mandates, { params: { workspaceId: world.workspaceId } })
    expect(row!.evidence).toMatchObject({ type: 'application/pdf', bytes: large.length })
  })

  test('INV-24 a consultative organisation sits, speaks and has no voice; both columns always agree', async () => {
    const params = { workspaceId: world.workspaceId, organizationId: world.clinicId }
    await world.facilitator.call(doors.changeOrganization, { params, body: { votingRight: 'consultative' } })
    const meetingId = await openMeeting(world)
    await act(world.otherDelegate, meetingId, remote)
    const { seats, quorum, me } = await seeMeeting(world.otherDelegate, meetingId)
    expect(seats.find(({ seatId }) => seatId === world.clinicId)).toMatchObject({
      presence: 'present',
      weight: null,
    })
    expect(quorum!.now).toMatchObject({ base: '1', reached: '0' })
    expect(me.voices).toEqual([])
    await world.facilitator.call(doors.changeOrganization, { params, body: { voting: true } })
    const rows = await world.db.selectFrom('organizations').select(['voting', 'voting_right']).execute()
    for (const { voting, voting_right } of rows) expect(voting === 1).toBe(voting_right === 'deliberative')
  })

  test('a citizen holds a seat of their own college, entered by the support worker they named', async () => {
    const params = { workspaceId: world.workspaceId }
    const body = {
      name: 'Lise Tremblay',
      tier: 'local',
      sector: 'other',
      college: 'lived',
      voting: true,
    } as const
    const { id: organizationId } = await world.facilitator.call(doors.addOrganization, {
      params,
      body: { ...body, kind: 'person' },
    })
    const lise = await world.person({ name: 'Lise Tremblay', role: 'delegate', organizationId })
    await world.facilitator.call(
      doors.addMandate,
      mandate(world.commenter, { organizationId, role: 'support', rank: undefined }),
    )
    const meetingId = await openMeeting(world)
    const { code } = await world.facilitator.call(doors.renewCode, { params: { meetingId } })
    const entered = await world.commenter.call(doors.checkIn, {
      body: { code, person: lise.userId, clientKey: newKey() },
    })
    expect(entered).toMatchObject({ name: 'Lise Tremblay', seats: [{ college: 'lived' }] })
    const { people, seats } = await seeMeeting(world.observer, meetingId)
    expect(people[0]).toMatchObject({ name: 'Lise Tremblay', enteredByName: 'Colette Morin' })
    expect(seats.find(({ kind }) => kind === 'person')!.holder!.name).toBe('Lise Tremblay')
  })
})

describe('rule sets', () => {
  const rules = (version: number, change: Partial<RuleSet> = {}): RuleSet => ({
    ...ruleSetOf(defaultRule, version),
    severalSeats: true,
    ...change,
  })
  const elsewhere = { instance: 'Assemblée de fondation', date: '2026-02-01', reference: 'R-3' }
  const adopt = (set: RuleSet, decidedBy: { pollId: string } | typeof elsewhere = elsewhere) => ({
    params: { workspaceId: world.workspaceId },
    body: { rules: set, decidedBy },
  })

  test('MEET-23 the next version only, sound, by the facilitator, on a decision that is on record', async () => {
    const refused = (set: RuleSet, by?: { pollId: string }, person = world.facilitator) =>
      person.refusal(doors.adoptRuleSet, adopt(set, by))
    expect(await refused(rules(2), undefined, world.delegate)).toBe('roleForbids')
    expect(await refused(rules(1))).toBe('ruleVersion')
    expect(await refused(rules(3))).toBe('ruleVersion')
    expect(await refused(rules(2, { minSecretSize: 2 }))).toBe('ruleSecretFloor')
    expect(await refused(rules(2), { pollId: 'none' })).toBe('ruleUndecided')
    const open1 = await open(world, wholePlan)
    expect(await refused(rules(2), { pollId: open1 })).toBe('ruleUndecided')
    await close(world, open1)
    expect(await refused(rules(2), { pollId: open1 })).toBe('ruleUndecided')
    const agreed = await agree(world, wholePlan)
    expect(
      await world.facilitator.call(doors.adoptRuleSet, adopt(rules(2), { pollId: agreed })),
    ).toMatchObject({ version: 2 })
    expect(await refused(rules(2))).toBe('ruleVersion')
    await expect(world.db.deleteFrom('rule_sets').execute()).rejects.toThrow('does not move')
  })

  test('MEET-18 a meeting lives under the rules of its convening; the next one under the new ones', async () => {
    const before = await convene(world)
    await world.facilitator.call(doors.adoptRuleSet, adopt(rules(2)))
    const after = await convene(world)
    expect((await seeMeeting(world.observer, before)).rules!.data).toMatchObject({
      version: 1,
      severalSeats: false,
    })
    expect((await seeMeeting(world.observer, after)).rules!.data).toMatchObject({
      version: 2,
      severalSeats: true,
    })
    const list = await world.observer.call(doors.ruleSets, { params: { workspaceId: world.workspaceId } })
    expect(list).toMatchObject([
      { rules: { version: 2 }, decidedBy: elsewhere, adoptedByName: 'Maude Bélanger' },
      { rules: { version: 1 }, decidedBy: null, adoptedAt: null, adoptedByName: null },
    ])
  })

  test('MEET-23 the version of the beginning stays in the list as it was, whatever becomes of the rule it came from', async () => {
    const params = { workspaceId: world.workspaceId }
    const list = () => world.observer.call(doors.ruleSets, { params })
    const [first] = await list()
    await world.facilitator.call(doors.adoptRuleSet, adopt(rules(2)))
    const rule = { ...defaultRule, threshold: { num: 9, den: 10 } }
    await world.facilitator.call(doors.changeWorkspace, { params, body: { rule } })
    await world.facilitator.call(doors.adoptRuleSet, adopt(rules(3)))

    const all = await list()
    expect(all.map(({ rules: { version } }) => version)).toEqual([3, 2, 1])
    expect(all.at(-1)).toEqual(first)
  })
})
