// Installs the servers we compare ourselves with, at fixed versions, into a folder of their own: they are no dependency of the
// project. Called by bench.ts, only when a peer is asked for.
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const yjs = '13.6.33'

/** Each in its own folder: they do not agree on versions. */
const packages = {
  hocuspocus: {
    private: true,
    type: 'module',
    dependencies: {
      '@hocuspocus/server': '4.7.0',
      '@hocuspocus/extension-sqlite': '4.7.0',
      yjs,
      'y-protocols': '1.0.7',
    },
    // The version it asks for aborts Node 24 when a statement is collected.
    overrides: { 'better-sqlite3': '13.2.0' },
    allowScripts: { 'better-sqlite3': false },
  },
  'y-websocket': {
    private: true,
    type: 'module',
    // The last release that keeps documents on disk.
    dependencies: { '@y/websocket-server': '0.1.1', yjs },
  },
} as const
export type PeerName = keyof typeof packages

export const peerNames = Object.keys(packages) as PeerName[]
const installWithinMs = 300_000

/** Makes sure the peers are installed under `folder`; throws when npm cannot. */
export function installPeers(folder: string, names: readonly PeerName[]): void {
  for (const name of names) {
    const own = join(folder, name)
    const wanted = JSON.stringify(packages[name], null, 2)
    const stamp = join(own, 'installed.json')
    mkdirSync(own, { recursive: true })
    if (name === 'hocuspocus')
      copyFileSync(join(import.meta.dirname, 'peers/hocuspocus.mjs'), join(own, 'server.mjs'))
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) continue
    writeFileSync(join(own, 'package.json'), wanted)
    const { status } = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], {
      cwd: own,
      stdio: ['ignore', 2, 2],
      timeout: installWithinMs,
    })
    if (status !== 0) throw new Error(`the peer ${name} could not be installed in ${own}`)
    writeFileSync(stamp, wanted)
  }
}
