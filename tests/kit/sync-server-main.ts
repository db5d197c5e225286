// The sync server as a program: `node sync-server-main.ts DATABASE PORT [REDIS]`. Prints one line when it listens. Started, and killed, by the crash test.
import { openRedisWire } from '../../server/sync/redis-wire.ts'
import { startSyncServer } from './sync-server.ts'

const [path, port, redis] = process.argv.slice(2)
const wire = redis ? openRedisWire(redis, console.error) : undefined
const server = await startSyncServer({ path: path!, port: Number(port), ...(wire && { wire }) })
console.log(`listening ${server.url}`)
