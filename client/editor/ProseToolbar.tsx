// The tools of a rich text: one toolbar, one stop of the Tab key, arrows inside. Called by Prose.tsx while the text has the focus.
import type { EditorState } from 'prosemirror-state'
import type { EditorView } from 'prosemirror-view'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { proseSchema } from '../../shared/plan/prose.ts'
import { t } from '../i18n.ts'
import { hasMark, type Tool, tools } from './commands.ts'
import { LinkDialog } from './LinkDialog.tsx'

interface ToolbarProps {
  readonly view: EditorView
  readonly state: EditorState
  /** The text it belongs to. */
  readonly controls: string
  /** Starts a comment on what is selected; absent when the person may not. */
  readonly onComment?: () => void
}

export function ProseToolbar(props: ToolbarProps) {
  const [linking, setLinking] = createSignal(false)
  let bar!: HTMLDivElement
  const run = (tool: Tool) => {
    tool.run(props.view.state, props.view.dispatch.bind(props.view), props.view)
    props.view.focus()
  }
  const move = (event: KeyboardEvent) => {
    const buttons = [...bar.querySelectorAll<HTMLButtonElement>('button')]
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement)
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key]
    if (event.key === 'Escape') props.view.focus()
    else if (to !== undefined) focusOnly(buttons, buttons.at(to % buttons.length))
    else return
    event.preventDefault()
  }
  return (
    <>
      <div
        ref={bar}
        class="prose-tools"
        role="toolbar"
        aria-label={t('plan.tool.bar')}
        aria-controls={props.controls}
        onKeyDown={move}
        // The text keeps its focus and its selection when a tool is clicked.
        onMouseDown={(event) => event.preventDefault()}
      >
        <For each={tools}>
          {(group, groupAt) => (
            <Show when={group.some((tool) => !tool.onlyWhenPossible || tool.run(props.state))}>
              <span class="prose-tools-group">
                <For each={group}>
                  {(tool, at) => (
                    <Show when={!tool.onlyWhenPossible || tool.run(props.state)}>
                      <ToolButton
                        label={t(tool.word)}
                        keys={tool.keys}
                        isOn={tool.isOn?.(props.state)}
                        isFirst={groupAt() === 0 && at() === 0}
                        cannot={!tool.run(props.state)}
                        onPress={() => run(tool)}
                      >
                        {glyphs[tool.key]?.() ?? t(tool.word)}
                      </ToolButton>
                    </Show>
                  )}
                </For>
                <Show when={groupAt() === 0}>
                  <ToolButton
                    label={t('plan.tool.link')}
                    keys="Mod-k"
                    isOn={hasMark(props.state, proseSchema.marks.link)}
                    cannot={props.state.selection.empty && !hasMark(props.state, proseSchema.marks.link)}
                    onPress={() => setLinking(true)}
                  >
                    {glyphs.link?.()}
                  </ToolButton>
                </Show>
              </span>
            </Show>
          )}
        </For>
        <Show when={props.onComment}>
          <ToolButton
            label={t('plan.comment.selection')}
            keys="Mod-Alt-m"
            cannot={props.state.selection.empty}
            onPress={() => props.onComment?.()}
          >
            {glyphs.comment?.()}
          </ToolButton>
        </Show>
      </div>
      <LinkDialog view={props.view} open={linking()} onClose={() => setLinking(false)} />
    </>
  )
}

function focusOnly(buttons: readonly HTMLButtonElement[], one: HTMLButtonElement | undefined) {
  for (const button of buttons) button.tabIndex = button === one ? 0 : -1
  one?.focus()
}

function ToolButton(props: {
  readonly label: string
  readonly keys?: string
  readonly isOn?: boolean
  readonly isFirst?: boolean
  readonly cannot: boolean
  readonly onPress: () => void
  readonly children: JSX.Element
}) {
  const isMac = navigator.platform.startsWith('Mac')
  const keys = () => props.keys?.replace('Mod', isMac ? '⌘' : 'Ctrl').replaceAll('-', '+')
  return (
    <button
      type="button"
      tabindex={props.isFirst ? 0 : -1}
      title={keys() ? `${props.label} (${keys()})` : props.label}
      aria-label={props.label}
      aria-pressed={props.isOn}
      // Not `disabled`: a tool that goes grey under the focus would drop it.
      aria-disabled={props.cannot ? 'true' : undefined}
      onClick={() => !props.cannot && props.onPress()}
    >
      {props.children}
    </button>
  )
}

const icon = (path: string) => () => (
  <svg width="18" height="18" viewBox="0 0 18 18" aria-hidden="true">
    <path d={path} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" />
  </svg>
)

const glyphs: Readonly<Record<string, () => JSX.Element>> = {
  strong: () => <b aria-hidden="true">{t('plan.tool.strongLetter')}</b>,
  em: () => <i aria-hidden="true">I</i>,
  heading1: () => <span aria-hidden="true">{t('plan.tool.headingLetter')}1</span>,
  heading2: () => <span aria-hidden="true">{t('plan.tool.headingLetter')}2</span>,
  heading3: () => <span aria-hidden="true">{t('plan.tool.headingLetter')}3</span>,
  link: icon(
    'M7.5 10.5l3-3M8 5.5l1.6-1.6a3 3 0 0 1 4.3 4.3L12.3 9.8M10 12.5l-1.6 1.6a3 3 0 0 1-4.3-4.3l1.6-1.6',
  ),
  bullets: icon('M7 4.5h8M7 9h8M7 13.5h8M3 4.5h.1M3 9h.1M3 13.5h.1'),
  numbers: icon('M7.5 4.5h8M7.5 9h8M7.5 13.5h8M2.5 3.5l1-.5v3.5M2.4 11.6c1.6-1.2 2 .8 0 2.6h2'),
  table: icon('M2.5 3.5h13v11h-13zM2.5 7.2h13M2.5 10.9h13M9 3.5v11'),
  rowAdd: icon('M2.5 3.5h13v5h-13zM9 11v5M6.5 13.5h5'),
  rowRemove: icon('M2.5 3.5h13v5h-13zM6.5 13.5h5'),
  columnAdd: icon('M3.5 2.5v13h5v-13zM13.5 6.5v5M11 9h5'),
  columnRemove: icon('M3.5 2.5v13h5v-13zM11 9h5'),
  tableRemove: icon('M2.5 3.5h13v11h-13zM6.5 6.5l5 5M11.5 6.5l-5 5'),
  undo: icon('M6 4L2.8 7.2 6 10.4M3 7.2h7.5a4 4 0 0 1 0 8H7'),
  redo: icon('M12 4l3.2 3.2L12 10.4M15 7.2H7.5a4 4 0 0 0 0 8H11'),
  comment: icon('M3 3.5h12v8.5H8.5L5 15v-3H3z'),
}
