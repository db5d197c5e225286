// VER-11: hostile files are refused by both implementations, in a process of their own: with a sentence, within bounds of memory and time
// that are generous on purpose (a loaded machine), and never with a trace of our code. What they cost is `npm run bench -- evidence`.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { hostileFiles, readers, readHostile } from './kit/hostile.ts'
import { python } from './kit/python.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe.runIf(python)('VER-11 hostile files', () => {
  const files = hostileFiles(folder).map((place) => basename(place))

  describe.each(readers)('%s', (_, command) => {
    test.each(files)(
      'refuses %s',
      (name) => {
        const { code, said, megabytes } = readHostile(command, join(folder, name))

        expect([code, said]).toEqual([1, expect.stringContaining('REFUSÉ')])
        expect(said).not.toMatch(/Traceback|\n\s+at |File "|Error:/)
        expect(megabytes).toBeLessThan(256)
      },
      120_000,
    )
  })
})
