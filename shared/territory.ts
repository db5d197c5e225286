// Where and who: kinds of workspace, types of territory, tiers, sectors, colleges (R14–R20). Lists of data, never of code paths:
// bodies come and go (the CRÉ were abolished in 2014), so nothing here names one.
import type { Bilingual } from './basics.ts'

export const workspaceKinds = {
  regional: { fr: 'régionale', en: 'regional' },
  local: { fr: 'locale', en: 'local' },
  national: { fr: 'nationale', en: 'national' },
  community: { fr: 'tenue par une communauté', en: 'community-held' },
} as const satisfies Record<string, Bilingual>
export type WorkspaceKind = keyof typeof workspaceKinds

export const territoryTypes = {
  region: { fr: 'Région', en: 'Region' },
  mrc: { fr: 'MRC', en: 'County (MRC)' },
  city: { fr: 'Ville', en: 'City' },
  hub: { fr: 'Pôle', en: 'Hub' },
  subregion: { fr: 'Sous-région', en: 'Sub-region' },
  community: { fr: 'Communauté', en: 'Community' },
  other: { fr: 'Autre', en: 'Other' },
} as const satisfies Record<string, Bilingual>
export type TerritoryType = keyof typeof territoryTypes

export const tiers = {
  local: { fr: 'local', en: 'local' },
  regional: { fr: 'régional', en: 'regional' },
  national: { fr: 'national', en: 'national' },
} as const satisfies Record<string, Bilingual>
export type Tier = keyof typeof tiers

/** The seven sectors the seed names [S4], then room for others. */
export const sectors = {
  housing: { fr: 'Habitation', en: 'Housing' },
  education: { fr: 'Éducation', en: 'Education' },
  health: { fr: 'Santé', en: 'Health' },
  social: { fr: 'Liens sociaux', en: 'Social ties' },
  transport: { fr: 'Transport', en: 'Transport' },
  employment: { fr: 'Emploi', en: 'Employment' },
  income: { fr: 'Revenu', en: 'Income' },
  food: { fr: 'Alimentation', en: 'Food' },
  other: { fr: 'Autre', en: 'Other' },
} as const satisfies Record<string, Bilingual>
export type Sector = keyof typeof sectors

/** The colleges offered to a new workspace; each workspace keeps and weighs its own list. */
export const colleges = {
  community: { fr: 'Communautaire', en: 'Community' },
  municipal: { fr: 'Municipal', en: 'Municipal' },
  institutional: { fr: 'Institutionnel', en: 'Institutional' },
  lived: { fr: 'Personnes concernées', en: 'People concerned' },
  economy: { fr: 'Économie sociale et privé', en: 'Social economy and private' },
  nations: { fr: 'Premières Nations et Inuit', en: 'First Nations and Inuit' },
} as const satisfies Record<string, Bilingual>
export type College = keyof typeof colleges

export interface TerritoryNode {
  readonly id: string
  readonly parentId: string | null
  readonly type: TerritoryType
  readonly name: string
}

/** TERR-1: the territory is a tree. True when giving `id` the parent `parentId` would close a ring. */
export function wouldLoop(nodes: readonly TerritoryNode[], id: string, parentId: string | null): boolean {
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const seen = new Set([id])
  for (let at = parentId; at !== null; at = byId.get(at)?.parentId ?? null) {
    if (seen.has(at)) return true
    seen.add(at)
  }
  return false
}

/** The tree in reading order (parents before children, siblings as given), each with its depth. */
export function treeOrder<N extends TerritoryNode>(nodes: readonly N[]): { node: N; depth: number }[] {
  const known = new Set(nodes.map((node) => node.id))
  const under = (parent: string | null, depth: number): { node: N; depth: number }[] =>
    nodes
      .filter(
        (node) => (node.parentId !== null && known.has(node.parentId) ? node.parentId : null) === parent,
      )
      .flatMap((node) => [{ node, depth }, ...under(node.id, depth + 1)])
  return under(null, 0)
}
