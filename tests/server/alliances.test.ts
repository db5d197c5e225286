// The Alliance: prepared, signed by two people with their own authenticators, concluded; and every signature that must not stand.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { digest, digestBytes, parseCanonical } from '../../shared/record/canonical.ts'
import type { Statement } from '../../shared/record/records.ts'
import type { Person } from '../kit/actors.ts'
import { type Authenticator, createAuthenticator } from '../kit/authenticator.ts'
import { agree, createCouncil, wholePlan } from '../kit/council.ts'
import { listen } from '../kit/hand.ts'
import { type World, worldOrigin } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const title = 'Alliance des Trois-Rives'
function parties() {
  return [
    { name: 'Ville de Rivebelle', signatories: [{ userId: world.signatory.userId, capacity: 'mairesse' }] },
    {
      name: 'Table des Trois-Rives',
      signatories: [{ userId: world.delegate.userId, capacity: 'président' }],
    },
  ]
}
const prepare = (body = { title, parties: parties() }, person = world.facilitator) =>
  person.call(doors.prepareAlliance, { params: { planId: world.planId }, body })
const show = (person = world.observer) => person.call(doors.alliance, { params: { planId: world.planId } })
const lock = () => world.facilitator.call(doors.lockPlan, { params: { planId: world.planId } })

async function enrol(person: Person, tamper = {}): Promise<Authenticator> {
  // Enrolled honestly; what is tampered with is how it signs.
  const authenticator = createAuthenticator(worldOrigin, {})
  const { options, challengeId } = await person.call(doors.passkeyOptions, {})
  const credential = authenticator.create(options)
  await person.call(doors.addPasskey, { body: { challengeId, label: 'Clé', credential } })
  if (Object.keys(tamper).length === 0) return authenticator
  const other = createAuthenticator(worldOrigin, tamper)
  other.keys.push(...authenticator.keys)
  return other
}

const statement = (person: Person, allianceId: string) =>
  person.call(doors.statement, { params: { allianceId } })
const sign = (person: Person, allianceId: string, credential: ReturnType<Authenticator['get']>) =>
  person.call(doors.sign, { params: { allianceId }, body: { credential } })

describe('preparing', () => {
  test('ALLI-4 a facilitator names parties and signatories, before the lock too, and may do it again', async () => {
    const heard = await listen(world, world.observer, world.planId)
    expect(await show()).toBeNull()
    const { id } = await prepare()
    expect(await show()).toMatchObject({ id, title, state: 'preparing', version: null, myTurn: null })

    const again = await prepare({ title: 'Alliance', parties: parties().slice(1) })

    expect(again.id).toBe(id)
    const alliance = await show()
    expect(alliance?.parties).toHaveLength(1)
    expect(alliance).toMatchObject({
      title: 'Alliance',
      parties: [
        { name: 'Table des Trois-Rives', signatories: [{ name: 'Denis Roy', capacity: 'président' }] },
      ],
    })
    expect(heard).toContain('alliance')
  })

  test('ALLI-3 a party without a signatory, or no party at all, is refused', async () => {
    const refusal = (list: ReturnType<typeof parties>) =>
      world.facilitator.refusal(doors.prepareAlliance, {
        params: { planId: world.planId },
        body: { title, parties: list },
      })

    expect(await refusal([])).toBe('allianceNoParties')
    expect(await refusal([{ name: 'Ville', signatories: [] }])).toBe('allianceNoParties')
  })

  test('ALLI-5 a signatory is a member whose role signs, once a party', async () => {
    const refusal = (userIds: string[]) =>
      world.facilitator.refusal(doors.prepareAlliance, {
        params: { planId: world.planId },
        body: {
          title,
          parties: [{ name: 'V', signatories: userIds.map((userId) => ({ userId, capacity: 'maire' })) }],
        },
      })

    expect(await refusal([world.observer.userId])).toBe('invalidField')
    expect(await refusal([world.stranger.userId])).toBe('invalidField')
    expect(await refusal([world.signatory.userId, world.signatory.userId])).toBe('invalidField')
    expect(await show()).toBeNull()
  })

  test('only a facilitator prepares; a stranger sees nothing', async () => {
    const input = { params: { planId: world.planId }, body: { title, parties: parties() } }
    expect(await world.delegate.refusal(doors.prepareAlliance, input)).toBe('roleForbids')
    expect(await world.stranger.refusal(doors.prepareAlliance, input)).toBe('notMember')
    expect(await world.stranger.refusal(doors.alliance, { params: { planId: world.planId } })).toBe(
      'notMember',
    )
  })
})

