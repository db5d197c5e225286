// The plan written by several at their own screens, in a real browser on the demo region: together, in the margin, and read without
// a byte being sent.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as Y from 'yjs'
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

/** Someone of the demo at the plan; `sent` holds the document messages their screen sent (y-websocket: 0, then 2 for an update). */
async function sitAt(role: 'facilitator' | 'delegate' | 'commenter', section: string, width = 1440) {
  const { page, faults } = await openScreen(browser, { width, height: 900 })
  const sent: number[] = []
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const bytes = typeof payload === 'string' ? Buffer.from(payload) : payload
      // A second step of two bytes says that there is nothing to say.
      if (bytes[0] === 0 && (bytes[1] === 2 || (bytes[1] === 1 && bytes.length > 5))) sent.push(bytes.length)
    }),
  )
  const [name, value] = personOf(demo, role).cookie.split(';')[0]!.split('=')
  await page.context().addCookies([{ name: name!, value: value!, url: demo.url }])
  await page.goto(`${demo.url}/demarches/${demo.workspaceId}/plan/${section}`)
  await page.waitForSelector('.plan-section')
  return { page, faults, sent }
}

const firstTitle = (page: Page) => page.locator('textarea.is-title').first()
const firstProse = (page: Page) => page.locator('.ProseMirror').first()
const shows = (page: Page, words: string) =>
  page.waitForFunction((text) => document.querySelector('.plan-section')?.textContent?.includes(text), words)

test('F11, F12: opening a section sends nothing, whether one may write or only comment', async () => {
  for (const role of ['facilitator', 'commenter'] as const) {
    for (const section of ['process', 'portrait', 'priorities']) {
      const { page, sent, faults } = await sitAt(role, section)
      await page.waitForTimeout(600)

      expect(sent, `${role} at ${section}`).toEqual([])
      expect(faults).toEqual([])
      await page.context().close()
    }
  }
})

test('two people write in one title and one text, a third reads along; each takes back only their own typing', async () => {
  const facilitator = await sitAt('facilitator', 'priorities')
  const delegate = await sitAt('delegate', 'priorities')
  const commenter = await sitAt('commenter', 'priorities')
  const before = await firstTitle(facilitator.page).inputValue()

  await firstTitle(delegate.page).focus()
  await delegate.page.keyboard.press('End')
  await firstTitle(facilitator.page).focus()
  await delegate.page.waitForSelector('.plan-writers')
  await facilitator.page.keyboard.press('Home')
  await facilitator.page.keyboard.type('A ')
  await delegate.page.waitForFunction(
    (text) => (document.activeElement as HTMLTextAreaElement).value === text,
    `A ${before}`,
  )
  await delegate.page.keyboard.type(' Z')
  await shows(commenter.page, `A ${before} Z`)
  await facilitator.page.keyboard.press('Control+z')
  await shows(commenter.page, `${before} Z`)
  await delegate.page.keyboard.press('Control+z')

  await firstProse(facilitator.page).click()
  await facilitator.page.keyboard.press('Control+End')
  await facilitator.page.keyboard.press('Enter')
  await facilitator.page.keyboard.type('- un premier point')
  await shows(commenter.page, 'un premier point')
  await delegate.page.waitForSelector('.ProseMirror li')
  expect(await delegate.page.locator('.caret-flag').first().textContent()).toContain(
    personOf(demo, 'facilitator').name,
  )
  await facilitator.page.waitForSelector('.lamp.is-saved')
  expect(commenter.sent).toEqual([])
  for (const { faults } of [facilitator, delegate, commenter]) expect(faults).toEqual([])
})

test('a commenter comments a passage they cannot write; it is answered, and found again as gone when its text goes', async () => {
  const facilitator = await sitAt('facilitator', 'portrait')
  const commenter = await sitAt('commenter', 'portrait')
  await firstProse(commenter.page).locator('p').first().click({ clickCount: 3 })
  await commenter.page.getByRole('button', { name: 'Commenter ce passage' }).click()
  await commenter.page.getByRole('textbox', { name: 'Votre commentaire' }).fill('D’où vient ce chiffre ?')

  await commenter.page.route('**/threads', (route) => route.abort(), { times: 1 })
  await commenter.page.getByRole('button', { name: 'Publier' }).click()
  await commenter.page.waitForSelector('.comments [role=alert]')
  expect(await commenter.page.getByRole('textbox', { name: 'Votre commentaire' }).inputValue()).toBe(
    'D’où vient ce chiffre ?',
  )
  await commenter.page.getByRole('button', { name: 'Publier' }).click()

  await facilitator.page.locator('.passage').first().click()
  await facilitator.page.getByRole('button', { name: 'Répondre' }).first().click()
  await facilitator.page.getByRole('textbox', { name: 'Votre réponse' }).fill('Du portrait de 2025.')
  await facilitator.page.getByRole('button', { name: 'Publier la réponse' }).click()
  await commenter.page.waitForSelector('text=Du portrait de 2025.')
  expect(await axeFaults(facilitator.page)).toEqual([])

  await firstProse(facilitator.page).click()
  await facilitator.page.keyboard.press('Control+a')
  await facilitator.page.keyboard.type('Tout autre chose.')
  await commenter.page.waitForSelector('text=Passage disparu')
  expect(commenter.sent).toEqual([])
})

