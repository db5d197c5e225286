// What the demo plan says, field by field: frame, process, portrait, resources. Priorities and money are in plan-priorities.ts.
// All invented. Called by write-plan.ts, which types it into the live document, and by the tests of the demo.
import type { ProseNode } from '../../shared/plan/prose-json.ts'
import type { ItemFieldKey, ListKey, SectionKey } from '../../shared/plan/sections.ts'
import { h, list, p, steps, table } from './prose.ts'
import type { TerritoryKey } from './region.ts'

/** Text, cents, ids of other items, or rich text. A `territory` holds a territory's key here, its id in the document. */
export type DemoValue = string | number | readonly string[] | readonly ProseNode[]

export interface DemoItem<K extends ListKey = ListKey> {
  readonly id: string
  readonly parent?: string
  readonly values: { readonly [field in ItemFieldKey<K>]?: DemoValue }
}

export type DemoFields = { readonly [section in SectionKey]?: Readonly<Record<string, DemoValue>> }
export type DemoLists = { readonly [K in ListKey]?: readonly DemoItem<K>[] }

export const dollars = (amount: number): number => amount * 100

const inTerritory = (key: TerritoryKey): string => key

export const planFields: DemoFields = {
  frame: {
    title: 'Plan d’action régional pour la solidarité et l’inclusion sociale 2026-2029',
    leadBody: 'Table des préfets de la Rivière-aux-Érables',
    start: '2026-04-01',
    end: '2029-03-31',
    fund: 'Fonds régional de solidarité',
    envelope: dollars(4_200_000),
  },
  process: {
    account: [
      p(
        'Le plan est né d’une démarche ouverte en septembre 2025 par la **Table des préfets de la Rivière-aux-Érables**. Il a été ' +
          'écrit à plusieurs mains, par les quatre territoires de la région : la MRC des Coteaux, la MRC du Lac-Clair, la MRC de la ' +
          'Pointe-aux-Bouleaux et la Ville de Val-Doré.',
      ),
      h(1, 'Qui a été réuni'),
      p(
        'Le forum régional du 5 février 2026, à Val-Doré, a réuni **118 personnes** de **64 organisations**, dont 19 personnes en ' +
          'situation de pauvreté ; 22 personnes y ont pris part à distance. L’ordre du jour et les documents remis sont sur ' +
          '[le site de la démarche](https://demarche.riviere-aux-erables.example/forum-2026).',
      ),
      h(1, 'Comment la région décide'),
      p('Chaque organisation inscrite a une voix. Les voix sont pondérées par collège :'),
      table(
        ['Collège', 'Organisations', 'Poids'],
        ['Communautaire', '26', '30 %'],
        ['Municipal', '9', '20 %'],
        ['Institutionnel', '14', '20 %'],
        ['Personnes concernées', '10 sièges', '20 %'],
        ['Économie sociale et privé', '5', '10 %'],
      ),
      list(
        'Quorum : 60 % des organisations inscrites **et** trois collèges.',
        'Adoption : 75 % des voix exprimées, pondérées.',
        'Tout blocage motivé renvoie le texte à la discussion.',
        'Aucun collège ne pèse plus de 49 %.',
      ),
      h(1, 'Ce qui a été entendu, et ce qu’on en a fait'),
      p(
        'La priorisation du 5 février, ouverte à 10 h 15 et close à 10 h 40, a recueilli 64 bulletins de cinq points, soit 320 points :',
      ),
      table(
        ['Priorité', 'Points'],
        ['P1 Se loger dignement', '96'],
        ['P2 Manger à sa faim, près de chez soi', '84'],
        ['P3 Se déplacer', '61'],
        ['P4 Briser l’isolement', '52'],
        ['P5 Persévérance scolaire', '27'],
      ),
      p(
        'Du 6 au 20 février, 71 commentaires ont été déposés en ligne ; 68 ont reçu une suite, et les trois autres sont renvoyés ' +
          'à la mise en œuvre. La suite de la démarche se fait dans cet ordre :',
      ),
      steps(
        'le relevé de consensus, le 26 février ;',
        'l’adoption par la Table des préfets, le 12 mars ;',
        'les résolutions des trois MRC et de la Ville de Val-Doré, en mars ;',
        'la signature de l’Alliance ; un avenant n° 1 est prévu en avril 2027.',
      ),
    ],
  },
  portrait: {
    overview: [
      p(
        'La Rivière-aux-Érables compte quatre territoires très différents : une ville de services, deux MRC agricoles et une pointe ' +
          'éloignée. Cinq enjeux reviennent partout, mais _jamais avec la même force_.',
      ),
      p(
        'Les chiffres qui suivent viennent du portrait dressé de septembre à octobre 2025, puis corrigé avec les personnes concernées ' +
          'pendant les rencontres de novembre.',
      ),
    ],
  },
  resources: {
    overview: [
      p(
        'La région ne part pas de rien : dix acteurs portent déjà l’essentiel des services sur lesquels ce plan s’appuie. Le principe ' +
          'retenu est simple : **on renforce ce qui existe avant de créer**.',
      ),
      p('Les plans locaux rattachés à ce plan reprennent ses priorités :'),
      list(
        'Coteaux : P1 et P2, avec un ajout local, une halte-garderie ;',
        'Lac-Clair : P2 et P3 ;',
        'Pointe-aux-Bouleaux : P3 et P4 ;',
        'Val-Doré : P1 et P4.',
      ),
    ],
  },
}

