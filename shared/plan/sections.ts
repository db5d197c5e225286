// THE list of the plan's sections, lists and fields, in both languages. The type of a plan, its editor, the completeness
// check, the canonical form, the print outline: all iterate over this. An entry is retired, never removed or renamed.
import type { Bilingual } from '../basics.ts'
import { sectors } from '../territory.ts'

/**
 * The few kinds of field, each with one editor:
 * text = one line or a few, co-edited (Y.Text) · prose = rich text (Y.XmlFragment) · cents = integer cents ·
 * day = YYYY-MM-DD · choice = one key of `choices` · territory = a territory's id · link / links = ids of items of list `to`.
 */
export type FieldKind = 'text' | 'prose' | 'cents' | 'day' | 'choice' | 'territory' | 'link' | 'links'

export interface Field {
  readonly key: string
  readonly label: Bilingual
  readonly kind: FieldKind
  /** Required at the lock, never while writing. */
  readonly required: boolean
  readonly hint?: Bilingual
  readonly choices?: Readonly<Record<string, Bilingual>>
  readonly to?: string
  /** Asked only where another field of the same item has this value; what it says elsewhere stays, and stays shown. */
  readonly onlyWhen?: { readonly field: string; readonly is: string }
}

export interface List {
  readonly key: string
  readonly label: Bilingual
  /** What one item is called, for « Ajouter … ». */
  readonly one: Bilingual
  /** Items of this list belong each to one item of that list. */
  readonly parent?: string
  /** Fewest items at the lock: in all, or under each parent that is kept. */
  readonly min: number
  readonly fields: readonly Field[]
}

export interface Section {
  readonly key: string
  readonly label: Bilingual
  readonly intro: Bilingual
  /** The requirement of the seed it answers. */
  readonly source: string
  readonly fields: readonly Field[]
  readonly lists: readonly List[]
}

const text = (key: string, fr: string, en: string, required: boolean, hint?: Bilingual) =>
  ({ key, label: { fr, en }, kind: 'text', required, ...(hint && { hint }) }) as const
const prose = (key: string, fr: string, en: string, required: boolean, hint?: Bilingual) =>
  ({ key, label: { fr, en }, kind: 'prose', required, ...(hint && { hint }) }) as const
const cents = (key: string, fr: string, en: string) =>
  ({ key, label: { fr, en }, kind: 'cents', required: true }) as const
const day = (key: string, fr: string, en: string, required: boolean) =>
  ({ key, label: { fr, en }, kind: 'day', required }) as const
const territory = (required: boolean) =>
  ({ key: 'territory', label: { fr: 'Territoire', en: 'Territory' }, kind: 'territory', required }) as const
const sector = {
  key: 'sector',
  label: { fr: 'Secteur', en: 'Sector' },
  kind: 'choice',
  required: false,
  choices: sectors,
} as const

