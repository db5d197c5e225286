// Who is in the plan with me and in which field, from the awareness states; the server alone writes their names. Made by PlanPage.
import { createSignal, onCleanup } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Awareness } from 'y-protocols/awareness'
import { type PlanPlace, placeId } from './places.ts'

export interface Person {
  readonly id: string
  readonly name: string
  readonly organization: string | null
  readonly color: string
}

export interface Presence {
  /** The others, each once however many windows they have open. */
  people(): readonly Person[]
  writers(place: PlanPlace): readonly string[]
  standAt(place: PlanPlace | null): void
}

interface State {
  readonly user?: Partial<Record<keyof Person, unknown>>
  readonly place?: unknown
}

const none: readonly string[] = []

export function followPresence(awareness: Awareness, myId: () => string): Presence {
  const [people, setPeople] = createSignal<readonly Person[]>([])
  const [writers, setWriters] = createStore<{ at: Record<string, string[]> }>({ at: {} })
  const follow = () => {
    const found = new Map<string, Person>()
    const at: Record<string, string[]> = {}
    for (const [clientId, state] of awareness.getStates() as Map<number, State>) {
      const person = personOf(state)
      if (clientId === awareness.clientID || !person || person.id === myId()) continue
      found.set(person.id, person)
      const place = typeof state.place === 'string' ? state.place : null
      if (place && !at[place]?.includes(person.name)) at[place] = [...(at[place] ?? []), person.name]
    }
    const next = [...found.values()].sort((a, b) => a.name.localeCompare(b.name, 'fr'))
    if (JSON.stringify(next) !== JSON.stringify(people())) setPeople(next)
    setWriters('at', reconcile(at))
  }
  awareness.on('change', follow)
  follow()
  onCleanup(() => {
    awareness.off('change', follow)
    awareness.setLocalStateField('place', null)
  })
  return {
    people,
    writers: (place) => writers.at[placeId(place)] ?? none,
    standAt: (place) => awareness.setLocalStateField('place', place && placeId(place)),
  }
}

function personOf({ user }: State): Person | null {
  if (typeof user?.name !== 'string') return null
  return {
    id: String(user.id ?? user.name),
    name: user.name,
    organization: typeof user.organization === 'string' ? user.organization : null,
    color: typeof user.color === 'string' && /^#[0-9a-f]{6}$/i.test(user.color) ? user.color : '#565b66',
  }
}
