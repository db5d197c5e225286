// The line a PDF of ours ends with: a digest of all the bytes before it, and which edition of the pages set them, in which language.
// A comment after %%EOF, which every PDF reader ignores. Written by pdf.ts, read by the verifying command.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex, type Lang } from '../../shared/basics.ts'

/**
 * The edition of the pages: raised whenever a change to the template, the fonts, the words or the compiler changes what is set
 * (a test holds the digest of a known document), so that an older file is not taken for a forged one.
 */
export const pagesEdition = 1

/** French, the language of the first pages, goes without saying. */
const form = /\n%assise-seal v1 pages=(\d{1,6})(?: lang=(en))? sha256=([0-9a-f]{64})\n$/
const sealBytesMax = 128

export function sealed(pdf: Uint8Array, lang: Lang = 'fr'): Uint8Array {
  const said = lang === 'fr' ? '' : ` lang=${lang}`
  const line = `\n%assise-seal v1 pages=${pagesEdition}${said} sha256=${hex(sha256(pdf))}\n`
  const tail = new TextEncoder().encode(line)
  const bytes = new Uint8Array(pdf.length + tail.length)
  bytes.set(pdf)
  bytes.set(tail, pdf.length)
  return bytes
}

export interface Seal {
  readonly edition: number
  /** The language in which the pages are set again. */
  readonly lang: Lang
  readonly holds: boolean
}

/** The seal of a file, and whether its bytes are still those it was put on; null when there is none. */
export function readSeal(bytes: Uint8Array): Seal | null {
  const tail = new TextDecoder('latin1').decode(bytes.subarray(Math.max(0, bytes.length - sealBytesMax)))
  const found = form.exec(tail)
  if (!found) return null
  const body = bytes.subarray(0, bytes.length - found[0].length)
  return { edition: Number(found[1]), lang: found[2] ? 'en' : 'fr', holds: hex(sha256(body)) === found[3] }
}
