// The record: each formal act leaves its entry in the act's own transaction, and anyone of the workspace can check all of it.
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { appendEntry, erasePayload, signRecord } from '../../server/acts/record.ts'
import { doors } from '../../shared/api.ts'
import { digest } from '../../shared/record/canonical.ts'
import { verifyEd25519 } from '../../shared/record/ed25519.ts'
import { commitmentOf, entryLeaf, keyDigest, readEntry } from '../../shared/record/entries.ts'
import { follow } from '../../shared/record/follow.ts'
import { openLogProof, readLogProof } from '../../shared/record/log-proof.ts'
import { readVkey } from '../../shared/record/note.ts'
import type { Person } from '../kit/actors.ts'
import { type Authenticator, createAuthenticator } from '../kit/authenticator.ts'
import { agree, ballotOn, constatOf, createCouncil, housing, open, wholePlan } from '../kit/council.ts'
import { cpuMs } from '../kit/cpu.ts'
import { readRecord } from '../kit/record-reader.ts'
import { type World, worldOrigin } from '../kit/world.ts'

let world: World
let errorsDue = 0
beforeEach(async () => {
  errorsDue = 0
  world = await createCouncil()
})
afterEach(async () => {
  expect(world.errors).toHaveLength(errorsDue)
  await world.close()
})

const at = (from: number) => ({ params: { workspaceId: world.workspaceId, from: String(from) } })
const show = (from: number, reader = world.observer) => reader.call(doors.record, at(from))
const types = async () => (await readRecord(world, world.observer)).entries.map(({ type }) => type)

async function enrol(person: Person): Promise<Authenticator> {
  const authenticator = createAuthenticator(worldOrigin, {})
  const { options, challengeId } = await person.call(doors.passkeyOptions, {})
  const credential = authenticator.create(options)
  await person.call(doors.addPasskey, { body: { challengeId, label: 'Clé', credential } })
  return authenticator
}

/** Entries of no meaning, through the same way in as an act's. */
const append = (count: number) =>
  world.ctx.transact(async (transact) => {
    for (let index = 0; index < count; index++) {
      const body = { pollId: 'p', constatDigest: index.toString(16).padStart(64, '0') }
      await appendEntry(world.ctx, transact, { workspaceId: world.workspaceId, type: 'constat', body })
    }
  })

describe('REC-6 formal acts', () => {
  test('a poll, two voices, its closing: four entries, which name the digests that each person holds', async () => {
    const pollId = await open(world, housing)
    const receipts = [
      await world.delegate.call(doors.castBallot, await ballotOn(world, pollId, 'support')),
      await world.otherDelegate.call(doors.castBallot, await ballotOn(world, pollId, 'reserve', 'À revoir.')),
    ]
    await world.facilitator.call(doors.closePoll, { params: { pollId } })

    const { entries, checkpoint } = await readRecord(world, world.observer)
    const constat = await constatOf(world, pollId)
    expect(entries.map(({ type, body }) => ({ type, body }))).toEqual([
      {
        type: 'poll',
        body: {
          pollId,
          pollDigest: digest('poll', constat.poll),
          textHash: constat.poll.textHash,
          registerHash: constat.poll.registerHash,
        },
      },
      ...receipts.map(({ ballotDigest }) => ({ type: 'ballot', body: { pollId, ballotDigest } })),
      { type: 'constat', body: { pollId, constatDigest: digest('constat', constat) } },
    ])
    expect(checkpoint.origin).toBe(`localhost:8420/${world.workspaceId}`)
  })

  test('lock, keys, signatures and conclusion are entries too, tied by their digests', async () => {
    await agree(world, wholePlan)
    const { versionDigest } = await world.facilitator.call(doors.lockPlan, {
      params: { planId: world.planId },
    })
    const signatories = [world.signatory, world.delegate]
    const { id: allianceId } = await world.facilitator.call(doors.prepareAlliance, {
      params: { planId: world.planId },
      body: {
        title: 'Alliance',
        parties: signatories.map(({ userId }, index) => ({
          name: `Partie ${index}`,
          signatories: [{ userId, capacity: 'mairesse' }],
        })),
      },
    })
    for (const person of signatories) {
      const authenticator = await enrol(person)
      const { options } = await person.call(doors.statement, { params: { allianceId } })
      const credential = authenticator.get(options)
      await person.call(doors.sign, { params: { allianceId }, body: { credential } })
    }

    const { entries } = await readRecord(world, world.observer)
    expect(entries.slice(4).map(({ type }) => type)).toEqual([
      'lock',
      'key-enrol',
      'signature',
      'key-enrol',
      'signature',
      'conclusion',
    ])
    const file = await world.observer.fetch(`/api/alliances/${allianceId}/dossier.json`)
    const dossier = await file.json()
    const [first] = dossier.signatures
    expect(entries[4]?.body).toMatchObject({ versionDigest, planDigest: dossier.version.planDigest })
    expect(entries[5]?.body).toEqual({ keyDigest: keyDigest(first) })
    expect(entries[6]?.body).toEqual({
      allianceId,
      versionDigest,
      statementDigest: digest('statement', first.statement),
      signatureDigest: digest('signature', first),
      keyDigest: keyDigest(first),
    })
    expect(entries[9]?.body).toMatchObject({ allianceDigest: digest('alliance', dossier.alliance) })
  })

  test('an act that is refused leaves no entry, and a retry of one that was done leaves no second', async () => {
    const pollId = await open(world, housing)
    const ballot = await ballotOn(world, pollId, 'support')
    await world.delegate.call(doors.castBallot, ballot)
    await world.delegate.call(doors.castBallot, ballot)
    const second = await ballotOn(world, pollId, 'abstain')
    expect(await world.delegate.refusal(doors.castBallot, second)).toBe('alreadyVoted')
    await world.facilitator.call(doors.closePoll, { params: { pollId } })
    await world.facilitator.call(doors.closePoll, { params: { pollId } })

    expect(await types()).toEqual(['poll', 'ballot', 'constat'])
  })

  test('keys follow their person: enrolled at joining, revoked when removed', async () => {
    await enrol(world.stranger)
    expect(await show(0)).toMatchObject({ checkpoint: null, consistency: [] })
    const { email, name } = world.stranger
    await world.facilitator.call(doors.invite, {
      params: { workspaceId: world.workspaceId },
      body: { email, name, lang: 'fr', role: 'observer', organizationId: null, title: '' },
    })
    const me = await world.stranger.call(doors.me, {})
    await world.stranger.call(doors.removePasskey, { params: { passkeyId: me!.passkeys[0]!.id } })

    const { entries } = await readRecord(world, world.observer)
    expect(entries.map(({ type }) => type)).toEqual(['key-enrol', 'key-revoke'])
    expect(entries[1]!.body).toEqual(entries[0]!.body)
  })

  test('entries never go back in time, though the clock does', async () => {
    await append(1)
    world.pass(-3_600_000)
    await append(1)

    const { entries } = await readRecord(world, world.observer)
    expect(entries[1]!.at).toBe(entries[0]!.at)
  })
})

