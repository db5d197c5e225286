// Polls in preparation, by two facilitators' hands: kept from the form, changed, opened on the text as read, thrown away; and prepared on
// an agenda item, then opened from the desk with one press. The steps follow one another.
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import {
  axeFaults,
  type DemoReady,
  keepPicture,
  launchChromium,
  personOf,
  startDemo,
} from '../kit/browser.ts'
import { callAs, seat } from '../kit/demo-doors.ts'
import { actAs, conveneAs, fill, seeAs } from '../kit/meeting-room.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let meetingId = ''

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

const facilitator = () => personOf(demo, 'facilitator')
const at = (place: string) => `${demo.url}/demarches/${demo.workspaceId}/${place}`
const drafts = () => callAs(demo, facilitator(), doors.pollDrafts, { planId: demo.planId })
const votes = () => callAs(demo, facilitator(), doors.votes, { planId: demo.planId })
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 })

async function ask(page: Page, fr: string, en: string): Promise<void> {
  await page.getByLabel('Question, en français').fill(fr)
  await page.getByLabel('Question, en anglais').fill(en)
}

describe('polls in preparation', { timeout: 300_000 }, () => {
  test('an empty place says what it is for; a question is kept, changed, thrown away after asking', async () => {
    const { page, faults } = await seat(browser, demo, facilitator())
    await page.goto(at('scrutins'))
    await page.getByText('Aucun scrutin en préparation.').waitFor()
    await keepPicture(page, 'drafts-empty', true)
    await page.getByRole('link', { name: 'Préparer un scrutin' }).click()
    await page.getByRole('link', { name: 'Poser une question' }).click()
    await page.waitForURL(/ouvrir=question/)

    await page.getByLabel(/^Oui, non/).check()
    await page.getByRole('button', { name: 'Garder sans ouvrir' }).click()
    // Nothing is kept that does not say what it asks.
    await page.getByText('Écrivez la question dans les deux langues.').first().waitFor()
    expect(await drafts()).toEqual([])
    await ask(page, 'Nous revoyons-nous en juin ?', 'Do we meet in June?')
    await page.getByRole('button', { name: 'Garder sans ouvrir' }).click()
    await page.getByRole('heading', { name: 'Nous revoyons-nous en juin ?' }).waitFor()
    expect(await drafts()).toMatchObject([{ revision: 1, choice: { method: 'yesNo' } }])
    expect((await votes()).some(({ question }) => question.fr.includes('juin'))).toBe(false)
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'drafts-list', true)

    await page.getByRole('link', { name: 'Reprendre : Nous revoyons-nous en juin ?' }).click()
    await page.getByRole('heading', { level: 1, name: 'Scrutin en préparation' }).waitFor()
    expect(await page.getByLabel(/^Oui, non/).isChecked()).toBe(true)
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'drafts-one', true)
    await ask(page, 'Nous revoyons-nous en mai ?', 'Do we meet in May?')
    await page.getByRole('button', { name: 'Garder sans ouvrir' }).click()
    await page.getByRole('heading', { name: 'Nous revoyons-nous en mai ?' }).waitFor()
    expect(await drafts()).toMatchObject([{ revision: 2, question: { en: 'Do we meet in May?' } }])

    await page.getByRole('button', { name: 'Supprimer : Nous revoyons-nous en mai ?' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    expect(await drafts()).toHaveLength(1)
    await page.getByRole('button', { name: 'Supprimer : Nous revoyons-nous en mai ?' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Supprimer la préparation' }).click()
    await page.getByText('Aucun scrutin en préparation.').waitFor()
    expect(await drafts()).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('POLL-12 what another person changed is read before it opens; opened, it is in preparation no more', async () => {
    const question = { fr: 'Où dînons-nous ?', en: 'Where do we dine?' }
    const choice = {
      method: 'yesNo',
      params: {},
      options: [],
      adopts: true,
      secrecy: 'open',
      revote: false,
      results: 'afterClose',
    } as const
    const body = { subject: { kind: 'question' } as const, question, choice }
    const { id } = await callAs(demo, facilitator(), doors.draftPoll, { planId: demo.planId }, body)
    const { page, faults } = await seat(browser, demo, facilitator())
    await page.goto(at(`scrutins?preparation=${id}`))
    await page.getByRole('heading', { level: 1, name: 'Scrutin en préparation' }).waitFor()
    await page.getByLabel('Question, en français').waitFor()
    const theirs = {
      ...body,
      question: { fr: 'Où soupons-nous ?', en: 'Where do we have supper?' },
      revision: 1,
    }
    await callAs(demo, facilitator(), doors.changePollDraft, { draftId: id }, theirs)

    await page.getByText('Cette préparation a été modifiée par une autre personne').waitFor()
    await keepPicture(page, 'drafts-moved')
    await page.getByRole('button', { name: 'Relire la préparation' }).click()
    await soon(() => page.getByLabel('Question, en français').inputValue()).toBe('Où soupons-nous ?')
    await page.getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    await page.waitForURL(/\/scrutins\/[\w-]{20,}$/)
    await page.getByText('Où soupons-nous ?').first().waitFor()
    expect(await drafts()).toEqual([])
    expect(faults).toEqual([])
    await page.context().close()
  })
})

describe('a poll prepared on an agenda item', { timeout: 300_000 }, () => {
  test('is kept from the prepared agenda and from the meeting’s page, and cannot open before the meeting sits', async () => {
    meetingId = await conveneAs(demo, facilitator())
    const { page, faults } = await seat(browser, demo, facilitator())
    await page.goto(at(`seances/${meetingId}/preparer`))
    await page.getByRole('link', { name: /^Préparer un scrutin : Adopter la priorité/ }).click()
    await page.getByRole('heading', { level: 1, name: /^Préparer un scrutin : Adopter/ }).waitFor()
    await page.getByText('Il s’ouvrira de la régie').waitFor()
    await page.getByLabel('Sur', { exact: true }).selectOption('allocation')
    await page.getByRole('heading', { name: 'Le texte qui sera figé' }).waitFor()
    await page.getByLabel(/^Consentement/).check()
    expect(await page.getByRole('button', { name: 'Ouvrir le scrutin' }).count()).toBe(0)
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'drafts-on-item')
    await page.getByRole('button', { name: 'Garder la préparation' }).click()
    await page.waitForURL(new RegExp(`/seances/${meetingId}$`))
    await page.getByText('Scrutin préparé :').waitFor()
    const { agenda } = await seeAs(demo, facilitator(), meetingId)
    const item = agenda.find(({ title }) => title.fr.startsWith('Adopter'))!
    expect(await drafts()).toMatchObject([
      { meetingId, itemId: item.itemId, subject: { kind: 'allocation' } },
    ])
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'drafts-agenda', true)

    // And from the meeting's own page: a question on another item.
    await page.getByRole('link', { name: /^Préparer un scrutin : Le logement/ }).click()
    await page.getByLabel('Question, en français').waitFor()
    await ask(page, 'Poursuivons-nous ?', 'Do we go on?')
    await page.getByLabel(/^Oui, non/).check()
    await page.getByRole('button', { name: 'Garder la préparation' }).click()
    await page.getByRole('link', { name: 'Poursuivons-nous ?' }).waitFor()
    expect(await drafts()).toHaveLength(2)
    expect(faults).toEqual([])
    await page.context().close()

    const phone = await seat(browser, demo, facilitator(), 'phone')
    await phone.page.goto(at(`seances/${meetingId}`))
    await phone.page.getByRole('link', { name: 'Poursuivons-nous ?' }).waitFor()
    await keepPicture(phone.page, 'drafts-agenda-390', true)
    await phone.page.goto(at('scrutins'))
    await phone.page.getByRole('heading', { name: 'Poursuivons-nous ?' }).waitFor()
    await keepPicture(phone.page, 'drafts-list-390', true)
    await phone.page.context().close()
    // Drafts are nobody else's business.
    const delegate = await seat(browser, demo, personOf(demo, 'delegate'))
    await delegate.page.goto(at(`seances/${meetingId}`))
    await delegate.page.getByText('Le logement, premières pistes').waitFor()
    expect(await delegate.page.getByText('Préparer un scrutin').count()).toBe(0)
    expect(await delegate.page.getByText('Poursuivons-nous ?').count()).toBe(0)
    await delegate.page.context().close()
  })

  test('comes on the desk with its item, and opens with one press on the words shown', async () => {
    await fill(demo, facilitator(), meetingId, { count: 41 })
    await actAs(demo, facilitator(), meetingId, { kind: 'open' })
    const { agenda } = await seeAs(demo, facilitator(), meetingId)
    const [, discussion, decision] = agenda
    await actAs(demo, facilitator(), meetingId, { kind: 'openItem', itemId: discussion!.itemId })
    const { page, faults } = await seat(browser, demo, facilitator())
    await page.goto(at(`seances/${meetingId}/regie`))
    await page.getByRole('heading', { name: 'Préparés pour ce point' }).waitFor()
    await page.getByRole('heading', { level: 4, name: 'Poursuivons-nous ?' }).waitFor()
    // The other one waits for its item.
    expect(await page.getByRole('heading', { name: 'Le texte qui sera figé' }).count()).toBe(0)
    await actAs(demo, facilitator(), meetingId, { kind: 'openItem', itemId: decision!.itemId })
    await page.getByRole('heading', { name: 'Le texte qui sera figé' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'drafts-desk', true)
    await page.getByRole('button', { name: /^Ouvrir ce scrutin/ }).click()
    await soon(async () => (await votes()).at(-1)).toMatchObject({
      meetingId,
      itemId: decision!.itemId,
      subject: { kind: 'allocation' },
      state: 'open',
    })
    await page.getByRole('heading', { name: 'Préparés pour ce point' }).waitFor({ state: 'detached' })
    expect((await drafts()).map(({ question }) => question?.fr)).toEqual(['Poursuivons-nous ?'])
    expect(faults).toEqual([])
    await page.context().close()
  })
})
