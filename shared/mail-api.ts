// The doors of letters: what a person asks to receive, and the letters of a poll. Part of the list in shared/api.ts. Mounted by http/letters.
import * as v from 'valibot'
import { door, get } from './door.ts'

/** What a person receives beside what is theirs to know: convocations and invitations to vote always come. */
export interface MailChoices {
  /** The digest of the week. */
  readonly digest: boolean
  /** The reminder before a ballot closes. */
  readonly reminders: boolean
}

export interface PollLettersView {
  /** People who may still vote. */
  readonly toVote: number
  /** Letters of this poll, by what became of them. */
  readonly sent: number
  readonly waiting: number
  readonly failed: number
}

export const mailDoors = {
  mailChoices: get<MailChoices>()('/api/me/mail'),
  changeMailChoices: door<MailChoices>()(
    'PUT',
    '/api/me/mail',
    v.strictObject({ digest: v.boolean(), reminders: v.boolean() }),
  ),
  pollLetters: get<PollLettersView>()('/api/votes/:pollId/letters'),
  /** Invites whoever has not been, or reminds whoever has not voted (once a day each). Answers letters written and letters gone. */
  askPollLetters: door<{ written: number; sent: number; toVote: number }>()(
    'POST',
    '/api/votes/:pollId/letters',
    v.strictObject({ kind: v.picklist(['invite', 'remind']) }),
  ),
} as const
