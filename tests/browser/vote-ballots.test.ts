// The ballots of every method in a real browser, by keys alone; what the device keeps; a vote that finds no network; what is said aloud.
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VoteOffer } from '../../client/pages/vote/paper-store.ts'
import type { VoteScene } from '../../client/pages/vote/vote-news.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { checkValue } from '../../shared/poll/setting-check.ts'
import { type FixtureName, settingOf } from '../gallery/fixtures.ts'
import { launchChromium, openScreen } from '../kit/browser.ts'
import { type Gallery, openGallery } from '../kit/gallery.ts'

let gallery: Gallery
let browser: Browser

beforeAll(async () => {
  gallery = await openGallery()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await gallery?.stop()
})

interface Booth {
  readonly page: Page
  /** Every vote that reached the other side, in order. */
  readonly offers: VoteOffer[]
  readonly faults: string[]
}

const receipt = { receivedAt: '2026-10-02T18:20:00.000Z', digest: 'c0ffee11'.repeat(8) }

/** A seat's ballot on screen, the other side answering with `answer` (a receipt unless told). */
async function enter(show: string, query = '', answer?: (route: Route) => Promise<void>): Promise<Booth> {
  const { page, faults } = await openScreen(browser, { width: 390, height: 844 })
  const offers: VoteOffer[] = []
  await page.route('**/votes', async (route) => {
    offers.push(route.request().postDataJSON() as VoteOffer)
    await (answer ? answer(route) : route.fulfill({ json: receipt }))
  })
  await page.goto(gallery.at(show, query))
  await page.getByRole('heading', { level: 1 }).waitFor()
  return { page, offers, faults }
}

/** The accessible name of what has the focus, as the browser's own tree says it, with its role. */
async function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const element = document.activeElement as HTMLInputElement | null
    if (!element || element === document.body) return 'nowhere'
    const label = element.ariaLabel ?? element.labels?.[0]?.textContent ?? element.textContent ?? ''
    return label.trim().replace(/\s+/g, ' ')
  })
}

async function tabTo(page: Page, wanted: RegExp, most = 60): Promise<void> {
  for (let presses = 0; presses < most; presses++) {
    await page.keyboard.press('Tab')
    if (wanted.test(await focused(page))) return
  }
  throw new Error(`no ${wanted} within ${most} presses; on ${await focused(page)}`)
}

/** Every space a plain one: what is asserted is what is read. */
const plain = (text: string | null) => (text ?? '').replace(/\s+/g, ' ').trim()

const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key)
}

/** From wherever the focus is in the ballot to its receipt, by keys. */
async function confirm(page: Page): Promise<void> {
  await tabTo(page, /^Relire et confirmer$/)
  await page.keyboard.press('Enter')
  // The way back has the focus first: Enter pressed twice casts nothing.
  await expect.poll(() => focused(page)).toBe('Revenir au bulletin')
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe('Déposer la voix de Coop de transport Le Relais')
  await page.keyboard.press('Enter')
}

