// The sync server as a program: `node sync-server-main.ts FILE PORT`. Prints one line when it listens. Started, and killed, by the crash test.
import { startSyncServer } from './sync-server.ts'

const [path, port] = process.argv.slice(2)
const server = await startSyncServer({ path: path!, port: Number(port) })
console.log(`listening ${server.url}`)
