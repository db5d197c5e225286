// MIN-10: the record of one poll as its page and its PDF tell it, in both languages: a second round held in a meeting where one seat stepped
// aside, one was represented, one's voice was written down and confirmed; then what was said of it afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { constatSheet } from '../../server/export/constat-pdf.ts'
import { doors } from '../../shared/api.ts'
import type { Lang } from '../../shared/basics.ts'
import type { ConstatFile } from '../../shared/meeting/constat-beside.ts'
import { constatSections } from '../../shared/meeting/constat-sections.ts'
import { groupedFigure } from '../../shared/meeting/minutes-blocks.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import { housing, newKey, rewrite } from '../kit/council.ts'
import { act } from '../kit/council-meeting.ts'
import { type Minuted, minutedMeeting } from '../kit/minuted-meeting.ts'
import { castBy, closeVote, consentChoice, openVote, voiceOn } from '../kit/votes.ts'

let held: Minuted
let second: string
beforeAll(async () => {
  held = await minutedMeeting({ open: true })
  second = await secondRound(held)
}, 60_000)
afterAll(async () => {
  expect(held.world.errors).toEqual([])
  await held.world.close()
})

async function secondRound({ world, meetingId, pollId, items, thirdId, third }: Minuted): Promise<string> {
  const { facilitator, delegate, otherDelegate } = world
  await rewrite(world, 'o1', 'Créer 40 logements, dont 10 à la Pointe')
  await act(facilitator, meetingId, { kind: 'openItem', itemId: items.postponed })
  await act(delegate, meetingId, {
    kind: 'recuse',
    seatId: world.cityId,
    itemId: items.postponed,
    reason: 'Terrain voisin',
  })
  await act(third, meetingId, { kind: 'arrive', mode: 'remote', seatId: thirdId })
  await act(otherDelegate, meetingId, { kind: 'leave' })
  const { id } = await facilitator.call(doors.openVote, {
    params: { planId: world.planId },
    body: {
      subject: housing,
      choice: consentChoice,
      meetingId,
      itemId: items.postponed,
      follows: pollId,
      clientKey: newKey(),
    },
  })
  await third.call(doors.castVoice, await voiceOn(world, id, { choice: 'reserve' }, 'Et la Côte ?', thirdId))
  const written = await voiceOn(world, id, { choice: 'support' }, '', world.clinicId)
  await facilitator.call(doors.castVoice, written)
  const { recorded } = await otherDelegate.call(doors.waiting, { params: { planId: world.planId } })
  await otherDelegate.call(doors.answerVoice, {
    params: { voiceId: recorded[0]!.voice.id },
    body: { answer: 'confirmed' },
  })
  await closeVote(world, id)
  await act(facilitator, meetingId, { kind: 'decideItem', itemId: items.postponed, pollId: id, words: '' })
  await act(third, meetingId, {
    kind: 'nameDissent',
    seatId: thirdId,
    itemId: items.postponed,
    words: 'La Côte attend encore.',
  })
  const { objections } = await third.call(doors.vote, { params: { pollId: id } })
  await third.call(doors.moveObjection, {
    params: { objectionId: objections.find(({ pollId: of }) => of === id)!.id },
    body: { move: 'withdraw', words: 'Vu au point suivant.', clientKey: newKey() },
  })
  for (const body of [
    { kind: 'proclaimed' as const, text: '' },
    { kind: 'correction' as const, text: 'Lire « Pointe-aux-Érables ».' },
  ])
    await facilitator.call(doors.addToVote, {
      params: { pollId: id },
      body: { ...body, clientKey: newKey() },
    })
  return id
}

const read = (pollId: string): Promise<ConstatFile> =>
  held.world.observer.call(doors.constat, { params: { pollId } })

/** All the words of a record's sections, runs and lines joined as they read. */
function wordsOf(file: ConstatFile, lang: Lang): string {
  return flat(constatSections(file, lang))
}

function flat(value: unknown): string {
  if (typeof value === 'string') return value
  if (!value || typeof value !== 'object') return ''
  const { kind: _, ...rest } = value as { kind?: string }
  const all = Array.isArray(value) ? value : Object.values(rest)
  return all.map(flat).join(' ').replace(/\s+/g, ' ')
}

