// Files made to overwhelm whoever reads them, and a way to run a reader over one in a process of its own, with its memory and its time.
// Called by the test of hostile files and by the benchmark of the evidence.
import { spawnSync } from 'node:child_process'
import { closeSync, openSync, truncateSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { deflateSync } from 'node:zlib'
import { canonicalText } from '../../shared/record/canonical.ts'
import { seededDossier } from './dossier.ts'

const root = resolve(import.meta.dirname, '../..')

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
/** One stream inside another: what comes out of the first is the second. */
const bomb = () => deflateSync(deflateSync(Buffer.alloc(256 * 1024 * 1024)))
const cyclic =
  '%PDF-1.7\n1 0 obj\n<< /Type /Pages /Kids [1 0 R] /Parent 1 0 R /Length 1 0 R >>\nendobj\nstartxref\n9\n%%EOF\n'

const files = (): readonly [string, string | Buffer][] => [
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
  ['a PDF that holds a bomb in a bomb', pdfOf(bomb())],
  ['a PDF whose stream claims more than there is', pdfOf(Buffer.from('abc'), 999_999_999)],
  ['a PDF that refers to itself', cyclic],
  ['a PDF of one repeated mark', `%PDF-${'startxref'.repeat(million)}`],
  ['a PDF of a million embedded files', `%PDF-1 ${'/Type /EmbeddedFile '.repeat(million / 2)}`],
]

/** Writes them all into a folder; answers their places. The last is a gigabyte that takes no room. */
export function hostileFiles(folder: string): string[] {
  const places = files().map(([name, content]) => {
    const place = join(folder, name)
    writeFileSync(place, content)
    return place
  })
  const huge = join(folder, 'a sparse file of a gigabyte')
  const open = openSync(huge, 'w')
  closeSync(open)
  truncateSync(huge, 1024 ** 3)
  return [...places, huge]
}

/** The two implementations, as commands that take a file. */
export const readers: readonly [string, readonly string[]][] = [
  ['ours', [join(root, 'node_modules/.bin/node'), join(root, 'server/cli.ts'), 'verify']],
  ['the one in Python', ['python3', '-S', '-E', '-B', join(root, 'tests/verifier/verify.py')]],
]

/** Runs a reader over a file: its exit code, what it said, its memory as the system counted it for the child (MB), the time of it all (ms). */
export function readHostile(command: readonly string[], file: string) {
  const script = `import resource,subprocess,sys,time
start = time.monotonic()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True, timeout=60)
took = time.monotonic() - start
print(done.stdout[-4000:] + done.stderr[-4000:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, round(took * 1000))
sys.exit(done.returncode)`
  const run = spawnSync('python3', ['-c', script, ...command, file], { encoding: 'utf8', timeout: 90_000 })
  const lines = run.stdout.trim().split('\n')
  const [megabytes, ms] = (lines.at(-1) ?? '').split(' ').map(Number)
  return { code: run.status, said: lines.slice(0, -1).join('\n'), megabytes: megabytes!, ms: ms! }
}
