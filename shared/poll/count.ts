// The count of a poll of any method: which voices count, the masses, the quorum, the method's figures, the thresholds, and how, line by line.
// Pure and exact. Called by the closing of a poll, by screens that show counts, by the minutes, and by the offline recount.
import { assert, type Bilingual, type Lang } from '../basics.ts'
import type { College } from '../territory.ts'
import { partsOf, ratio, ratioText, scaleOf } from './exact.ts'
import {
  bilingual,
  type Counted,
  type Method,
  massOf,
  massText,
  type Paper,
  shareText,
} from './methods/method.ts'
import { methodOf } from './methods/table.ts'
import { judgeQuorum } from './quorum.ts'
import type {
  Mass,
  MethodKey,
  PollCount,
  PollSetting,
  SeatEntry,
  Threshold,
  Value,
  ValueOf,
  Voice,
} from './setting.ts'
import { checkValue, isBlank } from './setting-check.ts'
import { type Bases, judgeSupport, type Support, thresholdText } from './threshold.ts'

export interface CountOptions {
  /** Seats present at the closing; the register's own `present` flags (at opening) when absent. */
  readonly present?: Iterable<string>
  /** In a secret poll: the seats that voted. Needed there, refused elsewhere. */
  readonly voted?: Iterable<string>
}

/**
 * COUNT-4: counts a poll. `register` is the one hashed at opening, with the seats that joined since and the recusals declared since;
 * `voices` holds one voice a seat (see `countedVoices`), or the papers of a secret poll. A recused seat's voice is not counted. A value
 * that is not valid is counted apart. Requires (a bug otherwise): each voice of a seat of the register, at most one each; in a secret
 * poll as many papers as seats that voted, and one weight for all.
 */
export function countPoll(
  setting: PollSetting,
  register: readonly SeatEntry[],
  voices: readonly Voice[],
  options: CountOptions = {},
): PollCount {
  const roll = rollOf(setting, register, voices, options)
  const method = methodOf(setting.method) as Method<MethodKey>
  const sorted = sortPapers(setting, method, roll.papers)
  const { scale, entitled } = roll
  const mass = (papers: readonly { readonly parts: bigint }[]): Mass => massOf(papers, scale)
  const bases = basesOf(roll, sorted)
  const judged = (threshold: Threshold, support: Support) => judgeSupport(threshold, support, bases)
  const counted = method.count({
    setting,
    papers: [...sorted.expressed, ...sorted.abstained],
    scale,
    passes: (support) => setting.threshold === undefined || judged(setting.threshold, support).passed,
  })
  const test = setting.threshold && testOf(setting.threshold, counted, judged, scale)
  const fallbackTest = setting.fallback && testOf(setting.fallback, counted, judged, scale)
  const quorum = judgeQuorum(setting.quorum, register, new Set([...roll.voted, ...roll.present]))
  const masses = {
    registered: mass(entitled),
    recused: mass(roll.recused),
    cast: mass(roll.papers),
    expressed: mass(sorted.expressed),
    abstained: mass(sorted.abstained),
    blank: mass(sorted.blank),
    invalid: mass(sorted.invalid),
    notVoted: mass(entitled.filter(({ seatId }) => !roll.voted.has(seatId))),
  }
  return {
    method: setting.method,
    methodVersion: 1,
    ...masses,
    ...(method.aim === 'adopts'
      ? { favourable: mass(sorted.favourable), against: mass(sorted.against) }
      : {}),
    tallies: counted.tallies,
    groups: counted.groups,
    retained: counted.retained,
    tied: counted.tied,
    ...(counted.allocation ? { allocation: counted.allocation } : {}),
    ...(test ? { test: test.told } : {}),
    ...(fallbackTest ? { fallbackTest: fallbackTest.told } : {}),
    blocks: counted.blocks,
    quorum,
    trace: [
      ...massLines(masses, roll.withdrawn),
      quorumLine(quorum),
      ...counted.trace,
      ...(test ? [testLine(setting.threshold!, test, 'threshold')] : []),
      ...(fallbackTest ? [testLine(setting.fallback!, fallbackTest, 'fallback')] : []),
      ...(counted.blocks.length > 0 ? [blockLine(counted.blocks.length)] : []),
      ...(counted.tied.length > 0 ? [tieLine] : []),
    ],
  }
}

