// The polls: what opens them, what each person sees, the closing, and the two rounds of the fictitious plan by 64 organisations.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { addItem, readPlan } from '../../shared/plan/draft.ts'
import { subjectText } from '../../shared/plan/plan.ts'
import { type ConsentChoice, tallyConsent } from '../../shared/poll/consent.ts'
import { ruleOf } from '../../shared/poll/poll.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { Person } from '../kit/actors.ts'
import {
  ballotOn,
  close,
  constatOf,
  createCouncil,
  housing,
  newKey,
  open,
  rewrite,
  see,
  transport,
  wholePlan,
} from '../kit/council.ts'
import { listen, write } from '../kit/hand.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

describe('opening', () => {
  test('POLL-2 the exact live text and the register are fixed and hashed', async () => {
    const heard = await listen(world, world.observer, world.planId)
    const pollId = await open(world, housing)

    const text = await world.rooms.exclusive(world.planId, async ({ doc }) =>
      subjectText(readPlan(doc, []), housing),
    )
    const poll = await see(world.delegate, pollId)
    expect(poll.text).toEqual(text)
    expect(poll.textHash).toBe(digest('text', text))
    const register = poll.register.map(({ hasVoted: _, ...entry }) => entry)
    expect(poll.registerHash).toBe(digest('register', register))
    expect(register.map(({ organizationId }) => organizationId)).toEqual(
      [world.cityId, world.clinicId].sort(),
    )
    expect(poll).toMatchObject({
      round: 1,
      subjectTitle: 'Se loger dignement',
      closedAt: null,
      registered: 2,
    })
    expect(poll.question.fr).toContain('Se loger dignement')
    expect(poll.openedByName).toBe('Maude Bélanger')
    expect(heard).toContain('polls')
  })

  test('POLL-2 the text under vote stays what it was while the plan goes on', async () => {
    const pollId = await open(world, housing)
    const before = await see(world.delegate, pollId)

    await rewrite(world, 'o1', 'Créer 60 logements')

    expect((await see(world.delegate, pollId)).text).toEqual(before.text)
  })

  test('POLL-11 an edit that comes between reading and opening is to be read first', async () => {
    const read = await world.rooms.exclusive(world.planId, async ({ doc }) =>
      digest('text', subjectText(readPlan(doc, []), housing)),
    )
    await rewrite(world, 'o1', 'Créer 60 logements')
    const input = { params: { planId: world.planId }, body: { subject: housing, textHash: read } }

    expect(await world.facilitator.refusal(doors.openPoll, input)).toBe('textMoved')

    await rewrite(world, 'o1', 'Créer 40 logements')
    expect((await world.facilitator.call(doors.openPoll, input)).id).toBeTruthy()
  })

  test('a question of the facilitator’s own words is kept; a half-worded one is not', async () => {
    const params = { planId: world.planId }
    const asked = async (fr: string, en: string, subject: typeof wholePlan) => {
      const body = { subject, question: { fr, en } }
      const { id } = await world.facilitator.call(doors.openPoll, { params, body })
      return (await see(world.observer, id)).question
    }

    expect(await asked('On y va ?', 'Shall we?', housing)).toEqual({ fr: 'On y va ?', en: 'Shall we?' })
    expect((await asked('On y va ?', ' ', transport)).fr).toContain('Consentez-vous')
  })

  test('only a facilitator opens; a stranger learns nothing', async () => {
    const input = { params: { planId: world.planId }, body: { subject: housing } }

    for (const person of [
      world.delegate,
      world.contributor,
      world.commenter,
      world.observer,
      world.signatory,
    ]) {
      expect(await person.refusal(doors.openPoll, input)).toBe('roleForbids')
    }
    expect(await world.stranger.refusal(doors.openPoll, input)).toBe('notMember')
    const unknown = { ...input, params: { planId: 'nothing' } }
    expect(await world.stranger.refusal(doors.openPoll, unknown)).toBe('notMember')
    expect(await world.facilitator.refusal(doors.openPoll, unknown)).toBe('notMember')
    expect(await world.browser().refusal(doors.openPoll, input)).toBe('loginNeeded')
  })

  test('POLL-10 a text that is absent or empty is refused', async () => {
    await write(
      world,
      world.planId,
      world.facilitator,
      (doc) => void addItem(doc, 'priorities', { id: 'p9' }),
    )
    const params = { planId: world.planId }
    const refusal = (id: string) =>
      world.facilitator.refusal(doors.openPoll, { params, body: { subject: { kind: 'priority', id } } })

    expect(await refusal('nowhere')).toBe('subjectMissing')
    expect(await refusal('p9')).toBe('subjectEmpty')
  })

  test('one poll at a time on a text; a priority and the whole plan may be open together', async () => {
    const input = (subject: typeof wholePlan) => ({ params: { planId: world.planId }, body: { subject } })
    const first = await open(world, housing)
    await open(world, wholePlan)

    expect(await world.facilitator.refusal(doors.openPoll, input(housing))).toBe('pollAlreadyOpen')
    expect(await world.facilitator.refusal(doors.openPoll, input(wholePlan))).toBe('pollAlreadyOpen')
    await close(world, first)
    const second = await open(world, housing)
    expect((await see(world.observer, second)).round).toBe(2)
  })

  test('two facilitators who open at once open one poll', async () => {
    const other = await world.person({ name: 'Luc Fortin', role: 'facilitator' })
    const input = { params: { planId: world.planId }, body: { subject: housing } }

    const results = await Promise.allSettled(
      [world.facilitator, other].map((one) => one.call(doors.openPoll, input)),
    )

    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.observer.call(doors.polls, { params: { planId: world.planId } })).toHaveLength(1)
  })

  test('POLL-3 a register without a voice is refused', async () => {
    for (const organizationId of [world.cityId, world.clinicId]) {
      const params = { workspaceId: world.workspaceId, organizationId }
      await world.facilitator.call(doors.changeOrganization, { params, body: { voting: false } })
    }
    const input = { params: { planId: world.planId }, body: { subject: housing } }

    expect(await world.facilitator.refusal(doors.openPoll, input)).toBe('registerEmpty')
  })
})

