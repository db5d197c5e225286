// The Schulze method: every option against every other, then the strongest path of duels between them (winning votes).
// Pure, typed arrays: 200 options and 10,000 voices in under a second. Called by the count.
// Source: M. Schulze, « A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner election method »,
// Social Choice and Welfare 36 (2011), 267–303.
import type { Bilingual } from '../../basics.ts'
import { larger, ratio, ratioText } from '../exact.ts'
import type { PollOption } from '../setting.ts'
import {
  bilingual,
  type Counted,
  type Counting,
  faultTexts,
  firstOf,
  groupsLine,
  labelOf,
  type Method,
  massOf,
} from './method.ts'

/** A square table of exact weights, row after row: how much prefers the row's option to the column's. */
export type Duels = readonly bigint[]

/**
 * COUNT-10: the duels. Each paper gives each option its place (0 first); options left out share the last one. Weights are added in pieces so
 * short that all the papers' pieces stay whole numbers of 32 bits, one row of the table at a time so that it stays in the fastest memory,
 * then put together exactly: one piece is enough for the weights of most registers, and ten thousand unlike ones cost no more.
 */
export function duelsOf(
  size: number,
  papers: readonly { readonly places: Uint16Array; readonly parts: bigint }[],
): bigint[] {
  const duels = new Array<bigint>(size * size).fill(0n)
  const { orders, afters } = orderedOf(
    size,
    papers.map(({ places }) => places),
  )
  const pieceBits = BigInt(32 - papers.length.toString(2).length)
  const most = papers.reduce((max, { parts }) => larger(max, parts), 0n)
  const row = new Uint32Array(size)
  for (let shift = 0n; most >> shift > 0n; shift += pieceBits) {
    const pieces = Uint32Array.from(papers, ({ parts }) =>
      Number(BigInt.asUintN(Number(pieceBits), parts >> shift)),
    )
    for (let option = 0; option < size; option++) {
      row.fill(0)
      for (let voice = 0; voice < pieces.length; voice++) {
        const piece = pieces[voice]!
        const start = voice * size
        // In the order of a voice, an option gains over all that come after its own group.
        for (let at = start + afters[start + option]!; at < start + size; at++) row[orders[at]!]! += piece
      }
      for (let other = 0; other < size; other++) duels[option * size + other]! += BigInt(row[other]!) << shift
    }
  }
  return duels
}

/** Voice after voice: the options by place, and for each option where those placed after its group begin. Places are small: sorted by counting. */
function orderedOf(
  size: number,
  voices: readonly Uint16Array[],
): { orders: Uint16Array; afters: Uint16Array } {
  const orders = new Uint16Array(voices.length * size)
  const afters = new Uint16Array(voices.length * size)
  const ends = new Uint16Array(size + 2)
  for (const [voice, places] of voices.entries()) {
    const start = voice * size
    ends.fill(0)
    for (let option = 0; option < size; option++) ends[places[option]! + 1]!++
    for (let place = 1; place < ends.length; place++) ends[place]! += ends[place - 1]!
    for (let option = 0; option < size; option++) afters[start + option] = ends[places[option]! + 1]!
    for (let option = 0; option < size; option++) orders[start + ends[places[option]!]!++] = option
  }
  return { orders, afters }
}

export interface Paths {
  /** The strength of the strongest path from the row's option to the column's; 0 without one. */
  readonly strengths: Duels
  /** The option before the column's on that path. */
  readonly before: Int16Array
}

