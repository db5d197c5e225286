// The table: one block a case, a line a server, medians [least–most] over the runs, then how far each figure aimed at was reached.
// Called by bench.ts.
import type { Case, Goal, Values } from './case.ts'

/** One measurement. */
export interface Row {
  readonly case: string
  readonly target: string
  readonly run: number
  readonly at: string
  /** A fixed piece of arithmetic, timed just before, milliseconds. */
  readonly calibrationMs: number
  readonly values: Values
  readonly error?: string
  /** The error is only that this machine lacks something. */
  readonly notRun?: boolean
}

export function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length / 2
  if (sorted.length === 0) return null
  return sorted.length % 2 ? sorted[Math.floor(middle)]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function shown(value: number): string {
  const size = Math.abs(value)
  if (Number.isInteger(value) && size < 10_000) return `${value}`
  if (size >= 1000) return Math.round(value).toLocaleString('en-US').replaceAll(',', ' ')
  return value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
}

function numbersOf(rows: readonly Row[], target: string, column: string): number[] {
  return rows
    .filter((row) => row.target === target && !row.error)
    .map((row) => row.values[column])
    .filter((value): value is number => typeof value === 'number' && Number.isFinite(value))
}

/** The machine while a row was measured: the generator's processor, everyone else's, the calibration. */
const noiseColumns = ['genPct', 'otherPct', 'calibrationMs']

export function caseTable(one: Case, all: readonly Row[]): string {
  const rows = all
    .filter((row) => row.case === one.name)
    .map((row) => ({ ...row, values: { ...row.values, calibrationMs: row.calibrationMs } }))
  const columns = [...one.columns, ...noiseColumns]
  const lines: string[][] = [['', 'runs', ...columns]]
  for (const target of one.targets) {
    const own = rows.filter((row) => row.target === target)
    if (own.length === 0) continue
    const good = own.filter((row) => !row.error).length
    const cells = columns.map((column) => {
      const numbers = numbersOf(rows, target, column)
      const middle = median(numbers)
      if (middle === null) return '–'
      const spread = numbers.length > 1 && Math.min(...numbers) !== Math.max(...numbers)
      return (
        shown(middle) + (spread ? ` [${shown(Math.min(...numbers))}–${shown(Math.max(...numbers))}]` : '')
      )
    })
    lines.push([target, good === own.length ? `${good}` : `${good} of ${own.length}`, ...cells])
  }
  const widths = lines[0]!.map((_, at) => Math.max(...lines.map((line) => line[at]!.length)))
  const grid = lines.map((line) =>
    line
      .map((cell, at) => (at === 0 ? cell.padEnd(widths[at]!) : cell.padStart(widths[at]!)))
      .join('  ')
      .trimEnd(),
  )
  const errors = rows
    .filter((row) => row.error)
    .map((row) => `  ${row.notRun ? 'not run' : 'failed'}: ${row.target}: ${row.error}`)
  const goals = one.goals.flatMap((goal) => goalLine(goal, rows) ?? [])
  return [`${one.name}: ${one.about}`, ...grid, ...errors, ...goals, ''].join('\n')
}

export interface Verdict {
  readonly goal: Goal
  /** Ours, and what it is held against. */
  readonly value: number
  readonly bound: number
  readonly reached: boolean
}

/** Weighs a goal; null when a side of it was not measured. */
export function weigh(goal: Goal, rows: readonly Row[]): Verdict | null {
  const { column, is, of, factor = 1, plus = 0, target = 'assise' } = goal
  const value = median(numbersOf(rows, target, column))
  if (value === null) return null
  let bound = plus
  if (of) {
    const peers = of
      .map((peer) => median(numbersOf(rows, peer, column)))
      .filter((number): number is number => number !== null)
    if (peers.length === 0) return null
    bound += factor * (is === 'atMost' ? Math.min(...peers) : Math.max(...peers))
  }
  return { goal, value, bound, reached: is === 'atMost' ? value <= bound : value >= bound }
}

function goalLine(goal: Goal, rows: readonly Row[]): string | null {
  const verdict = weigh(goal, rows)
  if (!verdict) return null
  const { value, bound, reached } = verdict
  const { column, is, of, factor = 1, plus = 0, target } = goal
  const sign = is === 'atMost' ? '≤' : '≥'
  const of_ = of ? `${shown(factor)} × ${of.join(' or ')}${plus ? ` + ${shown(plus)}` : ''} = ` : ''
  const ratio = of && plus === 0 ? ` (ratio ${shown(value / (bound / factor))})` : ''
  return `  ${reached ? 'reached' : 'MISSED '}  ${target ? `${target} ` : ''}${column} ${shown(value)} ${sign} ${of_}${shown(bound)}${ratio}`
}
