// Every door of the HTTP interface, once: method, path, what goes in (checked by valibot), what comes out.
// The server mounts a door with `serve`, the client calls it with `call`: neither can drift from the other.
import * as v from 'valibot'
import { allianceDoors, allianceFiles } from './alliance-api.ts'
import {
  credentialBody,
  type Door,
  door,
  email,
  fraction,
  get,
  hash,
  id,
  keysOf,
  lang,
  line,
  name,
  type ParamsOf,
  place,
  words,
} from './door.ts'
import { mailDoors } from './mail-api.ts'
import { meetingDoors, meetingFiles } from './meeting/api.ts'
import { votingRights } from './meeting/mandate.ts'
import { minutesDoors, minutesFiles } from './meeting/minutes-api.ts'
import { planDoors, planFiles } from './plan-api.ts'
import { voteDoors, voteFiles } from './poll/api.ts'
import { choiceKeys, reasonLengthMax } from './poll/consent.ts'
import { recordDoors } from './record/api.ts'
import { keyDoors, keyFiles } from './record/key-api.ts'
import { roleKeys } from './roles.ts'
import { colleges, sectors, territoryTypes, tiers, workspaceKinds } from './territory.ts'
import type { InvitationView, MeView, PollSummary, PollView, ThreadView, WorkspaceView } from './views.ts'

export type { Door, ParamsOf }

const password = v.pipe(v.string(), v.maxLength(200))
const position = v.pipe(v.string(), v.maxLength(400), v.base64())
const subject = v.variant('kind', [
  v.strictObject({ kind: v.literal('plan') }),
  v.strictObject({ kind: v.literal('priority'), id }),
])
const organization = {
  name,
  tier: v.picklist(keysOf(tiers)),
  sector: v.picklist(keysOf(sectors)),
  college: v.picklist(keysOf(colleges)),
  voting: v.boolean(),
  votingRight: v.optional(v.picklist(keysOf(votingRights))),
  kind: v.optional(v.picklist(['organization', 'person'])),
}
const membership = { role: v.picklist(roleKeys), organizationId: v.nullable(id), title: line(200) }
const rule = v.strictObject({
  quorum: fraction,
  collegesMin: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(20)),
  threshold: fraction,
  collegeWeights: v.nullable(
    v.record(v.picklist(keysOf(colleges)), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(100))),
  ),
  collegeMax: fraction,
})

