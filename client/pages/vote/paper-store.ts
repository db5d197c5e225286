// What this device keeps, for one person, of the votes of each seat in each poll: the ballot being filled in, the vote on its way, the receipt.
// A refresh, another person's vote or a dead link clears none of them (TRAP-13). Called by the ballot form.
import type { Value } from '../../../shared/poll/setting.ts'
import { onKeptElsewhere, readKept, writeKept } from '../../kept.ts'
import { emptyPaper, type Paper } from './paper.ts'

/** A vote as it is sent: the same client key makes a retry the same vote. */
export interface VoteOffer {
  readonly seatId: string
  readonly value: Value
  readonly reason: string
  readonly textHash: string
  readonly clientKey: string
}

/** What comes back of a vote received. A secret vote has no digest of its own: nothing joins a voter and a value. */
export interface VoteReceipt {
  /** Empty for a secret vote received on another device: the server keeps no hour of it. */
  readonly receivedAt: string
  readonly digest?: string
}

type Kind = 'paper' | 'offer' | 'receipt'
const name = (kind: Kind, pollId: string, seatId: string) => `vote-${kind}/${pollId}/${seatId}`

/** The seat's ballot as it was left on this device; an empty one when there is none, or none that can be read. */
export function readPaper(pollId: string, seatId: string): Paper {
  const kept = read('paper', pollId, seatId)
  if (!isRecord(kept)) return emptyPaper
  return {
    pick: typeof kept.pick === 'string' ? kept.pick : null,
    ticked: strings(kept.ticked),
    numbers: entries(kept.numbers, (value) => Number.isSafeInteger(value)) as Record<string, number>,
    grades: entries(kept.grades, isString) as Record<string, string>,
    ranking: (Array.isArray(kept.ranking) ? kept.ranking : [])
      .map(strings)
      .filter((group) => group.length > 0),
    typed: entries(kept.typed, isString) as Record<string, string>,
    blank: kept.blank === true,
    reason: isString(kept.reason) ? kept.reason : '',
    clientKey: isString(kept.clientKey) ? kept.clientKey : '',
  }
}

export function keepPaper(pollId: string, seatId: string, paper: Paper): void {
  write('paper', pollId, seatId, paper)
}

/** The vote confirmed whose receipt has not come back yet; null when there is none. */
export function readOffer(pollId: string, seatId: string): VoteOffer | null {
  const kept = read('offer', pollId, seatId)
  const whole = isRecord(kept) && isString(kept.clientKey) && isString(kept.textHash) && isRecord(kept.value)
  return whole && kept.seatId === seatId ? (kept as unknown as VoteOffer) : null
}

export function keepOffer(pollId: string, seatId: string, offer: VoteOffer | null): void {
  write('offer', pollId, seatId, offer)
}

/** The vote was received: its ballot and its offer leave the device, its receipt stays. */
export function keepReceipt(pollId: string, seatId: string, receipt: VoteReceipt): void {
  write('receipt', pollId, seatId, receipt)
  write('offer', pollId, seatId, null)
  write('paper', pollId, seatId, null)
}

export function readReceipt(pollId: string, seatId: string): VoteReceipt | null {
  const kept = read('receipt', pollId, seatId)
  if (!isRecord(kept) || !isString(kept.receivedAt)) return null
  return { receivedAt: kept.receivedAt, ...(isString(kept.digest) && { digest: kept.digest }) }
}

/** Calls `changed` when another tab of this device wrote about this seat in this poll; answers what stops it. */
export function onOtherTab(pollId: string, seatId: string, changed: () => void): () => void {
  return onKeptElsewhere(`/${pollId}/${seatId}`, changed)
}

const isString = (value: unknown): value is string => typeof value === 'string'
const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.filter(isString) : [])
const entries = (value: unknown, fits: (value: unknown) => boolean): Record<string, unknown> =>
  isRecord(value) ? Object.fromEntries(Object.entries(value).filter(([, one]) => fits(one))) : {}

function read(kind: Kind, pollId: string, seatId: string): unknown {
  return readKept(name(kind, pollId, seatId))
}

function write(kind: Kind, pollId: string, seatId: string, value: unknown): void {
  writeKept(name(kind, pollId, seatId), value)
}