export const sections = [
  {
    key: 'frame',
    label: { fr: 'Cadre', en: 'Frame' },
    intro: {
      fr: 'Ce que le plan couvre : son titre, qui le porte, sa période et son enveloppe.',
      en: 'What the plan covers: its title, who carries it, its period and its envelope.',
    },
    source: 'R24',
    fields: [
      text('title', 'Titre du plan', 'Title of the plan', true),
      text('leadBody', 'Mandataire', 'Mandated body', true),
      day('start', 'Début', 'Start', true),
      day('end', 'Fin', 'End', true),
      text('fund', 'Fonds', 'Fund', false),
      cents('envelope', 'Enveloppe', 'Envelope'),
    ],
    lists: [],
  },
  {
    key: 'process',
    label: { fr: 'Démarche concertée', en: 'Concerted process' },
    intro: {
      fr: 'Qui a été réuni, quand, où, combien, comment ; ce qui a été entendu et ce qu’on en a fait.',
      en: 'Who met, when, where, how many and how; what was heard and what became of it.',
    },
    source: 'R03',
    fields: [prose('account', 'Récit de la démarche', 'Account of the process', true)],
    lists: [
      {
        key: 'steps',
        label: { fr: 'Étapes', en: 'Steps' },
        one: { fr: 'une étape', en: 'a step' },
        min: 1,
        fields: [
          text('title', 'Étape', 'Step', true),
          day('date', 'Date', 'Date', true),
          text('place', 'Lieu', 'Place', false),
          text('method', 'Méthode', 'Method', false),
          text('participants', 'Participation', 'Attendance', false),
        ],
      },
    ],
  },
  {
    key: 'portrait',
    label: { fr: 'Portrait', en: 'Portrait' },
    intro: {
      fr: 'Les enjeux, les problématiques et les besoins du territoire, avec leurs sources.',
      en: 'The issues, problems and needs of the territory, with their sources.',
    },
    source: 'R04',
    fields: [prose('overview', 'Vue d’ensemble', 'Overview', false)],
    lists: [
      {
        key: 'issues',
        label: { fr: 'Enjeux', en: 'Issues' },
        one: { fr: 'un enjeu', en: 'an issue' },
        min: 1,
        fields: [
          text('title', 'Enjeu', 'Issue', true),
          prose('problem', 'Problématique', 'Problem', true),
          prose('need', 'Besoins', 'Needs', true),
          text('evidence', 'Statistique et source', 'Statistic and source', false),
          territory(false),
          sector,
        ],
      },
      {
        key: 'voices',
        label: { fr: 'Paroles recueillies', en: 'Voices heard' },
        one: { fr: 'une parole', en: 'a voice' },
        min: 0,
        fields: [
          text('title', 'Parole', 'Words', true),
          { key: 'issue', label: { fr: 'Enjeu', en: 'Issue' }, kind: 'link', to: 'issues', required: false },
        ],
      },
    ],
  },
  {
    key: 'resources',
    label: { fr: 'Ressources et acteurs', en: 'Resources and actors' },
    intro: {
      fr: 'Ce qui existe déjà sur le territoire et qui y agit.',
      en: 'What already exists in the territory, and who acts there.',
    },
    source: 'R05',
    fields: [prose('overview', 'Vue d’ensemble', 'Overview', false)],
    lists: [
      {
        key: 'actors',
        label: { fr: 'Acteurs et ressources en présence', en: 'Actors and resources present' },
        one: { fr: 'un acteur ou une ressource', en: 'an actor or resource' },
        min: 1,
        fields: [
          text('title', 'Nom', 'Name', true),
          text('contribution', 'Apport', 'Contribution', false),
          territory(false),
          sector,
        ],
      },
    ],
  },
  {
    key: 'priorities',
    label: { fr: 'Priorités', en: 'Priorities' },
    intro: {
      fr: 'Les priorités retenues, leurs objectifs et les résultats recherchés.',
      en: 'The retained priorities, their objectives and the results sought.',
    },
    source: 'R06, R07',
    fields: [],
    lists: [
      {
        key: 'priorities',
        label: { fr: 'Priorités', en: 'Priorities' },
        one: { fr: 'une priorité', en: 'a priority' },
        min: 1,
        fields: [
          text('title', 'Priorité', 'Priority', true),
          prose('rationale', 'Pourquoi cette priorité', 'Why this priority', false),
          {
            key: 'issues',
            label: { fr: 'Enjeux visés', en: 'Issues addressed' },
            kind: 'links',
            to: 'issues',
            required: true,
          },
          {
            key: 'disposition',
            label: { fr: 'Suite proposée', en: 'Proposed disposition' },
            kind: 'choice',
            required: true,
            choices: {
              proposed: { fr: 'À retenir', en: 'To retain' },
              setAside: { fr: 'Non retenue', en: 'Not retained' },
            },
          },
          {
            ...text('reason', 'Motif, si elle n’est pas retenue', 'Reason, if not retained', false),
            onlyWhen: { field: 'disposition', is: 'setAside' },
          },
        ],
      },
      {
        key: 'objectives',
        label: { fr: 'Objectifs', en: 'Objectives' },
        one: { fr: 'un objectif', en: 'an objective' },
        parent: 'priorities',
        min: 1,
        fields: [text('title', 'Objectif', 'Objective', true)],
      },
      {
        key: 'results',
        label: { fr: 'Résultats recherchés', en: 'Results sought' },
        one: { fr: 'un résultat', en: 'a result' },
        parent: 'objectives',
        min: 1,
        fields: [
          text('title', 'Résultat', 'Result', true),
          text('indicator', 'Indicateur', 'Indicator', true),
          text('baseline', 'Situation de départ', 'Baseline', false),
          text('target', 'Cible', 'Target', true),
          day('due', 'Échéance', 'Due date', true),
        ],
      },
    ],
  },
  {
    key: 'means',
    label: { fr: 'Moyens', en: 'Means' },
    intro: {
      fr: 'Les moyens, compte tenu des structures et ressources existantes. Un moyen sans objectif est transversal.',
      en: 'The means, given the existing structures and resources. A means without an objective is cross-cutting.',
    },
    source: 'R08',
    fields: [],
    lists: [
      {
        key: 'means',
        label: { fr: 'Moyens', en: 'Means' },
        one: { fr: 'un moyen', en: 'a means' },
        min: 1,
        fields: [
          text('title', 'Moyen', 'Means', true),
          {
            key: 'objective',
            label: { fr: 'Objectif', en: 'Objective' },
            kind: 'link',
            to: 'objectives',
            required: false,
          },
          text('lead', 'Responsable', 'Lead', true),
          text('partners', 'Partenaires', 'Partners', false),
          cents('amount', 'Montant', 'Amount'),
          day('due', 'Échéance', 'Due date', true),
          text('structure', 'Structure existante utilisée', 'Existing structure used', false),
          text('whyNone', 'Sinon, pourquoi aucune', 'Otherwise, why none', false),
        ],
      },
    ],
  },
  {
    key: 'allocations',
    label: { fr: 'Répartition', en: 'Allocation' },
    intro: { fr: 'L’enveloppe répartie par territoire.', en: 'The envelope split by territory.' },
    source: 'R26',
    fields: [],
    lists: [
      {
        key: 'allocations',
        label: { fr: 'Répartition par territoire', en: 'Allocation by territory' },
        one: { fr: 'une part', en: 'a share' },
        min: 1,
        fields: [
          territory(true),
          cents('amount', 'Montant', 'Amount'),
          text('note', 'Précision', 'Note', false),
        ],
      },
    ],
  },
] as const satisfies readonly Section[]

type Sections = (typeof sections)[number]
export type SectionKey = Sections['key']
export type Lists = Sections['lists'][number]
export type ListKey = Lists['key']

type FieldsOf<K extends ListKey> = Extract<Lists, { key: K }>['fields'][number]
export type ItemFieldKey<K extends ListKey> = FieldsOf<K>['key']

const everyList: readonly List[] = sections.flatMap((section) => section.lists as readonly List[])

export function sectionOf(key: SectionKey): Section {
  return sections.find((section) => section.key === key)!
}

/** Finds a list by its key; undefined for a key this version does not know. */
export function findList(key: string): List | undefined {
  return everyList.find((list) => list.key === key)
}

export function listOf(key: ListKey): List {
  return findList(key)!
}

export const listKeys = everyList.map((list) => list.key) as ListKey[]
