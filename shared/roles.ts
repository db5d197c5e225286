// Each role once: its label and what it may do. Server (at every act and frame) and client (what to offer) both ask `can`.
import type { Bilingual } from './basics.ts'

export const roleKeys = [
  'facilitator',
  'delegate',
  'contributor',
  'commenter',
  'observer',
  'signatory',
] as const
export type Role = (typeof roleKeys)[number]

export const actKeys = [
  'plan.read',
  'plan.edit',
  'comment.write',
  'comment.resolve',
  'poll.open',
  'poll.vote',
  'poll.record',
  'meeting.run',
  'plan.lock',
  'alliance.prepare',
  'alliance.sign',
  'people.change',
  'workspace.change',
] as const
export type RightKey = (typeof actKeys)[number]

interface RoleEntry {
  readonly label: Bilingual
  readonly summary: Bilingual
  readonly may: readonly RightKey[]
}

export const roles = {
  facilitator: {
    label: { fr: 'Animation', en: 'Facilitator' },
    summary: {
      fr: 'Conduit la démarche : invite, écrit, ouvre et clôt les scrutins, verrouille. N’a pas de voix.',
      en: 'Runs the workspace: invites, writes, opens and closes ballots, locks. Has no voice.',
    },
    may: [
      'plan.read',
      'plan.edit',
      'comment.write',
      'comment.resolve',
      'poll.open',
      'poll.record',
      'meeting.run',
      'plan.lock',
      'alliance.prepare',
      'people.change',
      'workspace.change',
    ],
  },
  delegate: {
    label: { fr: 'Délégation', en: 'Delegate' },
    summary: {
      fr: 'Écrit, commente et porte la voix de son organisation.',
      en: 'Writes, comments and carries the voice of an organisation.',
    },
    may: ['plan.read', 'plan.edit', 'comment.write', 'comment.resolve', 'poll.vote', 'alliance.sign'],
  },
  contributor: {
    label: { fr: 'Contribution', en: 'Contributor' },
    summary: { fr: 'Écrit et commente, sans voter.', en: 'Writes and comments, without voting.' },
    may: ['plan.read', 'plan.edit', 'comment.write', 'comment.resolve'],
  },
  commenter: {
    label: { fr: 'Commentaire', en: 'Commenter' },
    summary: {
      fr: 'Lit et commente ; n’écrit pas dans le plan.',
      en: 'Reads and comments; does not write in the plan.',
    },
    may: ['plan.read', 'comment.write'],
  },
  observer: {
    label: { fr: 'Observation', en: 'Observer' },
    summary: { fr: 'Lit, sans plus.', en: 'Reads only.' },
    may: ['plan.read'],
  },
  signatory: {
    label: { fr: 'Signature', en: 'Signatory' },
    summary: { fr: 'Lit, commente et signe l’Alliance.', en: 'Reads, comments and signs the Alliance.' },
    may: ['plan.read', 'comment.write', 'alliance.sign'],
  },
} as const satisfies Record<Role, RoleEntry>

/** ROLE-1: a right is a property of the role alone; what the moment forbids (a lock, a closed poll) is its own rule. */
export function can(role: Role, right: RightKey): boolean {
  return (roles[role].may as readonly RightKey[]).includes(right)
}

/** What a person may send on the plan's socket (SYNC rules): edits, or presence only. */
export type Capability = 'edit' | 'comment' | 'read'

export function capabilityOf(role: Role): Capability {
  if (can(role, 'plan.edit')) return 'edit'
  return can(role, 'comment.write') ? 'comment' : 'read'
}
