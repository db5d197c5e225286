// What this device remembers of each workspace's record, and the question it asks at each visit: does what the server shows now only
// add to it? Called by RecordAlarm.
import { verifyEd25519 } from '../shared/record/ed25519.ts'
import { type Alarm, follow, type SeenRecord, type ShownRecord, seenSize } from '../shared/record/follow.ts'
import type { ShownCheckpoint } from '../shared/views.ts'

export interface RecordVisit {
  /** `unable`: this browser cannot verify the signature. Null when all is well. */
  readonly alarm: Alarm | 'unable' | null
  readonly seen: SeenRecord | null
  readonly shown: ShownCheckpoint
}

const nameOf = (workspaceId: string) => `registre/${workspaceId}`

function readSeen(workspaceId: string): SeenRecord | null {
  const kept: unknown = JSON.parse(localStorage.getItem(nameOf(workspaceId)) ?? 'null')
  if (typeof kept !== 'object' || kept === null || !('logKey' in kept) || !('note' in kept)) return null
  return { logKey: String(kept.logKey), note: String(kept.note) }
}

/**
 * REC-19 on this device. `ask` fetches what the server shows to whoever knows a size. What is seen replaces what was kept only when it
 * proves to continue it: an alarm comes back at each visit as long as the server contradicts itself.
 */
export function visitRecord(
  workspaceId: string,
  ask: (from: number) => Promise<ShownCheckpoint>,
): Promise<RecordVisit> {
  // One tab at a time: two answers that cross would look like a record that shrinks.
  return navigator.locks.request(nameOf(workspaceId), async () => {
    const seen = readSeen(workspaceId)
    const shown = await ask(seenSize(seen))
    if (shown.checkpoint === null && seen === null) return { alarm: null, seen, shown }
    const record: ShownRecord = {
      logKey: shown.logKey,
      note: shown.checkpoint ?? '',
      consistency: shown.consistency,
    }
    try {
      const followed = await follow(seen, record, verifyEd25519)
      if (followed.alarm !== null) return { alarm: followed.alarm, seen, shown }
      localStorage.setItem(nameOf(workspaceId), JSON.stringify(followed.seen))
      return { alarm: null, seen, shown }
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NotSupportedError')
        return { alarm: 'unable', seen, shown }
      throw error
    }
  })
}
