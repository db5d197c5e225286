// Assise as it ships, for the benchmark of votes: one workspace, an organisation and its delegate a seat, people who type, a plan text.
// `node vote-target.ts FOLDER PORT SEATS`, started by vote.ts. Limits are raised as in assise-target.ts, and for the same reason.
import { renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { firstLink } from '../../server/acts/links.ts'
import { changeMe, followLink } from '../../server/acts/logins.ts'
import { addOrganization } from '../../server/acts/organizations.ts'
import { invite } from '../../server/acts/people.ts'
import { createWorkspace } from '../../server/acts/workspaces.ts'
import type { Actor } from '../../server/context.ts'
import { type Running, startServer } from '../../server/main.ts'
import { seedFile } from './targets.ts'

/** Each person who types holds four connections: a hundred people who type are 25 accounts. */
export const typists = 25

/** What the generator needs to know of whom it plays. */
export interface VoteSeed {
  readonly planId: string
  readonly facilitator: string
  readonly typists: readonly string[]
  /** Cookies, one a seat. */
  readonly voters: readonly string[]
}

if (import.meta.main) await main()

async function main(): Promise<void> {
  const [folder, port, seats] = globalThis.process.argv.slice(2)
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
      recordKey: new Uint8Array(32).fill(1),
      redisUrl: null,
      seal: null,
    },
    { messagesPerSecond: 1_000_000, messagesBurst: 1_000_000, perAddressMax: 100_000 },
  )
  const file = join(folder!, seedFile)
  writeFileSync(`${file}.new`, JSON.stringify(await seed(server, Number(seats))))
  renameSync(`${file}.new`, file)
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    // process.exit: a profile asked for with --cpu-prof is written then.
    globalThis.process.once(signal, () => void server.stop().then(() => globalThis.process.exit(0)))
  }
}

async function seed(running: Running, seats: number): Promise<VoteSeed> {
  const ctx = { ...running.ctx, mail: async () => false }
  const enter = async (link: string | null): Promise<{ actor: Actor; cookie: string }> => {
    const token = link?.split('#')[1]
    if (!token) throw new Error('no link to enter by')
    const cookie = (await followLink(ctx, token, running.logins.open)).cookie.split(';')[0]!
    return { actor: (await running.logins.read(cookie)).actor!, cookie }
  }
  const founder = await enter(await firstLink(ctx))
  await changeMe(ctx, founder.actor, { name: 'Animatrice', email: 'animation@partenaires.example' })
  const workspace = { name: 'Démarche', kind: 'regional' } as const
  const { id, planId } = await createWorkspace(ctx, founder.actor, workspace)
  const person = async (name: string, role: 'contributor' | 'delegate', organizationId: string | null) => {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}@partenaires.example`
    const invitation = { email, name, lang: 'fr', role, organizationId, title: '' } as const
    return (await enter((await invite(ctx, founder.actor, id, invitation)).link)).cookie
  }
  const writing: string[] = []
  for (let at = 0; at < typists; at++) writing.push(await person(`Plume ${at}`, 'contributor', null))
  const voters: string[] = []
  for (let at = 0; at < seats; at++) {
    const { id: seatId } = await addOrganization(ctx, founder.actor, id, {
      name: `Organisme communautaire numéro ${at}`,
      tier: 'local',
      sector: 'other',
      college: 'community',
      voting: true,
    })
    voters.push(await person(`Voix ${at}`, 'delegate', seatId))
  }
  return { planId, facilitator: founder.cookie, typists: writing, voters }
}
