// The doors of polls of the second form, spread into the list of api.ts. A door checks shapes and sizes; what is allowed is the rules'.
import * as v from 'valibot'
import { door, get, hash, id, line, words } from '../door.ts'
import { reasonLengthMax } from './consent.ts'
import { objectionMoves } from './objection.ts'
import type { SettingChoice } from './opening.ts'
import { optionId, optionsMax, valueShape } from './shapes.ts'
import type { PollSubject } from './texts.ts'
import type {
  PaperSetView,
  PollDraftView,
  VoiceReceipt,
  VoteRoll,
  VoteSummary,
  VoteView,
  WaitingView,
} from './views.ts'

const whole = v.pipe(v.number(), v.safeInteger())
const natural = v.pipe(whole, v.minValue(0))
const small = (max: number) => v.pipe(natural, v.maxValue(max))
const bilingual = (max: number) => v.strictObject({ fr: line(max), en: line(max) })
const question = v.strictObject({ fr: words(2_000), en: words(2_000) })
const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z$/),
  v.check((text) => !Number.isNaN(Date.parse(text))),
  // One form only: instants are compared as text.
  v.transform((text) => new Date(text).toISOString()),
)
const key = v.pipe(v.string(), v.maxLength(64))

const subject = v.variant('kind', [
  v.strictObject({ kind: v.literal('plan') }),
  v.strictObject({ kind: v.literal('priority'), id }),
  v.strictObject({
    kind: v.literal('passage'),
    section: key,
    list: v.optional(key),
    item: v.optional(key),
    field: key,
    quote: words(2_000),
  }),
  v.strictObject({ kind: v.literal('allocation') }),
  v.strictObject({ kind: v.literal('question') }),
]) as unknown as v.GenericSchema<unknown, PollSubject>

const option = v.strictObject({
  id: optionId,
  label: bilingual(300),
  meaning: v.optional(bilingual(1_000)),
  cost: v.optional(natural),
})
const shared = {
  options: v.pipe(v.array(option), v.maxLength(optionsMax)),
  adopts: v.boolean(),
  secrecy: v.picklist(['open', 'sealed', 'secret']),
  revote: v.boolean(),
  results: v.picklist(['live', 'afterVote', 'afterClose']),
  electorate: v.optional(v.picklist(['frozen', 'additive'])),
  closesAt: v.optional(instant),
  equalVoices: v.optional(v.boolean()),
}
const none = v.strictObject({})
const methodOf = <M extends string, P extends v.GenericSchema>(method: M, params: P) =>
  v.strictObject({ method: v.literal(method), params, ...shared })

/** A setting as it is chosen; what the rules add to it is `settingUnder`. */
const choiceSchema = v.variant('method', [
  methodOf('consent', none),
  methodOf('gradients', v.strictObject({ supportUpTo: small(7) })),
  methodOf(
    'fist',
    v.strictObject({ supportFrom: small(5), meanings: v.pipe(v.array(bilingual(300)), v.length(6)) }),
  ),
  methodOf('yesNo', none),
  methodOf(
    'approval',
    v.strictObject({ min: small(optionsMax), max: small(optionsMax), seats: small(optionsMax) }),
  ),
  methodOf('dots', v.strictObject({ dots: small(10_000), cap: small(10_000), all: v.boolean() })),
  methodOf(
    'score',
    v.strictObject({
      min: v.pipe(whole, v.minValue(-1_000), v.maxValue(1_000)),
      max: v.pipe(whole, v.minValue(-1_000), v.maxValue(1_000)),
    }),
  ),
  methodOf(
    'judgment',
    v.strictObject({
      grades: v.pipe(v.array(v.strictObject({ id: optionId, label: bilingual(100) })), v.maxLength(20)),
    }),
  ),
  methodOf('schulze', v.strictObject({ statusQuo: v.optional(optionId) })),
  methodOf('budget', v.strictObject({ envelope: natural, kind: v.picklist(['amounts', 'projects']) })),
]) as unknown as v.GenericSchema<unknown, SettingChoice>

const prepared = {
  subject,
  question: v.optional(question),
  choice: choiceSchema,
  meetingId: v.optional(id),
  itemId: v.optional(id),
  /** The poll of which this is a new round. */
  follows: v.optional(id),
}
const reason = words(reasonLengthMax)

