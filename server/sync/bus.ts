// What the nodes of one installation tell each other. Hints only (SYNC-14): each says what is worth reading in the database, never what
// is true; one may come late, twice, or not at all. Built by assemble on a wire (Redis); rooms.ts speaks and listens.
import { randomBytes } from 'node:crypto'
import { type Topic, topics } from '../../shared/wire.ts'

export type Hint =
  /** The log of this plan goes this far. */
  | { readonly kind: 'rows'; readonly planId: string; readonly seq: number }
  | { readonly kind: 'locked'; readonly planId: string }
  | { readonly kind: 'notice'; readonly planId: string; readonly topic: Topic }
  | { readonly kind: 'rights'; readonly planId: string; readonly userId: string }
  | { readonly kind: 'signedOut'; readonly userId: string; readonly loginId: string | null }
  /** Awareness states of the sender's people, base64. */
  | { readonly kind: 'presence'; readonly planId: string; readonly states: string }
  | { readonly kind: 'whoIsHere'; readonly planId: string }

/** Carries texts from each node to all. */
export interface Wire {
  send(text: string): void
  listen(hear: (text: string) => void): void
  /** Whether what is sent now has a chance to arrive. */
  ready(): boolean
  close(): Promise<void>
}

/** Carries nothing, and says it works: the look into the database is then all there is. */
export const silentWire: Wire = {
  send() {},
  listen() {},
  ready: () => true,
  close: async () => {},
}

export interface Bus {
  tell(hint: Hint): void
  /** `hear` gets what others tell; a hint that throws is reported as failed and forgotten. */
  listen(hear: (hint: Hint) => void): void
  /** Whether a hint may have been lost since the last time this was asked. */
  missed(): boolean
  close(): Promise<void>
}

/** Each node says this often how much it has told, so that the loss of its last words shows too. */
const beatMs = 1_000
/** A node unheard for this long is gone. */
const goneMs = 60_000

interface Message {
  readonly node: string
  /** How many hints the node had told before this message. */
  readonly told: number
  /** Absent in a beat. */
  readonly hint?: Hint
}

export function openBus(wire: Wire, failed: (error: unknown) => void): Bus {
  const node = randomBytes(9).toString('base64url')
  const others = new Map<string, { told: number; heardAtMs: number }>()
  let told = 0
  let lost = false
  let hear: (hint: Hint) => void = () => {}
  const beat = setInterval(() => {
    send({ node, told })
    for (const [id, { heardAtMs }] of others) if (performance.now() - heardAtMs > goneMs) others.delete(id)
  }, beatMs)
  beat.unref()

  function send(message: Message): void {
    if (wire.ready()) wire.send(JSON.stringify(message))
  }

  wire.listen((text) => {
    try {
      const message = readMessage(text)
      if (message.node !== node) take(message)
    } catch (error) {
      failed(error)
    }
  })

  function take({ node: from, told: before, hint }: Message): void {
    const known = others.get(from)?.told
    const after = before + (hint ? 1 : 0)
    // A node not heard before may have told something before we listened.
    if (known === undefined || before > known) lost = true
    others.set(from, { told: Math.max(known ?? 0, after), heardAtMs: performance.now() })
    // Twice, or out of its turn: harmless, but for a notice that would be fetched for again.
    if (hint && (known === undefined || before >= known)) hear(hint)
  }

  return {
    tell(hint) {
      send({ node, told, hint })
      told += 1
    },
    listen(heard) {
      hear = heard
    },
    missed() {
      const before = lost || !wire.ready()
      lost = false
      return before
    },
    async close() {
      clearInterval(beat)
      await wire.close()
    },
  }
}

function readMessage(text: string): Message {
  const message = JSON.parse(text) as Partial<Message> | null
  if (typeof message?.node !== 'string' || !Number.isSafeInteger(message.told)) throw new Error('no hint')
  const { hint } = message
  if (hint !== undefined && !isHint(hint)) throw new Error('a hint of no known kind')
  return message as Message
}

function isHint(hint: Record<keyof never, unknown> & { kind?: unknown }): boolean {
  const text = (...names: string[]) => names.every((name) => typeof hint[name] === 'string')
  switch (hint.kind) {
    case 'rows':
      return text('planId') && Number.isSafeInteger(hint.seq)
    case 'locked':
    case 'whoIsHere':
      return text('planId')
    case 'notice':
      return text('planId') && topics.some((topic) => topic === hint.topic)
    case 'rights':
      return text('planId', 'userId')
    case 'signedOut':
      return text('userId') && (hint.loginId === null || text('loginId'))
    case 'presence':
      return text('planId', 'states')
    default:
      return false
  }
}
