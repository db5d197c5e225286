// The doors of keys and policies: spread into the one list of shared/api.ts.
import * as v from 'valibot'
import { credentialBody, door, get, visible, words } from '../door.ts'
import type { KeyStatementView, KeysView, PolicyView } from './key-views.ts'

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const small = v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(200))

export const keyDoors = {
  keys: get<KeysView>()('/api/workspaces/:workspaceId/keys'),
  askBinding: door<null>()(
    'POST',
    '/api/workspaces/:workspaceId/keys',
    v.strictObject({ passkeyId: v.pipe(v.string(), v.maxLength(1_400)), replaces: v.optional(hash) }),
  ),
  keyStatement: get<KeyStatementView>()('/api/workspaces/:workspaceId/keys/:keyDigest/statement'),
  attestKey: door<{ bound: boolean }>()(
    'POST',
    '/api/workspaces/:workspaceId/keys/:keyDigest/attestations',
    v.strictObject({ credential: credentialBody }),
  ),
  revokeKey: door<null>()(
    'POST',
    '/api/workspaces/:workspaceId/keys/:keyDigest/revocation',
    v.strictObject({ reason: v.pipe(words(500), v.trim(), visible) }),
  ),
  policies: get<readonly PolicyView[]>()('/api/workspaces/:workspaceId/policies'),
  setPolicy: door<PolicyView>()(
    'POST',
    '/api/workspaces/:workspaceId/policies',
    v.strictObject({
      cosignatures: v.strictObject({ needed: small, colleges: small }),
      roots: v.pipe(v.array(hash), v.maxLength(100)),
      boundKeys: v.boolean(),
      sealCertificate: v.optional(hash),
    }),
  ),
} as const

export const keyFiles = {
  policy: (workspaceId: string, version: number | string) =>
    `/api/workspaces/${workspaceId}/policies/${version}/politique.json`,
} as const
