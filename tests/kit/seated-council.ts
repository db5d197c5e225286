// A council in session, through the doors: mandates given, rules adopted, a meeting at its decision with its people there from afar.
// Called by tests of what a meeting and its ballots refuse.
import { doors } from '../../shared/api.ts'
import type { MandateRole } from '../../shared/meeting/mandate.ts'
import { type RuleSet, ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import type { Person } from './actors.ts'
import { act, openMeeting, seeMeeting } from './council-meeting.ts'
import type { World } from './world.ts'

/** The item of decision of a meeting that `draft` made. */
export const decision = 'i4'
export const remote = { kind: 'arrive', mode: 'remote' } as const

export interface MandateChange {
  readonly organizationId?: string
  readonly role?: MandateRole
  readonly rank?: number
  readonly from?: string
  readonly to?: string | null
}

/** What is sent to give a person a mandate: an alternate's of the city, since January, unless told otherwise. */
export function mandateOf(world: World, { userId }: Person, change: MandateChange = {}) {
  const usual = { organizationId: world.cityId, role: 'alternate' as const, from: '2026-01-01', to: null }
  return { params: { workspaceId: world.workspaceId }, body: { ...usual, userId, ...change } }
}

export async function giveMandate(world: World, person: Person, change?: MandateChange): Promise<string> {
  return (await world.facilitator.call(doors.addMandate, mandateOf(world, person, change))).id
}

/** Adopts a second version of the rules, whose quorum anyone meets. */
export async function adoptRules(world: World, change: Partial<RuleSet>): Promise<void> {
  const rule = { ...defaultRule, quorum: { num: 1, den: 100 }, collegesMin: 0 }
  await world.facilitator.call(doors.adoptRuleSet, {
    params: { workspaceId: world.workspaceId },
    body: {
      rules: { ...ruleSetOf(rule, 2), ...change },
      decidedBy: { instance: 'Assemblée', date: '2026-03-01', reference: 'A-1' },
    },
  })
}

/** An open meeting at its decision, with these people in it. */
export async function seatedMeeting(world: World, people: readonly Person[]): Promise<string> {
  const meetingId = await openMeeting(world)
  for (const person of people) await act(person, meetingId, remote)
  if ((await seeMeeting(world.observer, meetingId)).status === 'suspended')
    await act(world.facilitator, meetingId, { kind: 'resume' })
  await act(world.facilitator, meetingId, { kind: 'openItem', itemId: decision })
  return meetingId
}