interface Weighed {
  readonly seatId: string
  readonly parts: bigint
  readonly college: College
}
interface Roll {
  readonly scale: bigint
  readonly entitled: readonly Weighed[]
  readonly recused: readonly Weighed[]
  readonly papers: readonly (Omit<Paper<MethodKey>, 'value'> & { readonly value: Value })[]
  /** Entitled seats that voted. */
  readonly voted: ReadonlySet<string>
  readonly present: ReadonlySet<string>
  /** Voices of seats recused after they voted. */
  readonly withdrawn: number
}

function rollOf(
  setting: PollSetting,
  register: readonly SeatEntry[],
  voices: readonly Voice[],
  { present, voted }: CountOptions,
): Roll {
  const secret = setting.secrecy === 'secret'
  assert(secret === (voted !== undefined), 'who voted is told apart in a secret poll, and only there')
  const scale = scaleOf(register.map(({ weight }) => weight))
  const took = new Set(secret ? voted : voices.map(({ seatId }) => seatId))
  assert(took.size === voices.length, 'a seat has more than one voice, or a paper has no voter')
  const weighed = new Map<string, Weighed & { recused: boolean }>()
  for (const { seatId, weight, college, recused = false } of register) {
    // A secret paper cannot be found again: a recusal declared after it leaves it in.
    weighed.set(seatId, {
      seatId,
      parts: partsOf(weight, scale),
      college,
      recused: recused && !(secret && took.has(seatId)),
    })
  }
  assert(weighed.size === register.length, 'a seat is twice in the register')
  for (const seatId of took) assert(weighed.has(seatId), `${seatId} is not in the register`)
  const entitled = [...weighed.values()].filter(({ recused }) => !recused)
  const common = entitled[0]?.parts ?? 0n
  assert(!secret || entitled.every(({ parts }) => parts === common), 'a secret poll has one weight')
  const counting = secret ? voices : voices.filter(({ seatId }) => !weighed.get(seatId)!.recused)
  const here = present ?? register.filter((seat) => seat.present).map(({ seatId }) => seatId)
  return {
    scale,
    entitled,
    recused: [...weighed.values()].filter(({ recused }) => recused),
    papers: counting.map(({ seatId, value }) =>
      secret
        ? { id: seatId, parts: common, value }
        : { id: seatId, parts: weighed.get(seatId)!.parts, college: weighed.get(seatId)!.college, value },
    ),
    voted: new Set([...took].filter((seatId) => !weighed.get(seatId)!.recused)),
    present: new Set([...here].filter((seatId) => weighed.has(seatId))),
    withdrawn: voices.length - counting.length,
  }
}

type Papers = readonly Paper<MethodKey>[]
interface Sorted {
  readonly expressed: Papers
  readonly favourable: Papers
  readonly against: Papers
  readonly abstained: Papers
  readonly blank: readonly { readonly parts: bigint }[]
  readonly invalid: readonly { readonly parts: bigint }[]
}

function sortPapers(setting: PollSetting, method: Method<MethodKey>, papers: Roll['papers']): Sorted {
  const sides = { favourable: [], against: [], expressed: [], abstained: [] } as Record<
    string,
    Paper<MethodKey>[]
  >
  const blank: Roll['papers'][number][] = []
  const invalid: Roll['papers'][number][] = []
  for (const paper of papers) {
    if (checkValue(setting, paper.value) !== null) invalid.push(paper)
    else if (isBlank(paper.value)) blank.push(paper)
    else {
      const valid = paper as Paper<MethodKey>
      sides[method.side(valid.value as ValueOf[MethodKey], setting)]!.push(valid)
    }
  }
  const [favourable, against] = [sides.favourable!, sides.against!]
  const expressed = [...favourable, ...against, ...sides.expressed!]
  return { expressed, favourable, against, abstained: sides.abstained!, blank, invalid }
}

/** TRAP-9: support and every base are weights, never heads on one side and weights on the other. */
function basesOf(roll: Roll, sorted: Sorted): Bases {
  const sum = (papers: readonly { readonly parts: bigint }[]) =>
    papers.reduce((total, { parts }) => total + parts, 0n)
  const colleges = new Map<College, bigint>()
  for (const { college } of roll.entitled) colleges.set(college, 0n)
  for (const { college, parts } of sorted.expressed) {
    if (college) colleges.set(college, (colleges.get(college) ?? 0n) + parts)
  }
  return {
    expressed: sum(sorted.expressed),
    abstained: sum(sorted.abstained),
    cast: sum(roll.papers),
    // Who voted took part: a base of those present never leaves out a voice it counts.
    present: sum(roll.entitled.filter(({ seatId }) => roll.present.has(seatId) || roll.voted.has(seatId))),
    entitled: sum(roll.entitled),
    colleges,
  }
}

