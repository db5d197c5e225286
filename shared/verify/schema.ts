// The exact shape of a dossier, strict: an unknown field anywhere is refused. Built from the plan's own sections.
// Called by read.ts; what passes is typed as Dossier.
import * as v from 'valibot'
import { centsMax, isDay } from '../basics.ts'
import type { Plan } from '../plan/plan.ts'
import type { ProseNode } from '../plan/prose-json.ts'
import { type Field, type List, type Section, sections } from '../plan/sections.ts'
import { choiceKeys, reasonLengthMax } from '../poll/consent.ts'
import type { Dossier } from '../record/records.ts'
import { colleges, workspaceKinds } from '../territory.ts'
import { evidenceSchemas } from './evidence-schema.ts'
import { voteSchemas } from './vote-schema.ts'

type Keys<T> = [keyof T & string, ...(keyof T & string)[]]
const keysOf = <T extends object>(table: T) => Object.keys(table) as Keys<T>

const natural = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const positive = v.pipe(v.number(), v.safeInteger(), v.minValue(1))
const fraction = v.strictObject({ num: natural, den: positive })
const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/))
const instant = v.pipe(
  v.string(),
  v.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
  v.check((text) => !Number.isNaN(Date.parse(text)) && new Date(text).toISOString() === text),
)
const bilingual = v.strictObject({ fr: v.string(), en: v.string() })
const college = v.picklist(keysOf(colleges))
const bytes = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]+$/), v.maxLength(100_000))

const proseAttrs = v.record(
  v.string(),
  v.union([v.string(), v.pipe(v.number(), v.safeInteger()), v.boolean()]),
)
const proseMark = v.strictObject({ type: v.string(), attrs: v.optional(proseAttrs) })
const proseNode: v.GenericSchema<unknown, ProseNode> = v.strictObject({
  type: v.string(),
  attrs: v.optional(proseAttrs),
  content: v.optional(v.array(v.lazy(() => proseNode))),
  text: v.optional(v.string()),
  marks: v.optional(v.array(proseMark)),
})

function fieldSchema(field: Field): v.GenericSchema {
  switch (field.kind) {
    case 'cents':
      return v.pipe(natural, v.maxValue(centsMax))
    case 'day':
      return v.pipe(
        v.string(),
        v.check((text) => isDay(text)),
      )
    case 'prose':
      return v.array(proseNode)
    case 'links':
      return v.array(v.string())
    case 'choice':
      return v.picklist(keysOf(field.choices ?? {}))
    default:
      return v.string()
  }
}

function fieldsOf(fields: readonly Field[]) {
  return v.strictObject(
    Object.fromEntries(fields.map((field) => [field.key, v.optional(fieldSchema(field))])),
  )
}

function itemOf(list: List) {
  const item = { id: v.string(), fields: fieldsOf(list.fields) }
  return list.parent ? v.strictObject({ ...item, parent: v.optional(v.string()) }) : v.strictObject(item)
}

const territories = v.array(v.strictObject({ id: v.string(), name: v.string() }))
const everySection = sections as readonly Section[]
const plan = v.strictObject({
  format: v.literal('assise/plan/v1'),
  fields: v.strictObject(
    Object.fromEntries(everySection.map(({ key, fields }) => [key, v.optional(fieldsOf(fields))])),
  ),
  lists: v.strictObject(
    Object.fromEntries(
      everySection.flatMap(({ lists }) => lists.map((list) => [list.key, v.optional(v.array(itemOf(list)))])),
    ),
  ),
  territories,
}) as unknown as v.GenericSchema<unknown, Plan>

const subject = v.variant('kind', [
  v.strictObject({ kind: v.literal('plan') }),
  v.strictObject({ kind: v.literal('priority'), id: v.string() }),
])
const item = (list: string) =>
  itemOf(everySection.flatMap(({ lists }) => lists).find(({ key }) => key === list)!)
const priorityText = {
  priority: item('priorities'),
  objectives: v.array(item('objectives')),
  results: v.array(item('results')),
  means: v.array(item('means')),
}
const subjectText = v.variant('kind', [
  v.strictObject({ kind: v.literal('plan'), plan }),
  v.strictObject({ kind: v.literal('priority'), ...priorityText }),
])

