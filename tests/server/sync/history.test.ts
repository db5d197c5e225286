// The past of a plan: what it was at any row of its log can be told exactly, long after, and by no other way than the log.
import { afterEach, beforeEach, expect, test } from 'vitest'
import * as Y from 'yjs'
import { connect, type Db } from '../../../server/db/connect.ts'
import { openLog } from '../../../server/sync/log.ts'
import { replay } from '../../../server/sync/update.ts'
import { author } from '../../kit/peers.ts'
import { seedPlan } from '../../kit/sync-server.ts'

const planId = 'plan-1'
let db: Db
beforeEach(async () => {
  db = await connect(':memory:')
  await seedPlan(db)
})
afterEach(() => db.destroy())

// No character outside the first plane: cut in half, Yjs loses it, also in the past. Our own fields never cut one (FIELD-1).
test('F33: what was deleted is kept through every snapshot: the text of any earlier moment comes back word for word', async () => {
  const log = openLog(
    db,
    () => new Date(),
    (what) => {
      throw new Error(what)
    },
  )
  await log.load(planId)
  const { edit, text } = author()
  const said: { snapshot: Y.Snapshot; words: string }[] = []
  for (let seq = 0; seq < 60; seq++) {
    const bytes = edit(() =>
      seq % 3 === 2
        ? text.delete(0, Math.ceil(text.length / 2))
        : text.insert(seq % text.length || 0, `m${seq} ᐃé `),
    )
    await log.append([{ planId, epoch: 1, seq, rows: [{ bytes, userId: 'deleguee' }], claims: [] }])
    if (seq % 10 === 9) {
      const { state, updates } = await log.load(planId)
      said.push({ snapshot: Y.snapshot(replay(state, updates)), words: text.toString() })
      await log.compact(planId)
    }
  }

  const { state, updates } = await log.load(planId)
  expect(updates).toEqual([])
  const now = replay(state, updates)
  for (const { snapshot, words } of said) {
    const then = Y.createDocFromSnapshot(now, snapshot)
    expect(then.getText('text/portrait/summary').toString()).toBe(words)
  }
  expect(new Set(said.map(({ words }) => words)).size).toBe(6)
})
