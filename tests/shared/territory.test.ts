// The tree of territories: no ring can be closed, and reading order keeps parents before children.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type TerritoryNode, treeOrder, wouldLoop } from '../../shared/territory.ts'

const node = (id: string, parentId: string | null): TerritoryNode => ({ id, parentId, type: 'mrc', name: id })

test('TERR-1: a territory cannot be moved under itself or under one of its own', () => {
  const nodes = [node('region', null), node('mrc', 'region'), node('hub', 'mrc')]

  expect(wouldLoop(nodes, 'region', 'hub')).toBe(true)
  expect(wouldLoop(nodes, 'mrc', 'mrc')).toBe(true)
  expect(wouldLoop(nodes, 'hub', 'region')).toBe(false)
  expect(wouldLoop(nodes, 'mrc', null)).toBe(false)
})

test('TERR-1: moves that are allowed never lose a node from the reading order', () => {
  const moves = fc.array(fc.tuple(fc.nat(7), fc.option(fc.nat(7), { nil: null })), { maxLength: 60 })
  fc.assert(
    fc.property(moves, (list) => {
      let nodes = Array.from({ length: 8 }, (_, at) => node(`t${at}`, null))
      for (const [from, to] of list) {
        const parentId = to === null ? null : `t${to}`
        if (!wouldLoop(nodes, `t${from}`, parentId)) {
          nodes = nodes.map((other) => (other.id === `t${from}` ? { ...other, parentId } : other))
        }
      }
      const order = treeOrder(nodes)
      expect(new Set(order.map(({ node: { id } }) => id)).size).toBe(8)
      const place = new Map(order.map(({ node: { id } }, at) => [id, at]))
      for (const { id, parentId } of nodes)
        if (parentId) expect(place.get(parentId)!).toBeLessThan(place.get(id)!)
    }),
  )
})