describe('what each person sees', () => {
  test('POLL-9 the tally only after one’s own vote; facilitator and observer once it is closed', async () => {
    const pollId = await open(world, housing)
    await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'reserve', 'À suivre.'))

    const voter = await see(world.delegate, pollId)
    expect(voter.tally?.counts).toEqual({ support: 0, reserve: 1, abstain: 0, block: 0 })
    expect(voter.ballots).toHaveLength(1)
    expect(voter.mine).toMatchObject({ choice: 'reserve', reason: 'À suivre.' })
    for (const person of [world.otherDelegate, world.facilitator, world.contributor, world.observer]) {
      const other = await see(person, pollId)
      expect(other).toMatchObject({ tally: null, ballots: null, mine: null, received: 1, outcome: null })
      expect(other.register.find(({ organizationId }) => organizationId === world.cityId)?.hasVoted).toBe(
        true,
      )
    }

    await close(world, pollId)

    for (const person of [world.otherDelegate, world.facilitator, world.observer, world.commenter]) {
      const other = await see(person, pollId)
      expect(other.tally?.counts.reserve).toBe(1)
      expect(other.ballots?.[0]).toMatchObject({
        organizationName: 'Ville de Rivebelle',
        reason: 'À suivre.',
      })
      expect(other.constatDigest).toMatch(/^[0-9a-f]{64}$/)
    }
  })

  test('the list says what awaits a delegate, and nobody else', async () => {
    const pollId = await open(world, housing)
    const awaits = async (person: Person) => {
      const [poll] = await person.call(doors.polls, { params: { planId: world.planId } })
      return poll?.awaitsMe
    }

    expect(await awaits(world.delegate)).toBe(true)
    expect(await awaits(world.contributor)).toBe(false)
    expect(await awaits(world.facilitator)).toBe(false)
    await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
    expect(await awaits(world.delegate)).toBe(false)
    expect(await awaits(world.otherDelegate)).toBe(true)
    await close(world, pollId)
    expect(await awaits(world.otherDelegate)).toBe(false)
  })

  test('a stranger sees no poll, and cannot tell one from none', async () => {
    const pollId = await open(world, housing)

    expect(await world.stranger.refusal(doors.poll, { params: { pollId } })).toBe('notMember')
    expect(await world.stranger.refusal(doors.poll, { params: { pollId: 'none' } })).toBe('notMember')
    expect(await world.stranger.refusal(doors.closePoll, { params: { pollId } })).toBe('notMember')
    expect(await world.stranger.refusal(doors.polls, { params: { planId: world.planId } })).toBe('notMember')
  })

  test('the journal tells that a voice came in, never which', async () => {
    const pollId = await open(world, housing)
    await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'block', 'Oubli de la Pointe.'))

    const row = await world.db
      .selectFrom('journal')
      .selectAll()
      .where('act', '=', 'castBallot')
      .executeTakeFirstOrThrow()
    expect(row.detail_json).not.toContain('block')
    expect(row.detail_json).not.toContain('Oubli')
  })
})

