// What becomes of the document messages of a batch: asks the held document, and puts what it says into the words of the wire.
// Called by room.ts.
import type { Held } from './held.ts'
import type { Judged, Row, Seat } from './replies.ts'
import type { Peer, Verdict } from './seams.ts'
import { joinUpdates } from './update.ts'

export interface Message {
  readonly seat: Seat
  /** Its place among the document messages of its connection. */
  readonly count: number
  readonly bytes: Uint8Array
  /** It is the answer to our "what do I lack", so nothing can be missing under it. */
  readonly whole: boolean
}

const accepted: Verdict = { accepted: true }
export const notSaved: Verdict = { accepted: false, code: 'notSaved', retry: true }

interface Bench {
  /** The document as it is at this moment: restored, it is another one. */
  readonly held: () => Held
  /** What is accepted joins the batch. */
  readonly rows: Row[]
  readonly judged: Judged[]
  readonly strike: (peer: Peer) => Verdict
  readonly askForMissing: (peer: Peer) => void
  /** Makes the document anew after it broke; false when it could not. */
  readonly restore: () => Promise<boolean>
}

/** What one connection typed in a row is weighed as one update, which costs as much as one of its letters; longer runs cost more to join. */
const runMax = { messages: 64, bytes: 65_536 } as const

/** Judges a batch of messages, each connection's in turn; true when the document broke and could not be restored. */
export async function judgeAll(messages: readonly Message[], bench: Bench): Promise<boolean> {
  let broken = false
  for (const run of runsOf(messages)) {
    if (run.length > 1 && !broken) {
      const together = judgeTogether(run, bench)
      if (together === true) continue
      if (together === 'broke') broken = !(await bench.restore())
    }
    for (const message of run) {
      const { seat, count } = message
      let verdict: Verdict | 'broke' = broken ? notSaved : judge(message, bench)
      if (verdict === 'broke') {
        verdict = bench.strike(seat.peer)
        broken = !(await bench.restore())
      }
      bench.judged.push({ seat, count, verdict })
    }
  }
  return broken
}

/** The messages by connection, in the order of their first: nobody has seen anything of this batch, so none stands on another's. */
function runsOf(messages: readonly Message[]): Message[][] {
  const runs: Message[][] = []
  const open = new Map<Seat, { readonly run: Message[]; bytes: number }>()
  for (const message of messages) {
    const { seat, bytes, whole } = message
    seat.waitingBytes -= bytes.length
    const last = open.get(seat)
    if (last && !whole && last.run.length < runMax.messages && last.bytes + bytes.length <= runMax.bytes) {
      last.run.push(message)
      last.bytes += bytes.length
      continue
    }
    const run = [message]
    runs.push(run)
    // What answers our question is judged by another measure (a gap in it is no accident): alone.
    if (whole) open.delete(seat)
    else open.set(seat, { run, bytes: bytes.length })
  }
  return runs
}

/** True when all of them are good; otherwise each must be judged for itself, by a document made anew if this one broke. */
function judgeTogether(run: readonly Message[], { held, rows, judged }: Bench): boolean | 'broke' {
  const { seat } = run[0]!
  const joined = joinUpdates(run.map(({ bytes }) => bytes))
  if (!joined) return false
  const weighed = held().weigh(seat.peer, joined)
  if (weighed.kind === 'broke') return 'broke'
  if (weighed.kind !== 'changed' && weighed.kind !== 'nothingNew') return false
  if (weighed.kind === 'changed') rows.push({ seat, ...weighed.change })
  for (const { count } of run) judged.push({ seat, count, verdict: accepted })
  return true
}

/** 'broke': the document can no longer be trusted. */
function judge(
  { seat, bytes, whole }: Message,
  { held, rows, strike, askForMissing }: Bench,
): Verdict | 'broke' {
  const weighed = held().weigh(seat.peer, bytes)
  switch (weighed.kind) {
    case 'changed':
      rows.push({ seat, ...weighed.change })
      return accepted
    case 'nothingNew':
      return accepted
    case 'refused':
      return { accepted: false, code: weighed.code, retry: false }
    case 'forged':
      return { accepted: false, code: 'updateForged', retry: false, close: 'forbidden' }
    case 'malformed':
      return strike(seat.peer)
    case 'gap':
      // A message before it did not make it. Asked for all that we lack, an honest client sends the whole.
      if (whole) return strike(seat.peer)
      askForMissing(seat.peer)
      return notSaved
    case 'broke':
      return 'broke'
  }
}
