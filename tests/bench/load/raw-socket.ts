// A WebSocket client on a bare TCP connection: one read buffer for all connections, no object per message. The generator must cost
// less than the server it drives, and `ws` would cost about as much. Called by load/client.ts.
import { randomBytes } from 'node:crypto'
import net from 'node:net'

/** Shared by every connection: what is read is consumed before the next read. */
const readBuffer = Buffer.allocUnsafeSlow(256 * 1024)
/** Frames up to this size are put together in a buffer the connection keeps. */
const scratchBytes = 96 * 1024

export interface RawSocketOptions {
  readonly port: number
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Without it, only the first bytes of a frame over the scratch size are kept: 300 joins of a megabyte need no 300 MB. */
  readonly keepLarge: boolean
  onOpen(): void
  onFrame(bytes: Buffer, from: number, length: number): void
  onClose(why: string): void
}

export interface RawSocket {
  /** Sends a payload as one masked frame. False when the kernel's buffer is full. */
  send(payload: Uint8Array): boolean
  sendFramed(frame: Buffer): boolean
  drained(): Promise<void>
  /** Stops reading; the connection stays open. */
  stopReading(): void
  close(): void
  readonly bytesIn: () => number
  readonly closed: () => string | null
}

/** One masked client frame. The mask is never zero: a server may skip unmasking for that one. */
export function framed(payload: Uint8Array, opcode = 2): Buffer {
  const { length } = payload
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + 4 + length)
  frame[0] = 0x80 | opcode
  if (head === 2) frame[1] = 0x80 | length
  else if (head === 4) {
    frame[1] = 0x80 | 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 0x80 | 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  frame.writeInt32BE(Math.floor(Math.random() * 0x7fffffff) | 0x01010101, head)
  for (let at = 0; at < length; at++) frame[head + 4 + at] = payload[at]! ^ frame[head + (at & 3)]!
  return frame
}

export function openRawSocket(options: RawSocketOptions): RawSocket {
  const { port, path, headers } = options
  let bytesIn = 0
  let greeting: string | null = ''
  let closed: string | null = null

  const reader = openFrameReader({
    keepLarge: options.keepLarge,
    onFrame: options.onFrame,
    onPing: (payload) => void socket.write(framed(payload, 10)),
    onEnd: (code) => {
      end(`close ${code}`)
    },
  })
  const socket = net.connect({
    host: '127.0.0.1',
    port,
    onread: {
      buffer: readBuffer,
      callback: (length, bytes) => {
        bytesIn += length
        feed(bytes as Buffer, length)
        return true
      },
    },
  })
  socket.setNoDelay(true)
  socket.on('connect', () => {
    const lines = [
      `GET ${path} HTTP/1.1`,
      `Host: localhost:${port}`,
      'Upgrade: websocket',
      'Connection: Upgrade',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      'Sec-WebSocket-Version: 13',
      ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    ]
    socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  })
  socket.on('error', (error: NodeJS.ErrnoException) => end(`error ${error.code}`))
  socket.on('close', () => end('closed'))

  function end(why: string): void {
    if (closed !== null) return
    closed = why
    socket.destroy()
    options.onClose(why)
  }

  function feed(bytes: Buffer, length: number): void {
    if (closed !== null) return
    if (greeting === null) {
      reader.feed(bytes, 0, length)
      return
    }
    greeting += bytes.toString('latin1', 0, length)
    const headEnd = greeting.indexOf('\r\n\r\n')
    if (headEnd < 0) return
    if (!greeting.startsWith('HTTP/1.1 101')) {
      end(`handshake: ${greeting.slice(0, 60).split('\r')[0]}`)
      return
    }
    const rest = greeting.length - headEnd - 4
    greeting = null
    options.onOpen()
    reader.feed(bytes, length - rest, length)
  }

  return {
    send: (payload) => socket.write(framed(payload)),
    sendFramed: (frame) => socket.write(frame),
    drained: () => new Promise((done) => socket.once('drain', () => done())),
    stopReading: () => void socket.pause(),
    close() {
      closed ??= 'by client'
      socket.destroy()
    },
    bytesIn: () => bytesIn,
    closed: () => closed,
  }
}

