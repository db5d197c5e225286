// What a poll of any method fixes before it opens, what a voice is, what a count says: the types, and the table of methods' names.
// Data only. The methods in methods/ count; the acts keep it; screens, minutes and the offline recount read it.
import type { Bilingual, Fraction } from '../basics.ts'
import type { College } from '../territory.ts'

/** The ten methods. `use` says what each is for and what it is not for: the chooser shows it. */
export const methodLabels = {
  consent: {
    label: { fr: 'Consentement', en: 'Consent' },
    use: {
      fr: 'Pour adopter. On cherche les objections, pas l’enthousiasme ; un blocage motivé renvoie à la discussion.',
      en: 'To adopt. Looks for objections, not enthusiasm; a reasoned block sends the text back to discussion.',
    },
  },
  gradients: {
    label: { fr: 'Degrés d’accord', en: 'Gradients of agreement' },
    use: {
      fr: 'Pour sonder l’appui réel à un texte, en huit degrés. Dites avant le vote quel niveau suffit.',
      en: 'To sense the real support for a text, in eight degrees. Say before the vote what level is enough.',
    },
  },
  fist: {
    label: { fr: 'Du poing aux cinq doigts', en: 'Fist to five' },
    use: {
      fr: 'Pour prendre la température, vite. Le sens de chaque nombre de doigts voyage avec le scrutin.',
      en: 'To take the temperature, quickly. The meaning of each number travels with the ballot.',
    },
  },
  yesNo: {
    label: { fr: 'Oui, non, abstention', en: 'Yes, no, abstain' },
    use: {
      fr: 'Pour une question simple ou de procédure.',
      en: 'For a simple question, or one of procedure.',
    },
  },
  approval: {
    label: { fr: 'Approbation', en: 'Approval' },
    use: {
      fr: 'Pour retenir plusieurs options d’une liste : chacun coche celles qu’il accepte.',
      en: 'To retain several options of a list: each ticks those they accept.',
    },
  },
  dots: {
    label: { fr: 'Points à répartir', en: 'Dots' },
    use: {
      fr: 'Pour trier une longue liste, non pour adopter. Les comptes restent cachés jusqu’à la clôture.',
      en: 'To sort a long list, not to adopt. Counts stay hidden until the closing.',
    },
  },
  score: {
    label: { fr: 'Notes', en: 'Score' },
    use: {
      fr: 'Pour comparer des options sur une même échelle. Une note extrême pèse lourd.',
      en: 'To compare options on one scale. An extreme score weighs much.',
    },
  },
  judgment: {
    label: { fr: 'Jugement majoritaire', en: 'Majority judgment' },
    use: {
      fr: 'Pour choisir entre des options en disant ce que chacune vaut. La mention médiane décide.',
      en: 'To choose between options by saying what each is worth. The median grade decides.',
    },
  },
  schulze: {
    label: { fr: 'Classement (Schulze)', en: 'Ranking (Schulze)' },
    use: {
      fr: 'Pour choisir entre plusieurs options, le statu quo compris : chacun classe, les duels décident.',
      en: 'To choose between several options, the status quo among them: each ranks, duels decide.',
    },
  },
  budget: {
    label: { fr: 'Partage d’une enveloppe', en: 'Budget split' },
    use: {
      fr: 'Pour répartir une enveloppe, ou choisir des projets qui y tiennent.',
      en: 'To split an envelope, or to choose projects that fit in it.',
    },
  },
} as const satisfies Record<string, { label: Bilingual; use: Bilingual }>
export type MethodKey = keyof typeof methodLabels
export const methodKeys = Object.keys(methodLabels) as MethodKey[]

/** One thing that may be chosen. Counts are keyed by `id` alone, never by a label or a position (traps 15, 23). */
export interface PollOption {
  readonly id: string
  readonly label: Bilingual
  readonly meaning?: Bilingual
  /** A project's cost in cents, as it was at opening; budget only. */
  readonly cost?: number
}

