// Whether what a dossier tells stands in its record, whole, in order and at its hour (REC-24): polls, ballots, locks, signatures.
// Called by history.ts alone, once for each signed version of the file.
import { digest } from '../../record/canonical.ts'
import { aboutOf, type Entry, type EntryType, keyDigest } from '../../record/entries.ts'
import type { AnyConstat, SignatureRecord, SignedVersion } from '../../record/records.ts'
import { type Finding, judged } from '../findings.ts'
import { isVote } from '../votes.ts'

/** How far the hour of an act may be from that of its entry: clocks are set, instants are pushed on to keep their order. */
const toleranceMs = 600_000

export interface Placed {
  readonly index: number
  readonly entry: Entry
}

/** Entries by what they are about, and those of each poll and Alliance. */
export type Shelf = ReturnType<typeof shelve>

export function shelve(entries: readonly Entry[]) {
  const byAbout = new Map<string, Placed[]>()
  const byOwner = new Map<string, Placed[]>()
  const put = (map: Map<string, Placed[]>, key: string, placed: Placed) => {
    const known = map.get(key)
    if (known) known.push(placed)
    else map.set(key, [placed])
  }
  for (const [index, entry] of entries.entries()) {
    put(byAbout, `${entry.type} ${aboutOf(entry)}`, { index, entry })
    const { pollId, allianceId, planId } = entry.body as { [key: string]: unknown }
    const owner = pollId ?? allianceId ?? planId
    if (typeof owner === 'string') put(byOwner, `${entry.type} ${owner}`, { index, entry })
  }
  return {
    /** The entries of a type about a digest. */
    about: (type: EntryType, about: string): readonly Placed[] => byAbout.get(`${type} ${about}`) ?? [],
    /** The entries of a type that name a poll, an Alliance or a plan. */
    of: (type: EntryType, owner: string): readonly Placed[] => byOwner.get(`${type} ${owner}`) ?? [],
  }
}

/** What was wrong, by question. */
interface Wrong {
  readonly recordPolls: string[]
  readonly recordBallots: string[]
  readonly recordConstats: string[]
  readonly recordAddenda: string[]
  readonly recordLock: string[]
  readonly recordSignatures: string[]
  readonly recordConclusion: string[]
  readonly recordOrder: string[]
  readonly recordMoments: string[]
}

/** Every finding on what a signed version tells; `path` is where it stands in the file. */
export function presenceFindings(shelf: Shelf, part: SignedVersion, path: string): Finding[] {
  const wrong: Wrong = {
    recordPolls: [],
    recordBallots: [],
    recordConstats: [],
    recordAddenda: [],
    recordLock: [],
    recordSignatures: [],
    recordConclusion: [],
    recordOrder: [],
    recordMoments: [],
  }
  const lock = lockOf(shelf, part, path, wrong)
  for (const [at, constat] of part.constats.entries())
    lookForConstat(shelf, constat, { path: `${path}/constats/${at}`, lock, wrong })
  lookForAddenda(shelf, part, path, wrong)
  if (part.alliance) lookForSignatures(shelf, part, { path, lock, wrong })
  const asked = Object.entries(wrong).filter(
    ([code, places]) => places.length > 0 || !needless(part).includes(code as keyof Wrong),
  )
  return asked.flatMap(([code, places]) => judged(code as keyof Wrong, path, places))
}

/** Questions that say nothing of a part that has no such thing. */
function needless({ addenda, alliance }: SignedVersion): (keyof Wrong)[] {
  return [
    ...(addenda ? [] : (['recordAddenda'] as const)),
    ...(alliance ? [] : (['recordSignatures', 'recordConclusion'] as const)),
  ]
}

function lockOf(
  shelf: Shelf,
  { version }: SignedVersion,
  path: string,
  { recordLock, recordMoments }: Wrong,
) {
  const all = shelf.of('lock', version.planId).filter(({ entry }) => numberOf(entry) === version.number)
  const [lock] = all
  const body = lock?.entry.body as Entry<'lock'>['body'] | undefined
  const right =
    all.length === 1 &&
    body?.versionId === version.id &&
    body.planDigest === version.planDigest &&
    body.versionDigest === digest('version', version)
  if (!right) recordLock.push(`${path}/version`)
  else if (isFar(lock!, version.lockedAt)) recordMoments.push(`${path}/version/lockedAt`)
  return right ? lock!.index : null
}

