// The recount of a ballot file: the same pure count as the server's, held against what the file states (COUNT-15).
// Pure. Called by `assise tally`, and by whatever shows that a stored count still comes out.
import type { Bilingual } from '../basics.ts'
import { canonicalText, digest } from '../record/canonical.ts'
import { awaitsCasting, withCasting } from './casting.ts'
import { askedSeats, asksAdvice, type ConsultativeCount, countConsultative } from './consultative.ts'
import { countPoll } from './count.ts'
import { outcomeOf } from './outcome.ts'
import type { PollCount, SeatEntry } from './setting.ts'
import { checkSetting } from './setting-check.ts'
import { settingText } from './setting-text.ts'
import type { TallyFile } from './tally-file.ts'

export interface RecountFinding {
  readonly code: RecountCode
  readonly status: 'ok' | 'failed' | 'notChecked'
  readonly text: Bilingual
}

/** A figure that does not come out as stated: where, as a JSON pointer into the count, and both sides as canonical text. */
export interface Difference {
  readonly path: string
  readonly stated: string
  readonly recounted: string
}

export interface Recount {
  readonly same: boolean
  /** SHA-256 of the poll's record, to be held against the consensus record. */
  readonly pollDigest: string
  /** Null when the voices cannot be counted at all (a voice outside the register, two for one seat…). */
  readonly count: PollCount | null
  /** The figures of the consultative voices, apart; null where there are none, or where they cannot be counted. */
  readonly consultative: ConsultativeCount | null
  readonly findings: readonly RecountFinding[]
  readonly differences: readonly Difference[]
}

/** Recounts a file that was read. Total on those. `same` only when the file is coherent and every figure comes out as stated. */
export function recountTally(file: TallyFile): Recount {
  const { poll, register, joined = [], voices, voted } = file
  const { setting } = poll
  const secret = setting.secrecy === 'secret'
  const seats = fullRegister(file)
  const known = new Set(seats.map(({ seatId }) => seatId))
  const took = secret ? (voted ?? []) : voices.map(({ seatId }) => seatId)
  const named = [...took, ...(file.recusedSince ?? []), ...(file.present ?? [])]
  const coherent = {
    setting: checkSetting(setting, { register }) === null,
    registerHash: digest('register', register) === poll.registerHash,
    register:
      known.size === seats.length &&
      [register, joined].every((list) => isSorted(list.map(({ seatId }) => seatId))) &&
      (joined.length === 0 || setting.electorate === 'additive'),
    voices:
      named.every((seatId) => known.has(seatId)) &&
      secret === (voted !== undefined) &&
      took.length === voices.length &&
      [voices.map(({ seatId }) => seatId), took, file.recusedSince ?? [], file.present ?? []].every(
        isSorted,
      ) &&
      (!secret || voices.every(({ seatId }) => !known.has(seatId))),
  }
  const countable = coherent.setting && coherent.register && coherent.voices
  const count = countable ? countOf(file, seats) : null
  const advice = adviceIn(file)
  const differences = [
    ...(count ? differencesOf(figuresOf(file.count), figuresOf(count), '') : []),
    ...(advice.count ? differencesOf(file.consultative!.count, advice.count, '/consultative') : []),
  ].slice(0, differencesMax)
  const pronounced = count && file.outcome ? isPronounced(file, count) : null
  const same =
    Object.values(coherent).every(Boolean) &&
    count !== null &&
    differences.length === 0 &&
    pronounced !== false &&
    advice.holds !== false
  const main = differences.filter(({ path }) => !path.startsWith('/consultative/'))
  const words = canonicalText(settingText(setting)) === canonicalText(poll.ruleText)
  return {
    same,
    pollDigest: digest('poll', poll),
    count,
    consultative: advice.count,
    findings: [
      ...(Object.keys(coherent) as (keyof typeof coherent)[]).map((code) =>
        finding(code, coherent[code] ? 'ok' : 'failed'),
      ),
      finding('words', words ? 'ok' : 'notChecked'),
      finding('count', count === null ? 'notChecked' : main.length === 0 ? 'ok' : 'failed'),
      ...(count
        ? [finding('trace', shown(file.count.trace) === shown(count.trace) ? 'ok' : 'notChecked')]
        : []),
      ...(pronounced === null ? [] : [finding('outcome', pronounced ? 'ok' : 'failed')]),
      ...(advice.holds === null ? [] : [finding('consultative', advice.holds ? 'ok' : 'failed')]),
    ],
    differences,
  }
}

