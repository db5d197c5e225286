// Every ballot, result and form of voting as people see it: wide and narrow, light and dark, French and English. axe finds nothing,
// nothing overflows, and each picture is kept to be looked at.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fixtures } from '../gallery/fixtures.ts'
import { keepPicture, launchChromium } from '../kit/browser.ts'
import { type Gallery, openGallery } from '../kit/gallery.ts'
import { faultsOf, kept, type Look, screenUnder, twoLooks } from '../kit/looks.ts'

let gallery: Gallery
let browser: Browser

beforeAll(async () => {
  gallery = await openGallery()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await gallery?.stop()
})

const names = Object.keys(fixtures)
const shows = [
  ['ballot', names],
  ['result', names],
  ['hidden', ['dots']],
  ['suppressed', ['secret']],
  ['setting', ['form']],
  ['objections', ['cards']],
] as const

/** Opens what a first look leaves closed: tables, traces; a form half filled in. */
async function openUp(page: Page, show: string): Promise<void> {
  await page.locator('summary').evaluateAll((all) => {
    for (const summary of all) (summary as HTMLElement).click()
  })
  if (show.startsWith('result/')) await page.locator('.tally-chart button').click()
  if (show.startsWith('setting')) {
    await page.locator('input[value=budget]').check()
    await page.locator('input[value=projects]').check()
    await page.locator('input[value=secret]').check()
    await page.locator('button[type=submit]').click()
  }
}

describe.each(twoLooks)('$lang, $width px, $scheme', (look: Look) => {
  test('every show', async () => {
    const { page, faults } = await screenUnder(browser, look)
    await page.goto(gallery.at('result/consent'))
    await page.getByRole('heading', { level: 1 }).waitFor()
    const found: string[] = []
    for (const [kind, names] of shows) {
      for (const name of names) {
        const show = `${kind}/${name}`
        // One page for all: loading it fifty times is most of the time.
        await page.evaluate((next) => (window as unknown as Shows).gallery.show(next), show)
        await openUp(page, show)
        found.push(...(await faultsOf(page, show)))
        await keepPicture(page, kept(`vote-${kind}-${name}`, look), true)
      }
    }
    expect([...found, ...faults]).toEqual([])
    await page.context().close()
  })
})

interface Shows {
  readonly gallery: { show(next: string): void }
}
