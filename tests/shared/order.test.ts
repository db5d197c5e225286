// The keys by which items stand in order, tried on random lists.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isOrder, orderBetween } from '../../shared/plan/order.ts'

const id = fc.string({ minLength: 1, maxLength: 8 })

test('PLAN-5: a key asked between two keys is a usable key strictly between them', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(), id), { minLength: 1, maxLength: 60 }), (inserts) => {
      const keys: string[] = []

      for (const [where, salt] of inserts) {
        const at = where % (keys.length + 1)
        const key = orderBetween(keys[at - 1] ?? null, keys[at] ?? null, salt)
        expect(isOrder(key)).toBe(true)
        expect(keys.includes(key)).toBe(false)
        keys.splice(at, 0, key)
      }

      expect(keys).toEqual([...keys].sort())
    }),
  )
})

test('PLAN-5: two people who insert at the same place are given keys a third can be put between', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.uniqueArray(id, { minLength: 2, maxLength: 2 }), (count, [one, two]) => {
      let low: string | null = null
      for (let at = 0; at < count; at++) low = orderBetween(low, null, `x${at}`)
      const high = orderBetween(low, null, 'end')

      const pair = [orderBetween(low, high, one!), orderBetween(low, high, two!)].sort()

      if (pair[0] !== pair[1]) {
        const third = orderBetween(pair[0]!, pair[1]!, 'third')
        expect([...pair, third].sort()[1]).toBe(third)
      }
    }),
  )
})

test('PLAN-5: a list that only grows at its end keeps short keys', () => {
  let last: string | null = null
  for (let at = 0; at < 2000; at++) last = orderBetween(last, null, `item-${at}`)

  expect(last!.length).toBeLessThan(80)
})

test('a key that does not come from here is treated as absent', () => {
  expect(isOrder(orderBetween('é', '0', 'a'))).toBe(true)
  expect(isOrder(orderBetween('b', 'a', 'a'))).toBe(true)
})
