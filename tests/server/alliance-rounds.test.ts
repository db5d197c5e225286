// The rounds of an Alliance beyond passkeys in parallel: order, refusals, mandates, adoptions, letters.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { parseCanonical } from '../../shared/record/canonical.ts'
import { readEntry } from '../../shared/record/entries.ts'
import type { Statement } from '../../shared/record/records.ts'
import type { Person } from '../kit/actors.ts'
import type { Authenticator } from '../kit/authenticator.ts'
import { agree, createCouncil, wholePlan } from '../kit/council.ts'
import { enrol, lockPlan, paper, prepareTwo, signWith, twoParties, upload } from '../kit/signing.ts'
import type { World } from '../kit/world.ts'

let world: World
let hers: Authenticator
let his: Authenticator
let _versionId: string
beforeEach(async () => {
  world = await createCouncil({ mailWorks: true })
  hers = await enrol(world.signatory)
  his = await enrol(world.delegate)
  await agree(world, wholePlan)
  _versionId = (await lockPlan(world)).id
  world.mails.length = 0
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const show = (allianceId: string, person: Person = world.observer) =>
  person.call(doors.allianceById, { params: { allianceId } })
const signatoriesOf = async (allianceId: string) =>
  (await show(allianceId)).parties.flatMap(({ signatories }) => signatories)
async function entries() {
  const rows = await world.db
    .selectFrom('record_entries')
    .select(['canonical', 'idx'])
    .orderBy('idx')
    .execute()
  return rows.map(({ canonical }) => readEntry(canonical)!)
}
const letters = async () =>
  (await world.db.selectFrom('letters').select(['user_id', 'about_json']).orderBy('created_at').execute())
    .map(({ user_id, about_json }) => ({
      userId: user_id,
      ...(JSON.parse(about_json) as { kind: string; occasion?: string }),
    }))
    .filter(({ kind }) => kind === 'sign')

describe('ALLI-8 in a fixed order', () => {
  test('a signatory out of turn is told who is before them, then told when their turn has come', async () => {
    const id = await prepareTwo(world, { ordered: true })
    expect((await letters()).map(({ userId, occasion }) => [userId, occasion])).toEqual([
      [world.signatory.userId, 'turn'],
    ])
    const error = await world.delegate.call(doors.statement, { params: { allianceId: id } }).then(
      () => null,
      (thrown: { refusal: unknown }) => thrown.refusal,
    )
    expect(error).toMatchObject({ code: 'notYourTurn', details: { names: 'Simone Gagné' } })
    expect(await show(id, world.delegate)).toMatchObject({ myTurn: null, before: ['Simone Gagné'] })

    await signWith(world.signatory, hers, id)

    expect((await letters()).map(({ userId }) => userId)).toEqual([
      world.signatory.userId,
      world.delegate.userId,
    ])
    expect(await show(id, world.delegate)).toMatchObject({ before: [] })
    expect((await signWith(world.delegate, his, id)).state).toBe('concluded')
  })

  test('prepared before the lock, in parallel everyone is told at the lock; preparing again tells nobody twice', async () => {
    const id = await prepareTwo(world)
    expect(await prepareTwo(world)).toBe(id)
    expect((await letters()).map(({ userId }) => userId).sort()).toEqual(
      [world.signatory.userId, world.delegate.userId].sort(),
    )
  })
})

describe('ALLI-13 reminders', () => {
  test('go to who has not signed, once a day, and are moot for who signed meanwhile', async () => {
    const id = await prepareTwo(world)
    const params = { allianceId: id }
    expect(await world.delegate.refusal(doors.remindSignatories, { params })).toBe('roleForbids')
    await signWith(world.signatory, hers, id)

    expect(await world.facilitator.call(doors.remindSignatories, { params })).toEqual({
      written: 1,
      sent: 1,
      toSign: 1,
    })
    expect(world.mails.map(({ to, subject }) => [to, subject])).toEqual([
      [world.delegate.email, 'Rappel : votre signature est attendue : Alliance des Trois-Rives'],
    ])
    expect(world.mails[0]!.text).toContain(`/demarches/${world.workspaceId}/alliance`)
    expect((await world.facilitator.call(doors.remindSignatories, { params })).written).toBe(0)
    world.pass(86_400_000)
    expect((await world.facilitator.call(doors.remindSignatories, { params })).written).toBe(1)
    await signWith(world.delegate, his, id)
    expect(await world.facilitator.refusal(doors.remindSignatories, { params })).toBe('allianceConcluded')
  })
})

describe('ALLI-9 refusing to sign', () => {
  const decline = (person: Person, allianceId: string, reason = 'Le montant doit être revu.') =>
    person.call(doors.decline, { params: { allianceId }, body: { reason } })

  test('ends the round with its reason, in the record under a commitment; a new round may be prepared with others', async () => {
    const id = await prepareTwo(world)
    await signWith(world.signatory, hers, id)
    const { options } = await world.delegate.call(doors.statement, { params: { allianceId: id } })

    const view = await decline(world.delegate, id)

    expect(view).toMatchObject({ state: 'ended', ending: { why: 'declined' }, myTurn: null })
    const declined = view.parties[1]!.signatories[0]!
    expect(declined).toMatchObject({ declined: { reason: 'Le montant doit être revu.' }, signedAt: null })
    const [entry] = (await entries()).filter(({ type }) => type === 'decline')
    expect(entry).toMatchObject({ body: { allianceId: id, signatoryId: declined.id } })
    expect(entry!.commitment).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.stringify(entry)).not.toContain('montant')
    const credential = his.get(options)
    expect(
      await world.delegate.refusal(doors.sign, { params: { allianceId: id }, body: { credential } }),
    ).toBe('allianceEnded')

    const next = await prepareTwo(world, {
      parties: [
        {
          name: 'Ville de Rivebelle',
          signatories: [{ userId: world.signatory.userId, capacity: 'mairesse' }],
        },
        { name: 'Clinique', signatories: [{ userId: world.otherDelegate.userId, capacity: 'directrice' }] },
      ],
    })
    expect(next).not.toBe(id)
    expect(await show(next)).toMatchObject({ round: 2, number: 1, state: 'signing' })
    // What she signed in the first round stays there, and counts there alone.
    expect((await signatoriesOf(id))[0]!.signedAt).not.toBeNull()
    expect((await signatoriesOf(next))[0]!.signedAt).toBeNull()
    const third = await enrol(world.otherDelegate)
    await signWith(world.signatory, hers, next)
    expect((await signWith(world.otherDelegate, third, next)).state).toBe('concluded')
    const dossier = await world.observer.fetch(files.allianceDossier(next))
    expect(dossier.status).toBe(200)
    expect((await world.observer.fetch(files.allianceDossier(id))).status).toBe(409)
  })

  test('asks for a reason and for a signatory who has not signed', async () => {
    const id = await prepareTwo(world)
    const refusal = (person: Person, reason: string) =>
      person.refusal(doors.decline, { params: { allianceId: id }, body: { reason } })
    expect(await refusal(world.delegate, ' ')).toBe('invalidField')
    expect(await refusal(world.otherDelegate, 'Non.')).toBe('notSignatory')
    expect(await refusal(world.stranger, 'Non.')).toBe('notMember')
    await signWith(world.delegate, his, id)
    expect(await refusal(world.delegate, 'Non.')).toBe('alreadySigned')
  })
})

describe('mandates', () => {
  test('ALLI-1 what a person signs by virtue of is in the sentence and in the statement; its paper is kept with its hash', async () => {
    const parties = twoParties(world).map((party) => ({
      ...party,
      signatories: party.signatories.map((one) => ({ ...one, mandate: 'la résolution 2026-114' })),
    }))
    const id = await prepareTwo(world, { parties })
    const [first] = await signatoriesOf(id)
    const bytes = paper('mandat')
    const file = await upload(world, id, bytes)
    expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'))
    const attach = { params: { allianceId: id }, body: { signatoryId: first!.id, fileId: file.id } }
    expect(await world.delegate.refusal(doors.attachMandate, attach)).toBe('roleForbids')
    await world.facilitator.call(doors.attachMandate, attach)
    expect((await signatoriesOf(id))[0]).toMatchObject({ mandate: 'la résolution 2026-114', evidence: file })

    const { statement } = await world.signatory.call(doors.statement, { params: { allianceId: id } })
    const text = parseCanonical(statement) as unknown as Statement
    expect(text).toMatchObject({ format: 'assise/statement/v2', mandate: 'la résolution 2026-114' })
    expect(text.sentence.fr).toContain(
      'en qualité de mairesse, en vertu de «\u00a0la résolution 2026-114\u00a0», le plan',
    )
    await signWith(world.signatory, hers, id)

    const read = await world.observer.fetch(files.allianceFile(file.id))
    expect(Buffer.from(await read.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true)
    expect(read.headers.get('content-disposition')).toContain('attachment')
    expect((await world.stranger.fetch(files.allianceFile(file.id))).status).toBe(404)
    expect((await world.browser().fetch(files.allianceFile(file.id))).status).toBe(401)
  })

  test('a paper that is no PDF, too large, or brought by another than the facilitator is refused', async () => {
    const id = await prepareTwo(world)
    const send = (person: Person, bytes: Uint8Array<ArrayBuffer>) =>
      person.fetch(files.allianceUpload(id), { method: 'POST', body: bytes })
    expect((await send(world.facilitator, new Uint8Array([1, 2, 3]))).status).toBe(400)
    expect((await send(world.facilitator, new Uint8Array(10_000_001))).status).toBe(413)
    expect((await send(world.delegate, new Uint8Array(paper('x')))).status).toBe(403)
    expect((await send(world.stranger, new Uint8Array(paper('x')))).status).toBe(404)
  })
})

describe('ALLI-10, ALLI-11 adoptions', () => {
  test('each party files its own before the Alliance is concluded, when its rule asks for it', async () => {
    const id = await prepareTwo(world, { needsAdoptions: true })
    await signWith(world.signatory, hers, id)
    expect((await signWith(world.delegate, his, id)).state).toBe('signing')
    const { parties } = await show(id)
    const adopt = async (at: number, day: string) => ({
      params: { allianceId: id },
      body: {
        partyId: parties[at]!.id,
        instance: 'Conseil municipal',
        resolution: '2026-03-114',
        day,
        fileId: (await upload(world, id, paper(`résolution ${at}`))).id,
      },
    })
    expect(await world.delegate.refusal(doors.fileAdoption, await adopt(0, '2026-03-02'))).toBe('roleForbids')
    expect(await world.facilitator.refusal(doors.fileAdoption, await adopt(0, '2026-03-01'))).toBe(
      'adoptionDay',
    )
    expect(await world.facilitator.refusal(doors.fileAdoption, await adopt(0, '2026-03-03'))).toBe(
      'adoptionDay',
    )
    world.pass(3 * 86_400_000)
    const first = await world.facilitator.call(doors.fileAdoption, await adopt(0, '2026-03-03'))
    expect(first).toMatchObject({
      state: 'signing',
      parties: [
        { adoptions: [{ instance: 'Conseil municipal', resolution: '2026-03-114', day: '2026-03-03' }] },
        {},
      ],
    })

    const last = await world.facilitator.call(doors.fileAdoption, await adopt(1, '2026-03-04'))

    expect(last.state).toBe('concluded')
    const types = (await entries()).map(({ type }) => type)
    expect(types.slice(-3)).toEqual(['adoption', 'adoption', 'conclusion'])
    await expect(world.db.deleteFrom('alliance_adoptions').execute()).rejects.toThrow('does not move')
    expect(
      await world.facilitator.refusal(
        doors.fileAdoption,
        await adopt(1, '2026-03-04').catch(() => ({
          params: { allianceId: id },
          body: {
            partyId: parties[1]!.id,
            instance: 'x',
            resolution: 'x',
            day: '2026-03-04',
            fileId: 'none',
          },
        })),
      ),
    ).toBe('allianceConcluded')
  })

  test('filed as soon as the version is locked, also where the rule does not ask for it; of this Alliance alone', async () => {
    const id = await prepareTwo(world)
    const { parties } = await show(id)
    const body = {
      partyId: parties[0]!.id,
      instance: 'Conseil',
      resolution: '1',
      day: '2026-03-02',
      fileId: 'none',
    }
    const params = { allianceId: id }
    expect(await world.facilitator.refusal(doors.fileAdoption, { params, body })).toBe('invalidField')
    const fileId = (await upload(world, id, paper('r'))).id
    await world.facilitator.call(doors.fileAdoption, { params, body: { ...body, fileId } })
    // Something stands in it: it is not prepared again.
    const again = { params: { planId: world.planId }, body: { title: 'A', parties: twoParties(world) } }
    expect(await world.facilitator.refusal(doors.prepareAlliance, again)).toBe('allianceStarted')
  })
})
