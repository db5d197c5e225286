// A ballot that opens from a letter, on a phone held in one hand: the ballot first, everything within the thumb's reach, then every way a
// link may fail the person: opened twice, on another device, passed on, after a change of hands, after the poll is over. The demo sends no
// mail: its links are read in the operator's log. The steps follow one another.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import {
  axeFaults,
  type Guest,
  keepPicture,
  launchChromium,
  openScreen,
  personOf,
  type RunningDemo,
  startDemo,
} from '../kit/browser.ts'
import { callAs, seat } from '../kit/demo-doors.ts'

let demo: RunningDemo
let browser: Browser
let pollId = ''
let phone: Guest | undefined
let failed = false
const relais = 'Coop de transport Le Relais'
const question = { fr: 'Où tenons-nous la prochaine séance ?', en: 'Where do we hold the next meeting?' }
const choice = {
  method: 'yesNo',
  params: {},
  options: [],
  adopts: true,
  secrecy: 'open',
  revote: false,
  results: 'afterClose',
} as const

const facilitator = () => personOf(demo, 'facilitator')
const noemie = () => personOf(demo, 'delegate', relais)
const rejean = () => personOf(demo, 'delegate', 'Table de concertation des aînés')
const ballot = () => `/demarches/${demo.workspaceId}/scrutins/${pollId}/bulletin`
const small = () => openScreen(browser, { width: 390, height: 844 })
const entered = (page: Page) => page.waitForURL((url) => url.pathname === ballot())

/** The last link of the log for an address that begins with a letter: only one voter's does. */
async function linkTo(letter: string): Promise<string> {
  const found = () =>
    demo
      .log()
      .split('\n')
      .flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as { to?: string; link?: string }] : []))
      .findLast(({ to, link }) => to?.startsWith(`${letter}…@`) && link?.includes(pollId))?.link
  await expect.poll(found, { timeout: 30_000 }).toBeTruthy()
  return found()!
}

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  const closesAt = new Date(Date.now() + 86_400_000).toISOString()
  const body = {
    subject: { kind: 'question' as const },
    question,
    choice: { ...choice, closesAt },
    clientKey: crypto.randomUUID(),
  }
  pollId = (await callAs(demo, facilitator(), doors.openVote, { planId: demo.planId }, body)).id
})
beforeEach(({ skip }) => skip(failed, 'a step before it failed'))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  if (phone) await keepPicture(phone.page, 'failed-letter', true)
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

describe('a ballot from a letter', { timeout: 240_000 }, () => {
  test('LINK-6 opens on the ballot, with nothing else before it, at the size of a thumb; the text is one tab away', async () => {
    phone = await small()
    const { page } = phone
    await page.goto(await linkTo('r'))
    await page.getByRole('button', { name: 'Entrer', exact: true }).click()
    await entered(page)
    await page.getByRole('heading', { level: 2, name: relais }).waitFor()
    expect(await page.locator('.place-tabs [aria-pressed=true]').textContent()).toBe('Bulletin')
    const low = await page.locator('form.ballot').evaluate((ballot) =>
      [...ballot.querySelectorAll('label, button'), ...document.querySelectorAll('.place-tabs button')]
        .filter((one) => one.getBoundingClientRect().height > 0)
        .filter((one) => Math.round(one.getBoundingClientRect().height) < 44)
        .map((one) => one.textContent),
    )
    expect(low).toEqual([])
    // The act itself stands above the tabs without a scroll.
    const review = (await page.getByRole('button', { name: 'Relire et confirmer' }).boundingBox())!
    const tabs = (await page.locator('.place-tabs').boundingBox())!
    expect(review.y + review.height).toBeLessThanOrEqual(tabs.y)
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'letter-ballot-390')

    await page.getByRole('button', { name: 'Lire le texte soumis au vote' }).click()
    await page.getByRole('heading', { name: 'Le texte soumis au vote' }).waitFor()
    await page.getByRole('button', { name: 'Aller au bulletin' }).first().click()
    await page.getByLabel('Oui', { exact: true }).check()
    await page.getByRole('button', { name: 'Relire et confirmer' }).click()
    await page.getByRole('button', { name: `Déposer la voix de ${relais}` }).click()
    await page.getByText('Voix reçue').waitFor()
    await keepPicture(page, 'letter-received-390')
  })

  test('LINK-2 opened again on the same phone it leads to the vote received; on another it is dead, and says the way', async () => {
    const link = await linkTo('r')
    const { page } = phone!
    await page.goto('about:blank')
    await page.goto(link)
    await page.getByText(`Vous êtes déjà là : ${noemie().name}`).waitFor()
    await page.getByRole('link', { name: `Continuer : ${noemie().name}` }).click()
    await entered(page)
    await page.getByText('Voix reçue').waitFor()

    const other = await small()
    await other.page.goto(link)
    await other.page.getByRole('button', { name: 'Entrer', exact: true }).click()
    await other.page.getByText('Ce lien a déjà servi').waitFor()
    expect(await axeFaults(other.page)).toEqual([])
    await keepPicture(other.page, 'letter-dead-390')
    await other.page.getByRole('link', { name: 'Se connecter pour y aller' }).click()
    await other.page.waitForURL((url) => url.searchParams.get('suite') === ballot())
    await other.page.context().close()
  })

  test('LINK-6 passed on to somebody who is signed in, it says whose voice it carries, and takes them as themself', async () => {
    const { page } = await seat(browser, demo, noemie(), 'phone')
    await page.goto(await linkTo('a'))
    await page.getByText('Ce lien porte la voix de la personne à qui le courriel est adressé.').waitFor()
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'letter-passed-on-390')
    await page.getByRole('link', { name: `Continuer : ${noemie().name}` }).click()
    await entered(page)
    await page.getByText('Voix reçue').waitFor()
    expect((await callAs(demo, facilitator(), doors.vote, { pollId })).received).toBe(1)
    await page.context().close()
  })

  test('once the seat is in other hands, the page says that one carries no voice; once annulled, that it is', async () => {
    const { workspaceId } = demo
    const { id: userId } = (await callAs(demo, rejean(), doors.me, {}))!
    const guest = await small()
    await guest.page.goto(await linkTo('a'))
    await callAs(demo, facilitator(), doors.changePerson, { workspaceId, userId }, { role: 'commenter' })
    await guest.page.getByRole('button', { name: 'Entrer', exact: true }).click()
    await entered(guest.page)
    await guest.page.getByText('Vous ne portez la voix d’aucune organisation').waitFor()
    await keepPicture(guest.page, 'letter-no-voice-390')
    const body = {
      kind: 'annulled' as const,
      text: 'La salle est déjà prise.',
      clientKey: crypto.randomUUID(),
    }
    await callAs(demo, facilitator(), doors.addToVote, { pollId }, body)
    await guest.page.locator('.place-tabs').getByRole('button', { name: 'La page' }).click()
    await guest.page.getByText('Ce scrutin est annulé').first().waitFor()
    await guest.page.getByText('La salle est déjà prise.').first().waitFor()
    expect([...guest.faults, ...phone!.faults]).toEqual([])
  })
})
