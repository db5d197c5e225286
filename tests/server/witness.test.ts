// A partner's witness: its program follows the record over a real port, cosigns what only grew, and raises the alarm at anything else.
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appendEntry } from '../../server/acts/record.ts'
import { witnessCommand } from '../../server/witness.ts'
import { makeWitnessKey } from '../../server/witness-files.ts'
import { doors } from '../../shared/api.ts'
import { checkpointText, cosign, openCheckpoint, signCheckpoint } from '../../shared/record/checkpoint.ts'
import { verifyEd25519 } from '../../shared/record/ed25519.ts'
import {
  lineText,
  noteKey,
  noteText,
  readNote,
  readVkey,
  signatureTypes,
  vkeyText,
} from '../../shared/record/note.ts'
import { emptyRoot } from '../../shared/record/tree.ts'
import { readRecord } from '../kit/record-reader.ts'
import { createWorld, testSigner, type World } from '../kit/world.ts'

let world: World
let folder: string
let server: Server
let url: string
/** What stands between the witness and the server; null for nothing. */
let between: ((path: string, reply: Record<string, unknown>) => unknown) | null
let said: string[]

beforeEach(async () => {
  world = await createWorld()
  folder = mkdtempSync(join(tmpdir(), 'assise-witness-'))
  between = null
  said = []
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const reply = await world.app.request(
      request.url!,
      {
        method: request.method!,
        headers: request.headers as Record<string, string>,
        ...(chunks.length > 0 && { body: Buffer.concat(chunks) }),
      },
      { incoming: { socket: { remoteAddress: '192.0.2.7' } } },
    )
    const text = await reply.text()
    response.statusCode = reply.status
    response.end(between && reply.ok ? JSON.stringify(between(request.url!, JSON.parse(text))) : text)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  await new Promise((done) => server.close(done))
  rmSync(folder, { recursive: true })
  expect(world.errors).toEqual([])
  await world.close()
})

const append = (count: number) =>
  world.ctx.transact(async (transact) => {
    for (let index = 0; index < count; index++) {
      const body = { pollId: 'p', constatDigest: '0'.repeat(64) }
      await appendEntry(world.ctx, transact, { workspaceId: world.workspaceId, type: 'constat', body })
    }
  })
const params = () => ({ workspaceId: world.workspaceId })
const keyFile = () => join(folder, 'cle.json')
const stateFile = () => join(folder, 'etat.json')

async function register(person = world.delegate) {
  const { key } = makeWitnessKey(keyFile(), 'rivebelle.example/temoin')
  const body = { vkey: vkeyText(key) }
  return person.call(doors.addWitness, { params: params(), body })
}

const visit = (token: string, ...more: string[]) =>
  witnessCommand({
    args: [url, '--cle', keyFile(), '--etat', stateFile(), '--une-fois', ...more],
    token,
    stop: new AbortController().signal,
    print: (text) => said.push(text),
    now: () => world.ctx.now(),
  })

const record = () => world.observer.call(doors.record, { params: { ...params(), from: '0' } })

describe('REC-22 a witness that is shown the truth', () => {
  test('cosigns each state it sees, and everyone reads its cosignature beside the log’s own', async () => {
    const { token } = await register()
    expect(await visit(token)).toBe(0)
    expect(said.join('\n')).toContain('Première visite')
    await append(5)
    world.pass(60_000)
    expect(await visit(token)).toBe(0)
    expect(said.at(-1)).toContain('6 entrées')

    const { checkpoint, logKey, witnesses } = await record()
    const witness = readVkey(witnesses[0]!.vkey)!
    const opened = await openCheckpoint(
      checkpoint!,
      { log: readVkey(logKey)!, witnesses: [witness] },
      verifyEd25519,
    )
    expect(opened).toMatchObject({ size: 6, witnesses: [{ key: { name: 'rivebelle.example/temoin' } }] })
    expect(witnesses).toMatchObject([
      {
        organizationName: 'Ville de Rivebelle',
        endedAt: null,
        last: { size: 6, at: world.ctx.now().toISOString() },
      },
    ])
    const { entries } = await readRecord(world, world.observer)
    expect(entries[0]).toMatchObject({ type: 'witness', body: { organizationId: world.cityId } })
  })

  test('its key and what it saw are for its owner alone', async () => {
    const { token } = await register()
    await visit(token)

    for (const file of [keyFile(), stateFile()]) expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(stateFile(), 'utf8')).not.toContain(token)
  })

  test('the log’s key from paper is demanded from the first visit on', async () => {
    const { token } = await register()
    const { logKey } = await record()
    const { name } = readVkey(logKey)!
    const other = vkeyText(noteKey(name, signatureTypes.ed25519, new Uint8Array(32).fill(9)))

    expect(await visit(token, '--registre', other)).toBe(3)
    expect(said.join('\n')).toContain('autre clé')
    expect(await visit(token, '--registre', logKey)).toBe(0)
  })
})

