// The tables of keys and policies, as kysely sees them. Part of tables.ts.

export interface KeyTables {
  /** Who asked for which key to be bound, as whom; replaced when they ask anew. */
  key_requests: {
    workspace_id: string
    key_digest: string
    user_id: string
    /** KeyHolder, canonical: what attesters are shown. */
    holder_json: string
    replaces: string | null
    asked_at: string
  }
  /** Inserted only. One that no key-bind entry names waits for the other. */
  key_attestations: {
    digest: string
    workspace_id: string
    key_digest: string
    attested_as: 'facilitator' | 'partner'
    attested_by: string
    attestation_json: string
    attested_at: string
  }
  /** Inserted only: the newest is in force. */
  policies: {
    workspace_id: string
    version: number
    policy_json: string
    digest: string
    made_at: string
    made_by: string
  }
}
