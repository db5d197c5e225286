// MIN rules through the doors: minutes as the log makes them, words beside them, their adoption, their files.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findEmbedded } from '../../server/export/embedded.ts'
import { doors, files } from '../../shared/api.ts'
import { minutesDigest } from '../../shared/meeting/minutes.ts'
import type { Minutes } from '../../shared/meeting/minutes-record.ts'
import type { MinutesView } from '../../shared/meeting/minutes-views.ts'
import { parseCanonical } from '../../shared/record/canonical.ts'
import type { Person } from '../kit/actors.ts'
import { newKey } from '../kit/council.ts'
import { aboutMeeting, act, refusedAct } from '../kit/council-meeting.ts'
import { type Minuted, minutedMeeting } from '../kit/minuted-meeting.ts'

const poppler = existsSync('/usr/bin/pdftotext')
const keepAt = process.env.ASSISE_KEEP_PDF

let held: Minuted
beforeAll(async () => {
  held = await minutedMeeting({ mailWorks: true })
}, 60_000)
afterAll(async () => {
  expect(held.world.errors).toEqual([])
  await held.world.close()
})

function read(person: Person, meetingId = held.meetingId): Promise<MinutesView> {
  return person.call(doors.minutes, { params: { meetingId } })
}

function write(_person: Person, place: string, text: string, revision = 0) {
  const { meetingId } = held
  return { door: doors.writeWords, input: { params: { meetingId }, body: { place, text, revision } } }
}