/** COUNT-10: strongest paths. A duel won is a link as strong as the votes that win it; a path is as strong as its weakest link. */
export function strongestPaths(duels: Duels, size: number): Paths {
  const links = duels.map((votes, at) => {
    const back = duels[(at % size) * size + Math.floor(at / size)]!
    return votes > back ? votes : 0n
  })
  // Only the order of strengths matters on the way: ranks in small integers run as fast as whatever the weights are.
  const levels = [...new Set([0n, ...links])].sort((a, b) => (a < b ? -1 : 1))
  const rankOf = new Map(levels.map((level, rank) => [level, rank]))
  const ranks = Int32Array.from(links, (link) => rankOf.get(link)!)
  const before = Int16Array.from(links, (_, at) => Math.floor(at / size))
  for (let via = 0; via < size; via++) {
    for (let from = 0; from < size; from++) {
      const first = ranks[from * size + via]!
      if (from === via || first === 0) continue
      for (let to = 0; to < size; to++) {
        const second = ranks[via * size + to]!
        const through = Math.min(first, second)
        if (to !== from && through > ranks[from * size + to]!) {
          ranks[from * size + to] = through
          before[from * size + to] = before[via * size + to]!
        }
      }
    }
  }
  return { strengths: Array.from(ranks, (rank) => levels[rank]!), before }
}

/** COUNT-10: first those whom nobody beats by paths, together; then, among the others, those whom no other beats; and so on. */
export function orderByPaths(strengths: Duels, size: number): number[][] {
  const groups: number[][] = []
  let left = Array.from({ length: size }, (_, at) => at)
  while (left.length > 0) {
    const unbeaten = left.filter((option) =>
      left.every((other) => strengths[other * size + option]! <= strengths[option * size + other]!),
    )
    groups.push(unbeaten)
    left = left.filter((option) => !unbeaten.includes(option))
  }
  return groups
}

/** Where each option stands in the shown list; kept for a list, since ten thousand voices ask the same. */
const indexes = new WeakMap<readonly PollOption[], ReadonlyMap<string, number>>()
function indexOf(options: readonly PollOption[]): ReadonlyMap<string, number> {
  const kept = indexes.get(options) ?? new Map(options.map(({ id }, at) => [id, at]))
  indexes.set(options, kept)
  return kept
}

function count({ setting: { options }, papers, scale }: Counting<'schulze'>): Counted {
  const size = options.length
  const index = indexOf(options)
  const placed = papers.map((paper) => {
    const { ranking } = paper.value
    const places = new Uint16Array(size).fill(ranking.length)
    for (const [place, group] of ranking.entries()) for (const id of group) places[index.get(id)!] = place
    return { ...paper, places }
  })
  const duels = duelsOf(size, placed)
  const paths = strongestPaths(duels, size)
  const groups = orderByPaths(paths.strengths, size).map((group) => group.map((at) => options[at]!.id))
  const wins = (at: number) =>
    options.filter((_, other) => duels[at * size + other]! > duels[other * size + at]!).length
  return {
    tallies: options.map(({ id }, at) => ({
      id,
      mass: massOf(
        placed.filter(({ places }) => places[at] === 0),
        scale,
      ),
      figure: String(wins(at)),
    })),
    groups,
    ...firstOf(groups, papers.length > 0),
    blocks: [],
    trace:
      papers.length === 0
        ? []
        : [...duelLines(options, groups, duels, paths, scale), groupsLine(groups, options)],
  }
}

/** A trace longer than this is followed by nobody: of a long list, only the duels and paths of the first place are told. */
const tracedMax = 30

