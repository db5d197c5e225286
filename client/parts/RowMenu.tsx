// The few acts on one row, behind a button of three dots that is named for its row. Called by the lists of people, organisations, territories.
import { DropdownMenu } from '@kobalte/core/dropdown-menu'
import { For } from 'solid-js'

export interface RowAct {
  readonly label: string
  readonly act: () => void
  readonly danger?: boolean
}

export function RowMenu(props: { readonly label: string; readonly acts: readonly RowAct[] }) {
  let trigger!: HTMLButtonElement
  let chosen: RowAct | null = null
  // The act waits until the focus is back on the button: a dialog that it opens then gives it back there, not to a menu that is gone.
  const closed = (event: Event) => {
    event.preventDefault()
    trigger.focus()
    const { act } = chosen ?? {}
    chosen = null
    act?.()
  }
  return (
    <DropdownMenu placement="bottom-end" gutter={4} modal={false}>
      <DropdownMenu.Trigger ref={trigger} class="close" aria-label={props.label} title={props.label}>
        <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" fill="currentColor">
          <circle cx="3" cy="8" r="1.5" />
          <circle cx="8" cy="8" r="1.5" />
          <circle cx="13" cy="8" r="1.5" />
        </svg>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content class="menu" onCloseAutoFocus={closed}>
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
