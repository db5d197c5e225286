// Seats that come after the opening, on the desk of an additive ballot: deliberative and consultative ones (VOTE-13, VOTE-27).
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { focused } from '../kit/booth.ts'
import {
  axeFaults,
  type DemoReady,
  keepPicture,
  launchChromium,
  personOf,
  startDemo,
} from '../kit/browser.ts'
import { callAs, seat } from '../kit/demo-doors.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let pollId = ''
const facilitator = () => personOf(demo, 'facilitator')
const page = () => `${demo.url}/demarches/${demo.workspaceId}/scrutins/${pollId}`

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

describe('a seat that comes after the opening', { timeout: 240_000 }, () => {
  const library = 'Bibliothèque de la Pointe'
  test('VOTE-13 VOTE-27 joins from the desk of the ballot, by hand and by keys; it shows since when', async () => {
    const { workspaceId, planId } = demo
    const [newest] = await callAs(demo, facilitator(), doors.ruleSets, { workspaceId })
    const rules = { ...newest!.rules, version: newest!.rules.version + 1, lateSeats: 'additive' as const }
    const { collegeWeights: _, ...even } = rules
    await callAs(
      demo,
      facilitator(),
      doors.adoptRuleSet,
      { workspaceId },
      { rules: even, decidedBy: { instance: 'Assemblée', date: '2026-01-15', reference: 'A-9' } },
    )
    const choice = {
      method: 'yesNo',
      params: {},
      options: [],
      adopts: true,
      secrecy: 'open',
      revote: false,
      results: 'afterVote',
    } as const
    const question = { fr: 'Ajoutons-nous une rencontre en mai ?', en: 'Do we add a meeting in May?' }
    const body = { subject: { kind: 'question' as const }, question, choice, clientKey: crypto.randomUUID() }
    pollId = (await callAs(demo, facilitator(), doors.openVote, { planId }, body)).id
    const { id: organizationId } = await callAs(
      demo,
      facilitator(),
      doors.addOrganization,
      { workspaceId },
      { name: library, tier: 'local', sector: 'other', college: 'institutional', voting: false },
    )
    const params = { workspaceId, organizationId }
    await callAs(demo, facilitator(), doors.changeOrganization, params, { votingRight: 'consultative' })

    const { page: on, faults } = await seat(browser, demo, facilitator(), 'desk')
    await on.goto(page())
    await on.getByRole('button', { name: 'Ajouter un siège tardif' }).press('Enter')
    // The button is gone; the focus is on what came in its place.
    await expect.poll(() => focused(on)).toBe('Organisation')
    await on
      .getByLabel('Organisation', { exact: true })
      .selectOption({ label: `${library} · Voix consultative` })
    // The closed list cuts the end of it, which is where the right is said: the whole stands beneath.
    await on.locator('.field-chosen').getByText(`${library} · Voix consultative`).waitFor()
    expect(await axeFaults(on)).toEqual([])
    await keepPicture(on, 'late-seat-desk', true)
    await on.getByRole('button', { name: 'Ajouter ce siège' }).press('Enter')
    const row = on.getByRole('region', { name: 'Voix consultatives' }).getByRole('row', { name: library })
    await row.getByText('consultée depuis le').waitFor()
    await expect.poll(() => focused(on)).not.toBe('nowhere')
    await row.scrollIntoViewIfNeeded()
    await keepPicture(on, 'late-seat-joined')
    expect(faults).toEqual([])
    await on.context().close()

    const { page: phone } = await seat(browser, demo, facilitator(), 'phone')
    await phone.goto(page())
    await phone.getByRole('button', { name: 'Bulletin', exact: true }).click()
    await phone.getByText('consultée depuis le').waitFor()
    expect(await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThan(
      2,
    )
    expect(await axeFaults(phone)).toEqual([])
    await keepPicture(phone, 'late-seat-phone', true)
    await phone.context().close()
  })
})
