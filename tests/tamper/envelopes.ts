// Forgeries of the PDF around a dossier: revisions after the seal, seals made again, two dossiers, streams cut, swapped and swollen.
// Written as files for both implementations.
import { deflateSync } from 'node:zlib'
import { sealed } from '../../server/export/seal.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { locateEmbedded } from '../../shared/verify/pdf.ts'
import type { ForgedFile } from './spellings.ts'

/** What a forger makes of a sealed PDF, who can make the seal again but no signature. */
export function envelopes(pdf: Uint8Array, other: Dossier): ForgedFile[] {
  const body = unsealed(pdf)
  const revision =
    '\n1 0 obj\n<< /Type /Catalog >>\nendobj\nxref\n0 0\ntrailer\n<< /Prev 9 >>\nstartxref\n9\n%%EOF\n'
  const second = `\n9999 0 obj\n<< /Type /EmbeddedFile /Length 3 /Filter /FlateDecode >>\nstream\nabc\nendstream\nendobj\n`
  const { start } = located(pdf)
  const cut = (bytes: Uint8Array, at: number, until: number, by: Uint8Array) =>
    joined(bytes.subarray(0, at), by, bytes.subarray(until))
  const swollen = deflateSync(Buffer.alloc(40 * 1024 * 1024, 0x20))
  return [
    { name: 'a revision after the seal', bytes: joined(pdf, bytesOf(revision)), finding: 'revisions' },
    {
      name: 'a revision, and the seal made again',
      bytes: sealed(joined(body, bytesOf(revision))),
      finding: 'revisions',
    },
    { name: 'a byte after the seal', bytes: joined(pdf, bytesOf('\n')), finding: 'sealMissing' },
    { name: 'a page byte changed', bytes: cut(pdf, 4_321, 4_322, Uint8Array.of(0)), finding: 'seal' },
    { name: 'the seal cut off', bytes: body, finding: 'sealMissing' },
    { name: 'the end cut off', bytes: pdf.subarray(0, pdf.length - 4_000), finding: 'sealMissing' },
    { name: 'two embedded dossiers', bytes: sealed(joined(body, bytesOf(second))), finding: 'embedded' },
    { name: 'no embedded dossier', bytes: sealed(renamed(body)), finding: 'embedded' },
    {
      name: 'a byte of the embedded dossier',
      bytes: sealed(cut(body, start + 900, start + 901, Uint8Array.of(body[start + 900]! ^ 1))),
      finding: 'embedded',
    },
    {
      name: 'an embedded stream that swells',
      bytes: sealed(replaced(pdf, swollen)),
      finding: 'embedded',
    },
    {
      name: 'another dossier in the same pages',
      bytes: sealed(replaced(pdf, deflateSync(canonicalText(other)))),
      finding: 'dossierDigest',
    },
    { name: 'a PDF in name only', bytes: bytesOf('%PDF-1.7\n%%EOF\n'), finding: 'embedded' },
  ]
}

/** The embedded stream of a PDF put in place of its own, with its length. */
export function replaced(pdf: Uint8Array, stream: Uint8Array): Uint8Array {
  const { start, end } = located(pdf)
  const body = Buffer.from(unsealed(pdf))
  const forged = Buffer.concat([body.subarray(0, start), stream, body.subarray(end)]).toString('latin1')
  const patched = forged.replace(`/Length ${end - start}\n`, `/Length ${stream.length}\n`)
  return new Uint8Array(Buffer.from(patched, 'latin1'))
}

function located(pdf: Uint8Array): { start: number; end: number } {
  const found = locateEmbedded(pdf)
  if (found.stream === null) throw new Error('the PDF has no dossier')
  return found
}

function unsealed(pdf: Uint8Array): Uint8Array {
  return pdf.subarray(0, Buffer.from(pdf).lastIndexOf('\n%assise-seal'))
}

function renamed(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes).toString('latin1').replace('/Type /EmbeddedFile', '/Type /EmbeddedFiel')
  return new Uint8Array(Buffer.from(text, 'latin1'))
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}