function numberOf({ body }: Entry): number {
  return (body as Entry<'lock'>['body']).number
}

interface Looking {
  readonly path: string
  /** Where the lock is; null when it is nowhere. */
  readonly lock: number | null
  readonly wrong: Wrong
}

function lookForConstat(shelf: Shelf, constat: AnyConstat, { path, lock, wrong }: Looking): void {
  const { poll, closedAt } = constat
  const openings = shelf.of('poll', poll.id)
  const [opened] = openings
  const body = opened?.entry.body as Entry<'poll'>['body'] | undefined
  const right =
    openings.length === 1 &&
    body?.pollDigest === digest('poll', poll) &&
    body.textHash === poll.textHash &&
    body.registerHash === poll.registerHash &&
    (body.rulesDigest === undefined ||
      (isVote(constat) && body.rulesDigest === digest('rules', constat.poll.ruleSet)))
  if (!right) wrong.recordPolls.push(`${path}/poll`)
  else if (isFar(opened!, poll.openedAt)) wrong.recordMoments.push(`${path}/poll/openedAt`)
  const closings = shelf.of('constat', poll.id)
  const [closed] = closings
  const kept = closings.length === 1 && aboutOf(closed!.entry) === digest('constat', constat)
  if (!kept) wrong.recordConstats.push(path)
  // One that closed by its hour enters when someone looks, which may be later.
  else if (isFar(closed!, closedAt, isVote(constat) && constat.closing === 'hour'))
    wrong.recordMoments.push(`${path}/closedAt`)
  const [from, to] = [right ? opened!.index : null, kept ? closed!.index : null]
  lookForBallots(shelf, constat, { path, from, to, wrong })
  if ((from !== null && to !== null && from > to) || (to !== null && lock !== null && to > lock))
    wrong.recordOrder.push(path)
}

/** The receipts of a record: of a secret poll those of its roll. */
function receiptsOf(constat: AnyConstat): { place: string; receipt: string; receivedAt: string }[] {
  const secret = isVote(constat) ? constat.secret : undefined
  const [list, place] = secret ? [secret.roll, 'secret/roll'] : [constat.ballots, 'ballots']
  return list.map((ballot, at) => ({
    place: `${place}/${at}`,
    receipt: digest('ballot', ballot),
    receivedAt: ballot.receivedAt,
  }))
}

function lookForBallots(
  shelf: Shelf,
  constat: AnyConstat,
  { path, from, to, wrong }: { path: string; from: number | null; to: number | null; wrong: Wrong },
): void {
  const left = new Map(
    shelf.of('ballot', constat.poll.id).map((placed) => [aboutOf(placed.entry), placed] as const),
  )
  if (left.size !== shelf.of('ballot', constat.poll.id).length) wrong.recordBallots.push(path)
  for (const { place, receipt, receivedAt } of receiptsOf(constat)) {
    const placed = left.get(receipt)
    left.delete(receipt)
    if (!placed) {
      wrong.recordBallots.push(`${path}/${place}`)
      continue
    }
    const { index } = placed
    if ((from !== null && index < from) || (to !== null && index > to))
      wrong.recordOrder.push(`${path}/${place}`)
    if (isFar(placed, receivedAt)) wrong.recordMoments.push(`${path}/${place}/receivedAt`)
  }
  for (const { index } of left.values()) wrong.recordBallots.push(`/record/entries/${index}`)
}

function lookForAddenda(
  shelf: Shelf,
  { addenda = [] }: SignedVersion,
  path: string,
  { recordAddenda, recordMoments }: Wrong,
): void {
  for (const [at, addendum] of addenda.entries()) {
    const [placed] = shelf.about('addendum', digest('addendum', addendum))
    const body = placed?.entry.body as Entry<'addendum'>['body'] | undefined
    if (body?.pollId !== addendum.pollId) recordAddenda.push(`${path}/addenda/${at}`)
    else if (isFar(placed!, addendum.at)) recordMoments.push(`${path}/addenda/${at}/at`)
  }
}

