// The demo region, built once a run of the browser tests: each file starts a server on a copy of it (startDemo in browser.ts).
// vitest's own hook for what a run needs, named in vite.config.ts.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

export function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'assise-world-'))
  const { PATH, HOME, TMPDIR, LANG } = process.env
  const built = spawnSync(
    join(root, 'node_modules/.bin/node'),
    ['tests/kit/demo-world-main.ts', join(folder, 'data')],
    { cwd: root, encoding: 'utf8', timeout: 90_000, env: { PATH, HOME, TMPDIR, LANG } },
  )
  if (built.status !== 0) throw new Error(`the demo is not built\n${built.stdout}${built.stderr}`)
  writeFileSync(join(folder, 'ready.json'), built.stdout)
  // Whoever runs the tests hands its environment on to them.
  process.env.ASSISE_DEMO_WORLD = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
