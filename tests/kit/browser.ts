// The real thing, for walks: a server of ours on the demo region, a real Chromium, one context a person, virtual authenticators, axe.
// Called by tests/browser/*.test.ts.
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { type Browser, chromium, type Page } from 'playwright-core'
import type { Role } from '../../shared/roles.ts'

export const root = resolve(import.meta.dirname, '../..')
const screens = join(root, 'node_modules/.cache/assise/screens')
const readyWithinMs = 90_000

export interface DemoReady {
  readonly url: string
  readonly workspaceId: string
  readonly planId: string
  readonly people: readonly {
    readonly name: string
    readonly role: Role
    readonly organization: string | null
    readonly signInUrl: string
    readonly cookie: string
  }[]
}
export type DemoGuest = DemoReady['people'][number]

/** `log`: what it wrote for its operator so far, one-time links among it, since a demo sends no mail. */
export interface RunningDemo extends DemoReady {
  stop(): Promise<number>
  log(): string
}

/**
 * A server on the demo region, in a Node of its own, with settings besides its own: on a copy of the region that was built once for the
 * run, as a server that starts again finds its folder. `stop` waits for its end; the copy goes with it.
 */
export async function startDemo(settings: { readonly [name: string]: string } = {}): Promise<RunningDemo> {
  const world = process.env.ASSISE_DEMO_WORLD
  if (!world) return startDemoCommand(settings)
  const data = await mkdtemp(join(tmpdir(), 'assise-copy-'))
  await cp(join(world, 'data'), data, { recursive: true })
  const built = JSON.parse(await readFile(join(world, 'ready.json'), 'utf8')) as DemoReady
  const emptied = () => rm(data, { recursive: true, force: true })
  const server = ['server/cli.ts', 'start']
  const running = await startSaying(server, { ...settings, PORT: '0', ASSISE_DATA: data }, (line) =>
    line.startsWith('Assise : ') ? movedTo(line.slice('Assise : '.length), built) : null,
  ).catch(async (error: unknown) => {
    await emptied()
    throw error
  })
  return { ...running, stop: () => running.stop().finally(emptied) }
}

/** The region at another address: links name the one they lead to. */
function movedTo(url: string, { url: former, people, ...region }: DemoReady): DemoReady {
  const moved = people.map((person) => ({ ...person, signInUrl: person.signInUrl.replace(former, url) }))
  return { ...region, url, people: moved }
}

/** The demo as `npm run demo -- --json` starts it: its region built anew. */
export function startDemoCommand(settings: { readonly [name: string]: string } = {}): Promise<RunningDemo> {
  return startSaying(
    ['server/bootstrap.mjs', 'demo', '--json'],
    settings,
    (line) => JSON.parse(line) as DemoReady,
  )
}

/** Starts a program of ours, and waits for the line in which it says that it is ready. */
async function startSaying(
  args: readonly string[],
  settings: { readonly [name: string]: string },
  read: (line: string) => DemoReady | null,
): Promise<RunningDemo> {
  const child = spawn(join(root, 'node_modules/.bin/node'), args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnv(), LOG_LEVEL: 'warn', ...settings },
  })
  const errors: string[] = []
  child.stderr.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  const ready = await new Promise<DemoReady>((done, fail) => {
    const late = setTimeout(() => fail(new Error(`the demo is not ready\n${errors.join('')}`)), readyWithinMs)
    createInterface({ input: child.stdout }).on('line', (line) => {
      const said = read(line)
      if (!said) return
      clearTimeout(late)
      done(said)
    })
    child.once('exit', (code) => fail(new Error(`the demo ended (${code})\n${errors.join('')}`)))
  }).catch((error: unknown) => {
    child.kill()
    throw error
  })
  return { ...ready, stop: () => stopChild(child), log: () => errors.join('') }
}

/** What a shell would give: the test runner's own variables change how the client is built. */
function plainEnv(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, LANG } = process.env
  return { PATH, HOME, TMPDIR, LANG }
}

/** Asks a process that we started to stop, and waits for it; after ten seconds it is ended. */
export async function stopChild(child: ChildProcess): Promise<number> {
  if (child.exitCode !== null) return child.exitCode
  return new Promise((done) => {
    const late = setTimeout(() => child.kill('SIGKILL'), 10_000)
    child.once('exit', (code) => {
      clearTimeout(late)
      done(code ?? 1)
    })
    child.kill('SIGINT')
  })
}

