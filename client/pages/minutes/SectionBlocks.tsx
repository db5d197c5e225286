// A section of minutes as it reads: its heading, its neutral blocks, its states and digests. Called by MinutesPage.
import { For, Match, Switch } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import type { MinutesBlock, MinutesSection } from '../../../shared/meeting/minutes-blocks.ts'
import type { Block } from '../../../shared/plan/blocks.ts'
import { Blocks } from '../../document.tsx'

/** Stable while the language changes: the contents lead to it. */
export function sectionId({ place, title }: MinutesSection): string {
  return `pv-${(place ?? title).replace(/[^\w-]+/g, '-')}`
}

export function SectionBlocks(props: { readonly section: MinutesSection }) {
  return (
    <>
      <Dynamic component={`h${props.section.level + 1}`} id={sectionId(props.section)} tabindex="-1">
        {props.section.title}
      </Dynamic>
      <For each={props.section.blocks}>
        {(block) => <OneBlock block={block} section={props.section.title} />}
      </For>
    </>
  )
}

type State = Extract<MinutesBlock, { kind: 'state' }>
type Seal = Extract<MinutesBlock, { kind: 'seal' }>

function OneBlock(props: { readonly block: MinutesBlock; readonly section: string }) {
  return (
    <Switch fallback={<Blocks blocks={[props.block as Block]} level={1} tableName={props.section} />}>
      <Match when={props.block.kind === 'state' && (props.block as State)}>
        {(state) => <p class={`minutes-state is-${state().tone}`}>{state().text}</p>}
      </Match>
      <Match when={props.block.kind === 'seal' && (props.block as Seal)}>
        {(seal) => (
          <dl class="seal minutes-seal">
            <For each={seal().lines}>
              {({ label, value }) => (
                <div>
                  <dt>{label}</dt>
                  <dd>{value}</dd>
                </div>
              )}
            </For>
          </dl>
        )}
      </Match>
    </Switch>
  )
}
