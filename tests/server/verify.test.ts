// VER-7 to VER-9: `assise verify FILE`: the file around the dossier, the pages set again, what a person reads, exit codes.
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEmbedded } from '../../server/export/embedded.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { sealed } from '../../server/export/seal.ts'
import { verifyBytes, verifyCommand } from '../../server/verify.ts'
import { dossierText } from '../../shared/record/dossier.ts'
import { cpuMs } from '../kit/cpu.ts'
import { seededDossier } from '../kit/dossier.ts'
import { rebuilt, resealed } from '../kit/forger.ts'

const dossier = seededDossier()
const pdf = renderPdf(dossier)
const text = dossierText(dossier)
let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assise-verify-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function fileOf(name: string, content: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

async function command(...args: string[]): Promise<{ code: number; said: string }> {
  const lines: string[] = []
  const code = await verifyCommand(args, (line) => void lines.push(line))
  return { code, said: lines.join('\n') }
}

async function failures(bytes: Uint8Array): Promise<string[]> {
  const { findings } = await verifyBytes(bytes)
  return findings.filter(({ status }) => status === 'failed').map(({ code }) => code)
}

/** The PDF without its seal line, as another tool would leave it. */
const unsealed = () => pdf.slice(0, Buffer.from(pdf).lastIndexOf('\n%assise-seal'))
const swapped = (from: string, to: string) =>
  new Uint8Array(Buffer.from(Buffer.from(unsealed()).toString('latin1').replace(from, to), 'latin1'))

describe('VER-7 a PDF holds when its seal, its dossier and its pages do', () => {
  test('the untouched file, and the untouched dossier', async () => {
    const asPdf = await command(fileOf('alliance.pdf', pdf))
    const asJson = await command(fileOf('dossier.json', text))

    expect(asPdf.code).toBe(0)
    expect(asPdf.said).toContain('✓ Les pages, composées de nouveau depuis le dossier, sont identiques')
    expect(asPdf.said.split('\n').at(-1)).toMatch(
      /^VERDICT : tout ce qui se vérifie tient \(✓ \d+ · ✗ 0 · – 6\)$/,
    )
    expect(asJson.code).toBe(0)
  })

  test('the name of the file does not matter, only what is in it', async () => {
    expect((await command(fileOf('renamed.txt', pdf))).code).toBe(0)
  })

  test('a version without an Alliance', async () => {
    expect(await failures(renderPdf(seededDossier({ alliance: false })))).toEqual([])
  })

  test('one changed byte anywhere is refused', async () => {
    let state = 7
    const samples = 90
    for (let at = 0; at < samples; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      const offset = Math.floor(((at + state / 2 ** 32) / samples) * pdf.length)
      const flipped = pdf.slice()
      flipped[offset]! ^= 1 + (state % 255)

      const { holds, findings } = await verifyBytes(flipped)

      expect(holds, `byte ${offset}`).toBe(false)
      expect(findings.some(({ status }) => status === 'failed')).toBe(true)
    }
  })

  test('a byte of the pages: the seal fails, and the first differing byte is named', async () => {
    const flipped = pdf.slice()
    flipped[4_321]! ^= 1
    const { code, said } = await command(fileOf('flipped.pdf', flipped))

    expect(code).toBe(1)
    expect(said).toContain('✗ La ligne de sceau ne correspond pas aux octets du fichier')
    expect(said).toContain('premier octet différent à 4321 (dans les pages)')
    expect(said.split('\n').at(-1)).toContain('VERDICT : REFUSÉ')
  })

  test('a byte of the embedded dossier: its place is named', async () => {
    const embedded = findEmbedded(pdf)
    if (embedded.bytes === null) throw new Error('no dossier')
    const flipped = pdf.slice()
    flipped[embedded.start + 900]! ^= 1
    const { said } = await command(fileOf('inside.pdf', flipped), '--en')

    expect(said).toContain(`its bytes (${embedded.start} to ${embedded.end}) changed`)
    expect(said).toContain('– The pages were not compared')
  })
})

describe('VER-8 what people read is what was verified', () => {
  test('pages altered by another tool, with a seal made again, are refused', async () => {
    const forged = sealed(swapped('/Title', '/Titre'))

    expect(await failures(forged)).toEqual(['pages'])
  })

  test('the pages of one dossier around another are refused', async () => {
    const other = resealed(seededDossier({ alliance: false }), ({ version }) => {
      version.lockedBy = 'Une autre personne'
    })
    const inside = findEmbedded(pdf)
    if (inside.bytes === null) throw new Error('no dossier')
    const stream = deflateSync(dossierText(other))
    const file = Buffer.from(unsealed())
    const forged = Buffer.concat([file.subarray(0, inside.start), stream, file.subarray(inside.end)])
    const patched = Buffer.from(
      forged
        .toString('latin1')
        .replace(`/Length ${inside.end - inside.start}\n`, `/Length ${stream.length}\n`),
      'latin1',
    )

    expect(await failures(sealed(new Uint8Array(patched)))).toEqual(['pages'])
  })

  test('something added after the end, with a seal made again, is refused', async () => {
    const added = Buffer.concat([unsealed(), Buffer.from('\n1 0 obj\n<< /Type /Catalog >>\nendobj\n%%EOF')])

    expect(await failures(sealed(new Uint8Array(added)))).toEqual(['pages'])
  })

  test('a forged dossier set with our own pages is refused by what it says', async () => {
    const forged = rebuilt(dossier, ({ constats }) => {
      constats[0].ballots[0].choice = 'abstain'
    })

    expect(await failures(renderPdf(forged))).toEqual(['signature', 'signature', 'signature'])
  })

  test('pages of an edition that this software does not set are not taken for good', async () => {
    const bytes = Buffer.from(pdf)
    const later = Buffer.from(bytes.toString('latin1').replace(/pages=\d+/, 'pages=9999'), 'latin1')

    expect(await failures(new Uint8Array(later))).toEqual(['pagesEdition'])
  })

  test('a missing seal line is told as such', async () => {
    expect(await failures(unsealed())).toEqual(['sealMissing', 'pages'])
  })

  test('two embedded files are refused: which one would be the dossier?', async () => {
    const two = Buffer.concat([
      unsealed(),
      Buffer.from('\n9 0 obj << /Type /EmbeddedFile /Length 0 >> stream\n'),
    ])

    expect(await failures(sealed(new Uint8Array(two)))).toEqual(['embedded'])
  })
})

describe('VER-9 the command answers in words, whatever it is given', () => {
  test.each([
    ['nothing', []],
    ['two files', ['a', 'b']],
    ['an option that is not known', ['a', '--verbose']],
  ])('%s: usage, exit 2', async (_, args) => {
    const { code, said } = await command(...args)

    expect(code).toBe(2)
    expect(said).toContain('Usage : assise verify FICHIER')
  })

  test('help is no failure', async () => {
    expect((await command('--help', '--en')).code).toBe(0)
  })

  test('a file that does not exist, or a folder: exit 2', async () => {
    const missing = await command(join(folder, 'rien.pdf'))

    expect(missing).toEqual({
      code: 2,
      said: `Le fichier « ${join(folder, 'rien.pdf')} » n’existe pas ou ne se lit pas.`,
    })
    expect((await command(folder, '--en')).code).toBe(2)
  })

  test('the report for machines has the same findings', async () => {
    const { code, said } = await command(fileOf('again.pdf', pdf), '--json')
    const report = JSON.parse(said)

    expect(code).toBe(0)
    expect(report).toMatchObject({ format: 'assise/report/v1', holds: true, file: 'again.pdf' })
    expect(report.findings.length).toBeGreaterThan(100)
    expect(report.findings[0].text).toEqual({ fr: expect.any(String), en: expect.any(String) })
  })

  test('what a file says never drives the terminal', async () => {
    const odd = resealed(dossier, ({ constats }) => {
      constats[0].poll.subjectTitle = 'faux\u001b[2Jtitre\u202e'
    })
    const { said } = await command(fileOf('odd.json', dossierText(odd)))

    expect(said).toContain('faux?[2Jtitre?')
    expect(said).not.toContain('\u001b')
  })

  test.each([
    ['an empty file', new Uint8Array(), ['fileKind']],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47]), ['fileKind']],
    ['a PDF of someone else', new TextEncoder().encode('%PDF-1.4\n%%EOF\n'), ['sealMissing', 'embedded']],
    ['half a PDF', pdf.slice(0, pdf.length / 2), ['sealMissing', 'embedded']],
    ['a PDF cut in its last bytes', pdf.slice(0, -3), ['sealMissing', 'pages']],
    ['nested arrays without end', new TextEncoder().encode('['.repeat(1_000_000)), ['depth']],
  ])('%s is refused quickly', async (_, bytes, codes) => {
    const before = cpuMs()

    expect(await failures(bytes)).toEqual(codes)
    expect(cpuMs() - before).toBeLessThan(2_000)
  })

  test('a bomb inside the PDF is not inflated past its limit', async () => {
    const bomb = deflateSync(Buffer.alloc(200 * 1024 * 1024, 0x20))
    const head = `%PDF-1.7\n1 0 obj\n<< /Length ${bomb.length} /Type /EmbeddedFile /Filter /FlateDecode >>\nstream\n`
    const file = Buffer.concat([Buffer.from(head), bomb, Buffer.from('\nendstream\nendobj\n%%EOF')])
    const before = cpuMs()
    const { findings } = await verifyBytes(sealed(new Uint8Array(file)))

    expect(findings.find(({ code }) => code === 'embedded')?.text.fr).toContain('dépasse 32 Mo')
    expect(cpuMs() - before).toBeLessThan(2_000)
  })

  test('a file of a gigabyte is refused without being read', async () => {
    const path = join(folder, 'huge.pdf')
    const opened = openSync(path, 'w')
    ftruncateSync(opened, 2 ** 30)
    closeSync(opened)
    const before = cpuMs()
    const { code, said } = await command(path)

    expect(code).toBe(1)
    expect(said).toContain('dépasse 64 Mo')
    expect(cpuMs() - before).toBeLessThan(500)
  })
})
