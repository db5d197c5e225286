// Polls of the second form against the real server, in a real Chromium: opened from the list, voted on a phone by keys alone, written down
// by others, objected to, asked again. The steps follow one another.
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { focused, listen, plain, tabTo } from '../kit/booth.ts'
import {
  axeFaults,
  type DemoGuest,
  type DemoReady,
  type Guest,
  keepPicture,
  launchChromium,
  openScreen,
  personOf,
  startDemo,
} from '../kit/browser.ts'
import { callAs, seat } from '../kit/demo-doors.ts'

let demo: DemoReady & { stop(): Promise<number> }
let browser: Browser
let facilitator: DemoGuest
let elders: DemoGuest
let transport: DemoGuest
const guests: { [name: string]: Guest } = {}
let failed = false
let pollId = ''

const path = (rest: string) => `${demo.url}/demarches/${demo.workspaceId}${rest}`
const page = (name: string): Page => guests[name]!.page
const relais = 'Coop de transport Le Relais'
const aines = 'Table de concertation des aînés'

async function look(name: string, picture: string, whole = true): Promise<void> {
  const on = page(name)
  await keepPicture(on, picture, whole)
  const wide = await on.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  expect(wide, `${picture} overflows`).toBeLessThanOrEqual(1)
  expect(await axeFaults(on), picture).toEqual([])
  expect(guests[name]!.faults, picture).toEqual([])
}

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
  facilitator = personOf(demo, 'facilitator')
  elders = personOf(demo, 'delegate', aines)
  transport = personOf(demo, 'delegate', relais)
  guests.facilitator = await seat(browser, demo, facilitator)
  guests.elders = await seat(browser, demo, elders, 'phone')
  guests.transport = await seat(browser, demo, transport)
})

beforeEach(({ skip }) => skip(failed, 'a step before it failed'))

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  for (const [name, guest] of Object.entries(guests)) await keepPicture(guest.page, `failed-vote-${name}`)
})

afterAll(async () => {
  await browser?.close()
  expect(await demo?.stop()).toBe(0)
})

const base = { params: {}, options: [], adopts: true, secrecy: 'open', revote: false } as const
const yesNo: SettingChoice = { ...base, method: 'yesNo', results: 'afterClose' }
const consent: SettingChoice = { ...base, method: 'consent', results: 'afterClose' }

