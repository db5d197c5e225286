// What a person may ask of a meeting, once: each command with the check of its fields. Types come from the checks.
// Called by api.ts of this folder (the door) and by the rules that decide.
import * as v from 'valibot'
import { isDay } from '../basics.ts'
import { day, hash, id, line, place, visible, words } from '../door.ts'

const bilingual = v.strictObject({
  fr: v.pipe(line(300), visible),
  en: v.pipe(line(300), visible),
})
/** An instant of our century: not every text that looks like one is one (« +05 » without its minutes), and a year 0 is a slip of the keyboard. */
const instant = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.check((text) => /^20\d\d-/.test(text) && isDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text))),
  v.transform((text) => new Date(text).toISOString()),
)
const mode = v.picklist(['room', 'remote'])
const reason = words(2_000)
const textRef = v.variant('kind', [
  v.strictObject({ kind: v.literal('plan') }),
  v.strictObject({ kind: v.literal('priority'), id }),
  v.strictObject({ kind: v.literal('place'), ...place.entries }),
])
const item = v.strictObject({
  title: bilingual,
  kind: v.picklist(['info', 'discussion', 'decision']),
  plannedMinutes: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_440)),
  textRef: v.optional(textRef),
})

export const aboutSchema = v.strictObject({
  title: bilingual,
  mode: v.picklist(['room', 'remote', 'hybrid']),
  place: line(500),
  // Shown as a link, so nothing but a page of the web.
  link: v.union([v.literal(''), v.pipe(line(500), v.url(), v.regex(/^https?:/))]),
  startsAt: instant,
  endsAt: instant,
  queueBy: v.picklist(['person', 'organization']),
  speechSeconds: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(7_200)),
  secretary: line(200),
})

export const decidedBySchema = v.union([
  v.strictObject({ pollId: id }),
  v.strictObject({
    instance: v.pipe(line(300), visible),
    date: day,
    reference: line(300),
  }),
])

/** How minutes are adopted: by a decision, or by an item of a later meeting. */
const adoptedBySchema = v.union([...decidedBySchema.options, v.strictObject({ meetingId: id, itemId: id })])

const command = <K extends string, E extends v.ObjectEntries>(kind: K, entries: E) =>
  v.strictObject({ kind: v.literal(kind), ...entries })
const onItem = { itemId: id }
const onSeat = { seatId: id }
/** Given when it is done for somebody else. */
const person = v.optional(id)

export const commandSchema = v.variant('kind', [
  command('describe', { about: aboutSchema }),
  command('convene', {}),
  command('cancel', { reason }),
  command('open', {}),
  command('suspend', { reason }),
  command('resume', {}),
  command('close', {}),
  /** `minutesHash`: the digest of the minutes read; others by then are refused. */
  command('adoptMinutes', { decidedBy: adoptedBySchema, minutesHash: v.optional(hash) }),
  command('addItem', { item }),
  command('changeItem', { ...onItem, item }),
  command('orderItems', { order: v.pipe(v.array(id), v.maxLength(200)) }),
  command('openItem', onItem),
  command('finishItem', onItem),
  command('decideItem', { ...onItem, pollId: v.optional(id), words: reason }),
  command('postponeItem', { ...onItem, reason: v.pipe(reason, v.trim(), visible) }),
  command('withdrawItem', { ...onItem, reason }),
  command('arrive', {
    mode,
    seatId: v.optional(id),
    person,
    /** The code shown in the room: asked of whoever enters there without the facilitator. */
    code: v.optional(line(20)),
  }),
  command('leave', { seatId: v.optional(id), person }),
  command('handOver', { ...onSeat, to: id, mode: v.optional(mode) }),
  command('giveProxy', { from: id, to: id }),
  command('revokeProxy', { from: id }),
  command('recuse', { ...onSeat, ...onItem, reason: v.pipe(reason, v.trim(), visible) }),
  command('withdrawRecusal', { ...onSeat, ...onItem }),
  command('nameDissent', { ...onSeat, ...onItem, words: reason }),
  command('withdrawDissent', { ...onSeat, ...onItem }),
  command('checkQuorum', {}),
  command('askSpeech', { speech: v.picklist(['request', 'pointOfOrder']), person }),
  command('grantSpeech', { speechId: id }),
  command('endSpeech', {}),
  command('withdrawSpeech', { speechId: id }),
  command('show', {
    screen: v.variant('kind', [
      v.strictObject({ kind: v.picklist(['agenda', 'checkIn', 'item', 'queue', 'quorum']) }),
      v.strictObject({ kind: v.literal('poll'), pollId: id }),
    ]),
  }),
  command('note', {
    note: v.picklist(['incident', 'annotation', 'correction']),
    text: v.pipe(words(5_000), v.trim(), visible),
    itemId: v.optional(id),
  }),
])
export type Command = v.InferOutput<typeof commandSchema>
export type CommandKind = Command['kind']
export type CommandOf<K extends CommandKind> = Extract<Command, { readonly kind: K }>