const processSteps: readonly DemoItem<'steps'>[] = [
  ['2025-10-31', 'Portrait', 'Les quatre territoires', 'Données et entrevues, septembre et octobre', ''],
  ['2025-11-28', 'Rencontres par territoire', 'Les quatre territoires', 'Assemblées publiques', ''],
  [
    '2025-12-12',
    'Première priorisation',
    'À distance',
    'Questionnaire aux organisations',
    '64 organisations',
  ],
  [
    '2026-02-05',
    'Forum régional et vote',
    'Val-Doré',
    'Ateliers, plénière et scrutin de priorisation',
    '118 personnes, 64 organisations, dont 19 personnes en situation de pauvreté ; 22 à distance',
  ],
  [
    '2026-02-20',
    'Commentaires asynchrones, du 6 au 20 février',
    'En ligne',
    'Commentaires dans la marge du plan',
    '71 commentaires, 68 traités',
  ],
  ['2026-02-26', 'Relevé de consensus', 'À distance', 'Scrutin de consensus sur l’ensemble', '64 voix'],
  ['2026-03-12', 'Adoption par la Table des préfets', 'Val-Doré', 'Résolution TP-2026-031', ''],
  ['2026-03-16', 'Résolution de la Ville de Val-Doré', 'Val-Doré', 'Résolution CM-2026-112', ''],
  [
    '2026-03-24',
    'Résolutions des trois MRC',
    'Les trois MRC',
    'Conseils des maires, les 18, 19 et 24 mars',
    '',
  ],
].map(([date, title, place, method, participants], at) => ({
  id: `etape-${at + 1}`,
  values: { date, title, place, method, participants },
}))

