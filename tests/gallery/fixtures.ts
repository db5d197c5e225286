// The polls that the gallery shows: one of each method under the ordinary rules, eight seats of four colleges, their voices, and what the
// real counting makes of them. Called by the gallery and by the tests that read its figures.
import type { RuleSet } from '../../shared/meeting/rule-set.ts'
import { ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { defaultRule } from '../../shared/poll/consent.ts'
import { countPoll } from '../../shared/poll/count.ts'
import { type SettingChoice, settingUnder } from '../../shared/poll/opening.ts'
import { outcomeOf } from '../../shared/poll/outcome.ts'
import type { PollOption, PollSetting, SeatEntry, Value } from '../../shared/poll/setting.ts'
import { settingText } from '../../shared/poll/setting-text.ts'
import type { ObjectionView } from '../../shared/poll/views.ts'
import type { College } from '../../shared/territory.ts'

export const rules: RuleSet = ruleSetOf(defaultRule)

const names: readonly (readonly [string, string, College])[] = [
  ['relais', 'Coop de transport Le Relais', 'economy'],
  ['mrc', 'MRC des Rivières', 'municipal'],
  ['ville', 'Ville de Valmont', 'municipal'],
  ['cdc', 'Corporation de développement communautaire du Lac', 'community'],
  ['table', 'Table de concertation en sécurité alimentaire', 'community'],
  ['cisss', 'CISSS du Nord', 'institutional'],
  ['nation', 'Conseil de la Nation', 'nations'],
  ['vecu', 'Comité des personnes concernées', 'lived'],
]

/** Eight seats of one weight each. */
export const register: readonly SeatEntry[] = names.map(([seatId, name, college]) => ({
  seatId,
  name,
  college,
  weight: { num: 1, den: 1 },
}))

const option = (id: string, fr: string, en: string, more: Partial<PollOption> = {}): PollOption => ({
  id,
  label: { fr, en },
  ...more,
})

const places: readonly PollOption[] = [
  option('o1', 'Transport collectif rural', 'Rural public transit', {
    meaning: {
      fr: 'Deux lignes de plus, le soir et le samedi.',
      en: 'Two more lines, evenings and Saturdays.',
    },
  }),
  option('o2', 'Logement des aînés', 'Housing for older people'),
  option(
    'o3',
    'Accès à l’alimentation dans les villages sans épicerie',
    'Food access in villages without a grocery',
  ),
  option('o4', 'Rien de plus cette année', 'Nothing more this year'),
]

const projects: readonly PollOption[] = [
  option('p1', 'Minibus du samedi', 'Saturday minibus', { cost: 18_000_000 }),
  option('p2', 'Cuisine collective', 'Community kitchen', { cost: 9_500_000 }),
  option('p3', 'Rénovation de la halte', 'Renovating the drop-in centre', { cost: 14_000_000 }),
]

const meanings = [
  { fr: 'Je bloque.', en: 'I block.' },
  { fr: 'De gros problèmes à régler.', en: 'Serious problems to solve.' },
  { fr: 'De petits problèmes à régler.', en: 'Minor problems to solve.' },
  { fr: 'Je laisse passer.', en: 'I let it pass.' },
  { fr: 'Bonne idée, j’y travaillerai.', en: 'A good idea, I will work on it.' },
  { fr: 'Excellente idée, je la porte.', en: 'An excellent idea, I will carry it.' },
]

const grades = [
  { id: 'g1', label: { fr: 'Très bien', en: 'Very good' } },
  { id: 'g2', label: { fr: 'Bien', en: 'Good' } },
  { id: 'g3', label: { fr: 'Passable', en: 'Fair' } },
  { id: 'g4', label: { fr: 'À rejeter', en: 'To reject' } },
]

const choice = (part: Pick<SettingChoice, 'method' | 'params'> & Partial<SettingChoice>): SettingChoice => ({
  options: [],
  adopts: true,
  secrecy: 'open',
  revote: false,
  results: 'afterClose',
  ...part,
})

const choose = (...values: ('support' | 'reserve' | 'abstain' | 'block')[]): Value[] =>
  values.map((one) => ({ choice: one }))

interface Fixture {
  readonly choice: SettingChoice
  /** In the order of the register; a seat without one did not vote. */
  readonly values: readonly Value[]
  readonly rules?: RuleSet
}

const weighted: RuleSet = {
  ...rules,
  collegeWeights: { community: 30, municipal: 25, institutional: 20, lived: 15, economy: 5, nations: 5 },
}

export const fixtures = {
  consent: {
    choice: choice({ method: 'consent', params: {} }),
    values: choose('support', 'support', 'reserve', 'support', 'abstain', 'support', 'support'),
  },
  blocked: {
    choice: choice({ method: 'consent', params: {} }),
    values: choose('support', 'block', 'reserve', 'support', 'support', 'support', 'abstain'),
  },
  weighted: {
    choice: choice({ method: 'consent', params: {} }),
    values: choose('support', 'support', 'reserve', 'support', 'block', 'support', 'abstain'),
    rules: weighted,
  },
  gradients: {
    choice: choice({ method: 'gradients', params: { supportUpTo: 2 } }),
    values: [0, 0, 1, 2, 3, 4, 6].map((level) => ({ level })),
  },
  fist: {
    choice: choice({ method: 'fist', params: { supportFrom: 3, meanings }, adopts: false }),
    values: [5, 4, 4, 3, 2, 1, 3].map((fingers) => ({ fingers })),
  },
  yesNo: {
    choice: choice({ method: 'yesNo', params: {} }),
    values: [
      { answer: 'yes' },
      { answer: 'yes' },
      { answer: 'no' },
      { answer: 'yes' },
      { answer: 'abstain' },
      { blank: true },
      { answer: 'yes' },
    ],
  },
  approval: {
    choice: choice({ method: 'approval', params: { min: 1, max: 2, seats: 2 }, options: places }),
    values: [
      { options: ['o1', 'o2'] },
      { options: ['o1', 'o3'] },
      { options: ['o1'] },
      { options: ['o2', 'o3'] },
      { options: ['o1', 'o3'] },
      { options: ['o2'] },
    ],
  },
  dots: {
    choice: choice({
      method: 'dots',
      params: { dots: 5, cap: 3, all: true },
      options: places,
      revote: true,
    }),
    values: [
      { dots: { o1: 3, o2: 2 } },
      { dots: { o1: 2, o3: 3 } },
      { dots: { o2: 3, o3: 2 } },
      { dots: { o1: 2, o2: 2, o3: 1 } },
      { dots: { o1: 3, o3: 2 } },
    ],
  },
  score: {
    choice: choice({ method: 'score', params: { min: 0, max: 10 }, options: places }),
    values: [
      { scores: { o1: 9, o2: 7, o3: 8 } },
      { scores: { o1: 10, o2: 4 } },
      { scores: { o1: 6, o2: 7, o3: 8, o4: 1 } },
      { scores: { o3: 7, o4: 0 } },
      { scores: { o1: 8, o2: 5, o3: 10 } },
    ],
  },
  judgment: {
    choice: choice({ method: 'judgment', params: { grades }, options: places }),
    values: [
      { grades: { o1: 'g1', o2: 'g2', o3: 'g1', o4: 'g4' } },
      { grades: { o1: 'g2', o2: 'g3', o3: 'g2', o4: 'g4' } },
      { grades: { o1: 'g1', o2: 'g2', o3: 'g2', o4: 'g3' } },
      { grades: { o1: 'g3', o2: 'g1', o3: 'g1', o4: 'g4' } },
      { grades: { o1: 'g2', o2: 'g2', o3: 'g3', o4: 'g2' } },
    ],
  },
  schulze: {
    choice: choice({ method: 'schulze', params: { statusQuo: 'o4' }, options: places, revote: true }),
    values: [
      { ranking: [['o1'], ['o2', 'o3'], ['o4']] },
      { ranking: [['o1'], ['o3'], ['o2']] },
      { ranking: [['o2'], ['o1']] },
      { ranking: [['o1'], ['o2'], ['o3']] },
      { ranking: [['o3'], ['o1'], ['o2'], ['o4']] },
      { ranking: [['o3'], ['o2'], ['o4']] },
    ],
  },
  amounts: {
    choice: choice({
      method: 'budget',
      params: { envelope: 40_000_000, kind: 'amounts' },
      options: places.slice(0, 3),
    }),
    values: [
      { amounts: { o1: 20_000_000, o2: 10_000_000, o3: 10_000_000 } },
      { amounts: { o1: 25_000_000, o3: 15_000_000 } },
      { amounts: { o1: 10_000_000, o2: 20_000_000, o3: 10_000_001 - 1 } },
    ],
  },
  projects: {
    choice: choice({
      method: 'budget',
      params: { envelope: 30_000_000, kind: 'projects' },
      options: projects,
    }),
    values: [
      { projects: ['p1', 'p2'] },
      { projects: ['p1'] },
      { projects: ['p2', 'p3'] },
      { projects: ['p2'] },
    ],
  },
  secret: {
    choice: choice({ method: 'yesNo', params: {}, secrecy: 'secret' }),
    values: [
      { answer: 'yes' },
      { answer: 'yes' },
      { answer: 'yes' },
      { answer: 'no' },
      { answer: 'yes' },
      { answer: 'yes' },
    ],
  },
} as const satisfies Record<string, Fixture>
export type FixtureName = keyof typeof fixtures

export const question = {
  fr: 'Consentez-vous à retenir la priorité « Se déplacer le samedi », telle qu’elle est écrite ici ?',
  en: 'Do you consent to retaining the priority “Getting around on Saturdays”, as written here?',
}

export function settingOf(name: FixtureName): PollSetting {
  const fixture: Fixture = fixtures[name]
  return settingUnder(fixture.rules ?? rules, fixture.choice)
}

/** The fixture counted as a closing counts it. */
export function countedOf(name: FixtureName) {
  const fixture: Fixture = fixtures[name]
  const setting = settingOf(name)
  const seats = register.map((seat) =>
    fixture.rules?.collegeWeights
      ? {
          ...seat,
          weight: {
            num: fixture.rules.collegeWeights[seat.college] ?? 0,
            den: register.filter(({ college }) => college === seat.college).length,
          },
        }
      : seat,
  )
  const secret = setting.secrecy === 'secret'
  const voices = fixture.values.map((value, at) => ({
    seatId: secret ? `paper${at}` : register[at]!.seatId,
    value,
  }))
  const voted = register.slice(0, fixture.values.length).map(({ seatId }) => seatId)
  const count = countPoll(setting, seats, voices, secret ? { voted } : {})
  return {
    setting,
    count,
    outcome: outcomeOf(setting, count, { blockStands: false }),
    ruleText: settingText(setting),
    register: secret ? [] : seats,
    // A secret poll shows how many gave each value, never beside a name.
    voices: secret ? undefined : voices,
  }
}

const step = (part: Partial<ObjectionView['steps'][number]>): ObjectionView['steps'][number] => ({
  move: 'answer',
  words: '',
  byName: 'Maude Gagnon',
  at: '2026-10-02T18:20:00.000Z',
  ...part,
})

export const objections: readonly ObjectionView[] = [
  {
    id: 'ob1',
    pollId: 'p',
    seatId: 'mrc',
    seatName: 'MRC des Rivières',
    level: 'block',
    argument: 'Les horaires du samedi ne desservent que le pôle. Deux villages restent sans aucun passage.',
    proposedChange: 'Ajouter : « au moins un passage par village, le samedi ».',
    raisedByName: 'Paul Caron',
    raisedAt: '2026-10-02T17:05:00.000Z',
    steps: [
      step({ words: 'Un passage par village est ajouté au point 3.' }),
      step({ move: 'integrate', textHash: 'a1b2c3d4'.repeat(8), at: '2026-10-02T18:40:00.000Z' }),
    ],
    state: 'integrated',
    moves: ['withdraw', 'maintain'],
  },
  {
    id: 'ob2',
    pollId: 'p',
    seatId: 'vecu',
    seatName: 'Comité des personnes concernées',
    level: 'concern',
    argument: 'Le prix du billet n’est dit nulle part.',
    raisedByName: 'Lise Roy',
    raisedAt: '2026-10-02T17:12:00.000Z',
    steps: [],
    state: 'raised',
    moves: ['answer'],
  },
]
