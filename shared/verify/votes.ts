// One record of a poll of the second form checked against itself and its plan (VER rules): text, register, voices, secrecy, recount.
// Called by verify.ts alone.
import { compareFractions } from '../basics.ts'
import { objectionIn } from '../poll/admission.ts'
import { countedBallots } from '../poll/counted.ts'
import { registerAfter, weighSeats } from '../poll/electorate.ts'
import { type ObjectionState, objectionAfter, objectionMoves } from '../poll/objection.ts'
import { settingUnder } from '../poll/opening.ts'
import type { SeatEntry } from '../poll/setting.ts'
import { checkSetting } from '../poll/setting-check.ts'
import { settingText } from '../poll/setting-text.ts'
import { canonicalText, digest } from '../record/canonical.ts'
import type { AddendumRecord, ObjectionRecord, VoteConstat } from '../record/poll-records.ts'
import type { AnyConstat, SignedVersion } from '../record/records.ts'
import { adviceFindings } from './advice.ts'
import { type Finding, judged, notChecked } from './findings.ts'
import { voiceFindings } from './voices.ts'

export function isVote(constat: AnyConstat): constat is VoteConstat {
  return constat.format === 'assise/constat/v2'
}

/** Every finding on a record of the second form. Requires a dossier that fits its schema; total on those. */
export function voteFindings(dossier: SignedVersion, constat: VoteConstat, path: string): Finding[] {
  const { poll } = constat
  const first = dossier.constats.findIndex(({ poll: other }) => other.id === poll.id)
  const twice = dossier.constats[first] !== constat
  const when = (wrong: boolean, place: string) => (wrong ? [place] : [])
  return [
    ...judged('pollPlan', path, when(poll.planId !== dossier.version.planId, `${path}/poll/planId`)),
    ...judged('pollUnique', path, when(twice, `${path}/poll/id`)),
    ...judged('textSubject', path, when(!isTextOfPoll(constat), `${path}/text`)),
    ...judged(
      'textHash',
      path,
      when(digest('text', constat.text) !== poll.textHash, `${path}/poll/textHash`),
    ),
    ...registerFindings(constat, path),
    ...settingFindings(constat, path),
    ...voiceFindings(constat, path),
    ...adviceFindings(constat, path),
    ...objectionFindings(constat, path),
  ]
}

function isTextOfPoll({ poll: { subject, question }, text }: VoteConstat): boolean {
  if (subject.kind !== text.kind) return false
  if (subject.kind === 'priority') return text.kind === 'priority' && text.priority.id === subject.id
  if (text.kind === 'question') return canonicalText(text.question) === canonicalText(question)
  if (subject.kind !== 'passage' || text.kind !== 'passage') return true
  const at = ({ section, list, item, field }: typeof text | typeof subject) =>
    canonicalText([section, list ?? '', item ?? '', field])
  return at(subject) === at(text)
}

function registerFindings({ poll, register, changes, closedAt }: VoteConstat, path: string): Finding[] {
  const at = `${path}/register`
  const unordered = register.flatMap((seat, index) =>
    index > 0 && register[index - 1]!.seatId >= seat.seatId ? [`${at}/${index}`] : [],
  )
  const hash = digest('register', register) === poll.registerHash
  return [
    ...judged('registerHash', path, hash ? [] : [`${path}/poll/registerHash`]),
    ...judged('registerOrder', path, unordered),
    ...judged('weights', path, wrongWeights(poll, register, at)),
    ...judged('registerChanges', path, wrongChanges({ poll, register, changes, closedAt }, path)),
  ]
}

/** By the rules' colleges, or one each: which of the two the whole register must follow. */
function wrongWeights(poll: VoteConstat['poll'], register: readonly SeatEntry[], at: string): string[] {
  const organizations = register.map(({ seatId: id, name, college }) => ({ id, name, college }))
  const wrongBy = (equal: boolean): string[] => {
    const weighed = weighSeats(organizations, poll.ruleSet, equal)
    if (!Array.isArray(weighed)) return [at]
    return register.flatMap((seat, index) =>
      compareFractions(seat.weight, weighed[index]!.weight) === 0 ? [] : [`${at}/${index}/weight`],
    )
  }
  const byRule = wrongBy(false)
  // Equal voices in spite of the rules' colleges: only for a poll that adopts nothing.
  return byRule.length > 0 && !poll.setting.threshold ? wrongBy(true) : byRule
}

function wrongChanges(
  { poll, register, changes, closedAt }: Pick<VoteConstat, 'poll' | 'register' | 'changes' | 'closedAt'>,
  path: string,
): string[] {
  const additive = poll.setting.electorate === 'additive'
  return changes.flatMap((change, index) => {
    const known = registerAfter(register, changes.slice(0, index))
    const seatId = change.kind === 'joined' ? change.seat.seatId : change.seatId
    const inside = known.some((seat) => seat.seatId === seatId)
    const even =
      change.kind !== 'joined' ||
      known.every(({ weight }) => compareFractions(weight, change.seat.weight) === 0)
    const allowed = change.kind === 'recused' || additive
    const timely = change.at > poll.openedAt && change.at <= closedAt
    const right = (change.kind === 'joined') !== inside && even && allowed && timely
    return right ? [] : [`${path}/changes/${index}`]
  })
}

