// An amendment, walked in a real Chromium against the real demo: lock, sign, open it, write it by two, agree, lock again, sign again, and
// verify both files. Votes go by their doors: the walk of the main job casts them on screen. Each step stands on the one before.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import {
  addAuthenticator,
  axeFaults,
  type DemoGuest,
  type DemoReady,
  type Guest,
  keepPicture,
  launchChromium,
  personOf,
  startDemo,
  verifyFile,
} from '../kit/browser.ts'
import { callAs, seat } from '../kit/demo-doors.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let downloads: string
const guests: { [name: string]: Guest } = {}
let failed = false

const path = (rest: string) => `${demo.url}/demarches/${demo.workspaceId}${rest}`
const page = (name: string): Page => guests[name]!.page
const facilitator = () => personOf(demo, 'facilitator')
const signatories = () => demo.people.filter(({ role }) => role === 'signatory')

async function sit(name: string, person: DemoGuest, size: 'desk' | 'phone' = 'desk'): Promise<Page> {
  guests[name] = await seat(browser, demo, person, size)
  return page(name)
}

async function look(name: string, picture: string): Promise<void> {
  await keepPicture(page(name), picture, true)
  expect(await axeFaults(page(name)), picture).toEqual([])
  expect(guests[name]!.faults, picture).toEqual([])
}

const item = (on: Page, title: RegExp): Locator => on.getByRole('article', { name: title })
const saved = (on: Page) => on.getByRole('main').getByText('Enregistré', { exact: true }).waitFor()

/** Each organisation that has not voted supports the open poll on the whole plan, by the facilitator's hand; the poll is then closed. */
async function agreeOn(pollId: string): Promise<void> {
  const { textHash } = await callAs(demo, facilitator(), doors.poll, { pollId })
  const { organizations } = await callAs(demo, facilitator(), doors.workspace, {
    workspaceId: demo.workspaceId,
  })
  const ballot = { choice: 'support', reason: '', textHash } as const
  for (const [at, { id }] of organizations.filter(({ voting }) => voting).entries()) {
    const clientKey = `amend-${pollId.slice(0, 8)}-${at}`
    await callAs(
      demo,
      facilitator(),
      doors.castBallot,
      { pollId },
      {
        ...ballot,
        organizationId: id,
        clientKey,
      },
    ).catch((error: Error) => {
      if (!error.message.includes('409')) throw error
    })
  }
  await callAs(demo, facilitator(), doors.closePoll, { pollId })
}

async function lockOnScreen(): Promise<void> {
  const on = page('facilitator')
  await on.goto(path('/verrou'))
  await on.getByRole('button', { name: 'Verrouiller le plan' }).click()
  await on.getByRole('dialog').getByRole('button', { name: 'Verrouiller le plan' }).click()
}

async function signOnScreen(): Promise<void> {
  for (const [at, person] of signatories().entries()) {
    const name = `signatory-${at + 1}`
    const on = guests[name] ? page(name) : await sit(name, person)
    const first = !(await on.evaluate(() => document.body.dataset.key === 'yes').catch(() => false))
    if (first && on.url() === 'about:blank') await addAuthenticator(on)
    await on.goto(path('/alliance'))
    const create = on.getByRole('button', { name: 'Créer ma clé d’accès' })
    const ready = on.getByText('Vérifié sur cet appareil')
    await create.or(ready).first().waitFor()
    if (await create.count()) await create.click()
    await ready.waitFor()
    if (at === 0) await look(name, `amend-sign-${await versionCount()}`)
    await on.getByRole('button', { name: 'Signer avec ma clé d’accès' }).click()
    await on
      .getByText(/Vous avez signé|Alliance conclue/)
      .first()
      .waitFor()
  }
}

async function versionCount(): Promise<number> {
  return (await callAs(demo, facilitator(), doors.versions, { planId: demo.planId })).length
}