const ways: Record<string, { fill: (page: Page) => Promise<void>; value: Value }> = {
  consent: {
    fill: async (page) => {
      await tabTo(page, /^Appui/)
      await press(page, 'Space')
    },
    value: { choice: 'support' },
  },
  gradients: {
    fill: async (page) => {
      await tabTo(page, /^J’appuie pleinement/)
      await press(page, 'Space', 'ArrowDown', 'ArrowDown')
    },
    value: { level: 2 },
  },
  fist: {
    fill: async (page) => {
      await tabTo(page, /^5 doigts/)
      await press(page, 'Space', 'ArrowDown')
    },
    value: { fingers: 4 },
  },
  yesNo: {
    fill: async (page) => {
      await tabTo(page, /^Oui/)
      await press(page, 'Space', 'ArrowDown')
    },
    value: { answer: 'no' },
  },
  approval: {
    fill: async (page) => {
      await tabTo(page, /^Transport collectif rural/)
      await press(page, 'Space')
      await tabTo(page, /^Accès à l’alimentation/)
      await press(page, 'Space')
    },
    value: { options: ['o1', 'o3'] },
  },
  dots: {
    fill: async (page) => {
      await tabTo(page, /^Ajouter un point : Transport collectif rural$/)
      // The cap is three: a fourth press gives nothing, and the focus stays.
      await press(page, 'Enter', 'Enter', 'Enter', 'Enter')
      expect(await focused(page)).toBe('Ajouter un point : Transport collectif rural')
      await tabTo(page, /^Ajouter un point : Logement des aînés$/)
      await press(page, 'Enter', 'Enter')
    },
    value: { dots: { o1: 3, o2: 2 } },
  },
  score: {
    fill: async (page) => {
      // « sans note » is where the row starts.
      await tabTo(page, /^sans note : Transport collectif rural$/)
      await press(page, 'ArrowLeft', 'ArrowLeft')
      expect(await focused(page)).toBe('9 : Transport collectif rural')
    },
    value: { scores: { o1: 9 } },
  },
  judgment: {
    fill: async (page) => {
      for (const [option, downs] of [
        ['Transport collectif rural', 0],
        ['Logement des aînés', 1],
        ['Accès à l’alimentation', 2],
        ['Rien de plus', 3],
      ] as const) {
        await tabTo(page, new RegExp(`^Très bien : ${option}`))
        await press(page, 'Space', ...Array<string>(downs).fill('ArrowRight'))
      }
    },
    value: { grades: { o1: 'g1', o2: 'g2', o3: 'g3', o4: 'g4' } },
  },
  schulze: {
    fill: async (page) => {
      await tabTo(page, /^Classer en place 1 Transport/)
      await press(page, 'Enter')
      await tabTo(page, /^Classer en place 2 Logement/)
      await press(page, 'Enter')
      await tabTo(page, /^Classer en place 3 Accès/)
      await press(page, 'Enter')
      // The row kept its controls and the focus: up past one, then ex aequo with the first.
      await tabToBack(page, /^Monter : Accès/)
      await press(page, 'Enter')
      expect(await focused(page)).toMatch(/^Monter : Accès/)
      await tabTo(page, /^Mettre à égalité avec la précédente : Accès/, 3)
      await press(page, 'Enter')
      expect(await focused(page)).toMatch(/^Mettre à égalité avec la précédente : Accès/)
    },
    value: { ranking: [['o1', 'o3'], ['o2']] },
  },
  amounts: {
    fill: async (page) => {
      await tabTo(page, /^Transport collectif rural/)
      await page.keyboard.type('150 000,50')
      await tabTo(page, /^Ajouter tout le reste Logement/)
      await press(page, 'Enter')
    },
    value: { amounts: { o1: 15_000_050, o2: 24_999_950 } },
  },
  projects: {
    fill: async (page) => {
      await tabTo(page, /^Minibus/)
      await press(page, 'Space')
      await tabTo(page, /^Cuisine/)
      await press(page, 'Space')
    },
    value: { projects: ['p1', 'p2'] },
  },
}

async function tabToBack(page: Page, wanted: RegExp): Promise<void> {
  for (let presses = 0; presses < 20; presses++) {
    if (wanted.test(await focused(page))) return
    await page.keyboard.press('Shift+Tab')
  }
  throw new Error(`no ${wanted} on the way back; on ${await focused(page)}`)
}

describe('by keys alone', () => {
  test.each(Object.keys(ways))('a delegate fills in and casts a ballot: %s', async (name) => {
    const { page, offers, faults } = await enter(`ballot/${name}`)
    const { fill, value } = ways[name]!
    const said = await listen(page)

    await fill(page)
    await confirm(page)

    await page.getByText('Voix reçue').waitFor()
    expect(offers.map((offer) => offer.value)).toEqual([value])
    expect(checkValue(settingOf(name as FixtureName), value)).toBeNull()
    await expect.poll(() => focused(page)).toBe('Coop de transport Le Relais')
    await expect.poll(said).toContain('La voix de Coop de transport Le Relais est reçue.')
    expect(faults).toEqual([])
    await page.context().close()
  })

  test('a blank vote, in every method but consent', async () => {
    const { page, offers } = await enter('ballot/judgment')
    await tabTo(page, /^Voter blanc$/)
    await press(page, 'Space')
    await confirm(page)
    await page.getByText('Voix reçue').waitFor()
    expect(offers[0]?.value).toEqual({ blank: true })
    await page.goto(gallery.at('ballot/consent'))
    await page.getByRole('heading', { name: 'Coop de transport Le Relais' }).waitFor()
    expect(await page.getByLabel('Voter blanc').count()).toBe(0)
    await page.context().close()
  })
})

/** What the live region of a page has said since; the newest last. */
async function listen(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const said: string[] = []
    Object.assign(window, { said })
    const region = document.querySelector('[role=status][aria-atomic=true]')!
    new MutationObserver(() => region.textContent && said.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    })
  })
  return async () => (await page.evaluate(() => (window as unknown as { said: string[] }).said)).map(plain)
}

