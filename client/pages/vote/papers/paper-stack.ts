// The papers a first teller is writing down, kept on the device until they are sent: a refresh loses none. Called by PaperDesk.
import type { Value } from '../../../../shared/poll/setting.ts'
import { readKept, writeKept } from '../../../kept.ts'

export interface Stack {
  /** In the order of `papers` where papers bear names; in any order in a secret poll. */
  readonly seatIds: readonly string[]
  readonly papers: readonly { readonly value: Value; readonly reason: string }[]
  /** Who re-reads them, once chosen. */
  readonly secondTellerId: string
  /** Makes a retry the same set. */
  readonly clientKey: string
}

const name = (pollId: string) => `vote-papers/${pollId}`

export const emptyStack = (): Stack => ({
  seatIds: [],
  papers: [],
  secondTellerId: '',
  clientKey: crypto.randomUUID(),
})

export function readStack(pollId: string): Stack {
  const kept = readKept(name(pollId)) as Partial<Stack> | null
  const whole = kept && Array.isArray(kept.seatIds) && Array.isArray(kept.papers)
  if (!whole || typeof kept.clientKey !== 'string') return emptyStack()
  return { ...emptyStack(), ...kept } as Stack
}

export function keepStack(pollId: string, stack: Stack): void {
  const empty = stack.seatIds.length === 0 && stack.papers.length === 0
  writeKept(name(pollId), empty ? null : stack)
}
