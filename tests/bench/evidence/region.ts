// A region large enough to be measured, on the real server: 300 organisations each with its delegate, 100 people who write.
// `node region.ts FOLDER`: started by lock.ts; one JSON line when ready, and the server then runs until it is told to stop.
import { firstLink } from '../../../server/acts/links.ts'
import { changeMe, followLink } from '../../../server/acts/logins.ts'
import { addOrganization } from '../../../server/acts/organizations.ts'
import { invite } from '../../../server/acts/people.ts'
import { changeWorkspace, createWorkspace } from '../../../server/acts/workspaces.ts'
import { type Running, startServer } from '../../../server/main.ts'
import type { Role } from '../../../shared/roles.ts'
import type { College } from '../../../shared/territory.ts'

export interface Region {
  readonly url: string
  readonly workspaceId: string
  readonly planId: string
  readonly facilitator: string
  readonly delegates: readonly string[]
  readonly writers: readonly string[]
}

const delegatesCount = 300
const writersCount = 100
const colleges: readonly College[] = ['community', 'municipal', 'institutional', 'lived']

const [folder] = globalThis.process.argv.slice(2)
const server = await startServer(
  {
    port: 0,
    host: '127.0.0.1',
    data: folder!,
    databaseUrl: null,
    redisUrl: null,
    recordKey: new Uint8Array(32).fill(1),
    seal: null,
    origin: null,
    smtpUrl: null,
    mailFrom: '',
    trustProxy: 0,
    logLevel: 'error',
  },
  // All come from one address here.
  { perAddressMax: 1_000 },
)
for (const signal of ['SIGTERM', 'SIGINT'] as const)
  globalThis.process.once(signal, () => void server.stop().then(() => globalThis.process.exit(0)))
globalThis.process.stdout.write(`${JSON.stringify(await build(server))}\n`)

async function enter({ ctx, logins }: Running, link: string | null) {
  const { cookie } = await followLink(ctx, link!.split('#')[1]!, logins.open)
  const pair = cookie.split(';')[0]!
  return { cookie: pair, actor: (await logins.read(pair)).actor! }
}

async function build(running: Running): Promise<Region> {
  // Links are handed over here: in the log they would be four hundred lines.
  const ctx = { ...running.ctx, mail: async () => false }
  const founder = await enter(running, await firstLink(ctx))
  await changeMe(ctx, founder.actor, { name: 'Animatrice', email: 'animation@partenaires.example' })
  const { id, planId } = await createWorkspace(ctx, founder.actor, {
    name: 'Grande région',
    kind: 'regional',
  })
  const [half, most] = [
    { num: 1, den: 2 },
    { num: 3, den: 4 },
  ]
  await changeWorkspace(ctx, founder.actor, id, {
    rule: {
      quorum: half,
      collegesMin: 1,
      threshold: most,
      collegeWeights: null,
      collegeMax: { num: 49, den: 100 },
    },
  })
  const person = async (at: number, role: Role, organizationId: string | null) => {
    const email = `${role}-${at}@partenaires.example`
    const name = `Personne ${at}`
    const { link } = await invite(ctx, founder.actor, id, {
      email,
      name,
      lang: 'fr',
      role,
      organizationId,
      title: '',
    })
    return (await enter(running, link)).cookie
  }
  const delegates: string[] = []
  for (let at = 0; at < delegatesCount; at++) {
    const college = colleges[at % colleges.length]!
    const about = {
      name: `Organisation ${at}`,
      tier: 'local',
      sector: 'other',
      college,
      voting: true,
    } as const
    delegates.push(await person(at, 'delegate', (await addOrganization(ctx, founder.actor, id, about)).id))
  }
  const writers: string[] = []
  for (let at = 0; at < writersCount; at++) writers.push(await person(at, 'contributor', null))
  return { url: running.url, workspaceId: id, planId, facilitator: founder.cookie, delegates, writers }
}