const rule = v.strictObject({
  quorum: fraction,
  collegesMin: natural,
  threshold: fraction,
  collegeWeights: v.optional(v.record(college, natural)),
  collegeMax: fraction,
})
const poll = v.strictObject({
  format: v.literal('assise/poll/v1'),
  id: v.string(),
  planId: v.string(),
  subject,
  subjectTitle: v.string(),
  round: positive,
  question: bilingual,
  rule,
  ruleText: bilingual,
  textHash: hash,
  registerHash: hash,
  openedAt: instant,
  openedBy: v.string(),
})
const ballot = v.strictObject({
  format: v.literal('assise/ballot/v1'),
  id: v.string(),
  pollDigest: hash,
  organizationId: v.string(),
  choice: v.picklist(choiceKeys),
  reason: v.pipe(v.string(), v.maxLength(reasonLengthMax)),
  channel: v.picklist(['self', 'facilitated']),
  castBy: v.string(),
  castByName: v.string(),
  textHash: hash,
  receivedAt: instant,
})
const result = v.strictObject({
  counts: v.strictObject({ support: natural, reserve: natural, abstain: natural, block: natural }),
  notVoted: natural,
  registered: natural,
  colleges: natural,
  favourable: fraction,
  expressed: fraction,
  quorumMet: v.boolean(),
  thresholdMet: v.boolean(),
  outcome: v.picklist(['unanimous', 'consensus', 'blocked', 'noQuorum', 'belowThreshold']),
})
const constat = v.strictObject({
  format: v.literal('assise/constat/v1'),
  poll,
  text: subjectText,
  register: v.array(
    v.strictObject({ organizationId: v.string(), name: v.string(), college, weight: fraction }),
  ),
  ballots: v.array(ballot),
  result,
  closedAt: instant,
  closedBy: v.string(),
})
const vote = voteSchemas({
  ...{ natural, positive, fraction, hash, instant, bilingual, college, proseNode },
  ...{ item, territories, plan, priorityText },
})
const version = v.strictObject({
  format: v.literal('assise/version/v1'),
  id: v.string(),
  planId: v.string(),
  workspaceName: v.string(),
  workspaceKind: v.picklist(keysOf(workspaceKinds)),
  number: positive,
  planDigest: hash,
  constats: v.array(hash),
  previous: v.optional(hash),
  lockedAt: instant,
  lockedBy: v.string(),
})
const mandateText = v.pipe(v.string(), v.minLength(1))
const statementFields = {
  allianceId: v.string(),
  allianceTitle: v.string(),
  signatoryId: v.string(),
  name: v.string(),
  capacity: v.string(),
  party: v.string(),
  planDigest: hash,
  versionDigest: hash,
  constats: v.array(hash),
  sentence: bilingual,
}
const statement = v.variant('format', [
  v.strictObject({ format: v.literal('assise/statement/v1'), ...statementFields }),
  // With the mandate by virtue of which one signs.
  v.strictObject({ format: v.literal('assise/statement/v2'), ...statementFields, mandate: mandateText }),
])
const signature = v.strictObject({
  format: v.literal('assise/signature/v1'),
  statement,
  credentialId: bytes,
  publicKey: bytes,
  authenticatorData: bytes,
  clientDataJson: bytes,
  signature: bytes,
  signedAt: instant,
})
const signatory = v.strictObject({
  id: v.string(),
  name: v.string(),
  capacity: v.string(),
  mandate: v.optional(mandateText),
})
const alliance = v.strictObject({
  id: v.string(),
  title: v.string(),
  parties: v.array(v.strictObject({ id: v.string(), name: v.string(), signatories: v.array(signatory) })),
  concludedAt: instant,
  origin: v.string(),
  rpId: v.string(),
})

const signedVersion = {
  plan,
  version,
  constats: v.array(v.variant('format', [constat, vote.constat])),
  addenda: v.optional(v.array(vote.addendum)),
  alliance: v.optional(alliance),
  signatures: v.array(signature),
}
const evidence = evidenceSchemas({ natural, hash, instant, bilingual, bytes })
const earlierMax = 100

export const dossierSchema: v.GenericSchema<unknown, Dossier> = v.variant('format', [
  v.strictObject({ format: v.literal('assise/dossier/v1'), ...signedVersion, digest: hash }),
  v.strictObject({
    format: v.literal('assise/dossier/v2'),
    ...signedVersion,
    ...evidence,
    earlier: v.optional(v.pipe(v.array(v.strictObject(signedVersion)), v.maxLength(earlierMax))),
    digest: hash,
  }),
]) as unknown as v.GenericSchema<unknown, Dossier>
