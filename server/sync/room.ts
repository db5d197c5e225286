// One plan's room: its people, and one serial queue of what they send. What another screen shows is on disk (SYNC-1).
// Knows neither socket nor SQL: rooms.ts opens it, socket.ts brings it bytes, the flusher has what it accepts written.
import * as decoding from 'lib0/decoding'
import * as Y from 'yjs'
import { Refused } from '../../shared/refusals.ts'
import type { Capability } from '../../shared/roles.ts'
import { type AssiseFrame, encodeFrame, frames, type Topic } from '../../shared/wire.ts'
import { helloTo, isTooOld, misfitOf } from './entry.ts'
import { type Held, hold } from './held.ts'
import { openPresence, type Presence } from './presence.ts'
import { answer, broadcast, type Judged, type Row, type Seat, steps, syncFrame, tell } from './replies.ts'
import type {
  AppendOutcome,
  Claim,
  Flusher,
  LockMark,
  Peer,
  PlanBatch,
  StoredPlan,
  UpdateLog,
  Verdict,
  Waiting,
} from './seams.ts'
import { keepSnapshots, type Snapshots } from './snapshots.ts'
import { countStrikes } from './strikes.ts'

export interface RoomParts {
  readonly planId: string
  readonly log: UpdateLog
  readonly flusher: Flusher
  /** Told of what a person cannot mend: a failed write, a damaged log. */
  readonly failed: (error: unknown) => void
}

interface Message {
  readonly seat: Seat
  /** Its place among the document messages of its connection. */
  readonly count: number
  readonly bytes: Uint8Array
  /** It is the answer to our "what do I lack", so nothing can be missing under it. */
  readonly whole: boolean
}

const roomLimits = {
  peersMax: 500,
  messagesPerFlushMax: 1_000,
  waitingBytesMax: 8_000_000,
  mendPauseMs: 250,
  mendPauseMsMax: 5_000,
} as const

const accepted: Verdict = { accepted: true }
const notSaved: Verdict = { accepted: false, code: 'notSaved', retry: true }

export class Room implements Waiting {
  readonly #parts: RoomParts
  readonly #presence: Presence
  readonly #snapshots: Snapshots
  readonly #seats = new Map<Peer, Seat>()
  #stored: StoredPlan
  #held: Held
  #inbox: Message[] = []
  #joins: { readonly peer: Peer; readonly vector: Uint8Array }[] = []
  /** The running batch. While there is one, the document holds text that is not on disk, and nobody joins. */
  #batch: { readonly judged: Judged[]; readonly rows: Row[] } | null = null
  #mending: Promise<void> | null = null
  /** An exclusive job runs: the document stands still. */
  #still = false
  /** Exclusive jobs that run or wait, one after the other. */
  #jobs = 0
  #turn: Promise<unknown> = Promise.resolve()
  readonly #strikes = countStrikes()
  #retired = false

