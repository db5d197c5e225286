// The doors of the record and of the partners' witnesses: spread into the one list of shared/api.ts.
import * as v from 'valibot'
import { door, get } from '../door.ts'
import type { EntriesView, ProofView, RecordView, ShownCheckpoint, WitnessAdded } from '../views.ts'

export const recordDoors = {
  /** `from`: the size of the checkpoint that the reader knows, 0 for none. */
  record: get<RecordView>()('/api/workspaces/:workspaceId/record/:from'),
  recordEntries: get<EntriesView>()('/api/workspaces/:workspaceId/record/entries/:from'),
  recordProof: get<ProofView>()('/api/workspaces/:workspaceId/record/proofs/:about'),
  addWitness: door<WitnessAdded>()(
    'POST',
    '/api/workspaces/:workspaceId/witnesses',
    v.strictObject({ vkey: v.pipe(v.string(), v.maxLength(400)) }),
  ),
  endWitness: door<null>()('DELETE', '/api/workspaces/:workspaceId/witnesses/:witnessId'),
  // by a witness's token, `authorization: Bearer …`
  witnessRecord: get<ShownCheckpoint>()('/api/witness/record/:from'),
  cosign: door<null>()(
    'POST',
    '/api/witness/cosignatures',
    v.strictObject({
      size: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
      line: v.pipe(v.string(), v.maxLength(1_000)),
    }),
  ),
} as const
