// Signatures made outside: on paper, confirmed by a second person; in a file signed elsewhere that begins with our PDF. And what is refused.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { documentOf } from '../../server/export/document.ts'
import { verifyBytes, verifyCommand } from '../../server/verify.ts'
import { doors, files } from '../../shared/api.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { readEntry } from '../../shared/record/entries.ts'
import type { DossierV2 } from '../../shared/record/records.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import type { Person } from '../kit/actors.ts'
import type { Authenticator } from '../kit/authenticator.ts'
import { type Certificates, hasOpenssl, makeCertificates } from '../kit/certificates.ts'
import { agree, createCouncil, wholePlan } from '../kit/council.ts'
import { signedElsewhere } from '../kit/elsewhere.ts'
import type { Loose } from '../kit/forger.ts'
import { python, runPython } from '../kit/python.ts'
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

describe.runIf(hasOpenssl)('ALLI-12 signed elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assise-elsewhere-'))
  let certificates: Certificates
  beforeAll(() => {
    certificates = makeCertificates(folder)
  }, 60_000)
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  async function toSign() {
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
    return { id, base, record }
  }
  const flipped = (bytes: Uint8Array, at: number) => {
    const copy = Buffer.from(bytes)
    copy[at]! ^= 1
    return copy
  }

  test('is taken when its signature is over our PDF and by its certificate; any other file is refused by name', async () => {
    const { id, base, record } = await toSign()
    const refusal = async (bytes: Uint8Array) =>
      world.facilitator.refusal(doors.recordOutside, await record(bytes))
    const genuine = signedElsewhere(base, certificates)
    expect(await refusal(flipped(genuine, 2_000))).toBe('outsideBase')
    expect(await refusal(signedElsewhere(paper('autre'), certificates))).toBe('outsideBase')
    expect(await refusal(base)).toBe('outsideUnsigned')
    expect(await refusal(Buffer.concat([base, Buffer.from('\n% rien\n%%EOF\n')]))).toBe('outsideUnsigned')
    // A hole that holds no signature, one byte beside it, and a signature made over other bytes.
    expect(
      await refusal(signedElsewhere(base, certificates, { cms: Buffer.from('30'.repeat(200), 'hex') })),
    ).toBe('outsideUnsigned')
    expect(await refusal(flipped(genuine, base.length + 4))).toBe('outsideForged')
    expect(await refusal(signedElsewhere(base, certificates, { over: Buffer.from('autre') }))).toBe(
      'outsideForged',
    )
    expect(await refusal(signedElsewhere(base, certificates, { spoil: true }))).toBe('outsideForged')

    const view = await world.facilitator.call(doors.recordOutside, await record(genuine))

    expect(view.parties[0]!.signatories[0]).toMatchObject({
      signedAt: null,
      outside: {
        ...{ kind: 'pades', counts: true, answer: null, awaitsMe: false },
        signer: { name: 'Sceau de la région', certificate: certificates.fingerprint },
      },
    })
    const row = await world.db
      .selectFrom('outside_signatures')
      .select('base_digest')
      .executeTakeFirstOrThrow()
    expect(row.base_digest).toBe(createHash('sha256').update(base).digest('hex'))
    expect((await signWith(world.delegate, his, id)).state).toBe('concluded')
    await verifies(id, 'pades')
  }, 60_000)

  test('given beside the dossier, both verifiers judge it again; another file, or a certificate of another name, they refuse', async () => {
    const { id, base, record } = await toSign()
    const genuine = signedElsewhere(base, certificates)
    await world.facilitator.call(doors.recordOutside, await record(genuine))
    await signWith(world.delegate, his, id)
    const response = await world.observer.fetch(files.allianceDossier(id))
    const dossier = (await response.json()) as Loose

    const stranger = signedElsewhere(base, certificates, { over: Buffer.from('autre') })
    const named = (change: (outside: Loose) => void) => {
      const loose = structuredClone(dossier)
      change(loose.outside[0])
      return loose
    }
    const digestOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')
    const cases: readonly [string, Loose, Uint8Array, string[]][] = [
      ['genuine', dossier, genuine, ['outsidePiece ok', 'outsideSigned ok', 'outsideChain notChecked']],
      ['another file', dossier, flipped(genuine, 9_000), ['outsideFile notChecked', 'outsidePiece failed']],
      [
        'a file signed over other bytes',
        named((one) => {
          one.fileDigest = digestOf(stranger)
        }),
        stranger,
        ['outsidePiece ok', 'outsideSigned failed'],
      ],
      [
        'a file on another PDF',
        named((one) => {
          one.baseDigest = digestOf(genuine)
        }),
        genuine,
        ['outsidePiece ok', 'outsideSigned failed'],
      ],
      [
        'a certificate of another name',
        named((one) => {
          one.signer.name = 'Autre'
        }),
        genuine,
        ['outsidePiece ok', 'outsideSigned failed'],
      ],
    ]
    for (const [name, file, piece, due] of cases) {
      const codes = (findings: readonly { code: string; status: string }[]) =>
        findings
          .filter(({ code }) => /^outside(Piece|Signed|Chain|File)$/.test(code))
          .map(({ code, status }) => `${code} ${status}`)
      const bytes = new TextEncoder().encode(canonicalText(file))
      const ours = await verifyBytes(bytes, null, { pieces: [piece] })
      expect([name, codes(ours.findings).sort()]).toEqual([name, due.toSorted()])
      if (!python) continue
      const [place, beside] = [join(folder, 'dossier.json'), join(folder, 'piece.pdf')]
      writeFileSync(place, bytes)
      writeFileSync(beside, piece)
      const theirs = runPython([place, '--piece', beside, '--json'])
      expect([name, theirs.stderr, codes(JSON.parse(theirs.stdout).findings).sort()]).toEqual([
        name,
        '',
        due.toSorted(),
      ])
      if (name === 'genuine') expect([ours.holds, theirs.status]).toEqual([true, 0])
    }
    expect(
      await verifyCommand([join(folder, 'dossier.json'), '--piece', join(folder, 'nothing')], () => {}),
    ).toBe(2)
  }, 60_000)
})
