// The doors of a running demo, called as one of its people, to lay what a browser test starts from. Called by tests/browser/*.test.ts.

import type { Browser } from 'playwright-core'
import type { Door, ParamsOf } from '../../shared/api.ts'
import { type DemoGuest, type DemoReady, type Guest, openScreen } from './browser.ts'

/** Calls a door of the demo as a person; throws the refusal's own words. */
export async function callAs<Path extends string, Body, Reply>(
  demo: DemoReady,
  { cookie }: DemoGuest,
  door: Door<Path, Body, Reply>,
  params: ParamsOf<Path>,
  body?: Body,
): Promise<Reply> {
  const path = door.path.replace(
    /:(\w+)/g,
    (_, name: string) => (params as Record<string, string>)[name] ?? '',
  )
  const response = await fetch(`${demo.url}${path}`, {
    method: door.method,
    headers: { cookie, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const answer = (await response.json().catch(() => null)) as Reply & { message?: { fr: string } }
  if (!response.ok) throw new Error(`${door.path}: ${response.status} ${JSON.stringify(answer)}`)
  return answer
}

/** A person's screen, signed in already; a phone's when asked. */
export async function seat(
  browser: Browser,
  demo: DemoReady,
  { cookie }: DemoGuest,
  size: 'desk' | 'phone' = 'desk',
): Promise<Guest> {
  const guest = await openScreen(
    browser,
    size === 'phone' ? { width: 390, height: 844 } : { width: 1440, height: 900 },
  )
  const [name, value] = cookie.split('=') as [string, string]
  await guest.page.context().addCookies([{ name, value, url: demo.url }])
  return guest
}
