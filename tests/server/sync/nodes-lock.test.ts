// The lock on two nodes: an exact point of the one log, on which both nodes agree, whoever writes where and whether hints pass or not.
import { expect, test } from 'vitest'
import { openLog } from '../../../server/sync/log.ts'
import { replay } from '../../../server/sync/update.ts'
import { Refused } from '../../../shared/refusals.ts'
import { author, type RawPeer, until } from '../../kit/peers.ts'
import { describeOnPostgres } from '../../kit/postgres.ts'
import type { SyncServer } from '../../kit/sync-server.ts'
import { mute, shown, withTwoNodes } from '../../kit/two-nodes.ts'

describeOnPostgres('a lock with two nodes', () => {
  const nodes = withTwoNodes()

  /** Locks as the act does: in the room's queue, in one transaction, behind the fence, after reading for a while. Returns what it locked. */
  async function lock(node: SyncServer, readMs = 0): Promise<{ seq: number; text: string }> {
    return node.ctx.rooms.exclusive(node.planId, (draft) =>
      node.ctx.transact(async ({ tx, after }) => {
        await new Promise((resolve) => setTimeout(resolve, readMs))
        const fence = await tx
          .updateTable('plan_rooms')
          .set({ locked_seq: draft.seq })
          .where('plan_id', '=', node.planId)
          .where('head_seq', '=', draft.seq)
          .where('locked_seq', 'is', null)
          .executeTakeFirst()
        if (fence.numUpdatedRows !== 1n) throw new Refused('draftMoved')
        after(() => node.ctx.rooms.locked(node.planId, { id: 'v1', seq: draft.seq, planDigest: 'd' }))
        return { seq: draft.seq, text: draft.doc.getText('text/portrait/summary').toString() }
      }),
    )
  }

  /** What the log's rows say up to `seq`, by themselves. */
  async function replayTo(seq: number): Promise<string> {
    const rows = await nodes.one.db
      .selectFrom('plan_updates')
      .select('bytes')
      .where('seq', '<=', seq)
      .orderBy('seq')
      .execute()
    const bytes = rows.map((row) => row.bytes)
    return replay(null, bytes).getText('text/portrait/summary').toString()
  }

  /** Types on both nodes until told to stop: each word its own update, one every few milliseconds from each person. */
  function typeOn(peers: readonly RawPeer[], everyMs: number) {
    const writers = peers.map((peer) => ({ peer, own: author() }))
    let words = 0
    const timer = setInterval(() => {
      for (const { peer, own } of writers)
        if (peer.closed.code === null) peer.update(own.insert(`m${words++};`))
    }, everyMs)
    return () => clearInterval(timer)
  }

  async function crowd(): Promise<RawPeer[]> {
    const names = ['deleguee', 'delegue', 'contributeur', 'animatrice']
    return Promise.all(
      [...names, ...names].map((name, at) => nodes.raw(at % 2 ? nodes.one : nodes.two, name)),
    )
  }

  test('LOCK a lock on one node is told on the other, which takes nothing more', async () => {
    await nodes.start()
    const [writer, other] = [await nodes.raw(nodes.one, 'deleguee'), await nodes.raw(nodes.two, 'delegue')]
    writer.update(author().insert('final'))
    await until('shown', () => shown(other) === 'final')

    await lock(nodes.one)
    await other.frame('locked')
    other.update(author().insert('trop tard'))

    expect(await other.frame('nack')).toMatchObject({ code: 'planLocked', retry: false })
    expect(await nodes.onDisk()).toBe('final')
  })

  test('LOCK with every hint lost the fence holds: a late update on the other node is refused, and its people told', async () => {
    await nodes.start({ wireOf: mute })
    const [, other] = [await nodes.raw(nodes.one, 'deleguee'), await nodes.raw(nodes.two, 'delegue')]
    await lock(nodes.one)

    other.update(author().insert('trop tard'))

    expect(await other.frame('nack')).toMatchObject({ code: 'planLocked', retry: false })
    await other.frame('locked')
    expect(await nodes.onDisk()).toBe('')
  })

  for (const hints of ['passing', 'lost']) {
    test(`F39 F34 with hints ${hints}, eight people type on both nodes while one of them locks: the text locked is the log to that point, and nothing comes after`, async () => {
      await nodes.start(hints === 'lost' ? { wireOf: mute } : {})
      const people = await crowd()
      const stop = typeOn(people, 4)
      await until('written', () => people.every(({ told }) => told.some(({ type }) => type === 'ack')))

      const startedMs = performance.now()
      const locked = await lock(nodes.one, 30).finally(() => setTimeout(stop, 100))
      expect(performance.now() - startedMs).toBeLessThan(3_000)

      const marks = await Promise.all(people.map((peer) => peer.frame('locked')))
      expect(new Set(marks.map(({ seq }) => seq))).toEqual(new Set([locked.seq]))
      expect(locked.text).toBe(await replayTo(locked.seq))
      expect(locked.text).toBe(await nodes.onDisk())
      const { seq } = await openLog(nodes.two.db, () => new Date(), console.error).load(nodes.two.planId)
      expect(seq).toBe(locked.seq)
      for (const [at, peer] of people.entries()) {
        // Every message is answered: acked as far as the lock, refused from there on, and never acked again.
        const answered = () =>
          Math.max(0, ...peer.told.map((frame) => ('count' in frame ? (frame.count as number) : 0)))
        await until(`answered ${at}`, () => answered() === peer.sent.count)
        const firstLate = peer.told.findIndex((frame) => frame.type === 'nack')
        expect(peer.told[firstLate]).toMatchObject({ code: 'planLocked', retry: false })
        expect(peer.told.slice(firstLate).filter(({ type }) => type === 'ack')).toEqual([])
      }
      for (const node of [nodes.one, nodes.two]) {
        const text = await node.ctx.rooms.exclusive(node.planId, async ({ doc }) =>
          doc.getText('text/portrait/summary').toString(),
        )
        expect(text).toBe(locked.text)
      }
    })
  }
})
