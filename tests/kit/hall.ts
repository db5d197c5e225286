// Ten people at their own screens: who sits where, what each screen's live region has said, a ballot filled in and cast by keys alone.
// Called by tests/browser/hybrid.test.ts.
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { choiceKeys, consentChoices } from '../../shared/poll/consent.ts'
import { focused, listen, plain, tabTo } from './booth.ts'
import { axeFaults, type Guest, keepPicture } from './browser.ts'

export interface Hall<Name extends string> {
  sit(name: Name, guest: Guest): void
  page(name: Name): Page
  names(): readonly Name[]
  /** From now on, what this page's live region says; again after each page that is loaded anew. */
  attend(name: Name): Promise<void>
  /** Waits until the live region has said these words since `attend`. */
  hears(name: Name, words: string): Promise<void>
  /** Looks at the page as it stands: nothing wider than the screen, no violation, no fault of its own; its picture is kept. */
  look(name: Name, picture: string, whole?: boolean): Promise<void>
  keepAll(prefix: string): Promise<void>
}

export function openHall<Name extends string>(): Hall<Name> {
  const guests = new Map<Name, Guest>()
  const ears = new Map<Name, () => Promise<string[]>>()
  const page = (name: Name) => guests.get(name)!.page
  return {
    page,
    names: () => [...guests.keys()],
    sit(name, guest) {
      // Ten screens on one machine: each is slower than one.
      guest.page.setDefaultTimeout(30_000)
      guests.set(name, guest)
    },
    async attend(name) {
      ears.set(name, await listen(page(name)))
    },
    async hears(name, words) {
      const said = ears.get(name)
      if (!said) throw new Error(`nobody listens at ${name}’s`)
      await expect
        .poll(async () => (await said()).join(' '), { timeout: 30_000, message: `${name} hears` })
        .toContain(words)
    },
    async look(name, picture, whole = false) {
      const on = page(name)
      await keepPicture(on, picture, whole)
      const wide = await on.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
      expect(wide, `${picture} overflows`).toBeLessThanOrEqual(1)
      expect(await axeFaults(on), picture).toEqual([])
      expect(guests.get(name)!.faults, picture).toEqual([])
    },
    async keepAll(prefix) {
      for (const [name, guest] of guests) await keepPicture(guest.page, `${prefix}-${name}`)
    },
  }
}

/** What comes within the time a loaded machine needs. */
const soon = <T>(look: () => Promise<T>) => expect.poll(look, { timeout: 30_000 })

const choices = ['Appui', 'Appui avec réserve', 'Abstention', 'Blocage'] as const
export type Choice = (typeof choices)[number]

/** What takes the focus from the first answer of a ballot to the button that reviews it. */
const stops: { readonly [choice in Choice]: string } = {
  Appui: 'Un mot d’explication',
  'Appui avec réserve': 'Votre réserve',
  Abstention: 'Un mot d’explication',
  Blocage: 'Ce qui bloque',
}

/**
 * Fills in and casts the ballot of a seat by consent, by keys alone, from wherever the focus is: Tab reaches the answers once, the words
 * they ask for, the review, in that order; the dialog gives the way back first; the receipt takes the focus to the seat's own heading.
 */
export async function voteByKeys(page: Page, seat: string, choice: Choice, words = ''): Promise<void> {
  const ballot = page.getByRole('region', { name: seat, exact: true })
  await ballot.getByRole('button', { name: 'Relire et confirmer' }).waitFor()
  await tabTo(page, /^Appui/)
  expect(await inside(page, seat), 'the first ballot reached').toBe(true)
  await page.keyboard.press('Space')
  for (let at = 0; at < choices.indexOf(choice); at++) await page.keyboard.press('ArrowDown')
  expect(await answered(page)).toBe(choice)
  await page.keyboard.press('Tab')
  expect(await focused(page)).toContain(stops[choice])
  if (words) await page.keyboard.type(words)
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Relire et confirmer')
  await page.keyboard.press('Enter')
  await soon(() => focused(page)).toBe('Revenir au bulletin')
  const dialog = page.getByRole('dialog')
  const told = (await dialog.getByRole('definition').allTextContents()).map(plain)
  expect(told[0]).toBe(seat)
  expect(told.slice(2)).toEqual([choice, ...(words ? [words] : [])])
  await page.keyboard.press('Shift+Tab')
  expect(await focused(page)).toBe(`Déposer la voix de ${seat}`)
  await page.keyboard.press('Enter')
  await ballot.getByText('Voix reçue', { exact: true }).waitFor()
  await soon(() => focused(page)).toBe(seat)
}