const refetch = (page: Page) =>
  page.evaluate(() => (window as unknown as { gallery: { refetch(): void } }).gallery.refetch())

describe('what the device keeps', () => {
  test('TRAP-13 others voting, a refresh and another language clear no ballot and take no focus away', async () => {
    const { page } = await enter('ballot/amounts')
    const field = page.getByLabel('Transport collectif rural', { exact: true })
    await field.fill('150 000')
    await field.focus()
    await refetch(page)
    await expect.poll(() => field.inputValue()).toBe('150 000')
    expect(await field.evaluate((element) => element === document.activeElement)).toBe(true)

    await page.reload()
    expect(await field.inputValue()).toBe('150 000')
    await page.evaluate(() => localStorage.setItem('lang', 'en'))
    await page.reload()
    expect(await page.getByLabel('Rural public transit', { exact: true }).inputValue()).toBe('150 000')
    await page.context().close()
  })

  test('each seat has its card, titled with its organisation, and its own draft', async () => {
    const { page, offers } = await enter('ballot/yesNo', '&proxy')
    const card = (name: string) => page.getByRole('region', { name })
    await card('Coop de transport Le Relais').getByLabel('Oui').check()
    await card('MRC des Rivières').getByLabel('Non').check()
    await page.reload()
    expect(await card('Coop de transport Le Relais').getByLabel('Oui').isChecked()).toBe(true)
    expect(await card('MRC des Rivières').getByLabel('Non').isChecked()).toBe(true)

    await card('MRC des Rivières').getByRole('button', { name: 'Relire et confirmer' }).click()
    const dialog = page.getByRole('dialog')
    // The confirmation is of this seat, with its own choice (TRAP-11).
    await dialog.getByText('MRC des Rivières', { exact: true }).waitFor()
    expect((await dialog.getByRole('definition').allTextContents()).map(plain)).toEqual([
      'MRC des Rivières',
      expect.stringContaining('Se déplacer le samedi'),
      'Non',
    ])
    await dialog.getByRole('button', { name: 'Déposer la voix de MRC des Rivières' }).click()
    await card('MRC des Rivières').getByText('Voix reçue').waitFor()
    expect(offers).toMatchObject([{ seatId: 'mrc', value: { answer: 'no' } }])
    expect(await card('Coop de transport Le Relais').getByLabel('Oui').isChecked()).toBe(true)
    await page.context().close()
  })
})

describe('a vote without network', () => {
  test('is shown as not transmitted until its receipt, and every retry is the same vote', async () => {
    let down = true
    const { page, offers } = await enter('ballot/dots', '', (route) =>
      down ? route.abort('internetdisconnected') : route.fulfill({ json: receipt }),
    )
    await ways.dots!.fill(page)
    await confirm(page)
    await page.getByText('Non transmis : Coop de transport Le Relais').waitFor()
    expect(await page.getByText('Voix reçue').count()).toBe(0)

    await page.reload()
    await page.getByText('Non transmis : Coop de transport Le Relais').waitFor()
    await page.getByRole('button', { name: 'Transmettre de nouveau la voix de Coop' }).click()
    await page.getByText('Non transmis').waitFor()
    down = false
    await page.evaluate(() => window.dispatchEvent(new Event('online')))
    await page.getByText('Voix reçue').waitFor()

    expect(offers.length).toBeGreaterThanOrEqual(3)
    expect(new Set(offers.map(({ clientKey }) => clientKey)).size).toBe(1)
    expect(new Set(offers.map((offer) => JSON.stringify(offer))).size).toBe(1)
    await page.context().close()
  })

  test('taken back and confirmed again unchanged is still the same vote; changed, it is another', async () => {
    const { page, offers } = await enter('ballot/yesNo', '', (route) => route.abort('internetdisconnected'))
    await ways.yesNo!.fill(page)
    await confirm(page)
    await page.getByText('Non transmis').waitFor()
    await page.getByRole('button', { name: 'Revenir au bulletin' }).click()
    expect(await page.getByLabel('Non').isChecked()).toBe(true)
    await confirm(page)
    await page.getByText('Non transmis').waitFor()
    await page.getByRole('button', { name: 'Revenir au bulletin' }).click()
    await page.getByLabel('Oui').check()
    await confirm(page)
    await page.getByText('Non transmis').waitFor()

    await expect.poll(() => offers.length).toBe(3)
    expect(offers[0]!.clientKey).toBe(offers[1]!.clientKey)
    expect(offers[2]!.clientKey).not.toBe(offers[0]!.clientKey)
    await page.context().close()
  })

  test('a refusal is an answer: its words stand above the ballot, which is whole', async () => {
    const { page } = await enter('ballot/yesNo', '', (route) =>
      route.fulfill({
        status: 409,
        json: {
          refusal: { code: 'alreadyVoted' },
          message: { fr: 'Coop de transport Le Relais a déjà voté.', en: 'Already voted.' },
        },
      }),
    )
    await ways.yesNo!.fill(page)
    await confirm(page)
    await page.getByRole('alert').getByText('Coop de transport Le Relais a déjà voté.').waitFor()
    expect(await page.getByLabel('Non').isChecked()).toBe(true)
    expect(await page.getByText('Non transmis').count()).toBe(0)
    await page.context().close()
  })
})

