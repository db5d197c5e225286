// A plan as neutral blocks (OUT rules): headings, paragraphs, lists, tables, in one language. It hides the plan's shape from whoever
// sets it on paper: the print view and every export read this and nothing else.
import { type Bilingual, formatCents, isCents, type Lang } from '../basics.ts'
import type { Block, Cell, Outline, Run } from './blocks.ts'
import { proseBlocks } from './outline-prose.ts'
import {
  centsOf,
  type Fields,
  type Item,
  idsOf,
  isSetAside,
  itemsOf,
  meansOfPriority,
  type Plan,
  proposedPriorities,
  proseOf,
  sumCents,
  textOf,
} from './plan.ts'
import { type Field, type List, type ListKey, type Section, type SectionKey, sections } from './sections.ts'

const words = {
  untitled: { fr: 'Sans titre', en: 'Untitled' },
  total: { fr: 'Total', en: 'Total' },
  meansTotal: { fr: 'Montant des moyens', en: 'Amount of the means' },
  recap: { fr: 'Montants par priorité', en: 'Amounts by priority' },
  priority: { fr: 'Priorité', en: 'Priority' },
  amount: { fr: 'Montant', en: 'Amount' },
  crossCutting: { fr: 'Moyens transversaux', en: 'Cross-cutting means' },
  envelope: { fr: 'Enveloppe', en: 'Envelope' },
  remaining: { fr: 'Reste à attribuer', en: 'Left to assign' },
  setAside: { fr: 'Non retenue', en: 'Not retained' },
  removed: { fr: '(retiré)', en: '(removed)' },
  nothing: { fr: 'Rien n’est inscrit.', en: 'Nothing is entered.' },
} as const satisfies Record<string, Bilingual>

/** OUT-1: everything the plan says, in the order of its sections; empty fields are left out, an empty section says so. Total. */
export function outlinePlan(plan: Plan, lang: Lang): Outline {
  const at = { plan, lang }
  const blocks = (sections as readonly Section[]).flatMap((section): Block[] => {
    const inside = sectionBlocks(at, section)
    return [
      heading(1, section.label[lang]),
      ...(inside.length > 0 ? inside : [paragraph(words.nothing[lang])]),
    ]
  })
  return { lang, title: textOf(plan.fields.frame, 'title') || words.untitled[lang], blocks }
}

/** A calendar day in long form (« 1er avril 2026 », "April 1, 2026"). The day is YYYY-MM-DD; anything else comes back as it is. */
export function longDay(day: string, lang: Lang): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  const text = new Intl.DateTimeFormat(lang === 'fr' ? 'fr-CA' : 'en-CA', {
    dateStyle: 'long',
    timeZone: 'UTC',
  }).format(date)
  return lang === 'fr' ? text.replace(/^1 /, '1er ') : text
}

interface At {
  readonly plan: Plan
  readonly lang: Lang
}

function sectionBlocks(at: At, section: Section): Block[] {
  const own = fieldBlocks(at, section.fields, at.plan.fields[section.key as SectionKey], 1)
  const lists = section.lists.filter((list) => !list.parent).flatMap((list) => listBlocks(at, section, list))
  return [...own, ...lists]
}

function listBlocks(at: At, section: Section, list: List): Block[] {
  const items = itemsOf(at.plan, list.key as ListKey)
  if (items.length === 0) return []
  // The heading of a section's only list would repeat that of the section.
  const title = list.label[at.lang] === section.label[at.lang] ? [] : [heading(2, list.label[at.lang])]
  const body = isTable(section, list)
    ? [tableOf(at, list, items, title.length > 0)]
    : items.flatMap((item) => itemBlocks(at, section, list, item, 2 + title.length))
  return [...title, ...body, ...(list.key === 'means' ? recap(at) : [])]
}

/** A list reads as a table when its fields are few and short, and nothing belongs to its items. */
function isTable(section: Section, list: List): boolean {
  return (
    list.fields.length <= 5 &&
    list.fields.every((field) => field.kind !== 'prose') &&
    !section.lists.some((other) => other.parent === list.key)
  )
}

function itemBlocks(at: At, section: Section, list: List, item: Item, level: number): Block[] {
  const rest = list.fields.filter((field) => field.key !== 'title' && !isInTitle(list, field))
  const children = section.lists
    .filter((other) => other.parent === list.key)
    .flatMap((other) => childBlocks(at, section, other, item, level + 1))
  const money =
    list.key === 'priorities' && !isSetAside(item)
      ? [pairs([[words.meansTotal[at.lang], [run(moneyOf(at, meansOfPriority(at.plan, item.id)))]]])]
      : []
  return [
    heading(level, itemTitle(at, list, item)),
    ...fieldBlocks(at, rest, item.fields, level),
    ...money,
    ...children,
  ]
}

function moneyOf(at: At, items: readonly Item[]): string {
  return formatCents(sumCents(items), at.lang)
}

/** Whether a priority is retained is said beside its title, and only when it is not. */
function isInTitle(list: List, field: Field): boolean {
  return list.key === 'priorities' && field.key === 'disposition'
}

function itemTitle({ lang }: At, list: List, item: Item): string {
  const title = textOf(item.fields, 'title') || words.untitled[lang]
  return list.key === 'priorities' && isSetAside(item) ? `${title} (${words.setAside[lang]})` : title
}

function childBlocks(at: At, section: Section, list: List, parent: Item, level: number): Block[] {
  const items = itemsOf(at.plan, list.key as ListKey).filter((item) => item.parent === parent.id)
  if (items.length === 0) return []
  if (isTable(section, list)) return [tableOf(at, list, items, false)]
  return items.flatMap((item) => itemBlocks(at, section, list, item, level))
}

