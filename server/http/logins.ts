// The doors of signing in: parse, count the try, act, set the cookie. No rule here but how often one may try.
// Mounted by main (and by tests).
import type { Context as HonoContext } from 'hono'
import { doors } from '../../shared/api.ts'
import * as links from '../acts/links.ts'
import * as acts from '../acts/logins.ts'
import * as passkeys from '../acts/passkeys.ts'
import type { Context } from '../context.ts'
import type { Limits } from '../limits.ts'
import type { Logins } from '../logins.ts'
import { type App, type Env, serve, serveOpen } from './serve.ts'

interface Parts {
  readonly logins: Logins
  readonly limits: Limits
}

export function loginRoutes(app: App, ctx: Context, parts: Parts): void {
  serveOpen(app, doors.me, async ({ c }) => {
    const actor = c.get('actor')
    return actor && acts.readMe(ctx, actor)
  })
  serve(app, doors.changeMe, ({ actor, body }) => acts.changeMe(ctx, actor, body))
  serve(app, doors.logout, async ({ actor, c }) => {
    await acts.logout(ctx, actor)
    return forget(c, parts)
  })
  serve(app, doors.logoutEverywhere, async ({ actor, c }) => {
    await acts.logoutEverywhere(ctx, actor)
    return forget(c, parts)
  })
  passwordRoutes(app, ctx, parts)
  linkRoutes(app, ctx, parts)
  passkeyRoutes(app, ctx, parts)
}

function passwordRoutes(app: App, ctx: Context, { logins, limits }: Parts): void {
  serveOpen(app, doors.login, async ({ body, address, c }) => {
    const takeBack = limits.take({ 'password/address': address, 'password/account': body.email })
    const signedIn = await acts.loginByPassword(ctx, body, logins.open)
    takeBack()
    return welcome(c, signedIn)
  })
  serve(app, doors.setPassword, async ({ actor, body, address }) => {
    const takeBack = limits.take({ 'password/address': address, 'password/account': actor.userId })
    const me = await acts.setPassword(ctx, actor, body)
    takeBack()
    return me
  })
}

function linkRoutes(app: App, ctx: Context, { logins, limits }: Parts): void {
  serveOpen(app, doors.askLink, async ({ body, address }) => {
    // Never taken back: each one may be a mail in somebody's box.
    limits.take({ 'ask/address': address, 'ask/account': body.email })
    await links.askLink(ctx, body)
    return null
  })
  serveOpen(app, doors.followLink, async ({ body, address, c }) => {
    const takeBack = limits.take({ 'link/address': address })
    const signedIn = await acts.followLink(ctx, body.token, logins.open)
    takeBack()
    return welcome(c, signedIn)
  })
}

function passkeyRoutes(app: App, ctx: Context, { logins, limits }: Parts): void {
  serve(app, doors.passkeyOptions, ({ actor, address }) => {
    limits.take({ 'passkey/address': address })
    return passkeys.passkeyOptions(ctx, actor)
  })
  serve(app, doors.addPasskey, ({ actor, body }) => passkeys.addPasskey(ctx, actor, body))
  serve(app, doors.removePasskey, ({ actor, params }) => passkeys.removePasskey(ctx, actor, params.passkeyId))
  serveOpen(app, doors.passkeyLoginOptions, ({ address }) => {
    limits.take({ 'passkey/address': address })
    return passkeys.passkeyLoginOptions(ctx)
  })
  serveOpen(app, doors.passkeyLogin, async ({ body, address, c }) => {
    const takeBack = limits.take({ 'passkey/address': address, 'passkey/account': body.credential.id })
    const signedIn = await passkeys.loginByPasskey(ctx, body, logins.open)
    takeBack()
    return welcome(c, signedIn)
  })
}

function welcome(c: HonoContext<Env>, { cookie, me }: acts.SignedIn): acts.SignedIn['me'] {
  // Replaces what the request may have refreshed: two cookies of one name would leave the browser to choose.
  c.header('set-cookie', cookie)
  return me
}

function forget(c: HonoContext<Env>, { logins }: Parts): null {
  c.header('set-cookie', logins.blank)
  return null
}
