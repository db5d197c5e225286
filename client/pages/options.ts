// The lists of shared/ as options of a field, in the page's language. Called by forms.
import type { Bilingual } from '../../shared/basics.ts'
import { type Role, roles } from '../../shared/roles.ts'
import { colleges, sectors, territoryTypes, tiers, workspaceKinds } from '../../shared/territory.ts'
import type { OrganizationView } from '../../shared/views.ts'
import { pick, t } from '../i18n.ts'

function optionsOf<Key extends string>(table: Readonly<Record<Key, Bilingual>>) {
  return (Object.keys(table) as Key[]).map((value) => ({ value, label: capital(pick(table[value])) }))
}

export const kindOptions = () => optionsOf(workspaceKinds)
export const tierOptions = () => optionsOf(tiers)
export const sectorOptions = () => optionsOf(sectors)
export const collegeOptions = () => optionsOf(colleges)
export const territoryTypeOptions = () => optionsOf(territoryTypes)

export const roleOptions = () =>
  (Object.keys(roles) as Role[]).map((value) => ({
    value,
    label: pick(roles[value].label),
    note: pick(roles[value].summary),
  }))

/** Organisations by name, after « none ». */
export const organizationOptions = (organizations: readonly OrganizationView[]) => [
  { value: '', label: t('shell.people.noOrganization') },
  ...byName(organizations).map(({ id, name }) => ({ value: id, label: name })),
]

export function byName<T extends { readonly name: string }>(things: readonly T[]): T[] {
  return [...things].sort((a, b) => a.name.localeCompare(b.name, 'fr', { numeric: true }))
}

/** « régional » → « Régional »: the tables keep words as they stand inside a sentence. */
export function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('fr') + word.slice(1)
}
