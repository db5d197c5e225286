// Enrolling a passkey and signing in with it, by a software authenticator; and every answer that must not pass.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { rpIdOf, signOptions, verifyAssertion } from '../../server/passkeys.ts'
import { doors } from '../../shared/api.ts'
import { digestBytes } from '../../shared/record/canonical.ts'
import type { Browser } from '../kit/actors.ts'
import { type Authenticator, createAuthenticator } from '../kit/authenticator.ts'
import { createWorld, type World, worldOrigin } from '../kit/world.ts'

let world: World
let authenticator: Authenticator
beforeEach(async () => {
  world = await createWorld()
  authenticator = createAuthenticator(worldOrigin)
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

async function enrol(person: Browser, device = authenticator) {
  const { options, challengeId } = await person.call(doors.passkeyOptions, {})
  const credential = device.create(options)
  return person.call(doors.addPasskey, { body: { challengeId, label: 'Téléphone', credential } })
}

async function signIn(device = authenticator, browser = world.browser()) {
  const { options, challengeId } = await browser.call(doors.passkeyLoginOptions, {})
  return browser.call(doors.passkeyLogin, { body: { challengeId, credential: device.get(options) } })
}

async function codeOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(
    () => 'ok',
    (error: { refusal: { code: string } }) => error.refusal.code,
  )
}

test('LOGIN-4: a passkey enrolled by a person signs that person in', async () => {
  const enrolled = await enrol(world.signatory)

  const me = await signIn()

  expect(enrolled.passkeys).toMatchObject([{ label: 'Téléphone' }])
  expect(me.id).toBe(world.signatory.userId)
})

test('only the algorithms that every verifier knows are offered', async () => {
  const { options } = await world.signatory.call(doors.passkeyOptions, {})

  const { pubKeyCredParams, authenticatorSelection } = options as {
    pubKeyCredParams: { alg: number }[]
    authenticatorSelection: { residentKey: string; userVerification: string }
  }
  expect(pubKeyCredParams.map(({ alg }) => alg)).toEqual([-7, -257])
  expect(authenticatorSelection).toMatchObject({ residentKey: 'required', userVerification: 'required' })
})

test('LOGIN-5: a challenge serves once, in its time, and only the person it was made for', async () => {
  const { options, challengeId } = await world.signatory.call(doors.passkeyOptions, {})
  const credential = authenticator.create(options)
  const body = { challengeId, label: 'Clé', credential }

  const byAnother = await world.delegate.refusal(doors.addPasskey, { body })
  await world.signatory.call(doors.addPasskey, { body })
  const twice = await world.signatory.refusal(doors.addPasskey, { body })
  const late = await world.browser().call(doors.passkeyLoginOptions, {})
  world.pass(5 * 60_000)
  const answer = { challengeId: late.challengeId, credential: authenticator.get(late.options) }

  expect(byAnother).toBe('challengeDead')
  expect(twice).toBe('challengeDead')
  expect(await world.browser().refusal(doors.passkeyLogin, { body: answer })).toBe('challengeDead')
})

test('LOGIN-5: a refused answer spends its challenge', async () => {
  await enrol(world.signatory)
  const browser = world.browser()
  const { options, challengeId } = await browser.call(doors.passkeyLoginOptions, {})
  const right = authenticator.get(options)
  const wrong = { ...right, response: { ...right.response, signature: 'AAAA' } }

  const first = await browser.refusal(doors.passkeyLogin, { body: { challengeId, credential: wrong } })
  const second = await browser.refusal(doors.passkeyLogin, { body: { challengeId, credential: right } })

  expect([first, second]).toEqual(['passkeyRefused', 'challengeDead'])
})

test('LOGIN-4: another origin, no verification, a counter gone back, an unknown key are refused alike', async () => {
  await enrol(world.signatory)
  await signIn()
  const twin = (tamper: Parameters<typeof createAuthenticator>[1]) => {
    const device = createAuthenticator(worldOrigin, tamper)
    device.keys.push({ ...authenticator.keys[0]! })
    return device
  }
  const stranger = createAuthenticator(worldOrigin)
  stranger.create({ challenge: 'AA', rp: { id: 'localhost' }, user: { id: 'AA' } })

  expect(await codeOf(signIn(twin({ origin: 'https://assise.example.evil' })))).toBe('passkeyRefused')
  expect(await codeOf(signIn(twin({ unverified: true })))).toBe('passkeyRefused')
  expect(await codeOf(signIn(twin({ counterStep: 0 })))).toBe('passkeyRefused')
  expect(await codeOf(signIn(stranger))).toBe('passkeyRefused')
  expect(await codeOf(signIn(twin({})))).toBe('ok')
})

test('an enrolment made on another origin is refused; the same key is not enrolled twice', async () => {
  const elsewhere = createAuthenticator(worldOrigin, { origin: 'https://assise.example.evil' })
  expect(await codeOf(enrol(world.signatory, elsewhere))).toBe('passkeyRefused')
  await enrol(world.signatory)

  const { options, challengeId } = await world.delegate.call(doors.passkeyOptions, {})
  const credential = replay(authenticator, options)
  const again = await world.delegate.refusal(doors.addPasskey, {
    body: { challengeId, label: 'La même', credential },
  })

  expect(again).toBe('passkeyKnown')
})

test('a passkey is removed by its owner alone', async () => {
  const { passkeys } = await enrol(world.signatory)
  const params = { passkeyId: passkeys[0]!.id }

  expect(await world.delegate.refusal(doors.removePasskey, { params })).toBe('notFound')
  expect((await world.signatory.call(doors.removePasskey, { params })).passkeys).toEqual([])
  expect(await codeOf(signIn())).toBe('passkeyRefused')
})

test('LIMIT-1: one passkey is tried twenty times', async () => {
  await enrol(world.signatory)
  const forger = createAuthenticator(worldOrigin, { unverified: true })
  forger.keys.push({ ...authenticator.keys[0]! })

  for (let attempt = 0; attempt < 20; attempt++) {
    expect(await codeOf(signIn(forger, world.browser(`203.0.113.${attempt}`)))).toBe('passkeyRefused')
  }
  expect(await codeOf(signIn(forger, world.browser('203.0.113.99')))).toBe('tooManyRequests')
})

test('a statement is signed by a passkey whose challenge is the statement’s digest', async () => {
  await enrol(world.signatory)
  const passkey = await world.db.selectFrom('passkeys').selectAll().executeTakeFirstOrThrow()
  const digest = digestBytes('statement', { sentence: 'Je signe.' })

  const options = await signOptions(digest, [passkey], rpIdOf(world.ctx))
  const credential = authenticator.get(options)
  const challenge = Buffer.from(digest).toString('base64url')
  const held = await verifyAssertion(world.ctx, challenge, passkey, credential)
  const other = Buffer.from(digestBytes('statement', { sentence: 'Je ne signe pas.' })).toString('base64url')

  expect(options).toMatchObject({ challenge, allowCredentials: [{ id: passkey.id }], rpId: 'localhost' })
  expect(held).toMatchObject({ credentialId: passkey.id, counter: 1 })
  expect(await verifyAssertion(world.ctx, other, passkey, credential)).toBeNull()
})

/** Answers new enrolment options with the key the authenticator already has. */
function replay(device: Authenticator, options: unknown) {
  const known = device.keys[0]!
  const copy = createAuthenticator(worldOrigin, { key: known })
  return copy.create(options)
}
