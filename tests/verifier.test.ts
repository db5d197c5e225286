// The second implementation, in Python and of its own making, gives the same answers to the same files.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

const folder = resolve(import.meta.dirname, 'verifier')
const python = spawnSync('python3', ['--version']).status === 0

test.runIf(python || process.env.CI === 'true')(
  'REC-1 to REC-15 in Python, standard library only, over tests/vectors',
  () => {
    const { status, stdout, stderr } = spawnSync('python3', ['-S', '-E', '-B', 'vectors.py'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 60_000,
    })

    expect(stderr).toBe('')
    expect(stdout).toMatch(/^(\d+) of \1 hold\n$/)
    expect(status).toBe(0)
  },
)
