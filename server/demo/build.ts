// Builds the demo region as its people would: every step is an act of theirs, the plan is typed over the live socket; no SQL.
// Called by demo.ts on a server that has just started, and by the tests of the demo.

import type { Role } from '../../shared/roles.ts'
import { prepareAlliance } from '../acts/alliances.ts'
import { castBallot } from '../acts/ballots.ts'
import { closeVote } from '../acts/close-vote.ts'
import { reply, setThreadState, startThread } from '../acts/comments.ts'
import { firstLink } from '../acts/links.ts'
import { changeMe, followLink, setPassword } from '../acts/logins.ts'
import { openVote } from '../acts/open-vote.ts'
import { addOrganization } from '../acts/organizations.ts'
import { invite, inviteAgain } from '../acts/people.ts'
import { closePoll, openPoll, showPoll } from '../acts/polls.ts'
import { showVote } from '../acts/show-vote.ts'
import { castVoice } from '../acts/voices.ts'
import { addToVote } from '../acts/vote-addenda.ts'
import { addTerritory, changeWorkspace, createWorkspace } from '../acts/workspaces.ts'
import type { Actor, Context } from '../context.ts'
import type { Logins } from '../logins.ts'
import { addressOf, alliance, type DemoPerson, delegates, personas, secretary } from './people.ts'
import { french } from './prose.ts'
import { organizations, rule, type TerritoryKey, territories, workspace } from './region.ts'
import { sortingBallots, sortingChoice, sortingQuestion } from './sorting.ts'
import { type DemoBallot, firstRound, question, secondRound, threads } from './voices.ts'
import { anchorOf, mendPlan, writePlan } from './write-plan.ts'
import { openWriter } from './writer.ts'

export interface DemoParts {
  readonly ctx: Context
  readonly logins: Logins
  /** Where the server listens: the plan is typed over its socket. */
  readonly url: string
}

/** A persona as the demo hands it out: one unused link, one live login, and a password for coming back. */
export interface DemoGuest {
  readonly name: string
  readonly role: Role
  readonly organization: string | null
  readonly signInUrl: string
  /** A Cookie header's value. */
  readonly cookie: string
  readonly email: string
  readonly password: string
}

export interface DemoRegion {
  readonly workspaceId: string
  readonly planId: string
  readonly people: readonly DemoGuest[]
}

interface Region {
  readonly workspaceId: string
  readonly planId: string
  readonly territoryIds: { readonly [key in TerritoryKey]: string }
  readonly organizationIds: ReadonlyMap<string, string>
}

/** Builds the region in a new installation. Throws a Refused when an act is refused: nothing of the demo goes around a rule. */
export async function buildDemo({ ctx, logins, url }: DemoParts): Promise<DemoRegion> {
  const founder = await enterFirst(ctx, logins)
  const region = await buildWorkspace(ctx, founder)
  const actors = await inviteDelegates(ctx, founder, region)
  const people: DemoGuest[] = []
  const password = `erable-${ctx.newId().slice(0, 8)}`
  for (const persona of personas) {
    const { guest, actor } = await welcome({ ctx, logins }, { founder, region, password }, persona)
    people.push(guest)
    actors.set(persona.key, actor)
  }
  await deliberate(ctx, { url, cookie: people[0]!.cookie }, region, actors)
  await prepareAlliance(ctx, actors.get('animation')!, {
    planId: region.planId,
    title: alliance.title,
    parties: alliance.parties.map(({ name, signatories }) => ({
      name,
      signatories: signatories.map(({ person, capacity }) => ({
        userId: actors.get(person)!.userId,
        capacity,
      })),
    })),
  })
  return { workspaceId: region.workspaceId, planId: region.planId, people }
}

/** The first person follows the installation's first link, as on any new server, and says who they are. */
async function enterFirst(ctx: Context, logins: Logins): Promise<Actor> {
  const { actor } = await enter({ ctx, logins }, await firstLink(ctx))
  await changeMe(ctx, actor, { name: secretary.name, email: addressOf(secretary) })
  return actor
}

/** Follows a one-time link; answers who that is and the login's Cookie header. */
async function enter(
  { ctx, logins }: Pick<DemoParts, 'ctx' | 'logins'>,
  link: string | null,
): Promise<{ actor: Actor; cookie: string }> {
  const token = link?.split('#')[1]
  if (!token) throw new Error('bug: no link to enter by')
  const { cookie: setCookie } = await followLink(ctx, token, logins.open)
  const cookie = setCookie.split(';')[0]!
  const { actor } = await logins.read(cookie)
  return { actor: actor!, cookie }
}

async function buildWorkspace(ctx: Context, founder: Actor): Promise<Region> {
  const { id: workspaceId, planId } = await createWorkspace(ctx, founder, workspace)
  await changeWorkspace(ctx, founder, workspaceId, { rule })
  const territoryIds: { [key: string]: string } = {}
  for (const { key, parent, type, name } of territories) {
    const parentId = parent ? territoryIds[parent]! : null
    territoryIds[key] = (await addTerritory(ctx, founder, workspaceId, { name, type, parentId })).id
  }
  const organizationIds = new Map<string, string>()
  for (const { key, ...organization } of organizations) {
    const { id } = await addOrganization(ctx, founder, workspaceId, { ...organization, voting: true })
    organizationIds.set(key, id)
  }
  return { workspaceId, planId, territoryIds: territoryIds as Region['territoryIds'], organizationIds }
}

function invitationOf(person: DemoPerson, { organizationIds }: Region) {
  const { name, role, title, organization } = person
  const organizationId = organization ? organizationIds.get(organization)! : null
  return { email: addressOf(person), name, lang: 'fr' as const, role, organizationId, title }
}

