// What a casting vote promises on whichever database: asked for on a tie alone, of the chair alone, and kept with its giver.
// Run by votes.contract.ts.
import { describe, expect, test } from 'vitest'
import { doors } from '../../shared/api.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import { recountTally } from '../../shared/poll/recount.ts'
import type { Value } from '../../shared/poll/setting.ts'
import { readTallyFile } from '../../shared/poll/tally-file.ts'
import { castBy, closeVote, openVote, seeVote, voteConstatOf, yesNoChoice } from '../kit/votes.ts'
import type { World } from '../kit/world.ts'

const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }
const question = { subject: { kind: 'question' } } as const

export function tieContract(world: () => World): void {
  describe('a tie', () => {
    async function chaired() {
      const base = ruleSetOf(defaultRule, 2)
      const adoption = { ...base.adoption, share: { num: 1, den: 2 }, strict: true }
      const quorum = { ...base.quorum, collegesMin: 1 }
      await world().facilitator.call(doors.adoptRuleSet, {
        params: { workspaceId: world().workspaceId },
        body: {
          rules: { ...base, quorum, adoption, tie: 'castingVote' },
          decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-2' },
        },
      })
      return openVote(world(), { ...question, choice: yesNoChoice })
    }
    const breakTie = (pollId: string, side: 'for' | 'against') =>
      [doors.closeTiedVote, { params: { pollId }, body: { side } }] as const

    test('COUNT-16 the chair is asked for the casting vote, whose side and giver stand in the record', async () => {
      const pollId = await chaired()
      await castBy(world(), world().delegate, pollId, yes)
      await castBy(world(), world().otherDelegate, pollId, no)

      expect(await world().facilitator.refusal(doors.closeVote, { params: { pollId } })).toBe('castingNeeded')
      expect(await world().delegate.refusal(...breakTie(pollId, 'for'))).toBe('roleForbids')
      expect((await seeVote(world().observer, pollId)).state).toBe('open')
      await world().facilitator.call(...breakTie(pollId, 'for'))
      await world().facilitator.call(...breakTie(pollId, 'against'))

      const constat = await voteConstatOf(world(), pollId)
      const { closedAt: at } = constat
      expect(constat).toMatchObject({
        outcome: 'dissent',
        casting: { side: 'for', byName: world().facilitator.name, at },
      })
      expect(constat.count).toMatchObject({
        cast: { seats: 2 },
        favourable: { seats: 1 },
        against: { seats: 1 },
      })
      // The trace says why, what, who and when; the rest of the count is what the votes alone give.
      const told = constat.count!.trace.at(-1)!
      expect(told.fr).toMatch(/Autant de voix pour que contre.*Voix prépondérante pour, /)
      expect(told.en).toContain(`Casting vote in favour, ${world().facilitator.name}, `)
    })

    test('COUNT-16 the ballot file carries it, and the recount pronounces the decided tie again; touched, it is told', async () => {
      const pollId = await chaired()
      await castBy(world(), world().delegate, pollId, yes)
      await castBy(world(), world().otherDelegate, pollId, no)
      await world().facilitator.call(...breakTie(pollId, 'for'))
      const response = await world().observer.fetch(`/api/votes/${pollId}/ballots.json`)
      const read = readTallyFile(new Uint8Array(await response.arrayBuffer()))
      if ('unreadable' in read) throw new Error(read.unreadable.en)

      const { file } = read
      const failed = (one: typeof file) => {
        const { same, findings } = recountTally(one)
        return [same, ...findings.filter(({ status }) => status !== 'ok').map(({ code }) => code)]
      }
      expect(file.outcome).toMatchObject({ word: 'dissent', casting: { side: 'for' } })
      expect(failed(file)).toEqual([true])
      const outcome = file.outcome!
      const { casting, ...without } = outcome
      expect(failed({ ...file, outcome: without })).toEqual([false, 'trace', 'outcome'])
      expect(failed({ ...file, outcome: { ...outcome, casting: { ...casting!, side: 'against' } } })).toEqual(
        [false, 'trace', 'outcome'],
      )
      expect(failed({ ...file, outcome: { ...outcome, word: 'consensus' } })).toEqual([false, 'outcome'])
      // A file made before the outcome was told is recounted for its figures alone.
      const { outcome: _, ...old } = file
      expect(failed(old)).toEqual([true, 'trace'])
    })

    test('COUNT-16 nothing waits for it where the votes are not tied', async () => {
      const pollId = await chaired()
      await castBy(world(), world().delegate, pollId, yes)

      expect(await world().facilitator.refusal(...breakTie(pollId, 'against'))).toBe('castingNotDue')
      await closeVote(world(), pollId)
      expect((await voteConstatOf(world(), pollId)).casting).toBeUndefined()
    })
  })
}
