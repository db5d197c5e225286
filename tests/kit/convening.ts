// What a facilitator does by hand before a hybrid meeting: a priority written, the meeting described, its agenda, the convening.
// Called by tests/browser/hybrid.test.ts and meeting.test.ts.
import type { Page } from 'playwright-core'

/** A priority of two lines, typed in the plan and saved. `at`: the workspace's address. */
export async function writePriority(on: Page, at: string, title: string): Promise<void> {
  await on.goto(`${at}/plan/priorities`)
  await on.getByRole('button', { name: 'Ajouter une priorité' }).click()
  await on.locator('textarea.is-title').first().fill(title)
  await on.locator('.ProseMirror').first().click()
  await on.keyboard.type('Beaucoup de ménages n’ont pas d’auto.')
  await on.waitForSelector('.lamp.is-saved')
}

export interface AgendaLine {
  readonly title: string
  readonly kind: 'info' | 'decision'
  /** Whether it is about the plan's first priority. */
  readonly onPriority?: boolean
}

/** Convenes it for within the hour, in a hall and by a link; answers its id, on its page. `look` sees it described, then prepared. */
export async function conveneByHand(
  on: Page,
  at: string,
  { title, place }: { readonly title: string; readonly place: string },
  agenda: readonly AgendaLine[],
  look: (page: 'described' | 'prepared') => Promise<void>,
): Promise<string> {
  await on.goto(`${at}/seances/nouvelle`)
  await on.getByLabel('Titre (français)').fill(title)
  await on.getByLabel('Hybride').check()
  await on.getByLabel('Lieu').fill(place)
  await on.getByLabel('Adresse pour se joindre').fill('https://visio.example/automne')
  const { day, hour } = withinTheHour()
  await on.getByLabel('Jour').fill(day)
  await on.getByLabel('Début').fill(hour)
  await on.getByLabel('Fin prévue').fill('23:59')
  await look('described')
  await on.getByRole('button', { name: 'Continuer vers l’ordre du jour' }).click()
  for (const line of agenda) {
    await on.getByRole('button', { name: 'Ajouter un point' }).click()
    const dialog = on.getByRole('dialog')
    await dialog.getByLabel('Point (français)').fill(line.title)
    await dialog.getByLabel('Nature').selectOption(line.kind)
    // After « Aucun » and the whole plan.
    if (line.onPriority) await dialog.getByLabel('Texte du plan').selectOption({ index: 2 })
    await dialog.getByRole('button', { name: 'Ajouter', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await on.getByText(line.title, { exact: true }).waitFor()
  }
  await look('prepared')
  await on.getByRole('button', { name: 'Convoquer la séance' }).click()
  await on.getByRole('button', { name: 'Envoyer les convocations' }).click()
  await on.waitForURL(/\/seances\/[\w-]{20,}$/)
  return on.url().split('/').at(-1)!
}

/** An hour from now where the screens are; a minute less where that is 23:59, at which these meetings end. */
export function withinTheHour(): { day: string; hour: string } {
  const at = (ms: number) =>
    new Date(Date.now() + ms).toLocaleString('sv-SE', { timeZone: 'America/Toronto' })
  const [, day, hour] = /^(\S+) (\d\d:\d\d)/.exec(at(3_600_000)) as RegExpExecArray
  return { day: day!, hour: hour === '23:59' ? '23:58' : hour! }
}