/** Parameters by method; a method that has none has an empty object. */
export interface ParamsOf {
  readonly consent: Record<string, never>
  /** Lowest level that counts as support, in the order of `gradientLevels` (0 = endorse … 7 = veto): at most this index. */
  readonly gradients: { readonly supportUpTo: number }
  /** Lowest number of fingers that counts as support, and the meaning of each (six texts, fist first). */
  readonly fist: { readonly supportFrom: number; readonly meanings: readonly Bilingual[] }
  readonly yesNo: Record<string, never>
  /** From `min` to `max` options a ballot; the `seats` most approved are retained. */
  readonly approval: { readonly min: number; readonly max: number; readonly seats: number }
  /** `dots` each, at most `cap` on one option; `all`: every dot must be placed. */
  readonly dots: { readonly dots: number; readonly cap: number; readonly all: boolean }
  readonly score: { readonly min: number; readonly max: number }
  /** Grades from best to worst. */
  readonly judgment: { readonly grades: readonly { readonly id: string; readonly label: Bilingual }[] }
  /** The option that stands for "change nothing", when there is one. */
  readonly schulze: { readonly statusQuo?: string }
  /** `amounts`: each voice splits the envelope (cents) among options; `projects`: each chooses options whose costs fit in it. */
  readonly budget: { readonly envelope: number; readonly kind: 'amounts' | 'projects' }
}

/** A voice's value by method, as it is hashed. `{ blank: true }` is accepted by every method except consent. */
export interface ValueOf {
  readonly consent: { readonly choice: 'support' | 'reserve' | 'abstain' | 'block' }
  readonly gradients: { readonly level: number }
  readonly fist: { readonly fingers: number }
  readonly yesNo: { readonly answer: 'yes' | 'no' | 'abstain' }
  /** Option ids, sorted. */
  readonly approval: { readonly options: readonly string[] }
  readonly dots: { readonly dots: { readonly [optionId: string]: number } }
  /** Options left out are not scored. */
  readonly score: { readonly scores: { readonly [optionId: string]: number } }
  readonly judgment: { readonly grades: { readonly [optionId: string]: string } }
  /** Groups from most to least preferred; options left out share the last place. */
  readonly schulze: { readonly ranking: readonly (readonly string[])[] }
  /** Cents by option (kind amounts), or chosen option ids, sorted (kind projects). */
  readonly budget:
    | { readonly amounts: { readonly [optionId: string]: number } }
    | { readonly projects: readonly string[] }
}
export type Value = { [m in MethodKey]: ValueOf[m] }[MethodKey] | { readonly blank: true }

export interface Threshold {
  readonly share: Fraction
  /** True: more than the share; false: at least. */
  readonly strict: boolean
  /** What the support is held against. */
  readonly base: 'expressed' | 'cast' | 'present' | 'entitled'
  /** Whether abstentions are part of the base when it is `expressed`. */
  readonly abstentions: 'excluded' | 'inBase'
  /** Least share of the entitled weight that must support, so that silence is not consent. */
  readonly minSupport?: Fraction
  /** Least share of support inside each named college, of its expressed voices. */
  readonly perCollege?: { readonly [college in College]?: Fraction }
}

export interface QuorumRule {
  readonly basis: 'organizations' | 'weight' | 'persons'
  readonly share: Fraction
  readonly strict: boolean
  readonly minAbsolute: number
  readonly collegesMin: number
  readonly perCollege?: { readonly [college in College]?: Fraction }
  readonly proxiesCount: boolean
  readonly recusedInBase: boolean
}

export type Secrecy = 'open' | 'sealed' | 'secret'

/** Everything fixed when a poll opens, beside its text and its register: it travels in the poll's record, as data. */
export interface PollSetting<M extends MethodKey = MethodKey> {
  readonly method: M
  /** The method's own version: a later way of counting is another number, never a change of this one. */
  readonly methodVersion: 1
  readonly params: ParamsOf[M]
  readonly options: readonly PollOption[]
  /** Absent for a method used to sort or to sense. */
  readonly threshold?: Threshold
  readonly quorum: QuorumRule
  readonly tie: 'notAdopted' | 'deliberateAgain' | 'castingVote' | 'lot'
  /** What follows a maintained block: back to discussion, or the fallback threshold when the rules foresaw one. */
  readonly afterBlock: 'discussion' | 'majority'
  readonly fallback?: Threshold
  readonly secrecy: Secrecy
  readonly minSecretSize: number
  readonly electorate: 'frozen' | 'additive'
  readonly revote: boolean
  readonly results: 'live' | 'afterVote' | 'afterClose'
  /** ISO instant at which it closes by itself; absent: closed by hand. */
  readonly closesAt?: string
}

/** A place in the register: an organisation's seat, or a citizen's. Fixed and hashed at opening. */
export interface SeatEntry {
  /** The organisation's id; a citizen's seat is an organisation of one. */
  readonly seatId: string
  readonly name: string
  readonly college: College
  readonly weight: Fraction
  /** Who holds it at opening; absent when nobody does yet (asynchronous voices, alternates to come). */
  readonly holder?: { readonly userId: string; readonly name: string; readonly as: 'delegate' | 'alternate' }
  /** The seat that votes for it by proxy. */
  readonly proxyTo?: string
  readonly recused?: boolean
  /** Whether it was present at opening, for a base or quorum of those present. */
  readonly present?: boolean
}

