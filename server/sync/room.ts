// One plan's room: its people, and one serial queue of what they send. What another screen shows is on disk (SYNC-1).
// Knows neither socket nor SQL: rooms.ts opens it, socket.ts brings it bytes, the flusher has what it accepts written.
import * as Y from 'yjs'
import { Refused } from '../../shared/refusals.ts'
import type { Capability } from '../../shared/roles.ts'
import type { Topic } from '../../shared/wire.ts'
import { type Building, openBuilding } from './building.ts'
import { closesOn, giveCapability, helloTo } from './entry.ts'
import { type Held, headOf, hold, holdAgain, holdNow } from './held.ts'
import { judgeAll, type Message, notSaved } from './judge.ts'
import { openTurns, persist, within } from './patience.ts'
import { openPresence, type Presence } from './presence.ts'
import * as replies from './replies.ts'
import type * as seams from './seams.ts'
import { keepSnapshots, type Snapshots } from './snapshots.ts'
import { countStrikes } from './strikes.ts'

const roomLimits = {
  peersMax: 500,
  messagesPerFlushMax: 1_000,
  waitingBytesMax: 8_000_000,
  mendPauseMs: 250,
  mendPauseMsMax: 5_000,
  mendPatienceMs: 1_000,
} as const

type Job<T> = (draft: { doc: Y.Doc; epoch: number; seq: number }) => Promise<T>

