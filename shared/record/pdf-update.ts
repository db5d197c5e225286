// The revision that a seal adds to a PDF of ours (ISO 32000-1, 7.5.6 and 12.8; ETSI EN 319 142-1): one invisible signature field and its
// signature, nothing else. A pure function of the pages, the moment and the size of the hole: whoever verifies makes it again and compares.
// Called by the server's sealing and by verify/pdf-seal.ts.
import { sha256 } from '@noble/hashes/sha2.js'
import { hex } from '../basics.ts'

export interface SealUpdate {
  /** What follows the pages; the hole is filled with zeros. */
  readonly bytes: Uint8Array
  /** Where the hexadecimal digits of the signature stand in `bytes`: all but this, angle brackets too, is outside what is signed. */
  readonly hole: { readonly start: number; readonly end: number }
}

/**
 * SEAL-1: the update for these pages. `moment` is a PDF date in UTC (« D:20260302140000Z »), `holeBytes` the room for the signature. Null
 * when the file is not built as ours are: a table of references, no update yet.
 */
export function sealUpdate(pages: Uint8Array, moment: string, holeBytes: number): SealUpdate | null {
  const file = latin(pages)
  const from = readBase(file)
  if (!from || !momentForm.test(moment)) return null
  const { size, root, info, id, table } = from
  const catalog = dictionaryOf(file, from, root)
  const first = catalog === null ? null : firstPage(file, from, catalog)
  const page = first === null ? null : dictionaryOf(file, from, first)
  const about = dictionaryOf(file, from, info)
  if (
    first === null ||
    !catalog ||
    !page ||
    !about ||
    /\/(AcroForm|Perms)\b/.test(catalog) ||
    /\/Annots\b/.test(page)
  )
    return null
  const [field, signature] = [size, size + 1]
  const hole = '0'.repeat(holeBytes * 2)
  const made = lay(pages.length, [
    [first, `${page}\n  /Annots [${field} 0 R]\n`],
    // What names the conformity in the file's metadata is said again where poppler looks for it.
    [info, `${about}\n  /GTS_PDFA1Version (PDF/A-3a:2012)\n`],
    [root, `${catalog}\n  /AcroForm <<\n    /Fields [${field} 0 R]\n    /SigFlags 3\n  >>\n`],
    [field, fieldOf(first, signature)],
    [
      signature,
      `\n${signatureHead}${moment})\n  /ByteRange [${' '.repeat(rangeWidth)}]\n  /Contents <${hole}>\n`,
    ],
  ])
  const trailer =
    `trailer\n<<\n  /Size ${size + 2}\n  /Root ${root} 0 R\n  /Info ${info} 0 R\n` +
    `  /ID [${id} <${hex(sha256(pages)).slice(0, 32)}>]\n  /Prev ${table}\n>>\nstartxref\n${made.table}\n%%EOF\n`
  const text = made.text + trailer
  const start = text.indexOf(`/Contents <${hole}>`) + '/Contents <'.length
  const end = start + hole.length
  // The brackets belong to the hole for whoever reads a byte range (ISO 32000-1, 12.8.1).
  const after = pages.length + end + 1
  const range = [0, pages.length + start - 1, after, pages.length + text.length - after].join(' ')
  const blank = `[${' '.repeat(rangeWidth)}]`
  if (range.length > rangeWidth) return null
  return { bytes: bytesOf(text.replace(blank, `[${range.padEnd(rangeWidth)}]`)), hole: { start, end } }
}

/** A moment in ISO 8601 as PDF writes it, to the second. */
export function pdfMoment(moment: string): string {
  return `D:${moment.replace(/\D/g, '').slice(0, 14)}Z`
}

const momentForm = /^D:\d{14}Z$/
const rangeWidth = 48
const signatureHead = '  /Type /Sig\n  /Filter /Adobe.PPKLite\n  /SubFilter /ETSI.CAdES.detached\n  /M ('

/** Nothing to see on the page (an empty rectangle), printed and locked: PDF/A allows no hidden field. */
function fieldOf(page: number, signature: number): string {
  return (
    '\n  /Type /Annot\n  /Subtype /Widget\n  /FT /Sig\n  /T (Assise)\n  /F 132\n  /Rect [0 0 0 0]\n' +
    `  /P ${page} 0 R\n  /V ${signature} 0 R\n`
  )
}

interface Base {
  readonly size: number
  readonly root: number
  readonly info: number
  readonly id: string
  /** Where the table of references stands. */
  readonly table: number
}

/** The trailer of a file that has one revision and ends within a line of ours after %%EOF. */
function readBase(file: string): Base | null {
  const tail = file.slice(-2_000)
  const trailer = tail.slice(tail.lastIndexOf('trailer'))
  const table = Number(/startxref\n(\d{1,9})\n%%EOF/.exec(trailer)?.[1] ?? -1)
  const number = (key: string) =>
    Number(new RegExp(`/${key} (\\d{1,7})(?: 0 R)?\\n`).exec(trailer)?.[1] ?? -1)
  const [size, root, info] = [number('Size'), number('Root'), number('Info')]
  const id = /\/ID \[(\([^\\()]*\)|<[0-9a-fA-F]*>)/.exec(trailer)?.[1]
  if (table < 0 || size < 1 || root < 0 || info < 0 || id === undefined || trailer.includes('/Prev'))
    return null
  return file.startsWith(`xref\n0 ${size}\n`, table) ? { size, root, info, id, table } : null
}

/** What stands between the outer << and >> of an object, without the last line break; null when it is not where the table says. */
function dictionaryOf(file: string, { size, table }: Base, number: number): string | null {
  if (number < 1 || number >= size) return null
  const entry = table + `xref\n0 ${size}\n`.length + number * 20
  const offset = Number(/^(\d{10}) 00000 n/.exec(file.slice(entry, entry + 20))?.[1] ?? -1)
  const open = `${number} 0 obj\n<<`
  const end = offset < 0 ? -1 : file.indexOf('\n>>\nendobj', offset)
  return end > 0 && file.startsWith(open, offset) ? file.slice(offset + open.length, end) : null
}

/** Down the tree of pages, always the first branch. */
function firstPage(file: string, base: Base, catalog: string): number | null {
  let next = Number(/\/Pages (\d{1,7}) 0 R/.exec(catalog)?.[1] ?? -1)
  for (let depth = 0; depth < 20; depth++) {
    const node = dictionaryOf(file, base, next)
    if (node === null) return null
    if (/\/Type \/Page\n/.test(node)) return next
    next = Number(/\/Kids \[(\d{1,7}) 0 R/.exec(node)?.[1] ?? -1)
  }
  return null
}

/** The objects one after the other, then the table that tells where they are; a table's sections are in order of their numbers. */
function lay(startsAt: number, objects: readonly (readonly [number, string])[]) {
  let text = ''
  const places: (readonly [number, number])[] = []
  for (const [number, inside] of objects) {
    places.push([number, startsAt + text.length])
    text += `${number} 0 obj\n<<${inside}>>\nendobj\n`
  }
  const table = startsAt + text.length
  const lines = places
    .toSorted(([a], [b]) => a - b)
    .map(([number, at]) => `${number} 1\n${String(at).padStart(10, '0')} 00000 n \n`)
  return { text: `${text}xref\n${lines.join('')}`, table }
}

function latin(bytes: Uint8Array): string {
  // Windows-1252 is what TextDecoder gives for "latin1": bytes 0x80 to 0x9f would become other characters.
  const parts: string[] = []
  for (let at = 0; at < bytes.length; at += 8_192)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 8_192)))
  return parts.join('')
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at)
  return bytes
}
