// The very first hour of an installation, in a real Chromium on an empty server: one enters by the printed link, makes the démarche,
// its territory and its partners, invites them, writes from nothing, votes; the lock says what it still waits for, and leads there.
// The steps follow one another.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, expect, onTestFailed, test } from 'vitest'
import { axeFaults, type Guest, keepPicture, launchChromium, openScreen } from '../kit/browser.ts'
import { type Installation, startInstallation } from '../kit/installation.ts'

let house: Installation
let browser: Browser
let facilitator: Guest
let at: string
const delegates: { readonly guest: Guest; readonly organization: string }[] = []
let failed = false

beforeAll(async () => {
  house = await startInstallation()
  browser = await launchChromium()
  facilitator = await openScreen(browser)
})

beforeEach(({ skip }) => {
  skip(failed, 'a step before it failed')
  onTestFailed(async () => {
    failed = true
    await keepPicture(facilitator.page, 'failed-first-install')
  })
})

afterAll(async () => {
  await browser?.close()
  expect(await house?.stop()).toBe(0)
})

/** The page as it stands has no fault, and the focus is somewhere a keyboard can go on from. */
async function sound({ page, faults }: Guest, name: string): Promise<void> {
  await keepPicture(page, `first-${name}`)
  expect(await axeFaults(page), name).toEqual([])
  expect(faults, name).toEqual([])
}

const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement } = document
    return activeElement === document.body ? 'nowhere' : (activeElement?.textContent?.trim() ?? '')
  })

async function enter(guest: Guest, link: string): Promise<void> {
  await guest.page.goto(link)
  await sound(guest, 'link')
  await guest.page.getByRole('button', { name: 'Entrer' }).click()
}

test('the first person enters by the printed link, says who they are, and is asked for what lacks', async () => {
  const { page } = facilitator
  await enter(facilitator, house.firstLink)
  await page.getByRole('heading', { name: 'Bienvenue' }).waitFor()
  await page.getByRole('button', { name: 'Continuer' }).click()
  await page.getByText('Écrivez un nom.').waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-invalid')))
    .toBe('true')
  await sound(facilitator, 'welcome')

  await page.keyboard.type('Ana Tremblay')
  await page.getByRole('textbox', { name: 'Adresse courriel' }).fill('ana@exemple.ca')
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Créer la démarche' }).click()
  await sound(facilitator, 'new-workspace')
  await page.getByRole('textbox', { name: 'Nom de la démarche' }).fill('Alliance du Bas-Plateau')
  await page.keyboard.press('Enter')

  await page.getByRole('heading', { name: 'À faire maintenant' }).waitFor()
  await page.getByText('Points à régler avant de verrouiller').waitFor()
  at = new URL(page.url()).pathname
  await sound(facilitator, 'overview')
})

test('each empty place offers its first act: territory, organisations, people', async () => {
  const { page } = facilitator
  await page.getByRole('link', { name: 'Ajouter les territoires' }).click()
  await page.getByText('Commencez par la région').waitFor()
  await sound(facilitator, 'territories-empty')
  await page.getByRole('button', { name: 'Ajouter un territoire' }).click()
  await page.keyboard.type('Bas-Plateau')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  await page.getByRole('main').getByText('Niveau 1').waitFor()

  await page.getByRole('link', { name: 'Organisations' }).first().click()
  await page.getByText('Les organisations partenaires s’inscrivent ici').waitFor()
  await sound(facilitator, 'organizations-empty')
  for (const [name, college] of [
    ['Maison des jeunes', 'Communautaire'],
    ['Ville du Plateau', 'Municipal'],
    ['Centre de santé', 'Institutionnel'],
  ] as const) {
    await page.getByRole('button', { name: 'Ajouter une organisation' }).click()
    const form = page.getByRole('dialog')
    await form.getByRole('textbox', { name: 'Nom' }).fill(name)
    await form.getByRole('combobox', { name: 'Collège' }).selectOption(college)
    await form.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await form.waitFor({ state: 'detached' })
    await page.getByRole('rowheader', { name }).or(page.getByRole('cell', { name })).first().waitFor()
  }
  await sound(facilitator, 'organizations')
})

