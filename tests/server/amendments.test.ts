// Amendments through the acts: forked from the lock, written by two, decided anew, locked and signed a year later; and what is refused.

import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import * as Y from 'yjs'
import { doors } from '../../shared/api.ts'
import { sameSubject } from '../../shared/consensus.ts'
import { draftText } from '../../shared/plan/draft.ts'
import type { Subject } from '../../shared/plan/plan.ts'
import { digest, parseCanonical } from '../../shared/record/canonical.ts'
import { buildDossier, dossierText, type EvidenceParts } from '../../shared/record/dossier.ts'
import { readEntry } from '../../shared/record/entries.ts'
import type { DossierV2, SignedVersion, VersionRecord } from '../../shared/record/records.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import type { Authenticator } from '../kit/authenticator.ts'
import { agree, createCouncil, housing, open, rewrite, transport, wholePlan } from '../kit/council.ts'
import { write } from '../kit/hand.ts'
import { comeBack, enrol, lockPlan, prepareTwo, signWith } from '../kit/signing.ts'
import type { World } from '../kit/world.ts'

const dayMs = 86_400_000
const yearMs = 365 * dayMs
let world: World
let hers: Authenticator
let his: Authenticator
beforeEach(async () => {
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toEqual([])
  await world.close()
})

const params = () => ({ planId: world.planId })
const state = () => world.observer.call(doors.planState, { params: params() })
const alliance = (person = world.observer) => person.call(doors.alliance, { params: params() })
const opening = (versionId: string) => ({
  params: params(),
  body: { title: 'Un service du matin', reason: 'Les horaires ont changé.', versionId },
})
const amend = (versionId: string) => world.facilitator.call(doors.openAmendment, opening(versionId))
async function standing(subject: Subject) {
  return (await state()).standings.find((one) => sameSubject(one.subject, subject))?.state
}

/** Version 1 locked and signed. */
async function concludeFirst(): Promise<{ versionId: string; allianceId: string; versionDigest: string }> {
  await agree(world, wholePlan)
  const { id, versionDigest } = await lockPlan(world)
  const allianceId = await prepareTwo(world)
  hers ??= await enrol(world.signatory)
  his ??= await enrol(world.delegate)
  await signWith(world.signatory, hers, allianceId)
  expect((await signWith(world.delegate, his, allianceId)).state).toBe('concluded')
  return { versionId: id, allianceId, versionDigest }
}

