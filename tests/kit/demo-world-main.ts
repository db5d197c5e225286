// Builds the demo region in a folder and leaves it there, closed, as a server that was stopped leaves it; says who may be played.
// A program of its own: started once a run by demo-world.ts.
import { buildDemo } from '../../server/demo/build.ts'
import { startServer } from '../../server/main.ts'
import { readSettings } from '../../server/settings.ts'

const read = readSettings({ PORT: '0', LOG_LEVEL: 'warn', ASSISE_DATA: process.argv[2] })
if ('problems' in read) throw new Error(read.problems.map(({ text }) => text.en).join('\n'))
const server = await startServer(read.settings)
// As the demo does: sixty invitations of people who do not exist would fill the log with their links.
const ctx = { ...server.ctx, mail: async () => false }
const { workspaceId, planId, people } = await buildDemo({ ctx, logins: server.logins, url: server.url })
await server.stop()
process.stdout.write(`${JSON.stringify({ url: server.origin, workspaceId, planId, people })}\n`)
