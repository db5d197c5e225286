// The thread that writes the log of updates: a connection of its own, and a buffer shared with the server's thread. It sleeps until
// there is something to write. Started by writer.ts.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads'
import Database from 'better-sqlite3'
import { openPlanLog } from './plan-log.ts'
import { type Asked, answerBytes, at, inSharedBuffer, readAsked, tune } from './writer-wire.ts'

const { path, shared } = workerData as { path: string; shared: SharedArrayBuffer }
const database = new Database(path)
tune(database)
const log = openPlanLog(database)
const control = new Int32Array(shared, 0, at.words)

function obey(asked: Asked): unknown {
  switch (asked.kind) {
    case 'append':
      return log.append(asked.batches, asked.at)
    case 'snapshot':
      return log.snapshot(asked.snapshot, asked.at)
    case 'close':
      return database.close()
  }
}

for (let turn = 0, open = true; open; ) {
  Atomics.wait(control, at.asked, turn)
  turn = Atomics.load(control, at.asked)
  // What does not fit in the buffer came as a message of its own, before the signal.
  const bytes =
    control[at.length] === 0
      ? (receiveMessageOnPort(parentPort!)?.message as Uint8Array)
      : new Uint8Array(inSharedBuffer(shared).subarray(0, control[at.length]))
  let answer: { result?: unknown; error?: string }
  try {
    const asked = readAsked(bytes)
    answer = { result: obey(asked) ?? null }
    open = asked.kind !== 'close'
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) }
  }
  const said = answerBytes(answer)
  inSharedBuffer(shared).set(said)
  control[at.length] = said.length
  Atomics.store(control, at.answered, turn)
  Atomics.notify(control, at.answered)
}