/** Invites the delegates. They act below as signed-in people do; nobody plays them, so they have no password and no open login. */
async function inviteDelegates(ctx: Context, founder: Actor, region: Region): Promise<Map<string, Actor>> {
  const actors = new Map<string, Actor>()
  for (const person of delegates) {
    const { userId } = await invite(ctx, founder, region.workspaceId, invitationOf(person, region))
    actors.set(person.key, { userId, loginId: '' })
  }
  return actors
}

/** Invites a persona twice: one link is followed here for the live login, the other is left for the newcomer. */
async function welcome(
  parts: Pick<DemoParts, 'ctx' | 'logins'>,
  { founder, region, password }: { founder: Actor; region: Region; password: string },
  persona: DemoPerson,
): Promise<{ guest: DemoGuest; actor: Actor }> {
  const { ctx } = parts
  const { workspaceId } = region
  const invitation = invitationOf(persona, region)
  const { userId, link } = await invite(ctx, founder, workspaceId, invitation)
  const again = await inviteAgain(ctx, founder, { workspaceId, userId })
  if (!again.link) throw new Error('bug: the demo’s server sends mail')
  const { actor, cookie } = await enter(parts, link)
  await setPassword(ctx, actor, { password })
  const { name, role, email } = invitation
  const organization = organizations.find(({ key }) => key === persona.organization)?.name ?? null
  return { guest: { name, role, organization, signInUrl: again.link, cookie, email, password }, actor }
}

/** Types the plan, comments on it, votes, mends it after the block, and votes again but for the two awaited voices. */
async function deliberate(
  ctx: Context,
  { url, cookie }: { url: string; cookie: string },
  region: Region,
  actors: ReadonlyMap<string, Actor>,
): Promise<void> {
  const { planId } = region
  const facilitator = actors.get('animation')!
  const writer = await openWriter(url, planId, cookie)
  try {
    writePlan(writer.doc, region.territoryIds)
    await writer.saved()
    await sortPriorities(ctx, region, actors)
    const resolve = await comment(ctx, planId, actors, (thread) => anchorOf(writer.doc, thread))
    const first = await openPoll(ctx, facilitator, { planId, subject: { kind: 'plan' }, question })
    await vote(ctx, first.id, firstRound, region, actors)
    await closePoll(ctx, facilitator, first.id)
    mendPlan(writer.doc)
    await writer.saved()
    await resolve()
    const second = await openPoll(ctx, facilitator, { planId, subject: { kind: 'plan' }, question })
    await vote(ctx, second.id, secondRound, region, actors)
  } finally {
    writer.close()
  }
}

/** The first poll: what matters most, by points; it sorts and decides nothing. */
async function sortPriorities(
  ctx: Context,
  { planId, organizationIds }: Region,
  actors: ReadonlyMap<string, Actor>,
): Promise<void> {
  const facilitator = actors.get('animation')!
  const { id: pollId } = await openVote(ctx, facilitator, {
    planId,
    subject: { kind: 'question' },
    question: sortingQuestion,
    choice: sortingChoice,
    clientKey: ctx.newId(),
  })
  const { textHash } = await showVote(ctx, facilitator, pollId)
  for (const { organization, dots, recorded } of sortingBallots) {
    const own = actors.get(`delegue-${organization}`) ?? actors.get(organization)
    const voice = { pollId, value: { dots }, reason: '', textHash, clientKey: ctx.newId() }
    if (recorded) await castVoice(ctx, facilitator, { ...voice, seatId: organizationIds.get(organization)! })
    else await castVoice(ctx, own!, voice)
  }
  await closeVote(ctx, facilitator, pollId)
  await addToVote(ctx, facilitator, { pollId, kind: 'proclaimed', text: '', clientKey: ctx.newId() })
}

/** Writes the comments; answers how to close those that are settled. */
async function comment(
  ctx: Context,
  planId: string,
  actors: ReadonlyMap<string, Actor>,
  anchor: (thread: (typeof threads)[number]) => { start: string; end: string },
): Promise<() => Promise<void>> {
  const settled: { threadId: string; by: Actor }[] = []
  for (const thread of threads) {
    const [[author, text], ...replies] = thread.says as [readonly [string, string], ...typeof thread.says]
    const { section, list, item, field, quote, resolvedBy } = thread
    const { id: threadId } = await startThread(ctx, actors.get(author)!, {
      planId,
      place: { section, field, ...(list && { list }), ...(item && { item }) },
      anchor: anchor(thread),
      quote: french(quote),
      text: french(text),
      clientKey: ctx.newId(),
    })
    for (const [person, words] of replies)
      await reply(ctx, actors.get(person)!, { threadId, text: french(words), clientKey: ctx.newId() })
    if (resolvedBy) settled.push({ threadId, by: actors.get(resolvedBy)! })
  }
  return async () => {
    for (const { threadId, by } of settled) await setThreadState(ctx, by, { threadId, state: 'resolved' })
  }
}

/** Casts a round's ballots: each delegate their own; the facilitator records those of the organisations that have no device. */
async function vote(
  ctx: Context,
  pollId: string,
  ballots: readonly DemoBallot[],
  { organizationIds }: Region,
  actors: ReadonlyMap<string, Actor>,
): Promise<void> {
  const facilitator = actors.get('animation')!
  const { textHash } = await showPoll(ctx, facilitator, pollId)
  for (const { organization, choice, reason, recorded } of ballots) {
    const own = actors.get(`delegue-${organization}`) ?? actors.get(organization)
    const ballot = { pollId, choice, reason: french(reason), textHash, clientKey: ctx.newId() }
    if (recorded)
      await castBallot(ctx, facilitator, { ...ballot, organizationId: organizationIds.get(organization)! })
    else await castBallot(ctx, own!, ballot)
  }
}