function lookForSignatures(
  shelf: Shelf,
  { version, alliance, signatures }: SignedVersion,
  { path, lock, wrong }: Looking,
): void {
  const { id, concludedAt } = alliance!
  const versionDigest = digest('version', version)
  const conclusions = shelf.of('conclusion', id)
  const [concluded] = conclusions
  const ended = concluded?.entry.body as Entry<'conclusion'>['body'] | undefined
  const right =
    conclusions.length === 1 &&
    ended?.versionDigest === versionDigest &&
    ended.allianceDigest === digest('alliance', alliance)
  if (!right) wrong.recordConclusion.push(`${path}/alliance`)
  else if (isFar(concluded!, concludedAt)) wrong.recordMoments.push(`${path}/alliance/concludedAt`)
  const end = right ? concluded!.index : null
  if (end !== null && lock !== null && end < lock) wrong.recordOrder.push(`${path}/alliance`)
  const left = new Set(shelf.of('signature', id).map(({ index }) => index))
  for (const [at, signature] of signatures.entries()) {
    const place = `${path}/signatures/${at}`
    const placed = signatureEntry(shelf, signature)
    if (!placed || !left.delete(placed.index) || !isOf(placed.entry, signature, versionDigest)) {
      wrong.recordSignatures.push(place)
      continue
    }
    if ((lock !== null && placed.index < lock) || (end !== null && placed.index > end))
      wrong.recordOrder.push(place)
    if (isFar(placed, signature.signedAt)) wrong.recordMoments.push(`${place}/signedAt`)
  }
  for (const index of left) wrong.recordSignatures.push(`/record/entries/${index}`)
}

/** The entry of a signature, or none. */
export function signatureEntry(shelf: Shelf, signature: SignatureRecord): Placed | undefined {
  return shelf.about('signature', digest('signature', signature))[0]
}

function isOf({ body }: Entry, signature: SignatureRecord, versionDigest: string): boolean {
  const said = body as Entry<'signature'>['body']
  return (
    said.allianceId === signature.statement.allianceId &&
    said.versionDigest === versionDigest &&
    said.statementDigest === digest('statement', signature.statement) &&
    said.keyDigest === keyDigest(signature)
  )
}

/** Whether an act claims another hour than its entry has; `late` for one that may enter long after. */
function isFar({ entry }: Placed, claimed: string, late = false): boolean {
  const after = Date.parse(entry.at) - Date.parse(claimed)
  return after < -toleranceMs || (after > toleranceMs && !late)
}

/** Adoptions and signatures from elsewhere: each in the record, of its Alliance, after the lock. */
export function fromElsewhereFindings(
  shelf: Shelf,
  parts: readonly SignedVersion[],
  { adoptions = [], outside = [] }: { adoptions?: readonly Noted[]; outside?: readonly Noted[] },
): Finding[] {
  if (adoptions.length + outside.length === 0) return []
  const lockOfIts = (allianceId: string) => {
    const part = parts.find(({ alliance }) => alliance?.id === allianceId)
    return part && shelf.about('lock', digest('version', part.version))[0]?.index
  }
  const places = (type: 'adoption' | 'outside', list: readonly Noted[], at: string) =>
    list.flatMap((one, index) => {
      const [placed] = shelf.about(type, digest(type, one))
      const body = placed?.entry.body as { allianceId: string } | undefined
      const lock = lockOfIts(one.allianceId) ?? Number.POSITIVE_INFINITY
      const right =
        placed && body?.allianceId === one.allianceId && placed.index > lock && !isFar(placed, one.at)
      return right ? [] : [`/${at}/${index}`]
    })
  return judged('recordAdoptions', '/record', [
    ...places('adoption', adoptions, 'adoptions'),
    ...places('outside', outside, 'outside'),
  ])
}

interface Noted {
  readonly allianceId: string
  readonly at: string
}
