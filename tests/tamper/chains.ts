// A file of two versions, the second an amendment of the first with its own Alliance (mandates, one signature on paper), genuine and forged.
// Read by the test of both implementations.
import { digest } from '../../shared/record/canonical.ts'
import type { EntryBody } from '../../shared/record/entries.ts'
import type { OutsideSignature, SignedVersion } from '../../shared/record/records.ts'
import type { FindingCode } from '../../shared/verify/findings.ts'
import { at, keys, statementsOf } from '../kit/dossier.ts'
import { adoptionOf, anyHash, change, drop, find, insert } from '../kit/forgeries/deed.ts'
import {
  checkpointOf,
  dossierBytes,
  entry,
  policyBytes,
  type Story,
  signatureEntryOf,
  tell,
} from '../kit/history.ts'
import { signed } from '../kit/passkey.ts'
import type { Judged } from '../kit/told.ts'

const allianceId = 'alliance-2'
const paper: OutsideSignature = {
  format: 'assise/outside/v1',
  id: 'outside-2',
  allianceId,
  signatoryId: 'sign-3',
  kind: 'paper',
  baseDigest: anyHash('base'),
  recordedBy: 'Aline Tremblay',
  at: at(56),
}

/** The story of one version, gone on: an amendment opened, its version locked, signed by two passkeys and on paper. */
function tellOn(): Story {
  const story = tell()
  const first = story.parts
  const before = digest('version', first.version)
  const version = { ...first.version, id: 'version-2', number: 2, previous: before, lockedAt: at(50) }
  const versionDigest = digest('version', version)
  const alliance = {
    ...first.alliance!,
    id: allianceId,
    title: 'Alliance pour la solidarité, avenant 1',
    parties: first.alliance!.parties.map((party) => ({
      ...party,
      signatories: party.signatories.map((one) =>
        one.id === 'sign-1' ? { ...one, mandate: 'résolution 2026-04-12' } : one,
      ),
    })),
    concludedAt: at(58),
  }
  const parts = { plan: first.plan, version, constats: first.constats, alliance }
  const signatures = statementsOf(parts)
    .slice(0, 2)
    .map((statement, index) => signed(statement, keys[index]!, { signedAt: at(55) }))
  const adoption = { ...adoptionOf(story), allianceId, at: at(54) }
  const { planId, planDigest } = version
  const lock = { planId, versionId: version.id, number: 2, planDigest, versionDigest }
  const outsideDigest = digest('outside', paper)
  const answer = { outsideId: paper.id, outsideDigest, answer: 'confirmed', organizationId: 'org-4' } as const
  story.entries.push(
    entry('amendment', { planId, number: 1, versionDigest: before, amendmentDigest: anyHash('a') }, at(45)),
    entry('lock', lock, version.lockedAt),
    entry('decline', { allianceId: 'alliance-1b', versionDigest, signatoryId: 'sign-2' }, at(52)),
    entry('adoption', { allianceId, adoptionDigest: digest('adoption', adoption) }, at(54)),
    ...signatures.map((one) => signatureEntryOf(one, versionDigest)),
    entry('outside', { allianceId, outsideDigest }, at(56)),
    entry('outside-answer', answer, at(57)),
    entry('conclusion', { allianceId, versionDigest, allianceDigest: digest('alliance', alliance) }, at(58)),
  )
  story.parts = { ...parts, signatures }
  story.more = { earlier: [first], adoptions: [adoption], outside: [paper] }
  return story
}

async function fileOf(story: Story): Promise<Pick<Judged, 'bytes' | 'policy'>> {
  const bytes = dossierBytes(story, await checkpointOf(story.entries))
  return { bytes, policy: policyBytes(story.policy) }
}

export async function genuineChains(): Promise<Judged[]> {
  const { bytes, policy } = await fileOf(tellOn())
  return [
    { name: 'two versions, by their policy', bytes, ...(policy && { policy }) },
    { name: 'two versions, by no policy', bytes },
  ]
}

type Change = (story: Story, first: SignedVersion) => void

const withVersion = (story: Story, more: Partial<SignedVersion['version']>) => {
  story.parts = { ...story.parts, version: { ...story.parts.version, ...more } }
}
const withFirst = (story: Story, first: Partial<SignedVersion>) => {
  story.more = { ...story.more, earlier: [{ ...story.more!.earlier![0]!, ...first }] }
}
const withStatement = (story: Story, more: object) => {
  const [one, ...others] = story.parts.signatures
  story.parts = {
    ...story.parts,
    signatures: [{ ...one!, statement: { ...one!.statement, ...more } }, ...others],
  }
}
const withPaper = (story: Story, more: Partial<OutsideSignature>) => {
  story.more = { ...story.more, outside: [{ ...paper, ...more }] }
}
const answerOf = (story: Story, more: Partial<EntryBody<'outside-answer'>>) =>
  change(story, 'outside-answer', more)

