// The demo's first poll: 64 organisations sort five candidate priorities, five points each. All invented; the totals are the example's.
// Called by build.ts and by the tests of the demo.
import type { Bilingual } from '../../shared/basics.ts'
import type { SettingChoice } from '../../shared/poll/opening.ts'
import { recordedFirst } from './people.ts'
import { organizations } from './region.ts'

/** What the candidates came to in the end (S1): 320 points. */
export const sortedTotals = { P1: 96, P2: 84, P3: 61, P4: 52, P5: 27 } as const
type Candidate = keyof typeof sortedTotals

const labels: readonly (readonly [Candidate, string, string])[] = [
  ['P1', 'Se loger dignement', 'Decent housing'],
  ['P2', 'Manger à sa faim, près de chez soi', 'Enough to eat, close to home'],
  ['P3', 'Se déplacer', 'Getting around'],
  ['P4', 'Briser l’isolement', 'Breaking isolation'],
  ['P5', 'Persévérance scolaire', 'Staying in school'],
]
const pointsEach = 5

export const sortingQuestion: Bilingual = {
  fr: 'Quelles priorités retenir\u00a0? Cinq points par organisation.',
  en: 'Which priorities to retain? Five points an organisation.',
}

export const sortingChoice: SettingChoice = {
  method: 'dots',
  params: { dots: pointsEach, cap: pointsEach, all: true },
  options: labels.map(([id, fr, en]) => ({ id, label: { fr, en } })),
  adopts: false,
  secrecy: 'open',
  revote: false,
  results: 'afterClose',
  equalVoices: true,
}

export interface DemoDots {
  readonly organization: string
  readonly dots: { readonly [candidate in Candidate]?: number }
  /** By the facilitator, for people without a device. */
  readonly recorded: boolean
}

/** One ballot an organisation: the points of each candidate are dealt out evenly, five to each, until the totals are reached. */
export const sortingBallots: readonly DemoDots[] = dealt().map((dots, at) => {
  const { key } = organizations[at]!
  return { organization: key, dots, recorded: recordedFirst.includes(key) || key === 'siege-7' }
})

function dealt(): DemoDots['dots'][] {
  const left = new Map<Candidate, number>(Object.entries(sortedTotals) as [Candidate, number][])
  const shares = new Map([...left].map(([id]) => [id, 0]))
  const total = organizations.length * pointsEach
  const points: Candidate[] = []
  // Each next point goes to whoever is furthest behind its share: ballots differ, and the totals come out exactly.
  for (let at = 1; at <= total; at++) {
    const behind = ([id]: [Candidate, number]) => (sortedTotals[id] * at) / total - shares.get(id)!
    const [next] = [...left].filter(([, count]) => count > 0).sort((a, b) => behind(b) - behind(a))[0]!
    left.set(next, left.get(next)! - 1)
    shares.set(next, shares.get(next)! + 1)
    points.push(next)
  }
  return organizations.map((_, at) => {
    const own: { [candidate in Candidate]?: number } = {}
    for (const id of points.slice(at * pointsEach, (at + 1) * pointsEach)) own[id] = (own[id] ?? 0) + 1
    return own
  })
}