describe('signing', () => {
  test('ALLI-2 two signatories sign with their passkeys, and the Alliance is concluded', async () => {
    await agree(world, wholePlan)
    const { versionDigest } = await lock()
    const { id } = await prepare()
    const [hers, his] = [await enrol(world.signatory), await enrol(world.delegate)]
    expect(await show(world.signatory)).toMatchObject({
      state: 'signing',
      myTurn: { signatoryId: expect.any(String) },
    })
    expect((await show())?.myTurn).toBeNull()

    const shown = await statement(world.signatory, id)
    const text = parseCanonical(shown.statement) as unknown as Statement
    expect(text).toMatchObject({
      name: 'Simone Gagné',
      capacity: 'mairesse',
      party: 'Ville de Rivebelle',
      versionDigest,
    })
    expect(text.planDigest).toBe(digest('plan', parseCanonical(shown.canonicalPlan)))
    expect(shown.digest).toBe(digest('statement', text))
    const challenge = Buffer.from(digestBytes('statement', text)).toString('base64url')
    expect(shown.options).toMatchObject({ challenge, userVerification: 'required' })

    const first = await sign(world.signatory, id, hers.get(shown.options))
    expect(first).toMatchObject({ state: 'signing', concludedAt: null, myTurn: null })
    expect(first.parties[0]!.signatories[0]!.signedAt).not.toBeNull()

    world.pass(60_000)
    const last = await sign(world.delegate, id, his.get((await statement(world.delegate, id)).options))

    expect(last.state).toBe('concluded')
    const signedAt = last.parties.flatMap(({ signatories }) => signatories.map((one) => one.signedAt!))
    expect(signedAt.every((at) => at < last.concludedAt!)).toBe(true)
    const rows = await world.db.selectFrom('signatures').selectAll().execute()
    expect(rows).toHaveLength(2)
    for (const row of rows)
      expect(digest('statement', parseCanonical(row.statement_json))).toBe(row.statement_digest)
    const acts = await world.db.selectFrom('journal').select('act').where('subject', '=', id).execute()
    expect(acts.map(({ act }) => act)).toEqual([
      'prepareAlliance',
      'signAlliance',
      'signAlliance',
      'concludeAlliance',
    ])
  })

  test('ALLI-6 who is not named, has signed, has no passkey, or comes before the lock is told so', async () => {
    const { id } = await prepare()
    const refusal = (person: Person, allianceId = id) =>
      person.refusal(doors.statement, { params: { allianceId } })

    expect(await refusal(world.signatory)).toBe('allianceNoVersion')
    await agree(world, wholePlan)
    await lock()
    expect(await refusal(world.signatory)).toBe('passkeyNeeded')
    expect(await refusal(world.otherDelegate)).toBe('notSignatory')
    expect(await refusal(world.facilitator)).toBe('notSignatory')
    expect(await refusal(world.stranger)).toBe('notMember')
    expect(await refusal(world.signatory, 'none')).toBe('notMember')
    const key = await enrol(world.signatory)
    await sign(world.signatory, id, key.get((await statement(world.signatory, id)).options))
    expect(await refusal(world.signatory)).toBe('alreadySigned')
  })

  test('ALLI-4 once someone has signed, the parties stand', async () => {
    await agree(world, wholePlan)
    await lock()
    const { id } = await prepare()
    const key = await enrol(world.signatory)
    await sign(world.signatory, id, key.get((await statement(world.signatory, id)).options))

    const input = { params: { planId: world.planId }, body: { title, parties: parties() } }
    expect(await world.facilitator.refusal(doors.prepareAlliance, input)).toBe('allianceStarted')
    await expect(world.db.deleteFrom('signatures').execute()).rejects.toThrow('does not move')
  })

  test('a signature sent twice at once is one signature', async () => {
    await agree(world, wholePlan)
    await lock()
    const { id } = await prepare()
    const key = await enrol(world.signatory)
    const { options } = await statement(world.signatory, id)

    const results = await Promise.allSettled([1, 2].map(() => sign(world.signatory, id, key.get(options))))

    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.db.selectFrom('signatures').select('signatory_id').execute()).toHaveLength(1)
  })

  test('a person named in two parties signs once for each', async () => {
    await agree(world, wholePlan)
    await lock()
    const both = parties().map((party) => ({
      ...party,
      signatories: [{ userId: world.signatory.userId, capacity: 'élue' }],
    }))
    const { id } = await prepare({ title, parties: both })
    const key = await enrol(world.signatory)

    const first = await statement(world.signatory, id)
    await sign(world.signatory, id, key.get(first.options))
    const second = await statement(world.signatory, id)
    expect(second.digest).not.toBe(first.digest)

    const done = await sign(world.signatory, id, key.get(second.options))
    expect(done.state).toBe('concluded')
  })
})

