// VER-3 for polls of the second form: what is genuine holds, and each forgery of a record is refused by the finding that fits.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { failures, recomputedVotes, resealed, verify } from '../kit/forger.ts'
import { votedDossier } from '../kit/voted-dossier.ts'
import type { World } from '../kit/world.ts'
import { carefulVotes, clumsyVotes } from '../tamper/second-form.ts'

let genuine: Dossier
let world: World
beforeAll(async () => {
  ;({ world, dossier: genuine } = await votedDossier())
}, 60_000)
afterAll(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

describe('VER-3 records of the second form', () => {
  test('what is genuine holds, and says what the file alone cannot prove', async () => {
    const { findings, holds } = await verify(genuine)

    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(holds).toBe(true)
    const open = findings.filter(({ status }) => status === 'notChecked').map(({ code }) => code)
    const ofVotes = ['facilitated', 'facilitated', 'addendaUnsigned']
    // Without a policy, whose log this is and whether everyone was shown the same stay open.
    expect(open).toEqual([...ofVotes, 'logKey', 'oneHistory', 'unsigned', 'serverTime'])
    expect(await failures(recomputedVotes(genuine, () => {}))).toEqual([])
  })

  test.each(clumsyVotes)('%s', async (_, change, code) => {
    expect(await failures(resealed(genuine, change))).toContain(code)
  })

  test.each(carefulVotes)('%s, and everything recomputed', async (_, change, code) => {
    expect(await failures(recomputedVotes(genuine, change))).toContain(code)
  })

  test('VER-2 one changed byte anywhere is refused', async () => {
    const text = dossierText(genuine)
    for (let at = 11; at < text.length; at += Math.ceil(text.length / 120)) {
      const other = text[at] === 'a' ? 'b' : 'a'
      expect(await failures(text.slice(0, at) + other + text.slice(at + 1))).not.toEqual([])
    }
  })
})
