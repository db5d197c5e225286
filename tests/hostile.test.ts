// VER-11: hostile files are refused by both implementations, in a process of their own: with a sentence, within bounds of memory and time
// that are generous on purpose (a loaded machine), and never with a trace of our code.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, openSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { canonicalText } from '../shared/record/canonical.ts'
import { seededDossier } from './kit/dossier.ts'
import { python } from './kit/python.ts'

const root = resolve(import.meta.dirname, '..')
const folder = mkdtempSync(join(tmpdir(), 'assise-hostile-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const text = canonicalText(seededDossier({ alliance: false }))
const million = 1_000_000
const prose = (depth: number) =>
  `${'{"content":['.repeat(depth)}{"text":"x","type":"text"}${'],"type":"paragraph"}'.repeat(depth)}`
const pdfOf = (stream: Buffer, length = stream.length) =>
  Buffer.concat([
    Buffer.from(
      `%PDF-1.7\n1 0 obj\n<< /Type /EmbeddedFile /Length ${length}\n/Filter /FlateDecode >>\nstream\n`,
    ),
    stream,
    Buffer.from('\nendstream\nendobj\nstartxref\n0\n%%EOF\n'),
  ])
/** One stream inside another: what comes out of the first is the second, of a gigabyte. */
const bomb = deflateSync(deflateSync(Buffer.alloc(256 * 1024 * 1024)))
const cyclic = '%PDF-1.7\n1 0 obj\n<< /Type /Pages /Kids [1 0 R] /Parent 1 0 R /Length 1 0 R >>\nendobj\nstartxref\n9\n%%EOF\n'

const files: readonly [string, string | Buffer][] = [
  ['a million nested arrays', '['.repeat(million)],
  ['a million nested objects', '{"a":'.repeat(million)],
  ['a million keys', `{${Array.from({ length: million }, (_, at) => `"k${at}":0`).join(',')}}`],
  ['two million values', `[${'0,'.repeat(2 * million)}0]`],
  ['a million empty lists', `[${'[],'.repeat(million)}[]]`],
  ['a million marks that close', ']'.repeat(8 * million)],
  ['a million strings without a comma', '{"":'.padEnd(8 * million, '""')],
  ['a string of sixteen megabytes', `{"a":"${'é'.repeat(8 * million)}"}`],
  ['a string of escapes', `{"a":"${'\\\\'.repeat(8 * million)}"}`],
  ['a string that never ends', `{"a":"${'a'.repeat(8 * million)}`],
  ['an integer of a million digits', `{"a":${'9'.repeat(million)}}`],
  ['a fraction of a million digits', `{"a":0.${'9'.repeat(million)}}`],
  ['prose ninety deep, in a dossier', text.replace('"text":"', `"x":${prose(45)},"text":"`)],
  ['a PDF that holds a bomb', pdfOf(deflateSync(Buffer.alloc(64 * 1024 * 1024)))],
  ['a PDF that holds a bomb in a bomb', pdfOf(bomb)],
  ['a PDF whose stream claims more than there is', pdfOf(Buffer.from('abc'), 999_999_999)],
  ['a PDF that refers to itself', cyclic],
  ['a PDF of one repeated mark', `%PDF-${'startxref'.repeat(million)}`],
  ['a PDF of a million embedded files', `%PDF-1 ${'/Type /EmbeddedFile '.repeat(million / 2)}`],
]

/** Refused (1) in words; memory as the system counted it for the child, in megabytes. */
function verified(command: readonly string[], file: string) {
  const limits = 'import resource,subprocess,sys\n'
  const script = `${limits}done = subprocess.run(sys.argv[1:], capture_output=True, text=True, timeout=60)
print(done.stdout[-4000:] + done.stderr[-4000:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(done.returncode)`
  const run = spawnSync('python3', ['-c', script, ...command, file], { encoding: 'utf8', timeout: 90_000 })
  const lines = run.stdout.trim().split('\n')
  return { code: run.status, said: lines.slice(0, -1).join('\n'), megabytes: Number(lines.at(-1)) }
}

const readers: readonly [string, readonly string[]][] = [
  ['ours', [join(root, 'node_modules/.bin/node'), join(root, 'server/cli.ts'), 'verify']],
  ['the one in Python', ['python3', '-S', '-E', '-B', join(root, 'tests/verifier/verify.py')]],
]

describe.runIf(python)('VER-11 hostile files', () => {
  for (const [name, content] of files) writeFileSync(join(folder, name), content)
  const huge = join(folder, 'a sparse file of a gigabyte')
  openSync(huge, 'w')
  truncateSync(huge, 1024 ** 3)

  describe.each(readers)('%s', (_, command) => {
    test.each([...files.map(([name]) => name), 'a sparse file of a gigabyte'])(
      'refuses %s',
      (name) => {
        const { code, said, megabytes } = verified(command, join(folder, name))

        expect([code, said]).toEqual([1, expect.stringContaining('REFUSÉ')])
        expect(said).not.toMatch(/Traceback|\n\s+at |File "|Error:/)
        expect(megabytes).toBeLessThan(256)
      },
      120_000,
    )
  })
})
