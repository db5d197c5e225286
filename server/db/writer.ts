// Writes the log of updates of a SQLite file without the server's thread ever waiting for the disk. Hides the thread that does it.
// Made by connect.ts, one a database; called by sync/log.ts, which holds the connection meanwhile: there is one writer at a time.
import { Worker } from 'node:worker_threads'
import type Database from 'better-sqlite3'
import { type LogBatch, type LogOutcome, type LogSnapshot, openPlanLog } from './plan-log.ts'
import { type Asked, at, inSharedBuffer, writeAsked } from './writer-wire.ts'

export interface Writer {
  /** All batches in one transaction, each taken whole or refused whole. Rejects when it is not known that they were written. */
  append(batches: readonly LogBatch[], at: string): Promise<LogOutcome[]>
  snapshot(snapshot: LogSnapshot, at: string): Promise<void>
  close(): Promise<void>
}

/** Several hundred updates of typing; what is larger goes by message. */
const sharedBytes = 256 * 1024

/** For a database in memory: no other connection can see it. */
export function writeHere(database: Database.Database): Writer {
  let log: ReturnType<typeof openPlanLog> | undefined
  const opened = () => (log ??= openPlanLog(database))
  return {
    append: async (batches, now) => opened().append(batches, now),
    snapshot: async (snapshot, now) => opened().snapshot(snapshot, now),
    close: async () => {},
  }
}

interface Thread {
  ask(asked: Asked): Promise<unknown>
  readonly ended: Promise<void>
}

/** The thread starts with the first write, and anew when it died. */
export function writeInThread(path: string): Writer {
  let thread: Thread | null = null
  /** One at a time: they share one buffer. */
  let last: Promise<unknown> = Promise.resolve()

  function ask(asked: Asked): Promise<unknown> {
    const answer = last.then(() => {
      thread ??= start(path, () => {
        thread = null
      })
      return thread.ask(asked)
    })
    last = answer.catch(() => {})
    return answer
  }

  return {
    append: (batches, now) => ask({ kind: 'append', batches, at: now }) as Promise<LogOutcome[]>,
    snapshot: async (snapshot, now) => void (await ask({ kind: 'snapshot', snapshot, at: now })),
    async close() {
      await last
      const { ended } = thread ?? {}
      if (thread) await ask({ kind: 'close' })
      await ended
    },
  }
}

function start(path: string, died: () => void): Thread {
  const shared = new SharedArrayBuffer(sharedBytes)
  const control = new Int32Array(shared, 0, at.words)
  const room = inSharedBuffer(shared)
  const worker = new Worker(new URL('./log-thread.ts', import.meta.url), { workerData: { path, shared } })
  worker.unref()
  let turn = 0
  let lost: (error: Error) => void = () => {}
  const { promise: ended, resolve: end } = Promise.withResolvers<void>()
  worker.once('error', (error) => lost(error instanceof Error ? error : new Error(String(error))))
  worker.once('exit', () => {
    died()
    end()
    lost(new Error('the thread that writes the log has ended'))
  })

  async function ask(asked: Asked): Promise<unknown> {
    const bytes = writeAsked(asked, room)
    const fits = bytes.buffer === shared
    if (!fits) worker.postMessage(bytes, [bytes.buffer as ArrayBuffer])
    control[at.length] = fits ? bytes.length : 0
    const answered = Atomics.waitAsync(control, at.answered, turn)
    turn += 1
    // Without this, a program that waits for nothing else would end before the answer.
    worker.ref()
    const { promise: gone, reject } = Promise.withResolvers<never>()
    lost = reject
    Atomics.store(control, at.asked, turn)
    Atomics.notify(control, at.asked)
    try {
      if (answered.async) await Promise.race([answered.value, gone])
    } finally {
      lost = () => {}
      worker.unref()
    }
    const said = Buffer.from(shared, room.byteOffset, control[at.length]).toString()
    const { result, error } = JSON.parse(said) as { result?: unknown; error?: string }
    if (error !== undefined) throw new Error(error)
    return result
  }

  return { ask, ended }
}
