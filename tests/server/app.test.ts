// What every request meets before any act: origin, size, form, headers, health.
import { readdirSync, readFileSync } from 'node:fs'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type * as Y from 'yjs'
import { createApp, refusalBody } from '../../server/app.ts'
import { peerAddress } from '../../server/http/address.ts'
import { healthRoutes } from '../../server/http/health.ts'
import { serveOpen } from '../../server/http/serve.ts'
import { bodyBytesMax, type DoorName, doors } from '../../shared/api.ts'
import { refusal } from '../../shared/refusals.ts'
import { write } from '../kit/hand.ts'
import { createWorld, type World, worldOrigin } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  await world.close()
})

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  world.facilitator.fetch(path, { method: 'POST', body, headers })
const refusalOf = async (response: Response) => {
  const { refusal, message } = (await response.json()) as ReturnType<typeof refusalBody>
  return { status: response.status, ...refusal, fr: message.fr }
}

test('a foreign Origin is refused at every door, reading ones too, whatever the cookie', async () => {
  for (const origin of ['https://ailleurs.example', 'null', 'http://localhost:8421', `${worldOrigin}.evil`]) {
    const write = await post(doors.createWorkspace.path, '{}', { origin })
    const read = await world.facilitator.fetch(doors.me.path, { headers: { origin } })

    expect(await refusalOf(write)).toMatchObject({ status: 403, code: 'foreignOrigin' })
    expect(read.status).toBe(403)
  }
})

test('a cross-site request without Origin is refused; a program without either is not a browser', async () => {
  const env = { incoming: { socket: { remoteAddress: '192.0.2.1' } } }
  const crossSite = await world.app.request(
    doors.me.path,
    { headers: { 'sec-fetch-site': 'cross-site', cookie: world.facilitator.cookie() } },
    env,
  )
  const program = await world.app.request(
    doors.me.path,
    { headers: { cookie: world.facilitator.cookie() } },
    env,
  )

  expect(crossSite.status).toBe(403)
  expect(program.status).toBe(200)
})

test('what is not JSON is refused as such', async () => {
  for (const body of ['', '{', 'nom=a', '{"name":"A",}']) {
    const response = await post(doors.createWorkspace.path, body)

    expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'malformedJson' })
  }
})

test.each([
  ['an unknown field', { name: 'A', kind: 'local', admin: true }, 'unknownField', 'admin'],
  ['a missing field', { name: 'A' }, 'invalidField', 'kind'],
  ['a value outside the list', { name: 'A', kind: 'galactique' }, 'invalidField', 'kind'],
  ['an empty name', { name: '  ', kind: 'local' }, 'invalidField', 'name'],
  ['a name too long', { name: 'é'.repeat(201), kind: 'local' }, 'invalidField', 'name'],
  ['a wrong type', { name: 7, kind: 'local' }, 'invalidField', 'name'],
  ['no object at all', [], 'invalidField', 'JSON'],
  ['null', null, 'invalidField', 'JSON'],
])('%s is refused by the name of its field', async (_, body, code, field) => {
  const response = await post(doors.createWorkspace.path, JSON.stringify(body))

  expect(await refusalOf(response)).toMatchObject({ status: 400, code, details: { field } })
})

test('an empty list is no empty object, where every field may be left out', async () => {
  const response = await world.facilitator.fetch(doors.changeMe.path, { method: 'PATCH', body: '[]' })

  expect(await refusalOf(response)).toMatchObject({
    status: 400,
    code: 'invalidField',
    details: { field: 'JSON' },
  })
})

test('bytes that are no UTF-8 are refused, not mended', async () => {
  const body = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff, 0x41]), Buffer.from('"}')])
  const response = await world.facilitator.fetch(doors.changeMe.path, { method: 'PATCH', body })

  expect(await refusalOf(response)).toMatchObject({ status: 400, code: 'malformedJson' })
})

test('control characters never get in; a name is one line', async () => {
  const body = JSON.stringify({ name: ' Maude\u0000\r\n\tLessard\u001b[2J\u0085Dion\u007f ' })
  const response = await world.facilitator.fetch(doors.changeMe.path, { method: 'PATCH', body })

  expect(await response.json()).toMatchObject({ name: 'Maude Lessard[2J Dion' })
})

