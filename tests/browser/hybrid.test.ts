// A hybrid meeting of ten people, from its convening to its minutes as PDF, each at their own screen, in the room or from afar: the quorum
// lost and regained, a seat handed to an alternate, a voice lent, a recusal, a block that changes the text, a second round, the record.
// The steps follow one another. Ballots are cast by keys alone; what each screen says aloud is asserted.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { type DemoReady, launchChromium, openScreen, personOf, startDemo } from '../kit/browser.ts'
import { conveneByHand, writePriority } from '../kit/convening.ts'
import { callAs, seat as seatAt } from '../kit/demo-doors.ts'
import {
  blockOf,
  type Choice,
  castAll,
  closeAndProclaim,
  enterRoom,
  integrateAndAskAgain,
  leaveMeeting,
  openHall,
  pressKey,
  raiseBlock,
} from '../kit/hall.ts'
import { downloadWords, missingFrom } from '../kit/pdf-text.ts'
import {
  type GuestKey,
  guestKeys,
  layTable,
  ofSeat,
  seatNames,
  type TableOfTen,
} from '../kit/table-of-ten.ts'

type Name = GuestKey | 'maude' | 'wall'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let table: TableOfTen
let folder: string
let meetingId = ''
const polls: string[] = []
let failed = false
const hall = openHall<Name>()
const { page, hears, look } = hall

const phones: readonly Name[] = ['adele', 'basile', 'clara', 'denis', 'gisele', 'henri']
const inRoom = ['adele', 'clara', 'denis', 'gisele', 'henri'] as const
const remote = ['estelle', 'felix', 'irene'] as const
const voters = ['basile', 'clara', 'denis', 'estelle', 'gisele', 'henri'] as const
/** The voices of a round, each « Appui » unless told; Estelle casts also the one she carries. */
const voices = (other: { readonly [name in Name]?: readonly [Choice, string?] }) => [
  ...voters.map((name) => [name, ofSeat(name), ...(other[name] ?? (['Appui'] as const))] as const),
  ['estelle', seatNames.coop, 'Appui'] as const,
]
const path = (rest: string) => `${demo.url}/demarches/${table.workspaceId}${rest}`
const here = (rest = '') => path(`/seances/${meetingId}${rest}`)
const priority = 'Se déplacer sans auto'
const lacking = 'Rien n’est dit du soir ni du samedi.'
const change = 'Les trajets du soir et du samedi en font partie.'

const facilitator = () => personOf(demo, 'facilitator')
const code = async () => (await callAs(demo, facilitator(), doors.meeting, { meetingId })).code!

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  table = await layTable(demo)
  folder = await mkdtemp(join(tmpdir(), 'assise-hybrid-'))
})

beforeEach(({ skip }) => skip(failed, 'a step before it failed'))

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  await hall.keepAll('failed-hybrid')
})

afterAll(async () => {
  await browser?.close()
  const ended = await demo?.stop()
  await rm(folder, { recursive: true, force: true })
  expect(ended).toBe(0)
})

const pressAtDesk = (key: string) => pressKey(page('maude'), key)