describe('MIN-10 a record tells everything of one decision', () => {
  test('the body, the meeting and its item, who was there, came and left, was represented, stepped aside', async () => {
    const words = wordsOf(await read(second), 'fr')
    for (const told of [
      'Démarche des Trois-Rives (démarche régionale)',
      'Rivebelle',
      'Séance de mars',
      'Choisir un logo',
      'Salle du conseil, en salle et à distance',
      'Solange Petit',
      'À l’ouverture, ',
      'À la clôture, ',
      'Denis Roy (délégation), à distance',
      'Aïcha Benali (délégation), en salle',
      'entrée par Maude Bélanger',
      'représenté (Ville de Rivebelle)',
      'Terrain voisin',
      'Olivier Sioui',
      'Le lien de la visioconférence a coupé deux minutes.',
    ])
      expect(words, told).toContain(told)
  })

  test('voices written down stand apart, with who wrote them and who confirmed them', async () => {
    const file = await read(second)
    const apart = constatSections(file, 'fr')
      .flatMap(({ blocks }) => blocks)
      .find((block) => block.kind === 'table' && block.caption === 'Bulletins recueillis ou sur papier')
    expect(flat(apart)).toMatch(
      /Clinique communautaire du Pont .*recueilli par l’animation.* Maude Bélanger .*Confirmé, .*: Aïcha Benali/,
    )
    expect(flat(apart)).not.toContain('Table de quartier')
  })

  test('the exact text, what changed in it since the round before, and the digests it rests on', async () => {
    const file = await read(second)
    const words = wordsOf(file, 'fr')
    expect(words).toContain('Avant : « Créer 40 logements »')
    expect(words).toContain('Après : « Créer 40 logements, dont 10 à la Pointe »')
    expect(words).toContain('Logement')
    // An issue is named by its title, never by its id.
    expect(words).not.toMatch(/\bi1\b/)
    const first = await read(held.pollId)
    expect(file.constat.previous).toBe(digest('constat', first.constat))
    for (const value of [file.constat.previous!, file.constat.poll.registerHash, file.constat.poll.textHash])
      expect(words).toContain(groupsOfFour(value))
    expect(wordsOf(first, 'fr')).toContain('Premier tour')
    expect(wordsOf(first, 'fr')).toContain('aucun : premier constat de ce plan')
  })

  test('dissent named at its seat’s asking, what became of objections after the closing, corrections', async () => {
    const words = wordsOf(await read(second), 'fr')
    expect(words).toMatch(/Table de quartier des Érables, [^:]*Line Picard : La Côte attend encore\./)
    expect(words).toMatch(/Les objections depuis la clôture .*retirée\) Retirée, .*Vu au point suivant\./)
    expect(words).toContain('Lire « Pointe-aux-Érables ».')
    expect(wordsOf(await read(held.pollId), 'fr')).not.toContain('La Côte attend encore')
  })

  test('EXP-6 English says the same, title of the meeting and item too; both languages of the question stand in each', async () => {
    const file = await read(second)
    const english = wordsOf(file, 'en')
    for (const told of [
      'March meeting',
      'Choose a logo',
      'Before: “Créer 40 logements”',
      'Confirmed, ',
      'recused',
      'Objections since the closing',
      'Digest of the record before',
    ])
      expect(english, told).toContain(told)
    expect(english).not.toMatch(/Séance de mars|Récusé|À la clôture|Empreinte/)
    const { question } = file.constat.poll
    for (const lang of ['fr', 'en'] as const) {
      const words = wordsOf(file, lang).replace(/\s+/g, ' ')
      for (const one of [question.fr, question.en]) expect(words).toContain(one.replace(/\s+/g, ' '))
    }
  })

  test('MIN-8 its PDF says everything of its page, and leaves room to sign', async () => {
    const file = await read(second)
    for (const lang of ['fr', 'en'] as const) {
      const { blocks } = constatSheet(file, lang)
      for (const { title, blocks: own } of constatSections(file, lang)) {
        expect(flat(blocks)).toContain(title)
        expect(flat(blocks)).toContain(flat(own))
      }
      expect(flat(blocks)).toMatch(/Signatures .*Maude Bélanger .*Solange Petit/)
    }
  })

  test('each line of its tables is named by its first cell, and figures of four digits are grouped', async () => {
    const blocks = constatSections(await read(second), 'fr').flatMap((section) => section.blocks)
    const lines = blocks.flatMap((block) => (block.kind === 'table' ? block.rows.slice(block.headRows) : []))
    expect(lines.length).toBeGreaterThan(10)
    expect(lines.filter(([first]) => first!.blocks.length > 0 && !first!.header)).toEqual([])
    expect(groupedFigure('12620/273', 'fr')).toBe('12\u00a0620/273')
    expect([groupedFigure('1234567/1000', 'en'), groupedFigure('999', 'en')]).toEqual([
      '1,234,567/1,000',
      '999',
    ])
  })

  test('what comes after the closing in the meeting moves nothing of who was there', async () => {
    const before = wordsOf(await read(held.pollId), 'fr')
    await act(held.third, held.meetingId, { kind: 'leave' })
    expect(wordsOf(await read(held.pollId), 'fr')).toBe(before)
    expect(before).not.toContain('Terrain voisin')
  })
})

test('MIN-10 a split of the envelope reads in dollars and names; a poll outside a meeting says that it was', async () => {
  const { world } = held
  const pollId = await openVote(world, { subject: { kind: 'allocation' } })
  await castBy(world, world.delegate, pollId, { choice: 'support' })
  await closeVote(world, pollId)
  const file = await read(pollId)
  const words = wordsOf(file, 'fr')
  expect(words).toMatch(/Rivebelle 100 000/)
  expect(words).not.toContain('10000000')
  expect(words).toContain('Scrutin tenu hors séance')
  // Its name, and the foot of each of its pages, are in the language of the page.
  const sheet = constatSheet(file, 'en')
  expect(sheet.title).toBe('Record: Split by territory')
  expect(sheet.footer).toContain('Record: Split by territory')
  expect(await world.stranger.refusal(doors.constat, { params: { pollId } })).toBe('notMember')
  const open = await openVote(world, { subject: { kind: 'question' } })
  expect(await world.observer.refusal(doors.constat, { params: { pollId: open } })).toBe('resultHidden')
})
