// The physical limit: `ws` and nothing else. No Yjs, no login, no disk; a room is a path, and a message goes to everyone else in it.
//   MODE=send   one ws.send() a receiver
//   MODE=batch  the frame is built once; what came in one turn of the event loop (WINDOW=ms: within it) is one write a socket
//   MODE=blob   the limit for joins: the last large update is kept as a ready frame and answers every question
// Started by targets.ts.
import { createServer } from 'node:http'
import { WebSocketServer } from 'ws'

const { PORT, MODE = 'send', WINDOW = '0' } = globalThis.process.env
const windowMs = Number(WINDOW)
const rooms = new Map()

function framed(payload) {
  const { length } = payload
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10
  const frame = Buffer.allocUnsafe(head + length)
  frame[0] = 0x82
  if (head === 2) frame[1] = length
  else if (head === 4) {
    frame[1] = 126
    frame.writeUInt16BE(length, 2)
  } else {
    frame[1] = 127
    frame.writeBigUInt64BE(BigInt(length), 2)
  }
  payload.copy(frame, head)
  return frame
}

function flush(room) {
  const { waiting } = room
  room.waiting = []
  const all = Buffer.concat(waiting.map(({ frame }) => frame))
  const authors = new Set(waiting.map(({ from }) => from))
  for (const socket of room.sockets) {
    const own = authors.has(socket)
    const bytes = own
      ? Buffer.concat(waiting.filter(({ from }) => from !== socket).map(({ frame }) => frame))
      : all
    if (bytes.length > 0) socket.wire.write(bytes)
  }
}

const modes = {
  send(room, from, data) {
    for (const socket of room.sockets) if (socket !== from) socket.send(data, { binary: true })
  },
  batch(room, from, data) {
    room.waiting.push({ from, frame: framed(data) })
    if (room.waiting.length > 1) return
    if (windowMs > 0) setTimeout(flush, windowMs, room)
    else setImmediate(flush, room)
  },
  blob(room, from, data) {
    if (data[0] !== 0) return
    if (data[1] === 0) from.wire.write(room.blob ?? framed(Buffer.of(0, 1, 2, 0, 0)))
    else if (data[1] === 2 && data.length > 100_000) {
      const answer = Buffer.from(data)
      answer[1] = 1
      room.blob = framed(answer)
    }
  },
}
const receive = modes[MODE]

const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false })
const server = createServer((_, response) => response.end('ok'))
server.on('upgrade', (request, wire, head) =>
  wss.handleUpgrade(request, wire, head, (socket) => {
    const room = rooms.get(request.url) ?? { sockets: new Set(), waiting: [], blob: null }
    rooms.set(request.url, room)
    room.sockets.add(socket)
    socket.wire = wire
    socket.on('message', (data) => receive(room, socket, data))
    socket.on('close', () => room.sockets.delete(socket))
    socket.on('error', () => {})
  }),
)
server.listen(Number(PORT), '127.0.0.1', 4096)
