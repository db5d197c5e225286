// EXP-4: the files of a real council: what members download is what the verifier accepts; nobody else learns that it exists.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyBytes } from '../../server/verify.ts'
import { doors, files } from '../../shared/api.ts'
import type { Person } from '../kit/actors.ts'
import { createAuthenticator } from '../kit/authenticator.ts'
import { agree, createCouncil, housing, transport, wholePlan } from '../kit/council.ts'
import { type World, worldOrigin } from '../kit/world.ts'

let world: World
let versionId = ''
let allianceId = ''

beforeAll(async () => {
  world = await createCouncil()
  await agree(world, housing)
  await agree(world, transport)
  await agree(world, wholePlan)
  const params = { planId: world.planId }
  versionId = (await world.facilitator.call(doors.lockPlan, { params })).id
  const party = (name: string, { userId }: Person, capacity: string) => ({
    name,
    signatories: [{ userId, capacity }],
  })
  allianceId = (
    await world.facilitator.call(doors.prepareAlliance, {
      params,
      body: {
        title: 'Alliance des Trois-Rives',
        parties: [
          party('Ville', world.signatory, 'mairesse'),
          party('Clinique', world.otherDelegate, 'directrice'),
        ],
      },
    })
  ).id
})
afterAll(() => world.close())

async function sign(person: Person): Promise<void> {
  const device = createAuthenticator(worldOrigin)
  const enrolment = await person.call(doors.passkeyOptions, {})
  await person.call(doors.addPasskey, {
    body: { challengeId: enrolment.challengeId, label: 'Clé', credential: device.create(enrolment.options) },
  })
  const params = { allianceId }
  const { options } = await person.call(doors.statement, { params })
  await person.call(doors.sign, { params, body: { credential: device.get(options) } })
}

async function code(response: Response): Promise<string> {
  return ((await response.json()) as { refusal: { code: string } }).refusal.code
}

describe('EXP-4 the files', () => {
  test('a locked version is given to any member as a PDF that holds', async () => {
    const response = await world.observer.fetch(files.versionPdf(versionId))

    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('application/pdf')
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="plan-version-1.pdf"')
    const { findings, holds } = await verifyBytes(new Uint8Array(await response.arrayBuffer()))
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(holds).toBe(true)
  })

  test('an Alliance has no document before all have signed', async () => {
    await sign(world.signatory)
    const response = await world.observer.fetch(files.alliancePdf(allianceId))

    expect(response.status).toBe(409)
    expect(await code(response)).toBe('allianceNotConcluded')
  })

  test('once concluded, its PDF and its dossier hold, signatures and all', async () => {
    await sign(world.otherDelegate)
    const pdf = await world.observer.fetch(files.alliancePdf(allianceId))
    const json = await world.observer.fetch(files.allianceDossier(allianceId))

    expect(pdf.headers.get('content-disposition')).toBe('attachment; filename="alliance-version-1.pdf"')
    expect(json.headers.get('content-type')).toBe('application/json')
    for (const response of [pdf, json]) {
      const { findings, holds } = await verifyBytes(new Uint8Array(await response.arrayBuffer()))
      expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
      expect(holds).toBe(true)
      expect(findings.filter((finding) => finding.code === 'signature')).toHaveLength(2)
    }
    expect(world.errors).toEqual([])
  })

  test('the same file twice is the same bytes', async () => {
    const [first, second] = await Promise.all(
      [1, 2].map(async () => (await world.observer.fetch(files.alliancePdf(allianceId))).arrayBuffer()),
    )

    expect(Buffer.compare(Buffer.from(first!), Buffer.from(second!))).toBe(0)
  })

  test('a stranger is told the same of a document that exists and of one that does not', async () => {
    const paths = [files.versionPdf, files.alliancePdf, files.allianceDossier]
    for (const path of paths) {
      const there = await world.stranger.fetch(path(path === files.versionPdf ? versionId : allianceId))
      const nowhere = await world.stranger.fetch(path('nothing'))

      expect([there.status, nowhere.status]).toEqual([404, 404])
      expect(await there.text()).toBe(await nowhere.text())
    }
  })

  test('nobody signed in gets nothing', async () => {
    const response = await world.browser().fetch(files.alliancePdf(allianceId))

    expect(response.status).toBe(401)
  })
})
