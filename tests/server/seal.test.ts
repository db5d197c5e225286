// SEAL-1 to SEAL-8: the institution's seal on a PDF: made by us, judged by us, by pdfsig and by openssl, with an authority of the test.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sealedPdf } from '../../server/acts/seals.ts'
import type { Context, Sealer } from '../../server/context.ts'
import { renderPdf } from '../../server/export/pdf.ts'
import { sealed as withLine } from '../../server/export/seal.ts'
import { readSealFile } from '../../server/seal-file.ts'
import { openSeal } from '../../server/seal-key.ts'
import { verifyBytes } from '../../server/verify.ts'
import { pdfMoment, sealUpdate } from '../../shared/record/pdf-update.ts'
import { splitSealed } from '../../shared/verify/pdf-seal.ts'
import {
  type Authority,
  type Certificates,
  hasOpenssl,
  hasPoppler,
  makeCertificates,
  openAuthority,
} from '../kit/certificates.ts'
import { seededDossier } from '../kit/dossier.ts'
import { type Bare, createBare } from '../kit/world.ts'

const dossier = seededDossier()
const pages = renderPdf(dossier)
let folder = ''
let made: Certificates
let authority: Authority
let world: Bare
let plain: Uint8Array
let stamped: Uint8Array

beforeAll(async () => {
  if (!hasOpenssl) return
  folder = mkdtempSync(join(tmpdir(), 'assise-seal-'))
  made = makeCertificates(folder)
  authority = await openAuthority(made)
  world = await createBare({ start: new Date().toISOString() })
  // Certificates that a test makes later are already valid by its clock.
  world.pass(3_600_000)
  plain = await sealedPdf(context(await sealer(null)), pages)
  stamped = await sealedPdf(context(await sealer(authority.url)), renderPdf(dossier, 'en'))
}, 60_000)
afterAll(async () => {
  await authority?.close()
  await world?.close()
  if (folder) rmSync(folder, { recursive: true })
})

async function sealer(tsaUrl: string | null, from: Certificates = made): Promise<Sealer> {
  const opened = await openSeal({ p12: from.p12, password: from.password, tsaUrl }, new Date())
  if ('problem' in opened) throw new Error(opened.problem)
  return opened
}

function context(one: Sealer | null): Context {
  return { ...world.ctx, sealer: one }
}

async function findings(bytes: Uint8Array, sealCertificateSha256?: string) {
  const report = await verifyBytes(bytes, null, { ...(sealCertificateSha256 && { sealCertificateSha256 }) })
  const codes = (status: string) =>
    report.findings.filter((one) => one.status === status).map(({ code }) => code)
  return { holds: report.holds, failed: codes('failed'), ok: codes('ok'), open: codes('notChecked') }
}

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