describe('a signature that must not stand', () => {
  let id: string
  beforeEach(async () => {
    await agree(world, wholePlan)
    await lock()
    id = (await prepare()).id
  })
  afterEach(async () => {
    expect(await world.db.selectFrom('signatures').select('signatory_id').execute()).toEqual([])
  })
  const refused = (person: Person, credential: ReturnType<Authenticator['get']>) =>
    person.refusal(doors.sign, { params: { allianceId: id }, body: { credential } })

  test('ALLI-1 on another challenge than the statement’s digest', async () => {
    const key = await enrol(world.signatory)
    const { options } = await statement(world.signatory, id)
    const challenge = Buffer.from('0'.repeat(32)).toString('base64url')

    expect(await refused(world.signatory, key.get({ ...(options as object), challenge }))).toBe(
      'signatureInvalid',
    )
  })

  test('ALLI-1 on another person’s statement', async () => {
    const hers = await enrol(world.signatory)
    const his = await enrol(world.delegate)
    expect(his.keys).toHaveLength(1)
    const { options } = await statement(world.delegate, id)

    const onHis = hers.get({ ...(options as object), allowCredentials: [] })
    expect(await refused(world.signatory, onHis)).toBe('signatureInvalid')
  })

  test('ALLI-1 by another person’s key', async () => {
    await enrol(world.signatory)
    const his = await enrol(world.delegate)
    const { options } = await statement(world.signatory, id)

    const byHim = his.get({ ...(options as object), allowCredentials: [] })
    expect(await refused(world.signatory, byHim)).toBe('signatureInvalid')
  })

  test('ALLI-1 that answers an Alliance prepared otherwise since', async () => {
    const key = await enrol(world.signatory)
    const { options } = await statement(world.signatory, id)
    const answer = key.get(options)
    const [mayor] = parties()
    await prepare({
      title,
      parties: [{ ...mayor!, signatories: [{ ...mayor!.signatories[0]!, capacity: 'conseillère' }] }],
    })

    expect(await refused(world.signatory, answer)).toBe('signatureInvalid')
  })

  test.each([
    ['on another origin', { origin: 'https://ailleurs.example' }],
    ['without verifying the person', { unverified: true }],
    ['with a counter gone back', { counterStep: -1 }],
  ])('ALLI-1 made %s', async (_, tamper) => {
    const key = await enrol(world.signatory, tamper)
    const [own] = key.keys
    own!.counter = 5
    await world.db.updateTable('passkeys').set({ counter: 5 }).execute()
    const { options } = await statement(world.signatory, id)

    expect(await refused(world.signatory, key.get(options))).toBe('signatureInvalid')
  })

  test('ALLI-1 with one byte of it changed', async () => {
    const key = await enrol(world.signatory)
    const answer = key.get((await statement(world.signatory, id)).options)
    const bytes = Buffer.from(answer.response.signature, 'base64url')
    bytes[bytes.length - 1]! ^= 1

    const changed = { ...answer, response: { ...answer.response, signature: bytes.toString('base64url') } }
    expect(await refused(world.signatory, changed)).toBe('signatureInvalid')
  })

  test('by someone who is not named', async () => {
    const key = await enrol(world.otherDelegate)
    await enrol(world.signatory)
    const { options } = await statement(world.signatory, id)

    const answer = key.get({ ...(options as object), allowCredentials: [] })
    expect(await refused(world.otherDelegate, answer)).toBe('notSignatory')
    expect(await refused(world.stranger, answer)).toBe('notMember')
  })
})
