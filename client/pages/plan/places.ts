// The places of a plan as threads, problems, presence and links name them, and the way from a place to its type in the live document.
// Called by all parts of the plan's page.
import * as Y from 'yjs'
import { draftItems, draftProse, draftText } from '../../../shared/plan/draft.ts'
import {
  type Field,
  findList,
  type ListKey,
  type SectionKey,
  sectionOf,
} from '../../../shared/plan/sections.ts'
import { pick } from '../../i18n.ts'

/** A place of the plan as threads, problems and presence name it: a section, a list, an item, a field. */
export interface PlanPlace {
  readonly section: string
  readonly list?: string
  readonly item?: string
  readonly field?: string
}

/** What the structural edits of this screen are marked with. */
export const editOrigin = 'plan-edit'
export const removeOrigin = 'plan-remove'

/** The id of a place on the page, which a link can lead to. */
export function placeId({ section, list, item, field }: PlanPlace): string {
  return ['at', section, list, item, field].filter((part) => part !== undefined).join('.')
}

export function samePlace(one: PlanPlace, other: PlanPlace): boolean {
  return placeId(one) === placeId(other)
}

function fieldAt({ section, list, field }: PlanPlace): Field | undefined {
  const fields = list === undefined ? sectionOf(section as SectionKey)?.fields : findList(list)?.fields
  return fields?.find((one) => one.key === field)
}

/** The co-edited type of a text or prose field; undefined when the item is gone or never had it. */
export function typeAt(doc: Y.Doc, place: PlanPlace): Y.Text | Y.XmlFragment | undefined {
  const { section, list, item, field } = place
  const kind = fieldAt(place)?.kind
  if (field === undefined || (kind !== 'text' && kind !== 'prose')) return undefined
  if (list === undefined) {
    return kind === 'text'
      ? draftText(doc, section as SectionKey, field)
      : draftProse(doc, section as SectionKey, field)
  }
  const map = draftItems(doc, list as ListKey).get(item ?? '')
  const type = map instanceof Y.Map ? map.get(field) : undefined
  if (kind === 'text') return type instanceof Y.Text ? type : undefined
  return type instanceof Y.XmlFragment ? type : undefined
}

/** Gives an item a text or prose field it lacks (made before the field existed). */
export function makeType(doc: Y.Doc, { list, item, field }: PlanPlace, kind: 'text' | 'prose'): void {
  const map = draftItems(doc, list as ListKey).get(item ?? '')
  if (!(map instanceof Y.Map) || field === undefined) return
  doc.transact(() => map.set(field, kind === 'text' ? new Y.Text() : new Y.XmlFragment()), editOrigin)
}

/** « Priorités · Pourquoi cette priorité » */
export function placeWords(place: PlanPlace): string {
  const section = sectionOf(place.section as SectionKey)
  const field = fieldAt(place)
  const list = place.list === undefined ? undefined : findList(place.list)
  const parts = [list?.label ?? section?.label, field?.label]
  return parts.flatMap((part) => (part ? [pick(part)] : [])).join(' · ')
}
