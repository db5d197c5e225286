// CONS-1…CONS-5: where each text stands, after any sequence of votes and edits.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  coveredTexts,
  type Decision,
  evidenceOf,
  liveTexts,
  type StandingState,
  sameSubject,
  standingsOf,
} from '../../shared/consensus.ts'
import { emptyPlan, type Plan, type Subject, subjectText } from '../../shared/plan/plan.ts'
import type { ConsentOutcome } from '../../shared/poll/consent.ts'
import { digest } from '../../shared/record/canonical.ts'

const wholePlan: Subject = { kind: 'plan' }
const housing: Subject = { kind: 'priority', id: 'p1' }
const transport: Subject = { kind: 'priority', id: 'p2' }

/** A plan of two priorities whose objectives say what is given. */
function planOf(first: string, second: string): Plan {
  return {
    ...emptyPlan,
    lists: {
      priorities: [
        { id: 'p1', fields: { title: 'Se loger', disposition: 'proposed' } },
        { id: 'p2', fields: { title: 'Se déplacer', disposition: 'proposed' } },
      ],
      objectives: [
        { id: 'o1', parent: 'p1', fields: { title: first } },
        { id: 'o2', parent: 'p2', fields: { title: second } },
      ],
    },
  }
}

let clock = 0
/** A poll closed on a subject of a plan as it was; open when no outcome is given. */
function vote(plan: Plan, subject: Subject, outcome: ConsentOutcome | null): Decision {
  const text = subjectText(plan, subject)!
  clock += 1
  return {
    id: `poll-${clock}`,
    subject,
    textHash: digest('text', text),
    closedAt: outcome && new Date(Date.UTC(2026, 1, 5) + clock * 1000).toISOString(),
    outcome,
    covers: coveredTexts(text),
  }
}

function stateOf(decisions: readonly Decision[], plan: Plan, subject: Subject): StandingState {
  return standingsOf(decisions, liveTexts(plan)).find((one) => sameSubject(one.subject, subject))!.state
}

const plan = planOf('Créer 40 logements', 'Service du soir')
const edited = planOf('Créer 40 logements', 'Service du soir et du matin')

test('CONS-1 a text nobody voted on is a draft; it is open while its poll is', () => {
  expect(stateOf([], plan, housing)).toBe('draft')
  expect(stateOf([vote(plan, housing, null)], plan, housing)).toBe('open')
  expect(stateOf([vote(plan, housing, null)], plan, wholePlan)).toBe('draft')
  expect(stateOf([vote(plan, wholePlan, null)], plan, housing)).toBe('draft')
})

test('CONS-1 a new round reopens what stood under a consensus', () => {
  const decisions = [vote(plan, housing, 'consensus'), vote(plan, housing, null)]
  expect(stateOf(decisions, plan, housing)).toBe('open')
})

test.each([
  ['unanimous', 'consensus'],
  ['consensus', 'consensus'],
  ['blocked', 'refused'],
  ['noQuorum', 'refused'],
  ['belowThreshold', 'refused'],
] as const)('CONS-4 a poll that ends %s leaves its text %s', (outcome, state) => {
  expect(stateOf([vote(plan, housing, outcome)], plan, housing)).toBe(state)
  expect(stateOf([vote(plan, wholePlan, outcome)], plan, wholePlan)).toBe(state)
})

test('CONS-4 editing a priority makes its consensus stale; the identical text makes it live again', () => {
  const decisions = [vote(plan, transport, 'consensus')]

  expect(stateOf(decisions, plan, transport)).toBe('consensus')
  expect(stateOf(decisions, edited, transport)).toBe('stale')
  expect(stateOf(decisions, planOf('Créer 40 logements', 'Service du soir'), transport)).toBe('consensus')
})

test('CONS-2 a consensus on the whole plan covers the exact text of each priority', () => {
  const decisions = [vote(plan, wholePlan, 'consensus')]

  expect(stateOf(decisions, plan, housing)).toBe('consensus')
  expect(stateOf(decisions, edited, wholePlan)).toBe('stale')
  expect(stateOf(decisions, edited, transport)).toBe('stale')
  // The other priority was not touched: what was consented to is still there.
  expect(stateOf(decisions, edited, housing)).toBe('consensus')
})

