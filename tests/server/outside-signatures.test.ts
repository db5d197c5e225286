// Signatures made outside: on paper, confirmed by a second person; in a file signed elsewhere that begins with our PDF. And what is refused.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { documentOf } from '../../server/export/document.ts'
import { doors, files } from '../../shared/api.ts'
import { readEntry } from '../../shared/record/entries.ts'
import type { DossierV2 } from '../../shared/record/records.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import type { Person } from '../kit/actors.ts'
import type { Authenticator } from '../kit/authenticator.ts'
import { agree, createCouncil, wholePlan } from '../kit/council.ts'
import { enrol, lockPlan, paper, prepareTwo, signWith, upload } from '../kit/signing.ts'
import type { World } from '../kit/world.ts'

let world: World
let hers: Authenticator
let his: Authenticator
beforeEach(async () => {
  world = await createCouncil({ mailWorks: true })
  hers = await enrol(world.signatory)
  his = await enrol(world.delegate)
  await agree(world, wholePlan)
  await lockPlan(world)
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
/** The dossier tells it in `outside`, holds, and its pages say the class. */
async function verifies(allianceId: string, kind: 'paper' | 'pades'): Promise<void> {
  const response = await world.observer.fetch(files.allianceDossier(allianceId))
  const { findings, holds, dossier } = await verifyDossier(new Uint8Array(await response.arrayBuffer()))
  expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
  expect(holds).toBe(true)
  expect((dossier as DossierV2).outside?.map((one) => one.kind)).toEqual([kind])
  expect(findings.map(({ code, status }) => `${code} ${status}`)).toEqual(
    expect.arrayContaining(['outside ok', 'outsideConfirmed ok', 'outsideFile notChecked']),
  )
  const blocks = JSON.stringify(documentOf(dossier!, 'fr').blocks)
  expect(blocks).toContain(kind === 'paper' ? 'Classe « papier »' : 'Classe « signé ailleurs »')
}

describe('ALLI-12 signed on paper', () => {
  async function onPaper() {
    const id = await prepareTwo(world)
    const [her] = await signatoriesOf(id)
    const fileId = (await upload(world, id, paper('signé à la main'))).id
    const input = {
      params: { allianceId: id },
      body: { signatoryId: her!.id, kind: 'paper' as const, day: '2026-03-02', fileId },
    }
    expect(await world.delegate.refusal(doors.recordOutside, input)).toBe('roleForbids')
    expect(
      await world.facilitator.refusal(doors.recordOutside, {
        ...input,
        body: { ...input.body, day: '2026-03-01' },
      }),
    ).toBe('outsideDay')
    const view = await world.facilitator.call(doors.recordOutside, input)
    const outside = view.parties[0]!.signatories[0]!.outside!
    return { id, outside, input }
  }
  const answer = (person: Person, outsideId: string) =>
    person.call(doors.answerOutside, { params: { outsideId }, body: { answer: 'confirmed' } })
  const refusal = (person: Person, outsideId: string) =>
    person.refusal(doors.answerOutside, { params: { outsideId }, body: { answer: 'confirmed' } })

  test('counts once a second person of another organisation has confirmed it, and is never a passkey’s', async () => {
    const { id, outside, input } = await onPaper()
    expect(outside).toMatchObject({ kind: 'paper', counts: false, answer: null, day: '2026-03-02' })
    expect(await world.facilitator.refusal(doors.recordOutside, input)).toBe('alreadySigned')
    expect((await signWith(world.delegate, his, id)).state).toBe('signing')
    // Its recorder, its signatory, someone without an organisation, a stranger.
    expect(await refusal(world.facilitator, outside.id)).toBe('roleForbids')
    expect(await refusal(world.signatory, outside.id)).toBe('outsideSecond')
    expect(await refusal(world.stranger, outside.id)).toBe('notMember')
    expect((await show(id, world.otherDelegate)).parties[0]!.signatories[0]!.outside).toMatchObject({
      awaitsMe: true,
    })

    const done = await answer(world.otherDelegate, outside.id)

    expect(done.state).toBe('concluded')
    expect(done.parties[0]!.signatories[0]).toMatchObject({
      signedAt: null,
      outside: {
        counts: true,
        answer: { by: 'Aïcha Benali', organization: 'Clinique communautaire du Pont' },
      },
    })
    expect(await refusal(world.otherDelegate, outside.id)).toBe('allianceConcluded')
    expect((await entries()).map(({ type }) => type).slice(-4)).toEqual([
      'outside',
      'signature',
      'outside-answer',
      'conclusion',
    ])
    await verifies(id, 'paper')
  })

  test('the recorder’s own organisation does not confirm it', async () => {
    await world.facilitator.call(doors.changePerson, {
      params: { workspaceId: world.workspaceId, userId: world.facilitator.userId },
      body: { organizationId: world.clinicId },
    })
    const { outside } = await onPaper()
    expect(await refusal(world.otherDelegate, outside.id)).toBe('outsideSecond')
    expect((await answer(world.delegate, outside.id)).parties[0]!.signatories[0]!.outside).toMatchObject({
      counts: true,
    })
  })

  test('contested, it never counts: the person signs otherwise', async () => {
    const { id, outside } = await onPaper()
    const contested = {
      params: { outsideId: outside.id },
      body: { answer: 'contested' as const, reason: 'Page manquante.' },
    }
    await world.otherDelegate.call(doors.answerOutside, contested)
    expect(await world.otherDelegate.refusal(doors.answerOutside, contested)).toBe('outsideAnswered')
    await signWith(world.delegate, his, id)
    expect((await signWith(world.signatory, hers, id)).state).toBe('concluded')
  })
})

describe('ALLI-12 signed elsewhere', () => {
  const signed = (base: Uint8Array, tail: string) => Buffer.concat([base, Buffer.from(tail, 'latin1')])

  /** An incremental update with a detached signature over all that comes before its own bytes. */
  function withSignature(base: Uint8Array): Buffer {
    const contents = '30'.repeat(200)
    const head = `\n9 0 obj\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC] /Contents <`
    const tail = `> >>\nendobj\n%%EOF\n`
    const first = base.length + head.length - 1
    const second = first + contents.length + 2
    const length = second + tail.length - 1
    const text = `${head}${contents}${tail}`
      .replace('AAAAAAAAAA', String(first).padStart(10))
      .replace('BBBBBBBBBB', String(second).padStart(10))
      .replace('CCCCCCCCCC', String(length - second).padStart(10))
    return signed(base, text)
  }

  test('is taken when it begins with our PDF byte for byte, in its own class; any other file is refused', async () => {
    const id = await prepareTwo(world)
    const [her] = await signatoriesOf(id)
    const base = new Uint8Array(await (await world.observer.fetch(files.allianceToSign(id))).arrayBuffer())
    const record = async (bytes: Uint8Array) => ({
      params: { allianceId: id },
      body: {
        signatoryId: her!.id,
        kind: 'pades' as const,
        day: '2026-03-02',
        fileId: (await upload(world, id, bytes)).id,
      },
    })
    const changed = withSignature(base)
    changed[2_000]! ^= 1
    expect(await world.facilitator.refusal(doors.recordOutside, await record(changed))).toBe('outsideBase')
    expect(
      await world.facilitator.refusal(doors.recordOutside, await record(withSignature(paper('autre')))),
    ).toBe('outsideBase')
    expect(await world.facilitator.refusal(doors.recordOutside, await record(base))).toBe('outsideUnsigned')
    expect(
      await world.facilitator.refusal(doors.recordOutside, await record(signed(base, '\n% rien\n%%EOF\n'))),
    ).toBe('outsideUnsigned')

    const view = await world.facilitator.call(doors.recordOutside, await record(withSignature(base)))

    expect(view.parties[0]!.signatories[0]).toMatchObject({
      signedAt: null,
      outside: { kind: 'pades', counts: true, answer: null, awaitsMe: false },
    })
    const row = await world.db
      .selectFrom('outside_signatures')
      .select('base_digest')
      .executeTakeFirstOrThrow()
    expect(row.base_digest).toBe(createHash('sha256').update(base).digest('hex'))
    expect((await signWith(world.delegate, his, id)).state).toBe('concluded')
    await verifies(id, 'pades')
  }, 30_000)
})
