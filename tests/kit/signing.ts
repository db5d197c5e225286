// Signing in tests: people with their own authenticators, and an Alliance prepared, signed and concluded through the doors.
// Called by tests of Alliances, of amendments and of dossiers.

import type { FileAdded } from '../../shared/alliance-views.ts'
import { doors, files } from '../../shared/api.ts'
import type { Person } from './actors.ts'
import { type Authenticator, createAuthenticator } from './authenticator.ts'
import { type World, worldOrigin } from './world.ts'

export async function enrol(person: Person): Promise<Authenticator> {
  const authenticator = createAuthenticator(worldOrigin, {})
  const { options, challengeId } = await person.call(doors.passkeyOptions, {})
  const credential = authenticator.create(options)
  await person.call(doors.addPasskey, { body: { challengeId, label: 'Clé', credential } })
  return authenticator
}

export async function signWith(person: Person, key: Authenticator, allianceId: string) {
  const { options } = await person.call(doors.statement, { params: { allianceId } })
  return person.call(doors.sign, { params: { allianceId }, body: { credential: key.get(options) } })
}

/** Two parties, one signatory each. */
export function twoParties(world: World) {
  return [
    { name: 'Ville de Rivebelle', signatories: [{ userId: world.signatory.userId, capacity: 'mairesse' }] },
    {
      name: 'Table des Trois-Rives',
      signatories: [{ userId: world.delegate.userId, capacity: 'président' }],
    },
  ]
}

interface Prepared {
  readonly ordered?: boolean
  readonly needsAdoptions?: boolean
  readonly parties?: ReturnType<typeof twoParties>
}

export async function prepareTwo(world: World, { parties = twoParties(world), ...rule }: Prepared = {}) {
  const body = { title: 'Alliance des Trois-Rives', parties, ...rule }
  return (await world.facilitator.call(doors.prepareAlliance, { params: { planId: world.planId }, body })).id
}

export function lockPlan(world: World) {
  return world.facilitator.call(doors.lockPlan, { params: { planId: world.planId } })
}

/** A small file that is a PDF by its first bytes. */
export function paper(words: string): Uint8Array {
  return new TextEncoder().encode(`%PDF-1.7\n% ${words}\n%%EOF\n`)
}

export async function upload(world: World, allianceId: string, bytes: Uint8Array): Promise<FileAdded> {
  const response = await world.facilitator.fetch(files.allianceUpload(allianceId), {
    method: 'POST',
    body: new Uint8Array(bytes),
  })
  if (!response.ok) throw new Error(`upload: ${response.status} ${await response.text()}`)
  return (await response.json()) as FileAdded
}

/** Everyone signs in again: a year is longer than a login lives. */
export async function comeBack(world: World, ms: number): Promise<void> {
  world.pass(ms)
  const people = [
    ...[world.facilitator, world.delegate, world.otherDelegate, world.signatory, world.observer],
    ...[world.commenter, world.stranger],
  ]
  for (const person of people) {
    await person.call(doors.askLink, { body: { email: person.email, lang: 'fr' } })
    await world.enter(world.mails.at(-1)!.link!, person)
  }
}
