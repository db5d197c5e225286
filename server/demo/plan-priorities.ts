// The demo plan's priorities, objectives, results, means and allocation: the figures, to the dollar. All invented.
// Called by write-plan.ts and by the tests of the demo, which check every sum.

import { type DemoItem, type DemoLists, dollars } from './plan-text.ts'
import { p } from './prose.ts'

const priorities: readonly DemoItem<'priorities'>[] = [
  {
    id: 'P1',
    values: {
      title: 'P1 Se loger dignement',
      rationale: [
        p(
          'C’est la priorité la mieux classée au forum : sans logement sûr, aucune autre aide ne tient. Elle reçoit **1 460 000 $**.',
        ),
      ],
      issues: ['E1'],
      disposition: 'proposed',
    },
  },
  {
    id: 'P2',
    values: {
      title: 'P2 Manger à sa faim, près de chez soi',
      rationale: [
        p(
          'La distance coûte aussi cher que le panier. Le plan rapproche la nourriture des villages et met en commun les achats, pour ' +
            '**980 000 $**.',
        ),
      ],
      issues: ['E2'],
      disposition: 'proposed',
    },
  },
  {
    id: 'P3',
    values: {
      title: 'P3 Se déplacer',
      rationale: [
        p(
          'Le soir, la région s’arrête. Deux lignes suffisent à rouvrir ateliers, cours et visites : **840 000 $**.',
        ),
      ],
      issues: ['E3'],
      disposition: 'proposed',
    },
  },
  {
    id: 'P4',
    values: {
      title: 'P4 Briser l’isolement',
      rationale: [
        p(
          'Des lieux ouverts et de l’aide avec le numérique, pour que personne ne reste seul : **620 000 $**.',
        ),
        p(
          'Les six lieux seront choisis avec les comités de quartier. Ceux de la Pointe viendront plus tard.',
        ),
      ],
      issues: ['E4'],
      disposition: 'proposed',
    },
  },
  {
    id: 'P5',
    values: {
      title: 'P5 Persévérance scolaire',
      issues: ['E5'],
      disposition: 'setAside',
      reason: 'Renvoyée au plan de réussite éducative : le financement ferait doublon.',
    },
  },
]

const objectives: readonly DemoItem<'objectives'>[] = [
  ['O1-1', 'P1', 'O1.1 Créer 40 logements sociaux ou abordables'],
  ['O1-2', 'P1', 'O1.2 Prévenir l’éviction'],
  ['O2-1', 'P2', 'O2.1 Desservir les trois villages éloignés par une épicerie mobile'],
  ['O2-2', 'P2', 'O2.2 Mettre en commun l’achat et l’entreposage'],
  ['O3-1', 'P3', 'O3.1 Offrir un service du soir sur deux axes'],
  ['O4-1', 'P4', 'O4.1 Milieux de vie dans 6 quartiers et villages'],
  ['O4-2', 'P4', 'O4.2 Littératie numérique'],
].map(([id, parent, title]) => ({ id: id!, parent: parent!, values: { title } }))

const planEnd = '2029-03-31'

const results: readonly DemoItem<'results'>[] = [
  {
    id: 'R1-1',
    parent: 'O1-1',
    values: {
      title: '40 unités livrées',
      indicator: 'Unités occupées',
      baseline: '214 ménages en attente d’un HLM',
      target: '40 unités',
      due: planEnd,
    },
  },
  {
    id: 'R1-2',
    parent: 'O1-2',
    values: {
      title: '300 ménages accompagnés',
      indicator: 'Maintien dans le logement à 12 mois',
      target: '85 %',
      due: planEnd,
    },
  },
  {
    id: 'R2-1',
    parent: 'O2-1',
    values: {
      title: '2 passages par semaine',
      indicator: 'Ménages servis',
      baseline: 'Aucun passage ; trois villages à plus de 25 km d’une épicerie',
      target: '180 ménages',
      due: planEnd,
    },
  },
  {
    id: 'R2-2',
    parent: 'O2-2',
    values: { title: 'Coûts unitaires réduits de 15 %', indicator: '$/kg', target: '−15 %', due: planEnd },
  },
  {
    id: 'R3-1',
    parent: 'O3-1',
    values: {
      title: '24 000 déplacements par an',
      indicator: 'Déplacements',
      baseline: 'Aucun le soir dans deux MRC sur trois',
      target: '24 000 par an',
      due: planEnd,
    },
  },
  {
    id: 'R4-1',
    parent: 'O4-1',
    values: {
      title: '6 lieux ouverts 30 h par semaine',
      indicator: 'Fréquentation',
      target: '6 lieux, 30 h/sem.',
      due: planEnd,
    },
  },
  {
    id: 'R4-2',
    parent: 'O4-2',
    values: {
      title: '450 personnes formées',
      indicator: 'Autonomie déclarée',
      baseline: '1 ménage sur 9 sans accès Internet fixe',
      target: '450 personnes',
      due: planEnd,
    },
  },
]

