// The doors of the record, and those of the partners' witnesses, who bear a token instead of a login. Mounted by main and by tests.
import type { Context as HonoContext } from 'hono'
import { doors } from '../../shared/api.ts'
import { Refused } from '../../shared/refusals.ts'
import { listEntries, proveEntry, showRecord } from '../acts/record-views.ts'
import { addCosignature, addWitness, endWitness, showToWitness } from '../acts/witnesses.ts'
import type { Context } from '../context.ts'
import type { Limits } from '../limits.ts'
import { type App, type Env, serve, serveOpen } from './serve.ts'

export function recordRoutes(app: App, ctx: Context, { limits }: { readonly limits: Limits }): void {
  serve(app, doors.record, ({ actor, params }) => showRecord(ctx, actor, params))
  serve(app, doors.recordEntries, ({ actor, params }) => listEntries(ctx, actor, params))
  serve(app, doors.recordProof, ({ actor, params }) => proveEntry(ctx, actor, params))
  serve(app, doors.addWitness, ({ actor, params, body }) => addWitness(ctx, actor, { ...params, ...body }))
  serve(app, doors.endWitness, ({ actor, params }) => endWitness(ctx, actor, params))

  /** A token that is not known counts as a try. */
  const asWitness = async <T>(c: HonoContext<Env>, address: string, act: (token: string) => Promise<T>) => {
    const takeBack = limits.take({ 'witness/address': address })
    const reply = await act(bearerOf(c))
    takeBack()
    return reply
  }
  // Who bears nothing is answered before anything of a body is read.
  app.use('/api/witness/*', async (c, next) => {
    bearerOf(c)
    await next()
  })
  serveOpen(app, doors.witnessRecord, ({ c, address, params }) =>
    asWitness(c, address, (token) => showToWitness(ctx, token, params)),
  )
  serveOpen(app, doors.cosign, ({ c, address, body }) =>
    asWitness(c, address, (token) => addCosignature(ctx, token, body)),
  )
}

function bearerOf(c: HonoContext<Env>): string {
  const token = /^Bearer ([\w-]{20,100})$/.exec(c.req.header('authorization') ?? '')?.[1]
  if (token === undefined) throw new Refused('witnessToken')
  return token
}
