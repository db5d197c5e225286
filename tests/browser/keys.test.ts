// Keys and policy at their screens: the first policy, a delegate who asks, the facilitator and a partner who attest, a key that is bound, a
// signatory told that theirs is not, the policy taken away. The steps follow one another.
import { readFile } from 'node:fs/promises'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { digest } from '../../shared/record/canonical.ts'
import type { KeysView } from '../../shared/record/key-views.ts'
import { readPolicy } from '../../shared/record/policy.ts'
import {
  axeFaults,
  type DemoGuest,
  keepPicture,
  launchChromium,
  personOf,
  type RunningDemo,
  startDemo,
} from '../kit/browser.ts'
import { openKeyDesk } from '../kit/key-desk.ts'
import { lockAfterLastRound } from '../kit/last-round.ts'

let demo: RunningDemo
let browser: Browser
let failed = false
const desk = openKeyDesk(() => ({ demo, browser }))
const { guests, page, mine, waiting, policy, arriveWithKey } = desk

const address = (place = 'cles') => `${demo.url}/demarches/${demo.workspaceId}/${place}`
const relais = () => personOf(demo, 'delegate', 'Coop de transport Le Relais')
const elders = () => personOf(demo, 'delegate', 'Table de concertation des aînés')

async function keysOf(person: DemoGuest): Promise<KeysView> {
  const path = `${demo.url}/api/workspaces/${demo.workspaceId}/keys`
  return (await (await fetch(path, { headers: { cookie: person.cookie } })).json()) as KeysView
}

async function look(name: string, picture: string): Promise<void> {
  await keepPicture(page(name), picture, true)
  expect(await axeFaults(page(name)), picture).toEqual([])
  expect(guests[name]!.faults, picture).toEqual([])
}

const attest = (name: string, whose: string) =>
  desk.attest(name, whose, () => look(name, `keys-attest-${name}`))

beforeAll(async () => {
  demo = await startDemo()
  browser = await launchChromium()
})
beforeEach(({ skip }) => skip(failed, 'a step before it failed'))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  await desk.keepAll('failed-keys')
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
})

test('the facilitator names the first keys, and asks for bound keys (KEY-9)', async () => {
  await arriveWithKey('facilitator', personOf(demo, 'facilitator'))
  await arriveWithKey('elders', elders())
  const facilitator = page('facilitator')
  await facilitator.goto(address('personnes'))
  await facilitator.getByRole('link', { name: 'Clés et politique' }).click()
  await facilitator.getByRole('heading', { level: 1, name: 'Clés et politique' }).waitFor()

  await policy('facilitator').getByRole('button', { name: 'Poser la première politique' }).click()
  const form = policy('facilitator')
  await form.getByRole('checkbox', { name: new RegExp(personOf(demo, 'facilitator').name) }).check()
  await form.getByRole('button', { name: 'Poser la version 1' }).click()
  // One first key alone could bind nobody: said, and what was ticked stays.
  await form.getByText('nommez au moins deux premières clés').waitFor()
  await form.getByRole('checkbox', { name: new RegExp(elders().name) }).check()
  await look('facilitator', 'keys-policy-form')
  await form.getByRole('button', { name: 'Poser la version 1' }).click()
  await form.getByText('Politique, version 1').waitFor()
  await form.getByText('Recalculée sur cet appareil').waitFor()
  await mine('elders').getByText('première clé').waitFor()

  const { policy: set } = await keysOf(elders())
  const read = readPolicy(new TextEncoder().encode(set!.canonical))
  expect(read?.boundKeys).toBe(true)
  expect(read?.roots.map(({ holder }) => holder.name).sort()).toEqual(
    [personOf(demo, 'facilitator').name, elders().name].sort(),
  )
})

