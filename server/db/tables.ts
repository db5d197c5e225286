// All tables on one page. Portable columns only: text, integer, blob. Times are ISO-8601 UTC text, money integer cents,
// yes/no 0 or 1, JSON is canonical text. "Inserted only" tables are protected by triggers (migration 001).
import type { Generated } from 'kysely'
import type { Lang } from '../../shared/basics.ts'
import type { Channel, ObjectionLevel } from '../../shared/poll/admission.ts'
import type { ConsentChoice } from '../../shared/poll/consent.ts'
import type { ObjectionMove, ObjectionState } from '../../shared/poll/objection.ts'
import type { Secrecy } from '../../shared/poll/setting.ts'
import type { AddendumRecord } from '../../shared/record/poll-records.ts'
import type { Role } from '../../shared/roles.ts'
import type { College, Sector, TerritoryType, Tier, WorkspaceKind } from '../../shared/territory.ts'

export interface Tables {
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
  logins: { id: string; user_id: string; expires_at: number }
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

  // polls of the second form (migration 003)
  /** A poll in preparation: changed and thrown away freely. */
  poll_drafts: {
    id: string
    plan_id: string
    draft_json: string
    revision: number
    changed_at: string
    changed_by: string
  }
  /** What was added to an open register, or recused, in order. Inserted only, while the poll is open. */
  register_changes: { poll_id: string; seq: number; seat_id: string; change_json: string; by_user: string }
  /** Named voices. Inserted only, while the poll is open; of a seat the last revision counts. */
  voices: {
    id: string
    poll_id: string
    seat_id: string
    revision: number
    value_json: string
    reason: string
    channel: Channel
    cast_by: string
    cast_by_name: string
    proxy_seat: string | null
    second_teller: string | null
    text_hash: string
    client_key: string
    received_at: string
    digest: string
  }
  /** What became of a recorded voice. Inserted only. */
  voice_answers: {
    voice_id: string
    answer: 'reread' | 'confirmed' | 'contested'
    by_user: string
    by_name: string
    at: string
  }
  /** Who took part in a secret poll. Inserted only, while it is open. */
  secret_roll: {
    poll_id: string
    seat_id: string
    channel: 'self' | 'proxy' | 'paper'
    cast_by: string
    cast_by_name: string
    client_key: string
    received_at: string
    digest: string
  }
  /**
   * What was said in a secret poll: one row a value, with how many gave it. All rows of the poll are taken out and put back, sorted by
   * value, in each voice's transaction: neither the place on disk, nor the row's transaction, nor a time or a number tells who came last.
   */
  secret_values: { poll_id: string; value_json: string; count: number }
  /** Papers written down by a first teller. Inserted only; in a secret poll the papers are sorted, apart from the seats. */
  paper_sets: {
    id: string
    poll_id: string
    seats_json: string
    papers_json: string
    text_hash: string
    written_by: string
    written_by_name: string
    client_key: string
    written_at: string
  }
  paper_settlements: { set_id: string; accepted: number; by_user: string; by_name: string; at: string }
  /** What is said of a poll after it. Inserted only, each naming the one before. */
  poll_addenda: {
    id: string
    poll_id: string
    seq: number
    kind: AddendumRecord['kind']
    record_json: string
    digest: string
    at: string
    by_user: string
    client_key: string
  }
  /** Inserted only; the last step of each is its state. */
  objections: {
    id: string
    poll_id: string
    seat_id: string
    seat_name: string
    level: ObjectionLevel
    argument: string
    proposed_change: string | null
    raised_by: string
    raised_by_name: string
    raised_at: string
    client_key: string
  }
  objection_steps: {
    objection_id: string
    seq: number
    move: ObjectionMove
    state: ObjectionState
    words: string
    text_hash: string | null
    by_user: string
    by_name: string
    at: string
    client_key: string
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

  alliances: { id: string; plan_id: string; title: string; created_at: string; created_by: string }
  alliance_parties: { id: string; alliance_id: string; name: string; position: number }
  alliance_signatories: {
    id: string
    party_id: string
    user_id: string
    name: string
    capacity: string
    position: number
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
  /** Inserted only. */
  alliance_conclusions: { alliance_id: string; concluded_at: string }
}

export type TableName = keyof Tables
