// The HTTP application: what every request goes through, then the routes. Built by main, and by tests with app.request().
import { readFile } from 'node:fs/promises'
import { extname, join, normalize } from 'node:path'
import { Hono } from 'hono'
import { type Refusal, Refused, refusal, refusals, refusalText, statusOf } from '../shared/refusals.ts'
import type { Actor, Context } from './context.ts'
import { checkToldSize } from './http/body.ts'
import { within } from './http/only-poll.ts'
import type { App, Env } from './http/serve.ts'

export interface AppParts {
  readonly ctx: Context
  /** Who a cookie header belongs to; refreshes the cookie by the returned header when it is due. */
  readonly login: (cookie: string | undefined) => Promise<{ actor: Actor | null; setCookie?: string }>
  /** The address of the peer behind a request (from the socket, or from the proxy header when one is trusted). */
  readonly address: (request: Request, env: unknown) => string
  /** Mounts the nouns. */
  readonly routes: (app: App) => void
  /** The built client; null in tests of the interface alone. */
  readonly clientDir: string | null
  readonly logError: (error: unknown) => void
  /** True once the server is stopping: whatever comes then is told to come again. */
  readonly stopping?: () => boolean
}

export function createApp({ ctx, login, address, routes, clientDir, logError, stopping }: AppParts): App {
  const app: App = new Hono<Env>()
  app.onError((error, c) => {
    if (error instanceof Refused) {
      const { code, details } = error.refusal
      if (code === 'tooManyRequests') c.header('retry-after', String(details?.seconds))
      return c.json(refusalBody(error.refusal), statusOf[refusals[code].kind])
    }
    logError(error)
    return c.json(refusalBody(refusal('internal')), statusOf.fault)
  })
  app.notFound((c) => c.json(refusalBody(refusal('notFound')), 404))
  app.use(async (c, next) => {
    await next()
    for (const [name, value] of Object.entries(securityHeaders)) c.res.headers.set(name, value)
    if (ctx.origin.startsWith('https:')) c.res.headers.set('strict-transport-security', 'max-age=31536000')
  })
  app.use('/api/*', async (c, next) => {
    if (stopping?.()) throw new Refused('stopping')
    // A browser sends Origin with every request that changes something and with every socket: SameSite alone is not enough.
    const origin = c.req.header('origin')
    if (origin !== undefined && origin !== ctx.origin) throw new Refused('foreignOrigin')
    if (origin === undefined && c.req.header('sec-fetch-site') === 'cross-site')
      throw new Refused('foreignOrigin')
    c.set('address', address(c.req.raw, c.env))
    const { actor, setCookie } = await login(c.req.header('cookie'))
    c.set('actor', within(actor, c.req.method, c.req.path))
    c.header('cache-control', 'no-store')
    if (setCookie) c.header('set-cookie', setCookie, { append: true })
    await next()
  })
  app.use('/api/*', async (c, next) => {
    checkToldSize(c)
    await next()
  })
  routes(app)
  for (const path of ['/api/*', '/sync/*']) app.all(path, (c) => c.notFound())
  if (clientDir) app.get('*', async (c) => clientFile(clientDir, c.req.path))
  return app
}

/** The JSON of a refusal: its code, both languages, what it names. */
export function refusalBody(value: Refusal) {
  return { refusal: value, message: { fr: refusalText(value, 'fr'), en: refusalText(value, 'en') } }
}

const securityHeaders = {
  // style-src 'unsafe-inline' is for the style attributes that the editor and floating menus set; scripts stay strict.
  'content-security-policy':
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; " +
    "frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
  'cross-origin-opener-policy': 'same-origin',
}

const mimes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.json': 'application/json',
  '.ico': 'image/x-icon',
}

/** A file of the built client, or its page for any other path (the client routes itself). */
async function clientFile(dir: string, path: string): Promise<Response> {
  const type = mimes[extname(path)]
  const inside = normalize(path).replace(/^(\.\.[/\\])+/, '')
  if (type && inside !== '/index.html') {
    try {
      const body = await readFile(join(dir, inside))
      // Built files carry a hash in their name.
      const cache = inside.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache'
      // A page of its own (the offline verifier) is for keeping: shown here, it would be under this server's word.
      const kept = type === mimes['.html'] && { 'content-disposition': 'attachment' }
      return new Response(new Uint8Array(body), {
        headers: { 'content-type': type, 'cache-control': cache, ...kept },
      })
    } catch {
      return new Response('', { status: 404 })
    }
  }
  const page = await readFile(join(dir, 'index.html'))
  return new Response(new Uint8Array(page), {
    headers: { 'content-type': mimes['.html']!, 'cache-control': 'no-cache' },
  })
}
