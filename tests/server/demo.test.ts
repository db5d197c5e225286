// The demo region is whole and its figures add up: the plan it writes, the voices it casts. Its building is in the second half.
import { describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { alliance, delegates, personas } from '../../server/demo/people.ts'
import { organizations, rule, type TerritoryKey, territories } from '../../server/demo/region.ts'
import { awaited, type DemoBallot, firstRound, secondRound, threads } from '../../server/demo/voices.ts'
import { anchorOf, mendPlan, writePlan } from '../../server/demo/write-plan.ts'
import { defineDraft, readPlan } from '../../shared/plan/draft.ts'
import {
  centsOf,
  itemsOf,
  meansOfPriority,
  type Plan,
  planProblems,
  proposedPriorities,
  sumCents,
  textOf,
} from '../../shared/plan/plan.ts'
import { type ConsentResult, tallyConsent, weighRegister } from '../../shared/poll/consent.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import type { College } from '../../shared/territory.ts'

const ids = Object.fromEntries(territories.map(({ key }) => [key, `t-${key}`])) as Record<
  TerritoryKey,
  string
>
const nodes = territories.map(({ key, name }) => ({ id: ids[key], name }))

function writtenDoc(): Y.Doc {
  const doc = new Y.Doc()
  defineDraft(doc)
  writePlan(doc, ids)
  return doc
}

const moneyOf = (plan: Plan, priority: string) => sumCents(meansOfPriority(plan, priority))

describe('the demo plan', () => {
  const plan = readPlan(writtenDoc(), nodes)

  test('is complete: nothing in its text forbids the lock (PLAN-1…PLAN-9)', () => {
    expect(planProblems(plan)).toEqual([])
    expect(canonicalText(plan)).toContain('ᐃᓄᒃᑎᑐᑦ')
  })

  test('covers 2026-2029 with four priorities retained and one set aside with its reason', () => {
    expect(plan.fields.frame).toMatchObject({ start: '2026-04-01', end: '2029-03-31', envelope: 420_000_000 })
    expect(proposedPriorities(plan).map(({ id }) => id)).toEqual(['P1', 'P2', 'P3', 'P4'])
    expect(textOf(itemsOf(plan, 'priorities')[4]!.fields, 'reason')).not.toBe('')
    expect(itemsOf(plan, 'objectives')).toHaveLength(7)
    expect(itemsOf(plan, 'results')).toHaveLength(7)
    expect(itemsOf(plan, 'actors')).toHaveLength(10)
    expect(itemsOf(plan, 'issues')).toHaveLength(5)
  })

  test('spends its envelope to the cent, by priority and by territory', () => {
    expect(['P1', 'P2', 'P3', 'P4'].map((id) => moneyOf(plan, id))).toEqual([
      146_000_000, 98_000_000, 84_000_000, 62_000_000,
    ])
    const crossCutting = itemsOf(plan, 'means').filter(({ fields }) => !textOf(fields, 'objective'))
    expect(sumCents(crossCutting)).toBe(30_000_000)
    expect(sumCents(itemsOf(plan, 'means'))).toBe(420_000_000)

    const shares = itemsOf(plan, 'allocations')
    expect(shares.map(({ fields }) => [textOf(fields, 'territory'), centsOf(fields, 'amount')])).toEqual([
      ['t-coteaux', 119_000_000],
      ['t-lac', 87_000_000],
      ['t-pointe', 64_000_000],
      ['t-valdore', 108_000_000],
      ['t-region', 42_000_000],
    ])
    expect(sumCents(shares)).toBe(420_000_000)
  })

  test('names every territory it refers to', () => {
    expect(plan.territories.map(({ name }) => name).sort()).toEqual(
      territories.map(({ name }) => name).sort(),
    )
  })

  test('each comment’s passage is in the text, until the mending takes one out', () => {
    const doc = writtenDoc()
    const resolved = (position: string) =>
      Y.createAbsolutePositionFromRelativePosition(
        Y.decodeRelativePosition(Buffer.from(position, 'base64')),
        doc,
      )!.index
    const anchors = threads.map((thread) => anchorOf(doc, thread))
    const lengths = () => anchors.map(({ start, end }) => resolved(end) - resolved(start))
    expect(lengths()).toEqual(threads.map(({ quote }) => quote.length))

    mendPlan(doc)

    expect(lengths().filter((length) => length === 0)).toHaveLength(1)
    const mended = readPlan(doc, nodes)
    expect(textOf(itemsOf(mended, 'objectives')[5]!.fields, 'title')).toBe(
      'O4.1 Milieux de vie dans 6 quartiers et villages, dont deux à la Pointe-aux-Bouleaux',
    )
    expect(JSON.stringify(mended)).not.toContain('viendront plus tard')
    expect(planProblems(mended)).toEqual([])
  })
})

describe('the demo’s voices', () => {
  const weighed = weighRegister(
    organizations.map(({ key, name, college }) => ({ id: key, name, college })),
    rule,
  )
  if ('code' in weighed) throw new Error(weighed.code)
  const tally = (ballots: readonly DemoBallot[]): ConsentResult =>
    tallyConsent(
      weighed,
      ballots.map(({ organization, choice, reason }) => ({ organizationId: organization, choice, reason })),
      rule,
    )

  test('64 organisations by college', () => {
    const sizes: { [college in College]?: number } = {}
    for (const { college } of organizations) sizes[college] = (sizes[college] ?? 0) + 1
    expect(sizes).toEqual({ community: 26, municipal: 9, institutional: 14, lived: 10, economy: 5 })
    expect(new Set(organizations.map(({ key }) => key)).size).toBe(64)
    expect(new Set(organizations.map(({ name }) => name)).size).toBe(64)
  })

  test('first round: 51, 8, 3, 1 and one not expressed; sent back by the block', () => {
    const { counts, notVoted, outcome } = tally(firstRound)
    expect({ counts, notVoted, outcome }).toEqual({
      counts: { support: 51, reserve: 8, abstain: 3, block: 1 },
      notVoted: 1,
      outcome: 'blocked',
    })
  })

  test('second round: with the two voices that are awaited, 56, 6, 2, 0 and consensus', () => {
    const { counts, outcome } = tally([
      ...secondRound,
      ...awaited.map((organization) => ({
        organization,
        choice: 'support' as const,
        reason: '',
        recorded: false,
      })),
    ])
    expect({ counts, outcome }).toEqual({
      counts: { support: 56, reserve: 6, abstain: 2, block: 0 },
      outcome: 'consensus',
    })
  })

  test('7 voices recorded by the facilitator in the first round, 9 in the second; each other voice has its delegate', () => {
    const voters = new Set(
      [...personas, ...delegates]
        .filter(({ role }) => role === 'delegate')
        .map((person) => person.organization),
    )
    const recorded = (ballots: readonly DemoBallot[]) => ballots.filter((ballot) => ballot.recorded)
    const orphans = [...firstRound, ...secondRound].filter(
      (ballot) => !ballot.recorded && !voters.has(ballot.organization),
    )

    expect(recorded(firstRound)).toHaveLength(7)
    expect(recorded(secondRound)).toHaveLength(9)
    expect(orphans).toEqual([])
  })

  test('every objection and reservation has its words', () => {
    const mute = [...firstRound, ...secondRound].filter(
      ({ choice, reason }) => (choice === 'reserve' || choice === 'block') && reason === '',
    )
    expect(mute).toEqual([])
  })

  test('every person named stands in the demo', () => {
    const known = new Set([...personas, ...delegates].map(({ key }) => key))
    const named = [
      ...threads.flatMap(({ says }) => says.map(([person]) => person)),
      ...alliance.parties.flatMap(({ signatories }) => signatories.map(({ person }) => person)),
    ]
    expect(named.filter((key) => !known.has(key))).toEqual([])
    expect(new Set(delegates.map(({ name }) => name)).size).toBe(delegates.length)
  })
})