export const voteDoors = {
  pollDrafts: get<PollDraftView[]>()('/api/plans/:planId/poll-drafts'),
  draftPoll: door<{ id: string; revision: number }>()(
    'POST',
    '/api/plans/:planId/poll-drafts',
    v.strictObject(prepared),
  ),
  changePollDraft: door<{ id: string; revision: number }>()(
    'PUT',
    '/api/poll-drafts/:draftId',
    v.strictObject({ ...prepared, revision: natural }),
  ),
  removePollDraft: door<null>()('DELETE', '/api/poll-drafts/:draftId'),
  /** Every poll of the second form of a plan, in the order they opened. */
  votes: get<VoteSummary[]>()('/api/plans/:planId/votes'),
  vote: get<VoteView>()('/api/votes/:pollId'),
  voteRoll: get<VoteRoll>()('/api/votes/:pollId/roll'),
  /** Freezes the live text and opens the poll on it, in one act. `draftId`: the draft it came from, which goes. */
  openVote: door<{ id: string }>()(
    'POST',
    '/api/plans/:planId/votes',
    v.strictObject({
      ...prepared,
      draftId: v.optional(id),
      /** The draft as it was read: one that moved or went since is refused. */
      draftRevision: v.optional(natural),
      /** The text on screen: an edit that comes between is refused, to be read first. */
      textHash: v.optional(hash),
      clientKey: id,
    }),
  ),
  /** `seatId`: needed by whoever speaks for several seats, by proxy, or records a voice. */
  castVoice: door<VoiceReceipt>()(
    'POST',
    '/api/votes/:pollId/voices',
    v.strictObject({ seatId: v.optional(id), value: valueShape, reason, textHash: hash, clientKey: id }),
  ),
  /** What a recorded voice's own holder says of it, or a second person who re-read it. */
  answerVoice: door<null>()(
    'POST',
    '/api/voices/:voiceId/answers',
    v.strictObject({ answer: v.picklist(['reread', 'confirmed', 'contested']) }),
  ),
  /** Papers written down by a first teller, for a named second one; in a secret poll `papers` are in any order, beside `seatIds`. */
  writePapers: door<PaperSetView>()(
    'POST',
    '/api/votes/:pollId/papers',
    v.strictObject({
      seatIds: v.pipe(v.array(id), v.minLength(1), v.maxLength(800)),
      papers: v.pipe(v.array(v.strictObject({ value: valueShape, reason })), v.maxLength(800)),
      secondTellerId: id,
      textHash: hash,
      clientKey: id,
    }),
  ),
  /** The second teller: the set enters the poll, or is refused. */
  settlePapers: door<PaperSetView>()(
    'POST',
    '/api/papers/:setId/settlement',
    v.strictObject({ accepted: v.boolean() }),
  ),
  papers: get<PaperSetView[]>()('/api/votes/:pollId/papers'),
  /** Adds a late seat to an additive register, recuses one, or takes out one whose mandate ended. */
  changeRegister: door<null>()(
    'POST',
    '/api/votes/:pollId/register',
    v.strictObject({
      kind: v.picklist(['joined', 'recused', 'mandateEnded']),
      seatId: id,
      reason: v.optional(words(500)),
    }),
  ),
  closeVote: door<null>()('POST', '/api/votes/:pollId/closing'),
  /** Closes a poll with the chair's casting vote, asked for (castingNeeded) where the rules give one and the votes are tied. */
  closeTiedVote: door<null>()(
    'POST',
    '/api/votes/:pollId/casting-vote',
    v.strictObject({ side: v.picklist(['for', 'against']) }),
  ),
  /** Says something of a poll after it: its proclamation, its annulment (with a reason), an annotation, a correction. */
  addToVote: door<null>()(
    'POST',
    '/api/votes/:pollId/addenda',
    v.strictObject({
      kind: v.picklist(['proclaimed', 'annulled', 'annotation', 'correction']),
      text: words(4_000),
      clientKey: id,
    }),
  ),
  raiseObjection: door<{ id: string }>()(
    'POST',
    '/api/votes/:pollId/objections',
    v.strictObject({
      seatId: v.optional(id),
      level: v.picklist(['concern', 'standAside', 'block']),
      argument: words(4_000),
      proposedChange: v.optional(words(4_000)),
      clientKey: id,
    }),
  ),
  moveObjection: door<null>()(
    'POST',
    '/api/objections/:objectionId/steps',
    v.strictObject({ move: v.picklist(objectionMoves), words: words(4_000), clientKey: id }),
  ),
  waiting: get<WaitingView>()('/api/plans/:planId/waiting'),
} as const

/** The record of a counted poll, and its ballots as a file that anyone recounts offline. */
export const voteFiles = {
  constat: (pollId: string) => `/api/votes/${pollId}/constat.json`,
  ballots: (pollId: string) => `/api/votes/${pollId}/ballots.json`,
} as const
