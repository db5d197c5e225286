// A seat's ballot in the gallery: opened on a phone's screen, used by keys, its votes answered, what is said aloud heard.
// Called by tests/browser/vote-*.test.ts.
import type { Browser, Page, Route } from 'playwright-core'
import { expect } from 'vitest'
import type { VoteOffer } from '../../client/pages/vote/paper-store.ts'
import { openScreen } from './browser.ts'
import type { Gallery } from './gallery.ts'

export interface Booth {
  readonly page: Page
  /** Every vote that reached the other side, in order. */
  readonly offers: VoteOffer[]
  readonly faults: string[]
}

export const receipt = { receivedAt: '2026-10-02T18:20:00.000Z', digest: 'c0ffee11'.repeat(8) }

/** A seat's ballot on screen, the other side answering with `answer` (a receipt unless told). */
export async function enterBooth(
  { gallery, browser }: { readonly gallery: Gallery; readonly browser: Browser },
  show: string,
  query = '',
  answer?: (route: Route) => Promise<void>,
): Promise<Booth> {
  const { page, faults } = await openScreen(browser, { width: 390, height: 844 })
  const offers: VoteOffer[] = []
  await page.route('**/votes', async (route) => {
    offers.push(route.request().postDataJSON() as VoteOffer)
    await (answer ? answer(route) : route.fulfill({ json: receipt }))
  })
  await page.goto(gallery.at(show, query))
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, offers, faults }
}

/** The accessible name of what has the focus, as the browser's own tree says it, with its role. */
export async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    if (!element || element === document.body) return 'nowhere'
    const label = element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent ?? ''
    return label.trim().replace(/\s+/g, ' ')
  })
}

export async function tabTo(page: Page, wanted: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    if (wanted.test(await focused(page))) return
  }
  throw new Error(`no ${wanted} within ${most} presses; on ${await focused(page)}`)
}

/** Every space a plain one: what is asserted is what is read. */
export const plain = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim()

export const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** From wherever the focus is in the ballot to its receipt, by keys. */
export async function confirm(page: Page): Promise<void> {
  await tabTo(page, /^Relire et confirmer$/)
  await page.keyboard.press('Enter')
  // The way back has the focus first: Enter pressed twice casts nothing.
  await expect.poll(() => focused(page)).toBe('Revenir au bulletin')
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('Déposer la voix de Coop de transport Le Relais')
  await page.keyboard.press('Enter')
}

export async function tabToBack(page: Page, wanted: RegExp): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if (wanted.test(await focused(page))) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error(`no ${wanted} on the way back; on ${await focused(page)}`)
}

/** What the live region of a page has said since; the newest last. */
export async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const region = document.querySelector('[role=status][aria-atomic=true]')!
    new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  return async () => (await page.evaluate(() => (window as unknown as { said: string[] }).said)).map(plain)
}

export async function confirmByClick(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Relire et confirmer' }).click()
  await page.getByRole('button', { name: 'Déposer la voix de Coop de transport Le Relais' }).click()
}
