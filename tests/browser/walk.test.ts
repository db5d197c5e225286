// The main job, walked in a real Chromium against the real demo: write together, comment, vote, consensus, lock, sign, PDF, verify.
// The steps follow one another: each stands on the one before.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { PlanStateView } from '../../shared/views.ts'
import {
  addAuthenticator,
  axeFaults,
  type DemoGuest,
  type DemoReady,
  enterByLink,
  type Guest,
  keepPicture,
  launchChromium,
  layLink,
  openScreen,
  personOf,
  type SlowLink,
  startDemoCommand,
  verifyFile,
} from '../kit/browser.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let downloads: string
let link: SlowLink
const guests: { [name: string]: Guest } = {}
let failed = false

const path = (rest: string) => `${demo.url}/demarches/${demo.workspaceId}${rest}`
const page = (name: string): Page => guests[name]!.page

async function arrive(
  name: string,
  person: DemoGuest,
  before: (on: Page) => Promise<void> = async () => {},
): Promise<Guest> {
  const guest = await openScreen(browser)
  await before(guest.page)
  guests[name] = guest
  await enterByLink(guest, person)
  return guest
}

/** Checks the page as it stands: axe, then faults of its own; keeps its picture. */
async function look(name: string, picture: string): Promise<void> {
  await keepPicture(page(name), picture)
  expect(await axeFaults(page(name)), picture).toEqual([])
  expect(guests[name]!.faults, picture).toEqual([])
}

/** The block of an item of the plan, by the beginning of its title. */
const item = (on: Page, title: RegExp): Locator => on.getByRole('article', { name: title })

/** Waits until the page says that what was written on it is on the server's disk. */
const saved = (on: Page) => on.getByRole('main').getByText('Enregistré', { exact: true }).waitFor()

async function seen(where: Locator, text: string | RegExp): Promise<void> {
  await expect.poll(() => where.inputValue(), { timeout: 30_000 }).toMatch(text)
}

async function stateSeenBy(person: DemoGuest): Promise<PlanStateView> {
  const response = await fetch(`${demo.url}/api/plans/${demo.planId}/state`, {
    headers: { cookie: person.cookie },
  })
  return (await response.json()) as PlanStateView
}

beforeAll(async () => {
  demo = await startDemoCommand()
  browser = await launchChromium()
  downloads = await mkdtemp(join(tmpdir(), 'assise-walk-'))
})

beforeEach(({ skip }) => skip(failed, 'a step before it failed'))

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  for (const [name, guest] of Object.entries(guests)) await keepPicture(guest.page, `failed-${name}`)
})

afterAll(async () => {
  await browser?.close()
  const code = await demo?.stop()
  await rm(downloads, { recursive: true, force: true })
  expect(code).toBe(0)
})