describe('REC-19 a witness that is lied to', () => {
  /** A server with the log's own key and another history: the worst there is. */
  const forged = async (size: number) => {
    const { logKey } = await record()
    const key = readVkey(logKey)!
    const checkpoint = {
      origin: key.name,
      size,
      root: size === 0 ? emptyRoot : new Uint8Array(32).fill(size),
    }
    const line = await signCheckpoint(checkpoint, key, testSigner.sign)
    return noteText({ text: checkpointText(checkpoint), signatures: [line] })
  }
  const lies: [string, string, () => Promise<(reply: Record<string, unknown>) => unknown>][] = [
    [
      'another history, well signed',
      'ne prolonge pas',
      async () => {
        const checkpoint = await forged(9)
        return (reply) => ({ ...reply, checkpoint })
      },
    ],
    [
      'another history of the same size',
      'ne prolonge pas',
      async () => {
        const checkpoint = await forged(4)
        return (reply) => ({ ...reply, checkpoint, consistency: [] })
      },
    ],
    [
      'a shorter record',
      'plus court',
      async () => {
        const checkpoint = await forged(2)
        return (reply) => ({ ...reply, checkpoint, consistency: [] })
      },
    ],
    ['an empty record', 'signature du registre', async () => (reply) => ({ ...reply, checkpoint: null })],
    [
      'a signature that does not hold',
      'signature du registre',
      async () => (reply) => ({ ...reply, checkpoint: String(reply.checkpoint).replace('\n7\n', '\n8\n') }),
    ],
    [
      'another key',
      'autre clé',
      async () => (reply) => {
        const { name } = readVkey(String(reply.logKey))!
        const other = noteKey(name, signatureTypes.ed25519, new Uint8Array(32).fill(9))
        return { ...reply, logKey: vkeyText(other) }
      },
    ],
  ]

  test.each(lies)(
    '%s: alarm, in words, with the evidence kept and nothing cosigned',
    async (_, words, lie) => {
      const { token } = await register()
      await append(3)
      expect(await visit(token)).toBe(0)
      const before = readFileSync(stateFile(), 'utf8')
      await append(3)
      const change = await lie()
      between = (path, reply) => (path.includes('/record/') ? change(reply) : reply)

      expect(await visit(token)).toBe(3)

      expect(said.join('\n')).toMatch(/ALARME/)
      expect(said.join('\n')).toContain(words)
      expect(readFileSync(stateFile(), 'utf8')).toBe(before)
      const evidence = readdirSync(folder).find((name) => name.includes('alarme'))!
      expect(JSON.parse(readFileSync(join(folder, evidence), 'utf8'))).toMatchObject({ seen: {}, shown: {} })
      expect((await record()).witnesses[0]!.last).toMatchObject({ size: 4 })
    },
  )

  test('a memory that was damaged does not pass for a first visit', async () => {
    const { token } = await register()
    await visit(token)
    writeFileSync(stateFile(), '{')

    expect(await visit(token)).toBe(2)
    expect(said.at(-1)).toContain('Un fichier ne peut pas servir')
  })
})

