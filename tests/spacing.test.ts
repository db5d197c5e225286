// What keeps a full room from becoming a wave: notices told together, screens that ask apart, one making for many who ask. Clocks are moved by hand.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { openPacer, paceOf } from '../client/pacing.ts'
import { keepLast } from '../server/acts/keep-last.ts'
import { together } from '../server/acts/together.ts'
import type { Context } from '../server/context.ts'
import { openNotices } from '../server/sync/notices.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('VOTE-26 the first notice leaves at once, a hundred that follow as one, and the last is always told', () => {
  const told: string[] = []
  const notices = openNotices((planId, topic) => told.push(`${planId} ${topic}`))
  for (let at = 0; at < 100; at++) notices.notice('a', 'voices')
  notices.notice('b', 'voices')
  notices.notice('a', 'polls')
  expect(told).toEqual(['a voices', 'b voices', 'a polls'])

  vi.advanceTimersByTime(600)
  expect(told.filter((one) => one === 'a voices')).toHaveLength(2)
  vi.advanceTimersByTime(5_000)
  expect(told).toHaveLength(4)
  notices.notice('a', 'voices')
  expect(told).toHaveLength(5)
  notices.close()
})

test('VOTE-26 a screen asks once for all the notices of a gap, never later than its span, and at once for what it did itself', () => {
  let asked = 0
  const pacer = openPacer(() => {
    asked += 1
  })
  const crowded = paceOf('voices', 400, 'first')
  for (let at = 0; at < 50; at++) pacer.notice(crowded)
  vi.advanceTimersByTime(crowded.spreadMs)
  expect(asked).toBe(1)
  for (let at = 0; at < 50; at++) pacer.notice(crowded)
  expect(asked).toBe(1)
  vi.advanceTimersByTime(crowded.gapMs * 1.5 + 1)
  expect(asked).toBe(2)
  pacer.notice(crowded)
  pacer.notice({ spreadMs: 0, gapMs: 0 })
  expect(asked).toBe(3)
  vi.advanceTimersByTime(60_000)
  expect(asked).toBe(3)
  pacer.stop()
})

test('VOTE-26 a poll that opens or closes is asked for at once on its page, and in a small room everywhere almost so', () => {
  expect(paceOf('polls', 800, 'first')).toEqual({ spreadMs: 0, gapMs: 0 })
  expect(paceOf('polls', 4, 'beside').spreadMs).toBeLessThan(50)
  expect(paceOf('polls', 4, 'beside').afterMs).toBeLessThan(50)
  expect(paceOf('polls', 800, 'beside').afterMs).toBeGreaterThan(1_000)
  expect(paceOf('polls', 800, 'behind')).toEqual(paceOf('polls', 800, 'beside'))
  expect(paceOf('voices', 4, 'first').gapMs).toBeLessThan(100)
  expect(paceOf('comments', 800, 'beside')).toEqual({ spreadMs: 0, gapMs: 0 })
})

test('VOTE-26 who asks while an answer is being made shares the next one: never one that began before the question', async () => {
  const node = { rooms: {} as Context['rooms'] }
  let made = 0
  const ends: (() => void)[] = []
  const make = () => {
    made += 1
    const mine = made
    return new Promise<number>((done) => ends.push(() => done(mine)))
  }
  const first = together(node, 'plan', make)
  const rest = Array.from({ length: 200 }, () => together(node, 'plan', make))
  expect(made).toBe(1)
  ends[0]!()
  expect(await first).toBe(1)
  await vi.waitFor(() => expect(made).toBe(2))
  ends[1]!()
  expect(new Set(await Promise.all(rest))).toEqual(new Set([2]))
  expect(made).toBe(2)
})

test('VOTE-26 what failed is not kept, and the oldest is forgotten', async () => {
  const kept = keepLast<number>(2)
  await expect(kept.get('a', async () => Promise.reject(new Error('disk')))).rejects.toThrow('disk')
  expect(await kept.get('a', async () => 1)).toBe(1)
  expect(await kept.get('a', async () => 2)).toBe(1)
  await kept.get('b', async () => 3)
  await kept.get('c', async () => 4)
  expect(await kept.get('a', async () => 5)).toBe(5)
})
