// The doors of meetings, mandates and rule sets: part of the list in shared/api.ts, which spreads them in.
// Mounted by http/meetings; called by the screens.
import * as v from 'valibot'
import { day, door, fraction, get, id, keysOf, line } from '../door.ts'
import { colleges } from '../territory.ts'
import { aboutSchema, commandSchema, decidedBySchema } from './command-list.ts'
import { mandateRoles } from './mandate.ts'
import type {
  CheckInView,
  MandateView,
  MeetingLogView,
  MeetingSummary,
  MeetingView,
  RuleSetView,
} from './views.ts'

const whole = (min: number, max: number) => v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max))
const perCollege = v.optional(v.record(v.picklist(keysOf(colleges)), fraction))
const threshold = v.strictObject({
  share: fraction,
  strict: v.boolean(),
  base: v.picklist(['expressed', 'cast', 'present', 'entitled']),
  abstentions: v.picklist(['excluded', 'inBase']),
  minSupport: v.optional(fraction),
  perCollege,
})

export const ruleSetSchema = v.strictObject({
  format: v.literal('assise/rules/v1'),
  version: whole(1, 100_000),
  quorum: v.strictObject({
    basis: v.picklist(['organizations', 'weight', 'persons']),
    share: fraction,
    strict: v.boolean(),
    minAbsolute: whole(1, 800),
    collegesMin: whole(0, 20),
    perCollege,
    proxiesCount: v.boolean(),
    recusedInBase: v.boolean(),
  }),
  adoption: threshold,
  afterBlock: v.picklist(['discussion', 'majority']),
  fallback: v.optional(threshold),
  tie: v.picklist(['notAdopted', 'deliberateAgain', 'castingVote', 'lot']),
  proxies: v.strictObject({ allowed: v.boolean(), cap: whole(0, 100), sleepsWhenPresent: v.boolean() }),
  minSecretSize: whole(1, 800),
  lateSeats: v.picklist(['frozen', 'additive']),
  severalSeats: v.boolean(),
  quorumLost: v.picklist(['suspend', 'consultative', 'continue']),
  recusedInBase: v.boolean(),
  collegeWeights: v.optional(v.record(v.picklist(keysOf(colleges)), whole(0, 100))),
  capSeats: v.optional(v.literal(true)),
  collegeMax: fraction,
})

export const meetingDoors = {
  meetings: get<MeetingSummary[]>()('/api/plans/:planId/meetings'),
  draftMeeting: door<{ id: string }>()(
    'POST',
    '/api/plans/:planId/meetings',
    v.strictObject({ about: aboutSchema, clientKey: id }),
  ),
  meeting: get<MeetingView>()('/api/meetings/:meetingId'),
  /** Answers the number of the command's last event; the same key answers the same. `mailed`: invitations that left. */
  actInMeeting: door<{ seq: number; mailed?: number }>()(
    'POST',
    '/api/meetings/:meetingId/commands',
    v.strictObject({ command: commandSchema, clientKey: id }),
  ),
  meetingLog: get<MeetingLogView>()('/api/meetings/:meetingId/events'),
  /** A new code for the room: the one before no longer lets anybody in. */
  renewCode: door<{ code: string }>()('POST', '/api/meetings/:meetingId/codes'),
  checkIn: door<CheckInView>()(
    'POST',
    '/api/check-ins',
    v.strictObject({ code: line(20), seatId: v.optional(id), person: v.optional(id), clientKey: id }),
  ),
  mandates: get<MandateView[]>()('/api/workspaces/:workspaceId/mandates'),
  addMandate: door<{ id: string }>()(
    'POST',
    '/api/workspaces/:workspaceId/mandates',
    v.strictObject({
      organizationId: id,
      userId: id,
      role: v.picklist(keysOf(mandateRoles)),
      /** The place among alternates, from 1; only theirs. */
      rank: v.optional(whole(1, 20)),
      from: day,
      to: v.nullable(day),
    }),
  ),
  endMandate: door<null>()('POST', '/api/mandates/:mandateId/end'),
  ruleSets: get<RuleSetView[]>()('/api/workspaces/:workspaceId/rule-sets'),
  adoptRuleSet: door<{ version: number; digest: string }>()(
    'POST',
    '/api/workspaces/:workspaceId/rule-sets',
    v.strictObject({ rules: ruleSetSchema, decidedBy: decidedBySchema }),
  ),
} as const

/** The largest piece of evidence a mandate takes, bytes, and its types. */
export const evidenceBytesMax = 2_000_000
export const evidenceTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
export type EvidenceType = (typeof evidenceTypes)[number]

export const meetingFiles = {
  /** An appointment for a calendar (RFC 5545). */
  meetingCalendar: (meetingId: string) => `/api/meetings/${meetingId}/seance.ics`,
  /** PUT attaches it (the file is the body), GET reads it. */
  mandateEvidence: (mandateId: string) => `/api/mandates/${mandateId}/evidence`,
} as const
