// The ballot file (`assise/ballots/v1`): what a poll is recounted from, away from any server. How it is written and read; bounded before it is parsed.
// Called by the act that exports a poll's ballots, and by the recount.
import * as v from 'valibot'
import type { Bilingual } from '../basics.ts'
import { excessOf } from '../record/bounds.ts'
import { canonicalText, NotCanonical } from '../record/canonical.ts'
import type { CastingVote } from './casting.ts'
import type { ConsultativeCount } from './consultative.ts'
import { gcd } from './exact.ts'
import {
  type Outcome,
  outcomeWords,
  type PollCount,
  type PollSetting,
  type SeatEntry,
  type Value,
} from './setting.ts'
import { seatShape, settingShape } from './shapes.ts'

export const tallyBytesMax = 64 * 1024 * 1024
const depthMax = 20
/** Two hundred options ranked by ten thousand voices are four million values. */
const valuesMax = 5_000_000
const entriesMax = 20_000
/** Exact sums of weights stay short: denominators whose common multiple is longer are no register of people. */
const scaleBitsMax = 1_024n

/** One voice of the file; `receipt` is what its voter holds, for them to find it again. */
export interface FileVoice {
  /** The seat; in a secret poll, the paper's random id. */
  readonly seatId: string
  readonly value: Value
  readonly receipt?: string
  readonly channel?: string
}

export interface TallyFile {
  readonly format: 'assise/ballots/v1'
  /** The poll's record as it was hashed at opening; its other fields travel along, under the same digest. */
  readonly poll: {
    readonly format: string
    readonly id: string
    readonly question: Bilingual
    readonly setting: PollSetting
    readonly ruleText: Bilingual
    readonly registerHash: string
    readonly consultativeHash?: string
  }
  /** The register hashed at opening, sorted by seatId. */
  readonly register: readonly SeatEntry[]
  /** Seats that joined an additive register since, sorted by seatId. */
  readonly joined?: readonly SeatEntry[]
  /** Seats recused since the opening, sorted. */
  readonly recusedSince?: readonly string[]
  /** Seats present at the closing, sorted; absent: those the register says. */
  readonly present?: readonly string[]
  /** Sorted by seatId. */
  readonly voices: readonly FileVoice[]
  /** Secret polls alone: the seats that voted, sorted; nothing joins them to the voices. */
  readonly voted?: readonly string[]
  /** The count as the server stated it at the closing. */
  readonly count: PollCount
  /** What was pronounced on that count, and all that it depends on beside it; absent from files made before this was told. */
  readonly outcome?: FileOutcome
  /** Voices given for advice, with their own figures: in no part of the count. */
  readonly consultative?: {
    /** Sorted by seatId; digest('register', …) is the poll’s `consultativeHash`. */
    readonly seats: readonly SeatEntry[]
    /** Asked since the opening of an additive poll, sorted by seatId. */
    readonly joined?: readonly SeatEntry[]
    readonly voices: readonly FileVoice[]
    readonly count: ConsultativeCount
  }
}

export interface FileOutcome {
  readonly word: Outcome
  /** Whether an objection that blocks stood at the closing, and whether one had been overruled as the rules allow. */
  readonly blockStands: boolean
  readonly overruled: boolean
  /** Whether any objection raised on the poll was left, a concern among them. */
  readonly reserved?: boolean
  /** The chair's, on a tie (COUNT-16): side, giver, instant. */
  readonly casting?: CastingVote
}

