#!/usr/bin/env node
// `assise …`: hands over to the Node that came with the packages, or to this one when it is recent enough.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const local = fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url))
const recent = Number(process.versions.node.split('.')[0]) >= 24
if (!recent && !existsSync(local)) {
  console.error(
    `Assise demande Node 24 ou plus récent (ici ${process.version}). · Assise needs Node 24 or later.`,
  )
  process.exit(2)
}
const cli = fileURLToPath(new URL('./cli.ts', import.meta.url))
const done = spawnSync(recent ? process.execPath : local, [cli, ...process.argv.slice(2)], {
  stdio: 'inherit',
})
process.exit(done.status ?? 1)