/**
 * One counted voice, after the last valid one of each seat was kept. In a secret poll `seatId` is the paper's random id, no seat:
 * who voted is told apart (`CountOptions.voted`).
 */
export interface Voice {
  readonly seatId: string
  readonly value: Value
}

/** A number of seats, and their weight as an exact fraction « n/d », reduced. */
export interface Mass {
  readonly seats: number
  readonly weight: string
}

/**
 * What a count says, for every method, canonical (no floats, no null): the masses always add up, in seats and in weight separately:
 * expressed + abstained + blank + invalid = cast, cast + notVoted = registered, recused apart; favourable + against = expressed.
 */
export interface PollCount {
  readonly method: MethodKey
  readonly methodVersion: 1
  readonly registered: Mass
  readonly recused: Mass
  readonly cast: Mass
  readonly expressed: Mass
  readonly abstained: Mass
  readonly blank: Mass
  readonly invalid: Mass
  readonly notVoted: Mass
  /** The two sides of the expressed voices, for a method that adopts a text (consent, gradients, fist, yesNo). */
  readonly favourable?: Mass
  readonly against?: Mass
  /** Per option, or per answer of a method without options, in their shown order: seats, weight, and what they come to. */
  readonly tallies: readonly {
    readonly id: string
    readonly mass: Mass
    /** Points, dots, median grade, cents, duels won: the method's own figure, as text (« 96 », « 7/2 », « good »). */
    readonly figure: string
  }[]
  /** Ranking methods: options from first to last, those ex aequo together; never broken by the options' order. */
  readonly groups: readonly (readonly string[])[]
  /** Options surely retained (approval seats, the one first, affordable projects); a tie that straddles the limit retains none of those it ties. */
  readonly retained: readonly string[]
  /** The options such a tie leaves undecided (« yes » and « no » at equality): what the rule of ties is for. */
  readonly tied: readonly string[]
  /** Cents by option: a budget split. */
  readonly allocation?: { readonly [optionId: string]: number }
  /** The base and the support a threshold was held against, exact; absent without a threshold. */
  readonly test?: {
    readonly support: string
    readonly base: string
    readonly share: string
    readonly passed: boolean
  }
  readonly fallbackTest?: {
    readonly support: string
    readonly base: string
    readonly share: string
    readonly passed: boolean
  }
  /** Seats that block, for consent, gradients (veto) and fist (0). */
  readonly blocks: readonly string[]
  readonly quorum: {
    readonly met: boolean
    readonly reached: string
    readonly needed: string
    readonly colleges: number
  }
  /** How it was counted, line by line, for a person to follow. */
  readonly trace: readonly Bilingual[]
}

/** Outcome words, apart from tallies. `sorted`: a method that orders or senses, and adopts nothing. */
export const outcomeWords = {
  unanimous: { fr: 'Consensus constaté, à l’unanimité', en: 'Consensus established, unanimous' },
  consensus: { fr: 'Consensus constaté', en: 'Consensus established' },
  dissent: { fr: 'Décidé avec dissidence consignée', en: 'Decided with recorded dissent' },
  notDecided: { fr: 'Pas de décision', en: 'Not decided' },
  postponed: { fr: 'Reporté', en: 'Postponed' },
  sorted: { fr: 'Classement établi', en: 'Ranking established' },
} as const satisfies Record<string, Bilingual>
export type Outcome = keyof typeof outcomeWords

/** The eight gradients, best first (after Kaner): the words are what people see, never bare numbers. */
export const gradientLevels = [
  { id: 'endorse', label: { fr: 'J’appuie pleinement', en: 'I endorse it' } },
  {
    id: 'minor',
    label: { fr: 'J’appuie, avec un léger bémol', en: 'I endorse it with a minor point of contention' },
  },
  { id: 'reservations', label: { fr: 'J’appuie avec réserves', en: 'I agree with reservations' } },
  { id: 'abstain', label: { fr: 'Je n’ai pas d’avis', en: 'I have no opinion' } },
  { id: 'discuss', label: { fr: 'Il faut en discuter davantage', en: 'More discussion is needed' } },
  {
    id: 'support',
    label: { fr: 'Je n’aime pas, mais je suivrai', en: 'I do not like it, but I will go along' },
  },
  { id: 'disagree', label: { fr: 'Je suis en désaccord sérieux', en: 'I seriously disagree' } },
  { id: 'veto', label: { fr: 'Je m’oppose : veto', en: 'I block it: veto' } },
] as const satisfies readonly { id: string; label: Bilingual }[]
