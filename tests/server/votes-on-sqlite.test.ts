// Polls of the second form on SQLite, where one node works alone.
import { describe } from 'vitest'
import { createCouncil } from '../kit/council.ts'
import { votesContract } from './votes.contract.ts'

describe('polls of the second form on SQLite', () => {
  votesContract({ engine: 'sqlite', open: async () => ({ world: await createCouncil(), other: null }) })
})
