// PAGE-1 to PAGE-4: the offline page, opened from a file in a real Chromium: what holds, what does not, by the same findings as the command;
// no request leaves; axe and the keyboard.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderPdf } from '../../server/export/pdf.ts'
import { verifyBytes } from '../../server/verify.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import { readPolicy } from '../../shared/record/policy.ts'
import { axeFaults, keepPicture, launchChromium, openScreen, root } from '../kit/browser.ts'
import { hasOpenssl, makeCertificates, openAuthority } from '../kit/certificates.ts'
import { seededDossier } from '../kit/dossier.ts'
import { resealed } from '../kit/forger.ts'
import { historyForgeries } from '../kit/forgeries/forgeries.ts'
import { genuineHistory } from '../kit/history.ts'
import type { Judged } from '../kit/told.ts'
import { clumsy } from '../tamper/first-form.ts'
import { forgedSeals, genuineSeals } from '../tamper/seals.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-page-'))
const place = join(folder, 'page.html')
const signed = seededDossier()
let browser: Browser

beforeAll(async () => {
  const node = join(root, 'node_modules/.bin/node')
  expect(spawnSync(node, ['server/bootstrap.mjs', 'build'], { cwd: root }).status).toBe(0)
  const made = spawnSync(node, ['server/bin.mjs', 'verify', '--page', place], { cwd: root, encoding: 'utf8' })
  expect([made.status, made.stdout]).toEqual([0, expect.stringContaining(place)])
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Opened {
  readonly page: Page
  readonly requests: string[]
  readonly faults: string[]
}

/** The page as a partner opens it; every request that it makes is noted. `bare`: where the browser gives it no cryptography. */
async function openPage({ width = 1440, bare = false, locale = 'fr-CA' } = {}): Promise<Opened> {
  const { page, faults } = await openScreen(browser, { width, height: 900 })
  const requests: string[] = []
  page.on('request', (request) => requests.push(request.url()))
  await page.route(/^(https?|wss?):/, (route) => route.abort())
  if (bare)
    await page.addInitScript(() => {
      Object.defineProperty(globalThis, 'crypto', { value: {} })
      Object.defineProperty(globalThis, 'Worker', { value: undefined })
    })
  if (locale === 'en')
    await page.addInitScript(() => Object.defineProperty(navigator, 'language', { value: 'en-CA' }))
  await page.goto(pathToFileURL(place).href)
  return { page, requests, faults }
}

function fileOf(name: string, bytes: Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

const bytesOf = (value: unknown) => new TextEncoder().encode(canonicalText(value))

/** Codes and places of what the page says does not hold. */
async function toldBad(page: Page): Promise<string[]> {
  return (await page.locator('.failed small').allInnerTexts()).sort()
}

describe('PAGE-1 what holds', () => {
  test('an Alliance in its PDF, on a wide screen; nothing is asked of any network', async () => {
    const { page, requests, faults } = await openPage()
    await keepPicture(page, 'verifier-empty-1440', true)
    await page.getByLabel('Le fichier à vérifier').setInputFiles(fileOf('alliance.pdf', renderPdf(signed)))
    await page.getByRole('heading', { name: 'Tout ce qui se vérifie tient' }).waitFor()

    expect(await page.locator('.notChecked li').allInnerTexts()).toEqual(
      expect.arrayContaining([expect.stringContaining('Les pages ne sont pas composées de nouveau ici')]),
    )
    expect(await page.locator('.ok small', { hasText: /^\S.* · signature · / }).count()).toBe(3)
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'verifier-holds-1440', true)
    const outside = requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))
    expect(outside).toEqual([])
    expect(requests.filter((url) => url.startsWith('file:'))).toEqual([pathToFileURL(place).href])
    expect(faults).toEqual([])
  })

  test('a record with its policy, in English, on a phone, in the dark', async () => {
    const { file, policy } = await genuineHistory()
    const { page } = await openPage({ width: 390, locale: 'en' })
    await page.emulateMedia({ colorScheme: 'dark' })
    await page.getByLabel('The file to verify').setInputFiles(fileOf('dossier.json', file))
    await page.getByLabel('Your policy (optional)').setInputFiles(fileOf('policy.json', policy))
    await page.locator('.ok small', { hasText: 'cosignatures' }).waitFor({ state: 'attached' })

    await page.getByRole('heading', { name: 'All that can be checked holds' }).waitFor()
    expect(await axeFaults(page)).toEqual([])
    await keepPicture(page, 'verifier-policy-390-en-dark', true)
  })
})

describe('PAGE-2 where the browser gives a local page no cryptography and no worker', () => {
  test('the page’s own finds the same, of ES256, RS256 and Ed25519', async () => {
    const { file, policy } = await genuineHistory()
    const { page } = await openPage({ bare: true })
    await page.getByLabel('Votre politique').setInputFiles(fileOf('policy.json', policy))
    await page.getByLabel('Le fichier à vérifier').setInputFiles(fileOf('dossier.json', file))
    await page.getByRole('heading', { name: 'Tout ce qui se vérifie tient' }).waitFor({ timeout: 60_000 })

    expect(await page.locator('.ok small', { hasText: 'cosignatures' }).count()).toBe(1)
    const moved = resealed(signed, clumsy.find(([name]) => name === 'another person’s public key')![1])
    await page.getByLabel('Votre politique').setInputFiles([])
    await page.getByLabel('Le fichier à vérifier').setInputFiles(fileOf('moved.json', bytesOf(moved)))
    await page.getByRole('heading', { name: 'Refusé' }).waitFor({ timeout: 60_000 })
    expect(await toldBad(page)).toContainEqual(expect.stringContaining('signature · '))
  })
})

