// The exact text of a poll of either form as neutral blocks, and what differs between two readings of it (VOTE-24). Pure.
// Called by the screens that show a text with its digest, or say that it moved; nothing in a text is left out.
import type { Bilingual, Lang } from '../basics.ts'
import type { Block } from '../plan/blocks.ts'
import { type Change, planOfText, textChanges, valueWords } from '../plan/changes.ts'
import { proseBlocks } from '../plan/outline-prose.ts'
import { outlineSubject } from '../plan/outline-subject.ts'
import { emptyPlan, type Plan, textOf } from '../plan/plan.ts'
import { type Field, findList, listOf, type Section, sections } from '../plan/sections.ts'
import { canonicalText } from '../record/canonical.ts'
import type { PassageText, PollSubject, PollText } from './texts.ts'

type AllocationText = Extract<PollText, { kind: 'allocation' }>

/** The blocks of a poll's text. `named` gives today's titles to ids whose things stand outside the text. Total. */
export function outlinePollText(
  text: PollText,
  lang: Lang,
  named: (id: string) => string | undefined = () => undefined,
): Block[] {
  switch (text.kind) {
    case 'passage':
      return passageBlocks(text, lang)
    case 'allocation':
      return allocationBlocks(text, lang)
    case 'question':
      // Both languages are the text: whoever reads one votes on the two.
      return [paragraph(text.question.fr), paragraph(text.question.en)]
    default:
      return outlineSubject(text, lang, named)
  }
}

function paragraph(words: string): Block {
  return {
    kind: 'paragraph',
    runs: words
      .split('\n')
      .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }])),
  }
}

/** Where a passage stands: « Priorités : Pourquoi cette priorité ». Keys of another version stand as they are. */
export function passageLabel({
  section,
  list,
  field,
}: Pick<PassageText, 'section' | 'list' | 'field'>): Bilingual {
  const of = (sections as readonly Section[]).find(({ key }) => key === section)
  const holder = list === undefined ? of : findList(list)
  const found: Field | undefined = holder?.fields.find(({ key }) => key === field)
  const place = holder?.label ?? { fr: section, en: section }
  const name = found?.label ?? { fr: field, en: field }
  return { fr: `${place.fr}\u00a0: ${name.fr}`, en: `${place.en}: ${name.en}` }
}

/**
 * What a poll is called, in each language: a bare question by its own words, the plan and a priority by the one title their authors gave
 * them, any other part by where it stands. Records keep the French one (`subjectTitle`). Total.
 */
export function titleIn({ subject, subjectTitle, question }: TitledPoll): Bilingual {
  switch (subject.kind) {
    case 'question':
      return question
    case 'allocation':
      return { fr: subjectTitle, en: 'Split by territory' }
    case 'passage':
      return passageTitle(subject, subjectTitle)
    default:
      return { fr: subjectTitle, en: subjectTitle }
  }
}

/** What a passage is called: its French title as records keep it, and the same in English, with the name its item was given. */
export function passageTitle(of: Pick<PassageText, 'section' | 'list' | 'field'>, fr: string): Bilingual {
  const { en } = passageLabel(of)
  const named = /«\u00a0(.*)\u00a0»/s.exec(fr)?.[1]
  return { fr, en: named ? en.replace(': ', `, “${named}”: `) : en }
}

interface TitledPoll {
  readonly subject: PollSubject
  readonly subjectTitle: string
  readonly question: Bilingual
}

function passageBlocks(text: PassageText, lang: Lang): Block[] {
  const words = text.blocks ? proseBlocks(text.blocks, 1) : [paragraph(text.words ?? '')]
  return [{ kind: 'heading', level: 1, text: passageLabel(text)[lang] }, ...words]
}

function allocationBlocks(text: AllocationText, lang: Lang): Block[] {
  const plan = planOfPoll(text)!
  const list = listOf('allocations')
  const [territory, amount, note] = ['territory', 'amount', 'note'].map(
    (key) => list.fields.find((field) => field.key === key)!,
  )
  const cell = (words: string, more: { header?: true; figures?: true } = {}) => ({
    ...more,
    blocks: words ? [paragraph(words)] : [],
  })
  const envelope = text.envelope === undefined ? [] : [envelopeLine(plan, text.envelope, lang)]
  return [
    ...envelope,
    {
      kind: 'table',
      caption: list.label[lang],
      columns: 3,
      headRows: 1,
      rows: [
        [territory!, amount!, note!].map((field) => cell(field.label[lang], { header: true })),
        ...text.shares.map(({ fields }) => [
          cell(valueWords(plan, territory!, fields.territory)[lang]),
          cell(valueWords(plan, amount!, fields.amount)[lang], { figures: true }),
          cell(textOf(fields, 'note')),
        ]),
      ],
    },
  ]
}

const envelopeField = () => {
  const frame = (sections as readonly Section[]).find(({ key }) => key === 'frame')
  return frame?.fields.find(({ key }) => key === 'envelope')
}

function envelopeLine(plan: Plan, cents: number, lang: Lang): Block {
  const field = envelopeField()
  const value = field ? valueWords(plan, field, cents)[lang] : String(cents)
  return { kind: 'pairs', pairs: [{ label: field?.label[lang] ?? 'envelope', value: [{ text: value }] }] }
}

/**
 * VOTE-24: every difference between the text voted on and another reading of it; empty if and only if they have the same canonical
 * form. `after` null: the plan no longer holds it, and everything reads as removed.
 */
export function pollTextChanges(before: PollText, after: PollText | null): Change[] {
  if (before.kind === 'question') {
    const words = after?.kind === 'question' ? after.question : { fr: '', en: '' }
    if (canonicalText(before.question) === canonicalText(words)) return []
    return [
      { kind: 'changed', label: { fr: 'Question', en: 'Question' }, before: before.question, after: words },
    ]
  }
  const [old, now] = [planOfPoll(before), after && planOfPoll(after)]
  return textChanges({ kind: 'plan', plan: old ?? emptyPlan }, { kind: 'plan', plan: now ?? emptyPlan })
}

/** A text as a plan that holds only it, so that one way of comparing serves every kind; null for a bare question. */
function planOfPoll(text: PollText): Plan | null {
  switch (text.kind) {
    case 'question':
      return null
    case 'allocation':
      return {
        ...emptyPlan,
        ...(text.envelope !== undefined && { fields: { frame: { envelope: text.envelope } } }),
        lists: { allocations: text.shares },
        territories: text.territories,
      }
    case 'passage': {
      const fields = { [text.field]: text.blocks ?? text.words ?? '' }
      if (text.list === undefined) return { ...emptyPlan, fields: { [text.section]: fields } } as Plan
      return { ...emptyPlan, lists: { [text.list]: [{ id: text.item ?? '', fields }] } } as Plan
    }
    default:
      return planOfText(text)
  }
}
