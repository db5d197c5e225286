// The single keys of the floor desk: they act only outside of fields, dialogs and menus, can be turned off, and “?” lists them.
// Called by FloorDesk.
import { createSignal, onCleanup, onMount } from 'solid-js'

export interface FloorKey {
  readonly key: string
  readonly label: string
  /** Why it does nothing now; null when it acts. */
  readonly off: string | null
  readonly run: () => void
}

const kept = 'floor-keys'
const [keysOn, setKeysOn] = createSignal(localStorage.getItem(kept) !== 'off')

export { keysOn }

export function turnKeys(on: boolean): void {
  localStorage.setItem(kept, on ? 'on' : 'off')
  setKeysOn(on)
}

/** Whether a key belongs to whatever has the focus: letters are written there, or choose there. */
function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return true
  if (document.querySelector('[role=dialog], [role=alertdialog], [role=menu]')) return true
  const { target } = event
  return (
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null
  )
}

export function listenToKeys(keys: () => readonly FloorKey[]): void {
  const listen = (event: KeyboardEvent) => {
    if (!keysOn() || isTaken(event)) return
    const found = keys().find(({ key }) => key === event.key.toLowerCase())
    if (!found) return
    // A key that opens a field must not also write in it.
    event.preventDefault()
    if (found.off === null) found.run()
  }
  onMount(() => {
    document.addEventListener('keydown', listen)
    onCleanup(() => document.removeEventListener('keydown', listen))
  })
}