describe('REC-21 what a witness may do', () => {
  const bearer = (token: string, path: string, body?: object) =>
    world.browser().fetch(path, {
      method: body ? 'POST' : 'GET',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    })

  test('its token opens the checkpoint and takes cosignatures, and opens no other door', async () => {
    const { token } = await register()

    expect((await bearer(token, '/api/witness/record/0')).status).toBe(200)
    for (const path of ['/record/0', '/record/entries/0', ''])
      expect((await bearer(token, `/api/workspaces/${world.workspaceId}${path}`)).status).toBe(401)
    expect((await bearer('a'.repeat(43), '/api/witness/record/0')).status).toBe(401)
    expect((await bearer('', '/api/witness/record/0')).status).toBe(401)
  })

  test('guessing tokens is slowed down', async () => {
    for (let tries = 0; tries < 100; tries++) await bearer('a'.repeat(43), '/api/witness/record/0')

    expect((await bearer('a'.repeat(43), '/api/witness/record/0')).status).toBe(429)
  })

  test('only its own cosignature is kept, of a checkpoint that exists, at a time that is not to come', async () => {
    const { token } = await register()
    const { key, sign } = makeWitnessKey(join(folder, 'autre.json'), 'rivebelle.example/temoin')
    const { readWitnessKey } = await import('../../server/witness-files.ts')
    const own = readWitnessKey(keyFile())
    const { text } = readNote((await record()).checkpoint!)!
    const now = Math.floor(world.ctx.now().getTime() / 1000)
    const send = async (line: Awaited<ReturnType<typeof cosign>>, size = 1) =>
      (await bearer(token, '/api/witness/cosignatures', { size, line: lineText(line) })).status

    expect(await send(await cosign(text, key, now, sign))).toBe(400)
    expect(await send(await cosign(text, own.key, now, own.sign), 2)).toBe(400)
    expect(await send(await cosign(text.replace('\n1\n', '\n2\n'), own.key, now, own.sign))).toBe(400)
    expect(await send(await cosign(text, own.key, now + 3_600, own.sign))).toBe(400)
    expect(await send({ ...(await cosign(text, own.key, now, own.sign)), name: 'autre' })).toBe(400)
    expect((await record()).witnesses[0]!.last).toBeNull()
    expect(await send(await cosign(text, own.key, now, own.sign))).toBe(200)
    expect(await send(await cosign(text, own.key, now + 1, own.sign))).toBe(200)
    expect(await world.db.selectFrom('record_cosignatures').selectAll().execute()).toHaveLength(1)
  })

  test('who speaks for no organisation has none; a key serves once; only its own organisation or the facilitator ends it', async () => {
    const { id, token } = await register()
    const { key } = makeWitnessKey(join(folder, 'seconde.json'), 'a.example/b')
    const add = (person = world.delegate, vkey = vkeyText(key)) =>
      person.refusal(doors.addWitness, { params: params(), body: { vkey } })
    const end = { params: { ...params(), witnessId: id } }

    expect(await add(world.facilitator)).toBe('witnessOrganization')
    expect(await add(world.delegate, 'non')).toBe('witnessKey')
    expect(await add(world.delegate, (await record()).logKey)).toBe('witnessKey')
    expect(await add(world.otherDelegate, (await record()).witnesses[0]!.vkey)).toBe('witnessKnown')
    expect(await world.otherDelegate.refusal(doors.endWitness, end)).toBe('witnessForeign')
    await world.facilitator.call(doors.endWitness, end)
    await world.facilitator.call(doors.endWitness, end)

    expect((await bearer(token, '/api/witness/record/0')).status).toBe(401)
    const { entries } = await readRecord(world, world.observer)
    expect(entries.map(({ type }) => type)).toEqual(['witness', 'witness-end'])
  })

  test('the command tells of wrong use, of a missing token, and of a server that is not there', async () => {
    const { token } = await register()
    const run = (args: string[], by: string | undefined = token) =>
      witnessCommand({
        args,
        token: by,
        stop: new AbortController().signal,
        print: (text) => said.push(text),
      })
    const full = ['--cle', keyFile(), '--etat', stateFile(), '--une-fois']

    expect(await run([])).toBe(2)
    expect(await run([url, ...full, '--inconnu'])).toBe(2)
    expect(await run([url, ...full], '')).toBe(2)
    expect(await run(['http://assise.example.org', ...full])).toBe(2)
    expect(await run(['http://127.0.0.1:9', ...full])).toBe(1)
    expect(await run([url, ...full], 'a'.repeat(43))).toBe(1)
    expect(said.at(-1)).toContain('Ce jeton de témoin n’est pas connu')
    expect(await run(['key', '--cle', keyFile(), '--nom', 'a.example/b'])).toBe(2)
    expect(await run(['key', '--cle', join(folder, 'neuve.json'), '--nom', 'a.example/b'])).toBe(0)
    expect(said.at(-1)).toMatch(/a\.example\/b\+[0-9a-f]{8}\+/)
  })
})
