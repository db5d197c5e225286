// Keys and the policy, through the doors: first keys named, others attested by two people, a lock that waits for partners, and a dossier that
// holds under the policy kept on paper.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { verifyBytes } from '../../server/verify.ts'
import { doors, files } from '../../shared/api.ts'
import { cosign, readCheckpoint } from '../../shared/record/checkpoint.ts'
import { lineText, readNote, vkeyText } from '../../shared/record/note.ts'
import { readPolicy } from '../../shared/record/policy.ts'
import type { Person } from '../kit/actors.ts'
import { type Authenticator, createAuthenticator } from '../kit/authenticator.ts'
import { agree, createCouncil, wholePlan } from '../kit/council.ts'
import { noteSigner } from '../kit/history.ts'
import { readRecord } from '../kit/record-reader.ts'
import { type World, worldOrigin } from '../kit/world.ts'

let world: World
const devices = new Map<Person, Authenticator>()
beforeEach(async () => {
  world = await createCouncil()
  devices.clear()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

async function enrol(person: Person): Promise<string> {
  const device = devices.get(person) ?? createAuthenticator(worldOrigin)
  devices.set(person, device)
  const { options, challengeId } = await person.call(doors.passkeyOptions, {})
  const credential = device.create(options)
  await person.call(doors.addPasskey, { body: { challengeId, label: 'Clé', credential } })
  return credential.id
}

const ofSpace = () => ({ workspaceId: world.workspaceId })
const seen = (person: Person) => person.call(doors.keys, { params: ofSpace() })
const keyOf = async (person: Person, passkeyId: string) =>
  (await seen(person)).mine.find((one) => one.passkeyId === passkeyId)!.keyDigest
const ask = (passkeyId: string, replaces?: string) => ({
  params: ofSpace(),
  body: { passkeyId, ...(replaces !== undefined && { replaces }) },
})
async function attest(person: Person, keyDigest: string) {
  const params = { ...ofSpace(), keyDigest }
  const { options } = await person.call(doors.keyStatement, { params })
  const credential = devices.get(person)!.get(options)
  return person.call(doors.attestKey, { params, body: { credential } })
}
const policyBody = (roots: string[], needed = 0, colleges = 0, boundKeys = true) => ({
  params: ofSpace(),
  body: { cosignatures: { needed, colleges }, roots, boundKeys },
})

/** The facilitator's key and the city's are the first ones. */
async function withPolicy(needed = 0) {
  const [first, second] = [await enrol(world.facilitator), await enrol(world.delegate)]
  const roots = [await keyOf(world.facilitator, first), await keyOf(world.delegate, second)]
  return world.facilitator.call(doors.setPolicy, policyBody(roots, needed, needed))
}

async function bindSignatory(): Promise<string> {
  const passkeyId = await enrol(world.signatory)
  await world.signatory.call(doors.askBinding, ask(passkeyId))
  const keyDigest = await keyOf(world.signatory, passkeyId)
  await attest(world.facilitator, keyDigest)
  await attest(world.delegate, keyDigest)
  return keyDigest
}

async function sign(person: Person, allianceId: string) {
  const params = { allianceId }
  const { options } = await person.call(doors.statement, { params })
  return person.call(doors.sign, { params, body: { credential: devices.get(person)!.get(options) } })
}

async function prepared(): Promise<string> {
  const parties = [{ name: 'Ville', signatories: [{ userId: world.signatory.userId, capacity: 'mairesse' }] }]
  const params = { planId: world.planId }
  return (
    await world.facilitator.call(doors.prepareAlliance, { params, body: { title: 'Alliance', parties } })
  ).id
}

describe('KEY-5 to KEY-7 a key is bound by two people', () => {
  test('asked for by its holder, attested by the facilitator and a partner; one attestation binds nothing', async () => {
    const mine = await enrol(world.signatory)
    expect(await world.signatory.refusal(doors.askBinding, ask(mine))).toBe('policyNeeded')
    await withPolicy()
    await world.signatory.call(doors.askBinding, ask(mine))
    const keyDigest = await keyOf(world.signatory, mine)
    expect((await seen(world.signatory)).mine[0]!.state).toBe('waiting')

    expect(await attest(world.facilitator, keyDigest)).toEqual({ bound: false })
    const [waiting] = (await seen(world.observer)).keys
    expect(waiting).toMatchObject({ state: 'waiting', facilitatorName: 'Maude Bélanger', partnerName: null })
    // The facilitator alone cannot give the second one.
    expect(await attest(world.facilitator, keyDigest)).toEqual({ bound: false })
    expect(await attest(world.delegate, keyDigest)).toEqual({ bound: true })

    expect((await seen(world.signatory)).mine[0]!.state).toBe('bound')
    const { entries } = await readRecord(world, world.observer)
    expect(entries.filter(({ type }) => type === 'key-bind')).toHaveLength(1)
  })

  test('refused by name: one’s own key, an unbound attester, a partner of the same organisation, a false answer', async () => {
    await withPolicy()
    const mine = await enrol(world.signatory)
    await world.signatory.call(doors.askBinding, ask(mine))
    const keyDigest = await keyOf(world.signatory, mine)
    const params = { ...ofSpace(), keyDigest }

    expect(await world.signatory.refusal(doors.keyStatement, { params })).toBe('attestOwnKey')
    await enrol(world.otherDelegate)
    expect(await world.otherDelegate.refusal(doors.keyStatement, { params })).toBe('attesterUnbound')
    expect(await world.stranger.refusal(doors.keyStatement, { params })).toBe('notMember')
    const { options } = await world.facilitator.call(doors.keyStatement, { params })
    const other = devices.get(world.facilitator)!.get({ ...(options as object), challenge: 'AAAA' })
    expect(await world.facilitator.refusal(doors.attestKey, { params, body: { credential: other } })).toBe(
      'signatureInvalid',
    )

    const colleague = await world.person({
      name: 'Carl Ouellet',
      role: 'delegate',
      organizationId: world.cityId,
    })
    const his = await enrol(colleague)
    await colleague.call(doors.askBinding, ask(his))
    const ofColleague = { ...ofSpace(), keyDigest: await keyOf(colleague, his) }
    expect(await world.delegate.refusal(doors.keyStatement, { params: ofColleague })).toBe(
      'attesterSameOrganization',
    )
    expect(await world.signatory.refusal(doors.setPolicy, policyBody([]))).toBe('roleForbids')
    expect(await world.facilitator.refusal(doors.setPolicy, policyBody([]))).toBe('policyRootsNeeded')
    expect(await world.facilitator.refusal(doors.setPolicy, policyBody([], 1, 1, false))).toBe(
      'policyTooMuch',
    )
    expect(await world.facilitator.refusal(doors.setPolicy, policyBody(['0'.repeat(64)]))).toBe('policyRoot')
  })

  test('KEY-8 a key ends for good, and another replaces it for the same person', async () => {
    await withPolicy()
    const lost = await bindSignatory()
    const params = { ...ofSpace(), keyDigest: lost }
    const body = { reason: 'Téléphone perdu' }
    expect(await world.observer.refusal(doors.revokeKey, { params, body })).toBe('roleForbids')
    await world.signatory.call(doors.revokeKey, { params, body })
    const [before] = (await seen(world.signatory)).mine
    expect(before!.state).toBe('revoked')
    expect(await world.signatory.refusal(doors.askBinding, ask(before!.passkeyId))).toBe('keyEnded')

    const next = await enrol(world.signatory)
    await world.signatory.call(doors.askBinding, ask(next, lost))
    const keyDigest = await keyOf(world.signatory, next)
    await attest(world.delegate, keyDigest)
    expect(await attest(world.facilitator, keyDigest)).toEqual({ bound: true })
    const { entries } = await readRecord(world, world.observer)
    const binds = entries.filter(({ type }) => type === 'key-bind')
    expect(binds.at(-1)!.body).toMatchObject({ keyDigest, replaces: lost })
  })
})

describe('KEY-11 who is removed from the workspace', () => {
  const remove = (person: Person) =>
    world.facilitator.call(doors.removePerson, { params: { ...ofSpace(), userId: person.userId } })

  test('their bound key ends in the same act; what it signed before holds, by the very policy', async () => {
    const policy = await withPolicy()
    await agree(world, wholePlan)
    await world.facilitator.call(doors.lockPlan, { params: { planId: world.planId } })
    const allianceId = await prepared()
    const keyDigest = await bindSignatory()
    await sign(world.signatory, allianceId)
    await remove(world.signatory)

    const { entries } = await readRecord(world, world.observer)
    expect(entries.at(-1)).toMatchObject({ type: 'key-revoke', body: { keyDigest, by: 'removal' } })
    const known = (await seen(world.observer)).keys.find((one) => one.keyDigest === keyDigest)
    expect(known).toMatchObject({ state: 'revoked', ended: { how: 'removal', at: entries.at(-1)!.at } })
    const path = files.policy(world.workspaceId, policy.version)
    const kept = readPolicy(new Uint8Array(await (await world.observer.fetch(path)).arrayBuffer()))
    const file = await (await world.observer.fetch(files.allianceDossier(allianceId))).arrayBuffer()
    const { holds, findings } = await verifyBytes(new Uint8Array(file), kept)
    expect([holds, findings.filter(({ status }) => status === 'failed')]).toEqual([true, []])
  })

  test('back again, that key never counts; one that waited is asked anew, one never asked for is left alone', async () => {
    await withPolicy()
    const ended = await bindSignatory()
    const waits = await enrol(world.otherDelegate)
    await world.otherDelegate.call(doors.askBinding, ask(waits))
    await enrol(world.observer)
    for (const person of [world.signatory, world.otherDelegate, world.observer]) await remove(person)

    const { entries } = await readRecord(world, world.facilitator)
    expect(entries.filter(({ type }) => type === 'key-revoke').map(({ body }) => body)).toEqual([
      { keyDigest: ended, by: 'removal' },
    ])
    expect((await seen(world.facilitator)).keys.some(({ state }) => state === 'waiting')).toBe(false)
    const { email } = (await world.signatory.call(doors.me, {}))!
    await world.facilitator.call(doors.invite, {
      params: ofSpace(),
      body: { email, name: 'x', lang: 'fr', role: 'signatory', organizationId: null, title: '' },
    })
    const [own] = (await seen(world.signatory)).mine
    expect(own!.state).toBe('revoked')
    expect(await world.signatory.refusal(doors.askBinding, ask(own!.passkeyId))).toBe('keyEnded')
  })

  test('a first key ends too, whatever version of the policy names it, and attests nothing more', async () => {
    await withPolicy()
    const delegate = (await seen(world.delegate)).mine[0]!
    const mine = await enrol(world.signatory)
    await world.signatory.call(doors.askBinding, ask(mine))
    const keyDigest = await keyOf(world.signatory, mine)
    await attest(world.delegate, keyDigest)
    await remove(world.delegate)

    expect(await attest(world.facilitator, keyDigest)).toEqual({ bound: false })
    const { entries } = await readRecord(world, world.observer)
    const ends = entries.filter(({ type }) => type === 'key-revoke')
    expect(ends.map(({ body }) => body)).toEqual([{ keyDigest: delegate.keyDigest, by: 'removal' }])
  })
})

describe('POLICY-6 and KEY-10 what the policy asks', () => {
  test('the lock waits for a partner, an unbound key does not sign, and the dossier holds under the policy', async () => {
    const witness = noteSigner('clinique.example/temoin', 'cosignature', 21)
    const { token } = await world.otherDelegate.call(doors.addWitness, {
      params: ofSpace(),
      body: { vkey: vkeyText(witness.key) },
    })
    const visit = async () => {
      const headers = { authorization: `Bearer ${token}` }
      const shown = await (await world.observer.fetch('/api/witness/record/0', { headers })).json()
      const { text } = readNote(shown.checkpoint)!
      const line = await cosign(text, witness.key, Math.floor(world.ctx.now().getTime() / 1000), witness.sign)
      const body = JSON.stringify({ size: readCheckpoint(text)!.size, line: lineText(line) })
      const reply = await world.observer.fetch('/api/witness/cosignatures', {
        ...{ method: 'POST', body },
        headers: { ...headers, 'content-type': 'application/json' },
      })
      expect(reply.status).toBe(200)
    }
    const policy = await withPolicy(1)
    await agree(world, wholePlan)
    const params = { planId: world.planId }
    expect(await world.facilitator.refusal(doors.lockPlan, { params })).toBe('lockRefused')
    const { lockReasons } = await world.facilitator.call(doors.planState, { params })
    expect(lockReasons.map(({ place }) => place)).toEqual([{ record: true }])
    await visit()
    await world.facilitator.call(doors.lockPlan, { params })

    const allianceId = await prepared()
    await enrol(world.signatory)
    expect(await world.signatory.refusal(doors.statement, { params: { allianceId } })).toBe('keyUnbound')
    await bindSignatory()
    await sign(world.signatory, allianceId)
    await visit()

    const path = files.policy(world.workspaceId, policy.version)
    const kept = readPolicy(new Uint8Array(await (await world.observer.fetch(path)).arrayBuffer()))
    expect(kept).not.toBeNull()
    const read = async (file: string) =>
      new Uint8Array(await (await world.observer.fetch(file)).arrayBuffer())
    for (const file of [files.allianceDossier(allianceId), files.alliancePdf(allianceId)]) {
      const { findings, holds, dossier } = await verifyBytes(await read(file), kept)
      expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
      expect(holds).toBe(true)
      expect(dossier?.format).toBe('assise/dossier/v2')
      const good = findings.filter(({ status }) => status === 'ok').map(({ code }) => code)
      for (const code of ['cosignatures', 'keyBound', 'keyPerson', 'policyHash', 'recordOpened'] as const)
        expect(good).toContain(code)
    }
    // EXP-5: nothing that comes later changes the file.
    const given = await read(files.allianceDossier(allianceId))
    await enrol(world.observer)
    await visit()
    expect(Buffer.from(await read(files.allianceDossier(allianceId))).equals(Buffer.from(given))).toBe(true)
  })

  test('without a demand, an unbound key signs as a weaker class, and says so', async () => {
    await agree(world, wholePlan)
    await world.facilitator.call(doors.lockPlan, { params: { planId: world.planId } })
    const allianceId = await prepared()
    await enrol(world.signatory)
    const { bound } = await world.signatory.call(doors.statement, { params: { allianceId } })
    expect(bound).toBe(false)
    await sign(world.signatory, allianceId)
    const text = await (await world.observer.fetch(files.allianceDossier(allianceId))).arrayBuffer()
    const { holds, findings } = await verifyBytes(new Uint8Array(text))
    expect(holds).toBe(true)
    expect(findings.filter(({ code }) => code === 'trustRoot')).toHaveLength(1)
  })
})