/** The engine without a window first, as bootstrap.mjs chooses too: a window's own parts take three seconds of a core for each screen. */
const browsers = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'] as const

export async function launchChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? browsers.find(existsSync) ?? browsers[0],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-default-apps',
      '--disable-sync',
      '--metrics-recording-only',
      '--no-first-run',
    ],
  })
}

/** A person at their own screen: a context of their own, in French, entered by their one-time link. */
export interface Guest {
  readonly page: Page
  /** What went wrong on the page by itself: uncaught errors, policy violations. */
  readonly faults: string[]
}

export async function openScreen(browser: Browser, size = { width: 1440, height: 900 }): Promise<Guest> {
  const context = await browser.newContext({
    locale: 'fr-CA',
    timezoneId: 'America/Toronto',
    viewport: size,
    acceptDownloads: true,
    reducedMotion: 'reduce',
  })
  context.setDefaultTimeout(30_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(String(error)))
  page.on('console', (message) => {
    if (message.type() === 'error' && /Content Security Policy|Refused to/.test(message.text()))
      faults.push(message.text())
  })
  return { page, faults }
}

export function personOf(demo: DemoReady, role: Role, organization?: string): DemoGuest {
  const found = demo.people.find(
    (person) => person.role === role && (organization === undefined || person.organization === organization),
  )
  if (!found) throw new Error(`no ${role} in the demo`)
  return found
}

/** A platform authenticator that says yes, by the browser's own debug protocol. */
export async function addAuthenticator(page: Page): Promise<void> {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('WebAuthn.enable')
  await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
}

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

interface Axe {
  run(options: { readonly resultTypes: readonly ['violations'] }): Promise<{
    readonly violations: readonly {
      readonly id: string
      readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[]
    }[]
  }>
}

/**
 * Every violation axe finds on the page as it stands, as short sentences. Our pages have no frames: axe's own
 * source is read into a document once, not at each run; the short one, in half the time.
 */
export async function axeFaults(page: Page): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: Axe }
    const { violations } = await axe.run({ resultTypes: ['violations'] })
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id} at ${target.join(' ')}: ${failureSummary ?? ''}`),
    )
  })
}

/** Keeps a picture of the page (`whole`: all of its height), to be looked at: node_modules/.cache/assise/screens. */
export async function keepPicture(page: Page, name: string, whole = false): Promise<void> {
  mkdirSync(screens, { recursive: true })
  await page.screenshot({ path: join(screens, `${name}.png`), fullPage: whole })
}

/** Signs in as a newcomer does: opens the one-time link and presses « Entrer ». */
export async function enterByLink({ page }: Guest, { signInUrl }: DemoGuest): Promise<void> {
  await page.goto(signInUrl)
  await page.getByRole('button', { name: 'Entrer' }).click()
  await page.getByRole('navigation', { name: 'Le fil' }).waitFor()
}

/** Runs the real command, `assise verify FILE …`, and answers its exit code and what it printed. */
export function verifyFile(
  path: string,
  ...options: readonly string[]
): { code: number | null; printed: string } {
  const done = spawnSync(process.execPath, [join(root, 'server/bin.mjs'), 'verify', path, ...options], {
    encoding: 'utf8',
    timeout: 60_000,
    env: plainEnv(),
  })
  return { code: done.status, printed: done.stdout + done.stderr }
}

/** The way between one page and the server's socket, which a test can make late in both directions; nothing is lost or reordered. */
export interface SlowLink {
  hold(): void
  release(): void
}

/** To be laid before the page opens the plan. */
export async function layLink(page: Page): Promise<SlowLink> {
  let held = false
  const waiting: (() => void)[] = []
  const pass = (deliver: () => void) => {
    if (held) waiting.push(deliver)
    else deliver()
  }
  await page.routeWebSocket(/\/sync\//, (screen) => {
    const server = screen.connectToServer()
    screen.onMessage((message) => pass(() => server.send(message)))
    server.onMessage((message) => pass(() => screen.send(message)))
  })
  return {
    hold: () => {
      held = true
    },
    release: () => {
      held = false
      for (const deliver of waiting.splice(0)) deliver()
    },
  }
}
