// People of a workspace: invited by mail, given one role, removed; what each role may do; what a stranger sees. Rules PEOPLE, ROLE.
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openMail } from '../../server/mail.ts'
import type { Peer } from '../../server/sync/seams.ts'
import { type Door, type DoorName, doors } from '../../shared/api.ts'
import { roleKeys } from '../../shared/roles.ts'
import type { Person } from '../kit/actors.ts'
import { createWorld, type World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createWorld()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const params = () => ({ workspaceId: world.workspaceId })
const of = (person: { userId: string }) => ({ ...params(), userId: person.userId })
const rosa = {
  email: 'rosa.ndiaye@partenaires.example',
  name: 'Rosa Ndiaye',
  lang: 'fr',
  role: 'commenter',
  organizationId: null,
  title: 'citoyenne',
} as const

/** The person's seat at the live plan, as the room has it. */
async function seat(person: Person): Promise<{ peer: Peer; closed: string[] }> {
  const actor = await person.actor()
  const closed: string[] = []
  const peer: Peer = {
    person: { ...actor, name: person.name, organization: null },
    capability: 'edit',
    send: () => {},
    close: (reason) => {
      closed.push(reason)
    },
  }
  await world.rooms.join(world.planId, peer)
  return { peer, closed }
}

describe('inviting', () => {
  test('PEOPLE-1: an invited person follows the link and is a member in the role given', async () => {
    const invitation = await world.facilitator.call(doors.invite, { params: params(), body: rosa })
    const browser = await world.enter(invitation.link!)

    const me = await browser.call(doors.me, {})

    expect(invitation).toMatchObject({ mailed: false })
    expect(me).toMatchObject({
      name: 'Rosa Ndiaye',
      email: rosa.email,
      memberships: [{ workspaceId: world.workspaceId, planId: world.planId, role: 'commenter' }],
      mayCreateWorkspace: false,
    })
  })

  test('the invitation arrives by mail in the person’s language, through a real mail server', async () => {
    const received: { from: string; to: string[]; text: string }[] = []
    const server = new SMTPServer({
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData: (stream, { envelope }, done) => {
        const chunks: Buffer[] = []
        stream.on('data', (chunk: Buffer) => chunks.push(chunk))
        stream.on('end', () => {
          const { mailFrom, rcptTo } = envelope
          received.push({
            from: mailFrom ? mailFrom.address : '',
            to: rcptTo.map(({ address }) => address),
            text: Buffer.concat(chunks).toString('utf8'),
          })
          done()
        })
      },
    })
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', () => done()))
    const { port } = server.server.address() as AddressInfo
    const log: object[] = []
    const mailer = openMail(
      { smtpUrl: `smtp://127.0.0.1:${port}?ignoreTLS=true`, mailFrom: 'Assise <assise@example.org>' },
      { warn: (about) => log.push(about), error: (about) => log.push(about) },
    )
    await world.facilitator.call(doors.invite, { params: params(), body: rosa })

    const sent = await mailer.send(world.mails[0]!)
    mailer.close()
    await new Promise<void>((done) => server.close(() => done()))
    const down = await openMail(
      { smtpUrl: `smtp://127.0.0.1:${port}`, mailFrom: 'assise@example.org' },
      { warn: (about) => log.push(about), error: (about) => log.push(about) },
    ).send(world.mails[0]!)

    expect([sent, down]).toEqual([true, false])
    expect(received).toHaveLength(1)
    expect(received[0]).toMatchObject({ from: 'assise@example.org', to: [rosa.email] })
    const body = decodeMail(received[0]!.text)
    expect(body).toContain('Maude Bélanger vous invite à la démarche « Démarche des Trois-Rives »')
    expect(body).toContain(world.mails[0]!.link)
    // The server is down: what failed is told, without the address or the link.
    expect(log).toHaveLength(1)
    expect(JSON.stringify(log)).not.toContain(rosa.email)
    expect(JSON.stringify(log)).not.toContain('/entrer/lien')
  })

  test('a link that was mailed is not shown; without a mail server it is in the log, the address masked', async () => {
    const mailed = await createWorld({ mailWorks: true })
    const invitation = await mailed.facilitator.call(doors.invite, {
      params: { workspaceId: mailed.workspaceId },
      body: { ...rosa, lang: 'en' },
    })
    const lines: object[] = []
    const mailer = openMail(
      { smtpUrl: null, mailFrom: '' },
      { warn: (about) => lines.push(about), error: () => {} },
    )
    const sent = await mailer.send(mailed.mails[0]!)

    expect(invitation).toMatchObject({ mailed: true, link: null })
    expect(mailed.mails[0]!.text).toContain('Maude Bélanger invites you')
    expect(sent).toBe(false)
    expect(lines).toEqual([{ to: 'r…@partenaires.example', link: mailed.mails[0]!.link }])
    await mailed.close()
  })

  test('PEOPLE-5: the link of a person who has more than this workspace is never shown to a facilitator', async () => {
    const again = () => world.facilitator.call(doors.inviteAgain, { params: of(world.delegate) })
    const before = await again()
    await world.delegate.call(doors.setPassword, { body: { password: 'trois rivières en crue' } })
    const after = await again()
    const self = await world.facilitator.call(doors.inviteAgain, { params: of(world.facilitator) })

    expect(before.link).toContain('/entrer/lien#')
    expect(after.link).toBeNull()
    expect(self.link).toBeNull()
    expect(world.mails.at(-2)!.to).toBe(world.delegate.email)
  })

  test('PEOPLE-1: an account that exists keeps its name and language', async () => {
    const body = { ...rosa, email: world.stranger.email, name: 'Quelqu’un d’autre', lang: 'en' } as const
    await world.facilitator.call(doors.invite, { params: params(), body })

    expect(await world.stranger.call(doors.me, {})).toMatchObject({ name: world.stranger.name, lang: 'fr' })
  })

  test('is refused for someone who is a member already, and of several at once one succeeds', async () => {
    const call = () => world.facilitator.call(doors.invite, { params: params(), body: rosa })
    const answers = await Promise.allSettled([call(), call(), call()])

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await world.facilitator.refusal(doors.invite, { params: params(), body: rosa })).toBe(
      'alreadyMember',
    )
  })

  test('a delegate needs an organisation of this workspace', async () => {
    const other = await world.facilitator.call(doors.createWorkspace, {
      body: { name: 'Autre', kind: 'local' },
    })
    const body = { name: 'Ailleurs', tier: 'local', sector: 'other', college: 'lived', voting: true } as const
    const foreign = await world.facilitator.call(doors.addOrganization, {
      params: { workspaceId: other.id },
      body,
    })
    const invite = (organizationId: string | null) =>
      world.facilitator.refusal(doors.invite, {
        params: params(),
        body: { ...rosa, role: 'delegate', organizationId },
      })

    expect(await invite(null)).toBe('organizationNeeded')
    expect(await invite(foreign.id)).toBe('invalidField')
  })
})

