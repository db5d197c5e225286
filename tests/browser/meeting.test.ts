// A meeting from its preparation to its closing, by three people: the facilitator at the desk, a delegate on a phone, the wall.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Role } from '../../shared/roles.ts'
import { focused, listen as listenTo } from '../kit/booth.ts'
import {
  axeFaults,
  type DemoReady,
  keepPicture,
  launchChromium,
  personOf,
  startDemo,
} from '../kit/browser.ts'
import { withinTheHour } from '../kit/convening.ts'
import { seat } from '../kit/demo-doors.ts'
import { actAs, fill, seeAs } from '../kit/meeting-room.ts'
import { readQr } from '../kit/qr-reader.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let meetingId = ''
const relais = 'Coop de transport Le Relais'

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

async function sitDown(role: Role, organization?: string, size: 'desk' | 'phone' | 'wall' = 'desk') {
  const guest = await seat(
    browser,
    demo,
    personOf(demo, role, organization),
    size === 'phone' ? size : 'desk',
  )
  if (size === 'wall') await guest.page.setViewportSize({ width: 1920, height: 1080 })
  return guest
}

const address = (place: string) => `${demo.url}/demarches/${demo.workspaceId}/seances${place}`
const facilitator = () => personOf(demo, 'facilitator')

/** What comes within the time a loaded machine needs. */
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 })

/** All that the live region of a page has said since, in one. */
async function listen(page: Page): Promise<() => Promise<string>> {
  const said = await listenTo(page)
  return async () => (await said()).join(' ')
}

/** The modules of the QR code as they are drawn, without its quiet zone. */
async function drawnQr(page: Page): Promise<boolean[][]> {
  const { path, size } = await page.locator('.qr-code').evaluate((svg: SVGSVGElement) => ({
    path: svg.querySelector('path')!.getAttribute('d')!,
    size: svg.viewBox.baseVal.width,
  }))
  const dark = new Set([...path.matchAll(/M(\d+) (\d+)h1v1h-1z/g)].map(([, x, y]) => `${x} ${y}`))
  const side = size - 8
  return Array.from({ length: side }, (_, y) =>
    Array.from({ length: side }, (_, x) => dark.has(`${x + 4} ${y + 4}`)),
  )
}

test('the facilitator prepares a meeting and convenes it', async () => {
  const { page, faults } = await sitDown('facilitator')
  await page.goto(address(''))
  await page.getByRole('heading', { level: 1, name: 'Séances' }).waitFor()
  await keepPicture(page, 'meeting-list-empty')
  await page.getByRole('link', { name: 'Préparer une séance' }).click()

  await page.getByRole('button', { name: 'Continuer vers l’ordre du jour' }).click()
  await page.getByText('Donnez un titre à la séance.').waitFor()
  await page.getByLabel('Titre (français)').fill('Séance de mars')
  await page.getByLabel('Lieu').fill('Salle du conseil, Val-Doré')
  const { day, hour } = withinTheHour()
  await page.getByLabel('Jour').fill(day)
  await page.getByLabel('Début').fill(hour)
  await page.getByLabel('Fin prévue').fill('23:59')
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'meeting-new')
  await page.getByRole('button', { name: 'Continuer vers l’ordre du jour' }).click()

  await page.getByRole('heading', { level: 1, name: 'Séance de mars' }).waitFor()
  await page.getByText('L’ordre du jour est vide').waitFor()
  for (const [title, kind] of [
    ['Mot de bienvenue', 'info'],
    ['Le logement, premières pistes', 'discussion'],
    ['Adopter la priorité sur le transport', 'decision'],
  ] as const) {
    await page.getByRole('button', { name: 'Ajouter un point' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Point (français)').fill(title)
    await dialog.getByLabel('Nature').selectOption(kind)
    // The first priority, after « Aucun » and the whole plan.
    if (kind === 'decision') await dialog.getByLabel('Texte du plan').selectOption({ index: 2 })
    await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByText(title, { exact: true }).waitFor()
  }
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'meeting-prepare')
  await page.getByRole('button', { name: 'Convoquer la séance' }).click()
  await page.getByRole('button', { name: 'Envoyer les convocations' }).click()
  // Said as soon as the letters are written, and the page follows: the address is what to wait for.
  await page.waitForURL(/\/seances\/[\w-]+$/)
  // On the page itself: the live region may say it before the page is drawn.
  await page.locator('.notice').getByText('Séance convoquée').waitFor()
  meetingId = page.url().split('/').at(-1)!
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'meeting-convened')
  expect(faults).toEqual([])
})

