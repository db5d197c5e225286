// The tables of the Alliance, of amendments and of named checkpoints (migrations 001 and 008), beside those of tables.ts, which is read with them.
import type { Generated } from 'kysely'

export interface AllianceTables {
  /** One a version and round; `version_number` is known before that version is locked. */
  alliances: {
    id: string
    plan_id: string
    title: string
    created_at: string
    created_by: string
    version_number: number
    round: number
    /** 1: signed in the order of the parties and of their signatories. */
    ordered: number
    /** 1: concluded only once each party has filed an adoption. */
    needs_adoptions: number
  }
  alliance_parties: { id: string; alliance_id: string; name: string; position: number }
  alliance_signatories: {
    id: string
    party_id: string
    user_id: string
    name: string
    capacity: string
    position: number
    /** By virtue of what the person signs; empty where nothing was said. */
    mandate: Generated<string>
  }
  /** Inserted only: the whole assertion is kept, so that anyone can check it without a server. */
  signatures: {
    signatory_id: string
    alliance_id: string
    version_id: string
    statement_json: string
    statement_digest: string
    credential_id: string
    public_key: Uint8Array
    authenticator_data: Uint8Array
    client_data_json: Uint8Array
    signature: Uint8Array
    signed_at: string
  }
  /** Inserted only. `origin`: the address of an Alliance that no passkey signed. */
  alliance_conclusions: { alliance_id: string; concluded_at: string; origin: Generated<string | null> }
  /** Inserted only: papers of mandates, of adoptions, of signatures made outside. Served to members only. */
  alliance_files: {
    id: string
    alliance_id: string
    type: string
    bytes: Uint8Array
    sha256: string
    added_at: string
    added_by: string
  }
  /** Inserted only: the PDF given out to be signed on paper or elsewhere, the same bytes for everyone and for ever. */
  alliance_bases: { alliance_id: string; version_id: string; bytes: Uint8Array; sha256: string; at: string }
  signatory_evidence: { signatory_id: string; file_id: string }
  /** Inserted only: a round that will never conclude, and nothing enters any more. */
  alliance_endings: { alliance_id: string; why: 'declined' | 'amended'; at: string; by_user: string }
  /** Inserted only. */
  alliance_declines: {
    signatory_id: string
    alliance_id: string
    version_id: string
    reason: string
    at: string
    by_user: string
  }
  /** Inserted only: record_json is the AdoptionRecord, of which `digest` is the digest. */
  alliance_adoptions: {
    id: string
    alliance_id: string
    party_id: string
    version_id: string
    file_id: string
    record_json: string
    digest: string
    filed_at: string
    filed_by: string
  }
  /** Inserted only: record_json is the OutsideSignature. `base_digest`: SHA-256 of our PDF, which a file signed elsewhere begins with. */
  outside_signatures: {
    id: string
    alliance_id: string
    signatory_id: string
    version_id: string
    kind: 'paper' | 'pades'
    file_id: string
    signed_day: string
    base_digest: string
    recorded_at: string
    record_json: string
    digest: string
    recorded_by: string
    recorded_by_name: string
  }
  /** Inserted only: what a second person of another organisation said of it. */
  outside_answers: {
    outside_id: string
    answer: 'confirmed' | 'contested'
    reason: string
    at: string
    by_user: string
    by_name: string
    organization_id: string
    organization_name: string
  }
  /** Inserted only: the next draft after a locked version, in the epoch it is written in. */
  amendments: {
    id: string
    plan_id: string
    /** 1 for the amendment that leads from version 1 to version 2. */
    number: number
    from_version: string
    epoch: number
    record_json: string
    digest: string
    opened_at: string
    opened_by: string
  }
  /** Inserted only: named checkpoints of the draft. */
  plan_marks: {
    id: string
    plan_id: string
    epoch: number
    seq: number
    label: string
    canonical_plan: string
    plan_digest: string
    /** Names of who wrote since the lock before, as a JSON list. */
    contributors_json: string
    created_at: string
    created_by: string
    created_by_name: string
    client_key: string
  }
}
