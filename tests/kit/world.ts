// A whole server without its sockets: real SQLite in memory, a clock that a test moves, people made through the same acts as
// anyone's. Called by tests of server/.

import { firstLink } from '../../server/acts/links.ts'
import { assemble } from '../../server/assemble.ts'
import type { Context, Mail } from '../../server/context.ts'
import { connect, type Db } from '../../server/db/connect.ts'
import type { App } from '../../server/http/serve.ts'
import type { Logins } from '../../server/logins.ts'
import { signerOf } from '../../server/record-key.ts'
import type { Rooms } from '../../server/sync/rooms.ts'
import { doors } from '../../shared/api.ts'
import type { Role } from '../../shared/roles.ts'
import type { College } from '../../shared/territory.ts'
import type { Topic } from '../../shared/wire.ts'
import { type Browser, openBrowser, type Person } from './actors.ts'

/** The log's key of every test: nothing secret is in a fixed one. */
export const testSigner = signerOf(new Uint8Array(32).fill(1))
export const worldOrigin = 'http://localhost:8420'

/** The bare server of a test: no workspace, nobody yet. */
export interface Bare {
  readonly db: Db
  readonly ctx: Context
  readonly app: App
  readonly logins: Logins
  /** The real rooms; a test joins them as a peer of its own, or over a socket on a real port. */
  readonly rooms: Rooms
  /** Topics that screens were told to fetch again, in order. */
  readonly notices: Topic[]
  /** Mails sent (an SMTP server seems to be set unless `mailWorks` is false). */
  readonly mails: Mail[]
  /** Errors that the server logged: bugs. A test that expects none may check it. */
  readonly errors: unknown[]
  /** Moves the clock on. */
  pass(ms: number): void
  browser(address?: string): Browser
  /** A person signed in by a one-time link. */
  enter(link: string, browser?: Browser): Promise<Browser>
  close(): Promise<void>
}

export interface BareOptions {
  readonly mailWorks?: boolean
  readonly origin?: string
  readonly start?: string
  /** A PostgreSQL's address; SQLite in memory otherwise. */
  readonly database?: string
}

export async function createBare(options: BareOptions = {}): Promise<Bare> {
  const { mailWorks = false, origin = worldOrigin, start = '2026-03-02T14:00:00.000Z', database } = options
  const db = await connect(database ?? ':memory:')
  const mails: Mail[] = []
  const errors: unknown[] = []
  const notices: Topic[] = []
  let at = new Date(start).getTime()
  const house = assemble({
    db,
    now: () => new Date(at),
    mail: async (mail) => {
      mails.push(mail)
      return mailWorks
    },
    mailing: mailWorks,
    origin,
    record: testSigner,
    trustProxy: 0,
    clientDir: null,
    failed: (error) => errors.push(error),
    noticed: (topic) => notices.push(topic),
  })
  const { ctx, logins, app, rooms } = house
  const enter = async (link: string, browser = openBrowser(app, origin)) => {
    await browser.call(doors.followLink, { body: { token: new URL(link).hash.slice(1) } })
    return browser
  }
  return {
    db,
    ctx,
    app,
    logins,
    rooms,
    notices,
    mails,
    errors,
    pass: (ms) => {
      at += ms
    },
    browser: (address) => openBrowser(app, origin, address),
    enter,
    close: async () => {
      await house.close()
      await house.settle()
      await db.destroy()
    },
  }
}

/** A workspace under way: two organisations with a voice, and one person of each role (two delegates). */
export interface World extends Bare {
  readonly workspaceId: string
  readonly planId: string
  readonly cityId: string
  readonly clinicId: string
  readonly facilitator: Person
  /** Carries the voice of the city. */
  readonly delegate: Person
  /** Carries the voice of the clinic. */
  readonly otherDelegate: Person
  readonly contributor: Person
  readonly commenter: Person
  readonly observer: Person
  readonly signatory: Person
  /** Signed in, and of no workspace. */
  readonly stranger: Person
  as(person: Person): Person
  /** Invites one more person and signs them in. */
  person(input: NewPerson): Promise<Person>
}

export interface NewPerson {
  readonly name: string
  readonly role: Role
  readonly organizationId?: string | null
  readonly title?: string
}

export async function createWorld(options: BareOptions = {}): Promise<World> {
  const bare = await createBare(options)
  const founder = await bare.enter((await firstLink(bare.ctx))!)
  const facilitatorEmail = 'maude.belanger@animation.example'
  await founder.call(doors.changeMe, { body: { name: 'Maude Bélanger', email: facilitatorEmail } })
  const { id: workspaceId, planId } = await founder.call(doors.createWorkspace, {
    body: { name: 'Démarche des Trois-Rives', kind: 'regional' },
  })
  const params = { workspaceId }
  const organization = async (name: string, college: College) => {
    const body = { name, tier: 'local', sector: 'other', college, voting: true } as const
    return (await founder.call(doors.addOrganization, { params, body })).id
  }
  const cityId = await organization('Ville de Rivebelle', 'municipal')
  const clinicId = await organization('Clinique communautaire du Pont', 'community')

  const person = async ({ name, role, organizationId = null, title = '' }: NewPerson): Promise<Person> => {
    const email = `${name
      .toLowerCase()
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^a-z]+/g, '.')}@partenaires.example`
    await founder.call(doors.invite, {
      params,
      body: { email, name, lang: 'fr', role, organizationId, title },
    })
    const browser = await bare.enter(bare.mails.at(-1)!.link!)
    return personOn(bare, browser, { name, email, role, organizationId })
  }
  const stranger = await person({ name: 'Sacha Dumont', role: 'observer' })
  await founder.call(doors.removePerson, { params: { workspaceId, userId: stranger.userId } })
  const world = {
    facilitator: await personOn(bare, founder, {
      name: 'Maude Bélanger',
      email: facilitatorEmail,
      role: 'facilitator',
      organizationId: null,
    }),
    delegate: await person({
      name: 'Denis Roy',
      role: 'delegate',
      organizationId: cityId,
      title: 'conseiller',
    }),
    otherDelegate: await person({ name: 'Aïcha Benali', role: 'delegate', organizationId: clinicId }),
    contributor: await person({ name: 'Cédric Lavoie', role: 'contributor', organizationId: clinicId }),
    commenter: await person({ name: 'Colette Morin', role: 'commenter' }),
    observer: await person({ name: 'Olivier Sioui', role: 'observer' }),
    signatory: await person({ name: 'Simone Gagné', role: 'signatory', title: 'mairesse' }),
  }
  bare.mails.length = 0
  return {
    ...bare,
    ...world,
    workspaceId,
    planId,
    cityId,
    clinicId,
    stranger,
    as: (someone) => someone,
    person,
  }
}

async function personOn(
  bare: Bare,
  browser: Browser,
  { name, email, role, organizationId }: Pick<Person, 'name' | 'email' | 'role' | 'organizationId'>,
): Promise<Person> {
  const me = await browser.call(doors.me, {})
  return {
    ...browser,
    userId: me!.id,
    name,
    email,
    role,
    organizationId,
    actor: async () => (await bare.logins.read(browser.cookie())).actor!,
  }
}