describe('what a ballot asks', () => {
  test('a block asks its words and leads to them', async () => {
    const { page, offers } = await enter('ballot/gradients')
    await page.getByLabel('Je m’oppose : veto').check()
    await page.getByRole('button', { name: 'Relire et confirmer' }).click()
    await page.getByText('Une réserve ou un blocage demande une explication.').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('TEXTAREA')
    await page.keyboard.type('Deux villages restent sans passage.')
    await confirm(page)
    await page.getByText('Voix reçue').waitFor()
    expect(offers[0]).toMatchObject({ value: { level: 7 }, reason: 'Deux villages restent sans passage.' })
    await page.context().close()
  })

  test('what is left is said at each change, and a ballot over its envelope is not sent', async () => {
    const { page, offers } = await enter('ballot/projects')
    const left = page.locator('.vote-left')
    const words = async () => plain(await left.textContent())
    await expect.poll(words).toBe('Reste : 300 000 $ sur 300 000 $.')
    await page.getByLabel('Minibus du samedi').check()
    await page.getByLabel('Rénovation de la halte').check()
    await expect.poll(words).toBe('Dépasse de 20 000 $ l’enveloppe de 300 000 $.')
    expect(await left.getAttribute('role')).toBe('status')
    await page.getByRole('button', { name: 'Relire et confirmer' }).click()
    expect(await page.getByRole('dialog').count()).toBe(0)
    expect(offers).toEqual([])
    await page.context().close()
  })

  test('a secret vote leaves nothing of its value on the device once received', async () => {
    const { page } = await enter('ballot/secret')
    await page.getByLabel('Non').check()
    await confirmByClick(page)
    await page.getByText('son contenu n’est plus lisible').waitFor()
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }))
    expect(kept).toContain('vote-receipt/')
    expect(kept).not.toMatch(/answer|"no"|vote-paper|vote-offer/)
    await page.context().close()
  })

  test('a vote that may be replaced offers it after its receipt, and is another vote', async () => {
    const { page, offers } = await enter('ballot/dots')
    await ways.dots!.fill(page)
    await confirm(page)
    await page.getByRole('button', { name: 'Modifier ce vote' }).click()
    await page.getByRole('button', { name: 'Ajouter un point : Logement des aînés' }).click({ clickCount: 3 })
    await page.getByRole('button', { name: 'Ajouter un point : Accès' }).click({ clickCount: 2 })
    await confirmByClick(page)
    await expect.poll(() => offers.length).toBe(2)
    expect(offers[1]!.value).toEqual({ dots: { o2: 3, o3: 2 } })
    expect(offers[1]!.clientKey).not.toBe(offers[0]!.clientKey)
    await page.context().close()
  })
})

async function confirmByClick(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Relire et confirmer' }).click()
  await page.getByRole('button', { name: 'Déposer la voix de Coop de transport Le Relais' }).click()
}

test('whoever only listens hears the opening, their presence, their seat and proxy, then the result', async () => {
  const { page } = await enter('news')
  const said = await listen(page)
  const show = (scene: VoteScene) =>
    page.evaluate(
      (next) =>
        (window as unknown as { gallery: { setScene(scene: VoteScene): void } }).gallery.setScene(next),
      scene,
    )
  const poll = { id: 'p', question: { fr: 'Le samedi ?', en: 'Saturdays?' }, open: true, outcome: null }
  const scene: VoteScene = { polls: [], present: false, seats: [], received: [] }
  const seats = [
    { seatId: 'a', name: 'Le Relais', as: 'self' as const },
    { seatId: 'b', name: 'la MRC', as: 'proxy' as const },
  ]
  await show(scene)
  await show({ ...scene, present: true, seats })
  await expect
    .poll(said)
    .toContain(
      'Votre présence est notée. Vous portez le siège de Le Relais. Vous portez la procuration de la MRC.',
    )
  await show({ ...scene, present: true, seats, polls: [poll] })
  await expect.poll(said).toContain('Un scrutin est ouvert : Le samedi ?')
  await show({
    ...scene,
    present: true,
    seats,
    polls: [{ ...poll, open: false, outcome: 'consensus' }],
  })
  await expect.poll(said).toContain('Résultat : Le samedi ? Consensus constaté.')
  await page.context().close()
})

