// The first thing every npm script runs, on whatever Node the machine has: it installs what is missing
// (packages, the built client, Chromium for the browser tests), then hands over to the Node that came with
// the packages. Plain JavaScript, no imports beyond Node's own: nothing else may be installed yet.
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..')
const bin = join(root, 'node_modules', '.bin')
const cache = join(root, 'node_modules', '.cache', 'assise')
const [command, ...rest] = process.argv.slice(2)

// Progress goes to stderr: `npm run demo -- --json` keeps stdout for its one line.
const say = (line) => process.stderr.write(`${line}\n`)

function stop(line, code = 1) {
  say(line)
  process.exit(code)
}

function run(file, args, options = {}) {
  const done = spawnSync(file, args, { cwd: root, stdio: ['ignore', 2, 2], ...options })
  return done.status ?? 1
}

function ensurePackages() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  const stamp = join(cache, 'lock')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  if (!existsSync(join(root, 'node_modules', '.bin', 'vite')) || existsSync(stamp)) {
    say('Installation des paquets (une seule fois) · installing packages (once)…')
    const status = run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'])
    if (status !== 0) stop('Les paquets n’ont pas pu être installés. · The packages could not be installed.')
  }
  mkdirSync(cache, { recursive: true })
  writeFileSync(stamp, lock)
}

function nodePath() {
  const local = join(bin, 'node')
  if (existsSync(local)) return local
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  return stop(
    `Assise demande Node 24 ou plus récent (ici ${process.version}). · Assise needs Node 24 or later.`,
  )
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return [[path, stat.mtimeMs, stat.size]]
  return readdirSync(path)
    .sort()
    .flatMap((name) => newest(join(path, name)))
}

function ensureClient(node) {
  const sources = ['client', 'shared', 'server/verifier-page.ts', 'vite.config.ts', 'package-lock.json'].map(
    (name) => join(root, name),
  )
  const print = createHash('sha256')
    .update(JSON.stringify(sources.flatMap(newest)))
    .digest('hex')
  const stamp = join(root, 'dist', 'stamp')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === print) return
  say('Construction de l’interface · building the interface…')
  rmSync(stamp, { force: true })
  if (run(node, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn']) !== 0) {
    stop('L’interface n’a pas pu être construite. · The interface could not be built.')
  }
  writeFileSync(stamp, print)
}

/**
 * The first is Chromium's engine without a window, which is all that the tests use: with a window, its own parts (none of it ours) take
 * three seconds of a core for each screen that is opened, a third of all that a run in the browser takes.
 */
const shell = '/usr/bin/chromium-headless-shell'
const browsers = [
  process.env.CHROMIUM_PATH,
  shell,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]
const findBrowser = () => browsers.find((path) => path && existsSync(path))

/** What the tests use of the machine: a browser, a PostgreSQL and a Redis that they start themselves, what reads and checks a file by hand. */
const testTools = [
  { name: 'postgresql', found: () => existsSync('/usr/lib/postgresql') },
  { name: 'redis-server', found: () => existsSync('/usr/bin/redis-server') },
  // What judges our PDFs beside us.
  { name: 'poppler-utils', found: () => existsSync('/usr/bin/pdfsig') },
  { name: 'libnss3-tools', found: () => existsSync('/usr/bin/certutil') },
  { name: 'openssl', found: () => existsSync('/usr/bin/openssl') },
]

function aptGet(...args) {
  const [file, ...more] = [...(process.getuid?.() === 0 ? [] : ['sudo', '-n']), 'apt-get', ...args]
  return run(file, more, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } }) === 0
}
/** Whether they came. */
const installed = (names) => aptGet('install', '-y', '-qq', ...names)

/** Installs what is missing where apt-get is; returns the browser. Without the others, their tests say that they were skipped. */
function ensureTestTools() {
  const missing = testTools.filter(({ found }) => !found()).map(({ name }) => name)
  const lacksShell = !process.env.CHROMIUM_PATH && !existsSync(shell)
  if ((missing.length > 0 || lacksShell) && existsSync('/usr/bin/apt-get')) {
    const names = [...(lacksShell ? ['chromium-headless-shell'] : []), ...missing].join(', ')
    say(`Il manque ${names} : installation par apt-get · installing ${names} with apt-get…`)
    aptGet('update', '-qq')
    // By itself: not every system has a package of this name, and then a whole Chromium does.
    if (lacksShell && !installed(['chromium-headless-shell']) && !findBrowser()) installed(['chromium'])
    if (missing.length > 0) installed(missing)
  }
  return (
    findBrowser() ??
    stop(
      'Chromium est requis pour les essais dans le navigateur et n’a pas pu être installé ici. ' +
        'Installez-le, ou donnez son chemin par CHROMIUM_PATH.\n' +
        'Chromium is needed by the browser tests and could not be installed here. ' +
        'Install it, or give its path in CHROMIUM_PATH.',
    )
  )
}

function handOver(node, args, env = {}) {
  const child = spawn(node, args, {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env, PATH: `${bin}:${process.env.PATH}` },
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal))
  return new Promise((done) => child.on('exit', (code, signal) => done(signal ? 1 : (code ?? 1))))
}

/** Runs vitest and ends with one plain line of the real counts, read from its own report. */
async function test(node) {
  const chromium = ensureTestTools()
  const report = join(cache, 'tests.json')
  rmSync(report, { force: true })
  const vitest = join(root, 'node_modules/vitest/vitest.mjs')
  const code = await handOver(node, [vitest, 'run', ...rest], { CHROMIUM_PATH: chromium })
  if (!existsSync(report)) return code || 1
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests } = JSON.parse(
    readFileSync(report, 'utf8'),
  )
  const skipped = numPendingTests + numTodoTests
  console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped ? `, ${skipped} skipped` : ''}`)
  return code || (numPassedTests === 0 ? 1 : 0)
}

async function check(node) {
  const steps = [
    [join(root, 'node_modules/typescript/bin/tsc'), '--noEmit'],
    [join(root, 'node_modules/@biomejs/biome/bin/biome'), 'check', '.'],
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--project', 'core', 'tests/architecture.test.ts'],
  ]
  for (const step of steps) {
    const code = await handOver(node, step)
    if (code !== 0) return code
  }
  return 0
}

const commands = {
  demo: (node) => handOver(node, ['server/cli.ts', 'demo', ...rest]),
  start: (node) => handOver(node, ['server/cli.ts', 'start', ...rest]),
  bench: (node) => {
    const own = {
      tally: 'tests/bench/tally.ts',
      vote: 'tests/bench/vote.ts',
      evidence: 'tests/bench/evidence/evidence.ts',
    }[rest[0]]
    return handOver(node, own ? [own, ...rest.slice(1)] : ['tests/bench/bench.ts', ...rest])
  },
  build: async () => 0,
  test,
  check,
}

if (!Object.hasOwn(commands, command))
  stop(`usage: node server/bootstrap.mjs ${Object.keys(commands).join(' | ')}`, 2)
ensurePackages()
const node = nodePath()
// Of the benchmarks, the evidence's alone opens a page of ours.
if (!['check', 'bench'].includes(command) || rest[0] === 'evidence') ensureClient(node)
process.exit(await commands[command](node))