/** Short fields as pairs, prose under its label as a heading, in the order of the section. `level` is that of the heading above. */
function fieldBlocks(at: At, fields: readonly Field[], values: Fields | undefined, level: number): Block[] {
  const blocks: Block[] = []
  let open: [string, readonly Run[]][] = []
  const flush = () => {
    if (open.length > 0) blocks.push(pairs(open))
    open = []
  }
  for (const field of fields) {
    if (field.kind === 'prose') {
      const prose = proseBlocks(proseOf(values, field.key), level + 1)
      if (prose.length === 0) continue
      flush()
      blocks.push(heading(level + 1, field.label[at.lang]), ...prose)
      continue
    }
    const value = fieldRuns(at, field, values)
    if (value.length > 0) open.push([field.label[at.lang], value])
  }
  flush()
  return blocks
}

function fieldRuns(at: At, field: Field, values: Fields | undefined): Run[] {
  const value = values?.[field.key]
  if (value === undefined) return []
  switch (field.kind) {
    case 'cents':
      return isCents(value) ? [run(formatCents(value, at.lang))] : []
    case 'day':
      return [run(longDay(String(value), at.lang))]
    case 'choice':
      return [run(field.choices?.[String(value)]?.[at.lang] ?? String(value))]
    case 'territory':
      return [run(territoryName(at, String(value)))]
    case 'link':
      return [run(linkedTitle(at, field, String(value)))]
    case 'links':
      return idsOf(values, field.key).flatMap((id, index) => [
        ...(index > 0 ? [run(' · ')] : []),
        run(linkedTitle(at, field, id)),
      ])
    default:
      return lines(textOf(values, field.key))
  }
}

function territoryName({ plan, lang }: At, id: string): string {
  return plan.territories.find((territory) => territory.id === id)?.name ?? words.removed[lang]
}

function linkedTitle({ plan, lang }: At, field: Field, id: string): string {
  const item = itemsOf(plan, field.to as ListKey).find((other) => other.id === id)
  return item ? textOf(item.fields, 'title') || words.untitled[lang] : words.removed[lang]
}

function tableOf(at: At, list: List, items: readonly Item[], titled: boolean): Block {
  const fields = list.fields.filter((field) => items.some((item) => item.fields[field.key] !== undefined))
  const columns = fields.length > 0 ? fields : list.fields.slice(0, 1)
  const rows: Cell[][] = items.map((item) =>
    columns.map((field) => cell(fieldRuns(at, field, item.fields), field.kind === 'cents')),
  )
  const money = columns.findIndex((field) => field.kind === 'cents')
  if (money >= 0) {
    const total = columns.map((_, index) => {
      if (index === money) return { ...cell([run(moneyOf(at, items))], true), header: true as const }
      return { ...cell(index === 0 ? [run(words.total[at.lang])] : [], false), header: true as const }
    })
    rows.push(total)
  }
  const head = columns.map((field) => headCell(field.label[at.lang], field.kind === 'cents'))
  return {
    kind: 'table',
    caption: titled ? '' : list.label[at.lang],
    columns: columns.length,
    headRows: 1,
    rows: [head, ...rows],
  }
}

/** OUT-2: each retained priority with the sum of its means, the cross-cutting ones, their total, the envelope and what is left. */
function recap(at: At): Block[] {
  const { plan, lang } = at
  const priorities = proposedPriorities(plan)
  const attached = new Set(priorities.flatMap((item) => meansOfPriority(plan, item.id).map(({ id }) => id)))
  const all = itemsOf(plan, 'means')
  const others = all.filter((item) => !attached.has(item.id))
  const envelope = centsOf(plan.fields.frame, 'envelope')
  const line = (label: string, cents: number, strong: boolean): Cell[] => {
    const cells = [cell([run(label)], false), cell([run(formatCents(cents, lang))], true)]
    return strong ? cells.map((each) => ({ ...each, header: true as const })) : cells
  }
  const rows = [
    [headCell(words.priority[lang], false), headCell(words.amount[lang], true)],
    ...priorities.map((item) =>
      line(
        textOf(item.fields, 'title') || words.untitled[lang],
        sumCents(meansOfPriority(plan, item.id)),
        false,
      ),
    ),
    ...(others.length > 0 ? [line(words.crossCutting[lang], sumCents(others), false)] : []),
    line(words.total[lang], sumCents(all), true),
    line(words.envelope[lang], envelope, false),
    ...(envelope > sumCents(all) ? [line(words.remaining[lang], envelope - sumCents(all), false)] : []),
  ]
  return [heading(2, words.recap[lang]), { kind: 'table', caption: '', columns: 2, headRows: 1, rows }]
}

function heading(level: number, text: string): Block {
  return { kind: 'heading', level, text }
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', runs: [run(text)] }
}

function pairs(list: readonly (readonly [string, readonly Run[]])[]): Block {
  return { kind: 'pairs', pairs: list.map(([label, value]) => ({ label, value })) }
}

function cell(runs: readonly Run[], figures: boolean): Cell {
  const blocks: Block[] = runs.length > 0 ? [{ kind: 'paragraph', runs }] : []
  return figures ? { blocks, figures } : { blocks }
}

function headCell(text: string, figures: boolean): Cell {
  return { ...cell([run(text)], figures), header: true }
}

function run(text: string): Run {
  return { text }
}

/** A text of a few lines: a break between them. */
function lines(text: string): Run[] {
  return text.split(/\r?\n/).flatMap((line, index) => (index > 0 ? [run('\n'), run(line)] : [run(line)]))
}
