// Rich text as plain elements from canonical JSON, for where no one selects or writes: the whole document, and a text that this
// version cannot open. What is unknown shows its words. Called by Prose.tsx and the document view.
import { For, type JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { isSafeLink, type ProseNode } from '../../shared/plan/prose-json.ts'

interface NodesProps {
  readonly nodes: readonly ProseNode[]
  /** The level on the page of its own first headings. */
  readonly headingLevel: number
}

export function StaticProse(props: NodesProps) {
  return (
    <div class="prose">
      <Nodes {...props} />
    </div>
  )
}

function Nodes(props: NodesProps) {
  return <For each={props.nodes}>{(node) => <One node={node} headingLevel={props.headingLevel} />}</For>
}

const tags: Readonly<Record<string, string>> = {
  paragraph: 'p',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
  table_row: 'tr',
  table_cell: 'td',
  table_header: 'th',
}

function One(props: { readonly node: ProseNode; readonly headingLevel: number }): JSX.Element {
  const { type, attrs, content = [], text } = props.node
  if (type === 'text') return marked(props.node, text ?? '')
  if (type === 'hard_break') return <br />
  if (type === 'table') {
    return (
      <table>
        <tbody>
          <Nodes nodes={content} headingLevel={props.headingLevel} />
        </tbody>
      </table>
    )
  }
  const level = Math.min(3, Math.max(1, Number(attrs?.level) || 1))
  const tag = type === 'heading' ? `h${Math.min(6, props.headingLevel + level - 1)}` : (tags[type] ?? 'div')
  return (
    <Dynamic component={tag} data-level={type === 'heading' ? level : undefined} {...numbersOf(attrs)}>
      <Nodes nodes={content} headingLevel={props.headingLevel} />
    </Dynamic>
  )
}

/** The spans of a cell and the first number of a list, as their elements name them. */
function numbersOf(attrs: ProseNode['attrs'] = {}) {
  const { colspan, rowspan, order } = attrs
  return {
    colspan: Number(colspan) || undefined,
    rowspan: Number(rowspan) || undefined,
    start: Number(order) || undefined,
  }
}

function marked(node: ProseNode, text: string): JSX.Element {
  let shown: JSX.Element = text
  for (const { type, attrs } of node.marks ?? []) {
    const inner = shown
    if (type === 'strong') shown = <strong>{inner}</strong>
    else if (type === 'em') shown = <em>{inner}</em>
    else if (type === 'link' && isSafeLink(attrs?.href)) {
      shown = (
        <a href={attrs.href} rel="noopener noreferrer nofollow" target="_blank">
          {inner}
        </a>
      )
    }
  }
  return shown
}