function settingFindings({ poll, closedAt, closing, ...rest }: VoteConstat, path: string): Finding[] {
  const { setting, ruleSet } = poll
  const due = settingUnder(ruleSet, {
    ...setting,
    adopts: setting.threshold !== undefined,
  })
  const late = setting.electorate === 'additive' && ruleSet.lateSeats === 'frozen'
  const sound = !late && checkSetting(setting, { register: rest.register }) === null
  const same = sound && canonicalText(setting) === canonicalText(due)
  const words = canonicalText(settingText(setting)) === canonicalText(poll.ruleText)
  return [
    ...judged('settingRules', path, same ? [] : [`${path}/poll/setting`]),
    ...(words ? judged('ruleWords', path, []) : [notChecked('ruleWords', `${path}/poll/ruleText`)]),
    ...judged(
      'closingHour',
      path,
      isTimely({ poll, closedAt, closing, ...rest }) ? [] : [`${path}/closedAt`],
    ),
  ]
}

/** VOTE-3: closed by its hour, or by hand; by hand before its hour only once every seat that could vote had. */
function isTimely(constat: VoteConstat): boolean {
  const { poll, closedAt, closing, register, changes, ballots, answers, secret } = constat
  const { closesAt } = poll.setting
  if (closedAt <= poll.openedAt) return false
  if (closing === 'hour') return closesAt !== undefined && closedAt >= closesAt
  if (closesAt === undefined || closedAt >= closesAt) return true
  const took = secret ? secret.roll : countedBallots(ballots, answers)
  const voted = new Set(took.map(({ seatId }) => seatId))
  return registerAfter(register, changes).every(({ seatId, recused }) => recused || voted.has(seatId))
}

/** Each objection went through its steps as the rules allow, before the closing; each voice that objects has its objection. */
function objectionFindings({ poll, objections, ballots, closedAt }: VoteConstat, path: string): Finding[] {
  const wrong = objections.flatMap((objection, index) =>
    isLived(objection, poll, closedAt) ? [] : [`${path}/objections/${index}`],
  )
  const own = objections.filter(({ pollId }) => pollId === poll.id)
  const mute = ballots.flatMap((ballot, index) => {
    const said = own.some(({ seatId, argument }) => seatId === ballot.seatId && argument === ballot.reason)
    const objects = objectionIn(poll.setting, ballot.value) !== null
    return objects && !said ? [`${path}/ballots/${index}`] : []
  })
  return judged('objectionSteps', path, [...wrong, ...mute])
}

/** The rules of an earlier round are not in this file: there an overruling is taken as its record says. */
function isLived(objection: ObjectionRecord, poll: VoteConstat['poll'], closedAt: string): boolean {
  const own = objection.pollId === poll.id
  let state: ObjectionState = 'raised'
  let at = objection.raisedAt
  for (const { move, words, textHash, at: next } of objection.steps) {
    if (!objectionMoves.includes(move) || next < at || next > closedAt) return false
    const moment = {
      level: objection.level,
      state,
      pollTextHash: own ? poll.textHash : '',
      textHash,
      words,
      holdsSeat: true,
      conducts: true,
    }
    const after = objectionAfter(own ? poll.setting : { afterBlock: 'majority' }, moment, move)
    if (typeof after !== 'string') return false
    state = after
    at = next
  }
  return state === objection.state && objection.raisedAt <= closedAt
}

/** What was added to the records: of a poll that is here, each naming the one before, none of them an annulment. */
export function addendaFindings({ addenda = [], constats, version }: SignedVersion): Finding[] {
  if (addenda.length === 0) return []
  const last = new Map<string, AddendumRecord>()
  const wrong = addenda.flatMap((addendum, index) => {
    const constat = constats.filter(isVote).find(({ poll }) => poll.id === addendum.pollId)
    const before = last.get(addendum.pollId)
    last.set(addendum.pollId, addendum)
    const right =
      constat !== undefined &&
      addendum.kind !== 'annulled' &&
      addendum.pollDigest === digest('poll', constat.poll) &&
      (addendum.constatDigest === undefined || addendum.constatDigest === digest('constat', constat)) &&
      addendum.previous === (before ? digest('addendum', before) : undefined) &&
      addendum.at > constat.poll.openedAt &&
      addendum.at <= version.lockedAt
    return right ? [] : [`/addenda/${index}`]
  })
  // No signature covers them: the version was locked on the records alone.
  return [...judged('addenda', '/addenda', wrong), notChecked('addendaUnsigned', '/addenda')]
}