describe('changing and removing', () => {
  test('PEOPLE-2: a new role is in force at once, on the open socket too', async () => {
    const { peer, closed } = await seat(world.contributor)
    expect(peer.capability).toBe('edit')

    await world.facilitator.call(doors.changePerson, {
      params: of(world.contributor),
      body: { role: 'observer' },
    })

    expect(peer.capability).toBe('read')
    expect(closed).toEqual([])
    const view = await world.contributor.call(doors.workspace, { params: params() })
    expect(view.me.role).toBe('observer')
  })

  test('PEOPLE-2: one who is removed is outside at once, and their open socket closes', async () => {
    const { closed } = await seat(world.contributor)

    await world.facilitator.call(doors.removePerson, { params: of(world.contributor) })

    expect(closed).toEqual(['forbidden'])
    expect(await world.contributor.refusal(doors.workspace, { params: params() })).toBe('notMember')
  })

  test('LOGIN-3: signing out everywhere closes the open sockets', async () => {
    const { closed } = await seat(world.delegate)
    const other = await seat(world.otherDelegate)

    await world.delegate.call(doors.logoutEverywhere, {})

    expect(closed).toEqual(['loginNeeded'])
    expect(other.closed).toEqual([])
  })

  test('PEOPLE-2: the last facilitator neither leaves nor changes role; with another, they may', async () => {
    const change = { params: of(world.facilitator), body: { role: 'observer' } } as const
    const refused = [
      await world.facilitator.refusal(doors.changePerson, change),
      await world.facilitator.refusal(doors.removePerson, { params: of(world.facilitator) }),
    ]
    await world.facilitator.call(doors.changePerson, {
      params: of(world.observer),
      body: { role: 'facilitator' },
    })
    await world.facilitator.call(doors.changePerson, change)

    expect(refused).toEqual(['lastFacilitator', 'lastFacilitator'])
    expect(await world.facilitator.refusal(doors.removePerson, { params: of(world.observer) })).toBe(
      'roleForbids',
    )
  })

  test('of two facilitators who remove each other at once, one stays', async () => {
    const second = await world.person({ name: 'Gilles Paré', role: 'facilitator' })

    await Promise.allSettled([
      world.facilitator.call(doors.removePerson, { params: of(second) }),
      second.call(doors.removePerson, { params: of(world.facilitator) }),
    ])

    const rows = await world.db
      .selectFrom('members')
      .select('user_id')
      .where('role', '=', 'facilitator')
      .execute()
    expect(rows).toHaveLength(1)
  })

  test('a contributor made delegate needs an organisation; one that loses it cannot stay delegate', async () => {
    const toDelegate = { params: of(world.commenter), body: { role: 'delegate' } } as const
    const loses = { params: of(world.delegate), body: { organizationId: null } } as const

    expect(await world.facilitator.refusal(doors.changePerson, toDelegate)).toBe('organizationNeeded')
    expect(await world.facilitator.refusal(doors.changePerson, loses)).toBe('organizationNeeded')
  })

  test('every act on people is in the journal', async () => {
    await world.facilitator.call(doors.invite, { params: params(), body: rosa })
    await world.facilitator.call(doors.changePerson, { params: of(world.delegate), body: { title: 'maire' } })
    await world.facilitator.call(doors.removePerson, { params: of(world.observer) })

    const rows = await world.db
      .selectFrom('journal')
      .select(['act', 'user_id', 'subject'])
      .where('workspace_id', '=', world.workspaceId)
      .orderBy('id', 'desc')
      .limit(3)
      .execute()
    expect(rows.reverse()).toMatchObject([
      { act: 'invite', user_id: world.facilitator.userId },
      { act: 'changePerson', subject: world.delegate.userId },
      { act: 'removePerson', subject: world.observer.userId },
    ])
  })
})