describe('the form of a poll', () => {
  test('by keys alone a facilitator prepares a ranking, and is led to what is missing', async () => {
    const { page } = await enter('setting')
    const sent: unknown[] = []
    await page.route('**/settings', async (route) => {
      sent.push(route.request().postDataJSON())
      await route.fulfill({ json: null })
    })
    await tabTo(page, /^Consentement/)
    await press(page, 'Space', ...Array<string>(5).fill('ArrowDown'))
    expect(await focused(page)).toMatch(/^Classement \(Schulze\)/)
    await tabTo(page, /^Ouvrir le scrutin$/)
    await press(page, 'Enter')
    await expect.poll(() => focused(page)).toBe('En français')
    await page.keyboard.type('Le samedi')
    await press(page, 'Tab')
    await page.keyboard.type('Saturdays')
    await tabTo(page, /^En français$/)
    await page.keyboard.type('Ne rien changer')
    await press(page, 'Tab')
    await page.keyboard.type('Change nothing')
    await tabTo(page, /^Ouvrir le scrutin$/)
    await press(page, 'Enter')
    await expect.poll(() => sent.length).toBe(1)
    expect(sent[0]).toEqual({
      method: 'schulze',
      params: {},
      options: [
        { id: 'o1', label: { fr: 'Le samedi', en: 'Saturdays' } },
        { id: 'o2', label: { fr: 'Ne rien changer', en: 'Change nothing' } },
      ],
      adopts: false,
      secrecy: 'open',
      revote: false,
      results: 'afterClose',
      electorate: 'frozen',
    })
    await page.context().close()
  })

  test('secrecy says what it costs, and that it will be refused among too few or unequal seats', async () => {
    const { page } = await enter('setting', '&seats=4&weights')
    await page.getByLabel('Oui, non, abstention').check()
    await page.getByLabel('Secret', { exact: false }).last().check()
    for (const words of [
      'Un vote secret ne se reprend pas, et ne pourra jamais devenir public.',
      'S’il est unanime, chacun saura ce que chacun a choisi.',
      'Trop peu de sièges : ce scrutin secret sera refusé.',
      'La règle pondère les voix par collège',
    ])
      await page.getByText(words).waitFor()
    expect(await page.getByLabel('Un vote peut être remplacé').count()).toBe(0)
    await page.getByLabel('Consentement').check()
    expect(await page.locator('input[value=secret]').count()).toBe(0)
    await page.context().close()
  })
})

test('an objection needs its argument; its steps carry a key that makes a retry the same step', async () => {
  const { page } = await enter('objections')
  const steps: { clientKey: string; words: string }[] = []
  await page.route('**/steps', async (route) => {
    steps.push(route.request().postDataJSON() as { clientKey: string; words: string })
    await (steps.length === 1 ? route.abort('failed') : route.fulfill({ json: null }))
  })
  const form = page.locator('.objection-form')
  await form.getByLabel('Blocage').check()
  await form.getByRole('button', { name: 'Déposer l’objection' }).click()
  await page.getByText('Écrivez l’argument.').waitFor()

  const card = page.getByRole('article', { name: /Comité des personnes concernées/ })
  await card.getByText('Soulevée', { exact: true }).waitFor()
  await card.getByRole('button', { name: 'Répondre Comité des personnes concernées' }).click()
  await card.getByLabel('Vos mots').fill('Le prix est au point 4.')
  await card.getByRole('button', { name: 'Répondre' }).click()
  await card.getByRole('alert').waitFor()
  expect(await card.getByLabel('Vos mots').inputValue()).toBe('Le prix est au point 4.')
  await card.getByRole('button', { name: 'Répondre' }).click()
  await card.getByLabel('Vos mots').waitFor({ state: 'detached' })
  expect(steps[0]).toEqual(steps[1])
  await page.context().close()
})
