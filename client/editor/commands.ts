// What the toolbar and the keys can do to a rich text, as one list: the act, whether it is on, its keys. Called by ProseToolbar
// and by the editor's keymap.
import { baseKeymap, chainCommands, exitCode, setBlockType, toggleMark } from 'prosemirror-commands'
import { type InputRule, inputRules, textblockTypeInputRule, wrappingInputRule } from 'prosemirror-inputrules'
import { keymap } from 'prosemirror-keymap'
import type { MarkType, NodeType } from 'prosemirror-model'
import { liftListItem, sinkListItem, splitListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, type EditorState, type Plugin, TextSelection } from 'prosemirror-state'
import {
  addColumnAfter,
  addRowAfter,
  deleteColumn,
  deleteRow,
  deleteTable,
  goToNextCell,
  isInTable,
} from 'prosemirror-tables'
import { redoCommand, undoCommand } from 'y-prosemirror'
import { proseSchema } from '../../shared/plan/prose.ts'
import type { WordKey } from '../i18n.ts'

const { nodes, marks } = proseSchema

export interface Tool {
  readonly key: string
  readonly word: WordKey
  readonly run: Command
  /** Whether it stands on at the selection; absent for acts that are not states. */
  readonly isOn?: (state: EditorState) => boolean
  /** Shown only when it can be done (the tools of a table). */
  readonly onlyWhenPossible?: boolean
  /** As ProseMirror writes keys: « Mod » is Ctrl, or Cmd on a Mac. */
  readonly keys?: string
}

const heading = (level: 1 | 2 | 3): Tool => ({
  key: `heading${level}`,
  word: `plan.tool.heading${level}`,
  run: (state, dispatch, view) =>
    isBlock(state, nodes.heading, level)
      ? setBlockType(nodes.paragraph)(state, dispatch, view)
      : setBlockType(nodes.heading, { level })(state, dispatch, view),
  isOn: (state) => isBlock(state, nodes.heading, level),
  keys: `Mod-Alt-${level}`,
})

const list = (key: string, word: WordKey, type: NodeType, keys: string): Tool => ({
  key,
  word,
  keys,
  isOn: (state) => isWithin(state, type),
  run: (state, dispatch, view) =>
    isWithin(state, type)
      ? liftListItem(nodes.list_item)(state, dispatch, view)
      : wrapInList(type)(state, dispatch, view),
})

const table = (key: string, word: WordKey, run: Command): Tool => ({
  key,
  word,
  run,
  onlyWhenPossible: true,
})

/** The groups of the toolbar, in reading order. The link has its own dialog and stands in ProseToolbar. */
export const tools: readonly (readonly Tool[])[] = [
  [
    {
      key: 'strong',
      word: 'plan.tool.strong',
      run: toggleMark(marks.strong),
      isOn: (state) => hasMark(state, marks.strong),
      keys: 'Mod-b',
    },
    {
      key: 'em',
      word: 'plan.tool.em',
      run: toggleMark(marks.em),
      isOn: (state) => hasMark(state, marks.em),
      keys: 'Mod-i',
    },
  ],
  [heading(1), heading(2), heading(3)],
  [
    list('bullets', 'plan.tool.bullets', nodes.bullet_list, 'Mod-Shift-8'),
    list('numbers', 'plan.tool.numbers', nodes.ordered_list, 'Mod-Shift-7'),
    { key: 'table', word: 'plan.tool.table', run: insertTable },
  ],
  [
    table('rowAdd', 'plan.tool.rowAdd', addRowAfter),
    table('rowRemove', 'plan.tool.rowRemove', deleteRow),
    table('columnAdd', 'plan.tool.columnAdd', addColumnAfter),
    table('columnRemove', 'plan.tool.columnRemove', deleteColumn),
    table('tableRemove', 'plan.tool.tableRemove', deleteTable),
  ],
  [
    { key: 'undo', word: 'plan.tool.undo', run: undoCommand, keys: 'Mod-z' },
    { key: 'redo', word: 'plan.tool.redo', run: redoCommand, keys: 'Mod-Shift-z' },
  ],
]

function isBlock(state: EditorState, type: NodeType, level: number): boolean {
  const { parent } = state.selection.$from
  return parent.type === type && parent.attrs.level === level
}

function isWithin(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection
  for (let depth = $from.depth; depth > 0; depth--) {
    const node = $from.node(depth)
    if (node.type === nodes.bullet_list || node.type === nodes.ordered_list) return node.type === type
  }
  return false
}

export function hasMark(state: EditorState, mark: MarkType): boolean {
  const { from, to, empty, $from } = state.selection
  if (empty) return mark.isInSet(state.storedMarks ?? $from.marks()) !== undefined
  return state.doc.rangeHasMark(from, to, mark)
}

/** A table of two columns with its row of headings; not inside another table. */
function insertTable(state: EditorState, dispatch?: Parameters<Command>[1]): boolean {
  if (isInTable(state) || state.selection.$from.depth !== 1) return false
  const row = (type: NodeType) => nodes.table_row.create(null, [type.createAndFill()!, type.createAndFill()!])
  const content = [row(nodes.table_header), row(nodes.table_cell), row(nodes.table_cell)]
  if (dispatch) {
    const after = state.selection.$from.after(1)
    const transaction = state.tr.insert(after, [nodes.table.create(null, content), nodes.paragraph.create()])
    dispatch(
      transaction.setSelection(TextSelection.near(transaction.doc.resolve(after + 4))).scrollIntoView(),
    )
  }
  return true
}

const lineBreak = chainCommands(exitCode, (state, dispatch) => {
  dispatch?.(state.tr.replaceSelectionWith(nodes.hard_break.create()).scrollIntoView())
  return true
})

/** The keys and the typed shorthands (« # », « - », « 1. »). Tab moves in lists and tables only: elsewhere it leaves the text. */
export function editingPlugins(): Plugin[] {
  const ofTools = Object.fromEntries(
    tools.flat().flatMap((tool) => (tool.keys === undefined ? [] : [[tool.keys, tool.run]])),
  )
  return [
    inputRules({ rules: shorthands() }),
    keymap({
      ...ofTools,
      'Mod-y': redoCommand,
      'Shift-Enter': lineBreak,
      Enter: splitListItem(nodes.list_item),
      Tab: chainCommands(goToNextCell(1), sinkListItem(nodes.list_item)),
      'Shift-Tab': chainCommands(goToNextCell(-1), liftListItem(nodes.list_item)),
    }),
    keymap(baseKeymap),
  ]
}

function shorthands(): InputRule[] {
  return [
    textblockTypeInputRule(/^(#{1,3})\s$/, nodes.heading, (match) => ({ level: match[1]!.length })),
    wrappingInputRule(/^\s*([-*])\s$/, nodes.bullet_list),
    wrappingInputRule(
      /^(\d{1,3})[.)]\s$/,
      nodes.ordered_list,
      (match) => ({ order: Math.max(1, Number(match[1])) }),
      (match, node) => node.childCount + Number(node.attrs.order) === Number(match[1]),
    ),
  ]
}