/** Every door of a workspace that changes something about it, with a call that would pass for a facilitator. */
const workspaceDoors = (): { name: DoorName; params: Record<string, string>; body?: unknown }[] => [
  { name: 'workspace', params: params() },
  { name: 'changeWorkspace', params: params(), body: { name: 'Autre nom' } },
  { name: 'addTerritory', params: params(), body: { name: 'MRC', type: 'mrc', parentId: null } },
  { name: 'changeTerritory', params: { ...params(), territoryId: 'x' }, body: { name: 'MRC' } },
  { name: 'removeTerritory', params: { ...params(), territoryId: 'x' } },
  {
    name: 'addOrganization',
    params: params(),
    body: { name: 'O', tier: 'local', sector: 'other', college: 'lived', voting: false },
  },
  {
    name: 'changeOrganization',
    params: { ...params(), organizationId: world.cityId },
    body: { voting: false },
  },
  { name: 'removeOrganization', params: { ...params(), organizationId: world.cityId } },
  { name: 'invite', params: params(), body: rosa },
  { name: 'inviteAgain', params: of(world.delegate) },
  { name: 'changePerson', params: of(world.delegate), body: { title: 'maire' } },
  { name: 'removePerson', params: of(world.signatory) },
]
const knock = (person: Pick<Person, 'refusal'>, { name, ...input }: ReturnType<typeof workspaceDoors>[0]) =>
  person.refusal(doors[name] as unknown as Door<'/:any', unknown, unknown>, input as never)

describe('who may', () => {
  test.each(roleKeys.filter((role) => role !== 'facilitator'))(
    'ROLE-1: a %s reads the workspace and changes nothing of it',
    async (role) => {
      const person = role === 'delegate' ? world.delegate : world[role]

      const view = await person.call(doors.workspace, { params: params() })

      expect(view.me.role).toBe(role)
      for (const door of workspaceDoors().filter(({ name }) => name !== 'workspace')) {
        expect([door.name, await knock(person, door)]).toEqual([door.name, 'roleForbids'])
      }
    },
  )

  test('a stranger meets the same 404 at every door, whether the workspace exists or not', async () => {
    for (const door of workspaceDoors()) {
      const nowhere = { ...door, params: { ...door.params, workspaceId: 'nowhere' } }

      expect([door.name, await knock(world.stranger, door)]).toEqual([door.name, 'notMember'])
      expect([door.name, await knock(world.stranger, nowhere)]).toEqual([door.name, 'notMember'])
    }
  })

  test('a facilitator of one workspace reaches nothing of another', async () => {
    const { id } = await world.facilitator.call(doors.createWorkspace, {
      body: { name: 'Autre', kind: 'local' },
    })
    const mine = { workspaceId: id }
    const paths: [DoorName, Record<string, string>, unknown?][] = [
      ['changeOrganization', { ...mine, organizationId: world.cityId }, { voting: false }],
      ['removeOrganization', { ...mine, organizationId: world.cityId }],
      ['changePerson', { ...mine, userId: world.delegate.userId }, { title: 'x' }],
      ['removePerson', { ...mine, userId: world.delegate.userId }],
      ['inviteAgain', { ...mine, userId: world.delegate.userId }],
    ]

    for (const [name, params, body] of paths) {
      expect([name, await knock(world.facilitator, { name, params, body })]).toEqual([name, 'notFound'])
    }
  })

  test('only a facilitator, or the first person, creates a workspace', async () => {
    const body = { name: 'Autre', kind: 'local' } as const

    expect(await world.delegate.refusal(doors.createWorkspace, { body })).toBe('notFirst')
    expect(await world.stranger.refusal(doors.createWorkspace, { body })).toBe('notFirst')
  })
})

/** The readable text of a mail: quoted-printable or base64, as the library chose. */
function decodeMail(raw: string): string {
  const [head = '', ...rest] = raw.split('\r\n\r\n')
  const body = rest.join('\r\n\r\n')
  if (/base64/i.test(head)) return Buffer.from(body, 'base64').toString('utf8')
  const bytes = body
    .replace(/=\r\n/g, '')
    .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return Buffer.from(bytes, 'latin1').toString('utf8')
}
