// What the demo's people said: the ballots of the two consensus rounds, and the comments in the margin. All invented.
// Called by build.ts and by the tests of the demo.

import type { ListKey } from '../../shared/plan/sections.ts'
import type { ConsentChoice } from '../../shared/poll/consent.ts'
import { recordedFirst, recordedSecond } from './people.ts'
import { mending } from './plan-priorities.ts'
import { organizations } from './region.ts'

export interface DemoBallot {
  readonly organization: string
  readonly choice: ConsentChoice
  readonly reason: string
  /** By the facilitator, for people without a device. */
  readonly recorded: boolean
}

type Said = { readonly [organization: string]: readonly [choice: ConsentChoice, reason: string] }

/** First round (S2): 51 support, 8 with reservation, 3 abstain, 1 blocks, 1 does not vote. */
const firstSaid: Said = {
  relais: ['reserve', 'Le service du soir dépend d’une entente avec la Ville.'],
  aines: ['block', 'O4.1 oublie la Pointe.'],
  ville: ['reserve', 'La Ville doit encore adopter le prêt de ses locaux.'],
  office: ['reserve', 'Le fonds de démarrage demande un poste de plus la première année.'],
  entraide: ['reserve', 'L’entretien du camion n’est pas compté après 2029.'],
  'mrc-pointe': ['reserve', 'La part de la Pointe doit être revue à mi-parcours.'],
  amitie: ['reserve', 'Les ateliers doivent aussi se donner en cri et en inuktitut.'],
  locataires: ['reserve', 'L’aide avant l’éviction doit commencer dès 2026.'],
  'siege-9': ['reserve', 'Il faut rembourser le transport et la garde pour participer.'],
  chambre: ['abstain', ''],
  justice: ['abstain', ''],
  'grand-coteau': ['abstain', ''],
}
const firstAbsent: readonly string[] = ['siege-7']

/** Second round (S3): six reservations and two abstentions; with the two personas' support, 56 support. */
const secondSaid: Said = {
  ville: ['reserve', 'Le prêt des locaux sera adopté le 16 mars.'],
  office: ['reserve', 'Un poste de plus reste à trouver la première année.'],
  'mrc-pointe': ['reserve', 'La part de la Pointe doit être revue à mi-parcours.'],
  amitie: ['reserve', 'Les ateliers doivent aussi se donner en cri et en inuktitut.'],
  locataires: ['reserve', 'L’aide avant l’éviction doit commencer dès 2026.'],
  'siege-9': ['reserve', 'Il faut rembourser le transport et la garde pour participer.'],
  chambre: ['abstain', ''],
  justice: ['abstain', ''],
}
/** The voices left to the two delegates among the personas. */
export const awaited: readonly string[] = ['aines', 'relais']

function ballotsOf(said: Said, absent: readonly string[], recorded: readonly string[]): DemoBallot[] {
  return organizations
    .filter(({ key }) => !absent.includes(key))
    .map(({ key }) => {
      const [choice, reason] = said[key] ?? (['support', ''] as const)
      return { organization: key, choice, reason, recorded: recorded.includes(key) }
    })
}

export const firstRound: readonly DemoBallot[] = ballotsOf(firstSaid, firstAbsent, recordedFirst)
export const secondRound: readonly DemoBallot[] = ballotsOf(secondSaid, awaited, recordedSecond)

export const question = {
  fr: 'Consentez-vous à l’ensemble du plan d’action régional, tel qu’il est écrit ?',
  en: 'Do you consent to the regional action plan as a whole, as it is written?',
}

export interface DemoThread {
  readonly section: 'process' | 'priorities' | 'means' | 'resources'
  readonly list?: ListKey
  readonly item?: string
  readonly field: string
  /** The passage, as it stands in the field. */
  readonly quote: string
  /** Who writes what, in order: a persona's key, or `delegue-` and an organisation's key. */
  readonly says: readonly (readonly [person: string, text: string])[]
  /** Who closes it, once the first round is over. */
  readonly resolvedBy?: string
}

export const threads: readonly DemoThread[] = [
  {
    section: 'priorities',
    list: 'objectives',
    item: mending.objective,
    field: 'title',
    quote: '6 quartiers et villages',
    says: [
      ['aines', 'Lesquels ? La Pointe n’est nommée nulle part.'],
      ['delegue-mrc-pointe', 'Deux villages de la Pointe ont déjà un local prêt.'],
      ['animation', 'Le titre de l’objectif le dira : merci à vous deux.'],
    ],
    resolvedBy: 'animation',
  },
  {
    // Its passage is taken out between the two rounds: the thread stays, with its quote.
    section: 'priorities',
    list: 'priorities',
    item: mending.priority,
    field: 'rationale',
    quote: mending.removed,
    says: [
      [
        'delegue-benevoles',
        '« Plus tard », on l’entend depuis dix ans. Cette phrase est à retirer. — Idéalement avant le vote…',
      ],
    ],
  },
  {
    section: 'process',
    field: 'account',
    quote: '19 personnes en situation de pauvreté',
    says: [
      [
        'commentaire',
        'On y était 😀 et on veut rester jusqu’à la signature ! Ma cousine, à distance, aussi.',
      ],
      // The last « é » is typed decomposed (e + U+0301), as some systems do: the server keeps one form.
      ['delegue-cisss', 'À garder tel quel dans la version verrouille\u0301e.'],
    ],
  },
  {
    section: 'means',
    list: 'means',
    item: 'M5',
    field: 'title',
    quote: 'Deux lignes du soir',
    says: [
      [
        'relais',
        'L’entente avec la Ville est presque conclue : il reste ½ journée de travail. On ne parle pas de 115 M$ !',
      ],
      ['delegue-adapte', "L’arrimage avec le transport adapté est prévu d'avance."],
    ],
  },
  {
    section: 'resources',
    list: 'actors',
    item: 'acteur-9',
    field: 'contribution',
    quote: 'ᐃᓄᒃᑎᑐᑦ',
    says: [['delegue-amitie', 'Merci de l’écrire aussi en syllabaire.']],
  },
]
