// The exact shape of a record of a poll of the second form and of its addenda, strict: an unknown field anywhere is refused.
// Called by schema.ts alone, with the parts it shares.
import * as v from 'valibot'
import { channelLabels } from '../poll/admission.ts'
import { objectionLevels, objectionMoves, objectionStates } from '../poll/objection.ts'
import { methodKeys, outcomeWords } from '../poll/setting.ts'
import { quorumShape, seatShape, settingShape, thresholdShape, valueShape } from '../poll/shapes.ts'

type Keys<T> = [keyof T & string, ...(keyof T & string)[]]
const keysOf = <T extends object>(table: T) => Object.keys(table) as Keys<T>

interface Parts {
  readonly natural: v.GenericSchema
  readonly positive: v.GenericSchema
  readonly fraction: v.GenericSchema
  readonly hash: v.GenericSchema
  readonly instant: v.GenericSchema
  readonly bilingual: v.GenericSchema
  readonly college: v.GenericSchema
  readonly proseNode: v.GenericSchema
  /** One item of a list of the plan. */
  readonly item: (list: string) => v.GenericSchema
  readonly territories: v.GenericSchema
  /** Texts and subjects of polls of the first form, which the second has too. */
  readonly plan: v.GenericSchema
  readonly priorityText: Record<string, v.GenericSchema>
}

/** The schemas of a VoteConstat and of an AddendumRecord. */
export function voteSchemas(parts: Parts) {
  const { natural, positive, fraction, hash, instant, bilingual, college } = parts
  const text = v.string()
  const reason = v.pipe(text, v.maxLength(2_000))
  const channel = v.picklist(keysOf(channelLabels))
  const ruleSet = v.strictObject({
    format: v.literal('assise/rules/v1'),
    version: positive,
    quorum: quorumShape,
    adoption: thresholdShape,
    afterBlock: v.picklist(['discussion', 'majority']),
    fallback: v.optional(thresholdShape),
    tie: v.picklist(['notAdopted', 'deliberateAgain', 'castingVote', 'lot']),
    proxies: v.strictObject({ allowed: v.boolean(), cap: natural, sleepsWhenPresent: v.boolean() }),
    minSecretSize: natural,
    lateSeats: v.picklist(['frozen', 'additive']),
    severalSeats: v.boolean(),
    quorumLost: v.picklist(['suspend', 'consultative', 'continue']),
    recusedInBase: v.boolean(),
    collegeWeights: v.optional(v.record(college as v.GenericSchema<string>, natural)),
    capSeats: v.optional(v.literal(true)),
    collegeMax: fraction,
  })
  const place = {
    section: text,
    list: v.optional(text),
    item: v.optional(text),
    field: text,
  }
  const subject = v.variant('kind', [
    v.strictObject({ kind: v.literal('plan') }),
    v.strictObject({ kind: v.literal('priority'), id: text }),
    v.strictObject({ kind: v.literal('passage'), ...place, quote: text }),
    v.strictObject({ kind: v.literal('allocation') }),
    v.strictObject({ kind: v.literal('question') }),
  ])
  const pollText = v.variant('kind', [
    v.strictObject({ kind: v.literal('plan'), plan: parts.plan }),
    v.strictObject({ kind: v.literal('priority'), ...parts.priorityText }),
    v.strictObject({
      kind: v.literal('passage'),
      ...place,
      words: v.optional(text),
      blocks: v.optional(v.array(parts.proseNode)),
    }),
    v.strictObject({
      kind: v.literal('allocation'),
      envelope: v.optional(natural),
      shares: v.array(parts.item('allocations')),
      territories: parts.territories,
    }),
    v.strictObject({ kind: v.literal('question'), question: bilingual }),
  ])
  const poll = v.strictObject({
    format: v.literal('assise/poll/v2'),
    id: text,
    planId: text,
    workspaceName: text,
    subject,
    subjectTitle: text,
    round: positive,
    question: bilingual,
    setting: settingShape,
    ruleSet,
    ruleText: bilingual,
    textHash: hash,
    registerHash: hash,
    consultativeHash: v.optional(hash),
    follows: v.optional(text),
    meetingId: v.optional(text),
    itemId: v.optional(text),
    openedAt: instant,
    openedBy: text,
  })
  const change = v.variant('kind', [
    v.strictObject({ kind: v.literal('joined'), at: instant, by: text, seat: seatShape }),
    v.strictObject({
      kind: v.picklist(['recused', 'mandateEnded']),
      at: instant,
      by: text,
      seatId: text,
      reason: v.optional(text),
    }),
  ])
  const ballot = v.strictObject({
    format: v.literal('assise/ballot/v2'),
    id: text,
    pollDigest: hash,
    seatId: text,
    revision: positive,
    value: valueShape,
    reason,
    channel,
    castBy: text,
    castByName: text,
    proxySeat: v.optional(text),
    secondTeller: v.optional(text),
    textHash: hash,
    receivedAt: instant,
  })
  const roll = v.strictObject({
    format: v.literal('assise/roll/v2'),
    pollDigest: hash,
    seatId: text,
    channel,
    castBy: text,
    castByName: text,
    receivedAt: instant,
  })
  const objection = v.strictObject({
    id: text,
    pollId: text,
    seatId: text,
    seatName: text,
    level: v.picklist(keysOf(objectionLevels)),
    argument: text,
    proposedChange: v.optional(text),
    raisedByName: text,
    raisedAt: instant,
    steps: v.array(
      v.strictObject({
        move: v.picklist(objectionMoves),
        words: text,
        textHash: v.optional(hash),
        byName: text,
        at: instant,
      }),
    ),
    state: v.picklist(keysOf(objectionStates)),
  })
  const addendum = v.strictObject({
    format: v.literal('assise/addendum/v1'),
    id: text,
    pollId: text,
    pollDigest: hash,
    constatDigest: v.optional(hash),
    kind: v.picklist(['proclaimed', 'annulled', 'annotation', 'correction']),
    text,
    at: instant,
    byName: text,
    previous: v.optional(hash),
  })
  const constat = v.strictObject({
    format: v.literal('assise/constat/v2'),
    poll,
    text: pollText,
    register: v.array(seatShape),
    changes: v.array(change),
    ballots: v.array(ballot),
    answers: v.array(
      v.strictObject({
        voiceId: text,
        answer: v.picklist(['reread', 'confirmed', 'contested']),
        byName: text,
        at: instant,
      }),
    ),
    secret: v.optional(
      v.strictObject({
        roll: v.array(roll),
        tallies: v.array(v.strictObject({ value: valueShape, reason, count: positive })),
        suppressed: v.boolean(),
      }),
    ),
    consultative: v.optional(
      v.strictObject({
        seats: v.array(seatShape),
        joined: v.optional(v.array(v.strictObject({ at: instant, by: text, seat: seatShape }))),
        ballots: v.array(ballot),
        count: consultativeSchema({ natural }),
      }),
    ),
    meeting: v.optional(meetingSchema({ text, instant, natural, hash })),
    count: v.optional(countSchema({ natural, bilingual })),
    outcome: v.picklist(keysOf(outcomeWords)),
    objections: v.array(objection),
    closedAt: instant,
    closedBy: text,
    closing: v.picklist(['hand', 'hour']),
    casting: v.optional(v.strictObject({ side: v.picklist(['for', 'against']), byName: text, at: instant })),
    previous: v.optional(hash),
  })
  return { constat, addendum }
}

