// People at the page of keys: each with a screen of their own and a device that makes passkeys, signed in already; who asks, who compares and
// attests. Called by tests/browser/keys.test.ts and sealed-walk.test.ts.
import type { Browser, Page } from 'playwright-core'
import { addAuthenticator, type DemoGuest, type DemoReady, type Guest, keepPicture } from './browser.ts'
import { seat } from './demo-doors.ts'

export interface KeyDesk {
  readonly guests: { [name: string]: Guest }
  page(name: string): Page
  /** The parts of the page of keys, on a person's screen. */
  mine(name: string): ReturnType<Page['getByRole']>
  waiting(name: string): ReturnType<Page['getByRole']>
  policy(name: string): ReturnType<Page['getByRole']>
  /** A person comes with their device and makes a passkey on the page of keys. */
  arriveWithKey(name: string, person: DemoGuest): Promise<void>
  ask(name: string): Promise<void>
  /** Reads, promises the comparison, lets the passkey answer. `look` sees what is attested, before it is. */
  attest(name: string, whose: string, look?: () => Promise<void>): Promise<void>
  keepAll(picture: string): Promise<void>
}

/** `at`: the demo and the browser, once they are there. */
export function openKeyDesk(at: () => { readonly demo: DemoReady; readonly browser: Browser }): KeyDesk {
  const guests: { [name: string]: Guest } = {}
  const page = (name: string) => guests[name]!.page
  const part = (title: string) => (name: string) =>
    page(name).getByRole('region', { name: title, exact: true })
  const [mine, waiting] = [part('Ma clé dans cette démarche'), part('Clés à attester')]
  return {
    guests,
    page,
    mine,
    waiting,
    policy: part('La politique'),
    async arriveWithKey(name, person) {
      const { demo, browser } = at()
      guests[name] = await seat(browser, demo, person)
      await addAuthenticator(page(name))
      await page(name).goto(`${demo.url}/demarches/${demo.workspaceId}/cles`)
      await page(name).getByRole('button', { name: 'Créer ma clé d’accès' }).click()
      await mine(name).getByText('non demandée').waitFor()
    },
    async ask(name) {
      await mine(name)
        .getByRole('button', { name: /^Demander de lier/ })
        .click()
      await mine(name).getByText('en attente d’attestations').waitFor()
    },
    async attest(name, whose, look) {
      const on = waiting(name)
      await on.getByRole('button', { name: `Comparer et attester la clé de ${whose}` }).click()
      await on.getByText('Ce que vous attestez').waitFor()
      await on.getByRole('checkbox', { name: /^J’ai comparé cette empreinte/ }).check()
      await look?.()
      await on.getByRole('button', { name: 'Attester avec ma clé d’accès' }).click()
    },
    async keepAll(picture) {
      for (const [name, { page: on }] of Object.entries(guests))
        await keepPicture(on, `${picture}-${name}`, true)
    },
  }
}
