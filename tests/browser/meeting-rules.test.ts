// Who may hold a seat, and by which rules the body decides: mandates with their paper, versions of the rules with the decision that adopts them.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  axeFaults,
  type DemoReady,
  type Guest,
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

async function sitDown(): Promise<Guest> {
  const guest = await openScreen(browser)
  const [name, value] = personOf(demo, 'facilitator').cookie.split('=') as [string, string]
  await guest.page.context().addCookies([{ name, value, url: demo.url }])
  return guest
}

const pdf = Buffer.from('%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n')

test('an alternate gets a mandate with its paper, which is then ended and not removed', async () => {
  const { page, faults } = await sitDown()
  await page.goto(`${demo.url}/demarches/${demo.workspaceId}/organisations`)
  await page.getByRole('link', { name: 'Mandats' }).click()
  await page.getByRole('heading', { level: 1, name: 'Mandats' }).waitFor()
  await page.getByLabel('Chercher une organisation ou une personne').fill('le relais')
  await page
    .getByRole('button', { name: 'Donner un mandat pour ce siège : Coop de transport Le Relais' })
    .click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Donner un mandat' }).click()
  await dialog.getByText('Choisissez dans la liste.').first().waitFor()
  await dialog.getByLabel('Personne').selectOption({ label: 'Yolande Petit' })
  await dialog.getByLabel('À titre de').selectOption('alternate')
  await dialog.getByLabel('Rang').selectOption('2')
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'mandate-form')
  await dialog.getByRole('button', { name: 'Donner un mandat' }).click()
  await dialog.waitFor({ state: 'detached' })
  const row = page.getByRole('listitem').filter({ hasText: 'Yolande Petit' }).last()
  await row.getByText('Substitut 2').waitFor()
  await row.locator('input[type=file]').setInputFiles({
    name: 'resolution.pdf',
    mimeType: 'application/pdf',
    buffer: pdf,
  })
  await row.getByRole('link', { name: /La pièce \(PDF/ }).waitFor()
  const [paper] = await Promise.all([page.waitForEvent('download'), row.getByRole('link').click()])
  expect(paper.suggestedFilename()).toMatch(/^mandat/)
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'mandates')

  await row.getByRole('button', { name: 'Mettre fin : Yolande Petit' }).click()
  await page.getByRole('button', { name: 'Mettre fin au mandat' }).click()
  await page.getByText('Yolande Petit', { exact: true }).waitFor({ state: 'detached' })
  await page.getByLabel('Montrer').selectOption('ended')
  await page.getByText('Terminé le').waitFor()
  expect(faults).toEqual([])
})

test('a new version of the rules shows its words beside those in force, and names the decision that adopts it', async () => {
  const { page, faults } = await sitDown()
  await page.goto(`${demo.url}/demarches/${demo.workspaceId}/regles`)
  await page.getByRole('heading', { level: 2, name: 'En vigueur' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'rules')
  await page.getByRole('button', { name: 'Préparer la version suivante' }).click()
  const adoption = page.getByRole('group', { name: 'Adoption' })
  await adoption.getByLabel('Part', { exact: true }).fill('40 %')
  await page.getByText('une minorité déciderait (Adoption)').waitFor()
  await adoption.getByLabel('Part', { exact: true }).fill('2/3')
  await page.getByText('Adoption : au moins 2/3 des voix exprimées, abstentions exclues.').waitFor()
  expect(await page.locator('.rule-words .is-changed').count()).toBe(1)
  await page.getByRole('button', { name: 'Adopter la version 2' }).click()
  await page.getByText('Nommez l’instance qui a décidé.').waitFor()
  await page.getByRole('textbox', { name: 'Instance' }).fill('Assemblée générale de la Table')
  await page.getByLabel('Référence').fill('AG-2026-04')
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'rules-form')
  await page.getByRole('button', { name: 'Adopter la version 2' }).click()
  await page.getByText('Assemblée générale de la Table').waitFor()
  const history = page.getByRole('region', { name: 'Versions précédentes' })
  await history.locator('summary').click()
  await history.getByText(/^Règle de départ/).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'rules-adopted')
  expect(faults).toEqual([])
})
