// MAIL rules: letters written with what makes them due, sent once each, retried, moot when there is nothing to say any more.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { lookAtLetters, sendLetters } from '../../server/acts/post.ts'
import { doors } from '../../shared/api.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { createCouncil, newKey } from '../kit/council.ts'
import { aboutMeeting, act, convene, draft } from '../kit/council-meeting.ts'
import { castBy, consentChoice, openVote, voiceOn, yesNoChoice } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

const hour = 3_600_000
const day = 24 * hour

let world: World
beforeEach(async () => {
  // A Friday: no digest is due.
  world = await createCouncil({ mailWorks: true, start: '2026-03-06T14:00:00.000Z' })
  world.mails.length = 0
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

function until(ms: number, choice: SettingChoice = consentChoice): SettingChoice {
  return { ...choice, closesAt: new Date(world.ctx.now().getTime() + ms).toISOString() }
}
const to = () => world.mails.map((mail) => mail.to).sort()
const clear = () => {
  world.mails.length = 0
}

describe('convocations', () => {
  test('MAIL-1 are written with the act and leave with it; a retry writes none', async () => {
    const id = await draft(world)
    const clientKey = newKey()
    await act(world.facilitator, id, { kind: 'convene' }, clientKey)
    const members = world.mails.length
    expect(members).toBe(7)
    await act(world.facilitator, id, { kind: 'convene' }, clientKey)
    await sendLetters(world.ctx)
    expect(world.mails).toHaveLength(members)
    expect(new Set(world.mails.map((mail) => mail.id)).size).toBe(members)
  })

  test('MAIL-2 what a mail server refuses is tried again later, once, and the rest is not sent twice', async () => {
    const refused = world.delegate.email
    const sent: string[] = []
    let down = true
    const ctx = {
      ...world.ctx,
      mail: async ({ to }: { to: string }) => {
        if (down && to === refused) return false
        sent.push(to)
        return true
      },
    }
    const id = await draft(world)
    await world.ctx.transact(async () => {})
    const { actInMeeting } = await import('../../server/acts/meetings.ts')
    const { mailed } = await actInMeeting(ctx, await world.facilitator.actor(), {
      meetingId: id,
      command: { kind: 'convene' },
      clientKey: newKey(),
    })
    expect(mailed).toBe(6)
    await sendLetters(ctx)
    expect(sent).toHaveLength(6)
    down = false
    world.pass(3 * 60_000)
    await Promise.all([sendLetters(ctx), sendLetters(ctx), sendLetters(ctx)])
    expect(sent.filter((one) => one === refused)).toHaveLength(1)
    expect(sent).toHaveLength(7)
  })

  test('MAIL-2 a server that never answers is given up after six tries, and the table forgets', async () => {
    const ctx = { ...world.ctx, mail: async () => false }
    await convene(world)
    clear()
    await openVote(world, { choice: until(40 * day) })
    for (let tries = 0; tries < 12; tries++) {
      await sendLetters(ctx)
      world.pass(2 * day)
    }
    const rows = await world.db
      .selectFrom('letters')
      .select(['ending', 'tries'])
      .where('letter_key', 'like', 'vote:%')
      .execute()
    expect(rows.map(({ ending, tries }) => [ending, Number(tries)])).toEqual([
      ['failed', 6],
      ['failed', 6],
    ])
    world.pass(200 * day)
    await lookAtLetters(world.ctx)
    const left = await world.db
      .selectFrom('letters')
      .select('letter_key')
      .where('ending', '=', 'failed')
      .execute()
    expect(left).toEqual([])
  })

  test('MAIL-5 a convocation that waited is moot once the meeting is cancelled', async () => {
    const ctx = { ...world.ctx, mail: async () => false }
    const id = await draft(world)
    const { actInMeeting } = await import('../../server/acts/meetings.ts')
    await actInMeeting(ctx, await world.facilitator.actor(), {
      meetingId: id,
      command: { kind: 'convene' },
      clientKey: newKey(),
    })
    await act(world.facilitator, id, { kind: 'cancel', reason: 'Tempête' })
    world.pass(3 * 60_000)
    clear()
    await sendLetters(world.ctx)
    expect(world.mails).toEqual([])
  })
})

describe('an invitation to vote', () => {
  test('MAIL-3 goes to whoever may vote, in the transaction that opens the poll; its link opens that ballot and nothing else', async () => {
    const pollId = await openVote(world, { choice: until(5 * day, yesNoChoice) })
    await sendLetters(world.ctx)
    expect(to()).toEqual([world.delegate.email, world.otherDelegate.email].sort())
    const mail = world.mails.find((one) => one.to === world.delegate.email)!
    expect(mail.text).toContain('Ville de Rivebelle')
    const url = new URL(mail.link!)
    expect(url.searchParams.get('vers')).toBe(`/demarches/${world.workspaceId}/scrutins/${pollId}/bulletin`)
    const kept = await world.db.selectFrom('letters').select('about_json').execute()
    expect(JSON.stringify(kept)).not.toContain(url.hash.slice(1))

    // LINK-6
    world.pass(2 * day)
    const phone = await world.enter(mail.link!)
    const planId = world.planId
    expect(await phone.call(doors.me, {})).toMatchObject({ id: world.delegate.userId })
    const other = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
    expect(await phone.refusal(doors.castVoice, await voiceOn(world, other, { answer: 'yes' }))).toBe(
      'loginNeeded',
    )
    expect(await phone.refusal(doors.changeMe, { body: { name: 'Autre' } })).toBe('loginNeeded')
    expect(await phone.refusal(doors.setPassword, { body: { password: 'un mot de passe neuf' } })).toBe(
      'loginNeeded',
    )
    expect(
      await phone.refusal(doors.startThread, {
        params: { planId },
        body: { place: { section: 'frame' }, anchor: null, quote: '', text: 'Non', clientKey: newKey() },
      }),
    ).toBe('loginNeeded')
    await phone.call(doors.castVoice, await voiceOn(world, pollId, { answer: 'yes' }))
    await expect(world.enter(mail.link!)).rejects.toThrow('linkDead')
    world.pass(4 * day)
    expect(await phone.call(doors.me, {})).toBeNull()
  })

  test('LINK-6 the link dies with the poll, and proves no mailbox', async () => {
    await openVote(world, { choice: until(day, yesNoChoice) })
    await sendLetters(world.ctx)
    const link = (person: { email: string }) => world.mails.find((one) => one.to === person.email)!.link!
    const phone = await world.enter(link(world.delegate))
    expect(await phone.refusal(doors.setPassword, { body: { password: 'un mot de passe neuf' } })).toBe(
      'loginNeeded',
    )
    world.pass(day + 2 * hour)
    await expect(world.enter(link(world.otherDelegate))).rejects.toThrow('linkDead')
  })

  test('MAIL-3 is asked for by hand where the poll has no hour; a second asking writes none; others may not', async () => {
    const pollId = await openVote(world, { choice: yesNoChoice })
    await sendLetters(world.ctx)
    expect(world.mails).toEqual([])
    const ask = { params: { pollId }, body: { kind: 'invite' as const } }
    expect(await world.facilitator.call(doors.askPollLetters, ask)).toEqual({
      written: 2,
      sent: 2,
      toVote: 2,
    })
    expect(await world.facilitator.call(doors.askPollLetters, ask)).toEqual({
      written: 0,
      sent: 0,
      toVote: 2,
    })
    expect(await world.delegate.refusal(doors.askPollLetters, ask)).toBe('roleForbids')
    expect(await world.stranger.refusal(doors.askPollLetters, ask)).toBe('notMember')
    expect(await world.facilitator.call(doors.pollLetters, { params: { pollId } })).toEqual({
      toVote: 2,
      sent: 2,
      waiting: 0,
      failed: 0,
    })
  })
})

describe('a reminder', () => {
  test('MAIL-4 leaves once, a day before the closing, to those who have not voted, whoever looks and however often', async () => {
    const pollId = await openVote(world, { choice: until(5 * day) })
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    await lookAtLetters(world.ctx)
    clear()
    world.pass(3 * day + 23 * hour)
    await lookAtLetters(world.ctx)
    const digests = () => world.mails.filter((mail) => mail.subject.startsWith('Rappel'))
    expect(digests()).toEqual([])
    world.pass(2 * hour)
    await Promise.all([lookAtLetters(world.ctx), lookAtLetters(world.ctx)])
    await lookAtLetters(world.ctx)
    expect(digests().map((mail) => mail.to)).toEqual([world.otherDelegate.email])
  })

  test('MAIL-4 by hand at most once a day each', async () => {
    const pollId = await openVote(world)
    const ask = { params: { pollId }, body: { kind: 'remind' as const } }
    expect(await world.facilitator.call(doors.askPollLetters, ask)).toMatchObject({ written: 2 })
    expect(await world.facilitator.call(doors.askPollLetters, ask)).toMatchObject({ written: 0 })
    world.pass(day)
    expect(await world.facilitator.call(doors.askPollLetters, ask)).toMatchObject({ written: 2 })
  })

  test('MAIL-5 MAIL-7 is moot for whoever voted meanwhile, left, or asked for none', async () => {
    const pollId = await openVote(world, { choice: until(5 * day) })
    await sendLetters(world.ctx)
    clear()
    await world.otherDelegate.call(doors.changeMailChoices, { body: { digest: true, reminders: false } })
    const silent = { ...world.ctx, mail: async () => false }
    world.pass(4 * day + hour)
    await lookAtLetters(silent)
    await castBy(world, world.delegate, pollId, { choice: 'support' })
    world.pass(hour)
    await lookAtLetters(world.ctx)
    expect(world.mails.filter((mail) => mail.subject.startsWith('Rappel'))).toEqual([])
    const endings = await world.db
      .selectFrom('letters')
      .select('ending')
      .where('letter_key', 'like', 'remind:%')
      .execute()
    expect(endings.map(({ ending }) => ending)).toEqual(['moot', 'moot'])
  })
})

describe('the digest of the week', () => {
  test('MAIL-6 once a week, from Monday on: what waits, what was decided, what was written; nothing to say, nothing sent', async () => {
    await lookAtLetters(world.ctx)
    expect(world.mails).toEqual([])
    const params = { planId: world.planId }
    const { id } = await world.delegate.call(doors.startThread, {
      params,
      body: {
        place: { section: 'frame' },
        anchor: null,
        quote: 'le soir',
        text: 'Et le soir ?',
        clientKey: newKey(),
      },
    })
    const decided = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
    for (const person of [world.delegate, world.otherDelegate])
      await castBy(world, person, decided, { answer: 'yes' })
    await world.facilitator.call(doors.closeVote, { params: { pollId: decided } })
    await openVote(world, { choice: until(20 * day) })
    await sendLetters(world.ctx)
    clear()
    // Into the second week: the first Monday belongs to a workspace that has just begun.
    world.pass(9 * day)
    await world.facilitator.call(doors.reply, {
      params: { threadId: id },
      body: { text: 'À voir en séance.', clientKey: newKey() },
    })
    await world.observer.call(doors.changeMailChoices, { body: { digest: false, reminders: true } })
    clear()
    world.pass(day)
    await Promise.all([lookAtLetters(world.ctx), lookAtLetters(world.ctx)])
    await lookAtLetters(world.ctx)
    const of = (person: { email: string }) => world.mails.filter((mail) => mail.to === person.email)

    expect(of(world.delegate)).toHaveLength(1)
    expect(of(world.delegate)[0]!.text).toContain('VOTRE VOTE EST ATTENDU')
    expect(of(world.delegate)[0]!.text).toContain('À voir en séance.')
    expect(of(world.delegate)[0]!.text).not.toContain('DÉCIDÉ')
    expect(of(world.commenter)).toEqual([])
    expect(of(world.observer)).toEqual([])
    expect(of(world.delegate)[0]!.text).toContain(`${world.ctx.origin}/compte`)
    world.pass(7 * day)
    await lookAtLetters(world.ctx)
    expect(of(world.delegate)).toHaveLength(2)
  })

  test('MAIL-7 what a person asks to receive is theirs, and can be taken up again', async () => {
    expect(await world.delegate.call(doors.mailChoices, {})).toEqual({ digest: true, reminders: true })
    await world.delegate.call(doors.changeMailChoices, { body: { digest: false, reminders: false } })
    expect(await world.delegate.call(doors.mailChoices, {})).toEqual({ digest: false, reminders: false })
    expect(await world.otherDelegate.call(doors.mailChoices, {})).toEqual({ digest: true, reminders: true })
    await world.delegate.call(doors.changeMailChoices, { body: { digest: true, reminders: true } })
    expect(await world.delegate.call(doors.mailChoices, {})).toEqual({ digest: true, reminders: true })
    expect(await world.browser().refusal(doors.mailChoices, {})).toBe('loginNeeded')
  })

  test('MAIL-1 a meeting moved twice is told twice, each time once', async () => {
    const id = await convene(world)
    clear()
    for (const place of ['Salle B', 'Salle C', 'Salle C'])
      await act(world.facilitator, id, { kind: 'describe', about: aboutMeeting(world, { place }) })
    expect(world.mails).toHaveLength(14)
  })
})