const deeds: readonly [string, FindingCode, Change][] = [
  ['the version before left out', 'earlierChain', (story) => (story.more = { ...story.more, earlier: [] })],
  [
    'the version before twice',
    'earlierChain',
    (story, first) => (story.more = { ...story.more, earlier: [first, first] }),
  ],
  ['a number skipped', 'earlierChain', (story) => withVersion(story, { number: 3 })],
  [
    'another plan’s version before',
    'earlierChain',
    (story, first) => withFirst(story, { version: { ...first.version, planId: 'plan-9' } }),
  ],
  ['another version named', 'earlierChain', (story) => withVersion(story, { previous: anyHash('other') })],
  ['no version named', 'earlierChain', (story) => withVersion(story, { previous: undefined as never })],
  [
    'a first version that names another',
    'earlierChain',
    (story, first) => withFirst(story, { version: { ...first.version, previous: anyHash('zero') } }),
  ],
  [
    'locked before the conclusion of the one before',
    'earlierTimes',
    (story) => withVersion(story, { lockedAt: at(41) }),
  ],
  [
    'the first version locked later',
    'earlierTimes',
    (story, first) => withFirst(story, { version: { ...first.version, lockedAt: at(50) } }),
  ],
  ['no amendment in the record', 'recordAmendments', (story) => drop(story, find(story, 'amendment').index)],
  [
    'two amendments in the record',
    'recordAmendments',
    (story) => insert(story, find(story, 'amendment').index, find(story, 'amendment').entry),
  ],
  [
    'an amendment of another version',
    'recordAmendments',
    (story) => change(story, 'amendment', { versionDigest: anyHash('other') }),
  ],
  [
    'an amendment of another number',
    'recordAmendments',
    (story) => change(story, 'amendment', { number: 2 }),
  ],
  [
    'an amendment after the lock',
    'recordAmendments',
    (story) => {
      const { index, entry: opened } = find(story, 'amendment')
      drop(story, index)
      insert(story, find(story, 'decline').index, { ...opened, at: at(50) })
    },
  ],
  [
    'a signature of the first version dropped',
    'everySignatory',
    (story, first) => withFirst(story, { signatures: first.signatures.slice(1) }),
  ],
  [
    'a word of the first version',
    'planDigest',
    (story, first) => withFirst(story, { plan: { ...first.plan, territories: [] } }),
  ],
  [
    'the Alliance of the first version left out',
    'noAlliance',
    (story, first) => withFirst(story, { alliance: undefined as never, signatures: first.signatures }),
  ],
  [
    'a mandate changed in the statement',
    'statementSignatory',
    (story) => withStatement(story, { mandate: 'résolution 1' }),
  ],
  ['a mandate left out of the statement', 'schema', (story) => withStatement(story, { mandate: undefined })],
  [
    'a mandate in a statement of the first form',
    'schema',
    (story) => withStatement(story, { format: 'assise/statement/v1' }),
  ],
  [
    'a statement without its mandate',
    'statementSignatory',
    (story) => withStatement(story, { format: 'assise/statement/v1', mandate: undefined }),
  ],
  ['an empty mandate', 'schema', (story) => withStatement(story, { mandate: '' })],
  [
    'a paper that nobody confirmed',
    'outsideConfirmed',
    (story) => drop(story, find(story, 'outside-answer').index),
  ],
  ['a paper that was contested', 'outsideConfirmed', (story) => answerOf(story, { answer: 'contested' })],
  [
    'a confirmation of another paper',
    'outsideConfirmed',
    (story) => answerOf(story, { outsideDigest: anyHash('other') }),
  ],
  [
    'a confirmation given twice',
    'outsideConfirmed',
    (story) => insert(story, find(story, 'outside-answer').index, find(story, 'outside-answer').entry),
  ],
  ['a paper told signed elsewhere', 'outsideConfirmed', (story) => withPaper(story, { kind: 'pades' })],
  ['a paper before the lock', 'outside', (story) => withPaper(story, { at: at(49) })],
  [
    'a paper of the first Alliance',
    'everySignatory',
    (story) => withPaper(story, { allianceId: 'alliance-1' }),
  ],
  ['a paper left out', 'everySignatory', (story) => (story.more = { ...story.more, outside: [] })],
  [
    'an adoption of no Alliance here',
    'adoptions',
    (story) =>
      (story.more = {
        ...story.more,
        adoptions: [{ ...story.more!.adoptions![0]!, allianceId: 'alliance-9' }],
      }),
  ],
  ['an answer of no known word', 'schema', (story) => answerOf(story, { answer: 'perhaps' as never })],
  [
    'a decline with a reason in the open',
    'schema',
    (story) => change(story, 'decline', { reason: 'non' } as never),
  ],
]

/** Each forgery with what gives it away; everything that is hashed outside the version is made again. */
export async function forgedChains(): Promise<Judged[]> {
  const forged: Judged[] = []
  for (const [name, finding, deed] of deeds) {
    const story = tellOn()
    deed(story, story.more!.earlier![0]!)
    forged.push({ name, finding, ...(await fileOf(story)) })
  }
  return forged
}