test('the wall shows the code, and a delegate comes in by it with one press', async () => {
  const desk = await sitDown('facilitator')
  await desk.page.goto(address(`/${meetingId}/regie`))
  await desk.page.getByRole('button', { name: 'Créer le code' }).click()
  await desk.page.locator('.room-code').waitFor()
  const { code } = await seeAs(demo, facilitator(), meetingId)
  expect(await axeFaults(desk.page)).toEqual([])
  await keepPicture(desk.page, 'meeting-desk-before')

  const wall = await sitDown('facilitator', undefined, 'wall')
  await wall.page.goto(address(`/${meetingId}/ecran`))
  await wall.page.locator('.qr-code').waitFor()
  expect(readQr(await drawnQr(wall.page))).toBe(`${demo.url}/seance/${code}`)
  expect(await axeFaults(wall.page)).toEqual([])
  await keepPicture(wall.page, 'wall-check-in')

  const { page, faults } = await sitDown('delegate', relais, 'phone')
  await page.goto(`${demo.url}/seance/${code}`)
  await page.getByLabel('Code de la salle').waitFor()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'check-in-390')
  await page.getByRole('button', { name: 'Entrer dans la salle' }).click()
  await page.getByRole('heading', { name: `Vous occupez le siège de ${relais}` }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'my-place-390')
  // Reading the code a second time leads to the same place.
  await page.goto(`${demo.url}/seance/${code}`)
  await page.getByRole('button', { name: 'Entrer dans la salle' }).click()
  await page.getByRole('heading', { name: `Vous occupez le siège de ${relais}` }).waitFor()
  await desk.page
    .getByRole('row', { name: new RegExp(relais) })
    .getByText('Présent')
    .waitFor()
  expect([...faults, ...desk.faults, ...wall.faults]).toEqual([])
})

