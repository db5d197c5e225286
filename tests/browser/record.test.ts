// REC-19 on a person's own screen: each visit demands that the record only grew; a fork is told above everything, in words.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  axeFaults,
  type DemoReady,
  enterByLink,
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

test('an honest record is remembered from visit to visit; a rewritten one raises the alarm, each time', async () => {
  const guest = await openScreen(browser)
  const { page, faults } = guest
  const workspace = `${demo.url}/demarches/${demo.workspaceId}`
  const kept = () => page.evaluate((id) => localStorage.getItem(`registre/${id}`), demo.workspaceId)
  const alarm = page.getByRole('alert').filter({ hasText: 'Alerte' })
  await enterByLink(guest, personOf(demo, 'delegate'))
  await page.goto(workspace)
  await expect.poll(kept).toContain(`localhost:`)
  const seen = await kept()

  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await alarm.count()).toBe(0)

  // What the server shows from here on is not what it signed: nothing at all, then another log's.
  const size = Number(JSON.parse(seen!).note.split('\n')[1])
  expect(size).toBeGreaterThan(3)
  await page.route('**/record/*', async (route) => {
    const response = await route.fetch()
    const shown = await response.json()
    await route.fulfill({ json: { ...shown, consistency: [], checkpoint: null } })
  })
  await page.reload()
  await alarm.waitFor()
  expect(await alarm.textContent()).toContain('ne porte pas la signature du registre')
  await page.unroute('**/record/*')
  await page.route('**/record/*', async (route) => {
    const response = await route.fetch()
    const shown = await response.json()
    const log = shown.logKey.replace(/\+[0-9a-f]{8}\+/, '+00000000+')
    await route.fulfill({ json: { ...shown, logKey: log } })
  })
  await page.reload()
  await alarm.waitFor()
  expect(await alarm.textContent()).toContain('autre clé')
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'record-alarm')
  expect(await kept()).toBe(seen)

  await page.unroute('**/record/*')
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
  expect(await alarm.count()).toBe(0)
  expect(faults).toEqual([])
})
