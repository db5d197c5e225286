// What the device keeps, in a real browser: said kept only when it is, there again when the tab died, sent once when the server is back.
import type { Browser, BrowserContext, Page, WebSocketRoute } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  axeFaults,
  type DemoReady,
  keepPicture,
  launchChromium,
  openScreen,
  personOf,
  startDemo,
} from '../kit/browser.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/** The server as far as the plan's socket goes: away, and back. Pages themselves still load. */
interface Line {
  cut(): void
  mend(): void
}

async function layLine(context: BrowserContext): Promise<Line> {
  let away = false
  const open = new Set<WebSocketRoute>()
  await context.routeWebSocket(/\/sync\//, (screen) => {
    if (away) return void screen.close({ code: 1001 })
    open.add(screen)
    screen.connectToServer()
  })
  return {
    cut() {
      away = true
      for (const screen of open) void screen.close({ code: 1001 }).catch(() => {})
      open.clear()
    },
    mend() {
      away = false
    },
  }
}

async function sitAt(role: 'facilitator' | 'delegate', section: string, person = personOf(demo, role)) {
  const { page } = await openScreen(browser)
  const context = page.context()
  const line = await layLine(context)
  const [name, value] = person.cookie.split(';')[0]!.split('=')
  await context.addCookies([{ name: name!, value: value!, url: demo.url }])
  const address = `${demo.url}/demarches/${demo.workspaceId}/plan/${section}`
  await page.goto(address)
  await page.waitForSelector('.plan-section')
  return { page, context, line, address }
}

const title = (page: Page) => page.locator('textarea.is-title').first()
const lampIs = (page: Page, lamp: string) => page.waitForSelector(`.lamp.is-${lamp}`)
const lampWords = (page: Page) => page.locator('.lamp').textContent()
/** How many texts the device keeps. */
const keptCount = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const request = indexedDB.open('assise')
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const all = request.result.transaction('kept').objectStore('kept').count()
          all.onsuccess = () => {
            request.result.close()
            resolve(all.result)
          }
        }
      }),
  )
/** As text one reads, or in a field one writes in. */
const shows = (page: Page, words: string) =>
  page.waitForFunction((text) => {
    const fields = [...document.querySelectorAll('textarea')].map(({ value }) => value)
    return [document.querySelector('.plan-section')?.textContent, ...fields].some((one) =>
      one?.includes(text),
    )
  }, words)

test('SYNC-11, F37: typed without the server it is kept, shown by the next tab before the server answers, and saved once', async () => {
  const { page, context, line, address } = await sitAt('facilitator', 'priorities')
  const other = await sitAt('delegate', 'priorities')
  await lampIs(page, 'saved')
  line.cut()
  await title(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' sans serveur')
  await lampIs(page, 'kept')
  expect(await lampWords(page)).toBe('Gardé sur cet appareil')
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'kept-on-device')
  await page.close({ runBeforeUnload: false })

  const next = await context.newPage()
  await next.goto(address)
  await lampIs(next, 'kept')
  await shows(next, ' sans serveur')
  // Nobody has said yet that one may write.
  expect(await next.locator('textarea.is-title').count()).toBe(0)

  line.mend()
  await lampIs(next, 'saved')
  await shows(other.page, ' sans serveur')
  const text = await title(next).inputValue()
  expect(text.split(' sans serveur')).toHaveLength(2)
  expect(await title(other.page).inputValue()).toBe(text)
  await expect.poll(() => keptCount(next)).toBe(0)

  await next.evaluate(() => new Promise((done) => (indexedDB.deleteDatabase('assise').onsuccess = done)))
  await title(next).focus()
  await next.keyboard.press('End')
  await next.keyboard.type(', appareil vidé')
  await lampIs(next, 'saved')
  await shows(other.page, ' sans serveur, appareil vidé')
  for (const one of [context, other.page.context()]) await one.close()
})

/** As many whatever the machine: half of them online, half in a cut. */
const trials = 20

