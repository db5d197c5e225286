// Every page as people see it: wide and narrow, light and dark, French and English. axe finds nothing, nothing overflows, and each
// picture is kept to be looked at.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { sections } from '../../shared/plan/sections.ts'
import type { PollSummary } from '../../shared/views.ts'
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
let pollIds: string[]

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  const { cookie } = personOf(demo, 'facilitator')
  const response = await fetch(`${demo.url}/api/plans/${demo.planId}/polls`, { headers: { cookie } })
  pollIds = ((await response.json()) as PollSummary[]).map(({ id }) => id)
})

afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

const inWorkspace = () =>
  [
    ['overview', ''],
    ['people', '/personnes'],
    ['organizations', '/organisations'],
    ['territories', '/territoires'],
    ['plan', '/plan'],
    ...sections.map(({ key }) => [`plan-${key}`, `/plan/${key}`] as const),
    ['polls', '/scrutins'],
    ['poll-closed', `/scrutins/${pollIds[0]}`],
    ['poll-open', `/scrutins/${pollIds[1]}`],
    ['lock', '/verrou'],
    ['alliance', '/alliance'],
  ] as const

const outside = [
  ['entry', '/entrer'],
  ['entry-link', '/entrer/lien#incomplete'],
  ['nowhere', '/nulle-part'],
] as const

const mine = [
  ['home', '/'],
  ['account', '/compte'],
  ['new-workspace', '/demarches/nouvelle'],
] as const

async function settled(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await expect.poll(() => page.locator('[aria-busy="true"]').count(), { timeout: 10_000 }).toBe(0)
}

/** What is wrong with the page as it stands, each fault with the page's name. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const faults = (await axeFaults(page)).map((fault) => `${name}: ${fault}`)
  return wide > 1 ? [...faults, `${name}: overflows by ${wide} px`] : faults
}

describe.each([
  { lang: 'fr', width: 1440, scheme: 'light' },
  { lang: 'en', width: 390, scheme: 'dark' },
] as const)('$lang, $width px, $scheme', ({ lang, width, scheme }) => {
  const kept = (name: string) => `${name}-${lang}-${width}-${scheme}`

  async function screen(cookie: string | null): Promise<{ page: Page; faults: string[] }> {
    const guest = await openScreen(browser, { width, height: width === 390 ? 844 : 900 })
    await guest.page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    await guest.page.addInitScript((language) => localStorage.setItem('lang', language), lang)
    if (cookie) {
      const [name, value] = cookie.split('=') as [string, string]
      await guest.page.context().addCookies([{ name, value, url: demo.url }])
      // A person's language is kept by the server.
      await fetch(`${demo.url}${doors.changeMe.path}`, {
        method: doors.changeMe.method,
        headers: { cookie, 'content-type': 'application/json' },
        body: JSON.stringify({ lang }),
      })
    }
    return guest
  }

  async function visit(
    { page, faults }: { page: Page; faults: string[] },
    places: readonly (readonly [string, string])[],
  ): Promise<string[]> {
    const found: string[] = []
    for (const [name, path] of places) {
      await page.goto(`${demo.url}${path}`)
      await settled(page)
      await keepPicture(page, kept(name))
      found.push(...(await faultsOf(page, name)))
      // On a phone le fil and la marge are pages of their own.
      const tabs =
        width === 390 ? await page.locator('.place-tabs [aria-pressed=false]').allTextContents() : []
      for (const title of tabs) {
        await page.locator('.place-tabs').getByRole('button', { name: title, exact: true }).click()
        found.push(...(await faultsOf(page, `${name}, ${title}`)))
      }
    }
    await page.context().close()
    return [...found, ...faults]
  }

  test('the pages of a visitor', async () => {
    expect(await visit(await screen(null), outside)).toEqual([])
  })

  test('the pages of a person', async () => {
    expect(await visit(await screen(personOf(demo, 'facilitator').cookie), mine)).toEqual([])
  })

  test('the pages of a workspace, for its facilitator', async () => {
    const places = inWorkspace().map(
      ([name, path]) => [name, `/demarches/${demo.workspaceId}${path}`] as const,
    )
    expect(await visit(await screen(personOf(demo, 'facilitator').cookie), places)).toEqual([])
  })

  test('the ballot of a delegate, and the plan of a commenter', async () => {
    const ballot = [['ballot-delegate', `/demarches/${demo.workspaceId}/scrutins/${pollIds[1]}`]] as const
    const plan = [['plan-commenter', `/demarches/${demo.workspaceId}/plan/priorities`]] as const
    expect(await visit(await screen(personOf(demo, 'delegate').cookie), ballot)).toEqual([])
    expect(await visit(await screen(personOf(demo, 'commenter').cookie), plan)).toEqual([])
  })
})
