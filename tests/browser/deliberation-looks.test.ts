// The pages of meetings and votes as people see them, laid through the doors, since their steps are walked elsewhere: all of them in English,
// narrow and dark; in French, wide and light, those that no walk looks at. Consultative voices are read apart from what decides (VOTE-27).
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { launchChromium, personOf, type RunningDemo, startDemo } from '../kit/browser.ts'
import { callAs } from '../kit/demo-doors.ts'
import { type Look, screenUnder, twoLooks, type Visit, visitAll } from '../kit/looks.ts'
import { actAs, conveneAs, fill, seeAs } from '../kit/meeting-room.ts'

let demo: RunningDemo
let browser: Browser
const relais = 'Coop de transport Le Relais'
const facilitator = () => personOf(demo, 'facilitator')
const delegate = () => personOf(demo, 'delegate', relais)
const elders = () => personOf(demo, 'delegate', 'Table de concertation des aînés')
const worker = () => personOf(demo, 'commenter')
const at = (place: string) => `/demarches/${demo.workspaceId}${place}`
const key = () => crypto.randomUUID()
const choice = {
  method: 'consent',
  params: {},
  options: [],
  adopts: true,
  secrecy: 'open',
  revote: false,
  results: 'afterClose',
} as const

let meetingId = ''
let polls = { open: '', closed: '', advice: '' }

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  meetingId = await conveneAs(demo, facilitator())
  polls = await layPolls(await layMeeting())
}, 180_000)
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

/** A meeting under way on its decision, the delegate waiting to speak, a support worker beside her; answers the item. */
async function layMeeting(): Promise<string> {
  const { workspaceId } = demo
  const relaisId = (await seeAs(demo, facilitator(), meetingId)).seats.find(
    ({ name }) => name === relais,
  )!.seatId
  const { id: userId } = (await callAs(demo, worker(), doors.me, {}))!
  await callAs(
    demo,
    facilitator(),
    doors.addMandate,
    { workspaceId },
    { organizationId: relaisId, userId, role: 'support', from: '2020-01-01', to: null },
  )
  await actAs(demo, delegate(), meetingId, { kind: 'arrive', mode: 'remote', seatId: relaisId })
  await fill(demo, facilitator(), meetingId, { count: 41 })
  await actAs(demo, facilitator(), meetingId, { kind: 'open' })
  const { agenda } = await seeAs(demo, facilitator(), meetingId)
  const { itemId } = agenda.at(-1)!
  await actAs(demo, facilitator(), meetingId, { kind: 'openItem', itemId })
  await actAs(demo, delegate(), meetingId, { kind: 'askSpeech', speech: 'request' })
  return itemId
}

/** In the meeting a consent counted with its block, then one that is open; beside it one that asks two seats for advice. */
async function layPolls(itemId: string): Promise<typeof polls> {
  const open = async (fr: string, en: string, more: object) => {
    const body = { subject: { kind: 'question' as const }, question: { fr, en }, choice, clientKey: key() }
    return (await callAs(demo, facilitator(), doors.openVote, { planId: demo.planId }, { ...body, ...more }))
      .id
  }
  const here = { meetingId, itemId }
  const closed = await open('Tenons-nous la séance à Rivebelle ?', 'Do we meet in Rivebelle?', here)
  const { textHash, mySeats } = await callAs(demo, delegate(), doors.vote, { pollId: closed })
  const value = { choice: 'block' as const }
  const seatId = mySeats[0]!.seatId
  const said = { seatId, value, reason: 'La Pointe est trop loin.', textHash, clientKey: key() }
  await callAs(demo, delegate(), doors.castVoice, { pollId: closed }, said)
  await callAs(demo, facilitator(), doors.closeVote, { pollId: closed })
  for (const [kind, text] of [
    ['proclaimed', ''],
    ['correction', 'Lire « la Pointe ».'],
  ] as const)
    await callAs(demo, facilitator(), doors.addToVote, { pollId: closed }, { kind, text, clientKey: key() })
  // The elders lead a means of the fourth priority: what is proposed to it waits for them.
  const { standings } = await callAs(demo, facilitator(), doors.planState, { planId: demo.planId })
  const { subject } = standings.filter((one) => one.subject.kind === 'priority')[3]!
  const pollId = await open('Retenons-nous cette priorité ?', 'Do we retain this priority?', { subject })
  const words = { argument: 'La Pointe attend.', proposedChange: 'Des visites à la Pointe aussi.' }
  const objection = { ...words, level: 'concern' as const, seatId, clientKey: key() }
  await callAs(demo, delegate(), doors.raiseObjection, { pollId }, objection)
  const running = await open('Ajoutons-nous une rencontre ?', 'Do we add a meeting?', here)
  const { workspaceId } = demo
  await callAs(
    demo,
    facilitator(),
    doors.changeOrganization,
    { workspaceId, organizationId: seatId },
    { votingRight: 'consultative' },
  )
  const advice = await open('Poursuivons-nous en juin ?', 'Do we go on in June?', {
    choice: { ...choice, method: 'yesNo' },
  })
  return { open: running, closed, advice }
}

