// The minutes as people see them: read, written beside, a dissent named from a phone, downloaded, adopted at the next meeting. axe finds
// nothing, wide and narrow.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import type { Role } from '../../shared/roles.ts'
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
import { callAs } from '../kit/demo-doors.ts'
import { actAs, conveneAs, fill, seeAs } from '../kit/meeting-room.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let meetingId = ''
const relais = 'Coop de transport Le Relais'
const phone = { width: 390, height: 844 }

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  meetingId = await conveneAs(demo, facilitator())
  // They come before it opens: a meeting without its quorum would be suspended at once.
  await fill(demo, facilitator(), meetingId, { count: 40 })
  await actAs(demo, facilitator(), meetingId, { kind: 'open' })
  const { seats } = await seeAs(demo, facilitator(), meetingId)
  const seat = seats.find(({ name, holder }) => name === relais && !holder)
  if (seat?.people[0])
    await actAs(demo, facilitator(), meetingId, {
      kind: 'arrive',
      mode: 'remote',
      seatId: seat.seatId,
      person: seat.people[0].userId,
    })
  await actAs(demo, facilitator(), meetingId, { kind: 'openItem', itemId: 'i4' })
  const { id: pollId } = await callAs(
    demo,
    facilitator(),
    doors.openVote,
    { planId: demo.planId },
    {
      subject: { kind: 'question' },
      question: { fr: 'Retenons-nous le transport du soir ?', en: 'Do we retain evening transport?' },
      choice: {
        method: 'yesNo',
        params: {},
        options: [],
        adopts: true,
        secrecy: 'open',
        revote: false,
        results: 'afterClose',
      },
      meetingId,
      itemId: 'i4',
      clientKey: crypto.randomUUID(),
    },
  )
  const vote = await callAs(demo, facilitator(), doors.vote, { pollId })
  const { register } = await callAs(demo, facilitator(), doors.voteRoll, { pollId })
  for (const { seatId, present } of register.filter((one) => one.present))
    if (present)
      await callAs(
        demo,
        facilitator(),
        doors.castVoice,
        { pollId },
        {
          seatId,
          value: { answer: 'yes' },
          reason: '',
          textHash: vote.textHash,
          clientKey: crypto.randomUUID(),
        },
      )
  await callAs(demo, facilitator(), doors.closeVote, { pollId })
  await actAs(demo, facilitator(), meetingId, { kind: 'decideItem', itemId: 'i4', pollId, words: '' })
  await actAs(demo, facilitator(), meetingId, {
    kind: 'note',
    note: 'incident',
    text: 'Le son a coupé deux minutes à distance.',
    itemId: 'i4',
  })
  await actAs(demo, facilitator(), meetingId, { kind: 'close' })
}, 240_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

const facilitator = () => personOf(demo, 'facilitator')
const address = (id: string) => `${demo.url}/demarches/${demo.workspaceId}/seances/${id}/proces-verbal`

async function sitDown(role: Role, organization?: string, size?: typeof phone): Promise<Guest> {
  const guest = await openScreen(browser, size)
  const [name, value] = personOf(demo, role, organization).cookie.split('=') as [string, string]
  await guest.page.context().addCookies([{ name, value, url: demo.url }])
  return guest
}

async function faultsOf(page: Page): Promise<string[]> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  const faults = await axeFaults(page)
  return wide > 1 ? [...faults, `overflows by ${wide} px`] : faults
}

test('the facilitator reads the minutes, writes beside them, and downloads them', async () => {
  const { page, faults } = await sitDown('facilitator')
  await page.goto(`${demo.url}/demarches/${demo.workspaceId}/seances/${meetingId}`)
  await page.getByRole('link', { name: 'Procès-verbal' }).click()
  await page.getByRole('heading', { level: 1, name: 'Procès-verbal' }).waitFor()
  await page.getByText('Projet : il suit le journal').waitFor()
  await keepPicture(page, 'minutes-1440', true)
  expect(await faultsOf(page)).toEqual([])

  await page.getByRole('button', { name: /Écrire à côté de « 3\. Adopter/ }).click()
  await page.getByLabel('Texte du secrétariat').fill('Les partenaires ont parlé des horaires du soir.')
  await page.getByRole('button', { name: 'Garder ce texte' }).click()
  await page.getByText('Les partenaires ont parlé des horaires du soir.').waitFor()
  await page.getByText(/Texte du secrétariat, /).waitFor()

  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'PDF en français' }).click()
  expect((await download).suggestedFilename()).toBe('proces-verbal-projet.pdf')
  expect(faults).toEqual([])
  await page.context().close()
})

