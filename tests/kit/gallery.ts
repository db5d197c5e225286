// The gallery of voting screens, built once and served from a folder of its own on a free port. Called by tests/browser/vote-*.test.ts.
import { spawnSync } from 'node:child_process'
import { createReadStream, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { root } from './browser.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.woff2': 'font/woff2',
}

export interface Gallery {
  /** The address of a show: `ballot/dots`, `result/schulze`, `setting`… */
  at(show: string, query?: string): string
  stop(): Promise<void>
}

export async function openGallery(): Promise<Gallery> {
  const folder = mkdtempSync(join(tmpdir(), 'assise-gallery-'))
  const { PATH, HOME } = process.env
  const built = spawnSync(
    join(root, 'node_modules/.bin/node'),
    [join(root, 'tests/gallery/build.ts'), folder],
    { cwd: root, env: { PATH, HOME }, encoding: 'utf8', timeout: 100_000 },
  )
  if (built.status !== 0) throw new Error(`the gallery does not build\n${built.stdout}${built.stderr}`)
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://gallery')
    const file = join(folder, pathname === '/' ? 'index.html' : pathname)
    if (!existsSync(file)) return void response.writeHead(404).end()
    response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  return {
    at: (show, query = '') => `http://127.0.0.1:${port}/?show=${show}${query}`,
    stop: () =>
      new Promise((done) => {
        rmSync(folder, { recursive: true })
        server.closeAllConnections()
        server.close(() => done())
      }),
  }
}
