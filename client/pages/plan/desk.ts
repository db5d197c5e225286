// What every part of the plan's page shares: the live document, the store that follows it, what I may do, who writes where, and the
// way to a place. Given by PlanPage, read with useDesk().
import { createContext, useContext } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import * as Y from 'yjs'
import { assert } from '../../../shared/basics.ts'
import { draftItems, draftProse, draftText } from '../../../shared/plan/draft.ts'
import type { Problem } from '../../../shared/plan/plan.ts'
import {
  type Field,
  findList,
  type ListKey,
  type SectionKey,
  sectionOf,
} from '../../../shared/plan/sections.ts'
import type { TerritoryNode } from '../../../shared/territory.ts'
import type { StandingView } from '../../../shared/views.ts'
import { pick } from '../../i18n.ts'
import type { PlanStore } from '../../plan-store.ts'
import type { Comments } from './comments.ts'

/** A place of the plan as threads, problems and presence name it: a section, a list, an item, a field. */
export interface PlanPlace {
  readonly section: string
  readonly list?: string
  readonly item?: string
  readonly field?: string
}

export interface Desk {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  readonly store: PlanStore
  readonly comments: Comments
  /** Whether what I write is taken: my role, and a plan that is not locked. */
  canWrite(): boolean
  canComment(): boolean
  isLocked(): boolean
  territories(): readonly TerritoryNode[]
  problems(): readonly Problem[]
  /** Where a priority (or `wholePlan`) stands now, its consensus held against the live text. */
  standing(subject: string): StandingView | undefined
  /** Names of the others who are in this field. */
  writers(place: PlanPlace): readonly string[]
  /** Tells the others in which field I am; null when in none. */
  standAt(place: PlanPlace | null): void
  /** Leads to a place, in another section if need be, and gives it the focus. */
  goTo(place: PlanPlace): void
  /** The address of a place, for links. */
  address(place: PlanPlace): string
}

export const DeskContext = createContext<Desk>()

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  assert(desk, 'useDesk is for parts of PlanPage')
  return desk
}

/** The whole plan as a subject, beside the ids of priorities (which are never empty). */
export const wholePlan = ''

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

export function fieldAt({ section, list, field }: PlanPlace): Field | undefined {
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
