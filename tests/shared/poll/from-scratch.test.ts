// COUNT-15: ballot files that were written and counted without our code, by tests/recount, from the papers and shared/README.md alone: what
// the documentation says of the format and of each figure is enough, and is what `assise tally` finds.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { recountTally } from '../../../shared/poll/recount.ts'
import { readTallyFile, type TallyFile } from '../../../shared/poll/tally-file.ts'
import { python } from '../../kit/python.ts'

const script = resolve(import.meta.dirname, '../../recount/any_file.py')
const seeds = 600

/** One file a line; a label may hold a line separator, which is none here. */
function written(): string[] {
  const { stdout, stderr } = spawnSync('python3', ['-S', '-E', '-B', script, '0', String(seeds)], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  expect(stderr).toBe('')
  return stdout.trimEnd().split('\n')
}

test.runIf(python)(
  'COUNT-15 six hundred files of ten methods, written from scratch, recount to every figure and word',
  () => {
    const files: TallyFile[] = []
    for (const text of written()) {
      const read = readTallyFile(new TextEncoder().encode(text))
      if ('unreadable' in read) throw new Error(`${read.unreadable.en} ${text.slice(0, 2_000)}`)
      const { same, differences, findings } = recountTally(read.file)
      const failed = findings.filter(({ status }) => status === 'failed').map(({ code }) => code)
      expect({ same, differences, failed }, read.file.poll.id).toEqual({
        same: true,
        differences: [],
        failed: [],
      })
      files.push(read.file)
    }
    expect(files).toHaveLength(seeds)
    // What was tried is not all of one kind.
    const tried = (is: (file: TallyFile) => boolean) => files.filter(is).length
    expect(new Set(files.map(({ poll }) => poll.setting.method)).size).toBe(10)
    expect(new Set(files.map(({ outcome }) => outcome!.word)).size).toBe(6)
    expect(tried(({ outcome }) => outcome!.casting !== undefined)).toBeGreaterThan(0)
    expect(tried(({ poll }) => poll.setting.options.length === 200)).toBeGreaterThan(0)
    expect(tried(({ voices }) => voices.length === 0)).toBeGreaterThan(10)
    expect(tried(({ voices }) => voices.length === 1)).toBeGreaterThan(10)
    expect(tried(({ count }) => count.tied.length > 0)).toBeGreaterThan(10)
    expect(tried(({ count }) => count.invalid.seats > 0)).toBeGreaterThan(10)
    expect(tried(({ consultative }) => consultative !== undefined)).toBeGreaterThan(10)
  },
)