test('a request whose body breaks off is no bug of ours', async () => {
  const logged: unknown[] = []
  const app = createApp({
    ctx: world.ctx,
    login: async () => ({ actor: null }),
    address: peerAddress(0),
    routes: (app) => serveOpen(app, doors.login, async () => Promise.reject(new Error('never reached'))),
    clientDir: null,
    logError: (error) => logged.push(error),
  })
  const body = new ReadableStream({ pull: (stream) => stream.error(new Error('aborted')) })

  const response = await app.request(doors.login.path, {
    method: 'POST',
    body,
    duplex: 'half',
  } as RequestInit)

  expect(response.status).toBe(400)
  expect(logged).toEqual([])
})

test('a field deep inside is named by its path', async () => {
  const response = await world.facilitator.fetch(`/api/workspaces/${world.workspaceId}`, {
    method: 'PATCH',
    body: JSON.stringify({ rule: { quorum: { num: 3, den: 0 } } }),
  })

  expect(await refusalOf(response)).toMatchObject({
    code: 'invalidField',
    details: { field: 'rule.quorum.den' },
  })
})

test('a body over the limit is refused before it is read, told or not', async () => {
  const body = JSON.stringify({ name: 'a'.repeat(bodyBytesMax), kind: 'local' })
  const told = await post(doors.createWorkspace.path, body, { 'content-length': String(body.length) })
  const untold = await post(doors.createWorkspace.path, body)

  expect(await refusalOf(told)).toMatchObject({
    status: 413,
    code: 'bodyTooLarge',
    details: { limit: '256 Ko' },
  })
  expect(untold.status).toBe(413)
})

test('an unknown door is refused as missing, in both languages', async () => {
  for (const [method, path] of [
    ['GET', '/api/nothing'],
    ['POST', '/anything'],
    ['GET', '/sync/plan/more'],
    ['PUT', '/sync/plan'],
  ] as const) {
    const response = await world.facilitator.fetch(path, { method })

    expect(response.status).toBe(404)
    expect(await response.json()).toEqual(refusalBody(refusal('notFound')))
  }
})

test('every answer, refusals too, carries the security headers, and the interface is never cached', async () => {
  for (const path of [doors.me.path, '/api/nothing', '/healthz']) {
    const { headers } = await world.facilitator.fetch(path)

    expect(headers.get('content-security-policy')).toContain("default-src 'self'")
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('content-security-policy')).not.toContain('unsafe-eval')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('referrer-policy')).toBe('no-referrer')
    if (path.startsWith('/api')) expect(headers.get('cache-control')).toBe('no-store')
  }
})

test('nobody enters a door without signing in, save those that sign in', async () => {
  const open: DoorName[] = ['me', 'login', 'askLink', 'followLink', 'passkeyLoginOptions', 'passkeyLogin']
  const mounted = new Set(world.app.routes.map(({ method, path }) => `${method} ${path}`))

  for (const [name, door] of Object.entries(doors)) {
    if (open.includes(name as DoorName) || !mounted.has(`${door.method} ${door.path}`)) continue
    const path = door.path.replace(/:\w+/g, 'x')
    const response = await world
      .browser()
      .fetch(path, { method: door.method, ...(door.body && { body: '{}' }) })

    expect([name, response.status]).toEqual([name, 401])
  }
})

test('a bug answers 500 with no detail, and is logged', async () => {
  const logged: unknown[] = []
  const app = createApp({
    ctx: world.ctx,
    login: async () => ({ actor: null }),
    address: peerAddress(0),
    routes: (app) =>
      app.get('/api/broken', () => {
        throw new Error('the secret detail')
      }),
    clientDir: null,
    logError: (error) => logged.push(error),
  })

  const response = await app.request('/api/broken')

  expect(response.status).toBe(500)
  expect(await response.text()).not.toContain('secret')
  expect(logged).toMatchObject([{ message: 'the secret detail' }])
})

test('the process says that it lives, and whether it is ready', async () => {
  let ready: () => Promise<boolean> = async () => true
  const app = createApp({
    ctx: world.ctx,
    login: async () => ({ actor: null }),
    address: peerAddress(0),
    routes: (app) => healthRoutes(app, () => ready()),
    clientDir: null,
    logError: () => {},
  })

  expect((await app.request('/healthz')).status).toBe(200)
  expect((await app.request('/readyz')).status).toBe(200)
  ready = async () => false
  expect((await app.request('/readyz')).status).toBe(503)
  ready = async () => {
    throw new Error('the database is gone')
  }
  expect((await app.request('/readyz')).status).toBe(503)
  expect((await app.request('/healthz')).status).toBe(200)
})

