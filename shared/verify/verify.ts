// A whole dossier → findings (VER rules): the server's pages, the command and any offline page call this one function.
// No network, no clock, no secret: only the bytes given. It trusts nothing that the dossier says of itself.
import { coveredTexts, type Decision, decides, liveTexts, standingsOf } from '../consensus.ts'
import { isSetAside, itemsOf, planProblems } from '../plan/plan.ts'
import { isDecided } from '../poll/subject.ts'
import { digest } from '../record/canonical.ts'
import type { Policy } from '../record/policy.ts'
import type { AnyConstat, Dossier, SignedVersion } from '../record/records.ts'
import { constatFindings } from './constats.ts'
import { type Finding, failed, judged, notChecked } from './findings.ts'
import { outsideOf } from './history/chain.ts'
import { historyFindings } from './history/history.ts'
import { readDossier } from './read.ts'
import { allianceFindings } from './signatures.ts'
import { addendaFindings, isVote } from './votes.ts'

export interface Verification {
  /** The dossier when it could be read, whatever was found in it. */
  readonly dossier: Dossier | null
  readonly findings: readonly Finding[]
  /** True when nothing failed. What could not be checked from the file alone is listed, and does not count against it. */
  readonly holds: boolean
}

/**
 * VER-1: checks a dossier's bytes, by the policy that their reader keeps when one is given (VER-10). Total: whatever the bytes, it
 * answers with findings and never throws. Bounded: at most 32 MB, nested at most 100 deep.
 */
export async function verifyDossier(
  bytes: Uint8Array,
  policy: Policy | null = null,
  pieces: readonly Uint8Array[] = [],
): Promise<Verification> {
  const { dossier, findings: read } = readDossier(bytes)
  if (!dossier) return { dossier, findings: read, holds: false }
  const earlier = dossier.format === 'assise/dossier/v2' ? (dossier.earlier ?? []) : []
  const outside = (part: SignedVersion) =>
    dossier.format === 'assise/dossier/v2' ? outsideOf(dossier, part) : new Set<string>()
  const before: Finding[] = []
  for (const [at, part] of earlier.entries())
    before.push(...moved(await partFindings(part, outside(part)), `/earlier/${at}`))
  const history = dossier.format === 'assise/dossier/v2' ? await historyFindings(dossier, policy, pieces) : []
  const findings = [
    ...read,
    ...(pieces.length > 0 && dossier.format === 'assise/dossier/v1' ? [failed('outsidePiece')] : []),
    ...dossierDigestFindings(dossier),
    ...(await partFindings(dossier, outside(dossier))),
    ...before,
    ...history,
    ...openFindings(dossier, { policy, history }),
  ]
  return { dossier, findings, holds: findings.every(({ status }) => status !== 'failed') }
}

/** A signed version against itself: this one, or one before it. `outside`: the signatories who signed elsewhere. */
async function partFindings(
  part: SignedVersion,
  outside: ReadonlySet<string> = new Set(),
): Promise<Finding[]> {
  return [
    ...digestFindings(part),
    ...decisionFindings(part),
    ...part.constats.flatMap((_, index) => constatFindings(part, index)),
    ...addendaFindings(part),
    ...(await allianceFindings(part, outside)),
  ]
}

function moved(findings: readonly Finding[], path: string): Finding[] {
  return findings.map((finding) => ({ ...finding, path: `${path}${finding.path}` }))
}

/** What stays open, said as exactly as what was given allows. */
function openFindings(
  { format, signatures }: Dossier,
  { policy, history }: { policy: Policy | null; history: readonly Finding[] },
): Finding[] {
  const bound = history.filter(({ code, status }) => code === 'keyBound' && status === 'ok').length
  const trusted = policy !== null && bound >= signatures.length
  return [
    // Who asks for a policy asks for the history: a file without it must not pass for one that has it.
    ...(policy && format === 'assise/dossier/v1' ? [failed('policyNeedsRecord')] : []),
    ...(signatures.length > 0 && !trusted ? [notChecked('trustRoot', '/signatures')] : []),
    ...(signatures.length === 0 && policy === null ? [notChecked('unsigned')] : []),
    notChecked('serverTime'),
  ]
}

function dossierDigestFindings({ digest: claimed, ...rest }: Dossier): Finding[] {
  const actual = digest('dossier', rest)
  return judged('dossierDigest', '/digest', actual === claimed ? [] : ['/digest'], { actual })
}

function digestFindings({ plan, version, constats }: SignedVersion): Finding[] {
  const planDigest = digest('plan', plan)
  const digests = constats.map((constat) => digest('constat', constat))
  const named =
    version.constats.length === digests.length && digests.every((one, at) => one === version.constats[at])
  const late = constats.flatMap(({ closedAt }, at) =>
    closedAt > version.lockedAt ? [`/constats/${at}/closedAt`] : [],
  )
  return [
    ...judged('planDigest', '/plan', planDigest === version.planDigest ? [] : ['/version/planDigest'], {
      actual: planDigest,
    }),
    ...judged('versionConstats', '/version/constats', named ? [] : [firstUnnamed(digests, version.constats)]),
    ...judged('versionTime', '/version/lockedAt', late),
  ]
}

function firstUnnamed(digests: readonly string[], named: readonly string[]): string {
  const at = digests.findIndex((one, index) => one !== named[index])
  return at >= 0 ? `/constats/${at}` : '/version/constats'
}

/** The lock's own rule, asked again of the frozen plan: complete, and each text under a consensus that is not stale. */
function decisionFindings({ plan, constats }: SignedVersion): Finding[] {
  const problems = planProblems(plan)
  const standings = standingsOf(constats.flatMap(decisionOf), liveTexts(plan))
  const agreed = new Set(
    standings
      .filter(({ state }) => state === 'consensus')
      .map(({ subject }) => (subject.kind === 'plan' ? '' : subject.id)),
  )
  // The whole plan may be decided by its own polls only: ids of priorities are never empty (a priority without one fails here).
  const bare = itemsOf(plan, 'priorities').flatMap((priority, at) =>
    isSetAside(priority) || (priority.id !== '' && agreed.has(priority.id))
      ? []
      : [`/plan/lists/priorities/${at}`],
  )
  const whole = standings.some(({ subject, state }) => subject.kind === 'plan' && state === 'consensus')
  return [
    ...(problems.length === 0
      ? judged('planComplete', '/plan', [])
      : problems
          .slice(0, 20)
          .map(({ place, text }) => failed('planComplete', placePath(place), { reason: text }))),
    ...judged('planStands', '/plan', whole ? [] : ['/plan']),
    ...judged('priorityStands', '/plan/lists/priorities', bare),
  ]
}

/** A record as the rules of consensus see it; none for one that decides nothing of the plan's texts. */
function decisionOf(constat: AnyConstat): Decision[] {
  const { poll, text, closedAt } = constat
  const outcome = isVote(constat) ? constat.outcome : constat.result.outcome
  const adopts = !isVote(constat) || constat.poll.setting.threshold !== undefined
  if (!decides(outcome, adopts) || !isDecided(poll.subject)) return []
  const covers = text.kind === 'plan' || text.kind === 'priority' ? coveredTexts(text) : {}
  // Of the text itself, not as the poll claims it.
  return [{ id: poll.id, subject: poll.subject, textHash: digest('text', text), closedAt, outcome, covers }]
}

function placePath(place: { section?: string; list?: string; item?: string; field?: string }): string {
  const at = place.list ? `/plan/lists/${place.list}` : `/plan/fields/${place.section}`
  return [at, place.item, place.field].filter(Boolean).join('/')
}