const bilingual = v.strictObject({ fr: v.string(), en: v.string() })
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const list = <S extends v.GenericSchema>(shape: S) => v.pipe(v.array(shape), v.maxLength(entriesMax))
const voiceShape = v.strictObject({
  seatId: v.string(),
  // Whatever it is: a value that is not valid is counted apart, never refused here.
  value: v.unknown(),
  receipt: v.optional(v.string()),
  channel: v.optional(v.string()),
})
const outcomeShape = v.strictObject({
  word: v.picklist(Object.keys(outcomeWords) as [Outcome, ...Outcome[]]),
  blockStands: v.boolean(),
  overruled: v.boolean(),
  reserved: v.optional(v.boolean()),
  casting: v.optional(
    v.strictObject({
      side: v.picklist(['for', 'against']),
      byName: v.string(),
      at: v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)),
    }),
  ),
})
const tallyShape = v.strictObject({
  format: v.literal('assise/ballots/v1'),
  poll: v.looseObject({
    format: v.string(),
    id: v.string(),
    question: bilingual,
    setting: settingShape,
    ruleText: bilingual,
    registerHash: hash,
    consultativeHash: v.optional(hash),
  }),
  register: list(seatShape),
  joined: v.optional(list(seatShape)),
  recusedSince: v.optional(list(v.string())),
  present: v.optional(list(v.string())),
  voices: list(voiceShape),
  voted: v.optional(list(v.string())),
  count: v.record(v.string(), v.unknown()),
  outcome: v.optional(outcomeShape),
  consultative: v.optional(
    v.strictObject({
      seats: list(seatShape),
      joined: v.optional(list(seatShape)),
      voices: list(voiceShape),
      count: v.record(v.string(), v.unknown()),
    }),
  ),
}) as unknown as v.GenericSchema<unknown, TallyFile>

/** The file's bytes as text: canonical, so that the same count is the same file. */
export function tallyFileText(file: TallyFile): string {
  return canonicalText(file)
}

export type ReadTally = { readonly file: TallyFile } | { readonly unreadable: Bilingual }

/** From bytes that claim to be a ballot file to a typed one, or to why it cannot be read. Total: never throws. */
export function readTallyFile(bytes: Uint8Array): ReadTally {
  if (bytes.length > tallyBytesMax) return unreadable('size')
  if (excessOf(bytes, { depthMax, valuesMax })) return unreadable('size')
  let text: string
  let value: unknown
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    value = JSON.parse(text)
  } catch {
    return unreadable('json')
  }
  try {
    // Canonical text alone: no key twice, no number spelt otherwise, nothing that two readers could read differently.
    if (canonicalText(value) !== text) return unreadable('canonical')
  } catch (error) {
    if (error instanceof NotCanonical) return unreadable('canonical', error.path)
    throw error
  }
  const read = v.safeParse(tallyShape, value, { abortEarly: true })
  if (!read.success)
    return unreadable('shape', (read.issues[0].path ?? []).map(({ key }) => `/${key}`).join(''))
  const file = value as TallyFile
  // What a reader drops (a field named like what every object inherits) was not read: what was read must be all there is.
  if (canonicalText(read.output) !== text) return unreadable('shape')
  if (!isTame([...file.register, ...(file.joined ?? []), ...adviceSeats(file)]))
    return unreadable('weights', '/register')
  return { file }
}

function isTame(seats: readonly SeatEntry[]): boolean {
  let scale = 1n
  for (const den of new Set(seats.map(({ weight }) => weight.den))) {
    const step = BigInt(den)
    scale = (scale / gcd(scale, step)) * step
    if (scale >> scaleBitsMax > 0n) return false
  }
  return true
}

function unreadable(why: keyof typeof reasons, path = ''): ReadTally {
  const at = path === '' ? '' : ` (${path.slice(0, 200)})`
  return { unreadable: { fr: `${reasons[why].fr}${at}`, en: `${reasons[why].en}${at}` } }
}

const reasons = {
  size: {
    fr: 'Le fichier est trop grand, trop profond ou contient trop de valeurs.',
    en: 'The file is too large, too deep or holds too many values.',
  },
  json: { fr: 'Le fichier n’est pas du JSON en UTF-8.', en: 'The file is not JSON in UTF-8.' },
  canonical: {
    fr: 'Le fichier n’est pas sous sa forme canonique : il a été retouché ou réenregistré.',
    en: 'The file is not in its canonical form: it was edited or saved again.',
  },
  shape: {
    fr: 'Le fichier n’a pas la forme « assise/ballots/v1 ».',
    en: 'The file does not have the form “assise/ballots/v1”.',
  },
  weights: {
    fr: 'Les poids du registre ne se comptent pas exactement en un temps raisonnable.',
    en: 'The weights of the register cannot be counted exactly in reasonable time.',
  },
} as const satisfies Record<string, Bilingual>

function adviceSeats({ consultative }: TallyFile): readonly SeatEntry[] {
  return consultative ? [...consultative.seats, ...(consultative.joined ?? [])] : []
}
