// People of the tests, each with a browser of their own: a cookie jar that calls the doors over HTTP.
// Called by world.ts; tests receive them from there.

import type { App } from '../../server/http/serve.ts'
import type { Door, ParamsOf } from '../../shared/api.ts'
import type { Refusal } from '../../shared/refusals.ts'
import type { Role } from '../../shared/roles.ts'

/** What a door refused: its status and refusal, so that a test can say which. */
export class RefusedAtDoor extends Error {
  readonly status: number
  readonly refusal: Refusal
  constructor(status: number, refusal: Refusal) {
    super(`${status} ${refusal.code} ${JSON.stringify(refusal.details ?? {})}`)
    this.status = status
    this.refusal = refusal
  }
}

type Input<Path extends string, Body> = (keyof ParamsOf<Path> extends never
  ? object
  : { params: ParamsOf<Path> }) &
  (Body extends null ? object : { body: Body })

export interface Browser {
  /** Calls a door as the client does; throws RefusedAtDoor. */
  call<Path extends string, Body, Reply>(
    door: Door<Path, Body, Reply>,
    input: Input<Path, Body>,
  ): Promise<Reply>
  /** The code of the refusal that a door answers; fails the test when it answers otherwise. */
  refusal<Path extends string, Body, Reply>(
    door: Door<Path, Body, Reply>,
    input: Input<Path, Body>,
  ): Promise<string>
  /** A bare request with the cookie, the origin and the address of this browser. */
  fetch(path: string, init?: RequestInit & { headers?: Record<string, string> }): Promise<Response>
  /** The Cookie header it sends; empty when signed out. */
  cookie(): string
  /** Goes on with a cookie that another browser was given. */
  use(cookie: string): void
  /** The whole Set-Cookie text last received. */
  lastSetCookie(): string | null
}

export interface Person extends Browser {
  readonly userId: string
  readonly name: string
  readonly email: string
  readonly role: Role
  readonly organizationId: string | null
  /** What acts receive, for tests that call them directly. */
  actor(): Promise<{ userId: string; loginId: string }>
}

/** A browser on the application. Its address counts for rate limits. */
export function openBrowser(app: Pick<App, 'request'>, origin: string, address = '192.0.2.1'): Browser {
  let cookie = ''
  let last: string | null = null
  const browser: Browser = {
    fetch: async (path, init = {}) => {
      const headers = { origin, ...(cookie && { cookie }), ...init.headers }
      const env = { incoming: { socket: { remoteAddress: address } } }
      const response = await app.request(path, { ...init, headers }, env)
      const set = response.headers.get('set-cookie')
      if (set) {
        last = set
        const pair = set.split(';')[0]!
        cookie = pair.endsWith('=') ? '' : pair
      }
      return response
    },
    call: async (door, input) => {
      const { params = {}, body } = input as { params?: Record<string, string>; body?: unknown }
      const path = door.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''))
      const response = await browser.fetch(path, {
        method: door.method,
        ...(body !== undefined && {
          body: JSON.stringify(body),
          headers: { 'content-type': 'application/json' },
        }),
      })
      const answer = await response.json()
      if (response.ok) return answer as never
      throw new RefusedAtDoor(response.status, (answer as { refusal: Refusal }).refusal)
    },
    refusal: async (door, input) => {
      try {
        await browser.call(door, input)
      } catch (error) {
        if (error instanceof RefusedAtDoor) return error.refusal.code
        throw error
      }
      throw new Error(`${door.method} ${door.path} was not refused`)
    },
    cookie: () => cookie,
    use: (given) => {
      cookie = given
    },
    lastSetCookie: () => last,
  }
  return browser
}
