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
import { openHush, openTurns, persist, within } from './patience.ts'
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
  hushMs: 400,
} as const

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
    moved: boolean
  } | null = null
  #mending: Promise<void> | null = null
  /** Another node may have written more than was read. */
  #behind = false
  #following: Promise<void> | null = null
  /** Another node is about to lock: what comes waits for a moment. */
  readonly #hush = openHush(roomLimits.hushMs, () => this.#parts.flusher.wake(this))
  /** An exclusive job runs: the document stands still. */
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

  /** Answers "what do I lack" at once, or as soon as the document holds nothing but what is on disk. */
  #welcome(peer: seams.Peer, vector: Uint8Array): void {
    if (this.#batch || this.#mending) this.#joins.push({ peer, vector })
    else if (!replies.welcome(peer, () => this.#held.encode(vector))) peer.close('malformed')
    this.#building.soon()
  }

  // ---- the queue, as the flusher turns it

  async prepare(): Promise<seams.PlanBatch | null> {
    if (this.#still || this.#mending || this.#following) return null
    if (this.#batch) return this.#batch.moved ? this.#offer() : null
    if (this.#hush.on()) return null
    if (this.#inbox.length === 0 && !this.#held.hasClaims()) return null
    if (!this.#building.now()) return null
    const messages = this.#inbox.splice(0, roomLimits.messagesPerFlushMax)
    if (this.#inbox.length > 0) this.#parts.flusher.wake(this)
    this.#batch = { judged: [], rows: [], claims: [], moved: false }
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
    return this.#offer()
  }

  #offer(): seams.PlanBatch {
    const { rows, claims } = this.#batch!
    this.#batch!.moved = false
    const { epoch, seq } = this.#stored
    const written = rows.map(({ seat, bytes }) => ({ bytes, userId: seat.peer.person.userId }))
    return { planId: this.#parts.planId, epoch, seq, rows: written, claims }
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
    if (outcome === 'moved' && this.#batch) {
      // Another node wrote first. What it wrote is put under the batch, and the batch is offered again.
      this.#batch.moved = true
      this.#behind = true
      this.#follow()
      return
    }
    if (outcome === 'saved') {
      this.#stored = { ...this.#stored, seq: this.#stored.seq + rows.length }
      if (rows.length > 0) this.#held.settled()
      this.#batch = null
      replies.answerAndBroadcast(judged, rows, { seq: this.#stored.seq, peers: this.#seats.keys() })
      this.#welcomeAll()
      this.#snapshots.grew(rows)
      if (rows.length > 0) this.#parts.others?.wrote(this.#parts.planId, this.#stored.seq)
      this.#follow()
      // What came while another node's rows were read found nobody to take it.
      if (this.#inbox.length > 0) this.#parts.flusher.wake(this)
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
    this.#follow()
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
  hear({ epoch, seq, locked }: { epoch?: number; seq: number; locked: boolean }): void {
    const { epoch: ours, seq: known, locked: knownLock } = this.#stored
    if ((epoch ?? ours) === ours && seq <= known && (!locked || knownLock)) return
    this.#behind = true
    this.#follow()
  }

  /** Another node tries to lock and needs the log to stand still: nothing is written for a moment. */
  hush(): void {
    this.#hush.start()
  }

  /** Where other nodes write too: the log is read to its head before anything else is judged. */
  #readAhead(): void {
    if (this.#parts.others) this.#behind = true
    this.#follow()
  }

  #follow(): void {
    if (!this.#behind || this.#following || this.#mending || this.#still || this.#retired) return
    if (this.#stored.damaged) return
    // A batch on its way to the disk comes first: its outcome leads back here.
    if (this.#batch && !this.#batch.moved) return
    this.#behind = false
    this.#following = this.#readOn().then(() => {
      this.#following = null
      this.#follow()
      this.#parts.flusher.wake(this)
    })
  }

  async #readOn(): Promise<void> {
    try {
      const { epoch, seq } = this.#stored
      const later = await this.#parts.log.after(this.#parts.planId, { epoch, seq })
      if (this.#retired) return
      const { rows = [], claims = [] } = this.#batch ?? {}
      const fits = later && this.#held.follow(later.rows, rows, claims)
      // Refused without a row of another's: a clientID of it is someone else's.
      if (!fits || (this.#batch && later.rows.length === 0))
        return this.#reload(later?.locked ? 'locked' : 'moved')
      this.#stored = { ...this.#stored, seq: later.seq }
      replies.relay(later.rows, this.#seats.keys())
      if (later.locked) this.lock(later.locked)
      if (later.locked && this.#batch) this.#reload('locked')
    } catch (error) {
      this.#parts.failed(error)
      this.#reload(null)
    }
  }

  #welcomeAll(): void {
    for (const { peer, vector } of this.#joins.splice(0)) this.#welcome(peer, vector)
  }

  // ---- exclusive jobs, and the end

  /** Runs a job while the document stands still: all of it on disk, nothing applied until the job ends (LOCK needs it). */
  exclusive<T>(job: (draft: { doc: Y.Doc; epoch: number; seq: number }) => Promise<T>): Promise<T> {
    return this.#turns.take(async () => {
      try {
        await this.#parts.flusher.now()
        this.#readAhead()
        await this.#standsStill()
        if (this.#stored.damaged) throw new Refused('roomQuarantined')
        if (!this.#building.now()) throw new Refused('stopping')
        this.#still = true
        return await job({ doc: this.#held.doc, epoch: this.#stored.epoch, seq: this.#stored.seq })
      } finally {
        this.#still = false
        this.#follow()
        this.#parts.flusher.wake(this)
      }
    })
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

  /** The room is dropped for being idle: the next opening shall be quick. */
  leaveSnapshot(): void {
    this.#snapshots.last()
  }

  /** Stops its timers, and waits for what it still writes; what was queued must have been flushed before. */
  async retire(): Promise<void> {
    this.#retired = true
    this.#hush.end()
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