test('F28: a tab killed 0–500 ms after typing: what it called kept is there', async () => {
  const { context, line, address, page: first } = await sitAt('facilitator', 'portrait')
  let page = first
  let seed = 20_261
  const random = () => {
    seed = (seed * 48_271) % 2_147_483_647
    return seed / 2_147_483_647
  }
  await lampIs(page, 'saved')
  let promised = 0
  for (let trial = 1; trial <= trials; trial++) {
    // Odd trials die online, even ones in a cut.
    if (trial % 2 === 0) line.cut()
    const prose = page.locator('.ProseMirror').first()
    await prose.click()
    await page.keyboard.press('Control+End')
    let keptText = ''
    await page.exposeFunction('lampSaid', (text: string) => {
      keptText = text
    })
    await page.evaluate(() => {
      const lamp = document.querySelector('.lamp')!
      const text = document.querySelector('.ProseMirror')!
      const look = () => {
        if (/is-(kept|saved)/.test(lamp.className))
          (window as unknown as { lampSaid(text: string): void }).lampSaid(text.textContent ?? '')
      }
      new MutationObserver(look).observe(lamp, { attributes: true })
    })
    const mark = ` [essai ${trial}]`
    await page.keyboard.type(mark, { delay: random() * 12 })
    await page.waitForTimeout(random() * 500)
    const cdp = await context.newCDPSession(page)
    const dead = page.waitForEvent('crash')
    void cdp.send('Page.crash').catch(() => {})
    await dead
    const said = keptText
    await page.close()

    line.mend()
    page = await context.newPage()
    await page.goto(address)
    await lampIs(page, 'saved')
    const now = (await page.locator('.ProseMirror').first().textContent())!
    if (said.includes(mark)) promised += 1
    expect(now, `trial ${trial}`).toContain(said)
    expect(now.split(mark).length, `trial ${trial}: twice`).toBeLessThanOrEqual(2)
  }
  expect(promised).toBeGreaterThan(trials / 4)
  await context.close()
})

test('a device that refuses is never called one that keeps, and leaving is warned of', async () => {
  const { page, context, line, address } = await sitAt('facilitator', 'process')
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('no room', 'QuotaExceededError')
    }
  })
  await page.goto(address)
  await lampIs(page, 'saved')
  line.cut()
  await page.locator('.ProseMirror').first().click()
  await page.keyboard.type('perdu ? ')
  await lampIs(page, 'notSaved')
  expect(await page.locator('[role=status]').first().textContent()).toContain('Non enregistré')
  let asked = 0
  page.on('dialog', (dialog) => {
    asked += 1
    void dialog.dismiss()
  })
  await page.close({ runBeforeUnload: true })
  await expect.poll(() => asked).toBe(1)

  line.mend()
  await lampIs(page, 'saved')
  await context.close()
})

test('signing out empties the device of all that was the person’s', async () => {
  const { page, context, line } = await sitAt('delegate', 'priorities')
  await lampIs(page, 'saved')
  line.cut()
  await title(page).focus()
  await page.keyboard.press('End')
  await page.keyboard.type(' oublié')
  await lampIs(page, 'kept')
  expect(await keptCount(page)).toBeGreaterThan(0)

  await page.getByRole('button', { name: /compte/i }).click()
  await page.getByRole('menuitem', { name: 'Quitter' }).click()
  page.on('dialog', (dialog) => void dialog.accept())
  await page.waitForURL('**/entrer')
  expect(await keptCount(page)).toBe(0)
  await context.close()
})

test('F27: a role lost during a cut: the lamp says read only, not that it is tried again, and the words are there to be copied', async () => {
  const { 1: person } = demo.people.filter(({ role }) => role === 'delegate')
  const { page, context, line } = await sitAt('delegate', 'portrait', person!)
  const facilitator = await sitAt('facilitator', 'portrait')
  await lampIs(page, 'saved')
  line.cut()
  await page.locator('.ProseMirror').first().click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Mots sans suite.')
  await lampIs(page, 'kept')
  const { page: desk } = facilitator
  await desk.goto(`${demo.url}/demarches/${demo.workspaceId}/personnes`)
  await desk.getByRole('button', { name: `Actions : ${person!.name}` }).click()
  await desk.getByRole('menuitem', { name: 'Changer le rôle' }).click()
  const form = desk.getByRole('dialog')
  await form.getByRole('combobox', { name: 'Rôle' }).selectOption('Observation')
  await form.getByRole('button', { name: /Enregistrer|Changer/ }).click()
  await form.waitFor({ state: 'detached' })

  line.mend()
  await lampIs(page, 'readOnly')
  expect(await lampWords(page)).toBe('Lecture seule')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  expect(await dialog.locator('textarea').first().inputValue()).toContain('Mots sans suite.')
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'role-lost')
  for (const one of [context, desk.context()]) await one.close()
})