const apart = (words: string) => async (page: Page) => {
  await page.getByText(words).first().waitFor()
}

describe.each(twoLooks)('$lang, $width px, $scheme', { timeout: 300_000 }, (look: Look) => {
  const en = look.lang === 'en'
  const see = async (guest: ReturnType<typeof facilitator>, visits: readonly Visit[]) =>
    visitAll(await screenUnder(browser, look, { demo, guest }), demo.url, look, visits)
  const meeting = (place = '') => at(`/seances/${meetingId}${place}`)

  test.runIf(en)(
    'for whoever conducts: desk, wall, agenda, polls, result, minutes, rules, mandates, what waits',
    async () => {
      const visits = [
        { name: 'meetings', path: at('/seances') },
        { name: 'meeting-agenda', path: meeting('/preparer') },
        { name: 'desk', path: meeting('/regie'), tabs: true },
        { name: 'wall', path: meeting('/ecran') },
        { name: 'opening', path: at('/scrutins?ouvrir=question') },
        { name: 'result', path: at(`/scrutins/${polls.closed}`), tabs: true },
        { name: 'minutes', path: meeting('/proces-verbal') },
        { name: 'rule-sets', path: at('/regles') },
        { name: 'mandates', path: at('/mandats') },
        { name: 'waiting-conduct', path: at('/attend') },
      ]
      expect(await see(facilitator(), visits)).toEqual([])
    },
  )

  test('for whoever takes part: place, check-in, ballot, objections, record, what waits', async () => {
    const walked = [
      { name: 'meeting-place', path: meeting(), tabs: true },
      { name: 'ballot', path: at(`/scrutins/${polls.open}/bulletin`), tabs: true },
      { name: 'check-in', path: '/seance' },
    ]
    const visits = [
      ...(en ? walked : []),
      { name: 'constat', path: at(`/scrutins/${polls.closed}/constat`), tabs: true },
      {
        name: 'waiting',
        path: at('/attend'),
        until: apart(en ? 'Open the text with these words' : 'Ouvrir le texte avec ces mots'),
      },
    ]
    expect(await see(elders(), visits)).toEqual([])
  })

  test('VOTE-27 for whoever gives advice, and whoever accompanies: apart from what decides', async () => {
    const notCounted = en ? 'enters neither the count' : 'n’entre ni dans le compte'
    expect(
      await see(delegate(), [
        { name: 'advice', path: at(`/scrutins/${polls.advice}/bulletin`), until: apart(notCounted) },
      ]),
    ).toEqual([])
    const accompanies = en ? 'You accompany this seat' : 'Vous accompagnez ce siège'
    expect(await see(worker(), [{ name: 'support', path: meeting(), until: apart(accompanies) }])).toEqual([])
  })
})

test('VOTE-27 advice is read apart with the result, in both looks', { timeout: 120_000 }, async () => {
  await callAs(demo, facilitator(), doors.closeVote, { pollId: polls.advice })
  for (const look of twoLooks) {
    const told = look.lang === 'en' ? 'enter neither the count' : 'n’entrent ni dans le compte'
    const title = look.lang === 'en' ? 'Consultative voices' : 'Voix consultatives'
    const visit = {
      name: 'advice-result',
      path: at(`/scrutins/${polls.advice}`),
      until: async (page: Page) => {
        const advice = page.getByRole('region', { name: title })
        await advice.getByText(told).waitFor()
        await advice.getByRole('row', { name: relais }).waitFor()
      },
    }
    const screen = await screenUnder(browser, look, { demo, guest: facilitator() })
    expect(await visitAll(screen, demo.url, look, [visit], true)).toEqual([])
  }
})
