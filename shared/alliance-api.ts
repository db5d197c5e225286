// The doors of the Alliance, of its signatures, refusals, adoptions and files: spread into the one list of shared/api.ts.
import * as v from 'valibot'
import type { AllianceSummary, AllianceView, FileAdded } from './alliance-views.ts'
import { credentialBody, day, door, get, id, line, name, visible, words } from './door.ts'
import type { StatementView } from './views.ts'

/** The largest paper of a mandate, an adoption or a signature, bytes. */
export const paperBytesMax = 10_000_000
export const reasonMax = 2_000
export const mandateMax = 300

const signatory = v.strictObject({ userId: id, capacity: name, mandate: v.optional(line(mandateMax)) })
const reason = v.pipe(words(reasonMax), visible)

export const allianceDoors = {
  /** The present one: the last round of the version that is being written, or that locks the plan. */
  alliance: get<AllianceView | null>()('/api/plans/:planId/alliance'),
  /** Every round of every version, the latest first. */
  alliances: get<AllianceSummary[]>()('/api/plans/:planId/alliances'),
  allianceById: get<AllianceView>()('/api/alliances/:allianceId'),
  prepareAlliance: door<{ id: string }>()(
    'PUT',
    '/api/plans/:planId/alliance',
    v.strictObject({
      title: name,
      parties: v.pipe(
        v.array(v.strictObject({ name, signatories: v.pipe(v.array(signatory), v.maxLength(20)) })),
        v.maxLength(50),
      ),
      ordered: v.optional(v.boolean()),
      needsAdoptions: v.optional(v.boolean()),
    }),
  ),
  statement: door<StatementView>()('POST', '/api/alliances/:allianceId/statement'),
  sign: door<AllianceView>()(
    'POST',
    '/api/alliances/:allianceId/signatures',
    v.strictObject({ credential: credentialBody }),
  ),
  decline: door<AllianceView>()('POST', '/api/alliances/:allianceId/declines', v.strictObject({ reason })),
  remindSignatories: door<{ written: number; sent: number; toSign: number }>()(
    'POST',
    '/api/alliances/:allianceId/letters',
  ),
  /** `fileId` of a file put at files.allianceFile(allianceId, …) before. */
  attachMandate: door<AllianceView>()(
    'PUT',
    '/api/alliances/:allianceId/mandates',
    v.strictObject({ signatoryId: id, fileId: id }),
  ),
  fileAdoption: door<AllianceView>()(
    'POST',
    '/api/alliances/:allianceId/adoptions',
    v.strictObject({ partyId: id, instance: name, resolution: name, day, fileId: id }),
  ),
  recordOutside: door<AllianceView>()(
    'POST',
    '/api/alliances/:allianceId/outside',
    v.strictObject({ signatoryId: id, kind: v.picklist(['paper', 'pades']), day, fileId: id }),
  ),
  answerOutside: door<AllianceView>()(
    'PUT',
    '/api/outside-signatures/:outsideId/answer',
    v.variant('answer', [
      v.strictObject({ answer: v.literal('confirmed') }),
      v.strictObject({ answer: v.literal('contested'), reason }),
    ]),
  ),
} as const

/** `addAllianceFile` takes the bytes of a file (POST) and answers FileAdded. */
export type { FileAdded }

export const allianceFiles = {
  allianceDocx: (allianceId: string) => `/api/alliances/${allianceId}/alliance.docx`,
  alliancePdf: (allianceId: string) => `/api/alliances/${allianceId}/alliance.pdf`,
  allianceDossier: (allianceId: string) => `/api/alliances/${allianceId}/dossier.json`,
  /** The PDF to be signed on paper or elsewhere: the same bytes at each download. */
  allianceToSign: (allianceId: string) => `/api/alliances/${allianceId}/a-signer.pdf`,
  allianceUpload: (allianceId: string) => `/api/alliances/${allianceId}/files`,
  allianceFile: (fileId: string) => `/api/alliance-files/${fileId}`,
} as const
