// An amendment on a real PostgreSQL with two nodes: opened on one, written and locked on the other, and its Alliance with papers and adoptions.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAmendment } from '../../server/acts/amendments.ts'
import { doors } from '../../shared/api.ts'
import { agree, createCouncil, rewrite, wholePlan } from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import { describeOnPostgres, type Postgres, startPostgres } from '../kit/postgres.ts'
import { enrol, lockPlan, paper, prepareTwo, signWith, upload } from '../kit/signing.ts'
import { createBare } from '../kit/world.ts'

describeOnPostgres('amendments on PostgreSQL', () => {
  let postgres: Postgres
  beforeAll(async () => {
    postgres = await startPostgres()
  }, 60_000)
  afterAll(() => postgres?.stop())

  test('AMEND-2 opened on one node by two at once, it is written on the other; version 2 is locked and signed', async () => {
    const database = await postgres.newDatabase()
    const world = await createCouncil({ database })
    const other = await createBare({ database })
    const params = { planId: world.planId }
    await agree(world, wholePlan)
    const { id: versionId } = await lockPlan(world)
    await world.facilitator.call(doors.planState, { params })
    const actor = await world.facilitator.actor()
    const input = { ...params, title: 'Un', reason: 'Parce que.', versionId }

    const both = await Promise.allSettled([
      openAmendment(world.ctx, actor, input),
      openAmendment(other.ctx, actor, input),
    ])

    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect
      .poll(
        () =>
          write({ ...other, rooms: other.rooms }, world.planId, world.facilitator, () => {}).catch(
            () => 'later',
          ),
        {
          timeout: 15_000,
        },
      )
      .toBe('saved')
    await expect
      .poll(() => rewrite(world, 'o2', 'Un service du soir et du matin'), { timeout: 15_000 })
      .toBe('saved')
    await agree(world, wholePlan)
    const allianceId = await prepareTwo(world, { needsAdoptions: true })
    const { id } = await lockPlan(world)
    const page = await world.observer.call(doors.versionPage, { params: { versionId: id } })
    expect(page).toMatchObject({ number: 2, contributors: ['Maude Bélanger'], previous: { id: versionId } })
    const [hers, his] = [await enrol(world.signatory), await enrol(world.delegate)]
    await signWith(world.signatory, hers, allianceId)
    const { parties } = await signWith(world.delegate, his, allianceId)
    for (const party of parties) {
      const fileId = (await upload(world, allianceId, paper(party.name))).id
      const body = { partyId: party.id, instance: 'Conseil', resolution: '1', day: '2026-03-02', fileId }
      await world.facilitator.call(doors.fileAdoption, { params: { allianceId }, body })
    }
    expect((await world.observer.call(doors.alliance, { params }))?.state).toBe('concluded')
    expect([...world.errors, ...other.errors]).toEqual([])
    await other.close()
    await world.close()
  }, 60_000)
})
