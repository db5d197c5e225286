// The exact shape of what a dossier of the second form has besides, strict: record, attestations, adoptions, signatures from elsewhere.
// Called by schema.ts alone, with the parts it shares.
import * as v from 'valibot'
import { isDay } from '../basics.ts'
import { entrySchema } from '../record/entries.ts'
import { noteLengthMax } from '../record/note.ts'
import { holderSchema } from '../record/policy.ts'

interface Parts {
  readonly natural: v.GenericSchema
  readonly hash: v.GenericSchema
  readonly instant: v.GenericSchema
  readonly bilingual: v.GenericSchema
  /** base64url. */
  readonly bytes: v.GenericSchema
}

/** The longest record of which a dossier is read: more is an attack on the reader. */
export const entriesMax = 60_000
const attestationsMax = 2_000
const listMax = 1_000

export function evidenceSchemas({ natural, hash, instant, bilingual, bytes }: Parts) {
  const text = v.string()
  const day = v.pipe(
    text,
    v.check((value) => isDay(value)),
  )
  const record = v.strictObject({
    logKey: v.pipe(text, v.maxLength(400)),
    checkpoint: v.pipe(text, v.maxLength(noteLengthMax)),
    entries: v.pipe(v.array(entrySchema), v.minLength(1), v.maxLength(entriesMax)),
    opened: v.optional(
      v.pipe(
        v.array(
          v.strictObject({
            index: natural,
            salt: v.pipe(text, v.regex(/^[A-Za-z0-9_-]{43}$/)),
            payload: v.strictObject({ userId: text, name: text }),
          }),
        ),
        v.maxLength(attestationsMax),
      ),
    ),
  })
  const keyStatement = v.strictObject({
    format: v.literal('assise/key-statement/v1'),
    workspaceId: text,
    workspaceName: text,
    keyDigest: hash,
    holder: holderSchema,
    attester: holderSchema,
    as: v.picklist(['facilitator', 'partner']),
    replaces: v.optional(hash),
    sentence: bilingual,
  })
  const attestation = v.strictObject({
    format: v.literal('assise/key-attestation/v1'),
    statement: keyStatement,
    credentialId: bytes,
    publicKey: bytes,
    authenticatorData: bytes,
    clientDataJson: bytes,
    signature: bytes,
    attestedAt: instant,
  })
  const adoption = v.strictObject({
    format: v.literal('assise/adoption/v1'),
    id: text,
    allianceId: text,
    partyId: text,
    instance: text,
    resolutionNo: text,
    day,
    fileDigest: v.optional(hash),
    planDigest: hash,
    recordedBy: text,
    at: instant,
  })
  const outside = v.strictObject({
    format: v.literal('assise/outside/v1'),
    id: text,
    allianceId: text,
    signatoryId: text,
    kind: v.picklist(['paper', 'pades']),
    fileDigest: v.optional(hash),
    baseDigest: hash,
    signer: v.optional(v.strictObject({ name: text, certificate: hash })),
    recordedBy: text,
    at: instant,
  })
  return {
    record,
    attestations: v.pipe(v.array(attestation), v.maxLength(attestationsMax)),
    policyHash: v.optional(hash),
    adoptions: v.optional(v.pipe(v.array(adoption), v.maxLength(listMax))),
    outside: v.optional(v.pipe(v.array(outside), v.maxLength(listMax))),
  }
}
