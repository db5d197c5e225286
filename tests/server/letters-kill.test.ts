// MAIL-1 MAIL-2 on a real server and a real mail server: killed between an act and its letters, it sends each once when it comes back.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../server/db/connect.ts'
import { type Door, doors, type ParamsOf } from '../../shared/api.ts'

const root = resolve(import.meta.dirname, '../..')
let folder: string
let post: PostBox
const children: ChildProcess[] = []

interface PostBox {
  readonly port: number
  /** Message-ID and recipient of each mail taken in, in order. */
  readonly mails: { id: string; to: string }[]
  /** Whether it takes mail in, or leaves whoever calls without a word. */
  speaks: boolean
  close(): void
}

/** As much of a mail server (RFC 5321) as one letter at a time needs. */
async function openPostBox(): Promise<PostBox> {
  const sockets = new Set<Socket>()
  const box = { port: 0, mails: [] as { id: string; to: string }[], speaks: true, close: () => {} }
  const server: Server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => {})
    if (!box.speaks) return
    let to = ''
    let data: string | null = null
    let held = ''
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 post.example')
    socket.on('data', (bytes) => {
      held += bytes.toString('utf8')
      for (let end = held.indexOf('\r\n'); end >= 0; end = held.indexOf('\r\n')) {
        const line = held.slice(0, end)
        held = held.slice(end + 2)
        if (data !== null) {
          if (line !== '.') {
            data += `${line}\n`
            continue
          }
          box.mails.push({ id: /^message-id: (.*)$/im.exec(data)?.[1] ?? '', to })
          data = null
          say('250 taken')
        } else if (/^rcpt to:/i.test(line)) {
          to = /<([^>]*)>/.exec(line)?.[1] ?? ''
          say('250 ok')
        } else if (/^data/i.test(line)) {
          data = ''
          say('354 go on')
        } else if (/^quit/i.test(line)) {
          say('221 bye')
          socket.end()
        } else say('250 ok')
      }
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return Object.assign(box, {
    port: (server.address() as { port: number }).port,
    close: () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
  })
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'assise-letters-'))
  post = await openPostBox()
})
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
  post.close()
  await rm(folder, { recursive: true, force: true })
})

