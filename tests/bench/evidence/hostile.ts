// What a file made to overwhelm its reader costs: both implementations over every hostile file, each in a process of its own, started for it.
// Called by evidence.ts.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { hostileFiles, readers, readHostile } from '../../kit/hostile.ts'

export interface HostileFigures {
  readonly reader: string
  readonly files: number
  /** Those that were not refused in words, by name. */
  readonly notRefused: readonly string[]
  /** The slowest, and the one that took most memory: which, and how much. */
  readonly slowest: { readonly name: string; readonly ms: number }
  readonly largest: { readonly name: string; readonly megabytes: number }
}

export function measureHostile(): HostileFigures[] {
  const folder = mkdtempSync(join(tmpdir(), 'assise-bench-hostile-'))
  try {
    const places = hostileFiles(folder)
    return readers.map(([reader, command]) => {
      const read = places.map((place) => ({ name: basename(place), ...readHostile(command, place) }))
      const slowest = read.reduce((a, b) => (b.ms > a.ms ? b : a))
      const largest = read.reduce((a, b) => (b.megabytes > a.megabytes ? b : a))
      const notRefused = read
        .filter(({ code, said }) => code !== 1 || !said.includes('REFUSÉ'))
        .map(({ name }) => name)
      return { reader, files: read.length, notRefused, slowest, largest }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
