// `npm run bench`: the sync engine and its peers, side by side on this machine. Prints a table; with --json, a line a measurement.
// Everything is on loopback, every loop is bounded, and only what was started here is ever signalled. Linux only: it reads /proc.
//
//   npm run bench -- --quick                        under five minutes, one run, smaller sizes; y-websocket only where a goal needs it
//   npm run bench -- --scenario fanout,join --runs 3 --only assise,hocuspocus --json
//   npm run bench -- --scenario durability --trials 200 --runs 1 --only assise,assise-postgres
//   npm run bench -- --scenario fanout --only assise --profile /tmp/profiles    a CPU profile of the server
//
// Edits are real Yjs typing, prepared beforehand. Latency is from the write to the author's socket to the read at each receiver.
// `otherPct` is what others used of the machine (100 = a core): where it is high, believe cpuPerM, but no latency and no rate.
import { rmSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Case, Scenario } from './case.ts'
import { endDatabases, NotRun } from './databases.ts'
import { calibrate, sleep, waitForQuiet } from './machine.ts'
import { installPeers, peerNames } from './peers.ts'
import { cold } from './scenarios/cold.ts'
import { durability } from './scenarios/durability.ts'
import { fanout } from './scenarios/fanout.ts'
import { join as joinStorm } from './scenarios/join.ts'
import { nodes } from './scenarios/nodes.ts'
import { presence } from './scenarios/presence.ts'
import { rooms } from './scenarios/rooms.ts'
import { slow } from './scenarios/slow.ts'
import { caseTable, type Row } from './table.ts'
import { allTargets, type Target } from './targets.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    tiny: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    scenario: { type: 'string' },
    only: { type: 'string' },
    runs: { type: 'string' },
    peers: { type: 'string' },
    profile: { type: 'string' },
    trials: { type: 'string' },
    'quiet-wait': { type: 'string', default: '0' },
  },
})

/** No new measurement of a quick run begins later than this. */
const quickEndsMs = 280_000

const peers = ['hocuspocus', 'y-websocket']
/** Many kills, each after a short life, when asked for. */
const trials = flags.trials === undefined ? null : Number(flags.trials)
const full: readonly Scenario[] = [
  fanout({
    sizes: [
      { people: 10, writers: 4, rate: 200, count: 60_000 },
      { people: 100, writers: 10, rate: 100, count: 12_000 },
      { people: 500, writers: 10, rate: 40, count: 5_000 },
    ],
    phaseMs: 5_000,
    warmMs: 1_500,
  }),
  presence({ cursors: 200, hz: 5, phaseMs: 8_000, peers }),
  joinStorm({ joiners: 300, planBytes: 1_000_000 }),
  cold({ edits: 259_778, settleMs: 12_000, openWithinMs: 30_000 }),
  durability({ rates: [200, 3_000], trials: trials ?? 10, lifeMs: trials ? [300, 1_500] : [1_500, 6_000] }),
  slow({ people: 20, rate: 1_500, phaseMs: 20_000, peers }),
  rooms({ rooms: [50, 190], phaseMs: 8_000, peers }),
  nodes({
    sizes: [
      { people: 10, writers: 4, rate: 200, count: 60_000, phases: ['fixed'] },
      { people: 100, writers: 10, rate: 100, count: 12_000 },
      { people: 500, writers: 10, rate: 40, count: 5_000, phases: ['fixed'] },
    ],
    phaseMs: 5_000,
    warmMs: 1_500,
  }),
]
const quick: readonly Scenario[] = [
  fanout({
    sizes: [
      { people: 10, writers: 4, rate: 200, count: 30_000, peers: ['hocuspocus'] },
      { people: 100, writers: 10, rate: 100, count: 6_000, peers: ['hocuspocus'] },
      { people: 500, writers: 10, rate: 40, count: 2_500, phases: ['max'], peers: ['hocuspocus'] },
    ],
    phaseMs: 2_000,
    warmMs: 500,
  }),
  durability({ rates: [200, 3_000], trials: 1, lifeMs: [500, 1_000] }),
  joinStorm({ joiners: 300, planBytes: 1_000_000 }),
  presence({ cursors: 200, hz: 5, phaseMs: 2_500, peers: ['hocuspocus'] }),
  cold({ edits: 20_000, settleMs: 2_500, openWithinMs: 5_000 }),
  slow({ people: 20, rate: 1_500, phaseMs: 2_000, peers: ['hocuspocus'] }),
  rooms({ rooms: [15, 60], phaseMs: 1_500, peers: ['hocuspocus'] }),
  nodes({
    sizes: [{ people: 100, writers: 10, rate: 100, count: 6_000, phases: ['fixed'] }],
    phaseMs: 2_000,
    warmMs: 1_000,
  }),
]
/** Proves the harness, measures nothing. */
const tiny: readonly Scenario[] = [
  fanout({ sizes: [{ people: 5, writers: 2, rate: 50, count: 8_000 }], phaseMs: 500, warmMs: 200 }),
  presence({ cursors: 10, hz: 5, phaseMs: 800, peers }),
  joinStorm({ joiners: 10, planBytes: 300_000 }),
  cold({ edits: 2_000, settleMs: 2_500, openWithinMs: 10_000 }),
  durability({ rates: [200], trials: 1, lifeMs: [500, 600] }),
  slow({ people: 5, rate: 200, phaseMs: 1_000, peers }),
  rooms({ rooms: [2, 5], phaseMs: 1_000, peers }),
  nodes({ sizes: [{ people: 6, writers: 2, rate: 50, count: 8_000 }], phaseMs: 500, warmMs: 200 }),
]

