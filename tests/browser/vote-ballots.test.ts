// The ballots of every method in a real browser, by keys alone; what the device keeps; a vote that finds no network.
import type { Browser, Page, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Value } from '../../shared/poll/setting.ts'
import { checkValue } from '../../shared/poll/setting-check.ts'
import { type FixtureName, settingOf } from '../gallery/fixtures.ts'
import {
  confirm,
  enterBooth,
  focused,
  listen,
  plain,
  press,
  receipt,
  tabTo,
  tabToBack,
} from '../kit/booth.ts'
import { launchChromium } from '../kit/browser.ts'
import { type Gallery, openGallery } from '../kit/gallery.ts'

let gallery: Gallery
let browser: Browser
const enter = (show: string, query?: string, answer?: (route: Route) => Promise<void>) =>
  enterBooth({ gallery, browser }, show, query, answer)

beforeAll(async () => {
  gallery = await openGallery()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await gallery?.stop()
})

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