const issues: readonly DemoItem<'issues'>[] = [
  {
    id: 'E1',
    values: {
      title: 'E1 Logement',
      problem: [
        p(
          '**31 %** des ménages locataires consacrent plus de 30 % de leur revenu au loyer, et **214 ménages** attendent un HLM.',
        ),
        p('Les loyers montent plus vite que les revenus ; les évictions suivent, surtout à Val-Doré.'),
      ],
      need: [
        list('des logements sociaux ou abordables de plus ;', 'de l’aide avant l’éviction, et non après.'),
      ],
      evidence:
        '31 % des ménages locataires au-dessus de 30 % du revenu ; 214 ménages en attente d’un HLM (portrait 2025)',
      territory: inTerritory('valdore'),
      sector: 'housing',
    },
  },
  {
    id: 'E2',
    values: {
      title: 'E2 Alimentation',
      problem: [
        p(
          'Les demandes d’aide alimentaire ont augmenté de **38 %** en deux ans. Trois villages sont à plus de 25 km d’une épicerie.',
        ),
      ],
      need: [p('Une épicerie qui vient aux gens, et des achats mis en commun.')],
      evidence:
        'Demandes d’aide alimentaire +38 % en deux ans ; trois villages à plus de 25 km d’une épicerie',
      territory: inTerritory('coteaux'),
      sector: 'food',
    },
  },
  {
    id: 'E3',
    values: {
      title: 'E3 Transport',
      problem: [
        p(
          'Il n’y a **aucun transport collectif le soir** dans deux MRC sur trois : sans auto, pas d’atelier.',
        ),
      ],
      need: [p('Un service du soir sur les deux axes les plus fréquentés.')],
      evidence: 'Aucun transport collectif le soir dans deux MRC sur trois',
      territory: inTerritory('lac'),
      sector: 'transport',
    },
  },
  {
    id: 'E4',
    values: {
      title: 'E4 Isolement des personnes aînées et des nouveaux arrivants',
      problem: [
        p('Des personnes aînées et de nouveaux arrivants passent des semaines sans visite.'),
        p('**1 ménage sur 9** n’a pas d’accès Internet fixe : ce qui se fait en ligne se fait sans eux.'),
      ],
      need: [p('Des lieux ouverts près de chez soi, et de l’aide pour apprivoiser le numérique.')],
      evidence: '1 ménage sur 9 sans accès Internet fixe',
      territory: inTerritory('pointe'),
      sector: 'social',
    },
  },
  {
    id: 'E5',
    values: {
      title: 'E5 Décrochage',
      problem: [p('Le décrochage touche **17,4 %** des jeunes, et 21,2 % des garçons.')],
      need: [p('Un accompagnement dès le début du secondaire.')],
      evidence: 'Décrochage : 17,4 % (garçons : 21,2 %)',
      territory: inTerritory('region'),
      sector: 'education',
    },
  },
]

const voices: readonly DemoItem<'voices'>[] = [
  { id: 'parole-1', values: { title: '« On choisit entre le loyer pis l’épicerie. »', issue: 'E1' } },
  {
    id: 'parole-2',
    values: { title: '« J’ai arrêté d’aller aux ateliers, y a pas d’autobus. »', issue: 'E3' },
  },
]

const actors: readonly DemoItem<'actors'>[] = [
  [
    'Corporation de développement communautaire des Coteaux',
    'Héberge et soutient les organismes des Coteaux',
    'coteaux',
    'social',
  ],
  ['Banque alimentaire L’Entraide', 'Quatre points de service, un entrepôt', 'region', 'food'],
  ['Office d’habitation du Lac-Clair', 'Gère les HLM et un fonds de démarrage', 'lac', 'housing'],
  ['CISSS de la Rivière-aux-Érables', 'Soins à domicile, organisation communautaire', 'region', 'health'],
  ['Centre de services scolaire des Érables', 'Écoles et locaux le soir', 'region', 'education'],
  [
    'Coop de transport Le Relais',
    'Transport collectif de jour, une flotte de six minibus',
    'region',
    'transport',
  ],
  ['Carrefour jeunesse-emploi', 'Accompagnement des 16 à 35 ans', 'region', 'employment'],
  ['Table de concertation des aînés', 'Voix des personnes aînées des quatre territoires', 'region', 'social'],
  [
    'Centre d’amitié autochtone de Val-Doré',
    'Accueil en cri et en inuktitut (ᐃᓄᒃᑎᑐᑦ) ; liens avec Eeyou Istchee',
    'valdore',
    'social',
  ],
  ['Comité des personnes concernées', 'Dix sièges, cœur de la démarche', 'region', 'income'],
].map(([title, contribution, territory, sector], at) => ({
  id: `acteur-${at + 1}`,
  values: { title, contribution, territory, sector },
}))

export const portraitLists: DemoLists = { steps: processSteps, issues, voices, actors }
