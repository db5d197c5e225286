// REC-23: the head of the record where people keep it: in the closing of a meeting, its minutes, the wall, and under every letter.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import type { RecordHead } from '../../shared/meeting/events.ts'
import { minutesSections } from '../../shared/meeting/minutes-sections.ts'
import { recordHeadCode, recordHeadText } from '../../shared/meeting/record-head.ts'
import { qrCode } from '../../shared/qr/code.ts'
import { readCheckpoint } from '../../shared/record/checkpoint.ts'
import { readNote } from '../../shared/record/note.ts'
import { act, draft } from '../kit/council-meeting.ts'
import { type Minuted, minutedMeeting } from '../kit/minuted-meeting.ts'
import { readQr } from '../kit/qr-reader.ts'

let held: Minuted
beforeAll(async () => {
  held = await minutedMeeting({ mailWorks: true })
}, 60_000)
afterAll(async () => {
  expect(held.world.errors).toEqual([])
  await held.world.close()
})

async function signedNotes(): Promise<Map<number, string>> {
  const rows = await held.world.db.selectFrom('record_checkpoints').select(['size', 'note']).execute()
  return new Map(rows.map(({ size, note }) => [Number(size), readNote(note)!.text]))
}

test('REC-23 a meeting that closes notes a checkpoint that the log signed, which covers its poll', async () => {
  const { world, meetingId } = held
  const { record } = await world.observer.call(doors.meeting, { params: { meetingId } })
  const code = recordHeadCode(record!)

  expect((await signedNotes()).get(record!.size)).toBe(code)
  const entries = await world.db
    .selectFrom('record_entries')
    .select('idx')
    .where('type', '=', 'constat')
    .execute()
  expect(Math.max(...entries.map(({ idx }) => Number(idx)))).toBeLessThan(record!.size)
  expect(readCheckpoint(readQr(qrCode(code!)))).toEqual(readCheckpoint(code!))
})

test('REC-23 the minutes say it, in both languages', async () => {
  const { world, meetingId } = held
  const { minutes } = await world.observer.call(doors.minutes, { params: { meetingId } })
  const { recordHead } = minutes.record
  expect(recordHead).toEqual((await world.observer.call(doors.meeting, { params: { meetingId } })).record)
  for (const lang of ['fr', 'en'] as const)
    expect(JSON.stringify(minutesSections(minutes.record, lang))).toContain(recordHeadText(recordHead!, lang))
})

test('REC-23 every letter of a workspace ends with a head that was signed', async () => {
  const { world } = held
  world.mails.length = 0
  await act(world.facilitator, await draft(world), { kind: 'convene' })
  const notes = [...(await signedNotes()).values()].map((text) => readCheckpoint(text)!)
  expect(world.mails.length).toBeGreaterThan(3)
  for (const { text, lang } of world.mails) {
    const heads = notes.map(({ origin, size, root }) =>
      recordHeadText({ origin, size, root: Buffer.from(root).toString('hex') }, lang),
    )
    const last = text.slice(text.indexOf('-- \n'))
    expect(heads.some((head) => last.includes(head))).toBe(true)
  }
})

test('a checkpoint of a log whose address is too long for a code goes in words alone', () => {
  const head: RecordHead = { origin: 'a.example/x', size: 1, root: 'ab'.repeat(32) }
  expect(recordHeadText(head, 'fr')).toMatch(/^1 inscription, racine abab abab /)
  expect(recordHeadCode(head)).toMatch(/^a\.example\/x\n1\n[\w+/]{43}=\n$/)
  expect(recordHeadCode({ ...head, origin: `${'a'.repeat(240)}/x` })).toBeNull()
})