/** The register at the closing: the seats of the opening, those that joined, with the recusals declared since. */
function fullRegister({ register, joined = [], recusedSince = [] }: TallyFile): SeatEntry[] {
  const recused = new Set(recusedSince)
  return [...register, ...joined].map((seat) =>
    recused.has(seat.seatId) ? { ...seat, recused: true } : seat,
  )
}

/** COUNT-16: the word that the figures and what is told beside them give; a casting vote only on a tie that waits for one. */
function isPronounced({ poll: { setting }, outcome }: TallyFile, count: PollCount): boolean {
  const { word, casting, ...standing } = outcome!
  const due = outcomeOf(setting, count, { ...standing, ...(casting && { casting: casting.side }) })
  return due === word && (!casting || awaitsCasting(setting, count))
}

interface Advice {
  /** Null where the poll asked nobody for advice, and the file says so. */
  readonly holds: boolean | null
  readonly count: ConsultativeCount | null
}

/** COUNT-17: the consultative voices, by themselves: their seats are those of the opening, or asked since where late seats join; none in the register, one voice each. */
function adviceIn({ poll, register, joined = [], consultative }: TallyFile): Advice {
  if (!consultative) return { holds: poll.consultativeHash === undefined ? null : false, count: null }
  const { seats, joined: late = [], voices } = consultative
  const all = askedSeats({ seats, joined: late.map((seat) => ({ seat })) })
  const ids = new Set(all.map(({ seatId }) => seatId))
  const coherent =
    asksAdvice(poll.setting) &&
    all.length > 0 &&
    (seats.length > 0 ? digest('register', seats) : undefined) === poll.consultativeHash &&
    (late.length === 0 || poll.setting.electorate === 'additive') &&
    [seats, late, all, voices].every((list) => isSorted(list.map(({ seatId }) => seatId))) &&
    voices.every(({ seatId }) => ids.has(seatId)) &&
    [...register, ...joined].every(({ seatId }) => !ids.has(seatId))
  if (!coherent || checkSetting(poll.setting, { register }) !== null) return { holds: false, count: null }
  const count = countConsultative(poll.setting, all, voices)
  return { holds: shown(count) === shown(consultative.count), count }
}

function countOf(file: TallyFile, seats: readonly SeatEntry[]): PollCount {
  const voices = file.voices.map(({ seatId, value }) => ({ seatId, value }))
  const count = countPoll(file.poll.setting, seats, voices, {
    ...(file.present ? { present: file.present } : {}),
    ...(file.voted ? { voted: file.voted } : {}),
  })
  return withCasting(count, file.outcome?.casting)
}

/** The count without its sentences: a later version may word the same figures otherwise. */
function figuresOf({ trace: _, ...figures }: PollCount): Omit<PollCount, 'trace'> {
  return figures
}

/** Strictly ascending: sorted, and nobody twice. */
function isSorted(ids: readonly string[]): boolean {
  return ids.every((id, at) => at === 0 || ids[at - 1]! < id)
}

/** Enough for a person to see what was touched. */
const differencesMax = 20

