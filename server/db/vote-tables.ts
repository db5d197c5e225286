// The tables of polls of the second form (migrations 003 and 011), beside those of tables.ts, which is read with them.
import type { Channel, ObjectionLevel } from '../../shared/poll/admission.ts'
import type { ObjectionMove, ObjectionState } from '../../shared/poll/objection.ts'
import type { AddendumRecord } from '../../shared/record/poll-records.ts'

export interface VoteTables {
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
  /** Seats asked for advice; never in a register. `joined_json`: when and by whom, of one asked since the opening. Inserted only, while the poll is open. */
  consultative_seats: { poll_id: string; seat_id: string; seat_json: string; joined_json: string | null }
  /** What they said. Inserted only, while the poll is open; in no count. */
  consultative_voices: {
    id: string
    poll_id: string
    seat_id: string
    revision: number
    value_json: string
    reason: string
    cast_by: string
    cast_by_name: string
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
    /** Who is to re-read them: the two see them, nobody else. */
    second_teller: string
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
}