interface Test {
  readonly told: NonNullable<PollCount['test']>
  readonly part: string
  readonly reasons: readonly Bilingual[]
}

function testOf(
  threshold: Threshold,
  counted: Counted,
  judged: (threshold: Threshold, support: Support) => ReturnType<typeof judgeSupport>,
  scale: bigint,
): Test | undefined {
  const [first] = counted.supports ?? []
  if (!first) return undefined
  const verdicts = counted.supports!.map((support) => judged(threshold, support))
  const best = verdicts.find(({ passed }) => passed) ?? verdicts[0]!
  const text = (parts: bigint) => ratioText(ratio(parts, scale))
  return {
    told: {
      support: text(first.all),
      base: text(best.base),
      share: ratioText(ratio(BigInt(threshold.share.num), BigInt(threshold.share.den))),
      passed: best.passed,
    },
    part: shareText(first.all, best.base),
    reasons: best.reasons,
  }
}

function massLines(
  masses: Pick<
    PollCount,
    'registered' | 'recused' | 'cast' | 'expressed' | 'abstained' | 'blank' | 'invalid' | 'notVoted'
  >,
  withdrawn: number,
): Bilingual[] {
  const write = (lang: Lang) => {
    const fr = lang === 'fr'
    const part = ([key, name]: readonly [keyof typeof masses, Bilingual]) =>
      `${name[lang]}${fr ? '\u00a0:' : ':'} ${massText(masses[key], lang)}`
    return `${massWords.map(part).join(' · ')}.`
  }
  const late: Bilingual = {
    fr: `Voix de sièges récusés depuis leur vote, non comptées\u00a0: ${withdrawn}.`,
    en: `Votes of seats recused since they voted, not counted: ${withdrawn}.`,
  }
  return withdrawn > 0 ? [bilingual(write), late] : [bilingual(write)]
}

const massWords = [
  ['registered', { fr: 'Inscrits', en: 'Registered' }],
  ['recused', { fr: 'récusés, à part', en: 'recused, apart' }],
  ['cast', { fr: 'bulletins reçus', en: 'votes received' }],
  ['expressed', { fr: 'exprimés', en: 'expressed' }],
  ['abstained', { fr: 'abstentions', en: 'abstentions' }],
  ['blank', { fr: 'blancs', en: 'blank' }],
  ['invalid', { fr: 'nuls', en: 'invalid' }],
  ['notVoted', { fr: 'n’ont pas voté', en: 'did not vote' }],
] as const

function quorumLine({ met, reached, needed, colleges }: PollCount['quorum']): Bilingual {
  return {
    fr: `Quorum\u00a0: ${reached} pour ${needed} demandé, ${colleges} collège${colleges > 1 ? 's' : ''}\u00a0: ${met ? 'atteint' : 'non atteint'}.`,
    en: `Quorum: ${reached} where ${needed} is needed, ${colleges} college${colleges === 1 ? '' : 's'}: ${met ? 'met' : 'not met'}.`,
  }
}

function testLine(
  threshold: Threshold,
  { told, part, reasons }: Test,
  which: 'threshold' | 'fallback',
): Bilingual {
  const asked = thresholdText(threshold)
  const why = (lang: Lang) => reasons.map((reason) => reason[lang]).join(lang === 'fr' ? '\u00a0; ' : '; ')
  const name =
    which === 'threshold'
      ? { fr: 'Seuil', en: 'Threshold' }
      : { fr: 'Seuil de repli', en: 'Fallback threshold' }
  return {
    fr: `${name.fr}\u00a0: appui ${told.support} sur ${told.base}, soit ${part}\u00a0; demandé\u00a0: ${asked.fr}\u00a0; ${told.passed ? 'atteint' : `non atteint (${why('fr')})`}.`,
    en: `${name.en}: support ${told.support} of ${told.base}, that is ${part}; asked: ${asked.en}; ${told.passed ? 'reached' : `not reached (${why('en')})`}.`,
  }
}

function blockLine(count: number): Bilingual {
  return {
    fr: `Blocages\u00a0: ${count}. Un blocage maintenu exclut le consensus.`,
    en: `Blocks: ${count}. A maintained block rules out consensus.`,
  }
}

const tieLine: Bilingual = {
  fr: 'Une égalité reste\u00a0: elle relève de la règle des égalités.',
  en: 'A tie remains: it is for the rule of ties.',
}
