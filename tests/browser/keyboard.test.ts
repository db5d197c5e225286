// A delegate without a mouse: from le fil to the receipt by keys alone, and what a screen reader is told of the poll meanwhile.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import {
  axeFaults,
  type DemoReady,
  type Guest,
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

async function sitDown(role: Role, organization?: string): Promise<Guest> {
  const guest = await openScreen(browser)
  const [name, value] = personOf(demo, role, organization).cookie.split('=') as [string, string]
  await guest.page.context().addCookies([{ name, value, url: demo.url }])
  await guest.page.goto(`${demo.url}/demarches/${demo.workspaceId}`)
  await guest.page.getByRole('heading', { name: 'Où en est le plan' }).waitFor()
  return guest
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    if (!element || element === document.body) return 'nowhere'
    return element.type === 'radio' ? `radio ${element.value}` : (element.textContent?.trim() ?? '')
  })

/** Presses Tab until the focus is on what is meant; as many times as a patient person would. */
async function tabTo(page: Page, wanted: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    if (wanted.test(await focused(page))) return
  }
  throw new Error(`no ${wanted} within ${most} presses`)
}

/** What the live region of a page has said since; the newest last. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
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
  return () => page.evaluate(() => (window as unknown as { said: string[] }).said)
}

test('by keys alone a delegate goes from le fil to the receipt, and is told at each step where they are', async () => {
  const { page, faults } = await sitDown('delegate', 'Coop de transport Le Relais')
  const said = await listen(page)

  await tabTo(page, /^Aller au contenu$/, 2)
  await tabTo(page, /^Scrutins/)
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Scrutins')
  await tabTo(page, /^Voter/)
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toMatch(/^Consentez-vous/)

  await tabTo(page, /^radio/)
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  expect(await focused(page)).toBe('radio reserve')
  await tabTo(page, /^Relire et confirmer$/, 3)
  await page.keyboard.press('Enter')
  // A reserve says why: the key leads there.
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
  await page.keyboard.type('Les horaires du samedi restent à écrire.')
  await tabTo(page, /^Relire et confirmer$/, 2)
  await page.keyboard.press('Enter')

  // The way back has the focus first: Enter pressed twice casts nothing.
  await expect.poll(() => focused(page)).toBe('Revenir au bulletin')
  await page.keyboard.press('Escape')
  await expect.poll(() => focused(page)).toBe('Relire et confirmer')
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Revenir au bulletin')
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('Déposer la voix de Coop de transport Le Relais')
  await page.keyboard.press('Enter')

  await expect.poll(() => focused(page)).toBe('Coop de transport Le Relais')
  await page.getByText('Voix reçue').waitFor()
  await expect.poll(said).toContain('La voix de Coop de transport Le Relais est reçue.')
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
})

test('whoever only listens hears that the poll is closed with its result, and that a new one is open', async () => {
  const facilitator = await sitDown('facilitator')
  const listener = await sitDown('commenter')
  const said = await listen(listener.page)
  const { page } = facilitator

  await tabTo(page, /^Scrutins/)
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Scrutins')
  await tabTo(page, /^Voir le scrutin\s*:\s*Plan/)
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toMatch(/^Consentez-vous/)
  await tabTo(page, /^Clore le scrutin$/)
  await page.keyboard.press('Enter')
  await expect.poll(() => focused(page)).toBe('Annuler')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Relevé de consensus').first().waitFor()
  await expect.poll(() => focused(page)).toMatch(/^Consentez-vous/)
  await expect.poll(async () => (await said()).at(-1)).toMatch(/^Le scrutin est clos.*Consensus/)
  expect([...facilitator.faults, ...listener.faults]).toEqual([])
})
