// Reads and writes ZIP files (APPNOTE 6.3.10, the part that office documents use) so that the same entries give the same bytes: no date
// of making, no order of chance. Called by docx.ts, and by the tests that read its files back.
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

export interface ZipEntry {
  readonly name: string
  readonly bytes: Uint8Array
}

const local = 0x04034b50
const central = 0x02014b50
const ending = 0x06054b50
/** Midnight on 1 January 1980: the first date a ZIP can say, and what reproducible ones say. */
const noDate = 0x0021
const inflatedBytesMax = 64 * 1024 * 1024

/** The entries in the order of the central directory. Throws for anything but a plain ZIP of one part. */
export function readZip(file: Buffer): ZipEntry[] {
  const end = file.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  if (end < 0) throw new Error('not a ZIP file')
  const entries: ZipEntry[] = []
  let at = file.readUInt32LE(end + 16)
  for (let left = file.readUInt16LE(end + 10); left > 0; left--) {
    if (file.readUInt32LE(at) !== central) throw new Error('the central directory is damaged')
    const method = file.readUInt16LE(at + 10)
    const size = file.readUInt32LE(at + 20)
    const [nameBytes, extra, comment] = [28, 30, 32].map((field) => file.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const name = file.toString('utf8', at + 46, at + 46 + nameBytes)
    const head = file.readUInt32LE(at + 42)
    const start = head + 30 + file.readUInt16LE(head + 26) + file.readUInt16LE(head + 28)
    const packed = file.subarray(start, start + size)
    const bytes = method === 0 ? packed : inflateRawSync(packed, { maxOutputLength: inflatedBytesMax })
    entries.push({ name, bytes: new Uint8Array(bytes) })
    at += 46 + nameBytes + extra + comment
  }
  return entries
}

/** A ZIP of these entries, in this order, each deflated. */
export function writeZip(entries: readonly ZipEntry[]): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes } of entries) {
    const title = Buffer.from(name, 'utf8')
    const packed = deflateRawSync(bytes, { level: 9 })
    // From "version needed" to "extra field length": the same in both headers.
    const about = Buffer.alloc(26)
    about.writeUInt16LE(20, 0)
    about.writeUInt16LE(0x0800, 2)
    about.writeUInt16LE(8, 4)
    about.writeUInt16LE(noDate, 8)
    about.writeUInt32LE(crc32(bytes), 10)
    about.writeUInt32LE(packed.length, 14)
    about.writeUInt32LE(bytes.length, 18)
    about.writeUInt16LE(title.length, 22)
    parts.push(word(local), about, title, packed)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(at, 10)
    directory.push(word(central), Buffer.from([20, 0]), about, rest, title)
    at += 30 + title.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(at, 12)
  return new Uint8Array(Buffer.concat([...parts, list, word(ending), end]))
}

function word(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
