// RULE-1 to RULE-3: each version of the rules enters the record with the act that adopts it, and before the first poll that follows it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { versionDossier } from '../../server/acts/documents.ts'
import { doors } from '../../shared/api.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { Entry } from '../../shared/record/entries.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import { createCouncil, housing } from '../kit/council.ts'
import { readRecord } from '../kit/record-reader.ts'
import { votedDossier } from '../kit/voted-dossier.ts'
import { closeVote, openVote } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const params = () => ({ workspaceId: world.workspaceId })
const decidedBy = { instance: 'Assemblée', date: '2026-01-15', reference: 'A-7' }
const newest = async () => (await world.facilitator.call(doors.ruleSets, { params: params() }))[0]!.rules
async function adopt(version: number) {
  const rules = { ...(await newest()), version }
  return world.facilitator.call(doors.adoptRuleSet, { params: params(), body: { rules, decidedBy } })
}
async function told() {
  const { entries } = await readRecord(world, world.observer)
  return entries.flatMap(({ type, body }) => (['rule-set', 'poll'].includes(type) ? [{ type, body }] : []))
}

describe('RULE-1 the entry of a version of the rules', () => {
  test('the beginning and the adopted version enter together; a refused adoption leaves nothing', async () => {
    const first = await newest()
    const rules = { ...first, version: 3 }
    const body = { rules, decidedBy }
    expect(await world.facilitator.refusal(doors.adoptRuleSet, { params: params(), body })).toBe(
      'ruleVersion',
    )
    const { digest: adopted } = await adopt(2)

    expect(await told()).toEqual([
      { type: 'rule-set', body: { version: 1, rulesDigest: digest('rules', first) } },
      {
        type: 'rule-set',
        body: { version: 2, rulesDigest: adopted, decisionDigest: digest('decision', decidedBy) },
      },
    ])
  })

  test('rules that nobody adopted enter with the first poll under them, once, and before it', async () => {
    const rulesDigest = digest('rules', await newest())
    const first = await openVote(world, { subject: housing })
    await closeVote(world, first)
    const second = await openVote(world)

    const entries = await told()
    expect(entries.map(({ type }) => type)).toEqual(['rule-set', 'poll', 'poll'])
    expect(entries[0]!.body).toEqual({ version: 1, rulesDigest })
    for (const [at, pollId] of [first, second].entries())
      expect(entries[at + 1]!.body).toMatchObject({ pollId, rulesDigest })
  })

  test('the rule of consent changed meanwhile is another version 1, told again', async () => {
    await closeVote(world, await openVote(world, { subject: housing }))
    const { rule } = await world.facilitator.call(doors.workspace, { params: params() })
    await world.facilitator.call(doors.changeWorkspace, {
      params: params(),
      body: { rule: { ...rule, threshold: { num: 2, den: 3 } } },
    })
    await openVote(world)

    const sets = (await told()).filter(({ type }) => type === 'rule-set')
    expect(sets.map(({ body }) => (body as Entry<'rule-set'>['body']).version)).toEqual([1, 1])
  })
})

describe('RULE-3 in the dossier', () => {
  test('each poll follows rules that entered before it, and a file says so', async () => {
    const { world: own, dossier, versionId } = await votedDossier()
    const actor = await own.facilitator.actor()
    const text = canonicalText(await versionDossier(own.ctx, actor, versionId))
    const { findings, holds } = await verifyDossier(new TextEncoder().encode(text))
    await own.close()

    expect(holds).toBe(true)
    expect(dossier.constats.map(({ poll }) => 'ruleSet' in poll && poll.ruleSet.version)).toEqual([1, 1, 2])
    const said = (code: string) => findings.filter((one) => one.code === code).map(({ status }) => status)
    expect([said('recordRules'), said('recordRuleSets'), said('rulesUnrecorded')]).toEqual([
      ['ok'],
      ['ok'],
      [],
    ])
  })
})
