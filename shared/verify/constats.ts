// One consensus record checked against itself and its plan (VER rules): texts, register, ballots, recount.
// Called by verify.ts alone.
import { compareFractions } from '../basics.ts'
import { type ConsentResult, checkBallot, ruleText, tallyConsent, weighRegister } from '../poll/consent.ts'
import { ruleOf } from '../poll/poll.ts'
import { canonicalText, digest } from '../record/canonical.ts'
import type { Constat, RegisterRecord, SignedVersion } from '../record/records.ts'
import { type Finding, judged, notChecked } from './findings.ts'
import { isVote, voteFindings } from './votes.ts'

/** Every finding on the record at `index`. Requires a dossier that fits its schema; total on those. */
export function constatFindings(dossier: SignedVersion, index: number): Finding[] {
  const constat = dossier.constats[index]!
  const path = `/constats/${index}`
  if (isVote(constat)) return voteFindings(dossier, constat, path)
  const { poll } = constat
  const when = (wrong: boolean, place = path) => (wrong ? [place] : [])
  const twice = dossier.constats.findIndex(({ poll: other }) => other.id === poll.id) !== index
  return [
    ...judged('pollPlan', path, when(poll.planId !== dossier.version.planId, `${path}/poll/planId`)),
    ...judged('pollUnique', path, when(twice, `${path}/poll/id`)),
    ...judged('textSubject', path, when(!isTextOfSubject(constat), `${path}/text`)),
    ...judged(
      'textHash',
      path,
      when(digest('text', constat.text) !== poll.textHash, `${path}/poll/textHash`),
    ),
    ...registerFindings(constat, path),
    ...ballotFindings(constat, path),
    ...recountFindings(constat, path),
  ]
}

function isTextOfSubject({ poll: { subject }, text }: Constat): boolean {
  if (subject.kind === 'plan') return text.kind === 'plan'
  return text.kind === 'priority' && text.priority.id === subject.id
}

function registerFindings({ poll, register }: Constat, path: string): Finding[] {
  const at = `${path}/register`
  const unordered = register.flatMap((entry, index) =>
    index > 0 && register[index - 1]!.organizationId >= entry.organizationId ? [`${at}/${index}`] : [],
  )
  const hash = digest('register', register)
  const words = canonicalText(ruleText(ruleOf(poll.rule))) === canonicalText(poll.ruleText)
  return [
    ...judged('registerHash', path, hash === poll.registerHash ? [] : [`${path}/poll/registerHash`]),
    ...judged('registerOrder', path, unordered),
    ...judged('weights', path, wrongWeights(poll.rule, register, at)),
    ...(words ? judged('ruleWords', path, []) : [notChecked('ruleWords', `${path}/poll/ruleText`)]),
  ]
}

function wrongWeights(
  rule: Constat['poll']['rule'],
  register: readonly RegisterRecord[],
  at: string,
): string[] {
  const organizations = register.map(({ organizationId: id, name, college }) => ({ id, name, college }))
  const weighed = weighRegister(organizations, ruleOf(rule))
  if (!Array.isArray(weighed)) return [at]
  return register.flatMap((entry, index) =>
    compareFractions(entry.weight, weighed[index]!.weight) === 0 ? [] : [`${at}/${index}/weight`],
  )
}

function ballotFindings({ poll, register, ballots, closedAt }: Constat, path: string): Finding[] {
  const pollDigest = digest('poll', poll)
  const left = new Set(register.map(({ organizationId }) => organizationId))
  const ids = new Set<string>()
  const wrong = {
    ballotPoll: [] as string[],
    ballotText: [] as string[],
    ballotRegister: [] as string[],
    ballotOrder: [] as string[],
    ballotReason: [] as string[],
    ballotTime: [] as string[],
  }
  for (const [index, ballot] of ballots.entries()) {
    const at = `${path}/ballots/${index}`
    if (ballot.pollDigest !== pollDigest) wrong.ballotPoll.push(`${at}/pollDigest`)
    if (ballot.textHash !== poll.textHash) wrong.ballotText.push(`${at}/textHash`)
    if (!left.delete(ballot.organizationId)) wrong.ballotRegister.push(`${at}/organizationId`)
    const before = ballots[index - 1]
    if ((before && before.organizationId >= ballot.organizationId) || ids.has(ballot.id))
      wrong.ballotOrder.push(at)
    if (checkBallot(ballot.choice, ballot.reason)) wrong.ballotReason.push(`${at}/reason`)
    // Instants of one fixed form: their text order is their order in time.
    if (ballot.receivedAt < poll.openedAt || ballot.receivedAt > closedAt)
      wrong.ballotTime.push(`${at}/receivedAt`)
    ids.add(ballot.id)
  }
  const count = ballots.filter(({ channel }) => channel === 'facilitated').length
  return [
    ...judged('ballotPoll', path, wrong.ballotPoll),
    ...judged('ballotText', path, wrong.ballotText),
    ...judged('ballotRegister', path, wrong.ballotRegister),
    ...judged('ballotOrder', path, wrong.ballotOrder),
    ...judged('ballotReason', path, wrong.ballotReason),
    ...judged('ballotTime', path, wrong.ballotTime),
    ...(count > 0 ? [notChecked('facilitated', path, { count })] : []),
  ]
}

function recountFindings(constat: Constat, path: string): Finding[] {
  const recount = recounted(constat)
  const same = recount !== null && canonicalText(recount) === canonicalText(constat.result)
  const details = { actual: recount ? shown(recount) : '…' }
  return judged('recount', path, same ? [] : [`${path}/result`], details)
}

/** Null when the ballots cannot be counted at all: an organisation outside the register, weights past 2^53. */
function recounted({ register, ballots, poll }: Constat): ConsentResult | null {
  try {
    return tallyConsent(register, ballots, ruleOf(poll.rule))
  } catch {
    return null
  }
}

function shown({ counts, outcome }: ConsentResult): string {
  return `${outcome} ${counts.support}/${counts.reserve}/${counts.abstain}/${counts.block}`
}