async function pdfOf(path: string): Promise<{ bytes: Buffer; text: string; name: string }> {
  const response = await held.world.observer.fetch(path)
  expect(response.status).toBe(200)
  const bytes = Buffer.from(await response.arrayBuffer())
  const folder = mkdtempSync(join(tmpdir(), 'assise-'))
  try {
    const file = join(folder, 'a.pdf')
    writeFileSync(file, bytes)
    const name = /filename="([^"]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? ''
    if (keepAt) writeFileSync(join(keepAt, name), bytes)
    const text = poppler ? execFileSync('/usr/bin/pdftotext', [file, '-'], { encoding: 'utf8' }) : ''
    return { bytes, text: text.replace(/\s+/g, ' '), name }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

describe('what the log makes', () => {
  test('MIN-1 MIN-2 the register tells who was there, in which seat, from when to when, by which way', async () => {
    const { record } = (await read(held.world.observer)).minutes
    const seat = (id: string) => record.seats.find(({ seatId }) => seatId === id)!

    expect(seat(held.world.cityId)).toMatchObject({
      presence: 'present',
      stays: [{ name: 'Denis Roy', mode: 'remote', as: 'delegate' }],
    })
    expect(seat(held.world.clinicId).stays[0]).toMatchObject({
      name: 'Aïcha Benali',
      mode: 'room',
      enteredBy: 'Maude Bélanger',
    })
    expect(seat(held.thirdId)).toMatchObject({
      presence: 'represented',
      proxies: [{ to: 'Ville de Rivebelle' }],
      represented: [{ by: 'Ville de Rivebelle' }],
    })
    expect(record.others.map(({ name }) => name)).toEqual(['Olivier Sioui'])
    expect(record.turns.map(({ kind }) => kind)).toEqual(['opened', 'suspended', 'resumed', 'closed'])
    expect(record).toMatchObject({ facilitator: 'Maude Bélanger', secretary: 'Solange Petit' })
    expect(record.quorum.map(({ occasion }) => occasion)).toEqual(['opening', 'pollOpening', 'pollClosing'])
  })

  test('MIN-3 a decision: by assent without a poll, by a poll with its figures, put off with its reason', async () => {
    const { record } = (await read(held.world.observer)).minutes
    const item = (id: string) => record.items.find(({ itemId }) => itemId === id)!

    expect(item(held.items.assent)).toMatchObject({ status: 'decided', outcome: 'consensus', assent: true })
    expect(item(held.items.poll)).toMatchObject({ status: 'decided', pollId: held.pollId })
    expect(item(held.items.poll).assent).toBeUndefined()
    expect(item(held.items.postponed)).toMatchObject({ status: 'postponed', words: 'Faute de temps.' })
    const [poll] = record.polls
    expect(poll?.tally).toMatchObject({
      outcome: 'consensus',
      count: {
        favourable: { seats: 2 },
        against: { seats: 0 },
        abstained: { seats: 1 },
        registered: { seats: 3 },
      },
      channels: { self: { seats: 2 }, proxy: { seats: 1 }, facilitated: { seats: 0 }, paper: { seats: 0 } },
      objections: [{ seatName: 'Clinique communautaire du Pont', argument: 'Le soir est oublié.' }],
    })
    expect(record.incidents).toMatchObject([{ itemId: held.items.poll }])
  })

  test('MIN-1 a stranger finds nothing, and a draft has no minutes', async () => {
    const { world, meetingId } = held
    expect(await world.stranger.refusal(doors.minutes, { params: { meetingId } })).toBe('notMember')
    const { id } = await world.facilitator.call(doors.draftMeeting, {
      params: { planId: world.planId },
      body: { about: aboutMeeting(world), clientKey: newKey() },
    })
    expect(await world.facilitator.refusal(doors.minutes, { params: { meetingId: id } })).toBe(
      'meetingNotConvened',
    )
  })
})

describe('words beside the figures', () => {
  test('MIN-4 TRAP-25 words written by hand survive whatever the log adds, and change nothing that is generated', async () => {
    const { world, meetingId } = held
    const before = (await read(world.facilitator)).minutes
    const place = `item:${held.items.poll}`
    const { door, input } = write(world.facilitator, place, 'Les échanges ont porté sur les soirs.')
    expect(await world.facilitator.call(door, input)).toEqual({ revision: 1 })
    await act(world.facilitator, meetingId, {
      kind: 'note',
      note: 'annotation',
      text: 'Lu en séance.',
      itemId: held.items.poll,
    })

    const { minutes } = await read(world.facilitator)
    expect(minutes.words).toMatchObject([
      { place, text: 'Les échanges ont porté sur les soirs.', by: 'Maude Bélanger' },
    ])
    expect(minutes.record).toEqual({
      ...before.record,
      annotations: [
        { at: expect.any(String), by: 'Maude Bélanger', text: 'Lu en séance.', itemId: held.items.poll },
      ],
      log: { events: before.record.log.events + 1, hash: expect.any(String) },
    })
  })

  test('MIN-4 another’s words are never written over unseen; the same words again change nothing', async () => {
    const { world } = held
    const again = write(world.facilitator, 'end', 'Merci à toutes et à tous.')
    await world.facilitator.call(again.door, again.input)
    expect(await world.facilitator.call(again.door, again.input)).toEqual({ revision: 1 })
    const stale = write(world.facilitator, 'end', 'Autre chose.')
    expect(await world.facilitator.refusal(stale.door, stale.input)).toBe('minutesWordsMoved')
    const fresh = write(world.facilitator, 'end', 'Merci, et à bientôt.', 1)
    expect(await world.facilitator.call(fresh.door, fresh.input)).toEqual({ revision: 2 })
    const nowhere = write(world.facilitator, 'item:i999', 'Perdu.')
    expect(await world.facilitator.refusal(nowhere.door, nowhere.input)).toBe('minutesNoPlace')
    const theirs = write(world.delegate, 'end', 'À moi.', 2)
    expect(await world.delegate.refusal(theirs.door, theirs.input)).toBe('roleForbids')
  })

  test('MIN-6 a dissent is named at its seat’s asking alone, and taken back the same way', async () => {
    const { world, meetingId, items } = held
    const ask = {
      kind: 'nameDissent' as const,
      seatId: world.clinicId,
      itemId: items.poll,
      words: 'Le soir manque.',
    }
    expect(await refusedAct(world.delegate, meetingId, ask)).toBe('notYourSeat')
    expect(await refusedAct(world.otherDelegate, meetingId, { ...ask, itemId: items.postponed })).toBe(
      'dissentTooEarly',
    )
    await act(world.otherDelegate, meetingId, ask)
    const dissents = async () =>
      (await read(world.observer)).minutes.record.items.flatMap((item) => item.dissents)
    expect(await dissents()).toMatchObject([
      { seat: 'Clinique communautaire du Pont', words: 'Le soir manque.' },
    ])
    await act(world.otherDelegate, meetingId, {
      kind: 'withdrawDissent',
      seatId: world.clinicId,
      itemId: items.poll,
    })
    expect(await dissents()).toEqual([])
    await act(world.otherDelegate, meetingId, ask)
  })
})

describe('as a file, then adopted', () => {
  test.runIf(poppler)(
    'MIN-8 the PDF says everything, in French and in English, and is marked as a draft',
    async () => {
      const { text, bytes, name } = await pdfOf(files.minutesPdf(held.meetingId))
      for (const words of [
        'PROJET',
        'Démarche des Trois-Rives',
        'Solange Petit',
        'Table de quartier des Érables',
        'représenté',
        'sans scrutin',
        'Faute de temps.',
        'Le soir est oublié.',
        'Le soir manque.',
        'Le lien de la visioconférence',
        'Merci, et à bientôt.',
      ])
        expect(text).toContain(words)
      expect(name).toBe('proces-verbal-projet.pdf')
      const latin = bytes.toString('latin1')
      expect(latin).toMatch(/\/StructTreeRoot/)
      expect(latin).toMatch(/\/Lang \(fr-CA\)/)
      const english = await pdfOf(`${files.minutesPdf(held.meetingId)}?lang=en`)
      for (const words of ['DRAFT', 'without a ballot', 'Attendance', 'Did not vote'])
        expect(english.text).toContain(words)
      expect(english.bytes.toString('latin1')).toMatch(/\/Lang \(en-CA\)/)
      expect(Buffer.compare((await pdfOf(files.minutesPdf(held.meetingId))).bytes, bytes)).toBe(0)
    },
  )

  test('MIN-8 the minutes travel inside as the data their digest is of', async () => {
    const response = await held.world.observer.fetch(files.minutesPdf(held.meetingId))
    const inside = findEmbedded(new Uint8Array(await response.arrayBuffer()))
    const minutes = parseCanonical(new TextDecoder().decode(inside.bytes!)) as unknown as Minutes
    expect(minutesDigest(minutes)).toBe((await read(held.world.observer)).digest)
  })

  test.runIf(poppler)(
    'the record of a poll as PDF: register, voices, exact text, the way it was counted',
    async () => {
      const { text } = await pdfOf(files.constatPdf(held.pollId))
      for (const words of [
        'Constat',
        'Créer 40 logements',
        'Registre et bulletins',
        'Ville de Rivebelle',
        'Le soir est oublié.',
        'Aïcha Benali',
        '(par procuration)',
        'Denis Roy, Ville de Rivebelle',
      ])
        expect(text).toContain(words)
      const { text: english } = await pdfOf(`${files.constatPdf(held.pollId)}?lang=en`)
      expect(english).toContain('Register and ballots')
    },
  )

  test('MIN-5 adopted by an item of a later meeting, and only as they were read; then fixed', async () => {
    const { world, meetingId } = held
    const { facilitator, delegate, otherDelegate } = world
    const next = await facilitator.call(doors.draftMeeting, {
      params: { planId: world.planId },
      body: {
        about: aboutMeeting(world, { title: { fr: 'Séance d’avril', en: 'April meeting' } }),
        clientKey: newKey(),
      },
    })
    const { seq } = await act(facilitator, next.id, {
      kind: 'addItem',
      item: {
        title: { fr: 'Procès-verbal de mars', en: 'March minutes' },
        kind: 'decision',
        plannedMinutes: 5,
      },
    })
    const itemId = `i${seq}`
    await act(facilitator, next.id, { kind: 'convene' })
    const decidedBy = { meetingId: next.id, itemId }
    const read1 = await read(facilitator)
    const adopt = { kind: 'adoptMinutes' as const, decidedBy, minutesHash: read1.digest }
    expect(await refusedAct(facilitator, meetingId, adopt)).toBe('minutesUndecided')
    world.pass(3_600_000)
    await act(delegate, next.id, { kind: 'arrive', mode: 'remote', seatId: world.cityId })
    await act(otherDelegate, next.id, { kind: 'arrive', mode: 'remote', seatId: world.clinicId })
    await act(facilitator, next.id, { kind: 'open' })
    await act(facilitator, next.id, { kind: 'openItem', itemId })
    await act(facilitator, next.id, { kind: 'decideItem', itemId, words: 'Adopté tel que lu.' })
    expect((await read(facilitator)).me.adoptableBy).toMatchObject([{ meetingId: next.id, itemId }])
    expect(await refusedAct(delegate, meetingId, adopt)).toBe('roleForbids')
    expect(
      await refusedAct(facilitator, meetingId, {
        ...adopt,
        decidedBy: { meetingId, itemId: held.items.assent },
      }),
    ).toBe('minutesUndecided')

    const late = write(facilitator, 'head', 'Ajout de dernière minute.')
    await facilitator.call(late.door, late.input)
    expect(await refusedAct(facilitator, meetingId, adopt)).toBe('minutesMoved')
    const { digest, minutes } = await read(facilitator)
    await act(facilitator, meetingId, { ...adopt, minutesHash: digest })

    const adopted = await read(world.observer)
    expect(adopted).toMatchObject({
      digest,
      adoption: { number: 1, digest, decidedBy: { itemId } },
      me: { writes: false },
    })
    expect(adopted.minutes).toEqual(minutes)
    const refused = write(facilitator, 'head', 'Encore.', 1)
    expect(await facilitator.refusal(refused.door, refused.input)).toBe('minutesFixed')
    expect(
      await refusedAct(facilitator, meetingId, { kind: 'note', note: 'annotation', text: 'Trop tard.' }),
    ).toBe('meetingOver')
    expect(
      await refusedAct(otherDelegate, meetingId, {
        kind: 'withdrawDissent',
        seatId: world.clinicId,
        itemId: held.items.poll,
      }),
    ).toBe('minutesFixed')
    const log = await world.observer.call(doors.meetingLog, { params: { meetingId } })
    expect(log.events.at(-1)!.event).toMatchObject({ kind: 'minutesAdopted', minutesHash: digest })
    for (const verb of [
      'UPDATE minutes SET digest = digest',
      'DELETE FROM minutes',
      'DELETE FROM minutes_words',
    ])
      await expect(
        world.db.executeQuery({ sql: verb, parameters: [], query: { kind: 'RawNode' } } as never),
      ).rejects.toThrow(/does not move/)

    await act(facilitator, meetingId, {
      kind: 'note',
      note: 'correction',
      text: 'Lire « Sioui » à la page 1.',
    })
    const corrected = await read(world.observer)
    expect(corrected.minutes).toEqual(minutes)
    expect(corrected.corrections).toMatchObject([{ text: 'Lire « Sioui » à la page 1.' }])
  })

  test.runIf(poppler)('MIN-8 once adopted no mark is on it, and a correction stands first', async () => {
    const { text, name } = await pdfOf(files.minutesPdf(held.meetingId))
    expect(name).toBe('proces-verbal.pdf')
    expect(text).not.toContain('PROJET')
    expect(text).toContain('Séance d’avril')
    expect(text.indexOf('Lire « Sioui »')).toBeLessThan(text.indexOf('Présences'))
  })
})
