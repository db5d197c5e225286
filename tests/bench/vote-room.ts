// One measurement of a room that votes: people typing, seats voting, screens asking again, the closing. Called by vote.ts.
import { randomUUID } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { onFresh, type Values } from './case.ts'
import { databaseOf } from './databases.ts'
import { type Client, openClient, openClients } from './load/client.ts'
import { makeEdits } from './load/edits.ts'
import { openHistogram } from './load/histogram.ts'
import { ask, askFor } from './load/http.ts'
import { ofPoll, ofWorkspace, openScreen, type Screen } from './load/screens.ts'
import { openTraffic, pace, type Traffic } from './load/traffic.ts'
import { sleep, startMeter } from './machine.ts'
import type { Server } from './server-under-test.ts'
import { seedFile, type Target } from './targets.ts'
import { typists, type VoteSeed } from './vote-target.ts'

export interface VoteSizes {
  readonly seats: number
  readonly typing: number
  /** Edits a second, all who type together. */
  readonly rate: number
  readonly calmMs: number
  readonly votingMs: number
}

/** Where a measurement is: seeding three hundred people alone may take a minute. */
const say = (phase: string) => globalThis.process.stderr.write(`  ${phase}\n`)

const seedOf = (folder: string) => JSON.parse(readFileSync(join(folder, seedFile), 'utf8')) as VoteSeed
const seats = (folder: string) => Number(/-(\d+)$/.exec(folder)?.[1])

/** SQLite as it ships, and a PostgreSQL as it is shipped. */
export function voteTargets(nodeArgs: readonly string[]): Target[] {
  const target: Target = {
    name: 'assise',
    tongue: 'assise',
    persistent: true,
    command: ({ port, folder }) => ({
      file: globalThis.process.execPath,
      args: [...nodeArgs, join(import.meta.dirname, 'vote-target.ts'), folder, `${port}`, `${seats(folder)}`],
      env: {},
    }),
    async ready(folder) {
      const untilMs = performance.now() + 180_000
      while (!existsSync(join(folder, seedFile))) {
        if (performance.now() > untilMs) throw new Error('not seeded in time')
        await sleep(50)
      }
    },
    place({ folder, client }) {
      const { planId, typists: writing, voters } = seedOf(folder)
      // Those who type first, then those who vote.
      const cookie = client < 0 ? voters[-client - 1]! : writing[client % typists]!
      return { room: planId, path: `/sync/${planId}`, headers: { Cookie: cookie } }
    },
  }
  const prepare: Target['prepare'] = async ({ folder, fresh }) => ({
    DATABASE_URL: await databaseOf(folder, fresh),
  })
  return [target, { ...target, name: 'assise-postgres', prepare }]
}

export async function measureVote(target: Target, folder: string, sizes: VoteSizes): Promise<Values> {
  return onFresh(target, `${folder}-${sizes.seats}`, (server) => inRoom(server, sizes))
}

async function inRoom(server: Server, sizes: VoteSizes): Promise<Values> {
  const { typing, rate, calmMs, votingMs } = sizes
  say('seeded')
  const seed = seedOf(server.folder)
  const { port } = server
  const edits = makeEdits({
    writers: typing,
    count: Math.ceil((rate * (calmMs + votingMs + 8_000)) / 1_000 / typing) + 5,
  })
  const screens = openScreens(server, seed, sizes)
  const traffic = await openTraffic({
    server,
    room: 0,
    people: typing,
    edits,
    onNotice: (client, topic) => screens.writing[client]?.notice(topic),
  })
  const sockets = await openClients(sizes.seats, (at) =>
    openClient({
      server,
      place: server.target.place({ folder: server.folder, room: 0, client: -at - 1 }),
      onNotice: (topic) => screens.voting[at]?.notice(topic),
    }),
  )
  say('everyone is in')
  const fire = (at: number) => void traffic.send(at % typing)
  await pace(rate, 1_500, fire)
  const calm = await typed(server, traffic, () => pace(rate, calmMs, fire))

  const { id: pollId } = await askFor<{ id: string }>({
    port,
    cookie: seed.facilitator,
    method: 'POST',
    path: `/api/plans/${seed.planId}/votes`,
    body: opening,
  })
  say('the poll is open')
  screens.follow(pollId)
  await Promise.all([pace(rate, 3_000, fire), screens.arrive()])
  say('every voter looks at it')
  const receipts = openHistogram()
  let refused = 0
  const asked = screens.answers()
  const voting = await typed(server, traffic, async () => {
    const { textHash } = await askFor<{ textHash: string }>({
      port,
      cookie: seed.facilitator,
      path: `/api/votes/${pollId}`,
    })
    const cast = async (at: number) => {
      await sleep(Math.random() * votingMs)
      const startMs = performance.now()
      const body = { value: { answer: at % 4 ? 'yes' : 'no' }, reason: '', textHash, clientKey: randomUUID() }
      const path = `/api/votes/${pollId}/voices`
      const { status } = await ask({ port, cookie: seed.voters[at]!, method: 'POST', path, body })
      receipts.add(performance.now() - startMs)
      if (status !== 200) refused += 1
      // As the ballot does after its receipt: the poll and the list at once, the names in their turn.
      await Promise.all([0, 2].map((kept) => screens.voting[at]!.refetch(kept)))
      screens.voting[at]!.notice('voices')
    }
    await Promise.all([pace(rate, votingMs, fire), ...seed.voters.map((_, at) => cast(at))])
  })
  const viewsPerS = (screens.answers() - asked) / voting.seconds
  say('everyone has voted')
  // The last notices of voices, and what they have screens ask.
  await pace(rate, 1_000, fire)
  const tally = await closed(server, seed, pollId, screens)
  const { received } = await askFor<{ received: number }>({
    port,
    cookie: seed.facilitator,
    path: `/api/votes/${pollId}`,
  })
  await screens.stop()
  end(traffic, sockets)
  return {
    voted: received,
    refused: refused + screens.failures(),
    receiptP50: receipts.quantile(0.5),
    receiptP95: receipts.quantile(0.95),
    receiptMax: receipts.max(),
    ...tally,
    calmP50: calm.p50,
    calmP95: calm.p95,
    voteP50: voting.p50,
    voteP95: voting.p95,
    editRatio: calm.p95 && voting.p95 ? voting.p95 / calm.p95 : null,
    viewsPerS,
    calmSrvPct: calm.serverPct,
    voteSrvPct: voting.serverPct,
    genPct: voting.generatorPct,
    otherPct: voting.otherPct,
    lost: traffic.lostConnections(),
  }
}

