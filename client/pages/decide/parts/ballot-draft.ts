// A ballot being written, and the receipt of one cast, kept on this device: a refresh, another person's vote or a dead link
// clears neither. One draft per poll and organisation. Called by the ballot card.
import { type ConsentChoice, choiceKeys } from '../../../../shared/poll/consent.ts'
import { readKept, writeKept } from '../../../kept.ts'

export interface BallotDraft {
  readonly choice: ConsentChoice | null
  readonly reason: string
  /** Makes a retry the same act. Renewed whenever what would be sent changes. */
  readonly clientKey: string
}

export interface Receipt {
  readonly receivedAt: string
  readonly ballotDigest: string
}

const key = (kind: 'draft' | 'receipt', pollId: string, organizationId: string) =>
  `ballot-${kind}/${pollId}/${organizationId}`

export function freshDraft(): BallotDraft {
  return { choice: null, reason: '', clientKey: crypto.randomUUID() }
}

export function readDraft(pollId: string, organizationId: string): BallotDraft {
  const kept = readKept(key('draft', pollId, organizationId)) as Partial<BallotDraft> | null
  if (!kept || typeof kept.clientKey !== 'string' || typeof kept.reason !== 'string') return freshDraft()
  const choice = choiceKeys.find((known) => known === kept.choice) ?? null
  return { choice, reason: kept.reason, clientKey: kept.clientKey }
}

export function keepDraft(pollId: string, organizationId: string, draft: BallotDraft): void {
  writeKept(key('draft', pollId, organizationId), draft)
}

/** The ballot was received: its draft goes, its receipt stays. */
export function keepReceipt(pollId: string, organizationId: string, receipt: Receipt): void {
  writeKept(key('receipt', pollId, organizationId), receipt)
  writeKept(key('draft', pollId, organizationId), null)
}

export function readReceipt(pollId: string, organizationId: string): Receipt | null {
  const kept = readKept(key('receipt', pollId, organizationId)) as Partial<Receipt> | null
  if (typeof kept?.receivedAt !== 'string' || typeof kept.ballotDigest !== 'string') return null
  return { receivedAt: kept.receivedAt, ballotDigest: kept.ballotDigest }
}
