// All tables on one page. Portable columns only: text, integer, blob. Times are ISO-8601 UTC text, money integer cents,
// yes/no 0 or 1, JSON is canonical text. "Inserted only" tables are protected by triggers (migration 001).
import type { Generated } from 'kysely'
import type { Lang } from '../../shared/basics.ts'
import type { HappeningKind, VotingRight } from '../../shared/meeting/events.ts'
import type { MandateRole } from '../../shared/meeting/mandate.ts'
import type { ConsentChoice } from '../../shared/poll/consent.ts'
import type { Secrecy } from '../../shared/poll/setting.ts'
import type { EntryType } from '../../shared/record/entries.ts'
import type { Role } from '../../shared/roles.ts'
import type { College, Sector, TerritoryType, Tier, WorkspaceKind } from '../../shared/territory.ts'
import type { AllianceTables } from './alliance-tables.ts'
import type { KeyTables } from './key-tables.ts'
import type { LetterTables } from './letter-tables.ts'
import type { VoteTables } from './vote-tables.ts'

export interface Tables extends VoteTables, LetterTables, AllianceTables, KeyTables {
  users: {
    id: string
    email: string
    name: string
    lang: Lang
    password_hash: string | null
    /** 1 for the person who followed the first link of the installation: may create workspaces. */
    founder: number
    created_at: string
  }
  /** lucia's sessions. */
  logins: {
    id: string
    user_id: string
    expires_at: number
    /** Set for a login opened by an invitation to vote: it reads, and casts in this poll alone. */
    only_poll: Generated<string | null>
  }
  /** One-time links; only the hash of the token is kept. user_id is null for the first link of an installation. */
  login_links: {
    token_hash: string
    user_id: string | null
    purpose: 'first' | 'invite' | 'enter'
    created_at: string
    expires_at: string
    used_at: string | null
    /** The login it opened: for a while, that login proves the mailbox. */
    login_id: string | null
    /** Of an invitation to vote: the only poll that the login it opens may cast in. */
    only_poll: Generated<string | null>
  }
  passkeys: {
    id: string
    user_id: string
    /** COSE key as the authenticator gave it. */
    public_key: Uint8Array
    counter: number
    transports: string
    label: string
    created_at: string
  }
  /** WebAuthn challenges, each used once. `about` names what is signed, for a signature. */
  challenges: {
    id: string
    user_id: string | null
    purpose: 'enrol' | 'login' | 'sign'
    challenge: string
    about: string | null
    expires_at: string
  }

  workspaces: {
    id: string
    kind: WorkspaceKind
    name: string
    rule_json: string
    created_at: string
    created_by: string
  }
  territories: {
    id: string
    workspace_id: string
    parent_id: string | null
    type: TerritoryType
    name: string
    position: number
  }
  organizations: {
    id: string
    workspace_id: string
    name: string
    tier: Tier
    sector: Sector
    college: College
    voting: number
    created_at: string
    /** A citizen's seat is an organisation of one. */
    kind: Generated<'organization' | 'person'>
    /** Deliberative exactly when `voting` is 1: both are written together. */
    voting_right: Generated<VotingRight>
  }
  members: {
    workspace_id: string
    user_id: string
    role: Role
    organization_id: string | null
    title: string
    joined_at: string
  }
  /** Who did what and when, for people to read. Inserted only. */
  journal: {
    id: Generated<number>
    workspace_id: string
    at: string
    user_id: string
    act: string
    subject: string
    detail_json: string
  }

  plans: { id: string; workspace_id: string; created_at: string }
  /** One row a plan and epoch: the order of its log, and the fence of its lock. */
  plan_rooms: { plan_id: string; epoch: number; head_seq: number; locked_seq: number | null }
  /** The log: the truth of the draft. Inserted only. hash = SHA-256(prev_hash ‖ seq ‖ bytes). */
  plan_updates: {
    plan_id: string
    epoch: number
    seq: number
    bytes: Uint8Array
    user_id: string
    received_at: string
    prev_hash: string
    hash: string
  }
  plan_snapshots: {
    plan_id: string
    epoch: number
    upto_seq: number
    state: Uint8Array
    sha256: string
    created_at: string
  }
  /** Which person a Yjs clientID belongs to in a plan. */
  plan_clients: { plan_id: string; epoch: number; client_id: number; user_id: string }

  threads: {
    id: string
    plan_id: string
    place_json: string
    anchor_start: string | null
    anchor_end: string | null
    quote: string
    created_by: string
    created_at: string
  }
  comments: {
    id: string
    thread_id: string
    author_id: string
    /** The author's organisation when it was written. */
    organization_id: string | null
    text: string
    client_key: string
    created_at: string
  }
  /** The last row is the state. Inserted only. */
  thread_states: {
    id: Generated<number>
    thread_id: string
    state: 'open' | 'resolved'
    by_user: string
    at: string
  }

