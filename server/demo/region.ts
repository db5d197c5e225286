// The demo region « Rivière-aux-Érables »: its territories, its 64 voting organisations by college, its rule. All of it is invented:
// no region, organisation or person here exists. Called by build.ts and by the tests of the demo.
import type { DecisionRule } from '../../shared/poll/consent.ts'
import type { College, Sector, TerritoryType, Tier, WorkspaceKind } from '../../shared/territory.ts'

export const workspace = {
  name: 'Alliance pour la solidarité de la Rivière-aux-Érables',
  kind: 'regional' as WorkspaceKind,
}

export interface DemoTerritory {
  readonly key: string
  readonly parent: string | null
  readonly type: TerritoryType
  readonly name: string
}

/** Parents before children. */
export const territories = [
  { key: 'region', parent: null, type: 'region', name: 'Rivière-aux-Érables' },
  { key: 'coteaux', parent: 'region', type: 'mrc', name: 'MRC des Coteaux' },
  { key: 'lac', parent: 'region', type: 'mrc', name: 'MRC du Lac-Clair' },
  { key: 'pointe', parent: 'region', type: 'mrc', name: 'MRC de la Pointe-aux-Bouleaux' },
  { key: 'valdore', parent: 'region', type: 'city', name: 'Ville de Val-Doré' },
] as const satisfies readonly DemoTerritory[]
export type TerritoryKey = (typeof territories)[number]['key']

/** Quorum 60 % of organisations and 3 colleges; 75 % of weighted expressed votes; no college above 49 % of the weight. */
export const rule: DecisionRule = {
  quorum: { num: 3, den: 5 },
  collegesMin: 3,
  threshold: { num: 3, den: 4 },
  collegeWeights: { community: 30, municipal: 20, institutional: 20, lived: 20, economy: 10 },
  collegeMax: { num: 49, den: 100 },
}

export interface DemoOrganization {
  readonly key: string
  readonly name: string
  readonly tier: Tier
  readonly sector: Sector
  readonly college: College
}

type Row = readonly [key: string, name: string, tier: Tier, sector: Sector]

const community: readonly Row[] = [
  ['cdc', 'Corporation de développement communautaire des Coteaux', 'local', 'social'],
  ['entraide', 'Banque alimentaire L’Entraide', 'regional', 'food'],
  ['carrefour', 'Carrefour jeunesse-emploi', 'regional', 'employment'],
  ['aines', 'Table de concertation des aînés', 'regional', 'social'],
  ['amitie', 'Centre d’amitié autochtone de Val-Doré', 'local', 'social'],
  ['famille', 'Maison de la famille des Trois-Érables', 'local', 'social'],
  ['cuisines', 'Cuisines collectives du Lac-Clair', 'local', 'food'],
  ['femmes', 'Centre de femmes de Val-Doré', 'local', 'social'],
  ['jeunes', 'Maison des jeunes de Sainte-Aurèle', 'local', 'social'],
  ['popote', 'Popote roulante des Coteaux', 'local', 'food'],
  ['logement', 'Comité logement de Val-Doré', 'local', 'housing'],
  ['locataires', 'Association des locataires des Coteaux', 'local', 'housing'],
  ['alpha', 'Atelier d’alphabétisation La Lettre bleue', 'local', 'education'],
  ['accueil', 'Accueil des nouveaux arrivants de Val-Doré', 'local', 'social'],
  ['aidants', 'Regroupement des proches aidants du Lac-Clair', 'local', 'health'],
  ['benevoles', 'Centre d’action bénévole de la Pointe-aux-Bouleaux', 'local', 'social'],
  ['comptoir', 'Comptoir familial de la Pointe', 'local', 'income'],
  ['jardins', 'Jardins partagés de Saint-Aubin-du-Lac', 'local', 'food'],
  ['havre', 'Groupe d’entraide Le Havre clair', 'local', 'health'],
  ['integration', 'Association pour l’intégration sociale des Coteaux', 'local', 'social'],
  ['abri', 'Maison d’hébergement L’Abri du rang', 'regional', 'housing'],
  ['cafe', 'Café communautaire Le Coin chaud', 'local', 'social'],
  ['loisirs', 'Loisirs communautaires de Val-Doré', 'local', 'social'],
  ['rue', 'Travail de rue Rivière-aux-Érables', 'regional', 'social'],
  ['agedor', 'Club des aînés de Baie-aux-Bouleaux', 'local', 'social'],
  ['radio', 'Radio communautaire des Érables', 'regional', 'social'],
]