test('an item moves by keys, is removed with all it holds and is put back, on every screen', async () => {
  const facilitator = await sitAt('facilitator', 'priorities')
  const delegate = await sitAt('delegate', 'priorities')
  const order = (page: Page) =>
    page.locator('[data-list=priorities] > article').evaluateAll((all) => all.map((one) => one.id))
  const [first, second, ...rest] = await order(delegate.page)

  await firstTitle(facilitator.page).focus()
  await facilitator.page.keyboard.press('Alt+ArrowDown')
  await delegate.page.waitForFunction(
    (id) => document.querySelector('[data-list=priorities] > article')?.id === id,
    second,
  )
  expect(await order(delegate.page)).toEqual([second, first, ...rest])
  expect(await facilitator.page.evaluate(() => document.activeElement?.closest('article')?.id)).toBe(first)

  const item = (page: Page) => page.locator(`[id="${second}"]`)
  const inside = await item(delegate.page).locator('article').count()
  await item(facilitator.page)
    .locator('> header')
    .getByRole('button', { name: /^Retirer/ })
    .click()
  await item(delegate.page).waitFor({ state: 'detached' })
  await facilitator.page.getByRole('button', { name: 'Remettre' }).click()
  await item(delegate.page).waitFor()
  expect(await item(delegate.page).locator('article').count()).toBe(inside)
})

test('an amount that is none stays as typed and is said beside; what is missing leads to its field', async () => {
  const { page } = await sitAt('facilitator', 'frame', 390)
  const amount = page.locator('[data-kind=cents] input')
  await amount.fill('beaucoup')
  await amount.blur()
  expect(await page.locator('[data-kind=cents] .field-error').count()).toBe(1)
  expect(await amount.inputValue()).toBe('beaucoup')

  await amount.fill('')
  await amount.blur()
  await page.getByRole('button', { name: 'La marge' }).click()
  await page.locator('.completeness-list a').first().click()
  await page.waitForFunction(() => document.activeElement?.closest('[data-kind=cents]'))
  await page.keyboard.type('4 200 000,00')
  await page.keyboard.press('Tab')
  expect((await amount.inputValue()).replaceAll(/\s/g, ' ')).toBe('4 200 000 $')
  expect(await axeFaults(page)).toEqual([])
})

test('F11: what this version does not know, arriving in an open text, is kept and shown; the text goes read-only, nothing is sent', async () => {
  const { page, sent } = await sitAt('facilitator', 'resources')
  const strange = new Y.Doc()
  const video = new Y.XmlElement('video')
  const words = new Y.XmlText()
  words.insert(0, 'Une vidéo que nul ne connaît')
  video.insert(0, [words])
  strange.getXmlFragment('prose/resources/overview').insert(0, [video])
  const bytes = Buffer.from(Y.encodeStateAsUpdate(strange))
  const other = await sitAt('delegate', 'resources')
  await other.page.evaluate(
    async ({ url, plan, update }) => {
      const socket = new WebSocket(`${url.replace('http', 'ws')}/sync/${plan}`)
      await new Promise((done) => socket.addEventListener('open', done))
      const body = Uint8Array.from(atob(update), (char) => char.charCodeAt(0))
      const length = body.length < 128 ? [body.length] : [(body.length & 127) | 128, body.length >> 7]
      socket.send(new Uint8Array([0, 2, ...length, ...body]))
    },
    { url: demo.url, plan: demo.planId, update: bytes.toString('base64') },
  )

  await page.waitForSelector('.prose-field .notice')
  expect(await page.locator('.prose-field').first().textContent()).toContain('Une vidéo que nul ne connaît')
  await page.waitForTimeout(400)
  expect(sent).toEqual([])
  // The stranger's own message, by their second socket, and nothing from the page.
  expect(other.sent).toHaveLength(1)

  await page.getByRole('button', { name: 'Remettre ce texte en état' }).click()
  await page.waitForSelector('.ProseMirror[contenteditable=true]')
  await shows(other.page, 'Une vidéo que nul ne connaît')
})

