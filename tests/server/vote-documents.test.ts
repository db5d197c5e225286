// A version that stands on polls of the second form: locked, given out, verified, set on pages that say everything of each poll.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderPdf } from '../../server/export/pdf.ts'
import { verifyBytes } from '../../server/verify.ts'
import { doors, files } from '../../shared/api.ts'
import { digest } from '../../shared/record/canonical.ts'
import { newKey } from '../kit/council.ts'
import { type Voted, voted, votedDossier } from '../kit/voted-dossier.ts'
import { openVote, seeVote } from '../kit/votes.ts'

let place: Voted
beforeAll(async () => {
  place = await votedDossier()
}, 60_000)
afterAll(async () => {
  expect(place.world.errors).toEqual([])
  await place.world.close()
})

describe('a version on polls of the second form', () => {
  test('LOCK-2 LOCK-3 it is locked on their consensus, in closing order, each record naming the one before', async () => {
    const { dossier } = place
    expect(dossier.constats.map(({ format, poll }) => [format, poll.subject.kind])).toEqual([
      ['assise/constat/v2', 'priority'],
      ['assise/constat/v2', 'priority'],
      ['assise/constat/v2', 'plan'],
    ])
    const previous = dossier.constats.map((constat) => ('previous' in constat ? constat.previous : undefined))
    const digests = dossier.constats.map((constat) => digest('constat', constat))
    expect(previous).toEqual([undefined, digests[voted.housing], digests[voted.transport]])
    expect(dossier.version.constats).toEqual(digests)
    expect(dossier.addenda?.map(({ kind }) => kind)).toEqual(['proclaimed', 'annotation'])
  })

  test('the version shows those polls, and none of them can be annulled any more', async () => {
    const { world, versionId, dossier } = place
    const version = await world.observer.call(doors.version, { params: { versionId } })
    expect(version.votes.map(({ outcome }) => outcome)).toEqual(['unanimous', 'consensus', 'consensus'])
    const pollId = dossier.constats[voted.plan]!.poll.id
    const body = { kind: 'annulled' as const, text: 'Trop tard.', clientKey: newKey() }
    expect(await world.facilitator.refusal(doors.addToVote, { params: { pollId }, body })).toBe(
      'pollInVersion',
    )
  })

  test('once locked the plan is voted on no more; a bare question may still be asked', async () => {
    const { world } = place
    await expect(openVote(world)).rejects.toThrow('planLocked')
    await openVote(world, { subject: { kind: 'question' } })
  })

  test('EXP-4 VER-8 its PDF holds, page for page', async () => {
    const { world, versionId } = place
    const response = await world.observer.fetch(files.versionPdf(versionId))
    const bytes = new Uint8Array(await response.arrayBuffer())

    const { findings, holds } = await verifyBytes(bytes)

    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(holds).toBe(true)
  })

  test.skipIf(!existsSync('/usr/bin/pdftotext'))(
    'EXP-3 the pages say who voted how, what was answered, and nothing of who said what in secret',
    () => {
      const folder = mkdtempSync(join(tmpdir(), 'assise-pages-'))
      const path = join(folder, 'plan.pdf')
      writeFileSync(path, renderPdf(place.dossier))
      const text = execFileSync('/usr/bin/pdftotext', ['-layout', path, '-'], { encoding: 'utf8' }).replace(
        /[\u00a0\u202f]/g,
        ' ',
      )
      rmSync(folder, { recursive: true })

      for (const words of [
        'Consensus constaté, à l’unanimité',
        'Bulletins secrets',
        'a voté',
        'Bulletins recueillis ou sur papier',
        'confirmé par',
        'contesté par',
        'second regard',
        'À revoir à mi-parcours.',
        'C’est à l’objectif suivant.',
        'La salle a applaudi.',
      ])
        expect(text).toContain(words)
    },
  )

  test('the record is given out as it was hashed, to members only, once counted', async () => {
    const { world, dossier } = place
    const constat = dossier.constats[voted.transport]!
    const path = files.constat(constat.poll.id)
    const response = await world.observer.fetch(path)
    expect(digest('constat', await response.json())).toBe(digest('constat', constat))
    expect((await world.stranger.fetch(path)).status).toBe(404)
    const open = await openVote(world, { subject: { kind: 'question' } })
    expect((await world.facilitator.fetch(files.constat(open))).status).toBe(403)
    expect((await seeVote(world.observer, constat.poll.id)).constatDigest).toBe(digest('constat', constat))
  })
})
