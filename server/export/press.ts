// Makes documents in a thread of its own: setting sixty pages takes a second, and the server must not stand still for it. What several people
// ask for at once is made once; the last few are kept. Called by the files' routes and by the PDFs of minutes and of records.
import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { Lang } from '../../shared/basics.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { Refused } from '../../shared/refusals.ts'

export type PressJob =
  /** A version or an Alliance, as PDF or for a word processor. */
  | { readonly kind: 'pdf' | 'docx'; readonly dossier: Dossier; readonly lang: Lang }
  /** What minutes.typ draws: its data, and what is attached. */
  | { readonly kind: 'sheet'; readonly document: string; readonly dossier: string }

export type PressAnswer =
  | { readonly id: number; readonly bytes: Uint8Array }
  | { readonly id: number; readonly error: string }

/** A job that takes longer never ends; one that waits behind so many is told to come again. */
const withinMs = 60_000
const waitingMax = 40
const keptMax = 8
/** A thread holds fonts and a compiler, some hundred megabytes: it goes when nobody asks. */
const idleMs = 60_000

interface Waiting {
  readonly id: number
  readonly job: PressJob
  readonly done: PromiseWithResolvers<Uint8Array>
}

let thread: Worker | null = null
let lastId = 0
let running: (Waiting & { readonly timer: NodeJS.Timeout }) | null = null
let idle: NodeJS.Timeout | undefined
const queue: Waiting[] = []
const known = new Map<string, Promise<Uint8Array>>()

/** EXP-5: the file's bytes; the same job gives the same bytes. Refuses pressBusy; a job that fails rejects, and the next goes on. */
export function press(job: PressJob): Promise<Uint8Array> {
  const key = keyOf(job)
  const before = known.get(key)
  // Deleted first, so that the map stays in order of last use.
  known.delete(key)
  const made = before ?? enqueue(job)
  known.set(key, made)
  if (known.size > keptMax) known.delete(known.keys().next().value!)
  // A failure is not kept: whoever asks again tries again.
  made.catch(() => {
    if (known.get(key) === made) known.delete(key)
  })
  return made
}

function keyOf(job: PressJob): string {
  if (job.kind !== 'sheet') return `${job.kind} ${job.lang} ${job.dossier.digest}`
  return createHash('sha256').update(job.document).update('\0').update(job.dossier).digest('hex')
}

async function enqueue(job: PressJob): Promise<Uint8Array> {
  if (queue.length >= waitingMax) throw new Refused('pressBusy')
  lastId += 1
  const waiting = { id: lastId, job, done: Promise.withResolvers<Uint8Array>() }
  queue.push(waiting)
  next()
  return waiting.done.promise
}

function next(): void {
  if (running) return
  clearTimeout(idle)
  const waiting = queue.shift()
  if (!waiting) {
    idle = setTimeout(endThread, idleMs)
    idle.unref()
    return
  }
  const timer = setTimeout(
    () => ended(new Error('the thread that makes documents does not answer')),
    withinMs,
  )
  running = { ...waiting, timer }
  thread ??= startThread()
  // A server that stops does not wait for a document, but whoever asked for one does.
  thread.ref()
  thread.postMessage({ id: waiting.id, job: waiting.job })
}

function startThread(): Worker {
  const started = new Worker(new URL('./press-thread.ts', import.meta.url), { name: 'press' })
  started.on('message', (answer: PressAnswer) => {
    if (answer.id !== running?.id) return
    settle((done) => ('bytes' in answer ? done.resolve(answer.bytes) : done.reject(new Error(answer.error))))
  })
  started.on('error', (error) => started === thread && ended(error))
  started.on(
    'exit',
    () => started === thread && ended(new Error('the thread that makes documents has ended')),
  )
  return started
}

/** The thread is of no more use: what it was making fails, what waits goes to a new one. */
function ended(why: unknown): void {
  endThread()
  settle((done) => done.reject(why))
}

function settle(how: (done: Waiting['done']) => void): void {
  if (!running) return
  const { done, timer } = running
  clearTimeout(timer)
  running = null
  thread?.unref()
  how(done)
  next()
}

function endThread(): void {
  const before = thread
  thread = null
  void before?.terminate()
}
