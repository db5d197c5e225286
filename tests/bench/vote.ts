// `npm run bench -- vote [--quick] [--json] [--only assise,assise-postgres] [--profile DIR] [--rate N] [--seats N]`: a room that votes while others
// write. A real server, its seats voting within ten seconds, each screen asking again at notices as the client does, people typing in
// the plan before and meanwhile; then the poll closes. Latencies are of the whole way, from this process: where `otherPct` is high, the
// machine was not ours. Linux only, on loopback.
import { rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { Case, Values } from './case.ts'
import { endDatabases, NotRun } from './databases.ts'
import { calibrate } from './machine.ts'
import { caseTable, type Row } from './table.ts'
import { tallyCases, timeTally } from './tally-cases.ts'
import { measureVote, type VoteSizes, voteTargets } from './vote-room.ts'

const { values: flags } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    only: { type: 'string' },
    profile: { type: 'string' },
    rate: { type: 'string' },
    seats: { type: 'string' },
  },
})

const sizes: VoteSizes = {
  ...(flags.quick
    ? { seats: 300, typing: 100, rate: 50, calmMs: 4_000, votingMs: 10_000 }
    : { seats: 300, typing: 100, rate: 100, calmMs: 10_000, votingMs: 10_000 }),
  ...(flags.rate && { rate: Number(flags.rate) }),
  ...(flags.seats && { seats: Number(flags.seats) }),
}
const { seats, typing, rate } = sizes

const room: Case = {
  name: `vote ${seats}`,
  about: `${seats} seats vote within 10 s while ${typing} people type ${rate} characters/s; ms; tally: from the closing sent to the count on each waiting screen; edit: from one screen to another, before and during the vote`,
  targets: ['assise', 'assise-postgres'],
  columns: [
    'voted',
    'refused',
    'receiptP50',
    'receiptP95',
    'receiptMax',
    'tallyP50',
    'tallyP95',
    'tallyMax',
    'calmP50',
    'calmP95',
    'voteP50',
    'voteP95',
    'editRatio',
    'viewsPerS',
    'calmSrvPct',
    'voteSrvPct',
  ],
  goals: ['assise', 'assise-postgres'].flatMap((target) => [
    { target, column: 'voted', is: 'atLeast', plus: seats },
    { target, column: 'receiptP95', is: 'atMost', plus: 500 },
    { target, column: 'tallyP95', is: 'atMost', plus: 1_000 },
    { target, column: 'editRatio', is: 'atMost', plus: 1.25 },
  ]),
  measure: async () => ({}),
}
const schulze: Case = {
  name: 'schulze',
  about: '200 candidates ranked by 10 000 voices, counted; ms',
  targets: ['assise'],
  columns: ['wallMs', 'cpuMs'],
  goals: [{ column: 'wallMs', is: 'atMost', plus: 1_000 }],
  measure: async () => ({ ...timeTally(tallyCases[0]!), genPct: null, otherPct: null }),
}

const work = join(tmpdir(), `assise-vote-${globalThis.process.pid}`)
const nodeArgs = flags.profile ? ['--cpu-prof', `--cpu-prof-dir=${resolve(flags.profile)}`] : []

async function row(one: Case, target: string, measure: () => Promise<Values>): Promise<Row> {
  const made = {
    case: one.name,
    target,
    run: 0,
    at: new Date().toISOString(),
    calibrationMs: calibrate(),
  }
  try {
    return { ...made, values: await measure() }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ...made, values: {}, error: why, ...(error instanceof NotRun && { notRun: true }) }
  }
}

async function show(one: Case, rows: readonly Row[]): Promise<void> {
  if (flags.json) for (const made of rows) globalThis.process.stdout.write(`${JSON.stringify(made)}\n`)
  else globalThis.process.stdout.write(`${caseTable(one, rows)}\n`)
}

globalThis.process.once('exit', () => rmSync(work, { recursive: true, force: true }))
globalThis.process.once('SIGINT', () => globalThis.process.exit(130))
globalThis.process.once('SIGTERM', () => globalThis.process.exit(143))
const only = flags.only?.split(',')
const rows: Row[] = []
for (const target of voteTargets(nodeArgs)) {
  if (only && !only.includes(target.name)) continue
  globalThis.process.stderr.write(`${room.name}: ${target.name}\n`)
  rows.push(await row(room, target.name, () => measureVote(target, join(work, target.name), sizes)))
}
await show(room, rows)
if (!only || only.includes('schulze'))
  await show(schulze, [await row(schulze, 'assise', () => schulze.measure(voteTargets([])[0]!, work))])
await endDatabases()
globalThis.process.exit(rows.some(({ error, notRun }) => error && !notRun) ? 1 : 0)