test('without a mail server the invitation’s link is handed to the facilitator, and lets its delegate in', async () => {
  const { page } = facilitator
  await page.getByRole('link', { name: 'Personnes' }).first().click()
  await page.getByRole('heading', { level: 1, name: 'Personnes' }).waitFor()
  for (const [name, organization] of [
    ['Luc Roy', 'Maison des jeunes'],
    ['Éva Côté', 'Ville du Plateau'],
    ['Max Dubé', 'Centre de santé'],
  ] as const) {
    await page.getByRole('button', { name: 'Inviter une personne' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('textbox', { name: 'Nom' }).fill(name)
    await dialog.getByRole('textbox', { name: 'Adresse courriel' }).fill(`p${delegates.length}@exemple.ca`)
    await dialog.getByRole('combobox', { name: 'Rôle' }).selectOption('Délégation')
    await dialog.getByRole('combobox', { name: 'Organisation' }).selectOption(organization)
    await dialog.getByRole('button', { name: 'Envoyer l’invitation' }).click()
    const field = dialog.getByRole('textbox', { name: 'Lien d’invitation' })
    await field.waitFor()
    expect(await focused(page)).not.toBe('nowhere')
    const link = await field.inputValue()
    if (delegates.length === 0) await sound(facilitator, 'invited')
    await dialog.locator('.button', { hasText: 'Fermer' }).click()
    await dialog.waitFor({ state: 'detached' })

    const guest = await openScreen(browser)
    delegates.push({ guest, organization })
    await enter(guest, link)
    await guest.page.getByRole('navigation', { name: 'Le fil' }).waitFor()
  }
  await sound(delegates[0]!.guest, 'delegate-overview')
})

test('a first priority is written from nothing, and its poll opened', async () => {
  const { page } = facilitator
  for (const section of ['frame', 'process', 'portrait', 'resources', 'means', 'allocations', 'priorities']) {
    await page.goto(new URL(`${at}/plan/${section}`, page.url()).href)
    await page.locator('.plan-section').waitFor()
    await sound(facilitator, `empty-${section}`)
  }
  await page.getByRole('button', { name: 'Ajouter une priorité' }).click()
  await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toContain('is-title')
  await page.keyboard.type('Un toit pour chacun')
  await page.locator('.ProseMirror').first().click()
  await page.keyboard.type('Parce que le logement manque.')
  await page.getByRole('main').getByText('Enregistré', { exact: true }).waitFor()

  await page.getByRole('link', { name: /^Scrutins/ }).click()
  await page.getByText('Plan sans titre').first().waitFor()
  await sound(facilitator, 'polls')
  await page
    .getByRole('main')
    .locator('a, button')
    .filter({ hasText: /Un toit pour chacun/ })
    .first()
    .click()
  await page.getByRole('button', { name: 'Ouvrir le scrutin' }).click()
  // What cannot be undone never has the first press of Enter.
  await expect.poll(() => focused(page)).toBe('Annuler')
  await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le scrutin' }).click()
  await page.getByRole('heading', { name: 'Conduite du scrutin' }).waitFor()
  await sound(facilitator, 'poll-open')
})

test('the delegates vote from what waits for them, and the facilitator closes: consensus', async () => {
  for (const { guest, organization } of delegates) {
    await guest.page.getByRole('link', { name: 'Lire et voter' }).click()
    await guest.page.getByRole('radio', { name: /^Appui (?!avec)/ }).check()
    await guest.page.getByRole('button', { name: 'Relire et confirmer' }).click()
    await guest.page.getByRole('button', { name: `Déposer la voix de ${organization}` }).click()
    await guest.page.getByText('Voix reçue').waitFor()
  }
  const { page } = facilitator
  await page.getByText('Toutes les organisations ont voté.').waitFor()
  await page.getByRole('button', { name: 'Clore le scrutin' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Clore le scrutin' }).click()
  await page.getByText('Relevé de consensus').first().waitFor()
  await expect.poll(() => focused(page)).toContain('Un toit pour chacun')
  await sound(facilitator, 'poll-closed')
})

test('the lock says what it still waits for, and each reason leads to its place', async () => {
  const { page } = facilitator
  const reasons = page.getByRole('main').getByRole('link')
  /** `settled` is no reason any more: before the list says so, what stands under it is about to move. */
  const lead = async (words: RegExp, settled?: RegExp) => {
    await page.getByRole('link', { name: /^Verrou/ }).click()
    await page.getByRole('heading', { name: /Ce qui l’empêche encore/ }).waitFor()
    if (settled) await reasons.filter({ hasText: settled }).first().waitFor({ state: 'detached' })
    await reasons.filter({ hasText: words }).first().click()
  }
  const place = () => page.evaluate(() => document.activeElement?.closest('[id^="at."]')?.id)

  await lead(/Titre du plan/)
  await expect.poll(place).toBe('at.frame.title')
  await page.keyboard.type('Plan du Bas-Plateau')
  await page.getByRole('main').getByText('Enregistré', { exact: true }).waitFor()
  await lead(/il manque une étape/, /Titre du plan/)
  await expect.poll(place).toBe('at.process.steps')
  expect(await focused(page)).toBe('Ajouter une étape')
  await lead(/aucun consensus ne l’adopte/)
  await page.getByRole('heading', { level: 1, name: 'Scrutins' }).waitFor()

  await page.getByRole('link', { name: /^Verrou/ }).click()
  await page.getByRole('heading', { name: /Ce qui l’empêche encore/ }).waitFor()
  expect(await reasons.filter({ hasText: /Titre du plan/ }).count()).toBe(0)
  expect(await page.getByRole('button', { name: 'Verrouiller le plan' }).count()).toBe(0)
  await sound(facilitator, 'lock-refused')
})