test('REC-6 an append into a record of five thousand costs as one into a record of two hundred', async () => {
  // The quickest of ten small batches: what the machine does besides slows some of them, not all.
  const cost = async () => {
    let least = Number.POSITIVE_INFINITY
    for (let batch = 0; batch < 10; batch++) {
      const before = cpuMs()
      await append(20)
      least = Math.min(least, cpuMs() - before)
    }
    return least
  }
  await append(200)
  const early = await cost()
  await append(4_600)
  const late = await cost()

  // Reading all nodes for each, as a plan without its index does, is tenfold by then.
  expect(late / early).toBeLessThan(4)
})

describe('REC-16 what a person could be known by', () => {
  test('stands outside under a commitment, and goes away without touching the tree', async () => {
    await enrol(world.delegate)
    const { entries } = await readRecord(world, world.observer)
    const held = () => world.db.selectFrom('record_payloads').selectAll().execute()
    const [row] = await held()
    const payload: unknown = JSON.parse(row!.payload_json)
    expect(payload).toEqual({ userId: world.delegate.userId, name: 'Denis Roy' })
    expect(entries[0]!.commitment).toBe(commitmentOf(new Uint8Array(row!.salt), payload))
    expect(JSON.stringify(entries)).not.toContain('Denis')
    expect(JSON.stringify(entries)).not.toContain(world.delegate.userId)

    const erase = () =>
      world.ctx.transact((transact) =>
        erasePayload(world.ctx, transact, { workspaceId: world.workspaceId, index: 0 }),
      )
    expect(await erase()).toBe(true)
    expect(await erase()).toBe(false)

    expect(await held()).toEqual([])
    const after = await readRecord(world, world.observer)
    expect(after.entries[1]).toMatchObject({
      type: 'erasure',
      body: { index: 0, commitment: entries[0]!.commitment },
    })
  })
})

describe('REC-20 receipts', () => {
  test('the digest a voter was given leads to an entry, and to a proof that holds offline', async () => {
    const pollId = await open(world, housing)
    const { ballotDigest } = await world.delegate.call(
      doors.castBallot,
      await ballotOn(world, pollId, 'support'),
    )
    await append(9)

    const params = { workspaceId: world.workspaceId, about: ballotDigest }
    const { entry: text, proof, index } = await world.delegate.call(doors.recordProof, { params })

    const entry = readEntry(text)!
    expect(entry).toMatchObject({ type: 'ballot', body: { pollId, ballotDigest } })
    const log = readVkey((await show(0)).logKey)!
    const by = { keys: { log }, verify: verifyEd25519 }
    expect(await openLogProof(readLogProof(proof)!, entryLeaf(entry), by)).toMatchObject({ size: 11 })
    expect(index).toBe(1)
    const altered = { ...entry, at: '2026-01-01T00:00:00.000Z' }
    expect(await openLogProof(readLogProof(proof)!, entryLeaf(altered), by)).toBeNull()
    expect(
      await world.delegate.refusal(doors.recordProof, { params: { ...params, about: 'f'.repeat(64) } }),
    ).toBe('notFound')
  })
})

