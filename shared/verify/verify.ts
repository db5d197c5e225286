// A whole dossier → findings (VER rules): the server's pages, the command and any offline page call this one function.
// No network, no clock, no secret: only the bytes given. It trusts nothing that the dossier says of itself.
import { coveredTexts, type Decision, decides, liveTexts, standingsOf } from '../consensus.ts'
import { isSetAside, itemsOf, planProblems } from '../plan/plan.ts'
import { isDecided } from '../poll/subject.ts'
import { digest } from '../record/canonical.ts'
import type { AnyConstat, Dossier } from '../record/records.ts'
import { constatFindings } from './constats.ts'
import { type Finding, failed, judged, notChecked } from './findings.ts'
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
 * VER-1: checks a dossier's bytes. Total: whatever the bytes, it answers with findings and never throws.
 * Bounded: at most 32 MB, nested at most 100 deep.
 */
export async function verifyDossier(bytes: Uint8Array): Promise<Verification> {
  const { dossier, findings: read } = readDossier(bytes)
  if (!dossier) return { dossier, findings: read, holds: false }
  const findings = [
    ...read,
    ...digestFindings(dossier),
    ...decisionFindings(dossier),
    ...dossier.constats.flatMap((_, index) => constatFindings(dossier, index)),
    ...addendaFindings(dossier),
    ...(await allianceFindings(dossier)),
    notChecked('serverTime'),
  ]
  return { dossier, findings, holds: findings.every(({ status }) => status !== 'failed') }
}

function digestFindings({ digest: claimed, ...rest }: Dossier): Finding[] {
  const actual = digest('dossier', rest)
  const planDigest = digest('plan', rest.plan)
  const { version, constats } = rest
  const digests = constats.map((constat) => digest('constat', constat))
  const named =
    version.constats.length === digests.length && digests.every((one, at) => one === version.constats[at])
  const late = constats.flatMap(({ closedAt }, at) =>
    closedAt > version.lockedAt ? [`/constats/${at}/closedAt`] : [],
  )
  return [
    ...judged('dossierDigest', '/digest', actual === claimed ? [] : ['/digest'], { actual }),
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
function decisionFindings({ plan, constats }: Dossier): Finding[] {
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
