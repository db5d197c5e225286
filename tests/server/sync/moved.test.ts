// Another node writes first: what comes in while its rows are being read must not be forgotten when the batch is at last on disk.
import { afterEach, expect, test } from 'vitest'
import type { UpdateLog } from '../../../server/sync/seams.ts'
import { breakable } from '../../kit/breaking-log.ts'
import { author, rawPeer, until } from '../../kit/peers.ts'
import { type SyncServer, startSyncServer } from '../../kit/sync-server.ts'

let server: SyncServer
afterEach(() => server.close())

test('SYNC-2 SYNC-14: what a person types while the node reads another’s rows is saved too, with nothing typed after it', async () => {
  const elsewhere = author()
  let broken: ReturnType<typeof breakable> | null = null
  let release: (() => void) | null = null
  const overtaken = (real: UpdateLog): UpdateLog => {
    broken = breakable(real)
    return {
      ...broken.log,
      async append(batches) {
        if (release) return real.append(batches)
        // The other node was quicker by one row; and reading it takes a while.
        const { planId, epoch, seq } = batches[0]!
        const rows = [{ bytes: elsewhere.insert('ailleurs '), userId: 'delegue' }]
        await real.append([{ planId, epoch, seq, rows, claims: [] }])
        release = broken!.hold()
        return real.append(batches)
      },
    }
  }
  server = await startSyncServer({ log: overtaken })
  const typist = await rawPeer(server, 'deleguee')
  const { insert } = author()
  typist.update(insert('un '))
  await until('overtaken', () => release !== null)

  typist.update(insert('deux'))
  // Several flushes find the room busy.
  await new Promise((resolve) => setTimeout(resolve, 60))
  release!()

  await typist.frame('ack', ({ count }) => count === 2)
  expect(typist.told.filter(({ type }) => type === 'nack')).toEqual([])
})