describe('opening an amendment', () => {
  beforeEach(async () => {
    hers = await enrol(world.signatory)
    his = await enrol(world.delegate)
  })

  test('AMEND-1, AMEND-2 a year later it leaves from the locked state itself, in another epoch, and can be written', async () => {
    const { versionId } = await concludeFirst()
    await comeBack(world, yearMs)

    const opened = await amend(versionId)

    expect(opened).toMatchObject({ number: 1, title: 'Un service du matin', fromVersionId: versionId })
    const rows = await world.db.selectFrom('plan_updates').selectAll().where('epoch', '=', 2).execute()
    const { state: locked } = await world.db.selectFrom('versions').select('state').executeTakeFirstOrThrow()
    expect(rows.map(({ seq }) => seq)).toEqual([1])
    expect(Buffer.from(rows[0]!.bytes).equals(Buffer.from(locked))).toBe(true)
    const clients = async (epoch: number) =>
      (await world.db.selectFrom('plan_clients').selectAll().where('epoch', '=', epoch).execute()).map(
        ({ client_id, user_id }) => `${client_id} ${user_id}`,
      )
    expect((await clients(2)).sort()).toEqual((await clients(1)).sort())
    expect(await rewrite(world, 'o2', 'Un service du soir et du matin')).toBe('saved')
    const now = await state()
    expect(now).toMatchObject({ version: null, amendment: { number: 1 }, base: { id: versionId, number: 1 } })
    // The version is read as it was.
    const version = await world.commenter.call(doors.version, { params: { versionId } })
    expect(version.canonicalPlan).not.toContain('du matin')
    expect(digest('plan', parseCanonical(version.canonicalPlan))).toBe(version.planDigest)
  })

  test('AMEND-3 CONS-4 a consensus of the version before stands for the identical text only', async () => {
    const { versionId } = await concludeFirst()
    await amend(versionId)
    expect([await standing(wholePlan), await standing(housing), await standing(transport)]).toEqual([
      'consensus',
      'consensus',
      'consensus',
    ])

    await rewrite(world, 'o2', 'Un service du soir et du matin')

    expect([await standing(wholePlan), await standing(housing), await standing(transport)]).toEqual([
      'stale',
      'consensus',
      'stale',
    ])
  })

  test('LOCK-6 an amendment that changes nothing is not locked, and the reason leads to the text', async () => {
    const { versionId } = await concludeFirst()
    await amend(versionId)

    const { lockReasons } = await state()
    expect(lockReasons.map(({ text, place }) => [text.fr, place])).toEqual([
      ['L’avenant ne change encore rien\u00a0: le texte est celui de la version 1.', { section: 'frame' }],
    ])
    expect(await world.facilitator.refusal(doors.lockPlan, { params: params() })).toBe('lockRefused')
  })

  test('AMEND-1 refused while the plan is written, from a version that was not read, to others than a facilitator', async () => {
    expect(await world.facilitator.refusal(doors.openAmendment, opening('none'))).toBe('amendmentUnlocked')
    const { versionId } = await concludeFirst()
    expect(await world.facilitator.refusal(doors.openAmendment, opening('none'))).toBe('versionMoved')
    expect(await world.delegate.refusal(doors.openAmendment, opening(versionId))).toBe('roleForbids')
    expect(await world.stranger.refusal(doors.openAmendment, opening(versionId))).toBe('notMember')
    const empty = { ...opening(versionId), body: { ...opening(versionId).body, reason: '  ' } }
    expect(await world.facilitator.refusal(doors.openAmendment, empty)).toBe('invalidField')

    const both = await Promise.allSettled([amend(versionId), amend(versionId)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await world.facilitator.refusal(doors.openAmendment, opening(versionId))).toBe('amendmentUnlocked')
    expect(await world.db.selectFrom('amendments').select('id').execute()).toHaveLength(1)
  })

  test('AMEND-4 refused while the Alliance is being signed; one that nobody signed is set aside, and never signed afterwards', async () => {
    await agree(world, wholePlan)
    const { id: versionId } = await lockPlan(world)
    const allianceId = await prepareTwo(world)
    const { options } = await world.signatory.call(doors.statement, { params: { allianceId } })
    await signWith(world.delegate, his, allianceId)
    expect(await world.facilitator.refusal(doors.openAmendment, opening(versionId))).toBe('amendmentSigning')

    // He refuses no more than she does: she declines, and the amendment may be opened.
    await world.signatory.call(doors.decline, {
      params: { allianceId },
      body: { reason: 'Montant à revoir.' },
    })
    await amend(versionId)

    expect(await alliance()).toBeNull()
    const credential = hers.get(options)
    expect(await world.signatory.refusal(doors.sign, { params: { allianceId }, body: { credential } })).toBe(
      'allianceEnded',
    )
    const former = await world.observer.call(doors.allianceById, { params: { allianceId } })
    expect(former).toMatchObject({ state: 'ended', ending: { why: 'declined' }, number: 1, round: 1 })
  })

  test('AMEND-4 an Alliance that was only prepared is set aside by the amendment', async () => {
    await agree(world, wholePlan)
    const { id: versionId } = await lockPlan(world)
    const allianceId = await prepareTwo(world)
    await amend(versionId)
    const former = await world.observer.call(doors.allianceById, { params: { allianceId } })
    expect(former).toMatchObject({ state: 'ended', ending: { why: 'amended' }, myTurn: null })
    await expect(
      world.db
        .insertInto('alliance_declines')
        .values({
          ...{
            signatory_id: former.parties[0]!.signatories[0]!.id,
            alliance_id: allianceId,
            version_id: versionId,
          },
          ...{ reason: '', at: '', by_user: world.signatory.userId },
        })
        .execute(),
    ).rejects.toThrow('this round has ended')
  })
})

describe('an amendment locked and signed', () => {
  test('AMEND-5 version 2 names version 1, comes after it, has its own Alliance; the former ones are still served', async () => {
    hers = await enrol(world.signatory)
    his = await enrol(world.delegate)
    const first = await concludeFirst()
    await comeBack(world, yearMs)
    const { openedAt } = await amend(first.versionId)
    await rewrite(world, 'o2', 'Un service du soir et du matin')
    await write(world, world.planId, world.delegate, (doc) => {
      draftText(doc, 'frame', 'title').insert(0, 'Révisé : ')
    })
    await agree(world, wholePlan)
    // Prepared before its lock, as the first may be.
    const allianceId = await prepareTwo(world)
    expect(await alliance()).toMatchObject({ id: allianceId, number: 2, round: 1, state: 'preparing' })
    // A clock set back never puts it before what it follows.
    world.pass(-20 * dayMs)
    const { id, versionDigest } = await lockPlan(world)
    world.pass(20 * dayMs)
    await signWith(world.signatory, hers, allianceId)
    const done = await signWith(world.delegate, his, allianceId)

    expect(done).toMatchObject({ state: 'concluded', number: 2, version: { id, number: 2, versionDigest } })
    const rows = await world.db.selectFrom('versions').select(['number', 'version_json']).execute()
    const [one, two] = rows
      .sort((a, b) => a.number - b.number)
      .map(({ version_json }) => parseCanonical(version_json) as unknown as VersionRecord)
    expect(one!.previous).toBeUndefined()
    expect(two).toMatchObject({ number: 2, previous: digest('version', one) })
    expect([one!.lockedAt < openedAt, openedAt < two!.lockedAt]).toEqual([true, true])
    const listed = await world.observer.call(doors.alliances, { params: params() })
    expect(listed.map(({ id: of, number, state: now }) => [of, number, now])).toEqual([
      [allianceId, 2, 'concluded'],
      [first.allianceId, 1, 'concluded'],
    ])
    for (const path of [
      `/api/versions/${first.versionId}/plan.pdf`,
      `/api/alliances/${first.allianceId}/alliance.pdf`,
      `/api/alliances/${first.allianceId}/dossier.json`,
      `/api/alliances/${allianceId}/dossier.json`,
    ]) {
      expect((await world.observer.fetch(path)).status).toBe(200)
      expect((await world.stranger.fetch(path)).status).toBe(404)
    }
    const response = await world.observer.fetch(`/api/alliances/${allianceId}/dossier.json`)
    const bytes = new Uint8Array(await response.arrayBuffer())
    await chainHolds(bytes)
    const types = (
      await world.db.selectFrom('record_entries').select('canonical').orderBy('idx').execute()
    ).map(({ canonical }) => readEntry(canonical)!.type)
    const formal = types.filter((type) => ['lock', 'conclusion', 'amendment'].includes(type))
    expect(formal).toEqual(['lock', 'conclusion', 'amendment', 'lock', 'conclusion'])
  })

  test('its page tells its amendment, who wrote it since, and the version before', async () => {
    await agree(world, wholePlan)
    const { id: first } = await lockPlan(world)
    const page = (versionId: string) => world.observer.call(doors.versionPage, { params: { versionId } })
    expect(await page(first)).toMatchObject({
      number: 1,
      amendment: null,
      previous: null,
      contributors: ['Maude Bélanger'],
    })
    await amend(first)
    await write(world, world.planId, world.delegate, (doc) => {
      draftText(doc, 'frame', 'title').insert(0, 'Révisé : ')
    })
    await agree(world, wholePlan)
    const { id: second } = await lockPlan(world)

    const view = await page(second)
    expect(view).toMatchObject({
      number: 2,
      amendment: { number: 1, title: 'Un service du matin' },
      contributors: ['Denis Roy'],
      previous: { id: first, number: 1 },
      alliances: [],
    })
    expect(view.constats).toHaveLength(1)
    expect(digest('plan', parseCanonical(view.previous!.canonicalPlan))).toBe(view.previous!.planDigest)
    const listed = await world.observer.call(doors.versions, { params: params() })
    expect(listed.map(({ number, amendment }) => [number, amendment?.number ?? null])).toEqual([
      [2, 1],
      [1, null],
    ])
  })
})

/** AMEND-6: the file of version 2 holds as it is, and in none of these other forms. */
async function chainHolds(bytes: Uint8Array): Promise<void> {
  const { findings, holds, dossier } = await verifyDossier(bytes)
  expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
  expect(holds).toBe(true)
  const ok = findings.filter(({ status }) => status === 'ok').map(({ code }) => code)
  expect(ok).toEqual(expect.arrayContaining(['earlierChain', 'earlierTimes', 'recordAmendments']))
  const genuine = dossier as DossierV2
  const [first] = genuine.earlier!
  const failing = async (change: (copy: Writable) => void) => {
    const copy = structuredClone(genuine) as unknown as Writable
    change(copy)
    const { format: _, digest: __, ...rest } = copy
    const { plan, version, constats, addenda, alliance: of, signatures, ...evidence } = rest
    const parts = { plan, version, constats, addenda, alliance: of, signatures }
    const plain = JSON.parse(JSON.stringify({ parts, evidence })) as {
      parts: SignedVersion
      evidence: EvidenceParts
    }
    const file = new TextEncoder().encode(dossierText(buildDossier(plain.parts, plain.evidence)))
    const { findings: found } = await verifyDossier(file)
    return new Set(found.flatMap(({ code, status }) => (status === 'failed' ? [code] : [])))
  }
  type Writable = { -readonly [K in keyof DossierV2]: DossierV2[K] }
  expect(await failing(() => {})).toEqual(new Set())
  // The version before is left out; or another stands in its place; or it is told to be later.
  expect(await failing((copy) => void delete copy.earlier)).toContain('earlierChain')
  expect(
    await failing((copy) => {
      copy.earlier = [{ ...first!, version: { ...first!.version, lockedBy: 'Une autre' } }]
    }),
  ).toContain('earlierChain')
  expect(
    await failing((copy) => {
      copy.earlier = [{ ...first!, version: { ...first!.version, lockedAt: genuine.version.lockedAt } }]
    }),
  ).toContain('earlierTimes')
  expect(
    await failing((copy) => {
      copy.earlier = [first!, first!]
    }),
  ).toContain('earlierChain')
  // A signature taken off the version before; the amendment's entry left out of the record.
  expect(
    await failing((copy) => {
      copy.earlier = [{ ...first!, signatures: first!.signatures.slice(1) }]
    }),
  ).toContain('everySignatory')
  expect(
    await failing((copy) => {
      const entries = copy.record.entries.filter(({ type }) => type !== 'amendment')
      copy.record = { ...copy.record, entries }
    }),
  ).toContain('recordAmendments')
}

describe('SYNC-9 people of the former epoch', () => {
  test('are sent away when the amendment opens, and what they send late enters nothing', async () => {
    await agree(world, wholePlan)
    const { id } = await lockPlan(world)
    const closed: string[] = []
    const { userId, loginId } = await world.delegate.actor()
    const peer = {
      person: { userId, loginId, name: 'Denis Roy', organization: null },
      capability: 'edit' as const,
      send: () => {},
      close: (why: string) => void closed.push(why),
    }
    const room = await world.rooms.join(world.planId, peer)

    await amend(id)

    await expect.poll(() => closed).toEqual(['otherEpoch'])
    const late = new Y.Doc()
    late.getText('x').insert(0, 'trop tard')
    room.receive(peer, Y.encodeStateAsUpdate(late))
    expect(await rewrite(world, 'o2', 'Autre')).toBe('saved')
    const rows = await world.db.selectFrom('plan_updates').select('seq').where('epoch', '=', 2).execute()
    expect(rows).toHaveLength(2)
    expect(await open(world, housing)).toBeTruthy()
  })
})
