// A support worker and the person they accompany, at two screens: the one brings the other into the meeting, which shows; the ballot is
// the person's alone. The steps follow one another.
import type { Browser } from 'playwright-core'
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
let relaisId = ''
const relais = 'Coop de transport Le Relais'

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

const facilitator = () => personOf(demo, 'facilitator')
const delegate = () => personOf(demo, 'delegate', relais)
const worker = () => personOf(demo, 'commenter')
const page = () => `${demo.url}/demarches/${demo.workspaceId}/seances/${meetingId}`

describe('a support worker', { timeout: 300_000 }, () => {
  test('MEET-9 brings the person they accompany into the meeting, and both screens say by whom', async () => {
    const me = await callAs(demo, worker(), doors.me, {})
    const before = await conveneAs(demo, facilitator(), 'Séance d’avant')
    relaisId = (await seeAs(demo, facilitator(), before)).seats.find(({ name }) => name === relais)!.seatId
    await callAs(
      demo,
      facilitator(),
      doors.addMandate,
      { workspaceId: demo.workspaceId },
      { organizationId: relaisId, userId: me!.id, role: 'support', from: '2020-01-01', to: null },
    )
    meetingId = await conveneAs(demo, facilitator())
    const { page: on, faults } = await seat(browser, demo, worker(), 'phone')
    await on.goto(page())
    await on.getByRole('heading', { level: 3, name: relais }).waitFor()
    await on.getByText('Vous accompagnez ce siège').waitFor()
    await on.getByRole('button', { name: 'Me joindre à distance' }).click()
    await on.getByText('Vous êtes présent, à distance, sans siège.').waitFor()
    await on.getByRole('button', { name: `Faire entrer ${delegate().name}` }).click()
    await on.getByText(`${delegate().name} est dans la séance.`).waitFor()
    expect(await axeFaults(on)).toEqual([])
    await keepPicture(on, 'support-worker-390', true)

    const theirs = await seat(browser, demo, delegate(), 'phone')
    await theirs.page.goto(page())
    await theirs.page.getByText(`inscrit par ${worker().name}`).waitFor()
    await keepPicture(theirs.page, 'support-person-390', true)
    const { seats } = await seeAs(demo, facilitator(), meetingId)
    expect(seats.find(({ seatId }) => seatId === relaisId)!.holder).toMatchObject({
      name: delegate().name,
      enteredByName: worker().name,
    })
    expect([...faults, ...theirs.faults]).toEqual([])
    await on.context().close()
    await theirs.page.context().close()
  })

  test('INV-24 has no ballot for that seat, and none is taken from them', async () => {
    await fill(demo, facilitator(), meetingId, { count: 41 })
    await actAs(demo, facilitator(), meetingId, { kind: 'open' })
    const { agenda } = await seeAs(demo, facilitator(), meetingId)
    const { itemId } = agenda.at(-1)!
    await actAs(demo, facilitator(), meetingId, { kind: 'openItem', itemId })
    const { id: pollId } = await callAs(
      demo,
      facilitator(),
      doors.openVote,
      { planId: demo.planId },
      {
        subject: { kind: 'question' },
        question: { fr: 'Poursuivons-nous ?', en: 'Do we go on?' },
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
        itemId,
        clientKey: crypto.randomUUID(),
      },
    )
    const theirs = await seat(browser, demo, delegate(), 'phone')
    await theirs.page.goto(page())
    await theirs.page.getByText('Poursuivons-nous ?').first().waitFor()
    await theirs.page.getByRole('button', { name: 'Relire et confirmer' }).waitFor()

    const { page: on } = await seat(browser, demo, worker(), 'phone')
    await on.goto(page())
    await on.getByText('Poursuivons-nous ?').first().waitFor()
    await on.getByText(`${delegate().name} est dans la séance.`).waitFor()
    expect(await on.getByRole('button', { name: 'Relire et confirmer' }).count()).toBe(0)
    const { textHash } = await callAs(demo, worker(), doors.vote, { pollId })
    const voice = {
      seatId: relaisId,
      value: { answer: 'yes' } as const,
      reason: '',
      textHash,
      clientKey: crypto.randomUUID(),
    }
    await expect(callAs(demo, worker(), doors.castVoice, { pollId }, voice)).rejects.toThrow(/40[39]/)
    expect((await callAs(demo, facilitator(), doors.vote, { pollId })).received).toBe(0)

    // They ask for the floor in the person's name, and the queue has it.
    await on.getByRole('button', { name: `Demander la parole pour ${delegate().name}` }).click()
    await expect
      .poll(async () => (await seeAs(demo, facilitator(), meetingId)).queue.waiting.length, {
        timeout: 30_000,
      })
      .toBe(1)
    await on.context().close()
    await theirs.page.context().close()
  })
})