async function verifyAlliance(name: string): Promise<string> {
  const present = () => callAs(demo, facilitator(), doors.alliance, { planId: demo.planId })
  await expect.poll(async () => (await present())?.state, { timeout: 30_000 }).toBe('concluded')
  const alliance = await present()
  const response = await fetch(`${demo.url}/api/alliances/${alliance!.id}/alliance.pdf`, {
    headers: { cookie: facilitator().cookie },
  })
  const file = join(downloads, name)
  await writeFile(file, new Uint8Array(await response.arrayBuffer()))
  const { code, printed } = verifyFile(file)
  expect(code, printed).toBe(0)
  return printed
}

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  downloads = await mkdtemp(join(tmpdir(), 'assise-amendment-'))
})

beforeEach(({ skip }) => skip(failed, 'a step before it failed'))

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  for (const [name, guest] of Object.entries(guests)) await keepPicture(guest.page, `failed-amend-${name}`)
})

afterAll(async () => {
  await browser?.close()
  const code = await demo?.stop()
  await rm(downloads, { recursive: true, force: true })
  expect(code).toBe(0)
})

describe('an amendment', () => {
  test('LOCK-7 the text is kept under a name, and held against the text of the moment', async () => {
    const on = await sit('facilitator', facilitator())
    await on.goto(path('/versions'))
    await on.getByRole('heading', { name: 'Versions et avenants' }).waitFor()
    await on.getByRole('textbox', { name: 'Nom de ce point' }).fill('Avant la séance de mars')
    await on.keyboard.press('Enter')
    await on.getByRole('link', { name: 'Avant la séance de mars' }).click()
    await on.getByRole('heading', { name: 'Avant la séance de mars' }).waitFor()
    await on.getByText('Les deux textes sont identiques.').waitFor()
    await look('facilitator', 'mark')
  })

  test('version 1 is locked and signed', async () => {
    const polls = await callAs(demo, facilitator(), doors.polls, { planId: demo.planId })
    const open = polls.find(({ closedAt, subject }) => closedAt === null && subject.kind === 'plan')
    await agreeOn(open!.id)
    await lockOnScreen()
    await page('facilitator').getByText('Version 1, verrouillée').waitFor()
    await look('facilitator', 'amend-locked')
    await page('facilitator').goto(path('/alliance'))
    await page('facilitator').getByRole('button', { name: 'Relancer qui n’a pas signé' }).waitFor()
    await look('facilitator', 'alliance-round')
    await signOnScreen()
    await verifyAlliance('first.pdf')
  })

  test('AMEND-1 the facilitator opens an amendment; who reads the plan is taken to its text', async () => {
    const elders = await sit('elders', personOf(demo, 'delegate', 'Table de concertation des aînés'))
    await elders.goto(path('/plan/means'))
    await item(elders, /^M5/).first().waitFor()
    expect(await elders.getByRole('main').getByRole('textbox').count()).toBe(0)
    const on = page('facilitator')
    await on.goto(path('/verrou'))
    await on.getByRole('button', { name: 'Ouvrir un avenant' }).click()
    const dialog = on.getByRole('dialog')
    await look('facilitator', 'amend-opening')
    await dialog.getByRole('button', { name: 'Ouvrir un avenant' }).click()
    await dialog.getByRole('alert').waitFor()
    await dialog.getByRole('textbox', { name: 'Titre de l’avenant' }).fill('Un second service de repas')
    await dialog.getByRole('textbox', { name: 'Raison de l’avenant' }).fill('La demande a doublé.')
    await dialog.getByRole('button', { name: 'Ouvrir un avenant' }).click()
    await on.waitForURL(path('/versions'))
    await on.getByRole('heading', { name: 'Avenant nº 1' }).waitFor()
    await look('facilitator', 'amend-writing')

    // She never touched her page: it is now in the new text, and she may write there.
    await item(elders, /^M5/).getByRole('textbox', { name: 'Partenaires' }).waitFor()
    await look('elders', 'amend-plan')
  })

  test('LOCK-6 nothing changed yet: the lock says so, with the way to mend it', async () => {
    const on = page('facilitator')
    await on.goto(path('/verrou'))
    await on.getByText('L’avenant ne change encore rien').first().waitFor()
    await look('facilitator', 'amend-unchanged')
    await on
      .getByRole('main')
      .getByRole('link', { name: /L’avenant ne change encore rien/ })
      .click()
    await on.waitForURL(/\/plan\/frame/)
  })

  test('AMEND-2 two people write in it at once', async () => {
    const elders = page('elders')
    const transport = await sit('transport', personOf(demo, 'delegate', 'Coop de transport Le Relais'))
    await transport.goto(path('/plan/means'))
    const partners = (on: Page) => item(on, /^M5/).getByRole('textbox', { name: 'Partenaires' })
    const structure = (on: Page) =>
      item(on, /^M5/).getByRole('textbox', { name: 'Structure existante utilisée' })
    await partners(transport).waitFor()
    await Promise.all([
      partners(elders).fill(`${await partners(elders).inputValue()}, Ville voisine`),
      structure(transport).fill(`${await structure(transport).inputValue()} et la salle communale`),
    ])
    await expect.poll(() => partners(transport).inputValue()).toMatch(/Ville voisine$/)
    await expect.poll(() => structure(elders).inputValue()).toMatch(/salle communale$/)
    await Promise.all([saved(elders), saved(transport)])
  })

  test('AMEND-5 it is agreed on, locked as version 2 and signed by its own Alliance; the files verify', async () => {
    const { id: pollId } = await callAs(
      demo,
      facilitator(),
      doors.openPoll,
      { planId: demo.planId },
      { subject: { kind: 'plan' } },
    )
    await agreeOn(pollId)
    await lockOnScreen()
    const on = page('facilitator')
    await on.getByText('Version 2, verrouillée').waitFor()
    const first = (await callAs(demo, facilitator(), doors.alliances, { planId: demo.planId }))[0]!
    const former = await callAs(demo, facilitator(), doors.allianceById, { allianceId: first.id })
    await callAs(
      demo,
      facilitator(),
      doors.prepareAlliance,
      { planId: demo.planId },
      {
        title: `${former.title}, avenant 1`,
        parties: former.parties.map(({ name, signatories: all }) => ({
          name,
          signatories: all.map(({ userId, capacity }) => ({
            userId,
            capacity,
            mandate: 'la résolution 2027-014',
          })),
        })),
      },
    )
    await signOnScreen()
    const printed = await verifyAlliance('second.pdf')
    expect(printed).toMatch(
      /Un avenant, au registre, mène de chaque version|An amendment in the record leads/,
    )
    // What was signed first still stands by itself.
    const { code, printed: again } = verifyFile(join(downloads, 'first.pdf'))
    expect(code, again).toBe(0)
  })

  test('its page tells what changed and who wrote; the former version and Alliance are still there', async () => {
    const on = page('facilitator')
    await on.goto(path('/versions'))
    await on.getByRole('link', { name: /^Version 2/ }).click()
    await on.getByRole('heading', { name: 'Ce qui change depuis la version 1' }).waitFor()
    await on.getByText('Ville voisine').first().waitFor()
    await on.getByText(/Acte nº \d+ du registre/).waitFor()
    await look('facilitator', 'version-page')
    await on.goto(path('/alliance'))
    await look('facilitator', 'alliance-second')
    await on.getByRole('link', { name: /Version 1, tour 1/ }).click()
    await on.getByText('Alliance conclue').first().waitFor()
    await look('facilitator', 'alliance-former')

    const phone = await sit('phone', personOf(demo, 'commenter'), 'phone')
    await phone.goto(path('/versions'))
    await phone.getByRole('link', { name: /^Version 2/ }).click()
    await phone.getByRole('heading', { name: 'Ont écrit dans ce texte' }).waitFor()
    await look('phone', 'version-page-phone')
    await phone.emulateMedia({ colorScheme: 'dark' })
    await look('phone', 'version-page-phone-dark')
  })
})
