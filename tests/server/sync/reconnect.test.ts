// After a restart of the server its pages come back spread out, and never hammer.
import { expect, test } from 'vitest'
import { pauseBeforeRetry } from '../../../client/reconnect.ts'
import { closeCodes } from '../../../shared/wire.ts'

const spread = Array.from({ length: 101 }, (_, at) => at / 101)

test('F30: after a restart three hundred pages come back between one and four seconds, none at the same instant', () => {
  const pauses = spread.map((random) => pauseBeforeRetry(closeCodes.goingAway, 0, random))
  expect(Math.min(...pauses)).toBe(1_000)
  expect(Math.max(...pauses)).toBeLessThan(4_000)
  expect(new Set(pauses).size).toBe(spread.length)
})

test('each failure waits longer, up to thirty seconds, always spread over half of it', () => {
  for (const code of [undefined, 1006, closeCodes.goingAway, closeCodes.overload]) {
    let before = 0
    for (let failures = 0; failures < 40; failures++) {
      const shortest = pauseBeforeRetry(code, failures, 0)
      const longest = pauseBeforeRetry(code, failures, 1)
      expect(longest).toBeGreaterThanOrEqual(before)
      expect(longest).toBeLessThanOrEqual(30_000)
      expect(longest - shortest).toBeGreaterThanOrEqual(longest / 2)
      before = longest
    }
    expect(before).toBe(30_000)
  }
})