const means: readonly DemoItem<'means'>[] = [
  {
    id: 'M1',
    values: {
      title: 'M1 Fonds de démarrage logement',
      objective: 'O1-1',
      lead: 'Office d’habitation du Lac-Clair',
      partners: 'Coopérative d’habitation Les Quatre-Vents, Comité logement de Val-Doré',
      amount: dollars(1_100_000),
      due: '2028-03-31',
      structure: 'Office d’habitation du Lac-Clair, qui gère le fonds',
    },
  },
  {
    id: 'M2',
    values: {
      title: 'M2 Intervenantes pivots, deux postes',
      objective: 'O1-2',
      lead: 'Corporation de développement communautaire des Coteaux',
      partners: 'Association des locataires des Coteaux, CISSS de la Rivière-aux-Érables',
      amount: dollars(360_000),
      due: planEnd,
      structure: 'Corporation de développement communautaire des Coteaux, qui héberge les postes',
    },
  },
  {
    id: 'M3',
    values: {
      title: 'M3 Camion-épicerie de L’Entraide, itinéraire partagé avec Le Relais',
      objective: 'O2-1',
      lead: 'Banque alimentaire L’Entraide',
      partners: 'Coop de transport Le Relais',
      amount: dollars(610_000),
      due: planEnd,
      structure: 'Banque alimentaire L’Entraide ; itinéraires du Relais',
    },
  },
  {
    id: 'M4',
    values: {
      title: 'M4 Plateforme d’achats groupés des quatre points de service',
      objective: 'O2-2',
      lead: 'Banque alimentaire L’Entraide',
      partners: 'Cuisines collectives du Lac-Clair',
      amount: dollars(370_000),
      due: planEnd,
      structure: 'Les quatre points de service de L’Entraide',
    },
  },
  {
    id: 'M5',
    values: {
      title: 'M5 Deux lignes du soir du Relais, arrimées avec le transport adapté',
      objective: 'O3-1',
      lead: 'Coop de transport Le Relais',
      partners: 'Transport adapté des Érables, Ville de Val-Doré',
      amount: dollars(840_000),
      due: planEnd,
      structure: 'Coop de transport Le Relais ; Transport adapté des Érables',
    },
  },
  {
    id: 'M6',
    values: {
      title: 'M6 Bail partagé de six locaux municipaux',
      objective: 'O4-1',
      lead: 'Table de concertation des aînés',
      partners: 'Les trois MRC et la Ville de Val-Doré',
      amount: dollars(440_000),
      due: planEnd,
      structure: 'Locaux municipaux inoccupés l’après-midi et le soir',
    },
  },
  {
    id: 'M7',
    values: {
      title: 'M7 Ateliers en bibliothèque',
      objective: 'O4-2',
      lead: 'Réseau des bibliothèques des Érables',
      partners: 'Carrefour jeunesse-emploi, Accueil des nouveaux arrivants de Val-Doré',
      amount: dollars(180_000),
      due: planEnd,
      structure: 'Bibliothèques municipales',
    },
  },
  {
    id: 'M8',
    values: {
      title: 'Concertation, animation et évaluation',
      lead: 'Table des préfets de la Rivière-aux-Érables',
      partners: 'Comité des personnes concernées',
      amount: dollars(300_000),
      due: planEnd,
      whyNone:
        'L’animation de la démarche n’a pas de structure permanente : la Table des préfets l’engage pour la durée du plan.',
    },
  },
]

const allocations: readonly DemoItem<'allocations'>[] = [
  {
    id: 'part-1',
    values: {
      territory: 'coteaux',
      amount: dollars(1_190_000),
      note: 'Plan local : P1, P2 ; ajout local : halte-garderie',
    },
  },
  { id: 'part-2', values: { territory: 'lac', amount: dollars(870_000), note: 'Plan local : P2, P3' } },
  { id: 'part-3', values: { territory: 'pointe', amount: dollars(640_000), note: 'Plan local : P3, P4' } },
  { id: 'part-4', values: { territory: 'valdore', amount: dollars(1_080_000), note: 'Plan local : P1, P4' } },
  { id: 'part-5', values: { territory: 'region', amount: dollars(420_000), note: 'Part régionale' } },
]

export const priorityLists: DemoLists = { priorities, objectives, results, means, allocations }

/** What the first round forgot, and how the text was mended between the two rounds. */
export const mending = {
  objective: 'O4-1',
  /** Added at the end of the objective's title. */
  added: ', dont deux à la Pointe-aux-Bouleaux',
  priority: 'P4',
  /** Taken out of the priority's rationale. */
  removed: 'Ceux de la Pointe viendront plus tard.',
} as const
