// Versions as a chain of amendments (AMEND-6), and what came to their Alliances beside passkeys: adoptions, papers, files signed elsewhere.
// Called by history.ts alone. Each version of the file holds by itself besides, which verify.ts sees to.
import { digest } from '../../record/canonical.ts'
import type { Entry } from '../../record/entries.ts'
import type { DossierV2, SignedVersion } from '../../record/records.ts'
import { type Finding, judged, notChecked } from '../findings.ts'
import type { Shelf } from './presence.ts'

interface Placed {
  readonly part: SignedVersion
  /** Where it stands in the file. */
  readonly path: string
}

function chainOf(dossier: DossierV2): Placed[] {
  const before = (dossier.earlier ?? []).map((part, at) => ({ part, path: `/earlier/${at}` }))
  return [...before, { part: dossier, path: '' }]
}

/**
 * AMEND-6: versions of one plan, numbered from 1 without a gap, each naming the digest of the one before, and locked after its lock and its
 * conclusion. A file of a later version tells all of them.
 */
export function chainFindings(dossier: DossierV2, shelf: Shelf): Finding[] {
  const chain = chainOf(dossier)
  const { number, previous } = dossier.version
  if (chain.length === 1 && number === 1 && previous === undefined) return []
  const [broken, early, unopened] = [[] as string[], [] as string[], [] as string[]]
  for (const [at, { part, path }] of chain.entries()) {
    const before = chain[at - 1]?.part
    const { version } = part
    if (!before) {
      if (version.number !== 1 || version.previous !== undefined) broken.push(`${path}/version/previous`)
      continue
    }
    const follows =
      version.planId === before.version.planId &&
      version.number === before.version.number + 1 &&
      version.previous === digest('version', before.version)
    if (!follows) broken.push(`${path}/version/previous`)
    const past = [before.version.lockedAt, ...(before.alliance ? [before.alliance.concludedAt] : [])]
    if (past.some((instant) => instant >= version.lockedAt)) early.push(`${path}/version/lockedAt`)
    if (!isOpened(shelf, before, part)) unopened.push(`${path}/version`)
  }
  return [
    ...judged('earlierChain', '/earlier', broken),
    ...judged('earlierTimes', '/earlier', early),
    ...judged('recordAmendments', '/record', unopened),
  ]
}

/** Exactly one amendment in the record leads from a version to the next, between their two locks. */
function isOpened(shelf: Shelf, before: SignedVersion, part: SignedVersion): boolean {
  const { planId, number } = before.version
  const versionDigest = digest('version', before.version)
  const own = shelf.of('amendment', planId).filter(({ entry }) => bodyOf(entry).number === number)
  const [opened] = own
  const place = (of: SignedVersion) => shelf.about('lock', digest('version', of.version))[0]?.index
  const [from, to] = [place(before), place(part)]
  return (
    own.length === 1 &&
    bodyOf(opened!.entry).versionDigest === versionDigest &&
    from !== undefined &&
    to !== undefined &&
    from < opened!.index &&
    opened!.index < to
  )
}

const bodyOf = ({ body }: Entry) => body as Entry<'amendment'>['body']

/** The signatories of a version's Alliance who signed on paper or elsewhere. */
export function outsideOf(dossier: DossierV2, part: SignedVersion): ReadonlySet<string> {
  const ids = (dossier.outside ?? []).flatMap((one) =>
    one.allianceId === part.alliance?.id ? [one.signatoryId] : [],
  )
  return new Set(ids)
}

/** Adoptions and signatures from elsewhere: of an Alliance of the file, on its plan, in time; a paper, confirmed in the record (ALLI-12). `shown`: those whose file was given. */
export function elsewhereFindings(dossier: DossierV2, shelf: Shelf, shown: ReadonlySet<string>): Finding[] {
  const { adoptions, outside } = dossier
  const parts = chainOf(dossier).map(({ part }) => part)
  const partOf = (allianceId: string) => parts.find(({ alliance }) => alliance?.id === allianceId)
  const strange = (adoptions ?? []).flatMap((one, at) => {
    const part = partOf(one.allianceId)
    const party = part?.alliance?.parties.some(({ id }) => id === one.partyId)
    return part && party && one.planDigest === digest('plan', part.plan) ? [] : [`/adoptions/${at}`]
  })
  const [odd, unconfirmed] = [[] as string[], [] as string[]]
  for (const [at, one] of (outside ?? []).entries()) {
    const part = partOf(one.allianceId)
    const own = part?.signatures.some(({ statement }) => statement.signatoryId === one.signatoryId)
    const named = part?.alliance?.parties.some(({ signatories }) =>
      signatories.some(({ id }) => id === one.signatoryId),
    )
    const timely = part && one.at >= part.version.lockedAt && one.at <= (part.alliance?.concludedAt ?? '')
    if (!named || own || !timely) odd.push(`/outside/${at}`)
    const answers = shelf.about('outside-answer', one.id).map(({ entry }) => entry as Entry<'outside-answer'>)
    const confirmed =
      answers.length === 1 &&
      answers[0]!.body.answer === 'confirmed' &&
      answers[0]!.body.outsideDigest === digest('outside', one)
    if (one.kind === 'paper' ? !confirmed : answers.length > 0) unconfirmed.push(`/outside/${at}`)
  }
  const unseen = (list: 'adoptions' | 'outside') =>
    (dossier[list] ?? []).filter((_, at) => !shown.has(`/${list}/${at}`)).length
  return [
    ...(adoptions ? judged('adoptions', '/adoptions', strange) : []),
    ...(outside ? judged('outside', '/outside', odd) : []),
    ...(outside ? judged('outsideConfirmed', '/outside', unconfirmed) : []),
    ...(unseen('adoptions') > 0
      ? [notChecked('adoptionFile', '/adoptions', { count: unseen('adoptions') })]
      : []),
    ...(unseen('outside') > 0 ? [notChecked('outsideFile', '/outside', { count: unseen('outside') })] : []),
  ]
}
