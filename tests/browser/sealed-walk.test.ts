// The evidence, walked whole: a policy set in the room, keys bound by two people, lock, two passkey signatures, the sealed PDF downloaded
// through the page; then verified by the command, by the offline page from a file, by the one in Python, by poppler; one byte, refused.
// The steps follow one another.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AllianceView } from '../../shared/alliance-views.ts'
import { readPolicy } from '../../shared/record/policy.ts'
import {
  axeFaults,
  type DemoGuest,
  keepPicture,
  launchChromium,
  openScreen,
  personOf,
  type RunningDemo,
  startDemo,
  verifyFile,
} from '../kit/browser.ts'
import { type Certificates, hasOpenssl, hasPoppler, makeCertificates } from '../kit/certificates.ts'
import { openKeyDesk } from '../kit/key-desk.ts'
import { lockAfterLastRound } from '../kit/last-round.ts'
import { python, runPython } from '../kit/python.ts'

const folder = mkdtempSync(join(tmpdir(), 'assise-sealed-walk-'))
const at = (name: string) => join(folder, name)
let made: Certificates
let demo: RunningDemo
let browser: Browser
let failed = false
const desk = openKeyDesk(() => ({ demo, browser }))
const { page, mine, waiting, policy: policyPart, arriveWithKey } = desk

const address = (place: string) => `${demo.url}/demarches/${demo.workspaceId}/${place}`
const facilitator = () => personOf(demo, 'facilitator')
const elders = () => personOf(demo, 'delegate', 'Table de concertation des aînés')
/** The two who sign in this walk. */
const signatories = () => demo.people.filter(({ role }) => role === 'signatory').slice(0, 2)

/** Presses a link and keeps what comes, in the folder of the test. */
async function taken(name: string, link: string, as: string): Promise<string> {
  const [download] = await Promise.all([
    page(name).waitForEvent('download'),
    page(name).getByRole('link', { name: link, exact: true }).click(),
  ])
  await download.saveAs(at(as))
  return at(as)
}

