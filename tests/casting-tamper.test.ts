// COUNT-16 on both implementations: a casting vote that a real server recorded is recounted by ours and by the one in Python, and what a
// forger makes of it is refused by both. The record stands alone in a file: only what is said of it is compared.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doors } from '../shared/api.ts'
import { ruleSetOf } from '../shared/meeting/rule-set.ts'
import { defaultRule } from '../shared/poll/consent.ts'
import { canonicalText } from '../shared/record/canonical.ts'
import { buildDossier } from '../shared/record/dossier.ts'
import type { VoteConstat } from '../shared/record/poll-records.ts'
import { createCouncil } from './kit/council.ts'
import { seededDossier } from './kit/dossier.ts'
import type { Loose } from './kit/forger.ts'
import { python } from './kit/python.ts'
import { allLines, type Both, judgedByBoth } from './kit/told.ts'
import { castBy, openVote, voteConstatOf, yesNoChoice } from './kit/votes.ts'
import type { World } from './kit/world.ts'

const forgeries: readonly (readonly [string, (constat: Loose) => void])[] = [
  ['the side turned round', ({ casting }) => (casting.side = 'against')],
  ['given by another than who closed', ({ casting }) => (casting.byName = 'Une autre')],
  ['given at another hour', ({ casting }) => (casting.at = '2026-01-01T00:00:00.000Z')],
  ['taken away', (constat) => void delete constat.casting],
  ['under rules that foresee none', ({ poll }) => (poll.setting.tie = 'notAdopted')],
  ['a voice more on a side', (constat) => void constat.ballots.pop()],
  ['told a consensus', (constat) => (constat.outcome = 'consensus')],
]
let world: World
let said: ReadonlyMap<string, Both>

beforeAll(async () => {
  world = await createCouncil()
  const base = ruleSetOf(defaultRule, 2)
  const adoption = { ...base.adoption, share: { num: 1, den: 2 }, strict: true }
  const rules = { ...base, quorum: { ...base.quorum, collegesMin: 1 }, adoption, tie: 'castingVote' as const }
  await world.facilitator.call(doors.adoptRuleSet, {
    params: { workspaceId: world.workspaceId },
    body: { rules, decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-2' } },
  })
  const pollId = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
  await castBy(world, world.delegate, pollId, { answer: 'yes' })
  await castBy(world, world.otherDelegate, pollId, { answer: 'no' })
  await world.facilitator.call(doors.closeTiedVote, { params: { pollId }, body: { side: 'for' } })
  const constat = await voteConstatOf(world, pollId)
  const fileOf = (name: string, change: (constat: Loose) => void) => {
    const copy = structuredClone(constat) as VoteConstat
    change(copy)
    const { plan, version } = seededDossier({ alliance: false })
    const text = canonicalText(buildDossier({ plan, version, constats: [copy], signatures: [] }))
    return { name, bytes: new TextEncoder().encode(text) }
  }
  said = await judgedByBoth([
    fileOf('genuine', () => {}),
    ...forgeries.map(([name, change]) => fileOf(name, change)),
  ])
}, 600_000)
afterAll(() => world?.close())

/** What is said of the count and of the outcome. */
function ofOutcome({ ours }: Both): string[] {
  return ours.findings
    .filter(({ code, path }) => ['recount', 'outcome'].includes(code) && path.startsWith('/constats/0'))
    .map(({ code, status }) => `${code} ${status}`)
}

test('COUNT-16 the recorded one recounts, in both', () => {
  const both = said.get('genuine')!
  expect(ofOutcome(both)).toEqual(['recount ok', 'outcome ok'])
  if (python) expect(allLines(both.theirs!)).toEqual(allLines(both.ours))
})

test.each(forgeries.map(([name]) => name))('COUNT-16 refused by both: %s', (name) => {
  const both = said.get(name)!
  expect(ofOutcome(both).filter((line) => line.endsWith('failed')).length).toBeGreaterThan(0)
  if (python) expect(allLines(both.theirs!)).toEqual(allLines(both.ours))
})
