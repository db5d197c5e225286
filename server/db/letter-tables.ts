// The tables of minutes and letters (migration 004), beside those of tables.ts, which is read with them.

export interface LetterTables {
  /** Inserted only: minutes as they were adopted. `number`: 1, 2, 3… in the plan, in the order of adoption. */
  minutes: {
    meeting_id: string
    plan_id: string
    number: number
    minutes_json: string
    digest: string
    adoption_json: string
    adopted_at: string
    adopted_by: string
  }
  /** Inserted only: words written by hand beside minutes; of a place the last revision stands. */
  minutes_words: {
    meeting_id: string
    place: string
    revision: number
    text: string
    at: string
    by_user: string
    by_name: string
  }
  /**
   * Letters to send, written in the act's own transaction; what they say and their one-time link are made as they leave. `letter_key`
   * names the thing a person is told: it is told once.
   */
  letters: {
    id: string
    letter_key: string
    workspace_id: string
    user_id: string
    about_json: string
    created_at: string
    /** When it may be tried: put off by whoever takes it, so that no other one does. */
    due_at: string
    tries: number
    ended_at: string | null
    /** Sent; moot when there was nothing to say any more; failed after the last try. */
    ending: 'sent' | 'moot' | 'failed' | null
  }
  /** What was written to a whole workspace for a time: the digest of a week. */
  letter_rounds: { workspace_id: string; round: string; at: string }
  /** What a person asked not to receive; without a row they receive all. */
  mail_choices: { user_id: string; digest: number; reminders: number; changed_at: string }
}
