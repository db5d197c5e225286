// Assise as it ships, for the benchmark: the real server on a real folder; people, workspaces and logins made by the acts themselves.
// `node assise-target.ts FOLDER PORT ROOMS`, started by targets.ts; a second start on the same folder finds everyone again.
//
// One thing differs from a production server, and must: the generator is one address and each of its connections types faster than
// any person, so the limits on messages a second and on connections from one address are raised. Every check still runs.
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstLink } from '../../server/acts/links.ts'
import { changeMe, followLink } from '../../server/acts/logins.ts'
import { invite } from '../../server/acts/people.ts'
import { createWorkspace } from '../../server/acts/workspaces.ts'
import type { Actor } from '../../server/context.ts'
import { type Running, startServer } from '../../server/main.ts'
import { type AssiseSeed, assisePeople, personOf, seedFile } from './targets.ts'

const [folder, port, rooms] = globalThis.process.argv.slice(2)

const server = await startServer(
  {
    port: Number(port),
    host: '127.0.0.1',
    data: folder!,
    origin: null,
    smtpUrl: null,
    mailFrom: '',
    trustProxy: 0,
    logLevel: 'warn',
    databaseUrl: globalThis.process.env.DATABASE_URL ?? null,
    // One for all: several servers may stand on one database.
    recordKey: new Uint8Array(32).fill(1),
    seal: null,
    redisUrl: globalThis.process.env.REDIS_URL ?? null,
  },
  { messagesPerSecond: 1_000_000, messagesBurst: 1_000_000, perAddressMax: 100_000 },
)
const file = join(folder!, seedFile)
if (!existsSync(file)) {
  const seed = await seedWorkspaces(server, Number(rooms))
  writeFileSync(`${file}.new`, JSON.stringify(seed))
  renameSync(`${file}.new`, file)
}
for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  globalThis.process.once(signal, () => {
    // process.exit: a profile asked for with --cpu-prof is written then.
    void server.stop().then(() => globalThis.process.exit(0))
  })
}

interface Entered {
  readonly actor: Actor
  readonly cookie: string
}

async function enter({ ctx, logins }: Running, link: string | null): Promise<Entered> {
  const token = link?.split('#')[1]
  if (!token) throw new Error('no link to enter by')
  const cookie = (await followLink(ctx, token, logins.open)).cookie.split(';')[0]!
  const { actor } = await logins.read(cookie)
  return { actor: actor!, cookie }
}

/** The first workspace has all people; each of the others three of them by turns, as targets.ts expects. */
async function seedWorkspaces(running: Running, count: number): Promise<AssiseSeed> {
  // Invitations go nowhere: without this each would be a line in the log.
  const ctx = { ...running.ctx, mail: async () => false }
  const founder = await enter(running, await firstLink(ctx))
  const founderEmail = 'animation@partenaires.example'
  await changeMe(ctx, founder.actor, { name: 'Animatrice', email: founderEmail })
  const planIds: string[] = []
  const cookies: string[] = [founder.cookie]
  for (let room = 0; room < count; room++) {
    const { id, planId } = await createWorkspace(ctx, founder.actor, {
      name: `Démarche ${room}`,
      kind: 'regional',
    })
    planIds.push(planId)
    const wanted = room === 0 ? assisePeople : 3
    for (let client = 0; client < wanted; client++) {
      const person = personOf(room, client)
      if (person === 0) continue
      const { link } = await invite(ctx, founder.actor, id, {
        email: `personne-${person}@partenaires.example`,
        name: `Personne ${person}`,
        lang: 'fr',
        role: 'contributor',
        organizationId: null,
        title: '',
      })
      if (room === 0) cookies[person] = (await enter(running, link)).cookie
    }
  }
  return { planIds, cookies }
}
