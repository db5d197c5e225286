// Two questions a supervisor asks: does the process answer, may it be given visitors.
// Mounted by main (and by tests). Not doors of the interface: no login, no body, one word.
import type { App } from './serve.ts'

export function healthRoutes(app: App, ready: () => Promise<boolean>): void {
  app.get('/healthz', (c) => c.json({ ok: true }))
  app.get('/readyz', async (c) => {
    const isReady = await ready().catch(() => false)
    c.header('cache-control', 'no-store')
    return c.json({ ready: isReady }, isReady ? 200 : 503)
  })
}