describe('REC-19 from one visit to the next', () => {
  test('every later state is proved to extend every earlier one', async () => {
    const seen = []
    for (const count of [1, 1, 3, 7, 1]) {
      await append(count)
      const { logKey, checkpoint } = await show(0)
      seen.push({ logKey, note: checkpoint! })
    }
    for (const [earlier, state] of seen.entries()) {
      const size = [1, 2, 5, 12, 13][earlier]!
      const { logKey, checkpoint, consistency } = await show(size)
      const shown = { logKey, note: checkpoint!, consistency }
      expect(await follow(state, shown, verifyEd25519)).toMatchObject({
        alarm: null,
        checkpoint: { size: 13 },
      })
    }
  })

  test('a size from the future gets the smaller checkpoint without a proof: for its reader, a rollback', async () => {
    await append(3)
    const { checkpoint, consistency } = await show(50)
    expect(checkpoint).toContain('\n3\n')
    expect(consistency).toEqual([])
    expect(await world.observer.refusal(doors.record, at(-1))).toBe('invalidField')
  })
})

describe('REC-18 a record that was tampered with underneath', () => {
  const loosen = async (table: string) => {
    for (const verb of ['update', 'delete'])
      await sql.raw(`DROP TRIGGER ${table}_no_${verb}`).execute(world.db)
  }

  test('rows of the record do not move by themselves', async () => {
    await append(2)
    for (const table of ['record_entries', 'record_nodes', 'record_checkpoints'] as const) {
      await expect(world.db.deleteFrom(table).execute()).rejects.toThrow('does not move')
    }
    await expect(world.db.updateTable('record_entries').set({ type: 'poll' }).execute()).rejects.toThrow()
  })

  test.each([
    [
      'the last entries dropped, and others put in their place',
      async () => {
        await loosen('record_entries')
        await loosen('record_nodes')
        await world.db.deleteFrom('record_entries').where('idx', '>=', 3).execute()
        await world.db.deleteFrom('record_nodes').where('level', '=', 0).where('position', '>=', 3).execute()
        await world.db.deleteFrom('record_nodes').where('level', '>', 0).where('position', '>=', 1).execute()
        await world.db.deleteFrom('record_nodes').where('level', '=', 2).execute()
      },
    ],
    [
      'the hash of a past entry replaced',
      async () => {
        await loosen('record_nodes')
        await world.db
          .updateTable('record_nodes')
          .set({ hash: 'ab'.repeat(32) })
          .where('level', '=', 2)
          .execute()
      },
    ],
  ])('%s: nothing more is signed', async (_, tamper) => {
    await append(6)
    const before = await show(0)
    await tamper()
    errorsDue = 1
    await append(4).catch(() => undefined)

    await expect(signRecord(world.ctx, world.workspaceId)).rejects.toThrow('bug: the record')
    const kept = await world.db.selectFrom('record_checkpoints').select('size').execute()
    expect(kept).toEqual([{ size: 6 }])
    expect(before.checkpoint).toContain('\n6\n')
  })
})

describe('who may read it', () => {
  test('any member; a stranger learns only that nothing is there', async () => {
    await append(1)
    for (const person of [world.observer, world.signatory, world.commenter])
      expect((await show(0, person)).checkpoint).not.toBeNull()

    const params = { workspaceId: world.workspaceId }
    const refusals = [
      await world.stranger.refusal(doors.record, at(0)),
      await world.stranger.refusal(doors.recordEntries, at(0)),
      await world.stranger.refusal(doors.recordProof, { params: { ...params, about: '0'.repeat(64) } }),
      await world.stranger.refusal(doors.addWitness, { params, body: { vkey: 'x' } }),
      await world.stranger.refusal(doors.endWitness, { params: { ...params, witnessId: 'x' } }),
    ]
    expect(refusals).toEqual(Array(5).fill('notMember'))
    expect(await world.browser().refusal(doors.record, at(0))).toBe('loginNeeded')
  })

  test('a long record is read in parts', async () => {
    await append(620)
    const first = await world.observer.call(doors.recordEntries, at(0))
    expect(first.entries).toHaveLength(500)
    expect((await readRecord(world, world.observer)).entries).toHaveLength(620)
  })
})