describe('the main job', () => {
  test('four people enter by their links, each at their own screen', async () => {
    await arrive('facilitator', personOf(demo, 'facilitator'))
    await arrive('elders', personOf(demo, 'delegate', 'Table de concertation des aînés'))
    await arrive('transport', personOf(demo, 'delegate', 'Coop de transport Le Relais'), async (on) => {
      link = await layLink(on)
    })
    await arrive('commenter', personOf(demo, 'commenter'))

    await look('facilitator', 'overview-facilitator')
    await look('elders', 'overview-delegate')
  })

  test('the link that was used lets nobody in again', async () => {
    const guest = await openScreen(browser)
    await guest.page.goto(personOf(demo, 'facilitator').signInUrl)
    await guest.page.getByRole('button', { name: 'Entrer' }).click()
    await guest.page.getByText('Ce lien a déjà servi').waitFor()
    await guest.page.context().close()
  })

  test('two delegates write at once, and each sees the other’s words and name', async () => {
    const [elders, transport] = [page('elders'), page('transport')]
    await Promise.all([elders.goto(path('/plan/priorities')), transport.goto(path('/plan/priorities'))])
    await elders.getByText('Noémie Castonguay').first().waitFor()
    await transport.getByText('Réjean Arcand').first().waitFor()

    const objective = (on: Page) => item(on, /^O4\.1/).getByRole('textbox', { name: 'Objectif' })
    const rationale = (on: Page) => item(on, /^P3/).getByRole('textbox', { name: 'Pourquoi cette priorité' })
    const before = await objective(elders).inputValue()
    expect(before).toMatch(/dont deux à la Pointe-aux-Bouleaux$/)
    await Promise.all([
      objective(elders).fill(`${before}, œuvre commune`),
      rationale(transport)
        .click()
        .then(() => transport.keyboard.press('Control+End'))
        .then(() => transport.keyboard.type(' Et le samedi.')),
    ])

    await seen(objective(transport), /œuvre commune$/)
    await rationale(elders).getByText('Et le samedi.').waitFor()
    await Promise.all([saved(elders), saved(transport)])
    await look('elders', 'plan-priorities')
  })

  test('the open ballot says that the text has moved, and no longer once it is back', async () => {
    const facilitator = page('facilitator')
    await facilitator.goto(path('/scrutins'))
    await facilitator.getByRole('link', { name: /^Voir le scrutin\s*:\s*Plan/ }).click()
    await facilitator.getByText('Le texte a bougé depuis l’ouverture').waitFor()
    await look('facilitator', 'ballot-text-moved')

    const [elders, transport] = [page('elders'), page('transport')]
    const objective = item(elders, /^O4\.1/).getByRole('textbox', { name: 'Objectif' })
    await objective.fill((await objective.inputValue()).replace(', œuvre commune', ''))
    for (const _ of ' Et le samedi.') await transport.keyboard.press('Backspace')
    await Promise.all([saved(elders), saved(transport)])

    await facilitator.getByText('Le texte a bougé depuis l’ouverture').waitFor({ state: 'detached' })
  })

  test('a commenter writes in the margin and cannot write in the plan', async () => {
    const commenter = page('commenter')
    await commenter.goto(path('/plan/priorities'))
    await item(commenter, /^P2/).first().waitFor()
    expect(await commenter.getByRole('main').getByRole('textbox').count()).toBe(0)
    expect(await commenter.getByRole('button', { name: /^Ajouter/ }).count()).toBe(0)

    await item(commenter, /^P2/).getByRole('button', { name: 'Commenter · P2 Manger' }).click()
    await commenter.getByRole('textbox', { name: 'Votre commentaire' }).fill('Et les dimanches ? 😀')
    await look('commenter', 'comment-writing')
    await commenter.getByRole('button', { name: 'Publier' }).click()
    await commenter.getByRole('complementary').getByText('Et les dimanches ? 😀').waitFor()

    const elders = page('elders')
    await elders.getByRole('button', { name: /^Commentaires/ }).click()
    await elders.getByRole('complementary').getByText('Et les dimanches ? 😀').waitFor()
    await look('elders', 'comments')
  })

  test('before the consensus, the lock names what forbids it and is not offered', async () => {
    const facilitator = page('facilitator')
    await facilitator.goto(path('/verrou'))

    await facilitator.getByRole('heading', { name: 'Ce qui l’empêche encore' }).waitFor()
    await facilitator.getByText('Ensemble du plan : son scrutin est encore ouvert.').first().waitFor()
    expect(await facilitator.getByRole('button', { name: 'Verrouiller le plan' }).count()).toBe(0)
    await look('facilitator', 'lock-refused')
    const response = await fetch(`${demo.url}/api/plans/${demo.planId}/versions`, {
      method: 'POST',
      headers: { cookie: personOf(demo, 'facilitator').cookie },
    })
    expect(response.status).toBe(409)
    expect(await response.json()).toMatchObject({ refusal: { code: 'lockRefused' } })
  })

  test('the two delegates cast the last voices', async () => {
    for (const [name, organization] of [
      ['elders', 'Table de concertation des aînés'],
      ['transport', 'Coop de transport Le Relais'],
    ] as const) {
      const delegate = page(name)
      await delegate.goto(path('/scrutins'))
      await delegate.getByRole('link', { name: /^Voter/ }).click()
      await delegate.getByRole('radio', { name: /^Appui (?!avec)/ }).check()
      if (name === 'elders') await look(name, 'ballot')
      await delegate.getByRole('button', { name: 'Relire et confirmer' }).click()
      if (name === 'elders') await look(name, 'ballot-confirm')
      await delegate.getByRole('button', { name: `Déposer la voix de ${organization}` }).click()
      await delegate.getByText('Voix reçue').waitFor()
    }
    await look('transport', 'tally-live')
  })

  test('the facilitator closes the ballot: consensus', async () => {
    const facilitator = page('facilitator')
    await facilitator.goto(path('/scrutins'))
    await facilitator.getByRole('link', { name: /^Voir le scrutin\s*:\s*Plan/ }).click()
    await facilitator.getByText('Toutes les organisations ont voté.').waitFor()
    await facilitator.getByRole('button', { name: 'Clore le scrutin' }).click()
    await facilitator.getByRole('dialog').getByRole('button', { name: 'Clore le scrutin' }).click()

    await facilitator.getByText('Relevé de consensus').first().waitFor()
    // A delegate's screen says so by itself.
    await page('transport').getByText('Relevé de consensus').first().waitFor()
    await look('facilitator', 'consensus')
    const { standings } = await stateSeenBy(personOf(demo, 'commenter'))
    expect(standings.find(({ subject }) => subject.kind === 'plan')?.state).toBe('consensus')
  })

  test('a text that changes afterwards makes the consensus stale, and its return makes it stand again', async () => {
    const elders = page('elders')
    const facilitator = page('facilitator')
    await elders.goto(path('/plan/means'))
    await facilitator.goto(path('/scrutins'))
    const lead = item(elders, /^M5/).getByRole('textbox', { name: 'Partenaires' })
    const before = await lead.inputValue()

    await lead.fill(`${before}, Ville voisine`)
    await saved(elders)
    await facilitator.getByText('Consensus périmé').first().waitFor()
    await look('facilitator', 'consensus-stale')
    const { lockReasons } = await stateSeenBy(personOf(demo, 'facilitator'))
    expect(lockReasons.map(({ text }) => text.fr).join()).toMatch(/périmé|changé/)

    await lead.fill(before)
    await saved(elders)
    await facilitator.getByText('Consensus périmé').first().waitFor({ state: 'detached' })
    expect((await stateSeenBy(personOf(demo, 'facilitator'))).lockReasons).toEqual([])
  })

  test('the facilitator locks the plan; words that come too late are refused, and given back to their writer', async () => {
    const facilitator = page('facilitator')
    const transport = page('transport')
    await transport.goto(path('/plan/means'))
    const structure = item(transport, /^M5/).getByRole('textbox', { name: 'Structure existante utilisée' })
    await structure.waitFor()
    await saved(transport)
    link.hold()
    await structure.fill(`${await structure.inputValue()} ; une phrase de trop`)
    await facilitator.goto(path('/verrou'))
    await look('facilitator', 'lock-ready')
    await facilitator.getByRole('button', { name: 'Verrouiller le plan' }).click()
    await facilitator.getByRole('dialog').getByRole('button', { name: 'Verrouiller le plan' }).click()

    await facilitator.getByText('Version 1, verrouillée').waitFor()
    await look('facilitator', 'locked')

    link.release()
    const given = transport.getByRole('dialog', { name: 'Texte non enregistré' })
    await given.waitFor()
    expect(await given.getByRole('textbox').first().inputValue()).toContain('une phrase de trop')
    await look('transport', 'late-words')
    const elders = page('elders')
    await elders.getByText('Verrouillé').first().waitFor()
    expect(await elders.getByText('une phrase de trop').count()).toBe(0)
    expect(await elders.getByRole('main').getByRole('textbox').count()).toBe(0)
    await look('elders', 'plan-locked')
  })

  test('each signatory reads, makes a passkey and signs; the last signature concludes the Alliance', async () => {
    const signatories = demo.people.filter(({ role }) => role === 'signatory')
    expect(signatories).toHaveLength(3)
    for (const [at, person] of signatories.entries()) {
      const name = `signatory-${at + 1}`
      const guest = await arrive(name, person)
      await addAuthenticator(guest.page)
      await guest.page.goto(path('/alliance'))
      if (at === 0) await look(name, 'alliance-to-sign')
      await guest.page.getByRole('button', { name: 'Créer ma clé d’accès' }).click()
      await guest.page.getByText('Vérifié sur cet appareil').waitFor()
      // KEY-10: nobody attested it, and that is said before the signature.
      await guest.page.getByText('Votre clé n’est pas liée à votre nom').waitFor()
      if (at === 0) await look(name, 'statement')
      await guest.page.getByRole('button', { name: 'Signer avec ma clé d’accès' }).click()
      await guest.page
        .getByText(/Vous avez signé|Alliance conclue/)
        .first()
        .waitFor()
    }
    await page('facilitator').goto(path('/alliance'))
    await page('facilitator').getByText('Alliance conclue').first().waitFor()
    await look('facilitator', 'alliance-concluded')
  })

  test('the PDF is verified by the command, and one flipped byte is refused with its place', async () => {
    const facilitator = page('facilitator')
    const [download] = await Promise.all([
      facilitator.waitForEvent('download'),
      facilitator.getByRole('link', { name: 'L’Alliance en PDF' }).click(),
    ])
    const file = join(downloads, 'alliance.pdf')
    await download.saveAs(file)
    const bytes = await readFile(file)
    expect(bytes.subarray(0, 5).toString()).toBe('%PDF-')

    const whole = verifyFile(file)
    expect(whole.code, whole.printed).toBe(0)

    const at = Math.floor(bytes.length / 2)
    bytes[at] = bytes[at]! ^ 1
    const forged = join(downloads, 'forged.pdf')
    await writeFile(forged, bytes)
    const refused = verifyFile(forged)
    expect(refused.code).toBe(1)
    expect(refused.printed).not.toBe(whole.printed)
  })
})
