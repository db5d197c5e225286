// Pages as people see them: wide and narrow, light and dark, in French and in English, each at least once. axe finds nothing, nothing
// overflows, each picture is kept to be looked at. Called by tests/browser/*.test.ts.
import type { Browser, Page } from 'playwright-core'
import { expect } from 'vitest'
import { doors } from '../../shared/api.ts'
import type { Lang } from '../../shared/basics.ts'
import { axeFaults, type DemoGuest, type DemoReady, type Guest, keepPicture, openScreen } from './browser.ts'
import { callAs } from './demo-doors.ts'

export interface Look {
  readonly lang: Lang
  readonly width: 1440 | 390
  readonly scheme: 'light' | 'dark'
}

/** Every language, width and light once, at the price of two. */
export const twoLooks: readonly Look[] = [
  { lang: 'fr', width: 1440, scheme: 'light' },
  { lang: 'en', width: 390, scheme: 'dark' },
]

/** The name of a picture under a look. */
export function kept(name: string, { lang, width, scheme }: Look): string {
  return `${name}-${lang}-${width}-${scheme}`
}

/** A screen under a look; signed in as a person where one is given, whose language the server keeps. */
export async function screenUnder(
  browser: Browser,
  { lang, width, scheme }: Look,
  whose?: { readonly demo: DemoReady; readonly guest: DemoGuest },
): Promise<Guest> {
  const screen = await openScreen(browser, { width, height: width === 390 ? 844 : 900 })
  await screen.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
  await screen.page.addInitScript((language) => localStorage.setItem('lang', language), lang)
  if (!whose) return screen
  const { demo, guest } = whose
  const [name, value] = guest.cookie.split('=') as [string, string]
  await screen.page.context().addCookies([{ name, value, url: demo.url }])
  await callAs(demo, guest, doors.changeMe, {}, { lang })
  return screen
}

/** The page's own title is there, and nothing of it is still being fetched. */
export async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
}

/** What is wrong with the page as it stands, each fault with the page's name. */
export async function faultsOf(page: Page, name: string): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const faults = (await axeFaults(page)).map((fault) => `${name}: ${fault}`)
  return wide > 1 ? [...faults, `${name}: overflows by ${wide} px`] : faults
}

/** The other places of a page on a phone: le fil and la marge, each a tab of its own. */
export async function faultsOfTabs(page: Page, name: string): Promise<string[]> {
  const found: string[] = []
  for (const title of await page.locator('.place-tabs [aria-pressed=false]').allTextContents()) {
    await page.locator('.place-tabs').getByRole('button', { name: title, exact: true }).click()
    found.push(...(await faultsOf(page, `${name}, ${title}`)))
  }
  return found
}

export interface Visit {
  readonly name: string
  readonly path: string
  /** Both other tabs are looked at too, on a phone. */
  readonly tabs?: boolean
  /** Something to see there before it is judged. */
  readonly until?: (page: Page) => Promise<void>
}

/** Goes from page to page on one screen; answers all that is wrong. */
export async function visitAll(
  { page, faults }: Guest,
  origin: string,
  look: Look,
  visits: readonly Visit[],
  whole = false,
): Promise<string[]> {
  const found: string[] = []
  for (const { name, path, tabs, until } of visits) {
    await page.goto(`${origin}${path}`)
    await settled(page)
    await until?.(page)
    await keepPicture(page, kept(name, look), whole)
    found.push(...(await faultsOf(page, name)))
    if (tabs && look.width === 390) found.push(...(await faultsOfTabs(page, name)))
  }
  await page.context().close()
  return [...found, ...faults]
}
