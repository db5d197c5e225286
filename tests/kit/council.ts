// A council at work: a complete small plan of two priorities written through the room, and the votes of its organisations.
// Called by tests of polls, of the lock and of the Alliance.
import * as Y from 'yjs'
import { doors } from '../../shared/api.ts'
import { addItem, draftItems, draftProse, draftText, setValue } from '../../shared/plan/draft.ts'
import type { Subject } from '../../shared/plan/plan.ts'
import type { ConsentChoice } from '../../shared/poll/consent.ts'
import { canonicalText, digest, parseCanonical } from '../../shared/record/canonical.ts'
import type { Constat } from '../../shared/record/records.ts'
import type { Person } from './actors.ts'
import { write } from './hand.ts'
import { type BareOptions, createWorld, type World } from './world.ts'

export const wholePlan: Subject = { kind: 'plan' }
export const housing: Subject = { kind: 'priority', id: 'p1' }
export const transport: Subject = { kind: 'priority', id: 'p2' }

/** A world whose rule two organisations of two colleges can meet, and whose plan lacks nothing but decisions. */
export async function createCouncil(options?: BareOptions): Promise<World> {
  const world = await createWorld(options)
  const params = { workspaceId: world.workspaceId }
  await world.facilitator.call(doors.changeWorkspace, {
    params,
    body: {
      rule: {
        quorum: { num: 1, den: 2 },
        collegesMin: 1,
        threshold: { num: 3, den: 4 },
        collegeWeights: null,
        collegeMax: { num: 49, den: 100 },
      },
    },
  })
  const body = { name: 'Rivebelle', type: 'city', parentId: null } as const
  const { id: territory } = await world.facilitator.call(doors.addTerritory, { params, body })
  await write(world, world.planId, world.facilitator, (doc) => fillPlan(doc, territory))
  return world
}

/** Everything the lock asks of the text. */
export function fillPlan(doc: Y.Doc, territory: string): void {
  draftText(doc, 'frame', 'title').insert(0, 'Plan des Trois-Rives 2026-2029')
  draftText(doc, 'frame', 'leadBody').insert(0, 'Table des Trois-Rives')
  setValue(doc, 'frame', 'start', '2026-04-01')
  setValue(doc, 'frame', 'end', '2029-03-31')
  setValue(doc, 'frame', 'envelope', 100_000_00)
  say(draftProse(doc, 'process', 'account'), 'Un forum, puis deux rencontres.')
  addItem(doc, 'steps', { id: 'st1', values: { title: 'Forum', date: '2026-02-05' } })
  const issue = addItem(doc, 'issues', { id: 'i1', values: { title: 'Logement' } })
  say(issue.get('problem') as Y.XmlFragment, 'Les loyers montent.')
  say(issue.get('need') as Y.XmlFragment, 'Des logements abordables.')
  addItem(doc, 'actors', { id: 'a1', values: { title: 'Office d’habitation' } })
  addPriority(doc, '1', 'Se loger dignement', 'Créer 40 logements')
  addPriority(doc, '2', 'Se déplacer', 'Un service du soir')
  addItem(doc, 'priorities', {
    id: 'p5',
    values: { title: 'Persévérer', disposition: 'setAside', reason: 'Portée ailleurs.', issues: ['i1'] },
  })
  addItem(doc, 'means', {
    id: 'm1',
    values: {
      title: 'Fonds de démarrage',
      objective: 'o1',
      lead: 'Office d’habitation',
      amount: 80_000_00,
      due: '2028-03-31',
      structure: 'Office d’habitation',
    },
  })
  addItem(doc, 'allocations', { id: 'al1', values: { territory, amount: 100_000_00 } })
}

function addPriority(doc: Y.Doc, at: string, title: string, objective: string): void {
  addItem(doc, 'priorities', { id: `p${at}`, values: { title, issues: ['i1'], disposition: 'proposed' } })
  addItem(doc, 'objectives', { id: `o${at}`, parent: `p${at}`, values: { title: objective } })
  addItem(doc, 'results', {
    id: `r${at}`,
    parent: `o${at}`,
    values: { title: 'Livré', indicator: 'Nombre', target: '40', due: '2029-03-31' },
  })
}

function say(prose: Y.XmlFragment, words: string): void {
  const paragraph = new Y.XmlElement('paragraph')
  paragraph.insert(0, [new Y.XmlText(words)])
  prose.insert(0, [paragraph])
}

/** Rewrites the words of an objective, as a person at the keyboard. */
export function rewrite(world: World, objective: string, words: string) {
  return write(world, world.planId, world.facilitator, (doc) => {
    const item = draftItems(doc, 'objectives').get(objective)
    const title = item instanceof Y.Map ? item.get('title') : null
    if (!(title instanceof Y.Text)) throw new Error(`no objective ${objective}`)
    title.delete(0, title.length)
    title.insert(0, words)
  })
}

let keys = 0
/** A key no other act of the test used. */
export function newKey(): string {
  keys += 1
  return `key-${keys}`
}

export async function open(world: World, subject: Subject): Promise<string> {
  const params = { planId: world.planId }
  return (await world.facilitator.call(doors.openPoll, { params, body: { subject } })).id
}

/** What a person sends to vote on the text on screen. */
export async function ballotOn(world: World, pollId: string, choice: ConsentChoice, reason = '') {
  const { textHash } = await world.observer.call(doors.poll, { params: { pollId } })
  return { params: { pollId }, body: { choice, reason, textHash, clientKey: newKey() } }
}

export function close(world: World, pollId: string): Promise<null> {
  return world.facilitator.call(doors.closePoll, { params: { pollId } })
}

/** A whole poll in which both organisations support: opened, voted, closed. */
export async function agree(world: World, subject: Subject): Promise<string> {
  const pollId = await open(world, subject)
  await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
  await world.otherDelegate.call(doors.castBallot, await ballotOn(world, pollId, 'support'))
  await close(world, pollId)
  return pollId
}

/** A poll as a person sees it. */
export function see(person: Person, pollId: string) {
  return person.call(doors.poll, { params: { pollId } })
}

/** The consensus record of a closed poll, from its row, its digest and its result checked. */
export async function constatOf(world: World, pollId: string): Promise<Constat> {
  const row = await world.db
    .selectFrom('poll_closings')
    .selectAll()
    .where('poll_id', '=', pollId)
    .executeTakeFirstOrThrow()
  const constat = parseCanonical(row.constat_json) as unknown as Constat
  if (digest('constat', constat) !== row.constat_digest) throw new Error('the digest is of another record')
  if (canonicalText(constat.result) !== row.result_json) throw new Error('the result is of another record')
  return constat
}

/** One more organisation with a voice. */
export async function addOrganization(world: World, name: string): Promise<string> {
  const body = { name, tier: 'local', sector: 'other', college: 'lived', voting: true } as const
  const params = { workspaceId: world.workspaceId }
  return (await world.facilitator.call(doors.addOrganization, { params, body })).id
}