export class Room implements seams.Waiting {
  readonly #parts: seams.RoomParts
  readonly presence: Presence
  readonly #snapshots: Snapshots
  readonly #building: Building
  readonly #seats = new Map<seams.Peer, replies.Seat>()
  #stored: seams.PlanHead
  #held: Held
  #inbox: Message[] = []
  #joins: { readonly peer: seams.Peer; readonly vector: Uint8Array }[] = []
  /** The running batch. While there is one, the document holds text that is not on disk, and nobody joins. */
  #batch: {
    readonly judged: replies.Judged[]
    readonly rows: replies.Row[]
    claims: seams.Claim[]
  } | null = null
  #mending: Promise<void> | null = null
  /** Another node has written up to here, as far as is known; beyond what was read, the log is read on. */
  #heardSeq = 0
  #following: Promise<void> | null = null
  /** An exclusive job comes or runs: nothing of ours is written. */
  #paused = false
  /** It runs: the document stands still. */
  #still = false
  /** Exclusive jobs. */
  readonly #turns = openTurns()
  /** SYNC-5: who sent what cannot be read, or was too large to be. */
  readonly strikes = countStrikes()
  #retired = false

  private constructor(parts: seams.RoomParts, stored: seams.StoredPlan) {
    this.#parts = parts
    this.#stored = headOf(stored)
    this.#held = hold(stored)
    this.#building = openBuilding(() => this.#held, {
      built: () => this.#askAll(),
      broken: (error) => {
        parts.failed(error)
        parts.broken?.()
      },
    })
    this.#snapshots = keepSnapshots(parts, stored)
    this.presence = openPresence({
      claim: (clientId, userId) => {
        const mine = this.#held.claim(clientId, userId)
        if (this.#held.hasClaims()) parts.flusher.wake(this)
        return mine
      },
      peers: () => this.#seats.keys(),
      tellNodes: (states) => parts.others?.presence(parts.planId, states),
    })
  }

  static async open(parts: seams.RoomParts): Promise<Room> {
    return new Room(parts, await parts.log.load(parts.planId))
  }

  // ---- people

  /** SYNC-9, SYNC-10: a page that holds another lineage, or whose editor is too old to write, is sent away before a frame passes. */
  join(peer: seams.Peer): void {
    if (closesOn(peer, this.#stored.epoch)) return
    this.#seats.set(peer, { peer, count: 0, waitingBytes: 0 })
    replies.tell(peer, helloTo(peer, this.#stored))
    // It may come from another node, with text that this one has not read yet: nothing of it is judged before.
    this.#readAhead()
    this.#askForMissing(peer)
    this.presence.sendAll(peer)
  }

  /** What the peer sent before it left is still written. */
  leave(peer: seams.Peer): void {
    this.#seats.delete(peer)
    this.#joins = this.#joins.filter((join) => join.peer !== peer)
    this.presence.leave(peer)
  }

  get peers(): readonly seams.Peer[] {
    return [...this.#seats.keys()]
  }

  /** SYNC-3: from this message on; what is still in the queue is judged by the new capability. */
  setCapability(peer: seams.Peer, capability: Capability): void {
    if (peer.capability === capability) return
    giveCapability(peer, capability)
  }

  notice(topic: Topic): void {
    replies.tellAll(this.#seats.keys(), { type: 'notice', topic })
  }

  /** A version was written at the head: from here on the room only reads. */
  lock(mark: seams.LockMark): void {
    if (this.#stored.locked) return
    this.#stored = { ...this.#stored, locked: mark }
    this.#held.freeze()
    replies.tellAll(this.#seats.keys(), { type: 'locked', ...mark })
  }

  receive(peer: seams.Peer, bytes: Uint8Array): void {
    const seat = this.#seats.get(peer)
    if (!seat) return
    try {
      const frame = replies.readFrame(bytes)
      if (frame.kind === 'ask') this.#welcome(peer, frame.vector)
      else if (frame.kind === 'document') this.#queue(seat, frame.bytes, frame.whole)
      else if (frame.kind === 'presence') this.presence.take(peer, frame.bytes)
      else this.presence.sendAll(peer)
    } catch {
      peer.close('malformed')
    }
  }

  #queue(seat: replies.Seat, bytes: Uint8Array, whole: boolean): void {
    seat.count += 1
    seat.waitingBytes += bytes.length
    if (seat.waitingBytes > roomLimits.waitingBytesMax) {
      seat.peer.close('overload')
      return
    }
    this.#inbox.push({ seat, count: seat.count, bytes, whole })
    this.#parts.flusher.wake(this)
  }

  /** Answers "what do I lack" at once, or as soon as the document holds what is on disk: all of it as far as is known, and nothing else. */
  #welcome(peer: seams.Peer, vector: Uint8Array): void {
    if (this.#batch || this.#mending || this.#following) return void this.#joins.push({ peer, vector })
    if (!replies.welcome(peer, () => this.#held.encode(vector))) peer.close('malformed')
    this.#building.soon()
  }

  // ---- the queue, as the flusher turns it

  async prepare(): Promise<seams.PlanBatch | null> {
    if (this.#paused || this.#mending || this.#following || this.#batch) return null
    if (this.#inbox.length === 0 && !this.#held.hasClaims()) return null
    if (!this.#building.now()) return null
    const messages = this.#inbox.splice(0, roomLimits.messagesPerFlushMax)
    if (this.#inbox.length > 0) this.#parts.flusher.wake(this)
    this.#batch = { judged: [], rows: [], claims: [] }
    const { judged, rows } = this.#batch
    const broken = await judgeAll(messages, {
      held: () => this.#held,
      rows,
      judged,
      strike: (peer) => this.#strike(peer),
      askForMissing: (peer) => this.#askForMissing(peer),
      restore: () => this.#restore(rows),
    })
    this.#batch.claims = this.#held.takeClaims()
    if (broken || (rows.length === 0 && this.#batch.claims.length === 0)) {
      this.settle(broken ? null : 'saved')
      return null
    }
    const { epoch, seq } = this.#stored
    const written = rows.map(({ seat, bytes }) => ({ bytes, userId: seat.peer.person.userId }))
    return { planId: this.#parts.planId, epoch, seq, rows: written, claims: this.#batch.claims }
  }

  /** SYNC-5: refused for good, and the connection closes; who does it again and again is not let in for a while. */
  #strike(peer: seams.Peer): seams.Verdict {
    const close = this.strikes.add(peer.person.userId) ? 'forbidden' : 'malformed'
    return { accepted: false, code: 'updateMalformed', retry: false, close }
  }

  /** The document broke in the middle of a batch: reads it again and puts back what the batch had accepted so far. */
  async #restore(rows: readonly replies.Row[]): Promise<boolean> {
    const again = await holdAgain(this.#parts, { ...this.#stored, claims: this.#held.takeClaims(), rows })
    this.#held = again ?? this.#held
    return again !== null
  }

  settle(outcome: seams.AppendOutcome | null): void {
    const { judged, rows } = this.#batch ?? { judged: [], rows: [] }
    if (outcome === 'saved') {
      this.#stored = { ...this.#stored, seq: this.#stored.seq + rows.length }
      if (rows.length > 0) this.#held.settled()
      this.#batch = null
      replies.answerAndBroadcast(judged, rows, { seq: this.#stored.seq, peers: this.#seats.keys() })
      this.#welcomeAll()
      this.#snapshots.grew(rows)
      if (rows.length > 0) this.#parts.others?.wrote(this.#parts.planId, this.#stored.seq)
      this.#readOn()
      return
    }
    this.#reload(outcome)
  }

  /** Nothing of the batch is on disk, yet it is in the document: the document is dropped and read again from the log. */
  #reload(outcome: Exclude<seams.AppendOutcome, 'saved'> | null): void {
    const judged = this.#batch?.judged ?? []
    const instead: seams.Verdict =
      outcome === 'locked' ? { accepted: false, code: 'planLocked', retry: false } : notSaved
    this.#mending = this.#mend(outcome === null ? roomLimits.mendPauseMs : 0, outcome !== 'locked')
    this.#batch = null
    replies.answer(replies.takenBack(judged, instead), this.#stored.seq)
  }

  /** Reads the log again, as often as it takes, then asks everyone for what was refused meanwhile. */
  async #mend(pauseMs: number, ask: boolean): Promise<void> {
    const { failed } = this.#parts
    const { mendPauseMsMax: pauseMsMax } = roomLimits
    await persist(() => this.#readAnew(), { pauseMs, pauseMsMax, failed, stopped: () => this.#retired })
    this.#mending = null
    this.#welcomeAll()
    if (ask) this.#askAll()
    this.#readOn()
    this.#parts.flusher.wake(this)
  }

  async #readAnew(): Promise<void> {
    const { planId, log } = this.#parts
    const { epoch, seq, locked } = this.#stored
    const stored = await log.load(planId)
    // What another node wrote meanwhile, nobody here has seen. Not what it wrote since: the document lacks it.
    const later = stored.seq > seq ? await log.after(planId, { epoch, seq }) : null
    if (stored.epoch !== epoch) this.#sendAllAway()
    this.#held = holdNow(stored)
    this.#stored = { ...headOf(stored), locked: stored.epoch === epoch ? locked : null }
    replies.relay(later?.rows.slice(0, stored.seq - seq) ?? [], this.#seats.keys())
    if (stored.locked) this.lock(stored.locked)
  }

  /** SYNC-9: the plan goes on in another epoch. What these pages hold, and what they sent, is of the one before. */
  #sendAllAway(): void {
    this.#inbox = []
    this.#joins = []
    for (const peer of this.peers) {
      this.leave(peer)
      peer.close('otherEpoch')
    }
  }

  // ---- other nodes

  /** Another node says, or the log shows, how far the plan goes by now. */
  hear({ epoch = this.#stored.epoch, seq = 0, locked = false }: Partial<seams.Head>): void {
    const news = epoch !== this.#stored.epoch || (locked && !this.#stored.locked)
    this.#heardSeq = Math.max(this.#heardSeq, news ? Number.POSITIVE_INFINITY : seq)
    this.#readOn()
  }

  /** Where other nodes write too: the log is read to its head before anything else is judged. */
  #readAhead(): void {
    if (this.#parts.others) this.#heardSeq = Number.POSITIVE_INFINITY
    this.#readOn()
  }

  #readOn(): void {
    if (this.#heardSeq <= this.#stored.seq || this.#stored.damaged || this.#retired) return
    // Each of these leads back here at its end.
    if (this.#batch || this.#following || this.#mending || this.#still) return
    this.#heardSeq = 0
    this.#following = this.#readLater().then(() => {
      this.#following = null
      this.#welcomeAll()
      this.#readOn()
      this.#parts.flusher.wake(this)
    })
  }

  async #readLater(): Promise<void> {
    try {
      const { epoch, seq } = this.#stored
      const later = await this.#parts.log.after(this.#parts.planId, { epoch, seq })
      if (this.#retired) return
      if (!later || !this.follow(later)) this.#reload('moved')
      else if (later.locked) this.lock(later.locked)
    } catch (error) {
      this.#parts.failed(error)
      this.#reload(null)
    }
  }

  follow({ rows, seq }: seams.Later): boolean {
    // A transaction that runs twice tells it twice.
    const news = rows.slice(Math.max(0, rows.length - (seq - this.#stored.seq)))
    const { rows: own = [], claims = [] } = this.#batch ?? {}
    if (!this.#held.follow(news, own, claims)) return false
    this.#stored = { ...this.#stored, seq }
    replies.relay(news, this.#seats.keys())
    return true
  }

  #welcomeAll(): void {
    for (const { peer, vector } of this.#joins.splice(0)) this.#welcome(peer, vector)
  }

  // ---- exclusive jobs, and the end

  /**
   * Runs a job while the document stands still: all of it on disk, nothing applied until the job ends (LOCK needs it). `alone`: no
   * other node writes either.
   */
  exclusive<T>(job: Job<T>, { alone = false } = {}): Promise<T> {
    return this.#turns.take(async () => {
      try {
        await this.#parts.flusher.now()
        this.#paused = true
        await this.#standsStill()
        const { log, planId } = this.#parts
        return await (alone ? log.still(planId, () => this.#atHead(job)) : this.#atHead(job))
      } finally {
        this.#paused = false
        this.#still = false
        this.#readOn()
        this.#parts.flusher.wake(this)
      }
    })
  }

  async #atHead<T>(job: Job<T>): Promise<T> {
    this.#readAhead()
    await this.#standsStill()
    if (this.#stored.damaged) throw new Refused('roomQuarantined')
    if (!this.#building.now()) throw new Refused('stopping')
    this.#still = true
    return job({ doc: this.#held.doc, epoch: this.#stored.epoch, seq: this.#stored.seq })
  }

  async #standsStill(): Promise<void> {
    while (this.#batch || this.#following) await (this.#following ?? this.#parts.flusher.now())
    if (!this.#mending) return
    // Quick when another node was the reason; not when the disk fails.
    if (!(await within(roomLimits.mendPatienceMs, this.#mending))) throw new Refused('notSaved')
    return this.#standsStill()
  }

  /** Nobody here and nothing under way: the room may go. */
  get idle(): boolean {
    if (this.#batch || this.#mending || this.#following || this.#snapshots.busy()) return false
    return this.#seats.size + this.#inbox.length + this.#turns.count() === 0 && !this.#held.hasClaims()
  }

  get full(): boolean {
    return this.#seats.size >= roomLimits.peersMax
  }

  /** The room is dropped: the next opening shall be quick. */
  leaveSnapshot(rowsMin?: number): void {
    this.#snapshots.last(rowsMin)
  }

  /** Stops its timers, and waits for what it still writes; what was queued must have been flushed before. */
  async retire(): Promise<void> {
    this.#retired = true
    this.presence.close()
    this.#building.end()
    if (this.#held.built) this.#held.doc.destroy()
    await this.#snapshots.done()
  }

  /** What the server lacks is known once the document is built: then all who wait are asked. */
  #askForMissing(peer: seams.Peer): void {
    if (this.#building.ahead()) return
    peer.send(replies.syncFrame(replies.steps.ask, Y.encodeStateVector(this.#held.doc)))
  }

  #askAll(): void {
    for (const peer of this.#seats.keys()) this.#askForMissing(peer)
  }
}