function duelLines(
  options: readonly PollOption[],
  groups: Counted['groups'],
  duels: Duels,
  { strengths, before }: Paths,
  scale: bigint,
): Bilingual[] {
  const size = options.length
  const votes = (value: bigint) => ratioText(ratio(value, scale))
  const first = new Set(groups[0])
  const pairs = options.flatMap((_, a) =>
    Array.from({ length: size - a - 1 }, (_, step) => [a, a + step + 1] as const),
  )
  const told =
    pairs.length <= tracedMax
      ? pairs
      : pairs.filter(([a, b]) => first.has(options[a]!.id) || first.has(options[b]!.id))
  const duelTexts = told.slice(0, tracedMax).map(([a, b]) => {
    const [forA, forB] = [duels[a * size + b]!, duels[b * size + a]!]
    const [one, other, more, less] = forA >= forB ? [a, b, forA, forB] : [b, a, forB, forA]
    return bilingual((lang) => {
      const [x, y] = [options[one]!.label[lang], options[other]!.label[lang]]
      if (more === less)
        return lang === 'fr'
          ? `${x} et ${y}\u00a0: ${votes(more)} partout.`
          : `${x} and ${y}: ${votes(more)} each.`
      return lang === 'fr'
        ? `${x} bat ${y}, ${votes(more)} contre ${votes(less)}.`
        : `${x} beats ${y}, ${votes(more)} to ${votes(less)}.`
    })
  })
  const pathTexts = pairs
    .filter(([a, b]) => first.has(options[a]!.id) !== first.has(options[b]!.id))
    .map(([a, b]) => (first.has(options[a]!.id) ? ([a, b] as const) : ([b, a] as const)))
    // Where the duel itself decides there is nothing to explain.
    .filter(([a, b]) => duels[a * size + b]! <= duels[b * size + a]!)
    .slice(0, tracedMax)
    .map(([a, b]) => {
      const there = pathText(options, before, a, b)
      const back = pathText(options, before, b, a)
      const [forth, reverse] = [strengths[a * size + b]!, strengths[b * size + a]!]
      return bilingual((lang) =>
        lang === 'fr'
          ? `Par les duels, ${there.fr} (force ${votes(forth)})\u00a0; en retour ${reverse === 0n ? 'aucun chemin' : `${back.fr} (force ${votes(reverse)})`}.`
          : `By duels, ${there.en} (strength ${votes(forth)}); back, ${reverse === 0n ? 'no path' : `${back.en} (strength ${votes(reverse)})`}.`,
      )
    })
  return [...duelTexts, ...pathTexts]
}

function pathText(options: readonly PollOption[], before: Int16Array, from: number, to: number): Bilingual {
  const size = options.length
  const way = [to]
  for (let at = to; at !== from && way.length <= size; ) {
    at = before[from * size + at]!
    way.unshift(at)
  }
  return bilingual((lang) => way.map((at) => options[at]!.label[lang]).join(' → '))
}

export const schulze: Method<'schulze'> = {
  aim: 'chooses',
  hasOptions: true,
  threshold: 'none',
  faults: ({ statusQuo }, options) =>
    statusQuo === undefined || options.some(({ id }) => id === statusQuo)
      ? []
      : [{ fr: 'Le statu quo est l’une des options.', en: 'The status quo is one of the options.' }],
  valueFaults: ({ ranking }, { options }) => {
    const index = indexOf(options)
    const seen = new Uint8Array(options.length)
    let [unknown, repeated, empty] = [false, false, ranking.length === 0]
    for (const group of ranking) {
      if (group.length === 0) empty = true
      for (const id of group) {
        const at = index.get(id)
        if (at === undefined) unknown = true
        else if (seen[at]!++ > 0) repeated = true
      }
    }
    return [
      ...(unknown ? [faultTexts.unknownOption] : []),
      ...(repeated ? [faultTexts.repeated] : []),
      ...(empty ? [faultTexts.empty] : []),
    ]
  },
  side: () => 'expressed',
  count,
  text: ({ params: { statusQuo }, options }) =>
    bilingual((lang) => {
      const standing = statusQuo === undefined ? '' : labelOf(options, statusQuo)[lang]
      if (lang === 'fr') {
        const kept = standing && ` «\u00a0${standing}\u00a0» veut dire ne rien changer.`
        return `Classement selon Schulze\u00a0: chaque option est opposée à chaque autre, les duels gagnés forment des chemins, le chemin le plus fort décide. Les options non classées partagent la dernière place.${kept}`
      }
      const kept = standing && ` “${standing}” means changing nothing.`
      return `Schulze ranking: each option is held against each other, duels won form paths, the strongest path decides. Options left unranked share the last place.${kept}`
    }),
}