/** The signature's bytes as they stand in the file, and what they are over. */
function signatureOf(bytes: Uint8Array): { cms: Buffer; content: Buffer } {
  const text = Buffer.from(bytes).toString('latin1')
  const [, a, b, c, d] = /\/ByteRange \[(\d+) (\d+) (\d+) (\d+)/.exec(text)!.map(Number) as [
    number,
    ...number[],
  ]
  const digits = text.slice(a! + b! + 1, c! - 1)
  const whole = Buffer.from(digits, 'hex')
  const length = 4 + whole.readUInt16BE(2)
  return {
    cms: whole.subarray(0, length),
    content: Buffer.concat([
      Buffer.from(bytes).subarray(a, a! + b!),
      Buffer.from(bytes).subarray(c, c! + d!),
    ]),
  }
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = bytes.slice()
  copy[at]! ^= 1
  return copy
}

describe.runIf(hasOpenssl)('SEAL-1 SEAL-2 the seal is a revision of its own', () => {
  test('the pages stay as they were, to the byte, and are found again', () => {
    const parts = splitSealed(plain)!

    expect(Buffer.compare(parts.pages, pages)).toBe(0)
    expect(parts.update.length).toBeGreaterThan(30_000)
    expect(splitSealed(pages)!.update).toHaveLength(0)
  })

  test('the update is a function of the pages, the moment and its room', () => {
    const twice = [1, 2].map(() =>
      Buffer.from(sealUpdate(pages, pdfMoment('2026-03-02T14:00:00.000Z'), 4_096)!.bytes),
    )

    expect(twice[0]!.equals(twice[1]!)).toBe(true)
    expect(twice[0]!.toString('latin1')).toContain('/M (D:20260302140000Z)')
  })

  test('a file that is not built as ours are has none', () => {
    expect(sealUpdate(plain, pdfMoment('2026-03-02T14:00:00Z'), 64)).toBeNull()
    expect(
      sealUpdate(new TextEncoder().encode('%PDF-1.4\n%%EOF\n'), pdfMoment('2026-03-02T14:00:00Z'), 64),
    ).toBeNull()
    expect(sealUpdate(pages, 'D:2026) /X (Z', 64)).toBeNull()
  })
})

describe.runIf(hasOpenssl)('SEAL-3 to SEAL-6 what the verifier says of it', () => {
  test('a sealed file holds; whose certificate it is stays to be compared', async () => {
    const { holds, failed, ok, open } = await findings(plain)

    expect(failed).toEqual([])
    expect(holds).toBe(true)
    expect(ok).toEqual(
      expect.arrayContaining(['pages', 'pdfRevision', 'pdfSealDigest', 'pdfSealSignature', 'pdfSealPeriod']),
    )
    expect(open).toEqual(expect.arrayContaining(['pdfSealUnknown', 'pdfSealNoTime']))
  })

  test('an English one with a time stamp, against the fingerprint that openssl gives', async () => {
    const { holds, ok, open } = await findings(stamped, made.fingerprint)

    expect(holds).toBe(true)
    expect(ok).toEqual(expect.arrayContaining(['pdfSealCertificate', 'pdfSealTime']))
    expect(open).toContain('pdfSealAuthority')
  })

  test('another certificate than the policy’s, and a seal that is missing, are refused', async () => {
    expect((await findings(plain, '0'.repeat(64))).failed).toEqual(['pdfSealCertificate'])
    expect((await findings(pages, made.fingerprint)).failed).toEqual(['pdfSealMissing'])
  })

  test('one byte flipped anywhere is refused, in what was added too', async () => {
    const starts = pages.length
    for (const at of [
      9,
      4_321,
      starts - 20,
      starts + 5,
      starts + 700,
      starts + 2_200,
      plain.length - 1_000,
      plain.length - 3,
    ]) {
      const { holds } = await findings(flipped(plain, at))
      expect(holds, `byte ${at}`).toBe(false)
    }
  })

  test('any revision after the seal is refused, also one that brings its own seal line', async () => {
    const more = Buffer.concat([
      plain,
      Buffer.from('1 0 obj\n<< >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'),
    ])

    expect((await findings(new Uint8Array(more))).failed).toEqual(['pdfRevision'])
    expect((await findings(withLine(new Uint8Array(more)))).failed).toContain('pages')
    expect((await findings(new Uint8Array(Buffer.concat([plain, Buffer.from('\n')])))).failed).toEqual([
      'pdfRevision',
    ])
  })

  test('an update that also changes a page is refused, though its own signature holds', async () => {
    // A forger with a certificate of their own: the page's contents replaced in the same revision, everything signed again.
    const { bytes, hole } = sealUpdate(pages, pdfMoment(new Date().toISOString()), 16_384)!
    const text = Buffer.from(bytes).toString('latin1')
    const changed = Buffer.from(text.replace('/Rect [0 0 0 0]', '/Rect [9 9 9 9]'), 'latin1')
    const content = Buffer.concat([
      pages,
      changed.subarray(0, hole.start - 1),
      changed.subarray(hole.end + 1),
    ])
    const cms = await (await sealer(null)).seal(new Uint8Array(content), new Date())
    changed.write(Buffer.from(cms).toString('hex'), hole.start, 'latin1')

    expect((await findings(new Uint8Array(Buffer.concat([pages, changed])))).failed).toEqual(['pdfRevision'])
  })

  test('the seal of one document does not fit another', async () => {
    const other = renderPdf(seededDossier({ alliance: false }))
    const moved = Buffer.concat([other, splitSealed(plain)!.update])

    expect((await findings(new Uint8Array(moved))).failed).toEqual(['pdfRevision'])
  })

  test('a signature that a second certificate made, put in its place, is told by the fingerprint', async () => {
    const elsewhere = mkdtempSync(join(folder, 'other-'))
    const forged = await sealedPdf(
      context(await sealer(null, makeCertificates(elsewhere, 'ec:P-256'))),
      renderPdf(seededDossier({ alliance: false })),
    )

    expect((await findings(forged)).failed).toEqual([])
    expect((await findings(forged, made.fingerprint)).failed).toEqual(['pdfSealCertificate'])
  })
})

describe.runIf(hasOpenssl)('others judge the seal as we do', () => {
  test('openssl verifies the signature, and the time stamp', () => {
    const { cms, content } = signatureOf(stamped)
    const cmsFile = fileOf('seal.cms', cms)
    const verify = (bytes: Buffer) =>
      made.openssl(
        'cms',
        '-verify',
        '-cades',
        '-inform',
        'DER',
        '-in',
        cmsFile,
        '-content',
        fileOf('content', bytes),
        '-binary',
        '-CAfile',
        made.ca,
        '-purpose',
        'any',
        '-out',
        join(folder, 'out'),
      )

    expect(() => verify(content)).not.toThrow()
    expect(() => verify(Buffer.from(flipped(content, 5)))).toThrow()
    const printed = made.openssl('cms', '-cmsout', '-print', '-inform', 'DER', '-in', cmsFile)
    expect(printed).toContain('id-smime-aa-signingCertificateV2')
    expect(printed).toContain('id-smime-aa-timeStampToken')
    // ETSI EN 319 142-1, table 1: the time stands in the PDF, or in a time stamp, never here.
    const bare = made.openssl(
      'cms',
      '-cmsout',
      '-print',
      '-inform',
      'DER',
      '-in',
      fileOf('plain.cms', signatureOf(plain).cms),
    )
    expect(bare).toContain('signingCertificateV2')
    expect(bare).not.toContain('signingTime')
    made.openssl('ts', '-verify', '-in', 'answer.tsr', '-queryfile', 'asked.tsq', '-CAfile', made.ca)
  })

  test.runIf(hasPoppler)(
    'pdfsig says valid and trusted for an authority it knows, and finds the flipped byte',
    () => {
      const nss = join(folder, 'nss')
      execFileSync('mkdir', ['-p', nss])
      execFileSync('certutil', ['-N', '-d', `sql:${nss}`, '--empty-password'])
      execFileSync('certutil', ['-A', '-d', `sql:${nss}`, '-n', 'ca', '-t', 'CT,C,C', '-i', made.ca])
      const pdfsig = (bytes: Uint8Array) => {
        try {
          return execFileSync('pdfsig', ['-nssdir', `sql:${nss}`, fileOf('looked-at.pdf', bytes)], {
            encoding: 'utf8',
            stdio: ['ignore', 'pipe', 'ignore'],
          })
        } catch (error) {
          return String((error as { stdout?: string }).stdout)
        }
      }

      for (const good of [plain, stamped]) {
        const said = pdfsig(good)
        expect(said).toContain('Signature Type: ETSI.CAdES.detached')
        expect(said).toContain('Total document signed')
        expect(said).toContain('Signature is Valid')
        expect(said).toContain('Certificate is Trusted')
      }
      expect(pdfsig(flipped(plain, 4_321))).toContain('Digest Mismatch')
    },
  )

  test.runIf(hasPoppler)(
    'pdfinfo says tagged and PDF/A-3a, and its reader finds every script and the fonts inside',
    () => {
      const path = fileOf('read.pdf', plain)
      const run = (command: string, ...args: string[]) =>
        execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
      const info = run('pdfinfo', path)
      const words = run('pdftotext', path, '-')

      expect(info).toMatch(/Tagged:\s+yes/)
      expect(info).toMatch(/PDF subtype:\s+PDF\/A-3a/)
      expect(run('pdfinfo', '-meta', path)).toMatch(/<pdfaid:part>3<\/pdfaid:part>/)
      for (const said of ['ᐃᓄᒃᑎᑐᑦ', '64 œuvres', '[U+1F600]']) expect(words.normalize('NFC')).toContain(said)
      const fonts = run('pdffonts', path).split('\n').slice(2).filter(Boolean)
      expect(fonts.length).toBeGreaterThan(4)
      // emb sub uni: the columns before the object's number.
      for (const line of fonts) expect(line).toMatch(/ yes yes (yes|no) +\d+ +\d+$/)
      expect(run('pdfdetach', '-list', path)).toContain('dossier.json')
    },
  )
})

describe.runIf(hasOpenssl)('SEAL-8 a document is sealed once', () => {
  test('the same document gives the same file, whatever becomes of the certificate', async () => {
    expect(Buffer.compare(await sealedPdf(context(await sealer(authority.url)), pages), plain)).toBe(0)
    expect(Buffer.compare(await sealedPdf(context(null), pages), plain)).toBe(0)
    const never = withLine(pages)
    expect(await sealedPdf(context(null), never)).toBe(never)
  })

  test('two requests at once give one seal', async () => {
    const one = context(await sealer(authority.url))
    const fresh = renderPdf(seededDossier({ alliance: false }), 'en')
    const [a, b] = await Promise.all([sealedPdf(one, fresh), sealedPdf(one, fresh)])

    expect(Buffer.compare(a!, b!)).toBe(0)
  })

  test.each(['refuse', 'other', 'silent'] as const)(
    'an authority that is to %s: no file rather than an unsealed one, and it works again later',
    async (mode) => {
      const one = context(await sealer(authority.url))
      const fresh = renderPdf(seededDossier({ alliance: true }), 'en')
      authority.mode = mode
      await expect(sealedPdf(one, fresh)).rejects.toThrow('sealFailed')
      authority.mode = 'stamp'
      expect((await findings(await sealedPdf(one, fresh))).ok).toContain('pdfSealTime')
    },
  )
})

describe.runIf(hasOpenssl)('SEAL-7 the certificate’s file is read at the start', () => {
  const read = (p12: string, password: string | { file: string }) =>
    readSealFile({ p12, password, tsaUrl: null }, new Date())
  const refusal = async (p12: string, password: string | { file: string }, now = new Date()) => {
    const opened = await readSealFile({ p12, password, tsaUrl: null }, now)
    return 'refused' in opened ? opened.refused : null
  }

  test('with its password, or a file that holds it', async () => {
    const p12 = join(folder, 'seal.p12')

    expect(await read(p12, made.password)).toMatchObject({ certificateSha256: made.fingerprint })
    expect(await read(p12, { file: join(folder, 'password') })).toMatchObject({
      certificateSha256: made.fingerprint,
    })
  })

  test('what is wrong is said, never the password', async () => {
    const p12 = join(folder, 'seal.p12')
    const wrong = await refusal(p12, 'secret-1234')
    const late = await refusal(p12, made.password, new Date('2099-01-01'))

    expect(wrong?.fr).toContain('ne s’ouvre pas avec ce mot de passe')
    expect(JSON.stringify(wrong)).not.toContain('secret-1234')
    expect(late?.fr).toContain('ne vaut plus')
    expect((await refusal(join(folder, 'nothing.p12'), ''))?.en).toContain('cannot be read (ENOENT)')
    expect((await refusal(p12, { file: join(folder, 'nothing') }))?.fr).toContain('ASSISE_SEAL_PASSWORD_FILE')
    expect(
      (await refusal(fileOf('junk.p12', readFileSync(p12).subarray(0, 900)), made.password))?.fr,
    ).toContain('ne s’ouvre pas')
  })

  test('a key of an elliptic curve seals too', async () => {
    const elsewhere = mkdtempSync(join(folder, 'ec-'))
    const certificates = makeCertificates(elsewhere, 'ec:P-384')
    const fresh = renderPdf(seededDossier(), 'fr')

    expect(
      (
        await findings(
          await sealedPdf(context(await sealer(null, certificates)), fresh),
          certificates.fingerprint,
        )
      ).failed,
    ).toEqual([])
  })
})