describe('polls of the second form, on screen', () => {
  test('the facilitator opens, from the one list, a question by yes or no', async () => {
    const on = page('facilitator')
    await on.goto(path('/scrutins'))
    await on.getByRole('link', { name: 'Ouvrir un scrutin' }).click()
    await on.getByRole('heading', { level: 1, name: 'Ouvrir un scrutin' }).waitFor()
    await look('facilitator', 'vote-page-choose-1440')
    await on.getByRole('link', { name: 'Poser une question' }).click()
    await on.getByLabel('Question, en français').fill('La prochaine rencontre se tient-elle à Rivebelle ?')
    await on.getByLabel('Question, en anglais').fill('Do we meet in Rivebelle next?')
    await on.locator('input[value=yesNo]').check()
    await look('facilitator', 'vote-page-opening-1440')
    await on.getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    await on.getByRole('dialog').getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    await on.getByRole('heading', { level: 1, name: /Rivebelle/ }).waitFor()
    pollId = on.url().split('/').at(-1)!
    await on.getByText('N’ont pas encore voté (64)').waitFor()
    await look('facilitator', 'vote-page-open-facilitator-1440')

    await on.goto(path('/scrutins'))
    await on.getByRole('heading', { level: 3, name: /Rivebelle/ }).waitFor()
    await on.getByText('· Oui, non, abstention · 0 voix sur 64').waitFor()
    await look('facilitator', 'vote-page-list-1440')
  })

  test('a delegate finds it in what awaits him, on a phone, and votes by keys alone; each step is said', async () => {
    const on = page('elders')
    await on.goto(path('/attend'))
    await on.getByRole('heading', { level: 2, name: /Bulletins à déposer/ }).waitFor()
    await look('elders', 'vote-page-waiting-390')
    await tabTo(on, /^Voter : La prochaine rencontre/)
    await on.keyboard.press('Enter')
    await on.getByRole('heading', { level: 2, name: aines }).waitFor()
    await look('elders', 'vote-page-ballot-390')
    const said = await listen(on)
    await tabTo(on, /^Oui/)
    await on.keyboard.press('Space')
    await tabTo(on, /^Relire et confirmer$/)
    await on.keyboard.press('Enter')
    await expect.poll(() => focused(on)).toBe('Revenir au bulletin')
    await on.keyboard.press('Shift+Tab')
    expect(await focused(on)).toBe(`Déposer la voix de ${aines}`)
    await on.keyboard.press('Enter')
    await on.getByText('Voix reçue', { exact: true }).waitFor()
    await expect.poll(said).toContain(`La voix de ${aines} est reçue.`)
    expect(await focused(on)).toBe(aines)
    await look('elders', 'vote-page-receipt-390')
    const { mySeats } = await callAs(demo, elders, doors.vote, { pollId })
    const shown = await on.locator('.receipt .digest').textContent()
    expect(plain(shown).replace(/ /g, '')).toBe(mySeats[0]!.mine!.digest)
  })

  test('a voice written down for an absent seat is contested by its holder, who then votes herself', async () => {
    const on = page('facilitator')
    await on.goto(path(`/scrutins/${pollId}`))
    await on.getByRole('button', { name: 'Consigner une voix' }).click()
    await on.getByLabel('Organisation', { exact: true }).selectOption({ label: relais })
    const ballot = on.getByRole('region', { name: relais })
    await ballot.getByLabel(/^Non/).check()
    await ballot.getByRole('button', { name: 'Relire et confirmer' }).click()
    await on.getByText('Cette voix sera marquée partout comme recueillie').waitFor()
    await on.getByRole('button', { name: `Déposer la voix de ${relais}` }).click()

    const hers = page('transport')
    await hers.goto(path('/attend'))
    await hers.getByRole('heading', { name: `Voix recueillie pour ${relais}` }).waitFor()
    await look('transport', 'vote-page-recorded-1440')
    const said = await listen(hers)
    await hers.getByRole('button', { name: `Ce n’est pas la voix de ${relais}` }).click()
    await hers
      .getByRole('dialog')
      .getByRole('button', { name: /Ce n’est pas la voix/ })
      .click()
    await expect.poll(said).toContain(`La voix de ${relais} est contestée : elle ne compte plus.`)
    await hers.getByRole('link', { name: /^Voter.*Rivebelle/ }).click()
    await hers.getByLabel(/^Oui/).check()
    await hers.getByRole('button', { name: 'Relire et confirmer' }).click()
    await hers.getByRole('button', { name: `Déposer la voix de ${relais}` }).click()
    await hers.getByText('Voix reçue', { exact: true }).waitFor()
  })

  test('papers count once a second person has held them against the list', async () => {
    const on = page('facilitator')
    await on.goto(path(`/scrutins/${pollId}`))
    await on.getByRole('button', { name: 'Inscrire des bulletins de papier' }).click()
    const desk = on.getByRole('region', { name: 'Bulletins de papier' })
    for (const answer of [/^Oui/, /^Abstention/]) {
      await desk.getByLabel('Siège', { exact: true }).selectOption({ index: 1 })
      await desk.getByLabel(answer).check()
      await desk.getByRole('button', { name: 'Ajouter ce bulletin' }).click()
    }
    await desk.getByLabel('Qui les relira, papiers en main').selectOption({ label: 'Réjean Arcand' })
    await look('facilitator', 'vote-page-papers-1440')
    await desk.getByRole('button', { name: 'Remettre 2 bulletins à la relecture' }).click()
    await on.getByText('Une autre personne que vous doit les relire').waitFor()
    expect((await callAs(demo, facilitator, doors.vote, { pollId })).received).toBe(2)

    const second = page('elders')
    await second.goto(path('/attend'))
    const set = second.getByRole('article', { name: 'Bulletins de papier à relire (2)' })
    await set.getByRole('checkbox').check()
    await look('elders', 'vote-page-teller-390')
    await set.getByRole('button', { name: 'Faire entrer 2 bulletins' }).click()
    await set.waitFor({ state: 'detached' })
    expect((await callAs(demo, facilitator, doors.vote, { pollId })).received).toBe(4)
  })

  test('closed, counted, proclaimed: the outcome is a word apart from its figures, and the ballots leave as a file', async () => {
    const on = page('facilitator')
    await on.goto(path(`/scrutins/${pollId}`))
    await on.getByRole('button', { name: 'Clore le scrutin' }).click()
    await on.getByRole('dialog').getByRole('button', { name: 'Clore le scrutin' }).click()
    await on.getByText('Dépouillement, non proclamé').waitFor()
    await on.getByRole('button', { name: 'Proclamer le résultat' }).click()
    await on.locator('.outcome-word').waitFor()
    await look('facilitator', 'vote-page-result-1440')
    const ballots = await on.request.get(
      demo.url + (await on.getByRole('link', { name: /Télécharger les bulletins/ }).getAttribute('href')),
    )
    expect(ballots.status()).toBe(200)
    await page('elders').goto(path(`/scrutins/${pollId}`))
    await page('elders').locator('.outcome-word').waitFor()
    await look('elders', 'vote-page-result-390')
  })

  test('from an objection to a change of the text, then to a new round with the difference shown', async () => {
    const on = page('facilitator')
    await on.goto(path('/plan/priorities'))
    const field = on.locator('.plan-field[data-kind=prose]').first()
    await field.hover()
    await field.getByRole('button', { name: /^Mettre aux voix/ }).click()
    await on.locator('input[value=consent]').check()
    await look('facilitator', 'vote-page-opening-passage-1440')
    await on.getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    await on.getByRole('dialog').getByRole('button', { name: 'Ouvrir le scrutin' }).click()
    await on.getByRole('heading', { level: 2, name: 'Le texte soumis au vote' }).waitFor()
    const first = on.url().split('/').at(-1)!

    const hers = page('transport')
    await hers.goto(path(`/scrutins/${first}`))
    await hers.getByRole('button', { name: `Soulever une objection : ${relais}` }).click()
    const form = hers.locator('form.objection-form')
    await form.getByLabel('Blocage').check()
    await form.getByLabel('Ce qui bloque').fill('Rien n’est dit des transports du soir.')
    await form.getByLabel('Le changement qui la lèverait').fill('Les trajets du soir en font partie.')
    await hers.getByRole('button', { name: `Déposer l’objection de ${relais}` }).click()
    await hers.getByRole('heading', { level: 3, name: new RegExp(relais) }).waitFor()
    await look('transport', 'vote-page-objection-1440')

    await on.getByRole('heading', { level: 3, name: new RegExp(relais) }).waitFor()
    await on.getByRole('button', { name: 'Clore le scrutin' }).click()
    await on.getByRole('dialog').getByRole('button', { name: 'Clore le scrutin' }).click()
    await on.getByText('Dépouillement, non proclamé').waitFor()

    // Three gestures, each by a key.
    await on.getByRole('link', { name: /^Proposer une modification/ }).press('Enter')
    await on.getByRole('button', { name: /^Mettre ces mots dans/ }).press('Enter')
    await on
      .getByRole('main')
      .getByText(/^Mots ajoutés dans/)
      .waitFor()
    await look('facilitator', 'vote-page-offered-1440', false)
    await on.getByRole('link', { name: 'Ouvrir un nouveau tour' }).press('Enter')
    await on.getByRole('heading', { level: 2, name: 'Ce qui a changé depuis le tour 1' }).waitFor()
    await on.locator('.since-round ins').getByText('Les trajets du soir en font partie.').waitFor()
    // Its words were just put in: the third gesture shows the new round with its difference, this objection said to be answered.
    expect(await on.getByLabel(new RegExp(`Blocage · ${relais}`)).isChecked()).toBe(true)
    // A new round asks as the one before did.
    expect(await on.locator('input[value=consent]').isChecked()).toBe(true)
    await look('facilitator', 'vote-page-new-round-1440')
    await on.getByRole('button', { name: 'Ouvrir un nouveau tour' }).click()
    await on.getByRole('dialog').getByRole('button', { name: 'Ouvrir un nouveau tour' }).click()
    await on.getByText('Intégrée au texte', { exact: true }).waitFor()

    await page('elders').goto(path('/attend'))
    await page('elders')
      .getByRole('link', { name: /^Voter/ })
      .first()
      .click()
    await page('elders').getByRole('heading', { level: 2, name: aines }).waitFor()
    await page('elders').getByRole('button', { name: 'Page' }).click()
    await page('elders')
      .locator('.since-round ins')
      .getByText(/trajets du soir/)
      .waitFor()
    await look('elders', 'vote-page-round-two-390')
  })

  test('an edit after a vote is shown, and says on which version the vote is', async () => {
    const on = page('transport')
    const second = (await callAs(demo, transport, doors.votes, { planId: demo.planId })).at(-1)!
    await on.goto(path(`/scrutins/${second.id}/bulletin`))
    await on.getByRole('radio', { name: /^Appui Le texte/ }).check()
    await on.getByRole('button', { name: 'Relire et confirmer' }).click()
    await on.getByRole('button', { name: `Déposer la voix de ${relais}` }).click()
    await on.getByText('Voix reçue', { exact: true }).waitFor()

    const writer = page('facilitator')
    await writer.goto(path('/plan/priorities'))
    const prose = writer.locator('.plan-field[data-kind=prose] .ProseMirror').first()
    await prose.click()
    await writer.keyboard.press('Control+End')
    await writer.keyboard.type(' Et ceux du matin.')
    await on.getByText(`${relais} : votre vote porte sur la version`).waitFor()
    await on.locator('summary', { hasText: 'Voir ce qui a changé' }).click()
    await on
      .locator('ins')
      .getByText(/Et ceux du matin/)
      .first()
      .waitFor()
    await look('transport', 'vote-page-moved-1440')
  })

  test('VOTE-18 on a phone, where the text is in another tab, the ballot says that it moved and leads to it; what was ticked stays', async () => {
    const [on, writer] = [page('elders'), page('facilitator')]
    const second = (await callAs(demo, elders, doors.votes, { planId: demo.planId })).at(-1)!
    await on.goto(path(`/scrutins/${second.id}/bulletin`))
    const warning = on.locator('.to-margin').getByText('Le texte a bougé depuis l’ouverture')
    const support = on.getByRole('radio', { name: /^Appui Le texte/ })
    await warning.waitFor()
    await support.check()

    const added = ' Et ceux du matin.'
    for (const _ of added) await writer.keyboard.press('Backspace')
    await warning.waitFor({ state: 'detached' })
    await writer.keyboard.type(added)
    await warning.waitFor()
    expect(await support.isChecked()).toBe(true)
    await look('elders', 'vote-ballot-moved-390')

    await on.getByRole('button', { name: 'Lire le texte soumis au vote' }).click()
    await on.locator('summary', { hasText: 'Voir ce qui a changé' }).waitFor()
  })

  test('a link in a letter leads, through the entry, to the ballot itself', async () => {
    const { id } = await callAs(
      demo,
      facilitator,
      doors.openVote,
      { planId: demo.planId },
      {
        subject: { kind: 'question' },
        question: { fr: 'Ouvrons-nous un troisième atelier ?', en: 'Do we open a third workshop?' },
        choice: yesNo,
        clientKey: crypto.randomUUID(),
      },
    )
    guests.letter = await openScreen(browser, { width: 390, height: 844 })
    const on = page('letter')
    await on.goto(path(`/scrutins/${id}/bulletin`))
    await on.getByLabel(/^Adresse/).fill('personne@exemple.org')
    await on.getByRole('button', { name: 'Recevoir un lien' }).click()
    await on.getByText('C’est noté. Regardez vos courriels.').first().waitFor()
    await on.goto(transport.signInUrl)
    await on.getByRole('button', { name: 'Entrer' }).click()
    await on.getByRole('heading', { level: 2, name: relais }).waitFor()
    expect(on.url()).toBe(path(`/scrutins/${id}/bulletin`))
    await look('letter', 'vote-page-letter-390')
  })

  test('a ballot being filled in stays through a refresh, and leaves the device at the sign-out', async () => {
    const on = page('letter')
    await on.getByLabel(/^Non/).check()
    await on.reload()
    await expect.poll(() => on.getByLabel(/^Non/).isChecked()).toBe(true)
    const kept = () => on.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('kept/')))
    expect((await kept()).length).toBeGreaterThan(0)
    await on.getByRole('button', { name: /^Compte de/ }).click()
    await on.getByRole('menuitem', { name: 'Quitter' }).click()
    await on.waitForURL(/\/entrer/)
    expect(await kept()).toEqual([])
  })

  test('an annulled poll stays on record with its reason', async () => {
    const { id } = await callAs(
      demo,
      facilitator,
      doors.openVote,
      { planId: demo.planId },
      {
        subject: { kind: 'allocation' },
        choice: consent,
        clientKey: crypto.randomUUID(),
      },
    )
    const on = page('facilitator')
    await on.goto(path(`/scrutins/${id}`))
    await on.getByRole('table', { name: 'Répartition par territoire' }).waitFor()
    await on.getByRole('button', { name: 'Annuler ce scrutin' }).click()
    await on.getByLabel('Le motif').fill('La question était mal posée.')
    await on.getByRole('dialog').getByRole('button', { name: 'Annuler ce scrutin' }).click()
    await on.getByText('Ce scrutin est annulé').waitFor()
    await on.getByText('La question était mal posée.').waitFor()
    await look('facilitator', 'vote-page-annulled-1440')
  })
})
