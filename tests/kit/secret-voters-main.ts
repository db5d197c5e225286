// A program of its own that casts secret voices on a database file until it is killed, and says each receipt it was given.
// Called by the test that kills it.
import { castVoice } from '../../server/acts/voices.ts'
import { createBare } from './world.ts'

const [, , path, pollId, textHash, people] = process.argv as string[]
const bare = await createBare({ database: path! })
process.stdout.write('ready\n')
for (const { userId, answer } of JSON.parse(people!) as { userId: string; answer: 'yes' | 'no' }[]) {
  const voice = {
    pollId: pollId!,
    value: { answer },
    reason: '',
    textHash: textHash!,
    clientKey: `key-${userId}`,
  }
  // Also those who voted before a kill: the same act gives the same receipt.
  const receipt = await castVoice(bare.ctx, { userId, loginId: '' }, voice)
  process.stdout.write(`receipt ${receipt.digest}\n`)
}
await bare.close()
process.stdout.write('done\n')
