// The tables that people take away of a locked version, by name. Called by the files' routes, the exports and the page of links.
import type { Bilingual } from '../basics.ts'

/** Each is one CSV file; the name is also that of the file. */
export const tables = {
  priorities: {
    label: { fr: 'Priorités, objectifs et résultats', en: 'Priorities, objectives and results' },
    file: { fr: 'priorites', en: 'priorities' },
  },
  means: { label: { fr: 'Moyens', en: 'Means' }, file: { fr: 'moyens', en: 'means' } },
  allocations: {
    label: { fr: 'Répartition par territoire', en: 'Allocation by territory' },
    file: { fr: 'repartition', en: 'allocation' },
  },
  ballots: {
    label: { fr: 'Bulletins (sauf les votes secrets)', en: 'Ballots (but for secret votes)' },
    file: { fr: 'bulletins', en: 'ballots' },
  },
} as const satisfies Record<string, { label: Bilingual; file: Bilingual }>

export type TableKey = keyof typeof tables
export const tableKeys = Object.keys(tables) as TableKey[]
