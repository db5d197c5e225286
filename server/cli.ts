// The command line: `start`, `demo`, `verify FILE`, `tally FILE`, `witness …`. The only reader of env, argv and signals.
// Called by bin.mjs (`assise …`) and bootstrap.mjs (`npm start`, `npm run demo`).
import { enableCompileCache, flushCompileCache } from 'node:module'
import { resolve } from 'node:path'
import type { Bilingual } from '../shared/basics.ts'
import { readSettings, type SettingProblem } from './settings.ts'

// What is loaded from here on is kept compiled, its types stripped: a start then takes half the time and 25 MB less. Where the folder
// cannot be written, nothing is kept.
enableCompileCache(resolve(import.meta.dirname, '../node_modules/.cache/assise/compiled'))

const usage: Bilingual = {
  fr: 'Usage : assise start | assise demo [--json] | assise verify FICHIER | assise tally FICHIER.json | assise witness …',
  en: 'Usage: assise start | assise demo [--json] | assise verify FILE | assise tally FILE.json | assise witness …',
}

/** Exit codes: 0 done, 1 failed (or not verified), 2 asked or set wrongly. */
async function run(command: string | undefined, args: readonly string[]): Promise<number> {
  switch (command) {
    case 'start':
      return start()
    case 'demo':
      return demo(args.includes('--json'))
    case 'verify':
      return verify(args)
    case 'tally':
      return tally(args)
    case 'witness':
      return witness(args)
    default:
      say(usage)
      return 2
  }
}

const withoutRedis: Bilingual = {
  fr: 'Sans REDIS_URL, ce qu’un serveur écrit n’apparaît sur les autres serveurs de cette base qu’au bout d’une seconde ; un serveur seul n’en a pas besoin.',
  en: 'Without REDIS_URL, what one server writes shows on the other servers of this database within a second only; a server alone does not need it.',
}

async function start(): Promise<number> {
  const read = readSettings(process.env)
  if ('problems' in read) {
    refuse(read.problems)
    return 2
  }
  const stop = stopSignal()
  // The server is loaded only once its settings hold: a bad value is answered at once.
  const { startServer, StartRefused } = await import('./main.ts')
  try {
    const server = await startServer(read.settings)
    out(`Assise : ${server.origin}\n`)
    if (read.settings.databaseUrl && !read.settings.redisUrl) say(withoutRedis)
    const link = await server.firstLink()
    if (link) {
      out(
        'Premier accès (une seule fois, dans les 24 heures) · first access (once, within 24 hours):\n' +
          `  ${link}\n`,
      )
    }
    // Now: a server that is killed would keep nothing.
    flushCompileCache()
    if (!stop.aborted) await new Promise((done) => stop.addEventListener('abort', done, { once: true }))
    await server.stop()
    return 0
  } catch (error) {
    if (!(error instanceof StartRefused)) throw error
    say(error.words)
    return 2
  }
}

async function demo(json: boolean): Promise<number> {
  const { runDemo } = await import('./demo/demo.ts')
  return runDemo({ env: process.env, json, stop: stopSignal(), out, refuse })
}

async function verify(args: readonly string[]): Promise<number> {
  const { verifyCommand } = await import('./verify.ts')
  return verifyCommand(args)
}

async function tally(args: readonly string[]): Promise<number> {
  const { tallyCommand } = await import('./tally.ts')
  return tallyCommand(args)
}

async function witness(args: readonly string[]): Promise<number> {
  const { witnessCommand } = await import('./witness.ts')
  return witnessCommand({ args, token: process.env.ASSISE_WITNESS_TOKEN, stop: stopSignal() })
}

/** One Ctrl-C comes several times: from the terminal to the whole group, and handed on by npm and by bootstrap.mjs. */
const sameSignalMs = 1_000

/** Aborted by the first SIGTERM or SIGINT. A stop that lasts ten seconds, or a signal given again, ends at once. */
function stopSignal(): AbortSignal {
  const controller = new AbortController()
  let firstAtMs = 0
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) {
        if (performance.now() - firstAtMs > sameSignalMs) process.exit(1)
        return
      }
      firstAtMs = performance.now()
      controller.abort()
      setTimeout(() => process.exit(1), 9_500).unref()
    })
  }
  return controller.signal
}

function out(text: string): void {
  process.stdout.write(text)
}

function say({ fr, en }: Bilingual): void {
  process.stderr.write(`${fr}\n${en}\n`)
}

function refuse(problems: readonly SettingProblem[]): void {
  for (const { text } of problems) say(text)
}

process.exitCode = await run(process.argv[2], process.argv.slice(3))
