// Where other people stand in a rich text: their caret and selection, with their name for as long as they move. At rest the name, which
// lies over the line above, draws back to a small mark. Called by prose-view.ts.
import { type EditorState, Plugin } from 'prosemirror-state'
import type { DecorationSet, EditorView } from 'prosemirror-view'
import { yCursorPlugin, yCursorPluginKey } from 'y-prosemirror'
import type { Awareness } from 'y-protocols/awareness'
import { getState } from 'yjs'

/** Long enough to read a name and an organisation. */
const namedMs = 2_500

export function caretPlugins(awareness: Awareness): Plugin[] {
  const drawn = yCursorPlugin(awareness, { cursorBuilder: caret, selectionBuilder: selection })
  return [drawn, new Plugin({ view: (view) => followCarets(view, awareness) })]
}

interface Standing {
  /** Another one when the person goes elsewhere or writes, and the same whatever others write around them. */
  place: string
  timer: ReturnType<typeof setTimeout>
  rests: boolean
}

function followCarets(view: EditorView, awareness: Awareness) {
  const people = new Map<string, Standing>()

  function look(): void {
    const places = placesIn(view.state, awareness)
    for (const [client, { timer }] of people) {
      if (places.has(client)) continue
      clearTimeout(timer)
      people.delete(client)
    }
    for (const [client, place] of places) {
      const before = people.get(client)
      if (before?.place !== place) {
        clearTimeout(before?.timer)
        const timer = setTimeout(() => rest(client), namedMs)
        people.set(client, { place, timer, rests: false })
      }
      paint(client)
    }
  }

  function rest(client: string): void {
    const standing = people.get(client)
    if (!standing) return
    standing.rests = true
    paint(client)
  }

  /** The editor makes a caret anew when it likes: its look is set after each of its updates. */
  function paint(client: string): void {
    const rests = people.get(client)?.rests ?? false
    for (const mark of view.dom.querySelectorAll<HTMLElement>('.caret')) {
      if (mark.dataset.client === client) mark.classList.toggle('is-resting', rests)
    }
  }

  look()
  return {
    update: look,
    destroy() {
      for (const { timer } of people.values()) clearTimeout(timer)
    },
  }
}

function placesIn(state: EditorState, awareness: Awareness): Map<string, string> {
  const places = new Map<string, string>()
  const carets: DecorationSet | undefined = yCursorPluginKey.getState(state)
  for (const { spec } of carets?.find() ?? []) {
    if (typeof spec.key !== 'string') continue
    const client = Number(spec.key)
    // Who writes at the end of a block says to be at its end, all along: what they have written so far tells that they write.
    const written = getState(awareness.doc.store, client)
    places.set(spec.key, `${written} ${JSON.stringify(awareness.getStates().get(client)?.cursor)}`)
  }
  return places
}

interface PresentUser {
  readonly name?: unknown
  readonly organization?: unknown
  readonly color?: unknown
}

const colourOf = ({ color }: PresentUser) =>
  typeof color === 'string' && /^#[0-9a-f]{6}$/i.test(color) ? color : '#565b66'

/** The caret of someone else, with the name and organisation the server gave (never markup: text only). */
function caret(user: PresentUser, client: number): HTMLElement {
  const mark = document.createElement('span')
  mark.className = 'caret'
  mark.dataset.client = String(client)
  mark.style.setProperty('--caret', colourOf(user))
  const flag = document.createElement('span')
  flag.className = 'caret-flag'
  flag.textContent = [user.name, user.organization]
    .filter((part) => typeof part === 'string' && part)
    .join(', ')
  mark.append('\u2060', flag, '\u2060')
  return mark
}

function selection(user: PresentUser) {
  return { class: 'caret-selection', style: `--caret: ${colourOf(user)}` }
}