  private constructor(parts: RoomParts, stored: StoredPlan) {
    this.#parts = parts
    this.#stored = stored
    this.#held = hold(stored)
    this.#snapshots = keepSnapshots(parts, stored)
    this.#presence = openPresence({
      claim: (clientId, userId) => {
        const mine = this.#held.claim(clientId, userId)
        if (this.#held.hasClaims()) parts.flusher.wake(this)
        return mine
      },
      peers: () => this.#seats.keys(),
    })
  }

  static async open(parts: RoomParts): Promise<Room> {
    return new Room(parts, await parts.log.load(parts.planId))
  }

  // ---- people

  /** SYNC-9, SYNC-10: a page that holds another lineage, or whose editor is too old to write, is sent away before a frame passes. */
  join(peer: Peer): void {
    const misfit = misfitOf(peer, this.#stored.epoch)
    if (misfit) {
      peer.close(misfit)
      return
    }
    this.#seats.set(peer, { peer, count: 0, waitingBytes: 0 })
    tell(peer, helloTo(peer, this.#stored))
    this.#askForMissing(peer)
    this.#presence.sendAll(peer)
  }

  /** What the peer sent before it left is still written. */
  leave(peer: Peer): void {
    this.#seats.delete(peer)
    this.#joins = this.#joins.filter((join) => join.peer !== peer)
    this.#presence.leave(peer)
  }

  get peers(): readonly Peer[] {
    return [...this.#seats.keys()]
  }

  /** SYNC-3: from this message on; what is still in the queue is judged by the new capability. */
  setCapability(peer: Peer, capability: Capability): void {
    if (peer.capability === capability) return
    peer.capability = capability
    if (isTooOld(peer)) peer.close('editorTooOld')
    else tell(peer, { type: 'capability', capability })
  }

  notice(topic: Topic): void {
    this.#tellAll({ type: 'notice', topic })
  }

  /** A version was written at the head: from here on the room only reads. */
  lock(mark: LockMark): void {
    if (this.#stored.locked) return
    this.#stored = { ...this.#stored, locked: mark }
    this.#held.freeze()
    this.#tellAll({ type: 'locked', ...mark })
  }

  // ---- frames in

  receive(peer: Peer, bytes: Uint8Array): void {
    const seat = this.#seats.get(peer)
    if (!seat) return
    try {
      const decoder = decoding.createDecoder(bytes)
      const type = decoding.readVarUint(decoder)
      if (type === frames.sync) this.#receiveSync(seat, decoder)
      else if (type === frames.awareness) this.#presence.take(peer, decoding.readVarUint8Array(decoder))
      else if (type === frames.queryAwareness) this.#presence.sendAll(peer)
      else peer.close('malformed')
    } catch {
      peer.close('malformed')
    }
  }

  #receiveSync(seat: Seat, decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder)
    const bytes = decoding.readVarUint8Array(decoder)
    if (step === steps.ask) this.#welcome(seat.peer, bytes)
    else if (step === steps.answer || step === steps.update) this.#queue(seat, bytes, step === steps.answer)
    else seat.peer.close('malformed')
  }

  #queue(seat: Seat, bytes: Uint8Array, whole: boolean): void {
    seat.count += 1
    seat.waitingBytes += bytes.length
    if (seat.waitingBytes > roomLimits.waitingBytesMax) {
      seat.peer.close('overload')
      return
    }
    this.#inbox.push({ seat, count: seat.count, bytes, whole })
    this.#parts.flusher.wake(this)
  }

  /** Answers "what do I lack" at once, or as soon as the document holds nothing but what is on disk. */
  #welcome(peer: Peer, vector: Uint8Array): void {
    if (this.#batch || this.#mending) this.#joins.push({ peer, vector })
    else peer.send(syncFrame(steps.answer, this.#held.encode(vector)))
  }

  // ---- the queue, as the flusher turns it

  async prepare(): Promise<PlanBatch | null> {
    if (this.#still || this.#mending || this.#batch) return null
    if (this.#inbox.length === 0 && !this.#held.hasClaims()) return null
    const messages = this.#inbox.splice(0, roomLimits.messagesPerFlushMax)
    if (this.#inbox.length > 0) this.#parts.flusher.wake(this)
    this.#batch = { judged: [], rows: [] }
    const { judged, rows } = this.#batch
    let broken = false
    for (const message of messages) {
      message.seat.waitingBytes -= message.bytes.length
      let verdict: Verdict | 'broke' = broken ? notSaved : this.#judge(message, rows)
      if (verdict === 'broke') {
        verdict = this.#strike(message.seat.peer)
        broken = !(await this.#restore(rows))
      }
      judged.push({ seat: message.seat, count: message.count, verdict })
    }
    const claims = this.#held.takeClaims()
    if (broken || (rows.length === 0 && claims.length === 0)) {
      this.settle(broken ? null : 'saved')
      return null
    }
    const { epoch, seq } = this.#stored
    const written = rows.map(({ seat, bytes }) => ({ bytes, userId: seat.peer.person.userId }))
    return { planId: this.#parts.planId, epoch, seq, rows: written, claims }
  }

  #judge({ seat, bytes, whole }: Message, rows: Row[]): Verdict | 'broke' {
    const weighed = this.#held.weigh(seat.peer, bytes)
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
        return this.#strike(seat.peer)
      case 'gap':
        // A message before it did not make it. Asked for all that we lack, an honest client sends the whole.
        if (whole) return this.#strike(seat.peer)
        this.#askForMissing(seat.peer)
        return notSaved
      case 'broke':
        return 'broke'
    }
  }

  /** SYNC-5: refused for good, and the connection closes; who does it again and again is not let in for a while. */
  #strike(peer: Peer): Verdict {
    const close = this.#strikes.add(peer.person.userId) ? 'forbidden' : 'malformed'
    return { accepted: false, code: 'updateMalformed', retry: false, close }
  }

  /** SYNC-5: a frame over the limit, which the socket closed on unread. A stock client would offer it again at each return, for ever. */
  countTooBig({ person }: Peer): void {
    this.#strikes.add(person.userId)
  }

  /** The document broke in the middle of a batch: reads it again and puts back what the batch had accepted so far. */
  async #restore(rows: readonly Row[]): Promise<boolean> {
    try {
      const claims: readonly Claim[] = this.#held.takeClaims()
      const stored = await this.#parts.log.load(this.#parts.planId)
      if (stored.seq !== this.#stored.seq || stored.epoch !== this.#stored.epoch) return false
      this.#held = hold({ ...stored, locked: this.#stored.locked }, claims)
      return rows.every((row) => this.#held.redo(row))
    } catch (error) {
      this.#parts.failed(error)
      return false
    }
  }

  settle(outcome: AppendOutcome | null): void {
    const { judged, rows } = this.#batch ?? { judged: [], rows: [] }
    if (outcome === 'saved') {
      this.#stored = { ...this.#stored, seq: this.#stored.seq + rows.length }
      if (rows.length > 0) this.#held.settled()
      this.#batch = null
      answer(judged, this.#stored.seq)
      broadcast(rows, this.#seats.keys())
      this.#welcomeAll()
      this.#snapshots.grew(rows)
      return
    }
    // Nothing of it is on disk, yet it is in the document: the document is dropped and read again from the log.
    const instead: Verdict =
      outcome === 'locked' ? { accepted: false, code: 'planLocked', retry: false } : notSaved
    this.#mending = this.#mend(outcome === null ? roomLimits.mendPauseMs : 0, outcome !== 'locked')
    this.#batch = null
    answer(
      judged.map((each) => (each.verdict.accepted ? { ...each, verdict: instead } : each)),
      this.#stored.seq,
    )
  }

  /** Reads the log again, as often as it takes, then asks everyone for what was refused meanwhile. */
  async #mend(pauseMs: number, ask: boolean): Promise<void> {
    for (
      let waitMs = pauseMs;
      !this.#retired;
      waitMs = Math.min(waitMs * 2 || 50, roomLimits.mendPauseMsMax)
    ) {
      await new Promise((resolve) => setTimeout(resolve, waitMs))
      try {
        const stored = await this.#parts.log.load(this.#parts.planId)
        if (stored.epoch !== this.#stored.epoch) this.#sendAllAway()
        this.#held = hold(stored)
        const { locked, epoch } = this.#stored
        this.#stored = { ...stored, locked: stored.epoch === epoch ? locked : null }
        if (stored.locked) this.lock(stored.locked)
        break
      } catch (error) {
        this.#parts.failed(error)
      }
    }
    this.#mending = null
    this.#welcomeAll()
    if (ask) for (const peer of this.#seats.keys()) this.#askForMissing(peer)
    this.#parts.flusher.wake(this)
  }

  /** SYNC-9: the plan goes on in another epoch. What these pages hold, and what they sent, is of the one before. */
  #sendAllAway(): void {
    this.#inbox = []
    this.#joins = []
    for (const peer of this.peers) {
      this.#seats.delete(peer)
      this.#presence.leave(peer)
      peer.close('otherEpoch')
    }
  }

  // ---- after a commit

  #welcomeAll(): void {
    const joins = this.#joins
    this.#joins = []
    for (const { peer, vector } of joins) {
      try {
        this.#welcome(peer, vector)
      } catch {
        peer.close('malformed')
      }
    }
  }

  // ---- exclusive jobs, and the end

  /** Runs a job while the document stands still: all of it on disk, nothing applied until the job ends (LOCK needs it). */
  async exclusive<T>(job: (draft: { doc: Y.Doc; epoch: number; seq: number }) => Promise<T>): Promise<T> {
    const before = this.#turn
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#turn = promise
    this.#jobs += 1
    try {
      await before
      await this.#parts.flusher.now()
      while (this.#batch) await this.#parts.flusher.now()
      if (this.#mending) throw new Refused('notSaved')
      if (this.#stored.damaged) throw new Refused('roomQuarantined')
      this.#still = true
      return await job({ doc: this.#held.doc, epoch: this.#stored.epoch, seq: this.#stored.seq })
    } finally {
      this.#still = false
      this.#jobs -= 1
      resolve()
      this.#parts.flusher.wake(this)
    }
  }

  /** Nobody here and nothing under way: the room may go. */
  get idle(): boolean {
    const working = this.#batch || this.#mending || this.#snapshots.busy() || this.#held.hasClaims()
    return this.#seats.size + this.#inbox.length + this.#jobs === 0 && !working
  }

  /** SYNC-5: too many unreadable or oversized updates of late. */
  bars(userId: string): boolean {
    return this.#strikes.bars(userId)
  }

  get full(): boolean {
    return this.#seats.size >= roomLimits.peersMax
  }

  /** The room is dropped for being idle: the next opening shall be quick. */
  leaveSnapshot(): void {
    this.#snapshots.last()
  }

  /** Stops its timers, and waits for what it still writes; what was queued must have been flushed before. */
  async retire(): Promise<void> {
    this.#retired = true
    this.#presence.close()
    this.#held.doc.destroy()
    await this.#snapshots.done()
  }

  #askForMissing(peer: Peer): void {
    peer.send(syncFrame(steps.ask, Y.encodeStateVector(this.#held.doc)))
  }

  #tellAll(frame: AssiseFrame): void {
    const bytes = encodeFrame(frame)
    for (const peer of this.#seats.keys()) peer.send(bytes)
  }
}
