// Rich text as plain elements from canonical JSON, for where no one selects or writes: the whole document, and a text that this
// version cannot open. What is unknown shows its words. Called by Prose.tsx and the document view.
import { For, type JSX } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { isSafeLink, type ProseNode } from '../../shared/plan/prose-json.ts'

export function StaticProse(props: { readonly nodes: readonly ProseNode[] }) {
  return (
    <div class="prose">
      <Nodes nodes={props.nodes} />
    </div>
  )
}

function Nodes(props: { readonly nodes: readonly ProseNode[] }) {
  return <For each={props.nodes}>{(node) => <One node={node} />}</For>
}

const tags: Readonly<Record<string, keyof JSX.IntrinsicElements>> = {
  paragraph: 'p',
  bullet_list: 'ul',
  ordered_list: 'ol',
  list_item: 'li',
  table_row: 'tr',
  table_cell: 'td',
  table_header: 'th',
}

function One(props: { readonly node: ProseNode }): JSX.Element {
  const { type, attrs, content = [], text } = props.node
  if (type === 'text') return marked(props.node, text ?? '')
  if (type === 'hard_break') return <br />
  if (type === 'table') {
    return (
      <table>
        <tbody>
          <Nodes nodes={content} />
        </tbody>
      </table>
    )
  }
  const level = Math.min(3, Math.max(1, Number(attrs?.level) || 1))
  const tag = type === 'heading' ? (`h${level + 3}` as keyof JSX.IntrinsicElements) : (tags[type] ?? 'div')
  return (
    <Dynamic component={tag} {...numbersOf(attrs)}>
      <Nodes nodes={content} />
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
