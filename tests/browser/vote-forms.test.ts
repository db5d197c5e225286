// What a ballot asks before it goes, what it offers after; what is said aloud; the form of a poll and objections, in a real browser.
import type { Browser, Route } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { VoteScene } from '../../client/pages/vote/vote-news.ts'
import { confirm, confirmByClick, enterBooth, focused, listen, plain, press, tabTo } from '../kit/booth.ts'
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
    await page.getByRole('button', { name: 'Ajouter un point : Transport' }).click({ clickCount: 3 })
    await page.getByRole('button', { name: 'Ajouter un point : Logement' }).click({ clickCount: 2 })
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