test('a delegate asks, the facilitator attests, then a partner: the key is bound (KEY-4, KEY-7)', async () => {
  await arriveWithKey('relais', relais())
  await desk.ask('relais')
  await mine('relais').getByText('Attend l’attestation de l’animation et celle d’un partenaire').waitFor()
  await waiting('relais').getByText('C’est la vôtre').waitFor()

  // The fingerprint that both compare aloud is the one on the holder's screen.
  const { keyDigest } = (await keysOf(relais())).mine[0]!
  const groups = keyDigest.match(/.{4}/g)!.join('')
  await expect.poll(() => waiting('facilitator').locator('.digest').first().textContent()).toBe(groups)

  await attest('facilitator', relais().name)
  await mine('relais')
    .getByText(`Attestée par ${personOf(demo, 'facilitator').name}`)
    .waitFor()
  expect((await keysOf(relais())).mine[0]!.state).toBe('waiting')
  await waiting('facilitator').getByText('Vous l’avez attestée').waitFor()

  await attest('elders', relais().name)
  await mine('relais').getByText('liée', { exact: true }).waitFor()
  expect((await keysOf(relais())).mine[0]!.state).toBe('bound')
  await look('relais', 'keys-bound-1440-fr')
})

test('without the promise that the fingerprint was compared, no passkey is asked', async () => {
  await arriveWithKey('signatory', personOf(demo, 'signatory'))
  await desk.ask('signatory')
  const button = { name: `Comparer et attester la clé de ${personOf(demo, 'signatory').name}` }
  await waiting('facilitator').getByRole('button', button).click()
  await waiting('facilitator').getByRole('button', { name: 'Attester avec ma clé d’accès' }).click()
  await waiting('facilitator').getByText('Comparez d’abord l’empreinte').waitFor()
  const { keys } = await keysOf(relais())
  const still = keys.find(({ state }) => state === 'waiting')
  expect(still?.facilitatorName).toBeNull()
})

test('the policy is taken away, whole, and its sheet bears the same fingerprint', async () => {
  const { policy: set } = await keysOf(relais())
  const [download] = await Promise.all([
    page('relais').waitForEvent('download'),
    policy('relais').getByRole('link', { name: 'Télécharger la politique' }).click(),
  ])
  expect(download.suggestedFilename()).toBe('politique-1.json')
  const read = readPolicy(await readFile(await download.path()))
  expect(read && digest('policy', read)).toBe(set!.digest)

  await policy('relais').getByRole('link', { name: 'Page à imprimer' }).click()
  await page('relais').getByRole('img', { name: 'Code QR de l’empreinte de la politique' }).waitFor()
  const shown = await page('relais').locator('.policy-sheet-head .digest').textContent()
  expect(shown).toBe(set!.digest)
  await page('relais').emulateMedia({ media: 'print' })
  expect(await page('relais').getByRole('button', { name: 'Imprimer' }).isVisible()).toBe(false)
  await look('relais', 'keys-sheet-print')
  await page('relais').emulateMedia({ media: 'screen' })
})

test('where the policy counts bound keys only, a signatory whose key is not is told, and led to the page (KEY-10)', async () => {
  await lockAfterLastRound(demo)
  const signatory = page('signatory')
  await signatory.goto(address('alliance'))
  await signatory.getByText('La politique ne compte que les clés liées').waitFor()
  expect(await signatory.getByRole('button', { name: 'Signer avec ma clé d’accès' }).count()).toBe(0)
  await look('signatory', 'keys-sign-refused')
  await signatory.getByRole('main').getByRole('link', { name: 'Clés et politique' }).click()
  await mine('signatory').getByText('en attente d’attestations').waitFor()
})

test('the holder revokes, with a reason, for good (KEY-8); on a phone, in English, in the dark', async () => {
  const relaisPage = page('relais')
  await relaisPage.goto(address())
  await relaisPage.setViewportSize({ width: 390, height: 844 })
  await relaisPage.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await relaisPage
    .getByRole('button', { name: 'English' })
    .or(relaisPage.getByText('EN', { exact: true }))
    .first()
    .click()
  const region = relaisPage.getByRole('region', { name: 'My key in this workspace' })
  await region.getByText('bound', { exact: true }).waitFor()
  await look('relais', 'keys-390-en-dark')
  await region.getByRole('button', { name: /^Revoke the key/ }).click()
  const dialog = relaisPage.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Revoke this key' }).click()
  await dialog.getByText('Give the reason.').waitFor()
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('Device lost')
  await keepPicture(relaisPage, 'keys-revoke-390-en-dark')
  await dialog.getByRole('button', { name: 'Revoke this key' }).click()
  await region.getByText('revoked', { exact: true }).waitFor()
  expect((await keysOf(relais())).mine[0]!.state).toBe('revoked')
})