async function start() {
  const child = spawn(process.execPath, [join(root, 'server/cli.ts'), 'start'], {
    env: {
      PATH: process.env.PATH,
      PORT: '0',
      ASSISE_DATA: folder,
      LOG_LEVEL: 'info',
      SMTP_URL: `smtp://127.0.0.1:${post.port}`,
      ASSISE_MAIL_FROM: 'Assise <ne-pas-repondre@assise.example>',
    },
  })
  children.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (bytes: Buffer) => (said += bytes.toString('utf8')))
  await expect.poll(() => /"listening"/.test(said), { timeout: 40_000 }).toBe(true)
  const url = /"url":"([^"]+)"/.exec(said)![1]!
  const kill = async () => {
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  return { url, firstLink: () => /(http\S+\/entrer\/lien#\S+)/.exec(said)?.[1], kill }
}

let cookie = ''
async function call<Path extends string, Body, Reply>(
  url: string,
  door: Door<Path, Body, Reply>,
  input: { params?: ParamsOf<Path>; body?: Body },
): Promise<Reply> {
  const params = (input.params ?? {}) as Record<string, string>
  const path = door.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? '')
  const response = await fetch(`${url}${path}`, {
    method: door.method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(input.body !== undefined && { body: JSON.stringify(input.body) }),
  })
  const set = response.headers.get('set-cookie')
  if (set) cookie = set.split(';')[0]!
  const answer = await response.json()
  if (!response.ok) throw new Error(JSON.stringify(answer))
  return answer as Reply
}

test('killed between the opening of a poll and its invitations, the server sends each once when it comes back', async () => {
  const first = await start()
  await expect.poll(first.firstLink, { timeout: 10_000 }).toBeTruthy()
  await call(first.url, doors.followLink, { body: { token: new URL(first.firstLink()!).hash.slice(1) } })
  await call(first.url, doors.changeMe, { body: { name: 'Maude', email: 'maude@animation.example' } })
  const { id: workspaceId, planId } = await call(first.url, doors.createWorkspace, {
    body: { name: 'Trois-Rives', kind: 'regional' },
  })
  const delegates: string[] = []
  for (const [name, college] of [
    ['Ville', 'municipal'],
    ['Clinique', 'community'],
    ['Table', 'lived'],
    ['Coop', 'economy'],
  ] as const) {
    const { id: organizationId } = await call(first.url, doors.addOrganization, {
      params: { workspaceId },
      body: { name, tier: 'local', sector: 'other', college, voting: true },
    })
    const email = `${name.toLowerCase()}@partenaires.example`
    delegates.push(email)
    await call(first.url, doors.invite, {
      params: { workspaceId },
      body: { email, name, lang: 'fr', role: 'delegate', organizationId, title: '' },
    })
  }
  post.mails.length = 0
  // From here on the mail server says nothing: what is tried hangs, and the kill cuts it short.
  post.speaks = false
  await call(first.url, doors.openVote, {
    params: { planId },
    body: {
      subject: { kind: 'question' },
      question: { fr: 'Nous voyons-nous en avril ?', en: 'Do we meet in April?' },
      choice: {
        method: 'yesNo',
        params: {},
        options: [],
        adopts: true,
        secrecy: 'open',
        revote: false,
        results: 'afterClose',
        closesAt: new Date(Date.now() + 5 * 86_400_000).toISOString(),
      },
      clientKey: 'open-1',
    },
  })
  await first.kill()
  expect(post.mails).toEqual([])

  post.speaks = true
  const second = await start()
  await expect.poll(() => post.mails.length, { timeout: 20_000 }).toBe(4)
  expect(post.mails.map(({ to }) => to).sort()).toEqual(delegates.sort())
  expect(new Set(post.mails.map(({ id }) => id)).size).toBe(4)
  const db = await connect(join(folder, 'assise.db'))
  const endings = async () => {
    const rows = await db
      .selectFrom('letters')
      .select('ending')
      .where('letter_key', 'like', 'vote:%')
      .execute()
    return rows.map(({ ending }) => ending)
  }
  await expect.poll(endings, { timeout: 20_000 }).toEqual(['sent', 'sent', 'sent', 'sent'])
  await db.destroy()
  await second.kill()
  const third = await start()
  await new Promise((done) => setTimeout(done, 2_000))
  await third.kill()

  expect(post.mails).toHaveLength(4)
}, 180_000)

test('killed in the middle of a letter, it tries that one again later under the same name', async () => {
  const first = await start()
  await expect.poll(first.firstLink, { timeout: 10_000 }).toBeTruthy()
  cookie = ''
  await call(first.url, doors.followLink, { body: { token: new URL(first.firstLink()!).hash.slice(1) } })
  await call(first.url, doors.changeMe, { body: { name: 'Maude', email: 'maude@animation.example' } })
  const { planId } = await call(first.url, doors.createWorkspace, {
    body: { name: 'Trois-Rives', kind: 'regional' },
  })
  const at = (ms: number) => new Date(Date.now() + ms).toISOString()
  const { id: meetingId } = await call(first.url, doors.draftMeeting, {
    params: { planId },
    body: {
      about: {
        title: { fr: 'Séance', en: 'Meeting' },
        mode: 'room',
        place: 'Salle',
        link: '',
        startsAt: at(3_600_000),
        endsAt: at(7_200_000),
        queueBy: 'person',
        speechSeconds: 0,
        secretary: '',
      },
      clientKey: 'draft-1',
    },
  })
  const act = (command: object, clientKey: string) =>
    call(first.url, doors.actInMeeting, { params: { meetingId }, body: { command, clientKey } as never })
  await act(
    { kind: 'addItem', item: { title: { fr: 'Accueil', en: 'Welcome' }, kind: 'info', plannedMinutes: 5 } },
    'item-1',
  )
  post.speaks = false
  // The convocation waits for a mail server that never answers.
  const hanging = act({ kind: 'convene' }, 'convene-1').catch(() => 'cut')
  const look = await connect(join(folder, 'assise.db'))
  const tries = async () =>
    (await look.selectFrom('letters').select(['id', 'tries']).execute()).map((row) => [
      row.id,
      Number(row.tries),
    ])
  await expect.poll(tries, { timeout: 20_000 }).toEqual([[expect.any(String), 1]])
  await first.kill()
  await hanging
  const [[id] = []] = await tries()
  // Time passes: the pause of the first try is over.
  await look
    .updateTable('letters')
    .set({ due_at: at(-1_000) })
    .execute()
  await look.destroy()

  post.speaks = true
  const second = await start()
  await expect.poll(() => post.mails.length, { timeout: 20_000 }).toBe(1)
  await second.kill()
  expect(post.mails).toEqual([{ id: `<${String(id)}@assise.example>`, to: 'maude@animation.example' }])
}, 180_000)
