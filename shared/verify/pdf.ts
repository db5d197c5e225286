// What is read of a PDF of ours: its seal line, its one revision, and where its dossier lies. It knows just that much of PDF (ISO 32000-1,
// 7.3.8, 7.5.6 and 7.11.4). Pure; called by the verifying command, by the offline page, and by tests of the files.
import { sha256 } from '@noble/hashes/sha2.js'
import { type Bilingual, hex, type Lang } from '../basics.ts'
import { type Finding, failed, notChecked, ok } from './findings.ts'
import { dossierBytesMax } from './read.ts'

/** French, the language of the first pages, goes without saying. */
const form = /\n%assise-seal v1 pages=(\d{1,6})(?: lang=(en))? sha256=([0-9a-f]{64})\n$/
const sealBytesMax = 128

export interface Seal {
  readonly edition: number
  /** The language in which the pages are set again. */
  readonly lang: Lang
  readonly holds: boolean
}

/** The seal of a file, and whether its bytes are still those it was put on; null when there is none. */
export function readSeal(bytes: Uint8Array): Seal | null {
  const found = form.exec(latin1(bytes, Math.max(0, bytes.length - sealBytesMax), bytes.length))
  if (!found) return null
  const body = bytes.subarray(0, bytes.length - found[0].length)
  return { edition: Number(found[1]), lang: found[2] ? 'en' : 'fr', holds: hex(sha256(body)) === found[3] }
}

export function isPdf(bytes: Uint8Array): boolean {
  return latin1(bytes, 0, 5) === '%PDF-' || readSeal(bytes) !== null
}

/** VER-7: the seal line, and one revision: a reader shows the last one, and a file of ours has no other. */
export function envelopeFindings(bytes: Uint8Array): Finding[] {
  const seal = readSeal(bytes)
  const revisions = placesOf(bytes, 'startxref').length <= 1
  return [
    seal ? (seal.holds ? ok('seal') : failed('seal')) : { ...notChecked('sealMissing'), status: 'failed' },
    revisions ? ok('revisions') : failed('revisions'),
  ]
}

/** `start` and `end` are the bytes of the deflated stream in the file. */
export type Located =
  | { readonly stream: Uint8Array; readonly start: number; readonly end: number }
  | { readonly stream: null; readonly why: Bilingual }

/** A stream's dictionary is looked for at most this far on either side of its type. */
const dictionaryBytesMax = 2_000

/** The stream of the one embedded file of a PDF, or why it cannot be had (none, several, damaged). Total. */
export function locateEmbedded(pdf: Uint8Array): Located {
  // Followed by a delimiter: /EmbeddedFiles, the name of another thing, begins the same way.
  const mark = '/Type /EmbeddedFile'
  const marks = placesOf(pdf, mark).filter(
    (at) => !/[A-Za-z]/.test(latin1(pdf, at + mark.length, at + mark.length + 1)),
  )
  const [at] = marks
  if (at === undefined) return not('il n’y en a pas', 'there is none')
  if (marks.length > 1) return not('il y en a plusieurs', 'there are several')
  const left = Math.max(0, at - dictionaryBytesMax)
  const around = latin1(pdf, left, at + dictionaryBytesMax)
  const before = around.lastIndexOf('obj', at - left)
  const open = around.indexOf('stream', at - left)
  if (before < 0 || open < 0)
    return not(`il est illisible vers l’octet ${at}`, `it cannot be read near byte ${at}`)
  const dictionary = around.slice(before, open)
  const length = Number(/\/Length (\d{1,9})(?!\d)/.exec(dictionary)?.[1] ?? -1)
  const start = left + open + 'stream'.length + (pdf[left + open + 6] === 0x0d ? 2 : 1)
  const end = start + length
  const closed = /^\s*endstream/.test(latin1(pdf, end, end + 20))
  if (length < 0 || end > pdf.length || !closed || !dictionary.includes('/FlateDecode'))
    return not(
      `il est tronqué ou abîmé à partir de l’octet ${start}`,
      `it is truncated or damaged from byte ${start}`,
    )
  return { stream: pdf.subarray(start, end), start, end }
}

/** Why a located stream gives no dossier once it was to be inflated. */
export function notInflated(kind: 'tooLarge' | 'damaged', start: number, end: number): Bilingual {
  const limit = dossierBytesMax / 1024 / 1024
  return kind === 'tooLarge'
    ? { fr: `il dépasse ${limit} Mo une fois déployé`, en: `it is over ${limit} MB once inflated` }
    : {
        fr: `ses octets (${start} à ${end}) ont changé et ne se déploient plus`,
        en: `its bytes (${start} to ${end}) changed and no longer inflate`,
      }
}

/** A place is looked for at most this many times: a file full of one mark is not ours. */
const placesMax = 100

/** Where a short text of ASCII stands in some bytes. In plain loops: a file of one repeated letter must cost no more than another. */
function placesOf(bytes: Uint8Array, text: string): number[] {
  const sought = new TextEncoder().encode(text)
  const places: number[] = []
  for (let at = 0; at + sought.length <= bytes.length && places.length < placesMax; at++) {
    let same = 0
    while (same < sought.length && bytes[at + same] === sought[same]) same++
    if (same === sought.length) places.push(at)
  }
  return places
}

/** Bytes as text, one character each: what of a PDF is structure is ASCII. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  return Array.from(bytes.subarray(start, Math.max(start, end)), (byte) => String.fromCharCode(byte)).join('')
}

function not(fr: string, en: string): Located {
  return { stream: null, why: { fr, en } }
}
