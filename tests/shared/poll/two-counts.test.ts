// COUNT-1 to COUNT-12 on both implementations: any poll of any method is counted alike by ours and by the one in Python.
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countPoll } from '../../../shared/poll/count.ts'
import { checkSetting, checkValue } from '../../../shared/poll/setting-check.ts'
import { canonicalText } from '../../../shared/record/canonical.ts'
import { anyPoll } from '../../kit/counting.ts'
import { python } from '../../kit/python.ts'

const script = resolve(import.meta.dirname, '../../verifier/recount.py')

test.runIf(python)('ten methods, six hundred polls', () => {
  const polls = fc.sample(anyPoll(), { numRuns: 600, seed: 20_261_129 })
  const input = polls.map((poll) => `${JSON.stringify(poll)}\n`).join('')
  const { stdout, stderr } = spawnSync('python3', ['-S', '-E', '-B', script], { input, encoding: 'utf8' })

  expect(stderr).toBe('')
  const answers = stdout.trim().split('\n')
  expect(answers).toHaveLength(polls.length)
  expect(new Set(polls.map(({ setting }) => setting.method)).size).toBe(10)
  for (const [at, { setting, register, voices }] of polls.entries()) {
    const { trace: _, ...figures } = countPoll(setting, register, voices)
    const due = {
      count: figures,
      valid: voices.map(({ value }) => checkValue(setting, value) === null),
      sound: checkSetting(setting, { register }) === null,
    }
    expect(canonicalText(JSON.parse(answers[at]!)), JSON.stringify(setting)).toBe(canonicalText(due))
  }
})
