// A plan of one megabyte under 300 voices is locked while 100 people type: over real sockets, on the real server in a process of its own.
// Called by evidence.ts.
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import * as Y from 'yjs'
import { defineDraft, draftProse, draftText } from '../../../shared/plan/draft.ts'
import { digest, parseCanonical } from '../../../shared/record/canonical.ts'
import type { PollView, VersionView } from '../../../shared/views.ts'
import { fillPlan } from '../../kit/council.ts'
import { type RawPeer, rawPeer, until } from '../../kit/peers.ts'
import type { Region } from './region.ts'

export interface LockFigures {
  readonly ms: number
  readonly planBytes: number
  readonly voices: number
  /** Keys struck by the 100 before the lock was answered, and after it. */
  readonly before: number
  readonly after: number
  /** Nothing of what was typed after is in the version, which is the text voted on. */
  readonly clean: boolean
}

/** Two keys a second each: a hundred people who write without haste. */
const keyEveryMs = 500
const warmMs = 3_000

export async function measureLock(): Promise<LockFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'assise-bench-'))
  const child = spawn(globalThis.process.execPath, [join(import.meta.dirname, 'region.ts'), folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  try {
    const lines = createInterface(child.stdout)
    const [line] = await Promise.race([
      new Promise<string[]>((done) => lines.once('line', (one) => done([one]))),
      new Promise<never>((_, fail) =>
        child.once('exit', (code) => fail(new Error(`the region ended: ${code}`))),
      ),
    ])
    return await locked(JSON.parse(line!) as Region)
  } finally {
    const ended = new Promise((done) => child.once('exit', done))
    child.kill('SIGTERM')
    if (child.exitCode === null) await ended
    rmSync(folder, { recursive: true, force: true })
  }
}

async function locked(region: Region): Promise<LockFigures> {
  const { url, planId, workspaceId } = region
  const ask = async <T>(cookie: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${url}${path}`, {
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      headers: { cookie, ...(body !== undefined && { 'content-type': 'application/json' }) },
    })
    const answer = await response.json()
    if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer).slice(0, 400)}`)
    return answer as T
  }
  const facilitator = region.facilitator
  const territory = await ask<{ id: string }>(facilitator, `/api/workspaces/${workspaceId}/territories`, {
    name: 'Rivebelle',
    type: 'city',
    parentId: null,
  })
  const planBytes = await fill(region, territory.id)
  const { id: pollId } = await ask<{ id: string }>(facilitator, `/api/plans/${planId}/polls`, {
    subject: { kind: 'plan' },
  })
  const { textHash } = await ask<PollView>(facilitator, `/api/polls/${pollId}`)
  for (const [at, delegate] of region.delegates.entries())
    await ask(delegate, `/api/polls/${pollId}/ballots`, {
      choice: at % 9 === 0 ? 'reserve' : 'support',
      reason: at % 9 === 0 ? 'À revoir à mi-parcours.' : '',
      textHash,
      clientKey: `voix-${at}`,
    })
  await ask(facilitator, `/api/polls/${pollId}/closing`, {})

  const typing = await startTyping(region)
  await new Promise((later) => setTimeout(later, warmMs))
  const before = typing.struck()
  const startMs = performance.now()
  const { id } = await ask<{ id: string }>(facilitator, `/api/plans/${planId}/versions`, {})
  const ms = performance.now() - startMs
  typing.sayWords()
  await new Promise((later) => setTimeout(later, warmMs))
  const after = typing.struck() - before
  typing.stop()
  const version = await ask<VersionView>(facilitator, `/api/versions/${id}`)
  const plan = parseCanonical(version.canonicalPlan)
  const clean =
    !version.canonicalPlan.includes(laterWord) &&
    digest('plan', plan) === version.planDigest &&
    digest('text', { kind: 'plan', plan }) === textHash
  return { ms, planBytes, voices: region.delegates.length, before, after, clean }
}

/** The whole plan written in one update, as a pasted document is. */
async function fill(region: Region, territory: string): Promise<number> {
  const doc = new Y.Doc()
  defineDraft(doc)
  fillPlan(doc, territory)
  const prose = draftProse(doc, 'portrait', 'overview')
  const sentence =
    'Le tiers des locataires consacre plus de trente pour cent de son revenu au loyer, d’œuvre en œuvre. '
  // In bytes of its canonical text, a megabyte.
  const paragraphs = Math.ceil(1_000_000 / Buffer.byteLength(sentence.repeat(8)))
  for (let at = 0; at < paragraphs; at++) {
    const paragraph = new Y.XmlElement('paragraph')
    paragraph.insert(0, [new Y.XmlText(sentence.repeat(8))])
    prose.push([paragraph])
  }
  const peer = await rawPeer(placeOf(region, region.facilitator), 'facilitator')
  const update = Y.encodeStateAsUpdate(doc)
  peer.step1()
  await until('the answer to the first question', () => peer.synced.done)
  const place = peer.update(update)
  await peer.frame('ack', ({ count }) => count >= place)
  peer.close()
  return update.length
}

const placeOf = ({ url, planId }: Region, cookie: string) => ({
  url: url.replace('http', 'ws'),
  planId,
  cookie,
})

const laterWord = 'APRÈS'

/**
 * A hundred people at a field nobody has filled: blanks until the lock (a text is read without those around it, so what was voted stays
 * what it was), words from then on.
 */
async function startTyping(region: Region) {
  const peers: { peer: RawPeer; doc: Y.Doc }[] = []
  for (const cookie of region.writers) {
    const doc = new Y.Doc()
    defineDraft(doc)
    peers.push({ doc, peer: await rawPeer(placeOf(region, cookie), 'writer') })
  }
  let struck = 0
  let words = false
  const timers = peers.map(({ peer, doc }, at) => {
    const field = draftText(doc, 'frame', 'fund')
    doc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'own' || peer.socket.readyState !== 1) return
      peer.update(update)
      struck += 1
    })
    const strike = () => doc.transact(() => field.insert(field.length, words ? laterWord : ' '), 'own')
    const first = setTimeout(strike, (at * keyEveryMs) / peers.length)
    return [first, setInterval(strike, keyEveryMs)] as const
  })
  return {
    struck: () => struck,
    sayWords: () => {
      words = true
    },
    stop: () => {
      for (const [first, each] of timers) {
        clearTimeout(first)
        clearInterval(each)
      }
      for (const { peer } of peers) peer.close()
    },
  }
}