function differencesOf(stated: unknown, recounted: unknown, at: string): Difference[] {
  const found: Difference[] = []
  const walk = (a: unknown, b: unknown, path: string) => {
    if (found.length >= differencesMax || shown(a) === shown(b)) return
    const [left, right] = [partsOf(a), partsOf(b)]
    if (!left || !right || Array.isArray(a) !== Array.isArray(b)) {
      found.push({ path, stated: shown(a), recounted: shown(b) })
      return
    }
    for (const key of new Set([...left.keys(), ...right.keys()])) {
      walk(left.get(key), right.get(key), `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
    }
  }
  walk(stated, recounted, at)
  return found
}

function partsOf(value: unknown): Map<string, unknown> | null {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : null
}

function shown(value: unknown): string {
  return value === undefined ? '–' : canonicalText(value)
}

type RecountCode = keyof typeof questions

const questions = {
  setting: {
    ok: { fr: 'Le réglage du scrutin est permis.', en: 'The ballot’s setting is allowed.' },
    not: { fr: 'Le réglage du scrutin n’est pas permis.', en: 'The ballot’s setting is not allowed.' },
  },
  registerHash: {
    ok: { fr: 'Le registre est celui de l’ouverture.', en: 'The register is the one of the opening.' },
    not: {
      fr: 'Le registre n’est pas celui dont l’empreinte a été prise à l’ouverture.',
      en: 'The register is not the one whose digest was taken at the opening.',
    },
  },
  register: {
    ok: { fr: 'Chaque siège est inscrit une fois.', en: 'Each seat is registered once.' },
    not: {
      fr: 'Le registre n’est pas en ordre, nomme un siège deux fois ou s’est accru sans le pouvoir.',
      en: 'The register is out of order, names a seat twice or grew where it may not.',
    },
  },
  voices: {
    ok: {
      fr: 'Chaque voix vient d’un siège inscrit, une par siège.',
      en: 'Each voice is of a registered seat, one a seat.',
    },
    not: {
      fr: 'Une voix n’est pas d’un siège inscrit, un siège a deux voix, ou l’ordre est rompu.',
      en: 'A voice is not of a registered seat, a seat has two voices, or the order is broken.',
    },
  },
  words: {
    ok: { fr: 'La règle en mots est celle du réglage.', en: 'The rule in words is that of the setting.' },
    not: {
      fr: 'La règle en mots n’est pas celle que ce logiciel écrirait\u00a0: lisez le réglage, qui seul compte.',
      en: 'The rule in words is not the one this software would write: read the setting, which alone counts.',
    },
  },
  count: {
    ok: { fr: 'Le compte est le même, à l’octet près.', en: 'The count is the same, to the byte.' },
    not: { fr: 'Le compte diffère de celui qui est énoncé.', en: 'The count differs from the one stated.' },
  },
  outcome: {
    ok: {
      fr: 'L’issue est celle que donnent le compte et ce qui est dit à côté.',
      en: 'The outcome is the one that the count and what is said beside it give.',
    },
    not: {
      fr: 'L’issue énoncée n’est pas celle que donnent le compte et ce qui est dit à côté.',
      en: 'The outcome stated is not the one that the count and what is said beside it give.',
    },
  },
  consultative: {
    ok: {
      fr: 'Les voix consultatives se recomptent, à part.',
      en: 'The consultative voices recount, apart.',
    },
    not: {
      fr: 'Les voix consultatives manquent, ne sont pas de leurs sièges, ou ne se recomptent pas.',
      en: 'The consultative voices are missing, not of their seats, or do not recount.',
    },
  },
  trace: {
    ok: { fr: 'Les lignes du compte sont les mêmes.', en: 'The lines of the count are the same.' },
    not: {
      fr: 'Les lignes du compte sont écrites autrement que par ce logiciel.',
      en: 'The lines of the count are not worded as by this software.',
    },
  },
} as const satisfies Record<string, { ok: Bilingual; not: Bilingual }>

const notCounted: Bilingual = {
  fr: 'Les voix ne peuvent pas être recomptées.',
  en: 'The voices cannot be recounted.',
}

function finding(code: RecountCode, status: RecountFinding['status']): RecountFinding {
  const text = status === 'ok' ? questions[code].ok : questions[code].not
  return { code, status, text: code === 'count' && status === 'notChecked' ? notCounted : text }
}
