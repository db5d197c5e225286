// Finds the dossier inside a PDF of ours: its embedded file stream, inflated within bounds. It knows just that much of PDF
// (ISO 32000-1, 7.3.8 and 7.11.4); anything else in the file is judged by setting the pages again. Called by the verifying command.
import { inflateSync } from 'node:zlib'
import type { Bilingual } from '../../shared/basics.ts'
import { dossierBytesMax } from '../../shared/verify/read.ts'

/** `start` and `end` are the bytes of the stream in the file. */
export type Embedded =
  | { readonly bytes: Uint8Array; readonly start: number; readonly end: number }
  | { readonly bytes: null; readonly why: Bilingual }

/** A stream's dictionary is looked for at most this far on either side of its type. */
const dictionaryBytesMax = 2_000

/** The one embedded file of a PDF, or why it cannot be had (none, several, damaged, too large). Total. */
export function findEmbedded(pdf: Uint8Array): Embedded {
  const file = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength)
  const mark = '/Type /EmbeddedFile'
  const at = firstMark(file, mark, 0)
  if (at < 0) return not('il n’y en a pas', 'there is none')
  if (firstMark(file, mark, at + 1) >= 0) return not('il y en a plusieurs', 'there are several')
  const before = file.lastIndexOf('obj', at)
  const open = file.indexOf('stream', at)
  if (before < 0 || at - before > dictionaryBytesMax || open < 0 || open - at > dictionaryBytesMax)
    return not(`il est illisible vers l’octet ${at}`, `it cannot be read near byte ${at}`)
  const dictionary = file.toString('latin1', before, open)
  const length = Number(/\/Length (\d{1,9})(?!\d)/.exec(dictionary)?.[1] ?? -1)
  const start = open + 'stream'.length + (file[open + 6] === 0x0d ? 2 : 1)
  const end = start + length
  const closed = file
    .toString('latin1', end, end + 12)
    .trimStart()
    .startsWith('endstream')
  if (length < 0 || end > file.length || !closed || !dictionary.includes('/FlateDecode'))
    return not(
      `il est tronqué ou abîmé à partir de l’octet ${start}`,
      `it is truncated or damaged from byte ${start}`,
    )
  return inflated(file.subarray(start, end), start, end)
}

/** The mark followed by a delimiter: /EmbeddedFiles, the name of another thing, begins the same way. */
function firstMark(file: Buffer, mark: string, from: number): number {
  for (let at = file.indexOf(mark, from); at >= 0; at = file.indexOf(mark, at + 1)) {
    if (!/[A-Za-z]/.test(String.fromCharCode(file[at + mark.length] ?? 0))) return at
  }
  return -1
}

function inflated(stream: Buffer, start: number, end: number): Embedded {
  try {
    return { bytes: new Uint8Array(inflateSync(stream, { maxOutputLength: dossierBytesMax })), start, end }
  } catch (error) {
    if (error instanceof RangeError)
      return not(
        `il dépasse ${dossierBytesMax / 1024 / 1024} Mo une fois déployé`,
        `it is over ${dossierBytesMax / 1024 / 1024} MB once inflated`,
      )
    return not(
      `ses octets (${start} à ${end}) ont changé et ne se déploient plus`,
      `its bytes (${start} to ${end}) changed and no longer inflate`,
    )
  }
}

function not(fr: string, en: string): Embedded {
  return { bytes: null, why: { fr, en } }
}
