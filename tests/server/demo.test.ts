// The demo region is whole and its figures add up: the plan it writes, the voices it casts. Its building is in the second half.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { buildDemo, type DemoRegion } from '../../server/demo/build.ts'
import { alliance, delegates, personas } from '../../server/demo/people.ts'
import { organizations, rule, type TerritoryKey, territories } from '../../server/demo/region.ts'
import { sortedTotals } from '../../server/demo/sorting.ts'
import { awaited, type DemoBallot, firstRound, secondRound, threads } from '../../server/demo/voices.ts'
import { anchorOf, mendPlan, writePlan } from '../../server/demo/write-plan.ts'
import { type Running, startServer } from '../../server/main.ts'
import { readSettings } from '../../server/settings.ts'
import type { AllianceView } from '../../shared/alliance-views.ts'
import { doors } from '../../shared/api.ts'
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
import type { VoteRoll, VoteSummary, VoteView } from '../../shared/poll/views.ts'
import { canonicalText } from '../../shared/record/canonical.ts'
import type { College } from '../../shared/territory.ts'
import type { MeView, PlanStateView, PollSummary, PollView, ThreadView } from '../../shared/views.ts'

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

describe('the demo region, built by its people on a real server', () => {
  let server: Running
  let region: DemoRegion
  let data: string
  const as = async <T>(person: number, path: string): Promise<T> => {
    const response = await fetch(`${server.url}${path}`, {
      headers: { cookie: region.people[person]!.cookie },
    })
    expect(response.status).toBe(200)
    return (await response.json()) as T
  }

  beforeAll(async () => {
    data = await mkdtemp(join(tmpdir(), 'assise-test-'))
    const read = readSettings({ PORT: '0', ASSISE_DATA: data, LOG_LEVEL: 'error' })
    if ('problems' in read) throw new Error('bad settings')
    server = await startServer(read.settings)
    const ctx = { ...server.ctx, mail: async () => false }
    region = await buildDemo({ ctx, logins: server.logins, url: server.url })
  }, 60_000)
  afterAll(async () => {
    await server.stop()
    await rm(data, { recursive: true })
  })

  test('hands out a facilitator, two delegates, a commenter and three signatories, each signed in', async () => {
    expect(region.people.map(({ role }) => role)).toEqual([
      'facilitator',
      'delegate',
      'delegate',
      'commenter',
      'signatory',
      'signatory',
      'signatory',
    ])
    for (const [at, person] of region.people.entries()) {
      const me = await as<MeView>(at, '/api/me')
      expect(me).toMatchObject({ name: person.name, email: person.email, hasPassword: true })
      expect(me.memberships).toMatchObject([{ planId: region.planId, role: person.role }])
    }
  })

  test('each sign-in link still works, once', async () => {
    const follow = (at: number) =>
      fetch(`${server.url}${doors.followLink.path}`, {
        method: 'POST',
        body: JSON.stringify({ token: new URL(region.people[at]!.signInUrl).hash.slice(1) }),
        headers: { 'content-type': 'application/json' },
      })

    expect((await follow(3)).status).toBe(200)
    expect((await follow(3)).status).toBe(410)
  })

  test('the first round is closed and blocked, the second open with the two personas’ voices awaited', async () => {
    const polls = await as<PollSummary[]>(1, `/api/plans/${region.planId}/polls`)
    expect(polls).toMatchObject([
      { round: 1, outcome: 'blocked', registered: 64, received: 63 },
      { round: 2, outcome: null, closedAt: null, registered: 64, received: 62, awaitsMe: true },
    ])
    expect(polls[0]!.textHash).not.toBe(polls[1]!.textHash)

    const first = await as<PollView>(0, `/api/polls/${polls[0]!.id}`)
    expect(first.tally?.counts).toEqual({ support: 51, reserve: 8, abstain: 3, block: 1 })
    expect(first.ballots?.filter(({ channel }) => channel === 'facilitated')).toHaveLength(7)
    expect(first.ballots?.find(({ choice }) => choice === 'block')).toMatchObject({
      organizationName: 'Table de concertation des aînés',
      reason: 'O4.1 oublie la Pointe.',
    })
    const second = await as<PollView>(2, `/api/polls/${polls[1]!.id}`)
    const voted = second.register.filter(({ hasVoted }) => !hasVoted).map(({ name }) => name)
    expect(voted.sort()).toEqual(['Coop de transport Le Relais', 'Table de concertation des aînés'])
  })

  test('S1 the sorting gave P1 96, P2 84, P3 61, P4 52 and P5 27 points: 320 of 64 ballots, eight of them recorded', async () => {
    const [sorting] = await as<VoteSummary[]>(1, `/api/plans/${region.planId}/votes`)
    expect(sorting).toMatchObject({ state: 'proclaimed', outcome: 'sorted', registered: 64, received: 64 })
    const { count } = await as<VoteView>(3, `/api/votes/${sorting!.id}`)
    const { voices } = await as<VoteRoll>(3, `/api/votes/${sorting!.id}/roll`)
    expect(count?.tallies.map(({ id, figure }) => [id, Number(figure)])).toEqual(Object.entries(sortedTotals))
    expect(count?.groups).toEqual([['P1'], ['P2'], ['P3'], ['P4'], ['P5']])
    expect(voices?.filter(({ channel }) => channel === 'facilitated')).toHaveLength(8)
  })

  test('only consensus is missing for the lock; the comments and the Alliance are there', async () => {
    const { standings, lockReasons } = await as<PlanStateView>(0, `/api/plans/${region.planId}/state`)
    expect(standings.find(({ subject }) => subject.kind === 'plan')?.state).toBe('open')
    expect(lockReasons.filter(({ place }) => place.field)).toEqual([])

    const written = await as<ThreadView[]>(3, `/api/plans/${region.planId}/threads`)
    expect(written.map(({ state }) => state)).toEqual(['resolved', 'open', 'open', 'open', 'open'])
    expect(written[2]!.comments[1]!.text).toMatch(/verrouill\u00e9e\.$/)

    const prepared = await as<AllianceView>(4, `/api/plans/${region.planId}/alliance`)
    expect(prepared.state).toBe('preparing')
    expect(prepared.parties.flatMap(({ signatories }) => signatories.map(({ name }) => name))).toEqual(
      region.people.slice(4).map(({ name }) => name),
    )
  })
})