interface FrameReaderParts {
  readonly keepLarge: boolean
  onFrame(bytes: Buffer, from: number, length: number): void
  onPing(payload: Buffer): void
  onEnd(code: number): void
}

/** Cuts a server's stream into messages; its frames are unmasked, and rarely fragmented. */
function openFrameReader({ keepLarge, onFrame, onPing, onEnd }: FrameReaderParts) {
  let scratch: Buffer | null = null
  let held = 0
  let large: { readonly first: number; readonly length: number; got: number; body: Buffer } | null = null
  let parts: Buffer[] = []

  function feed(bytes: Buffer, from: number, to: number): void {
    let at = from
    while (at < to) {
      if (large) at = feedLarge(bytes, at, to)
      else if (held > 0) at = feedScratch(bytes, at, to)
      else {
        const size = frameSize(bytes, at, to - at)
        if (size && to - at >= size.head + size.length) {
          deliver(bytes[at]!, bytes, at + size.head, size.length)
          at += size.head + size.length
        } else if (size && size.head + size.length > scratchBytes) {
          beginLarge(bytes[at]!, size.length)
          at += size.head
        } else {
          scratch ??= Buffer.allocUnsafeSlow(scratchBytes)
          bytes.copy(scratch, 0, at, to)
          held = to - at
          at = to
        }
      }
    }
  }

  /** Adds to the frame that was cut off by the end of a read; answers where the next one begins. */
  function feedScratch(bytes: Buffer, from: number, to: number): number {
    let at = from
    const gather = (wanted: number): boolean => {
      const taken = Math.min(wanted - held, to - at)
      if (taken > 0) {
        bytes.copy(scratch!, held, at, at + taken)
        held += taken
        at += taken
      }
      return held >= wanted
    }
    if (!gather(2)) return at
    const mark = scratch![1]! & 127
    if (!gather(mark === 127 ? 10 : mark === 126 ? 4 : 2)) return at
    const { head, length } = frameSize(scratch!, 0, held)!
    if (head + length > scratchBytes) {
      beginLarge(scratch![0]!, length)
      held = 0
      return at
    }
    if (!gather(head + length)) return at
    held = 0
    deliver(scratch![0]!, scratch!, head, length)
    return at
  }

  function beginLarge(first: number, length: number): void {
    large = { first, length, got: 0, body: Buffer.allocUnsafeSlow(keepLarge ? length : 64) }
  }

  function feedLarge(bytes: Buffer, from: number, to: number): number {
    const frame = large!
    const taken = Math.min(frame.length - frame.got, to - from)
    if (frame.got < frame.body.length) bytes.copy(frame.body, frame.got, from, from + taken)
    frame.got += taken
    if (frame.got === frame.length) {
      large = null
      deliver(frame.first, frame.body, 0, frame.body.length)
    }
    return from + taken
  }

  function deliver(first: number, bytes: Buffer, from: number, length: number): void {
    const opcode = first & 15
    if (opcode === 9) onPing(bytes.subarray(from, from + length))
    else if (opcode === 8) onEnd(length >= 2 ? bytes.readUInt16BE(from) : 0)
    else if (opcode <= 2 && first & 0x80 && parts.length === 0) onFrame(bytes, from, length)
    else if (opcode <= 2) {
      parts.push(Buffer.from(bytes.subarray(from, from + length)))
      if (!(first & 0x80)) return
      const whole = Buffer.concat(parts)
      parts = []
      onFrame(whole, 0, whole.length)
    }
  }

  return { feed }
}

/** The size of a frame's head and body; null while too few bytes are there to tell. */
function frameSize(bytes: Buffer, at: number, there: number): { head: number; length: number } | null {
  if (there < 2) return null
  const mark = bytes[at + 1]! & 127
  if (mark < 126) return { head: 2, length: mark }
  if (mark === 126) return there < 4 ? null : { head: 4, length: bytes.readUInt16BE(at + 2) }
  return there < 10 ? null : { head: 10, length: Number(bytes.readBigUInt64BE(at + 2)) }
}