  /** Inserted only, with everything fixed at opening. text_json is the exact text under vote. */
  polls: {
    id: string
    plan_id: string
    subject_kind: 'plan' | 'priority' | 'passage' | 'allocation' | 'question'
    subject_id: string | null
    subject_title: string
    round: number
    question_fr: string
    question_en: string
    rule_json: string
    text_json: string
    text_hash: string
    register_hash: string
    /** The poll's record as canonical text: later words of ours never change what ballots point at. */
    record_json: string
    opened_at: string
    opened_by: string
    /** 1: PollRecord, ballots in `ballots`. 2: VotePollRecord, voices in `voices` or in the secret tables. */
    form: Generated<number>
    secrecy: Generated<Secrecy>
    /** The hour at which it closes by itself; so are the others null in the first form. */
    closes_at: Generated<string | null>
    follows: Generated<string | null>
    meeting_id: Generated<string | null>
    item_id: Generated<string | null>
    client_key: Generated<string | null>
  }
  /** Inserted only. */
  poll_register: {
    poll_id: string
    organization_id: string
    name: string
    college: College
    weight_num: number
    weight_den: number
    /** The SeatEntry as canonical text, in the second form. */
    seat_json: Generated<string | null>
  }
  /** Inserted only; one a poll and organisation. */
  ballots: {
    id: string
    poll_id: string
    organization_id: string
    choice: ConsentChoice
    reason: string
    channel: 'self' | 'facilitated'
    cast_by: string
    cast_by_name: string
    text_hash: string
    client_key: string
    received_at: string
    digest: string
  }
  /** Inserted only: the frozen result, and the digest of the consensus record. */
  poll_closings: {
    poll_id: string
    closed_at: string
    closed_by: string
    result_json: string
    constat_json: string
    constat_digest: string
  }

  /** Inserted only. canonical_plan is the text whose digest is plan_digest; version_json the one whose digest is version_digest. */
  versions: {
    id: string
    plan_id: string
    number: number
    epoch: number
    seq: number
    canonical_plan: string
    plan_digest: string
    version_json: string
    version_digest: string
    state: Uint8Array
    locked_at: string
    locked_by: string
  }

  /** The record: one row an entry, its canonical text. Inserted only. `about` is what it is looked up by. */
  record_entries: {
    workspace_id: string
    idx: number
    type: EntryType
    about: string
    canonical: string
    at: string
  }
  /** The tree over the entries: each perfect subtree, once it is whole (level 0 are the leaves). Inserted only. Hexadecimal. */
  record_nodes: { workspace_id: string; level: number; position: number; hash: string }
  /** What stands under the commitment of an entry: deleted when it is erased. */
  record_payloads: { workspace_id: string; idx: number; salt: Uint8Array; payload_json: string }
  /** Inserted only. `note` is the text the log signed, with its own signature alone. */
  record_checkpoints: { workspace_id: string; size: number; note: string; signed_at: string }
  /** Partners' keys that cosign; `token_hash` is of what lets a witness in, null once it has ended. */
  record_witnesses: {
    id: string
    workspace_id: string
    organization_id: string
    vkey: string
    token_hash: string | null
    added_by: string
    created_at: string
    ended_at: string | null
  }
  /** Inserted only. `line` is the cosignature as it stands in a note. */
  record_cosignatures: {
    workspace_id: string
    size: number
    witness_id: string
    line: string
    received_at: string
  }
  /** The public key that signs this database's checkpoints, hexadecimal: one row. Inserted only. */
  record_keys: { one: 1; public_key: string; since: string }
  /** What the institution's certificate added to the PDF of these bytes: made once, given ever after. Inserted only. */
  seals: { pages_sha256: string; update_bytes: Uint8Array; certificate_sha256: string; sealed_at: string }

  /** Who may hold the seat of an organisation, from a day to a day. Ended, never removed. */
  mandates: {
    id: string
    organization_id: string
    user_id: string
    role: MandateRole
    /** 0 but for alternates: 1, 2, 3… */
    rank: number
    from_day: string
    to_day: string | null
    created_at: string
    created_by: string
    ended_at: string | null
    ended_by: string | null
  }
  /** Inserted only. */
  mandate_evidence: {
    mandate_id: string
    type: string
    bytes: Uint8Array
    sha256: string
    attached_at: string
    attached_by: string
  }
  /** Inserted only: each version with the decision that adopted it. */
  rule_sets: {
    workspace_id: string
    version: number
    rules_json: string
    rules_hash: string
    decided_json: string
    adopted_at: string
    adopted_by: string
  }
  /** Inserted only; all that a meeting is stands in its events. */
  meetings: { id: string; plan_id: string; client_key: string; created_at: string; created_by: string }
  /** Inserted only: the truth of a meeting. hash = eventHash(meeting_id, prev_hash, event). */
  meeting_events: {
    meeting_id: string
    seq: number
    at: string
    by_user: string
    kind: HappeningKind
    /** The MeetingEvent as canonical text. */
    event_json: string
    prev_hash: string
    hash: string
    /** On the first event of a command: the same key from the same person is the same command. */
    client_key: string | null
    command_hash: string | null
  }
  /** The codes shown in the room; one runs at a time. */
  meeting_codes: {
    id: string
    meeting_id: string
    code: string
    made_at: string
    made_by: string
    ended_at: string | null
  }
}

export type TableName = keyof Tables
