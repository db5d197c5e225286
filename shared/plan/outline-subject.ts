// The exact text of a poll's subject as neutral blocks: the whole plan by outline.ts, a priority with what POLL-2 puts under its vote.
// Called by the screens that show a text with its digest: nothing is shown that is not in the text, and nothing in it is left out.
import type { Lang } from '../basics.ts'
import type { Block, Run } from './blocks.ts'
import { planOfText, valueWords } from './changes.ts'
import { longDay, outlinePlan } from './outline.ts'
import { proseBlocks } from './outline-prose.ts'
import { type Item, type Plan, proseOf, type SubjectText, textOf } from './plan.ts'
import { type Field, type List, listOf } from './sections.ts'

/** OUT-4: the blocks of a subject's text. `named` gives today's titles to ids whose things stand outside the text (issues). Total. */
export function outlineSubject(
  text: SubjectText,
  lang: Lang,
  named: (id: string) => string | undefined = () => undefined,
): Block[] {
  if (text.kind === 'plan') return [...outlinePlan(text.plan, lang).blocks]
  const at = { plan: planOfText(text), lang, named }
  const objectives = text.objectives.flatMap((objective) => [
    ...itemBlocks(at, listOf('objectives'), objective, 2),
    ...within(at, listOf('results'), text.results, (result) => result.parent === objective.id),
    ...within(at, listOf('means'), text.means, (means) => textOf(means.fields, 'objective') === objective.id),
  ])
  return [...itemBlocks(at, listOf('priorities'), text.priority, 1), ...objectives]
}

interface At {
  readonly plan: Plan
  readonly lang: Lang
  readonly named: (id: string) => string | undefined
}

function within(at: At, list: List, items: readonly Item[], belongs: (item: Item) => boolean): Block[] {
  const own = items.filter(belongs)
  if (own.length === 0) return []
  return [
    { kind: 'heading', level: 3, text: list.label[at.lang] },
    ...own.flatMap((item) => itemBlocks(at, list, item, 4)),
  ]
}

function itemBlocks(at: At, list: List, item: Item, level: number): Block[] {
  const title: Block = { kind: 'heading', level, text: textOf(item.fields, 'title') || list.label[at.lang] }
  const pairs = list.fields
    // The objective of a means is the heading under which it stands.
    .filter((field) => field.kind !== 'prose' && field.key !== 'title' && field.key !== 'objective')
    .map((field) => ({ label: field.label[at.lang], value: runs(at, field, item) }))
    .filter((pair) => pair.value.length > 0)
  const prose = list.fields.flatMap((field): Block[] => {
    const blocks = field.kind === 'prose' ? proseBlocks(proseOf(item.fields, field.key), level) : []
    if (blocks.length === 0) return []
    return [{ kind: 'paragraph', runs: [{ text: field.label[at.lang], strong: true }] }, ...blocks]
  })
  return [title, ...prose, ...(pairs.length > 0 ? [{ kind: 'pairs', pairs } as const] : [])]
}

function runs({ plan, lang, named }: At, field: Field, item: Item): Run[] {
  const value = item.fields[field.key]
  if (value === undefined) return []
  if (field.kind === 'day') return [{ text: longDay(String(value), lang) }]
  if (field.kind === 'link' || field.kind === 'links') {
    const ids = Array.isArray(value) ? value.map(String) : [String(value)]
    return [{ text: ids.map((id) => named(id) ?? id).join(' · ') }]
  }
  const words = valueWords(plan, field, value)[lang].split('\n')
  return words.flatMap((line, index) => (index > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }]))
}