test('CONS-2 a vote on the whole plan that fails leaves each priority as it stood', () => {
  const own = vote(plan, housing, 'consensus')
  const decisions = [own, vote(plan, wholePlan, 'blocked')]

  expect(stateOf(decisions, plan, housing)).toBe('consensus')
  expect(stateOf(decisions, plan, transport)).toBe('draft')
  expect(stateOf(decisions, plan, wholePlan)).toBe('refused')
})

describe('CONS-3 the last to close decides', () => {
  test('a refusal after the plan’s consensus', () => {
    const decisions = [vote(plan, wholePlan, 'consensus'), vote(plan, housing, 'blocked')]
    expect(stateOf(decisions, plan, housing)).toBe('refused')
  })

  test('the plan’s consensus after a refusal', () => {
    const decisions = [vote(plan, housing, 'blocked'), vote(plan, wholePlan, 'consensus')]
    expect(stateOf(decisions, plan, housing)).toBe('consensus')
  })

  test('a consensus of the priority on its new text, after the plan’s on the old one', () => {
    const decisions = [vote(plan, wholePlan, 'consensus'), vote(edited, transport, 'consensus')]
    expect(stateOf(decisions, edited, transport)).toBe('consensus')
    expect(stateOf(decisions, edited, wholePlan)).toBe('stale')
  })

  test('whatever the order in which polls are given', () => {
    const outcomes = fc.constantFrom<ConsentOutcome | null>('unanimous', 'consensus', 'blocked', 'noQuorum')
    const polls = fc.array(fc.tuple(fc.constantFrom(wholePlan, housing, transport), fc.boolean(), outcomes), {
      maxLength: 8,
    })
    fc.assert(
      fc.property(polls, fc.infiniteStream(fc.nat()), (list, order) => {
        const decisions = list.map(([subject, early, outcome]) =>
          vote(early ? plan : edited, subject, outcome),
        )
        const open = (one: Decision) => one.closedAt === null
        // At most one open poll a subject, as the server holds.
        const held = decisions.filter(
          (one, at) =>
            !open(one) ||
            decisions.findIndex((other) => open(other) && sameSubject(other.subject, one.subject)) === at,
        )
        const shuffled = held
          .map((decision) => ({ decision, key: order.next().value as number }))
          .sort((a, b) => a.key - b.key)
          .map(({ decision }) => decision)
        expect(standingsOf(shuffled, liveTexts(edited))).toEqual(standingsOf(held, liveTexts(edited)))
      }),
    )
  })
})

test('CONS-1 a poll open on a priority that was removed meanwhile is still told', () => {
  const removed: Subject = { kind: 'priority', id: 'gone' }
  const poll = { ...vote(plan, housing, null), subject: removed }

  const standings = standingsOf([poll], liveTexts(plan))

  expect(standings.at(-1)).toEqual({
    subject: removed,
    pollId: poll.id,
    textHash: poll.textHash,
    state: 'open',
  })
})

test('CONS-2 a priority named like a property of every object is covered only when the plan holds it', () => {
  const odd: Subject = { kind: 'priority', id: 'constructor' }
  const live = [...liveTexts(plan), { subject: odd, textHash: 'h' }]

  const standings = standingsOf([vote(plan, wholePlan, 'consensus')], live)

  expect(standings.at(-1)?.state).toBe('draft')
})

test('CONS-5 a version stands on the plan’s poll and on each priority’s own consensus on the same text', () => {
  const old = vote(edited, transport, 'consensus')
  const own = vote(plan, housing, 'consensus')
  const failed = vote(plan, wholePlan, 'blocked')
  const whole = vote(plan, wholePlan, 'consensus')
  const decisions = [whole, failed, own, old]

  const evidence = evidenceOf(plan, standingsOf(decisions, liveTexts(plan)), decisions)

  expect(evidence).toEqual([own.id, whole.id])
})