// A bound for a hung run, not a measure: ten screens share one machine.
describe('a hybrid meeting of ten people', { timeout: 900_000 }, () => {
  test('the facilitator writes the text that is to be decided, and convenes', async () => {
    hall.sit('maude', await seatAt(browser, demo, facilitator()))
    const on = page('maude')
    await writePriority(on, path(''), priority)
    meetingId = await conveneByHand(
      on,
      path(''),
      { title: 'Séance d’automne', place: 'Salle des Trois-Ponts' },
      [
        { title: 'Mot de bienvenue', kind: 'info' },
        { title: 'Adopter la priorité sur les déplacements', kind: 'decision', onPriority: true },
        { title: 'Fixer le calendrier', kind: 'decision' },
      ],
      (seen) => look('maude', `hybrid-${seen}`, true),
    )
    await on.goto(here('/regie'))
    await on.getByRole('button', { name: 'Créer le code' }).click()
    await on.locator('.room-code').waitFor()
  })

  test('ten people come in by their links; five sit in the room by its code, three from afar, each told their seat', async () => {
    for (const name of guestKeys) {
      const size = phones.includes(name) ? { width: 390, height: 844 } : { width: 1440, height: 900 }
      const guest = await openScreen(browser, size)
      hall.sit(name, guest)
      await guest.page.goto(table.people[name].signInUrl)
      await guest.page.getByRole('button', { name: 'Entrer' }).click()
      await guest.page.waitForURL(path(''))
    }
    const shown = await code()
    for (const name of inRoom) {
      await page(name).goto(name === 'adele' ? here() : `${demo.url}/seance/${shown}`)
      const field = page(name).getByLabel('Code de la salle')
      await field.waitFor()
      if (name === 'clara') await look('clara', 'hybrid-check-in-390')
      if (name === 'adele') await field.fill(shown)
      await hall.attend(name)
      await page(name).getByRole('button', { name: 'Entrer dans la salle' }).click()
      await hears(name, `Vous occupez le siège de ${ofSeat(name)}`)
      await page(name).getByText('Vous êtes présent, en salle.').waitFor()
    }
    for (const name of remote) {
      await page(name).goto(here())
      await page(name).getByRole('button', { name: 'Me joindre à distance' }).waitFor()
      await hall.attend(name)
      await page(name).getByRole('button', { name: 'Me joindre à distance' }).click()
      await hears(name, `Vous occupez le siège de ${ofSeat(name)}`)
      await page(name).getByText('Vous êtes présent, à distance.').waitFor()
    }
    await look('clara', 'hybrid-seated-390')
  })

  test('its quorum is met: it opens, and every screen says so', async () => {
    const desk = page('maude')
    await desk.getByText('Le quorum y est.').waitFor()
    await hall.attend('maude')
    await desk.getByRole('button', { name: 'Ouvrir la séance' }).click()
    for (const name of ['maude', ...inRoom, ...remote] as const) await hears(name, 'La séance est ouverte.')
    await pressAtDesk('n')
    await hears('clara', 'Point en cours : Mot de bienvenue.')
    await look('maude', 'hybrid-desk-open')
  })

  test('three leave and the quorum goes with them; it comes back with the sixth, and the meeting resumes', async () => {
    for (const name of ['felix', 'gisele', 'henri'] as const) {
      await leaveMeeting(page(name))
      await hears(name, `Vous n’occupez plus le siège de ${ofSeat(name)}.`)
      await page(name).getByText('Vous n’êtes pas encore compté parmi les présents.').waitFor()
    }
    for (const name of ['maude', 'clara', 'estelle'] as const) {
      await hears(name, 'Quorum perdu : 5 sur 6.')
      await hears(name, 'La séance est suspendue, faute de quorum.')
    }
    await page('clara').getByText('La séance est suspendue : le quorum n’y est plus').waitFor()
    await page('maude').getByText('Pas atteint').first().waitFor()
    await look('maude', 'hybrid-desk-lost')
    hall.sit('wall', { page: await page('maude').context().newPage(), faults: [] })
    await page('wall').setViewportSize({ width: 1920, height: 1080 })
    await page('wall').goto(here('/ecran'))
    await page('wall').getByText('Suspendue').first().waitFor()
    await look('wall', 'hybrid-wall-lost')

    await enterRoom(page('gisele'), await code())
    for (const name of ['maude', 'clara', 'estelle', 'gisele'] as const)
      await hears(name, 'Quorum atteint : 6 sur 6.')
    await pressAtDesk('s')
    for (const name of ['clara', 'gisele'] as const) await hears(name, 'La séance reprend.')
    await page('felix').getByRole('button', { name: 'Me joindre à distance' }).click()
    await enterRoom(page('henri'), await code())
    await page('henri')
      .getByRole('heading', { name: `Vous occupez le siège de ${ofSeat('henri')}` })
      .waitFor()
    await page('felix')
      .getByRole('heading', { name: `Vous occupez le siège de ${ofSeat('felix')}` })
      .waitFor()
  })

  test('an alternate comes in, is handed the seat, and both are told', async () => {
    await page('basile').goto(`${demo.url}/seance/${await code()}`)
    await page('basile').getByLabel('Code de la salle').waitFor()
    await hall.attend('basile')
    await page('basile').getByRole('button', { name: 'Entrer dans la salle' }).click()
    await hears('basile', 'Vous êtes compté parmi les présents.')
    await page('basile').getByText('Vous êtes présent, en salle, sans siège.').waitFor()
    const from = page('adele')
    await from.getByRole('button', { name: 'Remettre le siège' }).click()
    await from.getByRole('radio', { name: /^Basile Hamel/ }).check()
    await look('adele', 'hybrid-hand-over-390', true)
    await from.getByRole('button', { name: 'Remettre', exact: true }).click()
    await hears('adele', `Le siège de ${ofSeat('adele')} est maintenant tenu par Basile Hamel.`)
    await hears('basile', `Vous occupez le siège de ${ofSeat('basile')}.`)
    await page('maude')
      .getByRole('row', { name: new RegExp(ofSeat('basile')) })
      .getByText(/Basile Hamel/)
      .waitFor()
  })

  test('a delegate lends her voice and leaves; its carrier is told whose voice he carries, the quorum still counts it', async () => {
    const giver = page('irene')
    await giver.getByRole('button', { name: 'Donner procuration' }).click()
    await giver.getByLabel(`La voix de ${ofSeat('irene')} passe à`).selectOption({ label: ofSeat('estelle') })
    await giver.getByRole('button', { name: 'Donner procuration' }).click()
    await hears('irene', `La voix de ${ofSeat('irene')} passe à ${ofSeat('estelle')}.`)
    await leaveMeeting(page('irene'))
    await hears('estelle', `Vous portez la voix de ${ofSeat('irene')}.`)
    await page('estelle')
      .getByText(`Vous portez aussi la voix de : ${ofSeat('irene')}.`)
      .waitFor()
    const row = page('maude').getByRole('row', { name: new RegExp(`^${ofSeat('irene')}`) })
    await row.getByText('Représenté', { exact: true }).waitFor()
    await page('maude').getByText('7 présents, 1 représenté, 0 récusé').waitFor()
    await look('estelle', 'hybrid-proxy-carried')
  })

  test('a seat steps aside from the item: the base of the quorum goes from eight to seven', async () => {
    await page('maude').getByText('sièges, il en faut 6 sur 8').waitFor()
    await pressAtDesk('n')
    await hears('felix', 'Point en cours : Adopter la priorité sur les déplacements.')
    await page('felix').getByRole('button', { name: 'Se récuser' }).click()
    await page('felix').getByLabel('Raison').fill('La Ville porterait le service.')
    await look('felix', 'hybrid-recusal')
    await page('felix').getByRole('button', { name: 'Déclarer la récusation' }).click()
    await hears('felix', `${ofSeat('felix')} est récusé.`)
    await page('felix').getByText('Ce siège est récusé pour le point en cours.').waitFor()
    await page('maude').getByText('sièges, il en faut 6 sur 7').waitFor()
    await page('maude').getByText('6 présents, 1 représenté, 1 récusé').waitFor()
  })

  test('a poll opens from the desk on the text; ballots are cast by keys alone, also for the seat that lent its voice', async () => {
    const desk = page('maude')
    await pressAtDesk('v')
    await desk.getByRole('heading', { name: /^Ouvrir un scrutin : 2/ }).waitFor()
    await desk.locator('input[value=consent]').check()
    await look('maude', 'hybrid-desk-opening', true)
    await desk.getByRole('button', { name: 'Ouvrir le scrutin', exact: true }).click()
    await desk.getByRole('dialog').getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    for (const name of ['basile', 'clara', 'felix', 'henri'] as const)
      await hears(name, 'Un scrutin est ouvert :')
    await page('felix')
      .getByText(/récusé pour ce point|s’est récusé/)
      .first()
      .waitFor()
    await look('clara', 'hybrid-ballot-390', true)
    await look('estelle', 'hybrid-two-ballots', true)

    // A block with the words that would lift it, raised by keys too.
    await raiseBlock(page('denis'), ofSeat('denis'), lacking, change)
    await hears('denis', `L’objection de ${ofSeat('denis')} est reçue.`)

    const clara = ['Appui avec réserve', 'Les familles veulent des sièges d’enfant.'] as const
    await castAll(hall, voices({ clara, denis: ['Abstention'] }))
  })

  test('the block is answered and stands: no consensus, and everyone hears the result', async () => {
    const desk = page('maude')
    await desk.getByText('Toutes les organisations ont voté.').waitFor()
    await look('denis', 'hybrid-objection-390', true)
    const card = blockOf(desk, ofSeat('denis'))
    await card.getByRole('button', { name: 'Répondre' }).click()
    await card.getByLabel('Vos mots').fill('Le texte sera complété.')
    await card.getByRole('button', { name: 'Répondre' }).click()
    await card.getByText('Le texte sera complété.').waitFor()
    await page('denis').getByText('Le texte sera complété.').waitFor()
    await closeAndProclaim(desk)
    for (const name of ['denis', 'felix', 'henri'] as const) await hears(name, 'Pas de décision.')
    await page('wall').getByText('Pas de décision').waitFor()
    await look('maude', 'hybrid-desk-blocked', true)
    await look('wall', 'hybrid-wall-blocked')
  })

  test('three gestures: to the text, the words put in, a second round in the same meeting with the difference shown', async () => {
    const desk = page('maude')
    await hall.attend('gisele')
    await integrateAndAskAgain(desk, { seat: ofSeat('denis'), change, meeting: 'Séance d’automne' }, (seen) =>
      look('maude', `hybrid-${seen}`, true),
    )
    await desk.getByText('N’ont pas encore voté (7)').waitFor()
    await hears('gisele', 'Un scrutin est ouvert :')
    // Whoever votes again reads what changed, without looking for it.
    await page('henri').locator('.since-round ins').getByText(change).waitFor()
    await look('henri', 'hybrid-difference-390', true)
    // Whoever blocked reads that it is in the text.
    await blockOf(page('denis'), ofSeat('denis')).getByText('Intégrée au texte').first().waitFor()
    await page('wall').getByText('Consentez-vous').first().waitFor()
    await look('wall', 'hybrid-wall-poll')
  })

  test('the second round is voted by keys, and is a consensus', async () => {
    const desk = page('maude')
    // What is heard from here on is of this round alone.
    for (const name of voters) await hall.attend(name)
    await castAll(hall, voices({ henri: ['Appui avec réserve', 'À revoir dans un an.'] }))
    await closeAndProclaim(desk)
    for (const name of ['denis', 'felix', 'gisele'] as const) await hears(name, 'Consensus constaté')
    await look('gisele', 'hybrid-consensus-390', true)
    await look('maude', 'hybrid-desk-consensus', true)
    await page('wall').locator('.scene-chart').waitFor()
    await look('wall', 'hybrid-wall-consensus')
    const all = await callAs(demo, facilitator(), doors.votes, { planId: table.planId })
    expect(all.map(({ outcome, meetingId: at, itemId }) => [outcome, at, itemId])).toEqual([
      ['notDecided', meetingId, all[0]!.itemId],
      ['consensus', meetingId, all[0]!.itemId],
    ])
    polls.push(...all.map(({ id }) => id))
    const { textHash, objections } = await callAs(demo, facilitator(), doors.vote, {
      pollId: polls[1]!,
    })
    // Tied to the very text that answers it, which is the one voted on.
    const block = objections.find(({ level }) => level === 'block')!
    expect(block).toMatchObject({ pollId: polls[0], state: 'integrated', argument: lacking })
    expect(block.steps.find(({ move }) => move === 'integrate')?.textHash).toBe(textHash)
    expect(all[0]!.textHash).not.toBe(textHash)
  })

  test('the record of the second round says who voted and by whose hand, who was recused, and what became of the block', async () => {
    const on = page('clara')
    await on.goto(path(`/scrutins/${polls[1]}`))
    const words = await downloadWords(on, 'Le constat (PDF)', join(folder, 'constat.pdf'))
    const unsaid = missingFrom(words, [
      'Séance d’automne',
      priority,
      change,
      seatNames.ville,
      'récusé',
      'par procuration',
      'Estelle Lacasse, MRC du',
      lacking,
      'Le texte sera complété.',
      'Basile Hamel',
      'À revoir dans un an.',
    ])
    expect(unsaid, words).toEqual([])
    await look('clara', 'hybrid-record-390', true)
  })

  test('one item is decided by its poll, the other postponed with its reason; the meeting closes', async () => {
    const desk = page('maude')
    await pressAtDesk('l')
    await desk.getByRole('dialog').getByText('n’est pas décidé').first().waitFor()
    await desk.keyboard.press('Escape')
    await pressAtDesk('d')
    await desk.getByRole('dialog').getByRole('button', { name: 'Consigner la décision' }).click()
    await pressAtDesk('n')
    await hears('gisele', 'Point en cours : Fixer le calendrier.')
    await desk.locator('.bar-item').getByText('Fixer le calendrier').waitFor()
    await pressAtDesk('r')
    await desk.getByRole('dialog').getByLabel('Raison').fill('Le secrétariat attend une réponse.')
    await desk.getByRole('dialog').getByRole('button', { name: 'Reporter le point' }).click()
    await pressAtDesk('l')
    await desk.getByRole('dialog').getByRole('button', { name: 'Lever la séance' }).click()
    for (const name of ['gisele', 'felix', 'basile'] as const) await hears(name, 'La séance est levée.')
    await look('basile', 'hybrid-closed-390', true)
    await page('wall').getByText('La séance est levée à').waitFor()
    await look('wall', 'hybrid-wall-closed')
  })

  test('the minutes say all of it, with words by hand beside, and leave as PDF', async () => {
    const on = page('maude')
    await on.goto(here('/proces-verbal'))
    await on.getByText('Projet : il suit le journal').waitFor()
    await on.getByRole('button', { name: /Écrire à côté de « 2\. Adopter/ }).click()
    await on.getByLabel('Texte du secrétariat').fill('La discussion a porté sur les horaires.')
    await hall.attend('maude')
    await on.getByRole('button', { name: 'Garder ce texte' }).click()
    await hears('maude', 'Texte gardé au procès-verbal.')
    await on.locator('.hand-words').getByText('La discussion a porté sur les horaires.').waitFor()
    await look('maude', 'hybrid-minutes', true)
    const words = await downloadWords(on, 'PDF en français', join(folder, 'minutes.pdf'))
    const unsaid = missingFrom(words, [
      'Séance d’automne',
      'Salle des Trois-Ponts',
      'La discussion a porté sur les horaires.',
      'Le secrétariat attend une réponse.',
      'La Ville porterait le service.',
      'Basile Hamel',
      'Irène Quirion',
      lacking,
      'Le texte sera complété.',
      ...Object.values(seatNames),
    ])
    expect(unsaid, words).toEqual([])
    await page('henri').goto(here('/proces-verbal'))
    await page('henri').getByRole('heading', { level: 1, name: 'Procès-verbal' }).waitFor()
    await page('henri')
      .getByRole('heading', { name: `Scrutin : ${priority}, tour 2` })
      .waitFor()
    await look('henri', 'hybrid-minutes-390', true)
  })
})