/** Casts ballots one after the other, each at its own screen, which says that the voice was received. */
export async function castAll<Name extends string>(
  { page, hears }: Pick<Hall<Name>, 'page' | 'hears'>,
  voices: readonly (readonly [who: Name, seat: string, choice: Choice, words?: string])[],
): Promise<void> {
  for (const [name, seat, choice, words] of voices) {
    await voteByKeys(page(name), seat, choice, words)
    await hears(name, `La voix de ${seat} est reçue.`)
  }
}

/** Raises a block beside the ballot, with the words that would lift it. */
export async function raiseBlock(page: Page, seat: string, argument: string, change: string): Promise<void> {
  await page.getByRole('button', { name: `Soulever une objection : ${seat}` }).focus()
  await page.keyboard.press('Enter')
  const form = page.locator('form.objection-form')
  await form.getByLabel('Blocage').check()
  await form.getByLabel('Ce qui bloque').fill(argument)
  await form.getByLabel('Le changement qui la lèverait').fill(change)
  await page.getByRole('button', { name: `Déposer l’objection de ${seat}` }).click()
}

export async function enterRoom(page: Page, code: string): Promise<void> {
  await page.getByLabel('Code de la salle').fill(code)
  await page.getByRole('button', { name: 'Entrer dans la salle' }).click()
}

export async function leaveMeeting(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Quitter la séance' }).click()
  await page.getByRole('button', { name: 'Oui, je quitte' }).click()
}

/** The block of a seat, wherever its objections are listed. */
export const blockOf = (page: Page, seat: string) =>
  page.getByRole('article', { name: new RegExp(`Blocage.*${seat}`) })

/**
 * Three gestures from the block of a seat: to the text, the words that lift it put in, a new round opened in the same meeting, which shows
 * those words as its difference and says that the block is answered by them.
 */
export async function integrateAndAskAgain(
  desk: Page,
  { seat, change, meeting }: { readonly seat: string; readonly change: string; readonly meeting: string },
  look: (page: 'words-put-in' | 'second-round') => Promise<void>,
): Promise<void> {
  await blockOf(desk, seat)
    .getByRole('link', { name: /^Proposer une modification/ })
    .click()
  await desk.getByRole('button', { name: /^Mettre ces mots dans/ }).click()
  await desk.getByRole('link', { name: 'Ouvrir un nouveau tour' }).waitFor()
  await look('words-put-in')
  await desk.getByRole('link', { name: 'Ouvrir un nouveau tour' }).click()
  await desk.getByText(`Ce tour se tient dans la séance : ${meeting}`).waitFor()
  await desk.locator('.since-round ins').getByText(change).waitFor()
  await desk.getByLabel(new RegExp(`Blocage · ${seat}`)).check()
  await look('second-round')
  await desk.getByRole('button', { name: 'Ouvrir un nouveau tour' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Ouvrir un nouveau tour' }).click()
  await desk.waitForURL(/\/regie$/)
}

/** The open poll of the meeting, closed then proclaimed at the desk. */
export async function closeAndProclaim(desk: Page): Promise<void> {
  await desk.getByRole('button', { name: 'Clore le scrutin' }).click()
  await desk.getByRole('dialog').getByRole('button', { name: 'Clore le scrutin' }).click()
  await desk.getByRole('button', { name: 'Proclamer le résultat' }).click()
  await desk.locator('.outcome-word').first().waitFor()
}

/** The answer that has the focus and is chosen, by its own words; null when the focus is elsewhere. */
async function answered(page: Page): Promise<string | null> {
  const value = await page.evaluate(() => {
    const element = document.activeElement
    return element instanceof HTMLInputElement && element.checked ? element.value : null
  })
  const found = choiceKeys.find((key) => key === value)
  return found ? consentChoices[found].label.fr : null
}

/** Whether what has the focus stands in the region of this name. */
async function inside(page: Page, seat: string): Promise<boolean> {
  return page.evaluate((name) => {
    const region = document.activeElement?.closest('section[aria-labelledby]')
    const heading = region && document.getElementById(region.getAttribute('aria-labelledby')!)
    return heading?.textContent?.trim() === name
  }, seat)
}

/** A key of the desk, from where no field takes it, once the desk lets it act: what others hear may come to the desk after them. */
export async function pressKey(desk: Page, key: string): Promise<void> {
  await desk.getByRole('dialog').waitFor({ state: 'hidden' })
  await desk.locator(`.bar-acts [aria-keyshortcuts="${key.toUpperCase()}"]:enabled`).waitFor()
  await desk.getByRole('heading', { level: 1 }).focus()
  await desk.keyboard.press(key)
}