test('the name at another’s caret draws back when they rest, and hides no word of the line above; it is there again when they write', async () => {
  const { page } = await sitAt('facilitator', 'portrait')
  const other = await sitAt('delegate', 'portrait')
  const paragraph = other.page.locator('.ProseMirror').first().locator('p').last()
  await paragraph.click()
  await other.page.keyboard.press('Control+End')
  await other.page.keyboard.press('Enter')
  await other.page.keyboard.type('Encore ceci')
  // Whoever sat here in an earlier test may still stand by, resting: who writes is the one that does not.
  const writing = page.locator('.caret:not(.is-resting) .caret-flag')
  const resting = page.locator('.caret.is-resting .caret-flag')
  const heightOf = async (flags: typeof writing) => (await flags.last().boundingBox())?.height ?? 0
  const patience = { timeout: 30_000 }
  await expect.poll(() => heightOf(writing), patience).toBeGreaterThan(14)
  await writing.last().evaluate((mark) => mark.scrollIntoView({ block: 'center' }))
  await keepPicture(page, 'caret-named')

  await expect.poll(() => writing.count(), patience).toBe(0)
  await expect.poll(() => heightOf(resting), patience).toBeLessThan(7)
  await keepPicture(page, 'caret-resting')

  await other.page.keyboard.type(' Encore')
  await expect.poll(() => heightOf(writing), patience).toBeGreaterThan(14)
  // Someone else's change elsewhere wakes no name.
  await expect.poll(() => writing.count(), patience).toBe(0)
  await firstProse(page).locator('p').first().click()
  await page.keyboard.press('Home')
  await page.keyboard.type('Ailleurs. ')
  expect(await writing.count()).toBe(0)
  // Nor does one in the very block where they rest, which moves them along.
  await firstProse(page).locator('p').last().click()
  await page.keyboard.press('Home')
  await page.keyboard.type('Avant. ')
  await shows(other.page, 'Avant. ')
  expect(await writing.count()).toBe(0)
  expect(await axeFaults(page)).toEqual([])
  for (const one of [page, other.page]) await one.context().close()
})

test('a page that cannot be loaded says so in its place; the text that is not saved yet stays, and the page comes when asked again', async () => {
  const { page, faults } = await sitAt('delegate', 'process')
  await page.route('**/assets/LockPage*', (route) => route.abort())
  await firstProse(page).click()
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' Mots écrits juste avant.')
  await page.getByRole('link', { name: /^Verrou/ }).click()

  await page.getByRole('heading', { level: 1, name: 'Le serveur ne répond pas' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await page.unroute('**/assets/LockPage*')
  await page.getByRole('button', { name: 'Réessayer' }).click()
  await page.getByRole('heading', { level: 1, name: 'Verrou' }).waitFor()
  await page.getByRole('link', { name: /^Démarche concertée/ }).click()
  await shows(page, 'Mots écrits juste avant.')
  expect(faults).toEqual([])
})

test('whoever loses the right to write while writing is told so, and keeps a place to go on from', async () => {
  const facilitator = await sitAt('facilitator', 'portrait')
  const delegate = await sitAt('delegate', 'portrait')
  const { name } = personOf(demo, 'delegate')
  await facilitator.page.goto(`${demo.url}/demarches/${demo.workspaceId}/personnes`)
  await facilitator.page.getByRole('button', { name: `Actions : ${name}` }).click()
  await facilitator.page.getByRole('menuitem', { name: 'Changer le rôle' }).click()
  const form = facilitator.page.getByRole('dialog')
  await form.getByRole('combobox', { name: 'Rôle' }).selectOption('Observation')
  await firstProse(delegate.page).click()
  await form.getByRole('button', { name: /Enregistrer|Changer/ }).click()

  await delegate.page.getByText('vous ne pouvez plus écrire dans le plan').waitFor()
  await delegate.page.waitForFunction(() => document.activeElement !== document.body)
  expect(await delegate.page.locator('[contenteditable=true]').count()).toBe(0)
  expect(await axeFaults(delegate.page)).toEqual([])
})
