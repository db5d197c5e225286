// Polls of the second form through their doors: opening, voices, closing, what is shown when, what the record holds.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { doors, files } from '../../shared/api.ts'
import { draftItems } from '../../shared/plan/draft.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import { readTallyFile } from '../../shared/poll/tally-file.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { Person, RefusedAtDoor } from '../kit/actors.ts'
import { addOrganization, createCouncil, housing, newKey, rewrite } from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import {
  castBy,
  closeVote,
  consentChoice,
  dotsChoice,
  openVote,
  seeVote,
  voiceOn,
  voteConstatOf,
  yesNoChoice,
} from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

let world: World
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})
const passage = {
  kind: 'passage',
  section: 'priorities',
  list: 'objectives',
  item: 'o1',
  field: 'title',
  quote: '40 logements',
} as const

describe('a whole poll', () => {
  test('VOTE-8 consent on a priority: opened, voted, closed, a consensus on that exact text', async () => {
    const pollId = await openVote(world, { subject: housing })
    const receipt = await castBy(world, world.delegate, pollId, { choice: 'support' })
    await castBy(world, world.otherDelegate, pollId, { choice: 'reserve' }, 'Le soir aussi.')
    await closeVote(world, pollId)

    const constat = await voteConstatOf(world, pollId)
    expect(constat.outcome).toBe('consensus')
    expect(constat.ballots.map((ballot) => digest('ballot', ballot))).toContain(receipt.digest)
    expect(constat.objections).toMatchObject([
      { level: 'concern', argument: 'Le soir aussi.', state: 'raised' },
    ])
    expect(await seeVote(world.observer, pollId)).toMatchObject({
      state: 'counted',
      outcome: 'consensus',
      received: 2,
    })
  })

  test('REC-6 its opening, each voice, its record and what is added stand in the workspace’s record', async () => {
    const pollId = await openVote(world, { subject: housing })
    const { digest: receipt } = await castBy(world, world.delegate, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    const body = { kind: 'proclaimed' as const, text: '', clientKey: newKey() }
    await world.facilitator.call(doors.addToVote, { params: { pollId }, body })

    const rows = await world.db.selectFrom('record_entries').select('canonical').orderBy('idx').execute()
    const entries = rows.map(({ canonical }) => JSON.parse(canonical) as { type: string; body: object })
    const constat = await voteConstatOf(world, pollId)
    const { addenda } = await seeVote(world.observer, pollId)
    expect(entries.slice(-4).map(({ type, body: of }) => [type, of])).toMatchObject([
      ['poll', { pollId, pollDigest: digest('poll', constat.poll), registerHash: constat.poll.registerHash }],
      ['ballot', { pollId, ballotDigest: receipt }],
      ['constat', { pollId, constatDigest: digest('constat', constat) }],
      ['addendum', { pollId, addendumDigest: digest('addendum', addenda[0]) }],
    ])
  })

  test('CONS-4 CONS-6 a consensus of the second form is live, then stale once the text moves, then live again', async () => {
    const pollId = await openVote(world, { subject: housing })
    for (const person of [world.delegate, world.otherDelegate])
      await castBy(world, person, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    const state = async () => {
      const { standings } = await world.observer.call(doors.planState, { params: { planId: world.planId } })
      return standings.find(({ subject }) => subject.kind === 'priority' && subject.id === 'p1')
    }

    expect(await state()).toMatchObject({ state: 'consensus', pollId })
    await rewrite(world, 'o1', 'Créer 60 logements')
    expect((await state())?.state).toBe('stale')
    await rewrite(world, 'o1', 'Créer 40 logements')
    expect((await state())?.state).toBe('consensus')
    const sorting = await openVote(world, { subject: housing, choice: dotsChoice(['a', 'b']) })
    expect((await state())?.state).toBe('open')
    await closeVote(world, sorting)
    expect(await state()).toMatchObject({ state: 'consensus', pollId })
  })

  test('VOTE-18 LOCK-4 a passage under vote forbids the lock, and is told live, then stale once its words move', async () => {
    const pollId = await openVote(world, { subject: passage })
    const state = () => world.observer.call(doors.planState, { params: { planId: world.planId } })

    const before = await state()
    expect(before.passages).toMatchObject([{ pollId, open: true, textState: 'live' }])
    expect(before.lockReasons.filter(({ place }) => place.poll === pollId)).toHaveLength(1)
    await rewrite(world, 'o1', 'Créer 60 logements')
    await closeVote(world, pollId)
    const after = await state()
    expect(after.passages).toMatchObject([{ pollId, open: false, outcome: 'notDecided', textState: 'stale' }])
    expect(after.lockReasons.filter(({ place }) => place.poll === pollId)).toEqual([])
  })

  test('VOTE-17 TRAP-16 dots sort, decide nothing, and stay hidden until the closing, also from the facilitator', async () => {
    const pollId = await openVote(world, { subject: { kind: 'question' }, choice: dotsChoice(['p1', 'p2']) })
    await castBy(world, world.delegate, pollId, { dots: { p1: 4, p2: 1 } })

    for (const person of [world.facilitator, world.delegate])
      expect(await seeVote(person, pollId)).toMatchObject({ count: null, voices: null, received: 1 })
    await castBy(world, world.otherDelegate, pollId, { dots: { p1: 2, p2: 3 } })
    await closeVote(world, pollId)
    const { count, outcome } = await voteConstatOf(world, pollId)
    expect(outcome).toBe('sorted')
    expect(count?.tallies.map(({ id, figure }) => [id, figure])).toEqual([
      ['p1', '6'],
      ['p2', '4'],
    ])
    expect(await seeVote(world.facilitator, pollId)).toMatchObject({ count: { method: 'dots' } })
  })

  test('VOTE-17 a block cast in a sealed poll is not told by its objection before the closing, but to its own seat', async () => {
    const pollId = await openVote(world, {
      subject: housing,
      choice: { ...consentChoice, secrecy: 'sealed', results: 'live' },
    })
    await castBy(world, world.delegate, pollId, { choice: 'block' }, 'Non.')
    const seen = async (person: Person) => (await seeVote(person, pollId)).objections.length
    const waiting = () => world.facilitator.call(doors.waiting, { params: { planId: world.planId } })

    expect([
      await seen(world.facilitator),
      await seen(world.otherDelegate),
      await seen(world.delegate),
    ]).toEqual([0, 0, 1])
    expect((await waiting()).objections).toEqual([])
    expect(await seeVote(world.observer, pollId)).toMatchObject({
      count: { cast: { seats: 1 }, blocks: [] },
      voices: null,
    })
    await closeVote(world, pollId)
    expect(await seen(world.otherDelegate)).toBe(1)
    expect((await waiting()).objections).toHaveLength(1)
  })

  test('INV-3 TRAP-19 ballots are exported once counted, not before, and recount to the stored result byte for byte', async () => {
    const pollId = await openVote(world, { choice: yesNoChoice })
    await castBy(world, world.delegate, pollId, { answer: 'yes' })
    await castBy(world, world.otherDelegate, pollId, { answer: 'no' })
    for (const person of [world.facilitator, world.delegate])
      expect((await person.fetch(files.ballots(pollId))).status).toBe(403)
    await closeVote(world, pollId)

    const response = await world.observer.fetch(files.ballots(pollId))
    const read = readTallyFile(new Uint8Array(await response.arrayBuffer()))
    if (!('file' in read)) throw new Error(read.unreadable.en)
    expect(recountTally(read.file).same).toBe(true)
    expect(read.file.count).toEqual((await voteConstatOf(world, pollId)).count)
    expect((await world.stranger.fetch(files.ballots(pollId))).status).toBe(404)
  })
})

describe('opening', () => {
  test('VOTE-15 the same key opens one poll, and another is refused while it is open', async () => {
    const clientKey = newKey()
    const first = await openVote(world, { clientKey })

    expect(await openVote(world, { clientKey })).toBe(first)
    const body = { subject: { kind: 'plan' } as const, choice: consentChoice, clientKey: newKey() }
    const params = { planId: world.planId }
    expect(await world.facilitator.refusal(doors.openVote, { params, body })).toBe('pollAlreadyOpen')
    const old = { params, body: { subject: body.subject } }
    expect(await world.facilitator.refusal(doors.openPoll, old)).toBe('pollAlreadyOpen')
    expect(await world.delegate.refusal(doors.openVote, { params, body })).toBe('roleForbids')
    expect(await world.stranger.refusal(doors.vote, { params: { pollId: first } })).toBe('notMember')
    expect(await world.facilitator.refusal(doors.poll, { params: { pollId: first } })).toBe('notMember')
  })

  test('POLL-11 an edit that comes between reading and opening is to be read first', async () => {
    const first = await openVote(world, { subject: passage })
    const { textHash, text } = await seeVote(world.observer, first)
    expect(text).toMatchObject({ kind: 'passage', words: 'Créer 40 logements' })
    await closeVote(world, first)
    await rewrite(world, 'o1', 'Créer 40 logements bientôt')
    const body = { subject: passage, choice: consentChoice, textHash, follows: first, clientKey: newKey() }
    const params = { planId: world.planId }

    expect(await world.facilitator.refusal(doors.openVote, { params, body })).toBe('textMoved')
    const { id } = await world.facilitator.call(doors.openVote, {
      params,
      body: { ...body, textHash: undefined },
    })
    expect(await seeVote(world.observer, id)).toMatchObject({ round: 2, follows: first })
    expect(await seeVote(world.observer, first)).toMatchObject({ state: 'superseded', supersededBy: id })
  })

  test('VOTE-16 an unsound setting is refused with its reasons, and nothing opens', async () => {
    const params = { planId: world.planId }
    const refused = async (choice: object) => {
      const body = {
        subject: { kind: 'plan' } as const,
        choice: { ...consentChoice, ...choice } as never,
        clientKey: newKey(),
      }
      const error = (await world.facilitator
        .call(doors.openVote, { params, body })
        .catch((thrown: unknown) => thrown)) as RefusedAtDoor
      return [error.refusal.code, error.refusal.reasons?.length ?? 0]
    }
    expect(await refused({ method: 'yesNo', secrecy: 'secret' })).toEqual(['invalidSetting', 2])
    expect(await refused({ adopts: false })).toEqual(['invalidSetting', 1])
    expect(await refused({ electorate: 'additive' })).toEqual(['invalidField', 0])
    expect(await refused({ closesAt: '2020-01-01T00:00:00Z' })).toEqual(['invalidField', 0])
    expect(await refused({ params: { quorum: 0 } })).toEqual(['unknownField', 0])
    expect(await world.observer.call(doors.votes, { params })).toEqual([])
  })

  test('TRAP-6 TRAP-8 options, base and threshold are a draft’s to change; once open no door changes them', async () => {
    const params = { planId: world.planId }
    const prepared = { subject: { kind: 'question' } as const, question: { fr: 'Où ?', en: 'Where?' } }
    const { id, revision } = await world.facilitator.call(doors.draftPoll, {
      params,
      body: { ...prepared, choice: dotsChoice(['a', 'b']) },
    })
    const change = { ...prepared, choice: dotsChoice(['a', 'b', 'c']), revision }
    await world.facilitator.call(doors.changePollDraft, { params: { draftId: id }, body: change })
    const stale = { params: { draftId: id }, body: change }
    expect(await world.facilitator.refusal(doors.changePollDraft, stale)).toBe('pollDraftMoved')
    expect(await world.delegate.refusal(doors.pollDrafts, { params })).toBe('roleForbids')
    const [draft] = await world.facilitator.call(doors.pollDrafts, { params })
    expect(draft).toMatchObject({ revision: 2, choice: { options: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] } })

    const body = { ...prepared, choice: draft!.choice, draftId: id, clientKey: newKey() }
    const { id: pollId } = await world.facilitator.call(doors.openVote, { params, body })
    expect(await world.facilitator.call(doors.pollDrafts, { params })).toEqual([])
    await castBy(world, world.delegate, pollId, { dots: { c: 5 } })
    const own = Object.values(doors).filter(
      ({ path }) => path.includes(':pollId') && path.startsWith('/api/votes'),
    )
    expect(own.filter(({ method }) => method !== 'GET' && method !== 'POST')).toEqual([])
    expect(await seeVote(world.delegate, pollId)).toMatchObject({
      setting: { options: draft!.choice.options },
      received: 1,
    })
  })
})

describe('voices', () => {
  test('VOTE-5 INV-6 each refusal has its name', async () => {
    const pollId = await openVote(world, { subject: housing })
    const input = await voiceOn(world, pollId, { choice: 'support' })
    const refused = (person: Person, change: object) =>
      person.refusal(doors.castVoice, { ...input, body: { ...input.body, clientKey: newKey(), ...change } })
    const lateId = await addOrganization(world, 'Coop Le Relais')
    const late = await world.person({ name: 'Nora Diallo', role: 'delegate', organizationId: lateId })

    expect(await refused(world.delegate, { textHash: '0'.repeat(64) })).toBe('textChanged')
    expect(await refused(world.facilitator, {})).toBe('noVoice')
    expect(await refused(world.observer, {})).toBe('noVoice')
    expect(await refused(world.stranger, {})).toBe('notMember')
    expect(await refused(late, {})).toBe('notInRegister')
    expect(await refused(world.contributor, { seatId: world.cityId })).toBe('seatHeldByOther')
    expect(await refused(world.delegate, { seatId: world.clinicId })).toBe('seatHeldByOther')
    expect(await refused(world.delegate, { value: { answer: 'yes' } })).toBe('invalidValue')
    expect(await refused(world.delegate, { value: { blank: true } })).toBe('invalidValue')
    expect(await refused(world.delegate, { value: { choice: 'block' } })).toBe('reasonNeeded')
    expect(await refused(world.delegate, { value: { choice: 'veto' } })).toBe('invalidField')
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    expect(await refused(world.delegate, {})).toBe('alreadyVoted')
    await closeVote(world, pollId)
    expect(await refused(world.otherDelegate, {})).toBe('pollClosed')
    expect((await seeVote(world.observer, pollId)).received).toBe(1)
  })

  test('VOTE-7 TRAP-24 the same key gives the same receipt, also after the closing and for nothing else', async () => {
    const pollId = await openVote(world, { subject: housing })
    const input = await voiceOn(world, pollId, { choice: 'support' })
    const receipt = await world.delegate.call(doors.castVoice, input)

    expect(await world.delegate.call(doors.castVoice, input)).toEqual(receipt)
    await closeVote(world, pollId)
    expect(await world.delegate.call(doors.castVoice, input)).toEqual(receipt)
    const other = { ...input, body: { ...input.body, value: { choice: 'abstain' as const } } }
    expect(await world.delegate.refusal(doors.castVoice, other)).toBe('invalidField')
    const [ballot] = (await voteConstatOf(world, pollId)).ballots
    expect(receipt).toEqual({
      pollId,
      seatId: world.cityId,
      revision: 1,
      receivedAt: ballot!.receivedAt,
      digest: digest('ballot', ballot),
    })
  })

  test('TRAP-13 another’s vote tells screens that a voice came and nothing else: what a person was filling in is theirs', async () => {
    const pollId = await openVote(world, { subject: housing })
    const before = await seeVote(world.otherDelegate, pollId)
    world.notices.length = 0
    await castBy(world, world.delegate, pollId, { choice: 'support' })

    expect(world.notices).toEqual(['voices'])
    const { mySeats, textHash } = await seeVote(world.otherDelegate, pollId)
    expect({ mySeats, textHash }).toEqual({ mySeats: before.mySeats, textHash: before.textHash })
  })

  test('TRAP-3 a person with two accounts of one organisation has its one voice', async () => {
    const twin = await world.person({ name: 'Denis Deux', role: 'delegate', organizationId: world.cityId })
    const pollId = await openVote(world, { subject: housing })
    await castBy(world, world.delegate, pollId, { choice: 'support' })

    expect(await twin.refusal(doors.castVoice, await voiceOn(world, pollId, { choice: 'abstain' }))).toBe(
      'alreadyVoted',
    )
    expect((await seeVote(twin, pollId)).mySeats).toMatchObject([{ voted: true, refusal: 'alreadyVoted' }])
  })

  test('TRAP-7 INV-7 the text edited or removed under a vote leaves what was voted on as it was', async () => {
    const pollId = await openVote(world, { subject: housing })
    const before = await seeVote(world.delegate, pollId)
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    await write(world, world.planId, world.facilitator, (doc) => draftItems(doc, 'priorities').delete('p1'))
    await castBy(world, world.otherDelegate, pollId, { choice: 'support' })
    await closeVote(world, pollId)

    const { poll, text, ballots } = await voteConstatOf(world, pollId)
    expect(text).toEqual(before.text)
    expect(digest('text', text)).toBe(poll.textHash)
    expect(ballots.every(({ textHash }) => textHash === poll.textHash)).toBe(true)
  })

  test('TRAP-12 organisations added, renamed or left without a delegate while a poll is open change nothing of its register', async () => {
    const pollId = await openVote(world, { subject: housing })
    const { register, registerHash } = await seeVote(world.observer, pollId)
    await addOrganization(world, 'Coop Le Relais')
    await world.facilitator.call(doors.changeOrganization, {
      params: { workspaceId: world.workspaceId, organizationId: world.cityId },
      body: { voting: false, name: 'Ville nouvelle' },
    })
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    const after = await seeVote(world.observer, pollId)
    expect(after.register.map(({ hasVoted: _, channel: __, ...seat }) => seat)).toEqual(
      register.map(({ hasVoted: _, channel: __, ...seat }) => seat),
    )
    expect(after).toMatchObject({ registerHash, received: 1, registered: 2 })
  })

  test('TRAP-18 a closed poll never opens again, and tells since when it is closed', async () => {
    const pollId = await openVote(world, { subject: housing })
    const input = await voiceOn(world, pollId, { choice: 'support' })
    await closeVote(world, pollId)
    await closeVote(world, pollId)
    const { closedAt } = await seeVote(world.observer, pollId)
    const error = (await world.delegate
      .call(doors.castVoice, input)
      .catch((thrown: unknown) => thrown)) as RefusedAtDoor

    expect(error.refusal).toEqual({ code: 'pollClosed', details: { closedAt } })
    expect(await world.db.selectFrom('poll_closings').select('poll_id').execute()).toHaveLength(1)
  })

  test('TRAP-21 a voter who changes password and ends every login keeps the voice that was cast', async () => {
    const pollId = await openVote(world, { subject: housing })
    const receipt = await castBy(world, world.delegate, pollId, { choice: 'support' })
    await world.delegate.call(doors.setPassword, { body: { password: 'une longue phrase de passe' } })
    await world.delegate.call(doors.logoutEverywhere, {})
    await closeVote(world, pollId)

    expect((await voteConstatOf(world, pollId)).ballots.map((ballot) => digest('ballot', ballot))).toEqual([
      receipt.digest,
    ])
  })

  test('INV-5 POLL-7 a clock set back never puts a voice before the opening nor a closing before a voice', async () => {
    const pollId = await openVote(world, { subject: housing })
    world.pass(-3_600_000)
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    world.pass(-3_600_000)
    await closeVote(world, pollId)
    const { poll, ballots, closedAt } = await voteConstatOf(world, pollId)
    expect(poll.openedAt < ballots[0]!.receivedAt && ballots[0]!.receivedAt < closedAt).toBe(true)
  })
})