test('words being written stay on screen whatever the log adds meanwhile (trap 25)', async () => {
  const { page } = await sitDown('facilitator')
  await page.goto(address(meetingId))
  await page.getByRole('button', { name: 'Écrire à côté de « Présences »' }).click()
  await page.getByLabel('Texte du secrétariat').fill('En cours d’écriture')
  await actAs(demo, facilitator(), meetingId, {
    kind: 'note',
    note: 'annotation',
    text: 'Relu par le secrétariat.',
  })
  await page.getByText('Relu par le secrétariat.').waitFor()
  expect(await page.getByLabel('Texte du secrétariat').inputValue()).toBe('En cours d’écriture')

  await callAs(
    demo,
    facilitator(),
    doors.writeWords,
    { meetingId },
    { place: 'presence', text: 'Écrit ailleurs.', revision: 0 },
  )
  // They come to this screen too, and leave what is being written alone.
  await page.locator('.hand-words').getByText('Écrit ailleurs.').waitFor()
  expect(await page.getByLabel('Texte du secrétariat').inputValue()).toBe('En cours d’écriture')
  await page.getByRole('button', { name: 'Garder ce texte' }).click()
  await page.getByText('Quelqu’un d’autre a récrit ce texte').waitFor()
  await page.locator('.notice').getByText('Écrit ailleurs.').waitFor()
  expect(await page.getByLabel('Texte du secrétariat').inputValue()).toBe('En cours d’écriture')
  await page.getByRole('button', { name: 'Garder ce texte' }).click()
  await page.locator('.hand-words').getByText('En cours d’écriture').waitFor()
  await page.context().close()
})

test('a delegate has a dissent named from a phone, and may not write in the minutes', async () => {
  const { page, faults } = await sitDown('delegate', relais, phone)
  await page.goto(address(meetingId))
  await page.getByRole('heading', { level: 1, name: 'Procès-verbal' }).waitFor()
  expect(await page.getByRole('button', { name: /Écrire à côté/ }).count()).toBe(0)
  expect(await faultsOf(page)).toEqual([])
  await page.getByRole('button', { name: /Faire inscrire une dissidence au point/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Raisons').fill('Le service du soir n’est pas chiffré.')
  await keepPicture(page, 'minutes-dissent-390')
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Faire inscrire une dissidence' }).click()
  await page.getByText('Le service du soir n’est pas chiffré.').waitFor()
  await keepPicture(page, 'minutes-390', true)
  await page.locator('.place-tabs').getByRole('button', { name: 'Ce document' }).click()
  expect(await faultsOf(page)).toEqual([])
  await keepPicture(page, 'minutes-margin-390')
  expect(faults).toEqual([])
  await page.context().close()
})

test('they are adopted by an item of the next meeting, then only corrected', async () => {
  const next = await conveneAs(demo, facilitator(), 'Séance d’avril')
  await fill(demo, facilitator(), next, { count: 40 })
  await actAs(demo, facilitator(), next, { kind: 'open' })
  await actAs(demo, facilitator(), next, { kind: 'openItem', itemId: 'i4' })
  await actAs(demo, facilitator(), next, { kind: 'decideItem', itemId: 'i4', words: 'Adopté tel que lu.' })

  const { page, faults } = await sitDown('facilitator')
  await page.goto(address(meetingId))
  await page.getByRole('button', { name: 'Adopter le procès-verbal' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Par quelle décision ?').waitFor()
  await keepPicture(page, 'minutes-adopt-1440')
  expect(await faultsOf(page)).toEqual([])
  await dialog.getByRole('button', { name: 'Adopter le procès-verbal' }).click()
  await page.getByText(/Adopté le .* au point/).waitFor()
  expect(await page.getByRole('button', { name: /Écrire à côté/ }).count()).toBe(0)

  await page.getByRole('button', { name: 'Ajouter une correction' }).click()
  await page.getByRole('dialog').getByLabel('Correction').fill('Lire « Val-Doré » partout.')
  await page.getByRole('dialog').getByRole('button', { name: 'Ajouter une correction' }).click()
  await page.getByRole('heading', { name: 'Corrections depuis l’adoption' }).waitFor()
  await keepPicture(page, 'minutes-adopted-1440')
  expect(await faultsOf(page)).toEqual([])
  expect(faults).toEqual([])
  await page.context().close()
})

test('what I receive by mail is mine to choose', async () => {
  const { page } = await sitDown('delegate', relais, phone)
  await page.goto(`${demo.url}/compte`)
  const box = page.getByRole('checkbox', { name: 'Le résumé de la semaine' })
  await box.uncheck()
  await page.reload()
  await expect.poll(() => box.isChecked()).toBe(false)
  expect(await faultsOf(page)).toEqual([])
  await page.context().close()
})

test.each([
  { lang: 'en', scheme: 'dark', size: phone },
  { lang: 'en', scheme: 'dark', size: { width: 1440, height: 900 } },
] as const)(
  'they, their meeting and its poll read as well: $lang, $scheme, $size.width px',
  async ({ lang, scheme, size }) => {
    const reader = personOf(demo, 'commenter')
    await callAs(demo, reader, doors.changeMe, {}, { lang })
    const { page, faults } = await sitDown('commenter', undefined, size)
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' })
    const { pollId } = (await seeAs(demo, reader, meetingId)).polls[0]!
    const meeting = address(meetingId).replace('/proces-verbal', '')
    for (const [name, at] of [
      ['minutes', address(meetingId)],
      ['meeting', meeting],
      ['poll', `${demo.url}/demarches/${demo.workspaceId}/scrutins/${pollId}`],
    ] as const) {
      await page.goto(at)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect.poll(() => page.locator('[aria-busy="true"]').count()).toBe(0)
      await keepPicture(page, `over-${name}-${lang}-${size.width}-${scheme}`, true)
      expect(await faultsOf(page), name).toEqual([])
    }
    expect(faults).toEqual([])
    await page.context().close()
  },
)
