// VER-10: the untouched dossier of the second form holds, with its policy and without; every forgery of the history is refused by name.
import { beforeAll, describe, expect, test } from 'vitest'
import { readPolicy } from '../../shared/record/policy.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import type { Forgery } from '../kit/forgeries/deed.ts'
import { historyForgeries } from '../kit/forgeries/forgeries.ts'
import { genuineHistory } from '../kit/history.ts'

type Findings = Awaited<ReturnType<typeof verifyDossier>>['findings']
const codes = (findings: Findings, status: string) => [
  ...new Set(findings.filter((one) => one.status === status).map(({ code }) => code)),
]

describe('VER-10 the untouched file', () => {
  test('holds under its policy, and what stays open is said', async () => {
    const { file, policy } = await genuineHistory()

    const { findings, holds } = await verifyDossier(file, readPolicy(policy))

    expect(codes(findings, 'failed')).toEqual([])
    expect(holds).toBe(true)
    expect(codes(findings, 'notChecked')).toEqual(['facilitated', 'policyPaper', 'serverTime'])
    for (const code of ['recordRoot', 'logKey', 'cosignatures', 'policyHash', 'keyBound', 'keyLive'] as const)
      expect(codes(findings, 'ok')).toContain(code)
  })

  test('holds without a policy too, but then says of nobody whose the keys are', async () => {
    const { file } = await genuineHistory()

    const { findings, holds } = await verifyDossier(file)

    expect(holds).toBe(true)
    expect(codes(findings, 'notChecked')).toEqual(
      expect.arrayContaining(['trustRoot', 'logKey', 'oneHistory', 'keysUnjudged', 'serverTime']),
    )
    for (const code of ['logKey', 'cosignatures', 'policyHash', 'keyBound'] as const)
      expect(codes(findings, 'ok')).not.toContain(code)
  })
})

describe('VER-10 forgeries of the history are refused by name', () => {
  let forgeries: Forgery[] = []
  beforeAll(async () => {
    forgeries = await historyForgeries()
  })

  test('there are more than sixty, each with its own name', () => {
    expect(new Set(forgeries.map(({ name }) => name)).size).toBe(forgeries.length)
    expect(forgeries.length).toBeGreaterThan(60)
  })

  test('each by the finding that fits', async () => {
    const told: string[] = []
    for (const { name, expected, file, policy } of forgeries) {
      const kept = readPolicy(policy)
      if (!kept) throw new Error(`${name}: the policy does not read`)
      const { findings, holds } = await verifyDossier(file, kept)
      const failed = codes(findings, 'failed')
      if (holds || !failed.includes(expected))
        told.push(`${name}: ${expected} expected, ${failed.join(', ') || 'accepted'}`)
    }
    expect(told).toEqual([])
  })
})
