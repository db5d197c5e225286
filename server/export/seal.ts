// The line a PDF of ours ends with: a digest of all the bytes before it, and which edition of the pages set them, in which language.
// A comment after %%EOF, which every PDF reader ignores. Written by pdf.ts; what reads it is shared/verify/pdf.ts.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex, type Lang } from '../../shared/basics.ts'

/**
 * The edition of the pages: raised whenever a change to the template, the fonts, the words or the compiler changes what is set
 * (tests hold the digest of a known document in each). What a former edition said is kept beside the new one and set again by whoever
 * verifies, so that an older file still holds. 2: the command names the policy, and the page that verifies offline is told of.
 */
export const pagesEdition = 2
const editions = [1, 2] as const
export type PagesEdition = (typeof editions)[number]

/** Whether this software sets the pages of an edition. */
export function isPagesEdition(edition: number): edition is PagesEdition {
  return (editions as readonly number[]).includes(edition)
}

/** French, the language of the first pages, goes without saying. */
export function sealed(pdf: Uint8Array, lang: Lang = 'fr', edition: PagesEdition = pagesEdition): Uint8Array {
  const said = lang === 'fr' ? '' : ` lang=${lang}`
  const line = `\n%assise-seal v1 pages=${edition}${said} sha256=${hex(sha256(pdf))}\n`
  const tail = new TextEncoder().encode(line)
  const bytes = new Uint8Array(pdf.length + tail.length)
  bytes.set(pdf)
  bytes.set(tail, pdf.length)
  return bytes
}
