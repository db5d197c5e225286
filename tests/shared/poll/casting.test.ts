// COUNT-16: the casting vote breaks a tie where the rules foresaw one, and does nothing else.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { awaitsCasting } from '../../../shared/poll/casting.ts'
import { countPoll } from '../../../shared/poll/count.ts'
import { outcomeOf } from '../../../shared/poll/outcome.ts'
import type { PollSetting, Threshold, Value } from '../../../shared/poll/setting.ts'
import { anyPoll, countOf, settingOf, share } from '../../kit/counting.ts'

const majority: Threshold = { share: share(1, 2), strict: true, base: 'expressed', abstentions: 'excluded' }
const chaired = settingOf('yesNo', { threshold: majority, tie: 'castingVote' })
const yes: Value = { answer: 'yes' }
const no: Value = { answer: 'no' }
const abstain: Value = { answer: 'abstain' }
const outcome = (
  setting: PollSetting,
  values: readonly (readonly [number, Value])[],
  casting?: 'for' | 'against',
) => outcomeOf(setting, countOf(setting, values), { blockStands: false, ...(casting && { casting }) })

test('COUNT-16 as many for as against: in favour it is decided with dissent, against or without it nothing is', () => {
  const tied = [
    [3, yes],
    [3, no],
    [2, abstain],
  ] as const
  expect(awaitsCasting(chaired, countOf(chaired, tied))).toBe(true)
  expect(outcome(chaired, tied, 'for')).toBe('dissent')
  expect(outcome(chaired, tied, 'against')).toBe('notDecided')
  expect(outcome(chaired, tied)).toBe('notDecided')
  for (const tie of ['notAdopted', 'deliberateAgain'] as const)
    expect(outcome({ ...chaired, tie }, tied, 'for')).not.toBe('dissent')
})

test('COUNT-16 it makes up for no lacking voice, share, college or least support, and a tie of nothing waits for nobody', () => {
  const tied = [
    [2, yes],
    [2, no],
  ] as const
  const under = (threshold: Threshold) => settingOf('yesNo', { threshold, tie: 'castingVote' })
  expect(outcome(chaired, [[2, yes], [3, no]], 'for')).toBe('notDecided') // biome-ignore format: a line a case
  expect(outcome(chaired, [[4, abstain]], 'for')).toBe('notDecided')
  for (const threshold of [
    { ...majority, share: share(2, 3) },
    { ...majority, minSupport: share(3, 5) },
    { ...majority, perCollege: { community: share(2, 3) } },
    { ...majority, base: 'entitled' as const },
  ])
    expect(outcome(under(threshold), tied, 'for')).toBe('notDecided')
})

test('COUNT-16 INV-17 in any poll, a casting vote changes an outcome only from « not decided » to « with dissent », and only on an awaited tie', () => {
  fc.assert(
    fc.property(anyPoll(), fc.boolean(), fc.boolean(), fc.boolean(), (poll, stands, foreseen, even) => {
      const tie = foreseen ? ('castingVote' as const) : poll.setting.tie
      const half = even && poll.setting.threshold ? { threshold: majority } : {}
      const setting: PollSetting = { ...poll.setting, tie, ...half }
      const count = countPoll(setting, poll.register, poll.voices)
      const without = outcomeOf(setting, count, { blockStands: stands })
      const given = outcomeOf(setting, count, { blockStands: stands, casting: 'for' })
      expect(outcomeOf(setting, count, { blockStands: stands, casting: 'against' })).toBe(without)
      if (given === without) return
      expect([without, given, foreseen, stands]).toEqual(['notDecided', 'dissent', true, false])
      expect(count.favourable!.weight).toBe(count.against!.weight)
    }),
  )
})
