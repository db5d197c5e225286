// Makes one state of a snapshot and rows, which takes about a tenth of a second a megabyte: here while it is little, in a thread of its
// own when the server would stand still for it. Called by content.ts and log.ts.
import { Worker } from 'node:worker_threads'
import * as Y from 'yjs'
import { openReplay, replay } from './update.ts'

/** What the event loop may give to it at once. A thread costs more than this to start. */
const hereMsMax = 15
const msPerRow = 0.01
const msPerByte = 0.000_1
/** Of what it makes, nearly all stays: a large nursery would only be memory. */
const maxYoungGenerationSizeMb = 16
/** A thread that never answers is ended. */
const withinMs = 120_000

/** What goes to the thread: updates one after the other, and where each ends; the last message has none. */
export interface ToReplay {
  readonly bytes: Uint8Array
  readonly ends: Uint32Array
  readonly last: boolean
}
/** What comes back: the state, or why there is none. */
export type Replayed = { readonly state: Uint8Array } | { readonly error: string }

export interface Replayer {
  take(updates: readonly Uint8Array[]): void
  /** The state of all that was taken, encoded. Rejects when it does not replay. */
  end(): Promise<Uint8Array>
  close(): void
}

/** The state of a snapshot and the rows after it, encoded. */
export async function encodeReplayed(
  state: Uint8Array | null,
  updates: readonly Uint8Array[],
): Promise<Uint8Array> {
  const bytes = updates.reduce((sum, update) => sum + update.length, state?.length ?? 0)
  if (updates.length * msPerRow + bytes * msPerByte <= hereMsMax) {
    const doc = replay(state, updates)
    const whole = Y.encodeStateAsUpdate(doc)
    doc.destroy()
    return whole
  }
  const replayer = openReplayer()
  try {
    if (state) replayer.take([state])
    replayer.take(updates)
    return await replayer.end()
  } finally {
    replayer.close()
  }
}

/** Replays in a thread, while more is being read. */
export function openReplayer(): Replayer {
  const worker = new Worker(new URL('./replay-thread.ts', import.meta.url), {
    name: 'replay',
    resourceLimits: { maxYoungGenerationSizeMb },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  // Nobody may be waiting yet when it fails.
  promise.catch(() => {})
  worker.once('message', (answer: Replayed) => {
    if ('state' in answer) resolve(answer.state)
    else reject(new Error(answer.error))
  })
  worker.once('error', reject)
  worker.once('exit', () => reject(new Error('the thread that replays has ended')))
  worker.unref()
  let timer: NodeJS.Timeout | null = null
  return {
    take: (updates) => send(worker, updates, false),
    end() {
      send(worker, [], true)
      timer = setTimeout(() => reject(new Error('the thread that replays does not answer')), withinMs)
      return promise
    },
    close() {
      if (timer) clearTimeout(timer)
      void worker.terminate()
    },
  }
}

function send(worker: Worker, updates: readonly Uint8Array[], last: boolean): void {
  const ends = new Uint32Array(updates.length)
  let end = 0
  for (const [at, update] of updates.entries()) {
    end += update.length
    ends[at] = end
  }
  const bytes = new Uint8Array(end)
  for (const [at, update] of updates.entries()) bytes.set(update, ends[at]! - update.length)
  worker.postMessage({ bytes, ends, last } satisfies ToReplay, [bytes.buffer, ends.buffer])
}

/** In the thread: what is taken is replayed at once; the last message is answered by the state. */
export function answerReplay(port: { postMessage(answer: Replayed, moved?: ArrayBuffer[]): void }) {
  const replaying = openReplay()
  return ({ bytes, ends, last }: ToReplay): void => {
    try {
      const updates = Array.from(ends, (end, at) => bytes.subarray(at === 0 ? 0 : ends[at - 1]!, end))
      replaying.take(updates)
      if (!last) return
      const state = Y.encodeStateAsUpdate(replaying.end())
      port.postMessage({ state })
    } catch (error) {
      port.postMessage({ error: error instanceof Error ? error.message : String(error) })
    }
  }
}
