// Polls of the second form for tests: choices of each kind, opened, voted and closed through the doors as people do.
// Called by the tests of votes.
import { doors } from '../../shared/api.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import type { Value } from '../../shared/poll/setting.ts'
import type { PollSubject } from '../../shared/poll/texts.ts'
import type { WholeVote } from '../../shared/poll/views.ts'
import { canonicalText, digest, parseCanonical } from '../../shared/record/canonical.ts'
import type { VoteConstat } from '../../shared/record/poll-records.ts'
import type { Person } from './actors.ts'
import { newKey } from './council.ts'
import type { World } from './world.ts'

const base = {
  params: {},
  options: [],
  adopts: true,
  secrecy: 'open',
  revote: false,
  results: 'afterVote',
} as const

export const consentChoice: SettingChoice = { ...base, method: 'consent' }
export const yesNoChoice: SettingChoice = { ...base, method: 'yesNo' }
export const secretChoice: SettingChoice = {
  ...base,
  method: 'yesNo',
  secrecy: 'secret',
  results: 'afterClose',
}

/** Five points each among the options named, to sort them. */
export function dotsChoice(ids: readonly string[], dots = 5): SettingChoice {
  return {
    ...base,
    method: 'dots',
    params: { dots, cap: dots, all: true },
    options: ids.map((id) => ({ id, label: { fr: id, en: id } })),
    adopts: false,
    results: 'afterClose',
    equalVoices: true,
  }
}

export interface Opening {
  readonly subject?: PollSubject
  readonly choice?: SettingChoice
  readonly follows?: string
  readonly clientKey?: string
}

export const bareQuestion = {
  fr: 'Tenons-nous la prochaine rencontre à Rivebelle ?',
  en: 'Do we meet in Rivebelle next?',
}

/** Opens a poll as the facilitator: consent on the whole plan unless told otherwise. */
export async function openVote(world: World, opening: Opening = {}): Promise<string> {
  const { subject = { kind: 'plan' }, choice = consentChoice, follows, clientKey = newKey() } = opening
  const body = {
    subject,
    choice,
    clientKey,
    ...(subject.kind === 'question' && { question: bareQuestion }),
    ...(follows && { follows }),
  }
  return (await world.facilitator.call(doors.openVote, { params: { planId: world.planId }, body })).id
}

/** What a person sends to vote on the text on screen. */
export async function voiceOn(world: World, pollId: string, value: Value, reason = '', seatId?: string) {
  const { textHash } = await world.observer.call(doors.vote, { params: { pollId } })
  return {
    params: { pollId },
    body: { value, reason, textHash, clientKey: newKey(), ...(seatId && { seatId }) },
  }
}

export async function castBy(world: World, person: Person, pollId: string, value: Value, reason = '') {
  return person.call(doors.castVoice, await voiceOn(world, pollId, value, reason))
}

export function closeVote(world: World, pollId: string): Promise<null> {
  return world.facilitator.call(doors.closeVote, { params: { pollId } })
}

/** A poll with its names, as its page shows it. */
export async function seeVote(person: Person, pollId: string): Promise<WholeVote> {
  const [view, roll] = await Promise.all([
    person.call(doors.vote, { params: { pollId } }),
    person.call(doors.voteRoll, { params: { pollId } }),
  ])
  return { ...view, ...roll }
}

/** The record of a counted poll, from its row, its digest and its result checked. */
export async function voteConstatOf(world: World, pollId: string): Promise<VoteConstat> {
  const row = await world.db
    .selectFrom('poll_closings')
    .selectAll()
    .where('poll_id', '=', pollId)
    .executeTakeFirstOrThrow()
  const constat = parseCanonical(row.constat_json) as unknown as VoteConstat
  if (digest('constat', constat) !== row.constat_digest) throw new Error('the digest is of another record')
  const { outcome, count } = constat
  if (canonicalText({ outcome, ...(count && { count }) }) !== row.result_json)
    throw new Error('the result is of another record')
  return constat
}

/** More organisations with a voice, each with a delegate signed in. */
export async function addDelegates(world: World, count: number): Promise<(Person & { seatId: string })[]> {
  const people: (Person & { seatId: string })[] = []
  for (let at = 0; at < count; at++) {
    const letters = at
      .toString(26)
      .replace(/./g, (digit) => String.fromCharCode(97 + Number.parseInt(digit, 26)))
    const body = {
      name: `Organisme ${letters}`,
      tier: 'local',
      sector: 'other',
      college: 'lived',
      voting: true,
    } as const
    const { id: seatId } = await world.facilitator.call(doors.addOrganization, {
      params: { workspaceId: world.workspaceId },
      body,
    })
    const person = await world.person({ name: `Voix ${letters}`, role: 'delegate', organizationId: seatId })
    people.push({ ...person, seatId })
  }
  return people
}
