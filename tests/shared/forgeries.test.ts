// VER-3: any forgery short of the private keys is refused, and by the finding that fits.
import { describe, expect, test } from 'vitest'
import { seededDossier } from '../kit/dossier.ts'
import { failures, type Loose, rebuilt, resealed } from '../kit/forger.ts'
import { careful, clumsy } from '../tamper/first-form.ts'

const genuine = seededDossier()

describe('VER-3 forgeries are refused by name', () => {
  test.each(clumsy)('%s', async (_, change, code) => {
    expect(await failures(resealed(genuine, change))).toContain(code)
  })

  test.each(careful)('%s, and everything recomputed but the keys', async (_, change, code) => {
    expect(await failures(rebuilt(genuine, change))).toContain(code)
  })

  test('the outer digest left as it was', async () => {
    const forged = structuredClone(genuine) as Loose
    forged.version.lockedBy = 'Autre'

    expect(await failures(forged)).toContain('dossierDigest')
  })
})
