// The dossier of a version that stands on polls of the second form, held on a real server by its people: named voices cast again,
// recorded, confirmed, contested, on paper; a secret poll; objections answered; addenda. Called by tests of the verifier and of files.
import { versionDossier } from '../../server/acts/documents.ts'
import { doors } from '../../shared/api.ts'
import type { Value } from '../../shared/poll/setting.ts'
import type { Dossier } from '../../shared/record/records.ts'
import type { Person } from './actors.ts'
import { createCouncil, housing, newKey, transport } from './council.ts'
import {
  addDelegates,
  castBy,
  closeVote,
  consentChoice,
  openVote,
  secretChoice,
  seeVote,
  voiceOn,
} from './votes.ts'
import type { World } from './world.ts'

const support: Value = { choice: 'support' }

export interface Voted {
  readonly world: World
  readonly dossier: Dossier
  readonly versionId: string
}

/** Where each poll stands among the constats of the dossier. */
export const voted = { housing: 0, transport: 1, plan: 2 } as const

/** The world stays open: the caller closes it. */
export async function votedDossier(): Promise<Voted> {
  const world = await createCouncil()
  const more = await addDelegates(world, 4)
  const all: Person[] = [world.delegate, world.otherDelegate, ...more]
  const adviser = await addAdviser(world)
  await holdHousing(world, all, adviser)
  await holdTransport(world, all)
  await adoptNext(world)
  await holdPlan(world, all, adviser)
  const params = { planId: world.planId }
  const { id: versionId } = await world.facilitator.call(doors.lockPlan, { params })
  const dossier = await versionDossier(world.ctx, await world.facilitator.actor(), versionId)
  return { world, dossier, versionId }
}

/** A second version, so that the record tells one that was adopted: the last poll follows it, takes late seats, and caps the seats
 * of a college at what the fullest has. */
async function adoptNext(world: World): Promise<void> {
  const params = { workspaceId: world.workspaceId }
  const [newest] = await world.facilitator.call(doors.ruleSets, { params })
  const decidedBy = { instance: 'Assemblée', date: '2026-01-15', reference: 'A-7' }
  const rules = {
    ...newest!.rules,
    version: newest!.rules.version + 1,
    lateSeats: 'additive' as const,
    capSeats: true as const,
    collegeMax: { num: 2, den: 3 },
  }
  await world.facilitator.call(doors.adoptRuleSet, { params, body: { rules, decidedBy } })
}

/** An organisation that is asked and does not decide: named in the polls that are not secret. */
async function addAdviser(
  world: World,
  name = 'Observatoire du logement',
  person = 'Odile Conseil',
): Promise<Person> {
  const { id: organizationId } = await world.facilitator.call(doors.addOrganization, {
    params: { workspaceId: world.workspaceId },
    body: {
      name,
      tier: 'regional',
      sector: 'other',
      college: 'economy',
      voting: false,
    },
  })
  await world.facilitator.call(doors.changeOrganization, {
    params: { workspaceId: world.workspaceId, organizationId },
    body: { votingRight: 'consultative' },
  })
  return world.person({ name: person, role: 'delegate', organizationId })
}

/** A reservation that is answered, then cast again as support; a recorded voice that its holder confirms; proclaimed and annotated. */
async function holdHousing(
  world: World,
  [first, second, third, ...rest]: Person[],
  adviser: Person,
): Promise<void> {
  const pollId = await openVote(world, { subject: housing, choice: { ...consentChoice, revote: true } })
  await castBy(world, first!, pollId, { choice: 'reserve' }, 'Le soir aussi.')
  const [objection] = (await seeVote(first!, pollId)).objections
  await world.facilitator.call(doors.moveObjection, {
    params: { objectionId: objection!.id },
    body: { move: 'answer', words: 'C’est à l’objectif suivant.', clientKey: newKey() },
  })
  world.pass(1_000)
  await castBy(world, first!, pollId, support)
  await castBy(world, second!, pollId, support)
  const recorded = await voiceOn(world, pollId, support, '', third!.organizationId!)
  await world.facilitator.call(doors.castVoice, recorded)
  await answer(world, third!, pollId, 'confirmed')
  for (const person of rest) await castBy(world, person, pollId, support)
  await castBy(world, adviser, pollId, { choice: 'block' }, 'Le terrain est inondable.')
  await castBy(world, adviser, pollId, { choice: 'reserve' }, 'Le terrain l’était en 2017.')
  world.pass(1_000)
  await closeVote(world, pollId)
  for (const [kind, text] of [
    ['proclaimed', ''],
    ['annotation', 'La salle a applaudi.'],
  ] as const)
    await world.facilitator.call(doors.addToVote, {
      params: { pollId },
      body: { kind, text, clientKey: newKey() },
    })
}

async function answer(world: World, person: Person, pollId: string, said: 'confirmed' | 'contested') {
  const { recorded } = await person.call(doors.waiting, { params: { planId: world.planId } })
  const { voice } = recorded.find((one) => one.pollId === pollId)!
  await person.call(doors.answerVoice, { params: { voiceId: voice.id }, body: { answer: said } })
}

async function holdTransport(world: World, all: readonly Person[]): Promise<void> {
  const pollId = await openVote(world, { subject: transport, choice: secretChoice })
  for (const [at, person] of all.entries())
    await castBy(world, person, pollId, at === 5 ? { answer: 'abstain' } : { answer: 'yes' })
  await closeVote(world, pollId)
}

/** One voice each, none cast again but the one whose holder contests what was recorded; two on paper, re-read; a reservation that stays. */
async function holdPlan(
  world: World,
  [first, second, third, fourth, fifth, sixth]: Person[],
  adviser: Person,
): Promise<void> {
  const pollId = await openVote(world)
  const { textHash } = await seeVote(world.observer, pollId)
  await castBy(world, first!, pollId, { choice: 'reserve' }, 'À revoir à mi-parcours.')
  await world.facilitator.call(
    doors.castVoice,
    await voiceOn(world, pollId, { choice: 'abstain' }, '', second!.organizationId!),
  )
  await answer(world, second!, pollId, 'contested')
  await castBy(world, second!, pollId, support)
  const set = await world.facilitator.call(doors.writePapers, {
    params: { pollId },
    body: {
      seatIds: [third!.organizationId!, fourth!.organizationId!],
      papers: [
        { value: support, reason: '' },
        { value: { choice: 'abstain' }, reason: '' },
      ],
      secondTellerId: fifth!.userId,
      textHash,
      clientKey: newKey(),
    },
  })
  await fifth!.call(doors.settlePapers, { params: { setId: set.id }, body: { accepted: true } })
  await castBy(world, fifth!, pollId, support)
  await castBy(world, sixth!, pollId, support)
  await castBy(world, adviser, pollId, support)
  world.pass(1_000)
  await askLate(world, pollId)
  world.pass(1_000)
  await closeVote(world, pollId)
}

/** A consultative organisation that came since the opening: asked too, by a logged event; it speaks. */
async function askLate(world: World, pollId: string): Promise<void> {
  const late = await addAdviser(world, 'Chaire sur l’habitat', 'Léo Tardif')
  await world.facilitator.call(doors.changeRegister, {
    params: { pollId },
    body: { kind: 'joined', seatId: late.organizationId! },
  })
  world.pass(1_000)
  await castBy(world, late, pollId, { choice: 'abstain' })
}