test('the meeting opens with its quorum; items, speeches and the wall follow the desk’s keys', async () => {
  await fill(demo, facilitator(), meetingId, { count: 41 })
  const desk = await sitDown('facilitator')
  const wall = await sitDown('facilitator', undefined, 'wall')
  const delegate = await sitDown('delegate', relais, 'phone')
  await desk.page.goto(address(`/${meetingId}/regie`))
  await wall.page.goto(address(`/${meetingId}/ecran`))
  await delegate.page.goto(address(`/${meetingId}`))
  await delegate.page.getByRole('heading', { name: /Vous occupez le siège/ }).waitFor()
  const said = await listen(delegate.page)
  const heard = await listen(desk.page)
  await desk.page.getByRole('button', { name: 'Ouvrir la séance' }).click()
  await desk.page.getByRole('region', { name: 'Régie' }).waitFor()
  await soon(said).toContain('La séance est ouverte.')

  await desk.page.keyboard.press('n')
  await wall.page.getByText('Mot de bienvenue').waitFor()
  await keepPicture(wall.page, 'wall-item')
  await desk.page.keyboard.press('n')
  await wall.page.getByText('Le logement, premières pistes').waitFor()

  await delegate.page.getByRole('button', { name: 'Demander la parole' }).press('Enter')
  await delegate.page.getByRole('button', { name: 'Rang 1 · Retirer ma demande' }).waitFor()
  // The button pressed is another by now: the focus is on it, not lost.
  await soon(() => focused(delegate.page)).toBe('Rang 1 · Retirer ma demande')
  await keepPicture(delegate.page, 'my-place-waiting-390')
  await desk.page.getByRole('button', { name: /Donner la parole : Noémie/ }).waitFor()
  // A letter typed in a field is a letter.
  await desk.page.keyboard.press('/')
  await desk.page.keyboard.type('pnrelais')
  expect(await desk.page.getByRole('searchbox').inputValue()).toBe('pnrelais')
  await desk.page.keyboard.press('Escape')
  await desk.page.getByRole('heading', { level: 1 }).focus()
  await desk.page.keyboard.press('p')
  await wall.page.getByText('La parole est à').waitFor()
  await wall.page.getByText(relais).waitFor()
  expect(await wall.page.locator('main').textContent()).not.toContain('Noémie')
  await keepPicture(wall.page, 'wall-speech')
  await soon(said).toContain('C’est à vous : vous avez la parole.')
  // Whoever is there hears who has the floor, whoever else it is.
  await soon(heard).toContain('La parole est à Noémie')
  await delegate.page.getByText('Vous avez la parole', { exact: true }).waitFor()
  expect(await axeFaults(delegate.page)).toEqual([])
  await keepPicture(delegate.page, 'my-place-speaking-390')
  await delegate.page.getByRole('button', { name: 'J’ai terminé' }).click()
  await wall.page.getByText('Le logement, premières pistes').waitFor()

  await desk.page.getByRole('button', { name: 'Quorum', exact: true }).click()
  await wall.page.locator('.scene-figure').waitFor()
  expect(await axeFaults(wall.page)).toEqual([])
  await keepPicture(wall.page, 'wall-quorum')
  expect(await axeFaults(desk.page)).toEqual([])
  await keepPicture(desk.page, 'meeting-desk')
  expect([...desk.faults, ...wall.faults, ...delegate.faults]).toEqual([])
})

test('a quorum that is lost is said at once, and regained when the seat is taken again', async () => {
  const { page, faults } = await sitDown('facilitator')
  await page.goto(address(`/${meetingId}/regie`))
  await page.getByRole('region', { name: 'Régie' }).waitFor()
  const said = await listen(page)
  const leaving = (await seeAs(demo, facilitator(), meetingId)).people.slice(1, 4)
  for (const { userId } of leaving)
    await actAs(demo, facilitator(), meetingId, { kind: 'leave', person: userId })
  await soon(said).toContain('Quorum perdu : 38 sur 39.')
  await soon(said).toContain('La séance est suspendue, faute de quorum.')
  await page.getByText('Pas atteint').first().waitFor()
  await keepPicture(page, 'meeting-desk-lost')

  await page.getByLabel('Montrer').selectOption('absent')
  await page
    .getByRole('button', { name: /^Arrivée :/ })
    .first()
    .click()
  await soon(said).toContain('Quorum atteint : 39 sur 39.')
  await page.getByRole('heading', { level: 1 }).focus()
  await page.keyboard.press('s')
  await soon(said).toContain('La séance reprend.')
  expect(faults).toEqual([])
})