const sizes = flags.tiny ? tiny : flags.quick ? quick : full
const runs = Number(flags.runs ?? (flags.quick || flags.tiny ? 1 : 3))
const startedMs = performance.now()
const work = join(tmpdir(), `assise-bench-${globalThis.process.pid}`)
const peersFolder = resolve(
  flags.peers ?? join(import.meta.dirname, '../../node_modules/.cache/assise/peers'),
)
const targets = allTargets({
  peersFolder,
  assiseNodeArgs: flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(flags.profile)}`] : [],
})

const say = (line: string) => globalThis.process.stderr.write(`${line}\n`)

function chosen(): Scenario[] {
  const names = flags.scenario?.split(',') ?? sizes.map(({ name }) => name)
  return names.map((name) => {
    const found = sizes.find((scenario) => scenario.name === name)
    if (found) return found
    say(`no scenario “${name}”; there are: ${sizes.map((scenario) => scenario.name).join(', ')}`)
    return globalThis.process.exit(2)
  })
}

/** The servers of a case, in an order that changes from run to run: none is always first, or always after the same one. */
function inTurn({ targets: names }: Case, run: number): Target[] {
  const only = flags.only?.split(',')
  const wanted = targets.filter(({ name }) => names.includes(name) && (only?.includes(name) ?? true))
  return run % 2 === 0 ? wanted : wanted.reverse()
}

async function measure(one: Case, target: Target, run: number): Promise<Row> {
  await sleep(200)
  await waitForQuiet(Number(flags['quiet-wait']))
  const row = {
    case: one.name,
    target: target.name,
    run,
    at: new Date().toISOString(),
    calibrationMs: calibrate(),
  }
  try {
    return { ...row, values: await one.measure(target, join(work, target.name)) }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ...row, values: {}, error: why, ...(error instanceof NotRun && { notRun: true }) }
  }
}

async function run(): Promise<void> {
  const cases = chosen().flatMap((scenario) => scenario.cases)
  const needed = peerNames.filter((name) =>
    cases.some((one) => inTurn(one, 0).some((target) => target.name === name)),
  )
  installPeers(peersFolder, needed)
  say(`Node ${globalThis.process.version}, ${availableParallelism()} cores, ${runs} run(s) of each`)
  for (const one of cases) {
    const rows: Row[] = []
    for (let turn = 0; turn < runs; turn++) {
      for (const target of inTurn(one, turn)) {
        if (flags.quick && performance.now() - startedMs > quickEndsMs) {
          say(`left out for time: ${one.name}, ${target.name}`)
          continue
        }
        say(`${one.name}: ${target.name}`)
        const row = await measure(one, target, turn)
        rows.push(row)
        if (flags.json) globalThis.process.stdout.write(`${JSON.stringify(row)}\n`)
      }
    }
    if (!flags.json && rows.length > 0) globalThis.process.stdout.write(`${caseTable(one, rows)}\n`)
  }
}

globalThis.process.once('exit', () => rmSync(work, { recursive: true, force: true }))
globalThis.process.once('SIGINT', () => globalThis.process.exit(130))
globalThis.process.once('SIGTERM', () => globalThis.process.exit(143))
await run()
await endDatabases()
say(`took ${Math.round((performance.now() - startedMs) / 1000)} s`)
globalThis.process.exit(0)
