// A real PostgreSQL of our own: its own folder, its own port, gone with whoever started it. Called by postgres.ts (tests) and the benchmark.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'

export interface Postgres {
  /** Makes an empty database, or a copy of one that nobody is connected to; its address. */
  newDatabase(like?: string): Promise<string>
  /** Its first process; the others are its children. */
  readonly pid: number
  stop(): Promise<void>
}

const installed = '/usr/lib/postgresql'
const versions = existsSync(installed) ? readdirSync(installed).sort((a, b) => Number(b) - Number(a)) : []
const bin = versions
  .map((version) => join(installed, version, 'bin'))
  .find((folder) => existsSync(join(folder, 'initdb')))

export const hasPostgres = bin !== undefined

/**
 * Starts one with the settings it is shipped with. `hasty`: without fsync, for tests of logic and of killed nodes, not of a machine
 * that loses power.
 */
export async function startPostgres({ hasty = true } = {}): Promise<Postgres> {
  if (!bin) throw new Error(`no PostgreSQL under ${installed}: apt-get install postgresql`)
  const folder = mkdtempSync(join(tmpdir(), 'assise-postgres-'))
  const owner = ownerFor(folder)
  const data = join(folder, 'data')
  const run = (name: string, args: readonly string[]) =>
    execFileSync(join(bin, name), args, { cwd: folder, stdio: 'pipe', ...owner })
  run('initdb', ['-D', data, '-A', 'trust', '-U', 'postgres', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'])
  const port = await freePort()
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    ...(hasty && { fsync: 'off' }),
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...flags], {
    cwd: folder,
    stdio: 'ignore',
    ...owner,
  })
  const kill = () => void server.kill('SIGQUIT')
  process.once('exit', kill)
  const at = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres']
  await answering(() => run('pg_isready', at), server)
  let databases = 0
  return {
    pid: server.pid!,
    async newDatabase(like) {
      const name = `assise_${++databases}`
      run('createdb', [...at, ...(like ? ['-T', new URL(like).pathname.slice(1)] : []), name])
      return `postgres://postgres@127.0.0.1:${port}/${name}`
    },
    async stop() {
      process.off('exit', kill)
      const gone = new Promise((resolve) => server.once('exit', resolve))
      kill()
      await gone
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** PostgreSQL refuses to run as root: there it runs as the user its package made. */
function ownerFor(folder: string): { uid?: number; gid?: number } {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }))
  const owner = { uid: id('-u'), gid: id('-g') }
  chownSync(folder, owner.uid, owner.gid)
  return owner
}

async function answering(ask: () => void, server: ChildProcess): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      ask()
      return
    } catch (error) {
      if (tries > 200 || server.exitCode !== null) throw error
    }
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
