// What any log must do, whatever database it is on: an order that nothing breaks, the fence of the lock, hashes that show damage, snapshots that lose nothing (SYNC-7).
// Called by log.test.ts, once for each database.

import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import type { Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import type { Claim, Later, PlanBatch, UpdateLog } from '../../../server/sync/seams.ts'
import { replay } from '../../../server/sync/update.ts'
import { cpuMs } from '../../kit/cpu.ts'
import { author } from '../../kit/peers.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const planId = 'plan-1'
/** A database the log is tried on. */
export interface LogDatabase {
  /** Several nodes may write to it at once. */
  readonly several: boolean
  open(): Promise<Db>
  dropTrigger(name: string, table: string): string
  /** Changes one byte of the update at seq 2. */
  readonly changeByte: string
}

export function logContract(database: LogDatabase): void {
  let db: Db
  let log: UpdateLog
  let damage: string[]
  let writer: ReturnType<typeof author>

  beforeEach(async () => {
    db = await database.open()
    await seedPlan(db)
    damage = []
    log = openLog(
      db,
      () => new Date('2026-03-02T14:00:00.000Z'),
      (what) => damage.push(what),
    )
    writer = author()
    await log.load(planId)
  })
  afterEach(() => db.destroy())

  const batch = (seq: number, words: readonly string[], claims: readonly Claim[] = []): PlanBatch => ({
    planId,
    epoch: 1,
    seq,
    rows: words.map((word) => ({ bytes: writer.insert(word), userId: 'deleguee' })),
    claims,
  })
  const textNow = async () => {
    const { state, updates } = await log.load(planId)
    return replay(state, updates).getText('text/portrait/summary').toString()
  }
  /** Breaks the rows as a bad disk would, past the triggers that protect them from code. */
  const corrupt = async (statement: string) => {
    for (const trigger of ['plan_updates_no_update', 'plan_updates_no_delete']) {
      await sql.raw(database.dropTrigger(trigger, 'plan_updates')).execute(db)
    }
    await sql.raw(statement).execute(db)
  }

  describe('the order', () => {
    test('a batch goes on from its head, and is refused whole from any other', async () => {
      expect(await log.append([batch(0, ['un ', 'deux '])])).toEqual(['saved'])
      expect(await log.append([batch(1, ['faux '])])).toEqual(['moved'])
      expect(await log.append([batch(2, [])])).toEqual(['saved'])

      expect(await log.load(planId)).toMatchObject({ seq: 2, epoch: 1, locked: null, damaged: false })
      expect(await textNow()).toBe('un deux ')
    })

    test('LOCK nothing enters after the lock, not even of a batch made before it', async () => {
      await log.append([batch(0, ['un '])])
      await db.updateTable('plan_rooms').set({ locked_seq: 1 }).execute()

      expect(await log.append([batch(1, ['tard '])])).toEqual(['locked'])

      expect(await log.load(planId)).toMatchObject({ seq: 1, locked: { seq: 1 } })
      expect(await db.selectFrom('plan_updates').select('seq').execute()).toEqual([{ seq: 1 }])
    })

    test('a clientID claimed by two people keeps its first, and the second’s batch is refused', async () => {
      await log.append([batch(0, ['un '], [{ clientId: 7, userId: 'deleguee' }])])

      expect(await log.append([batch(1, ['deux '], [{ clientId: 7, userId: 'delegue' }])])).toEqual(['moved'])
      expect(await log.append([batch(1, [], [{ clientId: 7, userId: 'deleguee' }])])).toEqual(['saved'])

      const { owners, seq } = await log.load(planId)
      expect([...owners]).toEqual([[7, 'deleguee']])
      expect(seq).toBe(1)
    })
  })

  test('SYNC-9 once a newer epoch of the plan exists, the former one takes no row more', async () => {
    await log.append([batch(0, ['un '])])
    await db
      .insertInto('plan_rooms')
      .values({ plan_id: planId, epoch: 2, head_seq: 0, locked_seq: null })
      .execute()

    expect(await log.append([batch(1, ['tard '])])).toEqual(['moved'])
    expect(await log.append([{ ...batch(0, ['neuf ']), epoch: 2 }])).toEqual(['saved'])

    const rooms = await db.selectFrom('plan_rooms').select(['epoch', 'head_seq']).orderBy('epoch').execute()
    expect(rooms).toEqual([
      { epoch: 1, head_seq: 1 },
      { epoch: 2, head_seq: 1 },
    ])
    const rows = await db.selectFrom('plan_updates').select(['epoch', 'seq']).orderBy('epoch').execute()
    expect(rows).toEqual([
      { epoch: 1, seq: 1 },
      { epoch: 2, seq: 1 },
    ])
  })

  describe('SYNC-7 damage on disk', () => {
    test('a row changed by one byte: the plan is given up to it, and said to be damaged', async () => {
      await log.append([batch(0, ['un ', 'deux ', 'trois '])])
      await corrupt(database.changeByte)

      const stored = await log.load(planId)

      expect(stored.damaged).toBe(true)
      expect(stored.updates.length).toBe(1)
      expect(damage[0]).toContain('after row 1')
    })

    test('rows lost at the end or in the middle are damage too', async () => {
      await log.append([batch(0, ['un ', 'deux ', 'trois '])])
      await corrupt('DELETE FROM plan_updates WHERE seq = 3')
      expect((await log.load(planId)).damaged).toBe(true)
      await corrupt('DELETE FROM plan_updates WHERE seq = 1')
      expect(await log.load(planId)).toMatchObject({ damaged: true, updates: [] })
    })

    test('a damaged snapshot is passed over and said: the rows hold everything', async () => {
      await log.append([batch(0, ['un ', 'deux '])])
      await log.compact(planId)
      await db
        .updateTable('plan_snapshots')
        .set({ state: new Uint8Array([1, 2, 3]) })
        .execute()

      expect(await textNow()).toBe('un deux ')
      expect((await log.load(planId)).damaged).toBe(false)
      expect(damage[0]).toContain('snapshot at 2')
    })

    test('a damaged log is not compacted over', async () => {
      await log.append([batch(0, ['un ', 'deux '])])
      await corrupt('DELETE FROM plan_updates WHERE seq = 2')
      await expect(log.compact(planId)).rejects.toThrow('damaged')
    })
  })

  describe('snapshots', () => {
    test('a snapshot shortens the opening, keeps every row, and what follows it is replayed on top', async () => {
      await log.append([batch(0, ['un ', 'deux '])])
      await log.compact(planId)
      await log.append([batch(2, ['trois '])])

      const { updates, state } = await log.load(planId)
      expect(updates.length).toBe(1)
      expect(state).not.toBeNull()
      expect(await textNow()).toBe('un deux trois ')
      expect((await db.selectFrom('plan_updates').select('seq').execute()).length).toBe(3)
    })

    test('the two newest are kept', async () => {
      for (let seq = 0; seq < 4; seq++) {
        await log.append([batch(seq, ['mot '])])
        await log.compact(planId)
      }
      const kept = await db.selectFrom('plan_snapshots').select('upto_seq').orderBy('upto_seq').execute()
      expect(kept).toEqual([{ upto_seq: 3 }, { upto_seq: 4 }])
    })

    test('F25: twenty thousand rows open within four seconds, where merging them would take six and more', async () => {
      const words = Array.from({ length: 20_000 }, (_, at) => (at % 7 ? 'a' : ' '))
      await log.append([batch(0, words)])

      const before = cpuMs()
      expect((await textNow()).length).toBe(20_000)
      expect(cpuMs() - before).toBeLessThan(4_000)
    })

    test('a deletion is in the log like any other change', async () => {
      await log.append([batch(0, ['un deux'])])
      const bytes = writer.edit((text) => text.delete(0, 3))
      await log.append([{ planId, epoch: 1, seq: 1, rows: [{ bytes, userId: 'deleguee' }], claims: [] }])
      await log.compact(planId)
      expect(await textNow()).toBe('deux')
      expect(Y.encodeStateVector(writer.doc)).toEqual(
        Y.encodeStateVector(replay((await log.load(planId)).state, [])),
      )
    })
  })

  describe('F2: a log of thousands of rows without a snapshot', () => {
    const rows = 6_500
    beforeEach(async () => {
      for (let seq = 0; seq < rows; seq += 500) {
        await log.append([
          batch(
            seq,
            Array.from({ length: 500 }, (_, at) => `m${seq + at} `),
          ),
        ])
      }
    })

    test('SYNC-7: is read whole, by several at once and while someone writes, and leaves a snapshot', async () => {
      const before = writer.text.toString()
      const [one, other] = await Promise.all([
        log.load(planId),
        log.load(planId),
        log.append([batch(rows, ['fin'])]),
      ])
      for (const { state, updates, seq, damaged } of [one, other]) {
        expect(damaged).toBe(false)
        const text = replay(state, updates).getText('text/portrait/summary').toString()
        expect(text).toBe(seq === rows ? before : writer.text.toString())
      }
      const snapshots = await db.selectFrom('plan_snapshots').select('upto_seq').execute()
      expect(snapshots.length).toBeGreaterThan(0)
      expect(await textNow()).toBe(writer.text.toString())
      expect((await log.load(planId)).updates.length).toBeLessThanOrEqual(1)
    })

    test('SYNC-7: changed in one byte, is given as far as it can be proved, and no snapshot is made of it', async () => {
      await corrupt(database.changeByte)
      const { damaged, state, seq } = await log.load(planId)
      expect([damaged, seq]).toEqual([true, rows])
      expect(replay(state, []).getText('text/portrait/summary').toString()).toBe('m0 ')
      expect(damage.join()).toContain('after row 1')
      await expect(log.compact(planId)).rejects.toThrow('damaged')
      expect(await db.selectFrom('plan_snapshots').selectAll().execute()).toEqual([])
    })

    test('is compacted while the server goes on: no turn of its loop waits for the whole', async () => {
      let turns = 0
      let done = false
      const turn = () => {
        turns += 1
        if (!done) setImmediate(turn)
      }
      turn()
      const size = await log.compact(planId)
      done = true
      expect(size).toBeGreaterThan(rows)
      // Were it done here, there would be a turn a page, and one long one.
      expect(turns).toBeGreaterThan(200)
      expect(await textNow()).toBe(writer.text.toString())
    })
  })

  describe('F24: two that compact while others write', () => {
    test('the document stays whole, every row stays, and no snapshot says more than the log', async () => {
      await log.append([batch(0, ['début '])])
      const writing = async () => {
        for (let seq = 1; seq < 120; seq++) await log.append([batch(seq, [`m${seq} `])])
      }
      const compacting = async () => {
        for (let turn = 0; turn < 25; turn++) await log.compact(planId)
      }
      await Promise.all([writing(), compacting(), compacting()])

      expect(await textNow()).toBe(writer.text.toString())
      const rows = await db.selectFrom('plan_updates').select('seq').orderBy('seq').execute()
      expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: 120 }, (_, at) => at + 1))
      const snapshots = await db.selectFrom('plan_snapshots').selectAll().orderBy('upto_seq').execute()
      expect(snapshots.length).toBeGreaterThan(0)
      expect(snapshots.length).toBeLessThanOrEqual(2)
      const words = [...writer.text.toString().matchAll(/\S+ /g)].map(([word]) => word)
      for (const { upto_seq, state } of snapshots) {
        const text = replay(state, []).getText('text/portrait/summary').toString()
        expect(text).toBe(words.slice(0, upto_seq).join(''))
      }
      expect((await log.load(planId)).damaged).toBe(false)
    })
  })

  describe('two that write at once', () => {
    test('from the same head one is saved and the other told that the log moved on; nothing is lost between them', async () => {
      const outcomes = await Promise.all([
        log.append([batch(0, ['un '])]),
        log.append([batch(0, ['deux '], [{ clientId: 9, userId: 'deleguee' }])]),
      ])
      expect(outcomes.flat().sort()).toEqual(['moved', 'saved'])
      expect(await log.load(planId)).toMatchObject({ seq: 1, damaged: false })
    })

    test('a clientID claimed by two people at the same moment is one person’s', async () => {
      const claim = (userId: string) => log.append([batch(0, [], [{ clientId: 7, userId }])])
      const outcomes = await Promise.all([claim('deleguee'), claim('delegue')])
      expect(outcomes.flat().sort()).toEqual(['moved', 'saved'])
    })

    test('a plan opened for the first time by several at once has one room', async () => {
      await db.deleteFrom('plan_rooms').execute()
      const stored = await Promise.all([1, 2, 3, 4].map(() => log.load(planId)))
      expect(stored.map(({ epoch, seq }) => [epoch, seq])).toEqual(Array(4).fill([1, 0]))
    })
  })

  if (!database.several) {
    test('one node alone: what another wrote means that the log moved on; nobody is asked to go after it', async () => {
      await log.append([batch(0, ['un ', 'deux '])])
      const asked = () => {
        throw new Error('asked')
      }
      expect(await log.append([batch(1, ['faux '])], asked)).toEqual(['moved'])
      await db.updateTable('plan_rooms').set({ locked_seq: 2 }).execute()
      expect(await log.append([batch(1, ['tard '])], asked)).toEqual(['locked'])
      expect(await log.load(planId)).toMatchObject({ seq: 2, damaged: false })
      expect(await textNow()).toBe('un deux ')
    })
    return
  }

  describe('several nodes', () => {
    test('a batch that goes with what others wrote first is written after it, in one turn', async () => {
      await log.append([batch(0, ['un ', 'deux '])])
      const told: Later[] = []
      const follow = (_at: number, later: Later) => {
        told.push(later)
        return true
      }

      expect(await log.append([batch(1, ['trois '])], follow)).toEqual(['saved'])

      expect(told).toMatchObject([{ seq: 2, locked: null, rows: [{ userId: 'deleguee' }] }])
      expect(await log.load(planId)).toMatchObject({ seq: 3, damaged: false })
      expect(await textNow()).toBe('un deux trois ')
    })

    test('a batch that does not go with it is refused whole, and one made before a lock without being asked', async () => {
      await log.append([batch(0, ['un ', 'deux '])])
      expect(await log.append([batch(1, ['faux '])], () => false)).toEqual(['moved'])

      await db.updateTable('plan_rooms').set({ locked_seq: 2 }).execute()
      const asked = () => {
        throw new Error('asked')
      }
      expect(await log.append([batch(1, ['tard '])], asked)).toEqual(['locked'])
      expect(await log.load(planId)).toMatchObject({ seq: 2 })
    })

    test('twenty that write at once from one head are all saved, each after those before it', async () => {
      const parts = Array.from({ length: 20 }, () => author().insert('mot '))
      const outcomes = await Promise.all(
        parts.map((bytes) =>
          log.append(
            [{ planId, epoch: 1, seq: 0, rows: [{ bytes, userId: 'deleguee' }], claims: [] }],
            () => true,
          ),
        ),
      )
      expect(outcomes.flat()).toEqual(Array(20).fill('saved'))
      expect(await log.load(planId)).toMatchObject({ seq: 20, damaged: false })
      expect((await textNow()).length).toBe(80)
    })
  })
}