describe.runIf(hasOpenssl)(
  'PAGE-2, PAGE-3 an institution’s seal is judged in the page, with the browser’s cryptography and without any',
  () => {
    const certificates = mkdtempSync(join(tmpdir(), 'assise-page-seals-'))
    let genuine: readonly Judged[] = []
    let forged: readonly Judged[] = []
    beforeAll(async () => {
      const made = (name: string, key: string) => {
        mkdirSync(join(certificates, name))
        return makeCertificates(join(certificates, name), key)
      }
      const [own, p256, p384] = [made('own', 'rsa:2048'), made('p256', 'ec:P-256'), made('p384', 'ec:P-384')]
      const authority = await openAuthority(p256)
      genuine = await genuineSeals({ own, p256, p384, authority })
      forged = (await forgedSeals({ own, p256, p384, authority })).filter(({ finding }) => finding !== 'seal')
      await authority.close()
    }, 120_000)
    afterAll(() => rmSync(certificates, { recursive: true, force: true }))

    test.each([false, true])(
      'genuine ones hold, forged ones do not (bare: %s)',
      async (bare) => {
        const { page } = await openPage({ bare })
        for (const [at, { name, bytes, policy, finding }] of [...genuine, ...forged].entries()) {
          // Its own cryptography takes its time: one of each kind is enough there.
          if (bare && finding && at % 3 > 0) continue
          const files = policy ? fileOf(`seal-policy-${at}.json`, policy) : []
          await page.getByLabel('Votre politique').setInputFiles(files)
          await page
            .getByLabel('Le fichier à vérifier')
            .setInputFiles(fileOf(`seal-${bare}-${at}.pdf`, bytes))
          await page.locator('#file-name', { hasText: `seal-${bare}-${at}.pdf` }).waitFor()
          await page
            .locator('#report:not([aria-busy="true"])')
            .getByRole('heading', { name: finding ? 'Refusé' : 'Tout ce qui se vérifie tient' })
            .waitFor({ timeout: 90_000 })
          const { findings } = await verifyBytes(bytes, policy ? readPolicy(policy) : null)
          const due = findings.filter(({ status, code }) => status === 'failed' && code !== 'pages')
          const told = await toldBad(page)
          expect([name, told.length]).toEqual([name, due.length])
          for (const { code } of due)
            expect(told).toContainEqual(expect.stringMatching(new RegExp(`(^| · )${code}( · |$)`)))
        }
        if (!bare) await keepPicture(page, 'verifier-seal-1440', true)
      },
      600_000,
    )
  },
)

describe('PAGE-3 what does not hold', () => {
  test('forgeries are refused by the same findings as by the command', async () => {
    const { page } = await openPage()
    const files = [
      ...clumsy
        .filter((_, at) => at % 6 === 0)
        .map(([, change]) => ({ file: bytesOf(resealed(signed, change)), policy: null })),
      ...(await historyForgeries()).filter((_, at) => at % 9 === 0),
      { file: new TextEncoder().encode('['.repeat(1_000_000)), policy: null },
      { file: new TextEncoder().encode('bonjour'), policy: null },
    ]
    for (const [at, { file, policy }] of files.entries()) {
      await page
        .getByLabel('Votre politique')
        .setInputFiles(policy ? fileOf(`policy-${at}.json`, policy) : [])
      await page.getByLabel('Le fichier à vérifier').setInputFiles(fileOf(`forged-${at}.json`, file))
      await page.locator('#file-name', { hasText: `forged-${at}.json` }).waitFor()
      await page.getByRole('heading', { name: 'Refusé' }).waitFor()
      const { findings } = await verifyBytes(file, policy ? readPolicy(policy) : null)
      const due = findings.filter(({ status }) => status === 'failed').map(({ code }) => code)
      const told = await toldBad(page)
      expect(told).toHaveLength(due.length)
      for (const code of due)
        expect(told).toContainEqual(expect.stringMatching(new RegExp(`(^| · )${code}( · |$)`)))
    }
    await keepPicture(page, 'verifier-refused-1440', true)
    expect(await axeFaults(page)).toEqual([])
  })

  test('a policy that is none is told, and nothing is verified', async () => {
    const { page } = await openPage()
    await page.getByLabel('Votre politique').setInputFiles(fileOf('none.json', bytesOf({ format: 'none' })))
    await page.getByLabel('Le fichier à vérifier').setInputFiles(fileOf('signed.json', bytesOf(signed)))

    await page.getByText('Ce fichier de politique ne se lit pas').waitFor()
    expect(await page.getByRole('heading', { level: 2 }).count()).toBe(0)
  })
})

describe('PAGE-4 by the keyboard alone', () => {
  test('language, file, policy and the parts of the report are reached in their order', async () => {
    const { page } = await openPage()
    await page.getByLabel('Le fichier à vérifier').setInputFiles(fileOf('signed.json', bytesOf(signed)))
    await page.getByRole('heading', { name: 'Tout ce qui se vérifie tient' }).waitFor()
    await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
    const reached: string[] = []
    for (let step = 0; step < 5; step++) {
      await page.keyboard.press('Tab')
      reached.push(
        await page.evaluate(
          () => document.activeElement?.id || document.activeElement?.tagName.toLowerCase() || '',
        ),
      )
    }
    // What only the first Tab after the report reaches depends on where focus was: the verdict had it.
    expect(reached.filter((id) => id === 'summary').length).toBeGreaterThanOrEqual(2)
    await page.getByText(/^Ce qui tient/).focus()
    await page.keyboard.press('Enter')
    expect(await page.locator('ul.ok').isVisible()).toBe(true)
    await page.locator('#lang').focus()
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: 'All that can be checked holds' }).waitFor()
  })
})