describe('closing', () => {
  test('closing twice, even at once, closes once', async () => {
    const pollId = await open(world, housing)
    world.pass(1_000)
    await Promise.all([close(world, pollId), close(world, pollId)])
    const { closedAt } = await see(world.observer, pollId)
    world.pass(60_000)
    await close(world, pollId)

    expect((await see(world.observer, pollId)).closedAt).toBe(closedAt)
    const acts = await world.db.selectFrom('journal').selectAll().where('act', '=', 'closePoll').execute()
    expect(acts).toHaveLength(1)
  })

  test('only a facilitator closes', async () => {
    const pollId = await open(world, housing)
    expect(await world.delegate.refusal(doors.closePoll, { params: { pollId } })).toBe('roleForbids')
  })

  test('the result is what anyone recounts from the consensus record', async () => {
    const pollId = await open(world, wholePlan)
    await world.delegate.call(
      doors.castBallot,
      await ballotOn(world, pollId, 'block', 'O4.1 oublie la Pointe.'),
    )
    await world.otherDelegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
    await close(world, pollId)

    const { poll, text, register, ballots, result } = await constatOf(world, pollId)
    expect(tallyConsent(register, [...ballots].reverse(), ruleOf(poll.rule))).toEqual(result)
    expect(result.outcome).toBe('blocked')
    expect(digest('text', text)).toBe(poll.textHash)
    expect(digest('register', register)).toBe(poll.registerHash)
    for (const ballot of ballots) {
      expect(ballot.pollDigest).toBe(digest('poll', poll))
      expect(ballot.textHash).toBe(poll.textHash)
    }
  })

  test('a rule changed while a poll is open does not change that poll', async () => {
    const pollId = await open(world, housing)
    await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
    const before = await see(world.delegate, pollId)
    await world.facilitator.call(doors.changeWorkspace, {
      params: { workspaceId: world.workspaceId },
      body: { rule: { ...before.rule, quorum: { num: 1, den: 1 } } },
    })
    await close(world, pollId)

    expect((await constatOf(world, pollId)).result.outcome).toBe('consensus')
    expect((await see(world.observer, pollId)).rule).toEqual(before.rule)
  })
})

describe('the two rounds of the fictitious plan, by 64 organisations', () => {
  const sizes = { community: 26, municipal: 9, institutional: 14, lived: 10, economy: 5 } as const

  async function vote(organizations: readonly string[], choices: readonly ConsentChoice[]): Promise<string> {
    const pollId = await open(world, wholePlan)
    const { body } = await ballotOn(world, pollId, 'support')
    for (const [at, choice] of choices.entries()) {
      const reason = choice === 'reserve' || choice === 'block' ? 'Dit à la rencontre.' : ''
      const own = { ...body, choice, reason, organizationId: organizations[at]!, clientKey: newKey() }
      await world.facilitator.call(doors.castBallot, { params: { pollId }, body: own })
    }
    await close(world, pollId)
    return pollId
  }
  const times = (count: number, choice: ConsentChoice) => Array.from({ length: count }, () => choice)

  test('S2 is sent back by its block, S3 is a consensus, by the record itself', async () => {
    const params = { workspaceId: world.workspaceId }
    for (const organizationId of [world.cityId, world.clinicId]) {
      await world.facilitator.call(doors.changeOrganization, {
        params: { ...params, organizationId },
        body: { voting: false },
      })
    }
    await world.facilitator.call(doors.changeWorkspace, {
      params,
      body: {
        rule: {
          quorum: { num: 3, den: 5 },
          collegesMin: 3,
          threshold: { num: 3, den: 4 },
          collegeWeights: { community: 30, municipal: 20, institutional: 20, lived: 20, economy: 10 },
          collegeMax: { num: 49, den: 100 },
        },
      },
    })
    const organizations: string[] = []
    for (const [college, count] of Object.entries(sizes) as [keyof typeof sizes, number][]) {
      for (let at = 0; at < count; at++) {
        const body = {
          name: `${college} ${at}`,
          tier: 'regional',
          sector: 'other',
          college,
          voting: true,
        } as const
        organizations.push((await world.facilitator.call(doors.addOrganization, { params, body })).id)
      }
    }

    const s2 = await vote(organizations, [
      ...times(51, 'support'),
      ...times(8, 'reserve'),
      ...times(3, 'abstain'),
      ...times(1, 'block'),
    ])
    const s3 = await vote(organizations, [
      ...times(56, 'support'),
      ...times(6, 'reserve'),
      ...times(2, 'abstain'),
    ])

    const first = (await constatOf(world, s2)).result
    expect(first).toMatchObject({ counts: { support: 51, reserve: 8, abstain: 3, block: 1 }, notVoted: 1 })
    expect(first.outcome).toBe('blocked')
    const second = await constatOf(world, s3)
    expect(second.poll.round).toBe(2)
    expect(second.result).toMatchObject({
      counts: { support: 56, reserve: 6, abstain: 2, block: 0 },
      notVoted: 0,
    })
    expect(second.result.outcome).toBe('consensus')
    expect(tallyConsent(second.register, second.ballots, ruleOf(second.poll.rule))).toEqual(second.result)
  })
})
