// Forgeries of bytes and spellings: twins of texts and numbers, names twice, marks, ends. The values would be the same, or nearly.
// Written as files for both implementations.
import { canonicalText } from '../../shared/record/canonical.ts'
import type { Dossier } from '../../shared/record/records.ts'
import type { FindingCode } from '../../shared/verify/findings.ts'

export interface ForgedFile {
  readonly name: string
  readonly bytes: Uint8Array
  readonly finding: FindingCode
}

const bytesOf = (text: string) => new TextEncoder().encode(text)

/** The text with one place replaced; a forger that changes nothing is a fault of the suite. */
function swap(text: string, from: string, to: string): string {
  if (!text.includes(from)) throw new Error(`the dossier does not hold ${from}`)
  return text.replace(from, () => to)
}

/** Every spelling of a dossier that is not its own. */
export function spellings(genuine: Dossier): ForgedFile[] {
  const text = canonicalText(genuine)
  const as = (name: string, forged: string | Uint8Array, finding: FindingCode): ForgedFile => ({
    name,
    bytes: typeof forged === 'string' ? bytesOf(forged) : forged,
    finding,
  })
  const changed = (name: string, from: string, to: string, finding: FindingCode) =>
    as(name, swap(text, from, to), finding)
  return [
    changed('a name in NFD', 'Rivière', 'Rivie\u0300re', 'canonical'),
    changed('a homoglyph in a name: a Cyrillic letter', 'Aline', '\u0410line', 'dossierDigest'),
    changed('an invisible space in a name', 'Aline', 'Al\u200bine', 'dossierDigest'),
    changed('a compatibility letter', 'Office', 'O\ufb03ce', 'dossierDigest'),
    changed('a number with a fraction of zero', '"round":1', '"round":1.0', 'canonical'),
    changed('a number with an exponent', '"round":1', '"round":1e0', 'canonical'),
    changed('a minus zero', '"abstain":0', '"abstain":-0', 'canonical'),
    changed('a number past the safe integers', '"round":1', '"round":9007199254740993', 'canonical'),
    changed('a number of a thousand digits', '"round":1', `"round":${'9'.repeat(1_000)}`, 'canonical'),
    changed('a number that is infinite', '"round":1', '"round":1e999', 'canonical'),
    changed('a number as text', '"round":1', '"round":"1"', 'schema'),
    changed('true for one', '"round":1', '"round":true', 'schema'),
    changed('NaN', '"round":1', '"round":NaN', 'json'),
    changed('a leading zero', '"round":1', '"round":01', 'json'),
    changed('null for a value', '"round":1', '"round":null', 'canonical'),
    changed('a name twice, the same value', '"round":1', '"round":1,"round":1', 'canonical'),
    changed('a name twice, another value first', '"round":1', '"round":2,"round":1', 'canonical'),
    changed('a letter by its escape', 'Aline', '\\u0041line', 'canonical'),
    changed('a slash escaped', 'assise/dossier', 'assise\\/dossier', 'canonical'),
    changed('a lone surrogate', 'Aline', '\\ud800Aline', 'canonical'),
    changed('a field named __proto__', '"number":1', '"__proto__":{},"number":1', 'canonical'),
    as('keys in another order', reordered(text), 'canonical'),
    as('spaces between the values', JSON.stringify(JSON.parse(text), null, 1), 'canonical'),
    as('a line feed at the end', `${text}\n`, 'canonical'),
    as('another dossier after the first', text + text, 'json'),
    as('bytes after the end', `${text}\0`, 'json'),
    as('an end cut off', text.slice(0, -1), 'json'),
    as('a byte order mark', `\ufeff${text}`, 'fileKind'),
    as('a byte that is no UTF-8', withByte(text, 0xff), 'utf8'),
    as('UTF-16', new Uint8Array(Buffer.from(text, 'utf16le')), 'utf8'),
    as('a list of dossiers', `[${text}]`, 'schema'),
    as('another format', swap(text, 'assise/dossier/v1', 'assise/dossier/v9'), 'schema'),
    as('an empty object', '{}', 'schema'),
    as('no file at all', '', 'fileKind'),
    as('a picture', new Uint8Array(Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')), 'fileKind'),
  ]
}

/** The digest first: the same object to any parser. */
function reordered(text: string): string {
  const { digest, ...rest } = JSON.parse(text)
  return `{"digest":${JSON.stringify(digest)},${canonicalText(rest).slice(1)}`
}

function withByte(text: string, byte: number): Uint8Array {
  const bytes = bytesOf(text)
  bytes[bytes.length >> 1] = byte
  return bytes
}
