// What a measurement is: a case, the servers it is taken of, its columns, and the figures aimed at. No code but small roundings.
// The scenarios make cases; bench.ts runs them; table.ts shows them.
import type { Load } from './machine.ts'
import { type Server, startTarget } from './server-under-test.ts'
import type { Target } from './targets.ts'

/** What one measurement of one server found. A null or a missing value is shown as a dash. */
export type Values = Readonly<Record<string, number | null | undefined>>

/** A figure aimed at: `column` at most (or at least) `factor` times a peer's plus `plus`; without a peer, the number itself. */
export interface Goal {
  /** Whose figure; Assise's as it ships when not said. */
  readonly target?: string
  readonly column: string
  readonly is: 'atMost' | 'atLeast'
  /** Of several, the best (least, or most). */
  readonly of?: readonly string[]
  readonly factor?: number
  readonly plus?: number
}

export interface Case {
  readonly name: string
  /** What was done and what the columns mean, in a line. */
  readonly about: string
  readonly targets: readonly string[]
  readonly columns: readonly string[]
  readonly goals: readonly Goal[]
  measure(target: Target, folder: string): Promise<Values>
}

export interface Scenario {
  readonly name: string
  readonly cases: readonly Case[]
}

/** Starts a fresh server, uses it, and ends it whatever happens. */
export async function onFresh<T>(
  target: Target,
  folder: string,
  use: (server: Server) => Promise<T>,
  rooms = 1,
): Promise<T> {
  const server = await startTarget(target, { folder, fresh: true, rooms })
  try {
    return await use(server)
  } finally {
    await server.stop()
  }
}

/** The columns that say how much of the machine others had: each row has them. */
export function noiseOf({ generatorPct, otherPct, stealPct }: Load): Values {
  return { genPct: generatorPct, otherPct: otherPct + stealPct }
}
