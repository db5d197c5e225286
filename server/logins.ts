// Hides lucia: who a login cookie belongs to, opening and refreshing logins. The one file that imports lucia.
// Called by app (every request), http/socket (every join) and, through `open`, by the acts that sign someone in.
import { createHash } from 'node:crypto'
import type { Kysely, Transaction } from 'kysely'
import { type Adapter, Lucia, TimeSpan } from 'lucia'
import type { Actor } from './context.ts'
import type { Tables } from './db/tables.ts'

/** Thirty days from the last use; renewed in the second half of them. */
const lifetime = new TimeSpan(30, 'd')
export const loginCookie = 'assise_login'

/** Opens a login inside the act's transaction; answers its id, and the Set-Cookie text that carries it. */
export type OpenLogin = (
  tx: Transaction<Tables>,
  userId: string,
  /** LINK-6: it casts in this poll alone, and ends at that hour, used or not. */
  only?: { readonly pollId: string; readonly until: Date },
) => Promise<{ loginId: string; cookie: string }>

export interface Logins {
  readonly open: OpenLogin
  /** Who a Cookie header belongs to, and the Set-Cookie text when its life was just prolonged. */
  read(cookieHeader: string | undefined): Promise<{ actor: Actor | null; setCookie?: string }>
  /** The Set-Cookie text that removes the cookie from the browser. */
  readonly blank: string
  /** Forgets logins whose time is over. */
  sweep(): Promise<void>
}

export function createLogins(
  db: Kysely<Tables>,
  { now, secure }: { now: () => Date; secure: boolean },
): Logins {
  const luciaOn = (on: Kysely<Tables>) =>
    new Lucia(adapterOn(on, now), {
      sessionExpiresIn: lifetime,
      getSessionAttributes: ({ onlyPoll }: { onlyPoll?: string | null }) => ({ onlyPoll: onlyPoll ?? null }),
      sessionCookie: { name: loginCookie, attributes: { secure, sameSite: 'lax', path: '/' } },
    })
  const lucia = luciaOn(db)
  return {
    open: async (tx, userId, only) => {
      const login = await luciaOn(tx).createSession(userId, {})
      if (only)
        await tx
          .updateTable('logins')
          .set({ only_poll: only.pollId, expires_at: only.until.getTime() })
          .where('id', '=', loginIdOf(login.id))
          .execute()
      const cookie = lucia.createSessionCookie(login.id).serialize()
      return { loginId: loginIdOf(login.id), cookie }
    },
    read: async (cookieHeader) => {
      const secret = readCookie(lucia, cookieHeader)
      if (!secret) return { actor: null }
      const { session: login } = await lucia.validateSession(secret)
      if (!login) return { actor: null }
      const { onlyPoll } = login as { onlyPoll?: string | null }
      const actor = { userId: login.userId, loginId: loginIdOf(secret), ...(onlyPoll && { onlyPoll }) }
      return login.fresh ? { actor, setCookie: lucia.createSessionCookie(secret).serialize() } : { actor }
    },
    blank: lucia.createBlankSessionCookie().serialize(),
    sweep: () => lucia.deleteExpiredSessions(),
  }
}

/** The table keeps a hash of the cookie's secret: who reads the database cannot sign in with it. */
function loginIdOf(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url')
}

function readCookie(lucia: Lucia, header: string | undefined): string | null {
  try {
    return header ? lucia.readSessionCookie(header) : null
  } catch {
    // lucia decodes every cookie of the header and throws on a malformed one, whoever set it.
    return null
  }
}

/**
 * lucia reads the machine's clock; the adapter shifts its times to ours, which a test may move. With the real clock the
 * shift is nothing.
 */
function adapterOn(db: Kysely<Tables>, now: () => Date): Adapter {
  const toOurs = (date: Date) => date.getTime() - Date.now() + now().getTime()
  const toTheirs = (ms: number) => new Date(ms - now().getTime() + Date.now())
  return {
    getSessionAndUser: async (secret) => {
      const row = await db
        .selectFrom('logins')
        .selectAll()
        .where('id', '=', loginIdOf(secret))
        .executeTakeFirst()
      if (!row) return [null, null]
      const login = {
        id: secret,
        userId: row.user_id,
        expiresAt: toTheirs(row.expires_at),
        attributes: { onlyPoll: row.only_poll },
      }
      // The foreign key removes a login with its person: a login found has its person.
      return [login, { id: row.user_id, attributes: {} }]
    },
    getUserSessions: async (userId) => {
      const rows = await db.selectFrom('logins').selectAll().where('user_id', '=', userId).execute()
      return rows.map((row) => ({
        id: row.id,
        userId,
        expiresAt: toTheirs(row.expires_at),
        attributes: {},
      }))
    },
    setSession: async ({ id, userId, expiresAt }) => {
      const row = { id: loginIdOf(id), user_id: userId, expires_at: toOurs(expiresAt) }
      await db.insertInto('logins').values(row).execute()
    },
    updateSessionExpiration: async (secret, expiresAt) => {
      await db
        .updateTable('logins')
        .set({ expires_at: toOurs(expiresAt) })
        .where('id', '=', loginIdOf(secret))
        // One for a single poll is never prolonged.
        .where('only_poll', 'is', null)
        .execute()
    },
    deleteSession: async (secret) => {
      await db.deleteFrom('logins').where('id', '=', loginIdOf(secret)).execute()
    },
    deleteUserSessions: async (userId) => {
      await db.deleteFrom('logins').where('user_id', '=', userId).execute()
    },
    deleteExpiredSessions: async () => {
      await db.deleteFrom('logins').where('expires_at', '<=', now().getTime()).execute()
    },
  }
}
