// Starts and stops a whole server: its folder held, its database open, its port listened on. The one reader of sockets and timers.
// Called by cli (start, demo) and by the tests that need a real port.
import { existsSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { createAdaptorServer } from '@hono/node-server'
import { type Logger, pino } from 'pino'
import type { Bilingual } from '../shared/basics.ts'
import { firstLink } from './acts/links.ts'
import { type Assembled, assemble } from './assemble.ts'
import type { Context, RecordSigner, Sealer } from './context.ts'
import { connect, type Db } from './db/connect.ts'
import { holdFolder, makeFolder } from './db/exclusive.ts'
import type { SocketLimits } from './http/socket.ts'
import type { Logins } from './logins.ts'
import { type Mailer, openMail } from './mail.ts'
import { lookEveryMs } from './post.ts'
import { isKeyOf, openRecordKey } from './record-key.ts'
import type { Settings } from './settings.ts'
import { silentWire, type Wire } from './sync/bus.ts'

/** A start that the operator can mend: said in words, without a stack. */
export class StartRefused extends Error {
  readonly words: Bilingual
  constructor(words: Bilingual) {
    super(words.en)
    this.words = words
  }
}

export interface Running {
  /** Where the server listens, for programs on this machine. */
  readonly url: string
  /** The address people use. */
  readonly origin: string
  readonly ctx: Context
  readonly logins: Logins
  /** The link by which the first facilitator enters; null once someone can come back alone. Asking for it makes a new one. */
  firstLink(): Promise<string | null>
  /** Refuses the new, ends the running, writes what waits, closes; under ten seconds. */
  stop(): Promise<void>
}

const clientDir = resolve(import.meta.dirname, '../dist/client')
const hourMs = 3_600_000
const requestsEndMs = 3_000
/** A connection that has not asked for anything by then, or not finished asking, is closed: nobody is known before. */
const patience = {
  headersTimeout: 10_000,
  requestTimeout: 60_000,
  connectionsCheckingInterval: 2_000,
} as const

/**
 * Starts a server. Throws StartRefused when the folder or the port is taken or cannot be used; nothing is left open then.
 * `socketLimits` is no setting: only the benchmark gives other limits than a person's.
 */
export async function startServer(
  settings: Settings,
  socketLimits: Partial<SocketLimits> = {},
): Promise<Running> {
  const log = pino({ level: settings.logLevel, base: undefined }, pino.destination({ fd: 2, sync: true }))
  const letGo = settings.databaseUrl === null ? holdData(settings.data) : () => {}
  let db: Db | undefined
  try {
    db = await openDatabase(settings, failedBy(log))
    const record = await recordSigner(settings, db)
    const sealer = await openSealer(settings, failedBy(log))
    const mailer = openMail(settings, log)
    const wire = await openWire(settings, failedBy(log))
    const { server, house, url } = await listen(settings, {
      db,
      record,
      sealer,
      mailer,
      wire,
      log,
      socketLimits,
    })
    const sweeper = setInterval(() => void house.logins.sweep().catch(failedBy(log)), hourMs)
    sweeper.unref()
    // What a stop or a crash left waiting leaves now.
    house.post.look()
    const postman = setInterval(house.post.look, lookEveryMs)
    postman.unref()
    let stopped: Promise<void> | undefined
    const opened = { server, house, db, mailer, letGo, log, sweeper, postman }
    log.info({ url, origin: house.ctx.origin }, 'listening')
    return {
      url,
      origin: house.ctx.origin,
      ctx: house.ctx,
      logins: house.logins,
      firstLink: () => firstLink(house.ctx),
      stop: () => {
        stopped ??= stopServer(opened)
        return stopped
      },
    }
  } catch (error) {
    await db?.destroy()
    letGo()
    throw error
  }
}

/** On SQLite this server is alone. On PostgreSQL without Redis it still looks, more than once a second, for what others wrote. */
async function openWire(
  { databaseUrl, redisUrl }: Settings,
  failed: (error: unknown) => void,
): Promise<Wire | null> {
  if (databaseUrl === null) return null
  if (redisUrl === null) return silentWire
  // Redis' client costs 26 MB: whoever has no Redis does without.
  const { openRedisWire } = await import('./sync/redis-wire.ts')
  return openRedisWire(redisUrl, failed)
}

async function openDatabase({ databaseUrl, data }: Settings, failed: (error: unknown) => void): Promise<Db> {
  if (databaseUrl === null) return connect(join(data, 'assise.db'))
  try {
    return await connect(databaseUrl, failed)
  } catch (error) {
    // Neither the address nor the driver's whole error: they may hold the password.
    const { code, message } = error as { code?: string; message?: string }
    const why = code ?? message ?? ''
    throw new StartRefused({
      fr: `La base de données de DATABASE_URL ne peut pas être utilisée (${why}).`,
      en: `The database of DATABASE_URL cannot be used (${why}).`,
    })
  }
}

/** REC-17. On PostgreSQL the folder was held by nobody: it is made here if need be. */
async function recordSigner({ data, recordKey }: Settings, db: Db): Promise<RecordSigner> {
  let signer: RecordSigner
  try {
    if (!recordKey) makeFolder(data)
    signer = openRecordKey(data, recordKey)
  } catch (error) {
    const { code, message } = error as { code?: string; message?: string }
    throw new StartRefused({
      fr: `La clé du registre des actes, dans « ${data} », ne peut pas être utilisée (${code ?? message}).`,
      en: `The key of the record of acts, in “${data}”, cannot be used (${code ?? message}).`,
    })
  }
  if (await isKeyOf(db, signer, new Date())) return signer
  throw new StartRefused({
    fr: 'Le registre des actes de cette base est signé par une autre clé. Rendez-la par ASSISE_RECORD_KEY, ou remettez le fichier record-key.pem dans le dossier de données.',
    en: 'The record of acts of this database is signed by another key. Give it back in ASSISE_RECORD_KEY, or put the file record-key.pem back in the data folder.',
  })
}

/** SEAL-7. The library that reads certificates is loaded only where there is one. */
async function openSealer({ seal }: Settings, failed: (error: unknown) => void): Promise<Sealer | null> {
  if (!seal) return null
  const { readSealFile } = await import('./seal-file.ts')
  const opened = await readSealFile(seal, new Date())
  if ('refused' in opened) throw new StartRefused(opened.refused)
  const told = (error: unknown): never => {
    failed(error)
    throw error
  }
  return { ...opened, seal: (content, at) => opened.seal(content, at).catch(told) }
}

function holdData(folder: string): () => void {
  let letGo: (() => void) | null
  try {
    letGo = holdFolder(folder)
  } catch (error) {
    const { code } = error as { code?: string }
    throw new StartRefused({
      fr: `Le dossier ASSISE_DATA = « ${folder} » ne peut pas être utilisé (${code}).`,
      en: `The folder ASSISE_DATA = “${folder}” cannot be used (${code}).`,
    })
  }
  if (letGo) return letGo
  throw new StartRefused({
    fr: `Un autre serveur Assise travaille déjà dans le dossier « ${folder} ». Arrêtez-le, ou donnez un autre dossier par ASSISE_DATA.`,
    en: `Another Assise server already works in the folder “${folder}”. Stop it, or give another folder in ASSISE_DATA.`,
  })
}

interface Open {
  readonly db: Db
  readonly record: RecordSigner
  readonly sealer: Sealer | null
  readonly mailer: Mailer
  readonly wire: Wire | null
  readonly log: Logger
  readonly socketLimits: Partial<SocketLimits>
}

/**
 * Listens, and puts the rest together in the very turn in which the port is known (with PORT=0, the origin depends on it): no
 * connection is read before.
 */
function listen(
  settings: Settings,
  { db, record, sealer, mailer, wire, log, socketLimits }: Open,
): Promise<{ server: Server; house: Assembled; url: string }> {
  const { port, host, origin, trustProxy } = settings
  const server = createServer({
    ...patience,
    // Any other upgrade would keep its connection for ever: it is answered as a plain request.
    shouldUpgradeCallback: (request: IncomingMessage) =>
      request.headers.upgrade?.toLowerCase() === 'websocket',
  })
  return new Promise((done, refuse) => {
    server.once('error', (error: NodeJS.ErrnoException) => refuse(portRefused(settings, error)))
    server.listen(port, host, () => {
      const listening = (server.address() as AddressInfo).port
      const house = assemble({
        db,
        now: () => new Date(),
        mail: mailer.send,
        mailing: settings.smtpUrl !== null,
        looks: true,
        origin: origin ?? `http://localhost:${listening}`,
        record,
        sealer,
        trustProxy,
        wire,
        clientDir: existsSync(join(clientDir, 'index.html')) ? clientDir : null,
        failed: failedBy(log),
        socketLimits,
      })
      createAdaptorServer({
        fetch: logged(house, log),
        websocket: { server: house.websocket },
        createServer: ((_options: object, listener: Parameters<Server['on']>[1]) =>
          server.on('request', listener)) as typeof createServer,
      })
      done({ server, house, url: `http://${urlHost(host)}:${listening}` })
    })
  })
}

/** A host as a program on this machine reaches it. */
function urlHost(host: string): string {
  if (['0.0.0.0', '::', '127.0.0.1', '::1'].includes(host)) return 'localhost'
  return host.includes(':') ? `[${host}]` : host
}

function portRefused({ host, port }: Settings, error: NodeJS.ErrnoException): Error {
  const why = { EADDRINUSE: ['déjà pris', 'already taken'], EACCES: ['interdit', 'forbidden'] }[
    error.code ?? ''
  ] ?? [error.code, error.code]
  return new StartRefused({
    fr: `L’adresse ${host}, PORT = ${port}, ne peut pas être écoutée : ${why[0]}.`,
    en: `The address ${host}, PORT = ${port}, cannot be listened on: ${why[1]}.`,
  })
}

/** Each request in the log at `debug`: method, path, status, time. Never a header, a query, a body. */
function logged(house: Assembled, log: Logger) {
  return async (request: Request, env: unknown): Promise<Response> => {
    const startedMs = performance.now()
    const response = await house.app.fetch(request, env as object)
    const path = new URL(request.url).pathname
    const ms = Math.round(performance.now() - startedMs)
    log.debug({ method: request.method, path, status: response.status, ms }, 'request')
    return response
  }
}

function failedBy(log: Logger): (error: unknown) => void {
  return (error) => log.error({ err: error }, 'failed')
}

interface Opened extends Omit<Open, 'socketLimits' | 'wire' | 'record' | 'sealer'> {
  readonly server: Server
  readonly house: Assembled
  readonly letGo: () => void
  readonly sweeper: NodeJS.Timeout
  readonly postman: NodeJS.Timeout
}

async function stopServer({
  server,
  house,
  db,
  mailer,
  letGo,
  log,
  sweeper,
  postman,
}: Opened): Promise<void> {
  clearInterval(sweeper)
  clearInterval(postman)
  house.refuseNew()
  const closed = new Promise<void>((done) => server.close(() => done()))
  await house.close()
  server.closeIdleConnections()
  // Requests under way end by themselves, or are ended.
  const enough = setTimeout(() => server.closeAllConnections(), requestsEndMs)
  await closed
  clearTimeout(enough)
  await house.settle()
  mailer.close()
  await db.destroy()
  letGo()
  log.info('stopped')
}
