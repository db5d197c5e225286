// The people of the demo region, all invented: the personas a newcomer plays, and one delegate for each organisation that votes itself.
// Called by build.ts and demo.ts.
import type { Role } from '../../shared/roles.ts'
import { organizations } from './region.ts'

export interface DemoPerson {
  readonly key: string
  readonly name: string
  readonly role: Role
  /** The key of the organisation represented. */
  readonly organization: string | null
  /** The person's function, as it stands on signatures. */
  readonly title: string
}

/** Who received the server's first link and created the workspace. */
export const secretary: DemoPerson = {
  key: 'secretariat',
  name: 'Hélène Roussin',
  role: 'facilitator',
  organization: null,
  title: 'secrétaire de la Table des préfets',
}

/** Those for whom the demo prints a sign-in link, in the order of the walk. */
export const personas: readonly DemoPerson[] = [
  {
    key: 'animation',
    name: 'Maude Lessard-Dion',
    role: 'facilitator',
    organization: null,
    title: 'animatrice de la démarche',
  },
  {
    key: 'aines',
    name: 'Réjean Arcand',
    role: 'delegate',
    organization: 'aines',
    title: 'délégué de la Table de concertation des aînés',
  },
  {
    key: 'relais',
    name: 'Noémie Castonguay',
    role: 'delegate',
    organization: 'relais',
    title: 'directrice de la Coop Le Relais',
  },
  {
    key: 'commentaire',
    name: 'Yolande Petit',
    role: 'commenter',
    organization: 'siege-1',
    title: 'membre du Comité des personnes concernées',
  },
  {
    key: 'ministre',
    name: 'Éliane Fortin-Roy',
    role: 'signatory',
    organization: null,
    title: 'ministre responsable de la solidarité sociale',
  },
  {
    key: 'prefet',
    name: 'Gilles Desnoyers',
    role: 'signatory',
    organization: null,
    title: 'président de la Table des préfets de la Rivière-aux-Érables',
  },
  {
    key: 'mairesse',
    name: 'Anne-Sophie Lecœur',
    role: 'signatory',
    organization: null,
    title: 'mairesse de Val-Doré',
  },
]

/** Who signs for whom. */
export const alliance = {
  title: 'Alliance pour la solidarité de la Rivière-aux-Érables 2026-2029',
  parties: [
    {
      name: 'Gouvernement',
      signatories: [{ person: 'ministre', capacity: 'ministre responsable de la solidarité sociale' }],
    },
    {
      name: 'Table des préfets de la Rivière-aux-Érables',
      signatories: [{ person: 'prefet', capacity: 'président de la Table des préfets' }],
    },
    {
      name: 'Ville de Val-Doré',
      signatories: [{ person: 'mairesse', capacity: 'mairesse de Val-Doré' }],
    },
  ],
} as const

/** Organisations whose people have no device in the first round: the facilitator records their voice, in the second too. */
export const recordedFirst: readonly string[] = [
  'siege-2',
  'siege-3',
  'siege-4',
  'siege-5',
  'siege-6',
  'agedor',
  'popote',
]
/** In the second, one that was absent and one whose delegate has no device that day join them: nine. */
export const recordedSecond: readonly string[] = [...recordedFirst, 'siege-7', 'comptoir']

const withoutDelegate: readonly string[] = [...recordedFirst, 'siege-7', 'aines', 'relais']

const givenNames =
  'Amélie Bruno Carole Denis Édith Fabien Ginette Hugo Isabelle Jocelyn Karine Léo Mireille Normand Odile Pascal'.split(
    ' ',
  )
const familyNames =
  'Beaulne Chénier Dufresne Éthier Filion Gervais Huard Jutras Labrecque Massicotte Nadon Ouimet Pronovost'.split(
    ' ',
  )

/** One delegate for each organisation that votes itself, beside the two delegates among the personas. */
export const delegates: readonly DemoPerson[] = organizations
  .filter(({ key }) => !withoutDelegate.includes(key))
  .map(({ key }, at) => ({
    key: `delegue-${key}`,
    // 16 and 13 have no common factor: the pairs differ.
    name: `${givenNames[at % givenNames.length]} ${familyNames[at % familyNames.length]}`,
    role: 'delegate',
    organization: key,
    title: '',
  }))

/** An address that leads nowhere: .example is reserved (RFC 2606). */
export function addressOf({ key }: DemoPerson): string {
  return `${key}@riviere-aux-erables.example`
}
