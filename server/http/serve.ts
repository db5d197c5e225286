// Mounts a door of shared/api.ts: reads the body, checks it, asks for the login, calls the act, answers JSON.
// Every http/<noun>.ts goes through here; none of them parses or shapes a status by hand.
import type { Hono, Context as HonoContext } from 'hono'
import * as v from 'valibot'
import type { Door, ParamsOf } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'
import type { MadeOnce } from '../acts/made-once.ts'
import type { Actor } from '../context.ts'
import { readBody } from './body.ts'

export interface Env {
  Variables: {
    /** Who is signed in, from the login cookie; null for nobody. */
    actor: Actor | null
    /** The peer's address, for rate limits. */
    address: string
  }
}
export type App = Hono<Env>

interface Request<Path extends string, Body> {
  readonly params: ParamsOf<Path>
  readonly body: Body
  readonly address: string
  /** For the few doors that set or clear the login cookie. */
  readonly c: HonoContext<Env>
}

/** Mounts a door that asks for a signed-in person, before anything of the body is read. */
export function serve<Path extends string, Body, Reply>(
  app: App,
  door: Door<Path, Body, Reply>,
  act: (request: Request<Path, Body> & { readonly actor: Actor }) => Promise<Reply>,
): void {
  app.on(door.method, door.path, async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const request = await readRequest(c, door)
    return c.json((await act({ ...request, actor })) ?? null)
  })
}

/** The same for a reply that was made once for many: bytes, packed for whoever takes them so. */
export function serveMade<Path extends string, Body, Reply>(
  app: App,
  door: Door<Path, Body, Reply>,
  act: (request: Request<Path, Body> & { readonly actor: Actor }) => Promise<MadeOnce>,
): void {
  app.on(door.method, door.path, async (c) => {
    const actor = c.get('actor')
    if (!actor) throw new Refused('loginNeeded')
    const { json, packed } = await act({ ...(await readRequest(c, door)), actor })
    const packs = /\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
    return c.body(packs ? packed : json, 200, {
      'content-type': 'application/json',
      vary: 'accept-encoding',
      ...(packs && { 'content-encoding': 'gzip' }),
    })
  })
}

/** Mounts a door that anyone may use (signing in itself). */
export function serveOpen<Path extends string, Body, Reply>(
  app: App,
  door: Door<Path, Body, Reply>,
  act: (request: Request<Path, Body>) => Promise<Reply>,
): void {
  app.on(door.method, door.path, async (c) => c.json((await act(await readRequest(c, door))) ?? null))
}

async function readRequest<Path extends string, Body, Reply>(
  c: HonoContext<Env>,
  door: Door<Path, Body, Reply>,
): Promise<Request<Path, Body>> {
  const body = door.body ? parseBody(door.body, await readJson(c)) : (null as Body)
  return { params: c.req.param() as ParamsOf<Path>, body, address: c.get('address'), c }
}

async function readJson(c: HonoContext<Env>): Promise<unknown> {
  const text = await readBody(c)
  try {
    return JSON.parse(text)
  } catch {
    throw new Refused('malformedJson')
  }
}

/** Checks what came in; refuses with the name of the first field at fault. */
function parseBody<Body>(schema: v.GenericSchema<unknown, Body>, value: unknown): Body {
  // To the schemas a list is an object too, and one without any field.
  if (Array.isArray(value)) throw new Refused('invalidField', { field: 'JSON' })
  const result = v.safeParse(schema, value, { abortEarly: true })
  if (result.success) return result.output
  const issue = result.issues[0]
  const field = v.getDotPath(issue) ?? 'JSON'
  throw new Refused(
    issue.type === 'strict_object' && issue.expected === 'never' ? 'unknownField' : 'invalidField',
    { field },
  )
}
