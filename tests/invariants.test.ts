// Nothing of what a vote promises is left untried by oversight: each invariant and each trap of others has a test titled with its number, or
// a line in shared/README.md that says why not. Reads the titles themselves.
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'

const here = resolve(import.meta.dirname)
const heading = '### Invariants and traps of others'

/** The numbers in the titles of tests: `test('INV-4 …')`, also by `it`, `test.each(…)(…)` and in the contract suites. */
function titled(source: string): string[] {
  const titles = source.matchAll(/\b(?:test|it)(?:\.each\([\s\S]*?\))?\(\s*(['`])([\s\S]*?)\1/g)
  return [...titles].flatMap(([, , title]) => [...title!.matchAll(/\b(?:INV|TRAP)-\d+\b/g)].map(([id]) => id))
}

/** The numbers that a line under the heading begins a sentence with. */
function excused(rules: string): string[] {
  const [, after = ''] = rules.split(heading)
  const [section = ''] = after.split(/\n##+ /)
  return [...section.matchAll(/(?:^|[.\n] ?|, )\**((?:INV|TRAP)-\d+)\b/g)].map(([, id]) => id!)
}

const files = (readdirSync(here, { recursive: true }) as string[]).filter((path) =>
  /\.(test|contract)\.ts$/.test(path),
)
const numbers = (word: string, count: number) => Array.from({ length: count }, (_, at) => `${word}-${at + 1}`)

test('each of the 25 invariants and 28 traps has a test titled with it, or a line that says why not', () => {
  const known = new Set(files.flatMap((path) => titled(readFileSync(join(here, path), 'utf8'))))
  const lines = new Set(excused(readFileSync(join(here, '../shared/README.md'), 'utf8')))
  const missing = [...numbers('INV', 25), ...numbers('TRAP', 28)].filter(
    (id) => !known.has(id) && !lines.has(id),
  )
  expect(missing).toEqual([])
})

test('it sees what it looks for, and only in titles and lines', () => {
  expect(titled("test('INV-4 TRAP-2 sums', () => { // INV-5\n})")).toEqual(['INV-4', 'TRAP-2'])
  expect(titled('test.each(seeds)(\n  `INV-22 seed %i`, () => {})')).toEqual(['INV-22'])
  expect(
    excused(`${heading} (…)\nTRAP-3 cannot occur: see INV-9. INV-2 no split.\n\n## Next\nTRAP-8 x`),
  ).toEqual(['TRAP-3', 'INV-2'])
  expect(files.length).toBeGreaterThan(80)
})