const opening = {
  subject: { kind: 'question' },
  question: { fr: 'Adoptons-nous ce calendrier ?', en: 'Do we adopt this calendar?' },
  choice: {
    method: 'yesNo',
    params: {},
    options: [],
    adopts: true,
    secrecy: 'open',
    revote: false,
    results: 'afterVote',
  },
  clientKey: randomUUID(),
}

/** The latency of typing while something runs, and the machine meanwhile. */
async function typed(server: Server, traffic: Traffic, run: () => Promise<unknown>) {
  traffic.startMeasuring()
  const stop = startMeter(server.pids())
  await run()
  const load = stop()
  await traffic.drained()
  const { latency } = traffic.measured()
  return { ...load, p50: latency.quantile(0.5), p95: latency.quantile(0.95) }
}

/** Every screen of the room: those who type are on the plan's page, those who vote on the poll's. */
function openScreens({ port }: Server, { planId, typists: writing, voters }: VoteSeed, sizes: VoteSizes) {
  const crowd = sizes.typing + sizes.seats
  let answers = 0
  let failures = 0
  let onCount: (at: number) => void = () => {}
  const onFailed = () => {
    failures += 1
  }
  const open = (cookie: string, values: Parameters<typeof openScreen>[0]['values'], at: number) =>
    openScreen({
      port,
      cookie,
      crowd,
      values,
      onFailed,
      onAnswer(value, text) {
        answers += 1
        if (
          values.length > 3 &&
          value === 0 &&
          text.includes('"state":"counted"') &&
          text.includes('"count":{')
        )
          onCount(at)
      },
    })
  const one = {
    writing: Array.from({ length: sizes.typing }, (_, at) =>
      open(writing[at % typists]!, ofWorkspace(planId), at),
    ),
    voting: [] as Screen[],
    answers: () => answers,
    failures: () => failures,
    /** The voters turn to the poll's page. */
    follow(pollId: string) {
      one.voting.push(
        ...voters.map((cookie, at) => open(cookie, [...ofPoll(pollId), ...ofWorkspace(planId)], at)),
      )
    },
    /** Each looks at the poll once, as it comes to its page. */
    async arrive() {
      await Promise.all(
        one.voting.map(async (screen) => {
          await sleep(Math.random() * 2_500)
          await screen.refetch(0)
        }),
      )
    },
    onCount(listen: (at: number) => void) {
      onCount = listen
    },
    async stop() {
      for (const screen of [...one.writing, ...one.voting]) screen.stop()
      await sleep(500)
    },
  }
  return one
}

/** Closes the poll: when each waiting screen has the count. */
async function closed(
  { port }: Server,
  { facilitator }: VoteSeed,
  pollId: string,
  screens: ReturnType<typeof openScreens>,
): Promise<Values> {
  const seen = new Set<number>()
  const times = openHistogram()
  const startMs = performance.now()
  screens.onCount((at) => {
    if (seen.has(at)) return
    seen.add(at)
    times.add(performance.now() - startMs)
  })
  await askFor({ port, cookie: facilitator, method: 'POST', path: `/api/votes/${pollId}/closing` })
  const closingMs = performance.now() - startMs
  const untilMs = performance.now() + 30_000
  while (seen.size < screens.voting.length && performance.now() < untilMs) await sleep(10)
  return {
    closingMs,
    tallySeen: seen.size,
    tallyP50: times.quantile(0.5),
    tallyP95: seen.size === screens.voting.length ? times.quantile(0.95) : null,
    tallyMax: times.max(),
  }
}

function end(traffic: Traffic, sockets: readonly Client[]): void {
  traffic.close()
  for (const socket of sockets) socket.close()
}