const municipal: readonly Row[] = [
  ['mrc-coteaux', 'MRC des Coteaux', 'local', 'other'],
  ['mrc-lac', 'MRC du Lac-Clair', 'local', 'other'],
  ['mrc-pointe', 'MRC de la Pointe-aux-Bouleaux', 'local', 'other'],
  ['ville', 'Ville de Val-Doré', 'local', 'other'],
  ['sainte-aurele', 'Municipalité de Sainte-Aurèle', 'local', 'other'],
  ['saint-aubin', 'Municipalité de Saint-Aubin-du-Lac', 'local', 'other'],
  ['rang-vert', 'Village de Rang-Vert', 'local', 'other'],
  ['baie', 'Municipalité de Baie-aux-Bouleaux', 'local', 'other'],
  ['grand-coteau', 'Municipalité de Grand-Coteau', 'local', 'other'],
]

const institutional: readonly Row[] = [
  ['office', 'Office d’habitation du Lac-Clair', 'local', 'housing'],
  ['cisss', 'CISSS de la Rivière-aux-Érables', 'regional', 'health'],
  ['scolaire', 'Centre de services scolaire des Érables', 'regional', 'education'],
  ['cegep', 'Collège de Val-Doré', 'regional', 'education'],
  ['emploi', 'Bureau d’aide à l’emploi de Val-Doré', 'local', 'employment'],
  ['sante', 'Santé publique de la Rivière-aux-Érables', 'regional', 'health'],
  ['office-valdore', 'Office d’habitation de Val-Doré', 'local', 'housing'],
  ['bibliotheques', 'Réseau des bibliothèques des Érables', 'regional', 'education'],
  ['adultes', 'Centre d’éducation des adultes du Lac-Clair', 'local', 'education'],
  ['metiers', 'Centre de formation aux métiers des Coteaux', 'local', 'employment'],
  ['adapte', 'Transport adapté des Érables', 'regional', 'transport'],
  ['jeunesse', 'Service à la jeunesse des Érables', 'regional', 'social'],
  ['loisir', 'Conseil du loisir de la Rivière-aux-Érables', 'regional', 'social'],
  ['justice', 'Justice de proximité des Érables', 'regional', 'other'],
]

const economy: readonly Row[] = [
  ['relais', 'Coop de transport Le Relais', 'regional', 'transport'],
  ['quatre-vents', 'Coopérative d’habitation Les Quatre-Vents', 'local', 'housing'],
  ['caisse', 'Caisse solidaire des Érables', 'regional', 'income'],
  ['chambre', 'Chambre de commerce de Val-Doré', 'local', 'employment'],
  ['ressourcerie', 'Ressourcerie du Lac-Clair', 'local', 'employment'],
]

/** The committee of people concerned holds ten seats, each with its own voice. */
const lived: readonly Row[] = Array.from({ length: 10 }, (_, at) => [
  `siege-${at + 1}`,
  `Comité des personnes concernées, siège ${at + 1}`,
  at < 8 ? 'local' : 'regional',
  'income',
])

const inCollege = (college: College, rows: readonly Row[]): DemoOrganization[] =>
  rows.map(([key, name, tier, sector]) => ({ key, name, tier, sector, college }))

/** The 64 organisations of the register. */
export const organizations: readonly DemoOrganization[] = [
  ...inCollege('community', community),
  ...inCollege('municipal', municipal),
  ...inCollege('institutional', institutional),
  ...inCollege('lived', lived),
  ...inCollege('economy', economy),
]