test('a full disk is not ready, although it reads well; once it has room again it is', async () => {
  const ready = async () => (await world.app.request('/readyz')).status
  expect(await ready()).toBe(200)
  const { rows } = await sql<{ page_count: number }>`PRAGMA page_count`.execute(world.db)
  await sql.raw(`PRAGMA max_page_count = ${rows[0]!.page_count}`).execute(world.db)
  const past = {
    user_id: null,
    purpose: 'login',
    about: null,
    expires_at: '2020-01-01T00:00:00.000Z',
  } as const
  const fill = async (at: number) => {
    const row = { ...past, id: `fill-${at}`, challenge: 'x'.repeat(10_000) }
    await world.db.insertInto('challenges').values(row).execute()
    await fill(at + 1)
  }
  await expect(fill(0)).rejects.toThrow('full')
  await expect.poll(ready, { timeout: 3_000 }).toBe(503)

  await sql.raw('PRAGMA max_page_count = 1000000').execute(world.db)
  await expect.poll(ready, { timeout: 3_000 }).toBe(200)
  const left = world.db.selectFrom('challenges').select('id').where('id', 'like', 'probe%')
  expect(await left.execute()).toEqual([])
})

test('a plan whose text cannot be written makes the node not ready, until a write works', async () => {
  const { facilitator, planId } = world
  const ready = async () => (await world.app.request('/readyz')).status
  await sql`CREATE TRIGGER broken BEFORE INSERT ON plan_updates BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END`.execute(
    world.db,
  )
  const edit = (doc: Y.Doc) => doc.getText('text/frame/title').insert(0, 'mot ')
  expect(await write(world, planId, facilitator, edit)).toBe('notSaved')
  expect(await ready()).toBe(503)

  await sql`DROP TRIGGER broken`.execute(world.db)
  await expect
    .poll(() => write(world, planId, facilitator, edit).catch(() => null), { timeout: 3_000 })
    .toBe('saved')
  expect(await ready()).toBe(200)
})

test('F31: no way in takes a whole plan: only the room writes its log, and whatever else is tried changes nothing', async () => {
  const { facilitator, planId, workspaceId } = world
  expect(
    await write(world, planId, facilitator, (doc) => doc.getText('text/frame/title').insert(0, 'Titre')),
  ).toBe('saved')
  const rows = () => world.db.selectFrom('plan_updates').selectAll().execute()
  const before = await rows()
  const state = Buffer.from([0, 0]).toString('base64')
  const body = JSON.stringify({ state, update: state, document: state, plan: {}, content: {} })
  const known = Object.values(doors).map(({ path }) => path.replace(/:workspaceId/, workspaceId))
  const bare = [
    '/api/plans/:planId',
    '/api/plans/:planId/state',
    '/api/plans/:planId/content',
    '/sync/:planId',
  ]
  const at = (paths: readonly string[]) => paths.map((path) => path.replace(/:planId/, planId))

  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
    for (const path of at(bare)) {
      const { status } = await facilitator.fetch(path, { method, body })
      expect([404, 405], `${method} ${path}`).toContain(status)
    }
    for (const path of at(known)) await facilitator.fetch(path, { method, body })
  }
  expect(await rows()).toEqual(before)

  const writing =
    /(insertInto|updateTable|deleteFrom|replaceInto)\('plan_(updates|snapshots)'\)|(INSERT INTO|DELETE FROM|UPDATE) plan_(updates|snapshots)\b/
  const server = readdirSync('server', { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.ts'),
  )
  const writers = server.filter((name) => writing.test(readFileSync(`server/${name}`, 'utf8')))
  // An amendment's first row is the state that the lock kept: no text from outside comes by it.
  expect(writers.filter((name) => !name.startsWith('db/migrations/')).sort()).toEqual([
    'db/fork.ts',
    'db/heads.ts',
    'db/plan-log-postgres.ts',
    'db/plan-log.ts',
    'sync/log.ts',
  ])
})

test('behind n proxies, the address is the n-th from the right; the visitor’s own word is not believed', () => {
  const env = { incoming: { socket: { remoteAddress: '10.0.0.1' } } }
  const request = new Request('http://localhost/', {
    headers: { 'x-forwarded-for': '1.2.3.4, 198.51.100.9, 10.0.0.2' },
  })

  expect(peerAddress(0)(request, env)).toBe('10.0.0.1')
  expect(peerAddress(1)(request, env)).toBe('10.0.0.2')
  expect(peerAddress(2)(request, env)).toBe('198.51.100.9')
  expect(peerAddress(5)(request, env)).toBe('10.0.0.1')
})
