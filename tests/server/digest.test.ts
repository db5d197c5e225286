// The digest of the week: the same kinds of things as what waits on the page, in its reader's language.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { lookAtLetters } from '../../server/acts/post.ts'
import { doors } from '../../shared/api.ts'
import { addItem } from '../../shared/plan/draft.ts'
import { createCouncil, housing, newKey, transport } from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import { bareQuestion, castBy, closeVote, openVote, yesNoChoice } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

const day = 24 * 3_600_000

let world: World
beforeEach(async () => {
  // A Friday: no digest is due.
  world = await createCouncil({ mailWorks: true, start: '2026-03-06T14:00:00.000Z' })
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

test('MAIL-6 VOTE-25 it tells comments and changes on my parts, in my language, a question by its own words; nothing of what was annulled', async () => {
  await write(world, world.planId, world.facilitator, (doc) => {
    const values = { title: 'Navette', objective: 'o2', lead: 'Ville de Rivebelle', due: '2028-03-31' }
    addItem(doc, 'means', { id: 'm2', values })
  })
  await world.delegate.call(doors.changeMe, { body: { lang: 'en' } })
  world.pass(9 * day)
  const question = await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
  await castBy(world, world.otherDelegate, question, { answer: 'no' })
  await castBy(world, world.delegate, question, { answer: 'yes' })
  await closeVote(world, question)
  const annulled = await openVote(world, { subject: housing })
  await closeVote(world, annulled)
  await world.facilitator.call(doors.addToVote, {
    params: { pollId: annulled },
    body: { kind: 'annulled', text: 'Mauvais texte.', clientKey: newKey() },
  })
  const transported = await openVote(world, { subject: transport })
  await world.otherDelegate.call(doors.raiseObjection, {
    params: { pollId: transported },
    body: {
      level: 'concern',
      argument: 'Tard.',
      proposedChange: 'Jusqu’à 23 h',
      clientKey: newKey(),
    },
  })
  await world.commenter.call(doors.startThread, {
    params: { planId: world.planId },
    body: {
      place: { section: 'means', list: 'means', item: 'm2', field: 'title' },
      anchor: null,
      quote: 'Navette',
      text: 'À quelle heure ?',
      clientKey: newKey(),
    },
  })
  world.pass(day)
  world.mails.length = 0
  await lookAtLetters(world.ctx)
  const own = world.mails.filter(({ to }) => to === world.delegate.email)
  expect(own).toHaveLength(1)
  const text = own[0]!.text.replace(/\u00a0/g, ' ')
  expect(text).toContain(`WHAT WAS DECIDED\n- ${bareQuestion.en}: `)
  expect(text).not.toContain('Se loger dignement')
  expect(text).toContain(
    'CHANGES PROPOSED TO YOUR PARTS OF THE PLAN\n- Clinique communautaire du Pont (Se déplacer): Jusqu’à 23 h',
  )
  expect(text).toMatch(/ON YOUR PARTS OF THE PLAN\n- .* \(Navette\): À quelle heure \?/)
  const other = world.mails.find(({ to }) => to === world.otherDelegate.email)!
  expect(other.text.replace(/\u00a0/g, ' ')).not.toMatch(/CHANGEMENTS PROPOSÉS|Navette/)
  expect(other.text).toContain(bareQuestion.fr)
})

test('MAIL-1 MAIL-6 each week is told once, also after the clock was half a year ahead for a while and came back', async () => {
  // The Monday of the second week; the workspace began in the first.
  world.pass(10 * day)
  await openVote(world, { subject: { kind: 'question' }, choice: yesNoChoice })
  const toDelegate = () => world.mails.filter(({ to }) => to === world.delegate.email).length
  world.mails.length = 0
  await lookAtLetters(world.ctx)
  expect(toDelegate()).toBe(1)

  // 29 weeks: a Monday too, long after ended letters are forgotten.
  world.pass(203 * day)
  await lookAtLetters(world.ctx)
  await lookAtLetters(world.ctx)
  expect(await world.db.selectFrom('letters').selectAll().execute()).not.toHaveLength(0)
  const ahead = toDelegate()
  world.pass(-203 * day)
  await lookAtLetters(world.ctx)

  expect(ahead).toBe(2)
  expect(toDelegate()).toBe(ahead)
})