function meetingSchema({
  text,
  instant,
  natural,
  hash,
}: Record<'text' | 'instant' | 'natural' | 'hash', v.GenericSchema>) {
  return v.strictObject({
    id: text,
    title: text,
    place: text,
    mode: v.picklist(['room', 'remote', 'hybrid']),
    facilitator: text,
    secretary: v.optional(text),
    convenedAt: v.optional(instant),
    openedAt: v.optional(instant),
    item: v.optional(v.strictObject({ id: text, title: text })),
    quorum: v.array(
      v.strictObject({
        moment: v.picklist(['opening', 'closing']),
        at: instant,
        met: v.boolean(),
        reached: text,
        needed: text,
      }),
    ),
    seats: v.array(
      v.strictObject({
        seatId: text,
        holder: v.optional(text),
        proxyTo: v.optional(text),
        recused: v.optional(v.boolean()),
      }),
    ),
    incidents: v.array(v.strictObject({ at: instant, text, byName: text })),
    events: natural,
    logHash: hash,
  })
}

/** The figures of consultative voices: a part of a count's, by the same names. */
function consultativeSchema({ natural }: { natural: v.GenericSchema }) {
  const text = v.string()
  const mass = v.strictObject({ seats: natural, weight: text })
  return v.strictObject({
    registered: mass,
    recused: mass,
    cast: mass,
    expressed: mass,
    abstained: mass,
    blank: mass,
    invalid: mass,
    notVoted: mass,
    favourable: v.optional(mass),
    against: v.optional(mass),
    tallies: v.array(v.strictObject({ id: text, mass, figure: text })),
    groups: v.array(v.array(text)),
  })
}

function countSchema({ natural, bilingual }: { natural: v.GenericSchema; bilingual: v.GenericSchema }) {
  const text = v.string()
  const ids = v.array(text)
  const mass = v.strictObject({ seats: natural, weight: text })
  const test = v.strictObject({ support: text, base: text, share: text, passed: v.boolean() })
  return v.strictObject({
    method: v.picklist(methodKeys),
    methodVersion: v.literal(1),
    registered: mass,
    recused: mass,
    cast: mass,
    expressed: mass,
    abstained: mass,
    blank: mass,
    invalid: mass,
    notVoted: mass,
    favourable: v.optional(mass),
    against: v.optional(mass),
    tallies: v.array(v.strictObject({ id: text, mass, figure: text })),
    groups: v.array(ids),
    retained: ids,
    tied: ids,
    allocation: v.optional(v.record(text, natural)),
    test: v.optional(test),
    fallbackTest: v.optional(test),
    blocks: ids,
    quorum: v.strictObject({ met: v.boolean(), reached: text, needed: text, colleges: natural }),
    trace: v.array(bilingual),
  })
}
