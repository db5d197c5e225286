// A frozen text set for reading: the outline's neutral blocks as semantic HTML. Knows neither the editor nor the live document.
// Called by the decision screens, wherever exact words are shown with their digest.
import { For, Match, Show, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { Block, Cell, Run } from '../shared/plan/blocks.ts'
import { t } from './i18n.ts'

/**
 * `level` is that of the heading under which the text stands: its own headings come just below. `tableName`: what a table without a
 * caption is called.
 */
export function Blocks(props: { blocks: readonly Block[]; level: number; tableName?: string }) {
  return (
    <For each={props.blocks}>
      {(block) => <OneBlock block={block} level={props.level} tableName={props.tableName} />}
    </For>
  )
}

type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>
const is = <Kind extends Block['kind']>(block: Block, kind: Kind): Of<Kind> | false =>
  block.kind === kind && (block as Of<Kind>)

function OneBlock(props: { block: Block; level: number; tableName?: string }) {
  return (
    <Switch>
      <Match when={is(props.block, 'heading')}>
        {(block) => (
          <Dynamic component={`h${Math.min(block().level + props.level, 6)}`}>{block().text}</Dynamic>
        )}
      </Match>
      <Match when={is(props.block, 'paragraph')}>
        {(block) => (
          <p>
            <Runs runs={block().runs} />
          </p>
        )}
      </Match>
      <Match when={is(props.block, 'list')}>
        {(block) => (
          <Dynamic
            component={block().ordered ? 'ol' : 'ul'}
            start={block().ordered ? block().start : undefined}
          >
            <For each={block().items}>
              {(item) => (
                <li>
                  <Blocks blocks={item} level={props.level} />
                </li>
              )}
            </For>
          </Dynamic>
        )}
      </Match>
      <Match when={is(props.block, 'pairs')}>
        {(block) => (
          <dl class="pairs">
            <For each={block().pairs}>
              {(pair) => (
                <div>
                  <dt>{pair.label}</dt>
                  <dd>
                    <Runs runs={pair.value} />
                  </dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Match>
      <Match when={is(props.block, 'table')}>
        {(block) => <TableBlock block={block()} level={props.level} name={props.tableName} />}
      </Match>
    </Switch>
  )
}

/** A wide table scrolls inside its own frame, which the keyboard can reach; where a page folds it on a phone, each cell says its column. */
function TableBlock(props: { block: Of<'table'>; level: number; name?: string }) {
  const labels = () => columnLabels(props.block)
  const name = () => props.block.caption || (props.name ?? t('text.table'))
  return (
    <figure class="table-frame" tabindex="0" aria-label={name()}>
      <table
        classList={{ 'is-wordy': labels().length > 0 }}
        aria-label={props.block.caption ? undefined : name()}
      >
        <Show when={props.block.caption}>
          <caption>{props.block.caption}</caption>
        </Show>
        <Show when={props.block.headRows > 0}>
          <thead>
            <For each={props.block.rows.slice(0, props.block.headRows)}>
              {(row) => <Row cells={row} scope="col" level={props.level} />}
            </For>
          </thead>
        </Show>
        <tbody>
          <For each={props.block.rows.slice(props.block.headRows)}>
            {(row) => <Row cells={row} scope="row" level={props.level} labels={labels()} />}
          </For>
        </tbody>
      </table>
    </figure>
  )
}

/** Of a table of words under one row of names; none for a small one of figures, which fits, nor where cells are merged. */
function columnLabels({ rows, headRows }: Of<'table'>): readonly string[] {
  const [head = [], ...others] = rows
  const merged = rows.flat().some(({ colspan = 1, rowspan = 1 }) => colspan > 1 || rowspan > 1)
  const words = others.flatMap((row) => row.slice(1)).some(({ figures }) => !figures)
  if (headRows !== 1 || merged || !words || head.length < 4) return []
  return head.map(({ blocks }) =>
    blocks
      .flatMap((block) => (block.kind === 'paragraph' ? block.runs : []))
      .map(({ text }) => text)
      .join(''),
  )
}

function Row(props: {
  cells: readonly Cell[]
  scope: 'col' | 'row'
  level: number
  labels?: readonly string[]
}) {
  return (
    <tr>
      <For each={props.cells}>
        {(cell, at) => (
          <Dynamic
            component={cell.header && cell.blocks.length > 0 ? 'th' : 'td'}
            scope={cell.header && cell.blocks.length > 0 ? props.scope : undefined}
            class={cell.figures ? 'figures' : undefined}
            data-label={props.labels?.[at()]}
            colspan={cell.colspan}
            rowspan={cell.rowspan}
          >
            <CellBody cell={cell} level={props.level} />
          </Dynamic>
        )}
      </For>
    </tr>
  )
}

/** A cell of one paragraph is its words alone, without a paragraph's margins. */
function CellBody(props: { cell: Cell; level: number }) {
  const only = () => (props.cell.blocks.length === 1 ? is(props.cell.blocks[0]!, 'paragraph') : false)
  return (
    <Show when={only()} fallback={<Blocks blocks={props.cell.blocks} level={props.level} />}>
      {(block) => <Runs runs={block().runs} />}
    </Show>
  )
}

function Runs(props: { runs: readonly Run[] }) {
  return (
    <For each={props.runs}>
      {(run) => (
        <Show when={run.text !== '\n'} fallback={<br />}>
          <Show when={run.href} fallback={<Manner run={run} />}>
            {(href) => (
              <a href={href()} rel="noreferrer noopener" target="_blank">
                <Manner run={run} />
              </a>
            )}
          </Show>
        </Show>
      )}
    </For>
  )
}

function Manner(props: { run: Run }) {
  return (
    <Show
      when={props.run.strong}
      fallback={
        <Show when={props.run.em} fallback={props.run.text}>
          <em>{props.run.text}</em>
        </Show>
      }
    >
      <strong>
        <Show when={props.run.em} fallback={props.run.text}>
          <em>{props.run.text}</em>
        </Show>
      </strong>
    </Show>
  )
}
