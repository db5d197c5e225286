// Whether a rich text can be opened for writing without a word being lost (PROSE-3): y-prosemirror deletes, as soon as it binds,
// what its schema cannot hold. Called by ProseEditor before it binds and by the guard of a bound view.
import * as Y from 'yjs'
import { readProse } from '../../shared/plan/draft.ts'
import { proseDocument } from '../../shared/plan/prose.ts'
import { isReadableProse, type ProseNode, proseText } from '../../shared/plan/prose-json.ts'

/**
 * fit = binds as it is · leftovers = binding would delete only empty containers, left by two people's edits ·
 * unreadable = it holds what this version does not know.
 */
export type Fitness = 'fit' | 'leftovers' | 'unreadable'

export function fitnessOf(fragment: Y.XmlFragment): Fitness {
  const nodes = readProse(fragment)
  if (proseDocument(nodes)) return 'fit'
  return isReadableProse(nodes) && proseDocument(withoutLeftovers(nodes)) ? 'leftovers' : 'unreadable'
}

const mayBeEmpty = ['paragraph', 'heading', 'hard_break', 'text', 'table_row']

function withoutLeftovers(nodes: readonly ProseNode[]): ProseNode[] {
  return nodes.flatMap((node) => {
    if (node.content === undefined) return mayBeEmpty.includes(node.type) ? [node] : []
    const content = withoutLeftovers(node.content)
    return content.length > 0 || mayBeEmpty.includes(node.type) ? [{ ...node, content }] : []
  })
}

/**
 * Rewrites a text that is not fit with what can be read of it: known parts stay, of the others the words, each in a paragraph.
 * Only ever at a person's asking.
 */
export function makeFit(fragment: Y.XmlFragment, origin: unknown): void {
  const readable = salvage(readProse(fragment))
  fragment.doc!.transact(() => {
    fragment.delete(0, fragment.length)
    fragment.insert(
      0,
      readable.map((node) => elementOf(node)),
    )
  }, origin)
}

function salvage(nodes: readonly ProseNode[]): ProseNode[] {
  return nodes.flatMap((node) => {
    if (proseDocument([node])) return [node]
    const text = proseText([node])
    return text === '' ? [] : [{ type: 'paragraph', content: [{ type: 'text', text }] }]
  })
}

function elementOf(node: ProseNode): Y.XmlElement | Y.XmlText {
  if (node.text !== undefined) {
    const text = new Y.XmlText()
    const marks = (node.marks ?? []).map(({ type, attrs = {} }) => [type, attrs])
    text.insert(0, node.text, Object.fromEntries(marks))
    return text
  }
  const element = new Y.XmlElement(node.type)
  // Yjs types attributes as text; ProseMirror's are numbers too, and it stores them so.
  for (const [key, value] of Object.entries(node.attrs ?? {})) element.setAttribute(key, value as string)
  element.insert(0, (node.content ?? []).map(elementOf))
  return element
}
