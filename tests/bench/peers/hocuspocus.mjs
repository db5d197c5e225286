// Hocuspocus with its SQLite extension, every setting at its default but port, address and the start screen.
// Copied by peers.ts to where its packages are, and started there.
import { SQLite } from '@hocuspocus/extension-sqlite'
import { Server } from '@hocuspocus/server'

const { PORT, DB } = globalThis.process.env
const server = new Server({
  port: Number(PORT),
  address: '127.0.0.1',
  quiet: true,
  extensions: [new SQLite({ database: DB })],
})
await server.listen()
