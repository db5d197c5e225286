// When things leave: which edits share a commit, and how a crowd is told of its carets. Under a virtual clock.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openFlusher } from '../../../server/sync/flusher.ts'
import { openPresence } from '../../../server/sync/presence.ts'
import type { Peer, PlanBatch, Waiting } from '../../../server/sync/seams.ts'

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setImmediate', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

/** A room that only counts: how many messages went into each commit, and when. */
function openCounting() {
  const commits: { readonly messages: number; readonly atMs: number }[] = []
  let waiting = 0
  const batch = { planId: 'p', epoch: 1, seq: 0, rows: [], claims: [] } satisfies PlanBatch
  const room: Waiting = {
    async prepare() {
      if (waiting === 0) return null
      commits.push({ messages: waiting, atMs: performance.now() })
      waiting = 0
      return batch
    },
    follow: () => true,
    settle() {},
  }
  const flusher = openFlusher({ append: async (batches) => batches.map(() => 'saved' as const) }, (error) => {
    throw error
  })
  return {
    commits,
    message() {
      waiting += 1
      flusher.wake(room)
    },
  }
}

test('F21: a lone edit is written at once', async () => {
  const { commits, message } = openCounting()
  const startMs = performance.now()
  message()
  await vi.advanceTimersByTimeAsync(1)
  expect(commits).toHaveLength(1)
  expect(commits[0]!.atMs - startMs).toBeLessThanOrEqual(1)
})

test('F21: edits that come within a window of each other share a commit, and none waits for one that is not expected', async () => {
  const { commits, message } = openCounting()
  for (let edit = 0; edit < 200; edit++) {
    message()
    await vi.advanceTimersByTimeAsync(4)
  }
  const late = commits.slice(-40)
  expect(late.every(({ messages }) => messages === 2)).toBe(true)
  for (const [at, { atMs }] of late.slice(1).entries()) expect(atMs - late[at]!.atMs).toBe(8)
})

test('F21: a flood is written no oftener than once a window, and no later than it', async () => {
  const { commits, message } = openCounting()
  const startMs = performance.now()
  for (let edit = 0; edit < 2_000; edit++) {
    message()
    if (edit % 10 === 0) await vi.advanceTimersByTimeAsync(1)
  }
  await vi.advanceTimersByTimeAsync(20)
  const seconds = (performance.now() - startMs) / 1_000
  expect(commits.reduce((sum, { messages }) => sum + messages, 0)).toBe(2_000)
  expect(commits.length / seconds).toBeLessThanOrEqual(252)
  for (const [at, { atMs }] of commits.slice(1).entries())
    expect(atMs - commits[at]!.atMs).toBeLessThanOrEqual(6)
})

/** A person who keeps what the server says of others' carets: the last clock of each. */
function openWatcher(name: string) {
  const seen = new Map<number, number>()
  const peer: Peer = {
    person: { userId: name, loginId: name, name, organization: null },
    capability: 'edit',
    send(bytes) {
      const frame = decoding.createDecoder(bytes)
      decoding.readVarUint(frame)
      const states = decoding.createDecoder(decoding.readVarUint8Array(frame))
      for (let left = decoding.readVarUint(states); left > 0; left--) {
        const clientId = decoding.readVarUint(states)
        seen.set(clientId, decoding.readVarUint(states))
        JSON.parse(decoding.readVarString(states))
      }
    },
    close() {},
  }
  return { peer, seen }
}

function caret(clientId: number, clock: number): Uint8Array {
  const encoder = encoding.createEncoder()
  for (const number of [1, clientId, clock]) encoding.writeVarUint(encoder, number)
  encoding.writeVarString(encoder, JSON.stringify({ cursor: clock, name: 'élan' }))
  return encoding.toUint8Array(encoder)
}

test('F17: told in groups, everyone hears of everyone within a window, whoever leaves in the middle of a round', async () => {
  const watchers = Array.from({ length: 80 }, (_, at) => openWatcher(`person-${at}`))
  const here = new Set(watchers.map(({ peer }) => peer))
  const presence = openPresence({ claim: () => true, peers: () => here, tellNodes: () => {} })
  for (let move = 1; move <= 40; move++) {
    presence.take(watchers[move % 5]!.peer, caret(move % 5, move))
    await vi.advanceTimersByTimeAsync(7)
    const leaver = watchers[79 - move]!.peer
    if (move % 3 === 0 && here.delete(leaver)) presence.leave(leaver)
  }
  await vi.advanceTimersByTimeAsync(60)
  expect(here.size).toBeLessThan(80)
  for (const { peer, seen } of watchers) {
    if (here.has(peer)) expect([...seen].sort()).toEqual([...watchers[0]!.seen].sort())
  }
  expect([...watchers[0]!.seen].sort()).toEqual(
    [36, 37, 38, 39, 40].map((clock) => [clock % 5, clock]).sort(),
  )
  presence.close()
})
