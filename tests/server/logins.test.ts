// The three ways in, and out: each as a person at a browser meets it. Rules LINK, LOGIN, LIMIT.
import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { firstLink } from '../../server/acts/links.ts'
import { doors } from '../../shared/api.ts'
import { RefusedAtDoor } from '../kit/actors.ts'
import { type Bare, createBare, createWorld, type World, worldOrigin } from '../kit/world.ts'

const minute = 60_000
const day = 24 * 60 * minute
const tokenOf = (link: string) => new URL(link).hash.slice(1)

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

/** Asks for a sign-in link as anyone may, and takes it from the mail. */
async function askedLink(email: string): Promise<string> {
  await world.browser().call(doors.askLink, { body: { email, lang: 'fr' } })
  return world.mails.at(-1)!.link!
}

describe('the first link of an installation', () => {
  let bare: Bare
  beforeEach(async () => {
    bare = await createBare()
  })
  afterEach(() => bare.close())

  test('LINK-4: signs in a person without a name, who names themself and creates a workspace', async () => {
    const founder = await bare.enter((await firstLink(bare.ctx))!)

    const me = await founder.call(doors.me, {})
    const nameless = await founder.refusal(doors.createWorkspace, { body: { name: 'A', kind: 'local' } })
    await founder.call(doors.changeMe, { body: { name: 'Maude Bélanger', email: 'maude@example.org' } })
    const { id } = await founder.call(doors.createWorkspace, { body: { name: 'Démarche', kind: 'local' } })

    expect(me).toMatchObject({ name: '', email: '', mayCreateWorkspace: true, memberships: [] })
    expect(nameless).toBe('nameNeeded')
    const view = await founder.call(doors.workspace, { params: { workspaceId: id } })
    expect(view.me.role).toBe('facilitator')
  })

  test('LINK-4: is made anew at each start until the person can come back; the one before dies', async () => {
    const first = (await firstLink(bare.ctx))!
    const second = (await firstLink(bare.ctx))!
    const dead = await bare.browser().refusal(doors.followLink, { body: { token: tokenOf(first) } })
    const founder = await bare.enter(second)
    const third = (await firstLink(bare.ctx))!
    const again = await bare.enter(third)
    await founder.call(doors.changeMe, { body: { name: 'Maude', email: 'maude@example.org' } })
    const fourth = await firstLink(bare.ctx)

    expect(dead).toBe('linkDead')
    expect((await again.call(doors.me, {}))!.id).toBe((await founder.call(doors.me, {}))!.id)
    expect(fourth).toBeNull()
  })

  test('an address is given once, and never one that is taken', async () => {
    await world.facilitator.refusal(doors.changeMe, { body: { email: 'other@example.org' } })
    const founder = await bare.enter((await firstLink(bare.ctx))!)
    await founder.call(doors.changeMe, { body: { email: 'maude@example.org' } })

    const refused = await founder.refusal(doors.changeMe, { body: { email: 'other@example.org' } })

    expect(refused).toBe('addressTaken')
    expect((await founder.call(doors.me, {}))!.email).toBe('maude@example.org')
  })
})

