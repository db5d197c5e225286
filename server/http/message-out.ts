// Writes a binary message of the WebSocket protocol straight to its connection, made ready once for all who get the same bytes.
// Called by socket.ts. ws would write two chunks for each receiver; without compression it keeps nothing back, so both may write.
import type { Writable } from 'node:stream'

/** Up to this size the head and the message are copied together; larger ones go as two chunks of one write. */
const copiedBytesMax = 131_072

/** The last message made ready: a broadcast hands the same bytes to one connection after the other. */
let last: { readonly bytes: Uint8Array; readonly message: Buffer } | null = null

export function writeMessage(connection: Writable, bytes: Uint8Array): void {
  if (bytes.length > copiedBytesMax) {
    connection.cork()
    connection.write(headOf(bytes.length))
    connection.write(bytes)
    connection.uncork()
    return
  }
  if (last?.bytes !== bytes) last = { bytes, message: Buffer.concat([headOf(bytes.length), bytes]) }
  connection.write(last.message)
}

/** One unmasked binary frame (RFC 6455, section 5.2). */
function headOf(length: number): Buffer {
  const binary = 0x82
  if (length < 126) return Buffer.from([binary, length])
  const long = length >= 65_536
  const head = Buffer.alloc(long ? 10 : 4)
  head[0] = binary
  head[1] = long ? 127 : 126
  if (long) head.writeUInt32BE(length, 6)
  else head.writeUInt16BE(length, 2)
  return head
}