export const doors = {
  // login
  me: get<MeView | null>()('/api/me'),
  changeMe: door<MeView>()(
    'PATCH',
    '/api/me',
    // `email` only for the first person of an installation, who has none yet.
    v.strictObject({ name: v.optional(name), lang: v.optional(lang), email: v.optional(email) }),
  ),
  login: door<MeView>()('POST', '/api/logins', v.strictObject({ email, password })),
  logout: door<null>()('DELETE', '/api/logins/current'),
  logoutEverywhere: door<null>()('DELETE', '/api/logins'),
  askLink: door<null>()('POST', '/api/login-links', v.strictObject({ email, lang })),
  followLink: door<MeView>()(
    'POST',
    '/api/login-links/use',
    v.strictObject({ token: v.pipe(v.string(), v.maxLength(200)) }),
  ),
  setPassword: door<MeView>()(
    'PUT',
    '/api/me/password',
    v.strictObject({ current: v.optional(password), password }),
  ),
  passkeyOptions: door<{ options: unknown; challengeId: string }>()('POST', '/api/passkeys/options'),
  addPasskey: door<MeView>()(
    'POST',
    '/api/passkeys',
    v.strictObject({ challengeId: id, label: line(100), credential: credentialBody }),
  ),
  removePasskey: door<MeView>()('DELETE', '/api/passkeys/:passkeyId'),
  passkeyLoginOptions: door<{ options: unknown; challengeId: string }>()(
    'POST',
    '/api/logins/passkey/options',
  ),
  passkeyLogin: door<MeView>()(
    'POST',
    '/api/logins/passkey',
    v.strictObject({ challengeId: id, credential: credentialBody }),
  ),
  // workspaces, people, organisations
  createWorkspace: door<{ id: string; planId: string }>()(
    'POST',
    '/api/workspaces',
    v.strictObject({ name, kind: v.picklist(keysOf(workspaceKinds)) }),
  ),
  workspace: get<WorkspaceView>()('/api/workspaces/:workspaceId'),
  changeWorkspace: door<null>()(
    'PATCH',
    '/api/workspaces/:workspaceId',
    v.strictObject({
      name: v.optional(name),
      kind: v.optional(v.picklist(keysOf(workspaceKinds))),
      rule: v.optional(rule),
    }),
  ),
  addTerritory: door<{ id: string }>()(
    'POST',
    '/api/workspaces/:workspaceId/territories',
    v.strictObject({ name, type: v.picklist(keysOf(territoryTypes)), parentId: v.nullable(id) }),
  ),
  changeTerritory: door<null>()(
    'PATCH',
    '/api/workspaces/:workspaceId/territories/:territoryId',
    v.strictObject({
      name: v.optional(name),
      type: v.optional(v.picklist(keysOf(territoryTypes))),
      parentId: v.optional(v.nullable(id)),
    }),
  ),
  removeTerritory: door<null>()('DELETE', '/api/workspaces/:workspaceId/territories/:territoryId'),
  addOrganization: door<{ id: string }>()(
    'POST',
    '/api/workspaces/:workspaceId/organizations',
    v.strictObject(organization),
  ),
  changeOrganization: door<null>()(
    'PATCH',
    '/api/workspaces/:workspaceId/organizations/:organizationId',
    v.partial(v.strictObject(organization)),
  ),
  removeOrganization: door<null>()('DELETE', '/api/workspaces/:workspaceId/organizations/:organizationId'),
  invite: door<InvitationView>()(
    'POST',
    '/api/workspaces/:workspaceId/people',
    v.strictObject({ email, name, lang, ...membership }),
  ),
  changePerson: door<null>()(
    'PATCH',
    '/api/workspaces/:workspaceId/people/:userId',
    v.partial(v.strictObject(membership)),
  ),
  removePerson: door<null>()('DELETE', '/api/workspaces/:workspaceId/people/:userId'),
  inviteAgain: door<InvitationView>()('POST', '/api/workspaces/:workspaceId/people/:userId/invitations'),
  // comments
  threads: get<ThreadView[]>()('/api/plans/:planId/threads'),
  startThread: door<{ id: string }>()(
    'POST',
    '/api/plans/:planId/threads',
    v.strictObject({
      place,
      anchor: v.nullable(v.strictObject({ start: position, end: position })),
      quote: words(2_000),
      text: words(10_000),
      clientKey: id,
    }),
  ),
  reply: door<{ id: string }>()(
    'POST',
    '/api/threads/:threadId/comments',
    v.strictObject({ text: words(10_000), clientKey: id }),
  ),
  setThreadState: door<null>()(
    'PUT',
    '/api/threads/:threadId/state',
    v.strictObject({ state: v.picklist(['open', 'resolved']) }),
  ),
  // polls
  polls: get<PollSummary[]>()('/api/plans/:planId/polls'),
  openPoll: door<{ id: string }>()(
    'POST',
    '/api/plans/:planId/polls',
    v.strictObject({
      subject,
      question: v.optional(v.strictObject({ fr: words(500), en: words(500) })),
      /** The text the facilitator read: an edit that comes between is refused, to be read first. */
      textHash: v.optional(hash),
    }),
  ),
  poll: get<PollView>()('/api/polls/:pollId'),
  /** `organizationId` is given by a facilitator who records a voice; a delegate's own organisation is implied. */
  castBallot: door<{ receivedAt: string; ballotDigest: string }>()(
    'POST',
    '/api/polls/:pollId/ballots',
    v.strictObject({
      choice: v.picklist(choiceKeys as [(typeof choiceKeys)[number], ...(typeof choiceKeys)[number][]]),
      reason: words(reasonLengthMax),
      textHash: hash,
      organizationId: v.optional(id),
      clientKey: id,
    }),
  ),
  closePoll: door<null>()('POST', '/api/polls/:pollId/closing'),
  // polls of the second form
  ...voteDoors,
  // lock
  ...planDoors,
  // alliance
  ...allianceDoors,
  // meetings, mandates, rule sets
  ...meetingDoors,
  ...minutesDoors,
  ...mailDoors,
  // record
  ...recordDoors,
  ...keyDoors,
} as const

export type Doors = typeof doors
export type DoorName = keyof Doors

/** Files are not doors: they are read by links. Their paths, once. */
export const files = {
  ...planFiles,
  ...allianceFiles,
  ...voteFiles,
  ...minutesFiles,
  ...meetingFiles,
  ...keyFiles,
} as const

/** The largest JSON body a door accepts, bytes. */
export const bodyBytesMax = 262_144
