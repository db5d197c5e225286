// What becomes of the document messages of a batch: asks the held document, and puts what it says into the words of the wire.
// Called by room.ts.
import type { Held } from './held.ts'
import type { Judged, Row, Seat } from './replies.ts'
import type { Peer, Verdict } from './seams.ts'

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

/** Judges a batch of messages in turn; true when the document broke and could not be restored. */
export async function judgeAll(messages: readonly Message[], bench: Bench): Promise<boolean> {
  let broken = false
  for (const message of messages) {
    const { seat, bytes, count } = message
    seat.waitingBytes -= bytes.length
    let verdict: Verdict | 'broke' = broken ? notSaved : judge(message, bench)
    if (verdict === 'broke') {
      verdict = bench.strike(seat.peer)
      broken = !(await bench.restore())
    }
    bench.judged.push({ seat, count, verdict })
  }
  return broken
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
