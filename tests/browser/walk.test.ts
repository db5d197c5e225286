// The main job, walked in a real Chromium against the real demo: write together, comment, vote, consensus, lock, sign, PDF, verify.
// The steps follow one another: each stands on the one before.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
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
  openScreen,
  personOf,
  startDemo,
  verifyFile,
} from '../kit/browser.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let downloads: string
const guests: { [name: string]: Guest } = {}
let failed = false

const path = (rest: string) => `${demo.url}/demarches/${demo.workspaceId}${rest}`
const page = (name: string): Page => guests[name]!.page

async function arrive(name: string, person: DemoGuest): Promise<Guest> {
  const guest = await openScreen(browser)
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

async function stateSeenBy(person: DemoGuest): Promise<PlanStateView> {
  const response = await fetch(`${demo.url}/api/plans/${demo.planId}/state`, {
    headers: { cookie: person.cookie },
  })
  return (await response.json()) as PlanStateView
}

beforeAll(async () => {
  demo = await startDemo()
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
    await arrive('transport', personOf(demo, 'delegate', 'Coop de transport Le Relais'))
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
    await facilitator.getByRole('link', { name: /^Voir le scrutin/ }).click()
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

  test('the facilitator locks the plan', async () => {
    const facilitator = page('facilitator')
    await facilitator.goto(path('/verrou'))
    await look('facilitator', 'lock-ready')
    await facilitator.getByRole('button', { name: 'Verrouiller le plan' }).click()
    await facilitator.getByRole('dialog').getByRole('button', { name: 'Verrouiller le plan' }).click()

    await facilitator.getByText('Version 1, verrouillée').waitFor()
    await look('facilitator', 'locked')
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