test('a poll opens from the desk: its ballot comes to the phone, its count and result to the wall', async () => {
  const desk = await sitDown('facilitator')
  const wall = await sitDown('facilitator', undefined, 'wall')
  const { page, faults } = await sitDown('delegate', relais, 'phone')
  await page.goto(address(`/${meetingId}`))
  await wall.page.goto(address(`/${meetingId}/ecran`))
  await desk.page.goto(address(`/${meetingId}/regie`))
  await desk.page.getByRole('region', { name: 'Régie' }).waitFor()
  await fill(demo, facilitator(), meetingId, { count: 41 })
  const said = await listen(page)
  await desk.page.keyboard.press('n')
  await wall.page.getByText('Adopter la priorité sur le transport').waitFor()
  await wall.page.locator('.scene-priority').waitFor()
  await keepPicture(wall.page, 'wall-item-text')

  await desk.page.keyboard.press('v')
  await desk.page.getByRole('heading', { name: /^Ouvrir un scrutin : 3/ }).waitFor()
  await desk.page.getByLabel('Sur', { exact: true }).selectOption('question')
  await desk.page.getByLabel('Question, en français').fill('Adoptons-nous le calendrier proposé ?')
  await desk.page.getByLabel('Question, en anglais').fill('Do we adopt the proposed calendar?')
  await desk.page.locator('input[value=yesNo]').check()
  expect(await axeFaults(desk.page)).toEqual([])
  await keepPicture(desk.page, 'meeting-desk-opening')
  await desk.page.getByRole('button', { name: 'Ouvrir le scrutin', exact: true }).click()
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le scrutin' }).click()

  await wall.page.getByText('Le scrutin est ouvert').waitFor()
  await wall.page.locator('.scene-figure', { hasText: '0' }).waitFor()
  expect(await axeFaults(wall.page)).toEqual([])
  await keepPicture(wall.page, 'wall-poll')
  await soon(said).toContain('Adoptons-nous le calendrier proposé ?')
  await page.getByRole('region', { name: relais }).getByLabel(/^Oui/).check()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'my-place-ballot-390', true)
  await page.getByRole('button', { name: 'Relire et confirmer' }).click()
  await page.getByRole('button', { name: `Déposer la voix de ${relais}` }).click()
  await page.getByText('Voix reçue', { exact: true }).waitFor()
  await wall.page.locator('.scene-figure', { hasText: '1' }).waitFor()

  await keepPicture(desk.page, 'meeting-desk-poll', true)
  await desk.page.getByRole('button', { name: 'Clore le scrutin' }).click()
  await desk.page.getByRole('dialog').getByRole('button', { name: 'Clore le scrutin' }).click()
  await wall.page.getByText('Le scrutin est clos').waitFor()
  await desk.page.getByRole('button', { name: 'Proclamer le résultat' }).click()
  await wall.page.locator('.scene-chart').waitFor()
  expect(await axeFaults(wall.page)).toEqual([])
  await keepPicture(wall.page, 'wall-result')
  await page.locator('.outcome-word').waitFor()
  await keepPicture(page, 'my-place-result-390', true)
  expect([...faults, ...desk.faults, ...wall.faults]).toEqual([])
})

test('a closing says what forbids it and leads there; decided and postponed, the meeting closes', async () => {
  const { page, faults } = await sitDown('facilitator')
  await page.goto(address(`/${meetingId}/regie`))
  await page.getByRole('region', { name: 'Régie' }).waitFor()
  await page.keyboard.press('l')
  await page.getByRole('dialog').getByText('n’est pas décidé').first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'meeting-close-forbidden')
  await page.getByRole('button', { name: /^Y aller/ }).click()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.textContent ?? ''))
    .toContain('transport')

  await page.getByRole('button', { name: 'Décider' }).waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: 'Raccourcis de la régie' }).waitFor()
  expect(await axeFaults(page)).toEqual([])
  await keepPicture(page, 'meeting-keys')
  await page.keyboard.press('Escape')
  // The desk's keys rest while a dialog stands.
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('d')
  // The poll that decided is offered, and it alone: no assent stands over a ballot (MEET-7).
  const dialog = page.getByRole('dialog')
  expect(await dialog.getByLabel(/^Adoptons-nous le calendrier proposé/).isChecked()).toBe(true)
  expect(await dialog.getByLabel(/^L’assentiment de la salle/).count()).toBe(0)
  await page.getByLabel('Ce qui est décidé').fill('La priorité sur le transport est adoptée.')
  await page.getByRole('button', { name: 'Consigner la décision' }).click()
  await page.getByText('La priorité sur le transport est adoptée.').waitFor()
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  await page.keyboard.press('l')
  await page.getByRole('dialog').getByRole('button', { name: 'Lever la séance' }).click()
  await page.getByText('La séance est terminée').first().waitFor()
  expect(await axeFaults(page)).toEqual([])
  expect(faults).toEqual([])
})
