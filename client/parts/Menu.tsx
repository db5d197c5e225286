// A menu of a few acts behind a button that is named: the acts on one row, the account. Called by lists and by the top bar.
import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For, type JSX } from 'solid-js'

export interface MenuAct {
  readonly label: string
  readonly act: () => void
  readonly danger?: boolean
}

interface MenuProps {
  /** What the button is called. */
  readonly label: string
  readonly acts: readonly MenuAct[]
  readonly buttonClass: string
  /** What the button shows. */
  readonly face: JSX.Element
  readonly head?: JSX.Element
}

export function Menu(props: MenuProps) {
  let button!: HTMLButtonElement
  let chosen: MenuAct | null = null
  const onOpenChange = (open: boolean) => {
    if (open) return
    const { act } = chosen ?? {}
    chosen = null
    // The focus goes back to the button before the act: a dialog that the act opens gives it back there in its turn.
    setTimeout(() => {
      const at = document.activeElement
      if (!at || at === document.body || at.closest('[role=menu]')) button.focus()
      act?.()
    })
  }
  return (
    // Not modal, not in a portal: the page stays readable to a screen reader, the menu stands beside its button.
    <DropdownMenu placement="bottom-end" gutter={4} modal={false} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger ref={button} class={props.buttonClass} aria-label={props.label}>
        {props.face}
      </DropdownMenu.Trigger>
      <DropdownMenu.Content class="menu">
        {props.head}
        <For each={props.acts}>
          {(item) => (
            <DropdownMenu.Item
              class={item.danger ? 'menu-item is-danger' : 'menu-item'}
              onSelect={() => {
                chosen = item
              }}
            >
              {item.label}
            </DropdownMenu.Item>
          )}
        </For>
      </DropdownMenu.Content>
    </DropdownMenu>
  )
}

/** The acts on one row, behind three dots: label it « Actions : (the row's name) ». */
export function RowMenu(props: { readonly label: string; readonly acts: readonly MenuAct[] }) {
  return (
    <Menu
      label={props.label}
      acts={props.acts}
      buttonClass="close"
      face={
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
          <circle cx="3" cy="8" r="1.5" />
          <circle cx="8" cy="8" r="1.5" />
          <circle cx="13" cy="8" r="1.5" />
        </svg>
      }
    />
  )
}