describe('one-time links', () => {
  test('LINK-1: only the hash of a token is kept, and the token stands after the #', async () => {
    const link = await askedLink(world.delegate.email)

    const rows = await world.db.selectFrom('login_links').select('token_hash').execute()
    const hash = createHash('sha256').update(tokenOf(link)).digest('base64url')
    expect(rows.map(({ token_hash }) => token_hash)).toContain(hash)
    expect(link.startsWith(`${worldOrigin}/entrer/lien#`)).toBe(true)
    expect(Buffer.from(tokenOf(link), 'base64url')).toHaveLength(32)
  })

  test('LINK-2: a link dies on use', async () => {
    const link = await askedLink(world.delegate.email)
    await world.enter(link)

    const again = await world.browser().refusal(doors.followLink, { body: { token: tokenOf(link) } })

    expect(again).toBe('linkDead')
  })

  test.each([
    ['a sign-in link', 30 * minute],
    ['an invitation', 7 * day],
  ])('LINK-2: %s dies after its time', async (what, lifeMs) => {
    const make = async () => {
      if (what === 'a sign-in link') return askedLink(world.delegate.email)
      const params = { workspaceId: world.workspaceId, userId: world.delegate.userId }
      await world.facilitator.call(doors.inviteAgain, { params })
      return world.mails.at(-1)!.link!
    }
    const inTime = await make()
    const late = await make()

    world.pass(lifeMs - 1)
    await world.enter(inTime)
    world.pass(1)
    const refused = await world.browser().refusal(doors.followLink, { body: { token: tokenOf(late) } })

    expect(refused).toBe('linkDead')
  })

  test('LINK-2: of two uses at once, one enters', async () => {
    const token = tokenOf(await askedLink(world.delegate.email))
    const before = await world.db.selectFrom('logins').select('id').execute()

    const uses = await Promise.allSettled(
      Array.from({ length: 5 }, () => world.browser().call(doors.followLink, { body: { token } })),
    )

    expect(uses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const after = await world.db.selectFrom('logins').select('id').execute()
    expect(after).toHaveLength(before.length + 1)
  })

  test('LINK-3: asking for a link answers an unknown address as a known one, and mails only the known', async () => {
    const ask = async (email: string) => {
      const response = await world.browser('198.51.100.7').fetch(doors.askLink.path, {
        method: 'POST',
        body: JSON.stringify({ email, lang: 'fr' }),
      })
      const rows = await world.db.selectFrom('login_links').select('token_hash').execute()
      const headers = Object.fromEntries(response.headers)
      return { status: response.status, body: await response.text(), headers, rows: rows.length }
    }

    const known = await ask(world.delegate.email)
    const unknown = await ask('personne@ailleurs.example')

    expect(unknown).toEqual({ ...known, rows: known.rows + 1 })
    expect(world.mails.map(({ to }) => to)).toEqual([world.delegate.email])
    expect(world.mails[0]!.subject).toBe('Votre lien de connexion')
  })

  test('the link written for an unknown address opens nothing', async () => {
    await world.browser().call(doors.askLink, { body: { email: 'personne@ailleurs.example', lang: 'fr' } })
    const token = 'a-token-we-know'
    const token_hash = createHash('sha256').update(token).digest('base64url')
    await world.db
      .updateTable('login_links')
      .set({ token_hash })
      .where('user_id', 'is', null)
      .where('purpose', '=', 'enter')
      .execute()

    const refused = await world.browser().refusal(doors.followLink, { body: { token } })

    expect(refused).toBe('linkDead')
  })
})

describe('passwords', () => {
  const password = 'trois rivières en crue'
  const signIn = (email: string, typed: string, address?: string) =>
    world.browser(address).call(doors.login, { body: { email, password: typed } })
  const refusalOf = async (email: string, typed: string, address?: string) =>
    world.browser(address).refusal(doors.login, { body: { email, password: typed } })

  test('LOGIN-1: a password signs in, whatever way its accents were typed', async () => {
    await world.delegate.call(doors.setPassword, { body: { password } })

    const me = await signIn(world.delegate.email.toUpperCase(), password.normalize('NFD'))

    expect(me).toMatchObject({ id: world.delegate.userId, hasPassword: true })
    const { password_hash } = await world.db
      .selectFrom('users')
      .select('password_hash')
      .where('id', '=', world.delegate.userId)
      .executeTakeFirstOrThrow()
    expect(password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('LOGIN-1: a wrong password, an unknown address and an account without password are refused alike', async () => {
    await world.delegate.call(doors.setPassword, { body: { password } })
    const answer = async (email: string) => {
      const body = JSON.stringify({ email, password: 'un autre mot de passe' })
      const response = await world.browser().fetch(doors.login.path, { method: 'POST', body })
      return [response.status, await response.text(), response.headers.get('set-cookie')]
    }

    const wrong = await answer(world.delegate.email)

    expect(wrong[0]).toBe(401)
    expect(await answer('personne@ailleurs.example')).toEqual(wrong)
    expect(await answer(world.observer.email)).toEqual(wrong)
  })

  test('LOGIN-2: a password has 12 characters or more', async () => {
    expect(await world.delegate.refusal(doors.setPassword, { body: { password: 'onze signes' } })).toBe(
      'passwordWeak',
    )
  })

  test('LOGIN-2: changing a password needs the one before, and ends the other logins', async () => {
    await world.delegate.call(doors.setPassword, { body: { password } })
    const elsewhere = await world.enter(await askedLink(world.delegate.email))
    const next = 'un tout nouveau mot de passe'
    world.pass(30 * minute)

    const without = await world.delegate.refusal(doors.setPassword, { body: { password: next } })
    await world.delegate.call(doors.setPassword, { body: { current: password, password: next } })

    expect(without).toBe('wrongCredentials')
    expect(await elsewhere.call(doors.me, {})).toBeNull()
    expect(await world.delegate.call(doors.me, {})).toMatchObject({ id: world.delegate.userId })
    expect(await refusalOf(world.delegate.email, password)).toBe('wrongCredentials')
  })

  test('LINK-5: one who forgot it comes in by a link and sets another, within half an hour, from that login', async () => {
    await world.delegate.call(doors.setPassword, { body: { password } })
    world.pass(30 * minute)
    const byLink = await world.enter(await askedLink(world.delegate.email))
    const body = { password: 'un tout nouveau mot de passe' }

    const otherLogin = await world.delegate.refusal(doors.setPassword, { body })
    world.pass(30 * minute - 1)
    await byLink.call(doors.setPassword, { body })
    world.pass(1)
    const tooLate = await byLink.refusal(doors.setPassword, { body })

    expect([otherLogin, tooLate]).toEqual(['wrongCredentials', 'wrongCredentials'])
    expect(await signIn(world.delegate.email, body.password)).toMatchObject({ id: world.delegate.userId })
  })

  test('LIMIT-1: an account is tried ten times, then must wait, from wherever one tries; then is free again', async () => {
    await world.delegate.call(doors.setPassword, { body: { password } })
    for (let attempt = 0; attempt < 10; attempt++) {
      expect(await refusalOf(world.delegate.email, 'faux', `203.0.113.${attempt}`)).toBe('wrongCredentials')
    }

    const response = await world.browser('203.0.113.99').fetch(doors.login.path, {
      method: 'POST',
      body: JSON.stringify({ email: world.delegate.email, password }),
    })

    expect(response.status).toBe(429)
    expect(response.headers.get('retry-after')).toBe('900')
    expect(await response.json()).toMatchObject({
      refusal: { code: 'tooManyRequests', details: { seconds: 900 } },
      message: { fr: 'Trop d’essais. Réessayez dans 900 secondes.' },
    })
    world.pass(15 * minute)
    expect(await signIn(world.delegate.email, password)).toMatchObject({ id: world.delegate.userId })
  })

  test('LIMIT-1: signing in rightly is no attack, however often', async () => {
    await world.delegate.call(doors.setPassword, { body: { password } })

    for (let attempt = 0; attempt < 12; attempt++) await signIn(world.delegate.email, password)
  })
})

describe('rate limits by address and by account', () => {
  const codeOf = async (attempt: Promise<unknown>): Promise<string> =>
    attempt.then(
      () => 'ok',
      (error: unknown) => (error instanceof RefusedAtDoor ? error.refusal.code : String(error)),
    )

  test('LIMIT-1: an account is mailed four links within a quarter of an hour, known or not', async () => {
    for (const email of [world.delegate.email, 'personne@ailleurs.example']) {
      const ask = () => codeOf(world.browser().call(doors.askLink, { body: { email, lang: 'fr' } }))

      const answers = [await ask(), await ask(), await ask(), await ask(), await ask()]

      expect(answers).toEqual(['ok', 'ok', 'ok', 'ok', 'tooManyRequests'])
    }
  })

  test.each([
    ['links asked', 40, (at: number) => ask(`p${at}@ailleurs.example`)],
    ['links followed', 100, () => follow()],
    ['passkey challenges', 200, () => challenge()],
  ])('LIMIT-1: %s from one address are limited', async (_, max, attempt) => {
    for (let at = 0; at < max; at++) expect(await codeOf(attempt(at))).not.toBe('tooManyRequests')

    expect(await codeOf(attempt(max))).toBe('tooManyRequests')
  })

  const ask = (email: string) =>
    world.browser('203.0.113.5').call(doors.askLink, { body: { email, lang: 'fr' } })
  const follow = () => world.browser('203.0.113.5').call(doors.followLink, { body: { token: 'no' } })
  const challenge = () => world.browser('203.0.113.5').call(doors.passkeyLoginOptions, {})
})

describe('login cookies', () => {
  test('are HttpOnly, SameSite=Lax, for the whole site; the database keeps only a hash', async () => {
    const setCookie = world.delegate.lastSetCookie()!

    expect(setCookie).toMatch(/^assise_login=[^;]+; HttpOnly; Max-Age=2592000; Path=\/; SameSite=Lax$/)
    const rows = await world.db.selectFrom('logins').select('id').execute()
    const secret = world.delegate.cookie().split('=')[1]!
    expect(rows.map(({ id }) => id)).not.toContain(secret)
  })

  test('are Secure on https', async () => {
    const bare = await createBare({ origin: 'https://assise.example.org' })
    const founder = await bare.enter((await firstLink(bare.ctx))!)

    expect(founder.lastSetCookie()).toMatch(/; Secure$/)
    await bare.close()
  })

  test('LOGIN-6: live thirty days from the last use, renewed in the second half', async () => {
    world.pass(14 * day)
    await world.delegate.call(doors.me, {})
    const early = (await world.delegate.fetch(doors.me.path)).headers.get('set-cookie')
    world.pass(2 * day)
    const renewed = (await world.delegate.fetch(doors.me.path)).headers.get('set-cookie')
    world.pass(29 * day)
    const still = await world.delegate.call(doors.me, {})
    world.pass(31 * day)
    const over = await world.delegate.call(doors.me, {})

    expect(early).toBeNull()
    expect(renewed).toContain('Max-Age=2592000')
    expect(still).toMatchObject({ id: world.delegate.userId })
    expect(over).toBeNull()
    expect(await world.delegate.refusal(doors.changeMe, { body: { lang: 'en' } })).toBe('loginNeeded')
  })

  test('a malformed or foreign cookie is nobody, and no error', async () => {
    for (const cookie of ['assise_login=%E0%A4%A', 'assise_login=unknown', 'other=%', '=;=']) {
      const response = await world.browser().fetch(doors.me.path, { headers: { cookie } })

      expect([response.status, await response.json()]).toEqual([200, null])
    }
  })

  test('signing out ends this login alone', async () => {
    const elsewhere = await world.enter(await askedLink(world.delegate.email))
    const cookie = elsewhere.cookie()

    await elsewhere.call(doors.logout, {})

    expect(elsewhere.cookie()).toBe('')
    expect(await (await world.browser().fetch(doors.me.path, { headers: { cookie } })).json()).toBeNull()
    expect(await world.delegate.call(doors.me, {})).not.toBeNull()
  })

  test('LOGIN-3: signing out everywhere ends the other logins too, and nobody else’s', async () => {
    const elsewhere = await world.enter(await askedLink(world.delegate.email))

    await world.delegate.call(doors.logoutEverywhere, {})

    expect(await elsewhere.call(doors.me, {})).toBeNull()
    expect(await world.observer.call(doors.me, {})).not.toBeNull()
  })
})
