// What an append to the record costs: rows read and written at several sizes of the record, counted in the driver's answers, on the acts'
// own code. Called by evidence.ts.
import type { KyselyPlugin } from 'kysely'
import { appendEntry } from '../../../server/acts/record.ts'
import { createWorld } from '../../kit/world.ts'

export interface AppendFigures {
  readonly entries: number
  readonly read: number
  readonly written: number
}

const batch = 500

/** The worst of eight appends in a row once the record has this many entries. */
export async function measureAppends(sizes: readonly number[]): Promise<AppendFigures[]> {
  const world = await createWorld()
  const count = { read: 0, written: 0 }
  const counting: KyselyPlugin = {
    transformQuery: ({ node }) => node,
    transformResult: async ({ result }) => {
      count.read += result.rows.length
      count.written += Number(result.numAffectedRows ?? 0)
      return result
    },
  }
  const append = (many: number, plugin: boolean) =>
    world.ctx.transact(async ({ tx }) => {
      const own = (plugin ? tx.withPlugin(counting) : tx) as typeof tx
      for (let at = 0; at < many; at++)
        await appendEntry(
          world.ctx,
          // Signing is once an act, whatever the size.
          { tx: own, after: () => {} },
          {
            workspaceId: world.workspaceId,
            type: 'lock',
            body: {
              planId: 'p',
              versionId: 'v',
              number: 1,
              planDigest: '0'.repeat(64),
              versionDigest: '0'.repeat(64),
            },
          },
        )
    })
  const figures: AppendFigures[] = []
  let entries = await sizeOf(world)
  for (const size of sizes) {
    while (entries < size) {
      const many = Math.min(batch, size - entries)
      await append(many, false)
      entries += many
    }
    let worst = { read: 0, written: 0 }
    for (let at = 0; at < 8; at++) {
      Object.assign(count, { read: 0, written: 0 })
      await append(1, true)
      if (count.read + count.written > worst.read + worst.written) worst = { ...count }
    }
    entries += 8
    figures.push({ entries: size, ...worst })
  }
  await world.close()
  return figures
}

async function sizeOf(world: Awaited<ReturnType<typeof createWorld>>): Promise<number> {
  const { n } = await world.db
    .selectFrom('record_entries')
    .select(({ fn }) => fn.countAll<number>().as('n'))
    .where('workspace_id', '=', world.workspaceId)
    .executeTakeFirstOrThrow()
  return Number(n)
}