async function asked<T>(person: DemoGuest, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${demo.url}${path}`, {
    ...(body !== undefined && { method: 'PUT', body: JSON.stringify(body) }),
    headers: { cookie: person.cookie, 'content-type': 'application/json', origin: demo.url },
  })
  expect(response.status, path).toBeLessThan(300)
  return (await response.json()) as T
}

beforeAll(async () => {
  if (!hasOpenssl) return
  mkdirSync(at('certificates'))
  made = makeCertificates(at('certificates'))
  demo = await startDemo({
    ASSISE_SEAL_P12: join(made.folder, 'seal.p12'),
    ASSISE_SEAL_PASSWORD: made.password,
  })
  browser = await launchChromium()
}, 120_000)
beforeEach(({ skip }) => skip(failed, 'a step before it failed'))
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || failed) return
  failed = true
  await desk.keepAll('failed-sealed')
})
afterAll(async () => {
  await browser?.close()
  await demo?.stop()
  rmSync(folder, { recursive: true, force: true })
})

describe.runIf(hasOpenssl)('from the lock to a file that a partner checks alone', () => {
  test('the first policy names two keys and the seal; two signatories’ keys are bound under it', async () => {
    await arriveWithKey('facilitator', facilitator())
    await arriveWithKey('elders', elders())
    const form = policyPart('facilitator')
    await page('facilitator').reload()
    await form.getByRole('button', { name: 'Poser la première politique' }).click()
    for (const { name } of [facilitator(), elders()])
      await form.getByRole('checkbox', { name: new RegExp(name) }).check()
    await form.getByRole('textbox', { name: /^Certificat du sceau/ }).fill(made.fingerprint)
    await form.getByRole('button', { name: 'Poser la version 1' }).click()
    await form.getByText('Politique, version 1').waitFor()

    for (const [index, person] of signatories().entries()) {
      const name = `signatory-${index}`
      await arriveWithKey(name, person)
      await desk.ask(name)
      await desk.attest('facilitator', person.name)
      await waiting('facilitator').getByText('Vous l’avez attestée').waitFor()
      await desk.attest('elders', person.name)
      await mine(name).getByText('liée', { exact: true }).waitFor()
    }
  })

  test('the last two voices, the closing, the lock', async () => {
    const path = `/api/plans/${demo.planId}/alliance`
    const prepared = await asked<AllianceView>(facilitator(), path)
    const chosen = prepared.parties.slice(0, 2).map(({ name, signatories: own }) => ({
      name,
      signatories: own.map(({ userId, capacity }) => ({ userId, capacity })),
    }))
    await asked(facilitator(), path, { title: prepared.title, parties: chosen })

    await lockAfterLastRound(demo)
    await page('facilitator').goto(address('verrou'))
    await page('facilitator').getByText('Version 1, verrouillée').waitFor()
  })

  test('two passkeys sign, and the Alliance is concluded', async () => {
    for (const index of [0, 1]) {
      const on = page(`signatory-${index}`)
      await on.goto(address('alliance'))
      await on.getByText('Vérifié sur cet appareil').waitFor()
      expect(await on.getByText('Votre clé n’est pas liée à votre nom').count()).toBe(0)
      await on.getByRole('button', { name: 'Signer avec ma clé d’accès' }).click()
      await on
        .getByText(index === 0 ? 'Vous avez signé' : 'Alliance conclue')
        .first()
        .waitFor()
    }
  })

  test('the sealed PDF, the policy and the offline page are taken through the pages', async () => {
    const lead = page('facilitator')
    await lead.goto(address('alliance'))
    await lead.getByText('Alliance conclue').first().waitFor()
    await taken('facilitator', 'L’Alliance en PDF', 'alliance.pdf')
    await taken('facilitator', 'La page qui vérifie sans réseau', 'page.html')
    await lead.goto(address('cles'))
    await taken('facilitator', 'Télécharger la politique', 'policy.json')

    const pdf = readFileSync(at('alliance.pdf'))
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-')
    const policy = readPolicy(readFileSync(at('policy.json')))
    expect([policy?.boundKeys, policy?.sealCertificate]).toEqual([true, made.fingerprint])
    const middle = Math.floor(pdf.length / 3)
    pdf[middle] = pdf[middle]! ^ 1
    writeFileSync(at('forged.pdf'), pdf)
  })

  test('the command: by that policy it holds, and one flipped byte does not', () => {
    const { code, printed } = verifyFile(at('alliance.pdf'), '--policy', at('policy.json'), '--json')
    const { holds, findings } = JSON.parse(printed) as {
      holds: boolean
      findings: { code: string; status: string }[]
    }
    const count = (status: string, named: string) =>
      findings.filter((one) => one.status === status && one.code === named).length
    expect([code, holds, findings.filter(({ status }) => status === 'failed')]).toEqual([0, true, []])
    expect(count('ok', 'signature')).toBe(2)
    expect(count('ok', 'keyBound')).toBe(2)
    for (const named of ['pdfSealSignature', 'pdfSealCertificate', 'pages', 'logKey', 'policyHash'])
      expect([named, count('ok', named)]).toEqual([named, 1])

    expect(verifyFile(at('forged.pdf'), '--policy', at('policy.json')).code).toBe(1)
  })

  test('the offline page, opened from a file, the file dropped: the same; and no request leaves it', async () => {
    const guest = await openScreen(browser)
    const requests: string[] = []
    guest.page.on('request', (request) => requests.push(request.url()))
    await guest.page.route(/^(https?|wss?):/, (route) => route.abort())
    await guest.page.goto(pathToFileURL(at('page.html')).href)
    await guest.page.getByLabel('Votre politique').setInputFiles(at('policy.json'))
    await drop(guest.page, 'alliance.pdf')
    await guest.page
      .getByRole('heading', { name: 'Tout ce qui se vérifie tient' })
      .waitFor({ timeout: 60_000 })
    expect(await guest.page.locator('.ok small', { hasText: /keyBound/ }).count()).toBe(2)
    expect(await axeFaults(guest.page)).toEqual([])
    await keepPicture(guest.page, 'sealed-walk-page', true)

    await drop(guest.page, 'forged.pdf')
    await guest.page.getByRole('heading', { name: 'Refusé' }).waitFor({ timeout: 60_000 })
    const outside = requests.filter((url) => !url.startsWith('file:') && !url.startsWith('blob:'))
    expect([outside, guest.faults]).toEqual([[], []])
  })

  test.runIf(python)('the one in Python: the same', () => {
    const whole = runPython([at('alliance.pdf'), '--policy', at('policy.json'), '--json'])
    expect([whole.status, whole.stderr, JSON.parse(whole.stdout).holds]).toEqual([0, '', true])
    const forged = runPython([at('forged.pdf'), '--policy', at('policy.json'), '--json'])
    expect([forged.status, forged.stderr, JSON.parse(forged.stdout).holds]).toEqual([1, '', false])
  })

  test.runIf(hasPoppler)('pdfsig and pdfinfo agree', () => {
    const nss = `sql:${at('nss')}`
    mkdirSync(at('nss'))
    const run = (command: string, ...args: string[]) => {
      const { stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' })
      return stdout + stderr
    }
    run('certutil', '-N', '-d', nss, '--empty-password')
    run('certutil', '-A', '-d', nss, '-n', 'ca', '-t', 'CT,C,C', '-i', made.ca)
    const whole = run('pdfsig', '-nssdir', nss, at('alliance.pdf'))
    for (const said of ['Signature is Valid', 'Certificate is Trusted', 'Total document signed'])
      expect(whole).toContain(said)
    expect(run('pdfsig', '-nssdir', nss, at('forged.pdf'))).not.toContain('Signature is Valid')
    const info = run('pdfinfo', at('alliance.pdf'))
    expect(info).toMatch(/Tagged:\s+yes/)
    expect(info).toMatch(/PDF subtype:\s+PDF\/A-3a/)
  })
})

/** Drops a file of the folder onto the page, as from a desktop. */
async function drop(on: Page, name: string): Promise<void> {
  const base64 = readFileSync(at(name)).toString('base64')
  await on.evaluate(
    ([text, called]) => {
      const bytes = Uint8Array.from(atob(text!), (one) => one.charCodeAt(0))
      const dataTransfer = new DataTransfer()
      dataTransfer.items.add(new File([bytes], called!, { type: 'application/pdf' }))
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }))
    },
    [base64, name],
  )
  await on.locator('#file-name', { hasText: name }).waitFor()
}
