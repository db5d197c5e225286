// What keeps a screen in step with the server: a bus of topics inside the page, and live(), a value fetched again at each notice
// and at each reconnection. The plan's socket (room.ts, opened by WorkspaceLayout) feeds the bus; pages only read.
import { createComputed, createSignal, on, onCleanup, untrack } from 'solid-js'
import { createStore, reconcile } from 'solid-js/store'
import type { Topic } from '../shared/wire.ts'
import { RefusedByServer } from './api.ts'
import { openPacer, paceOf, type Urgency } from './pacing.ts'

type Listener = (own: boolean) => void
const listeners = new Map<Topic, Set<Listener>>()

/** How many screens hear what this one hears; told by the plan's room. */
let crowd = 1
export function tellCrowd(count: number): void {
  crowd = Math.max(1, count)
}

/** Tells every live value of the page that this topic changed on the server: at once after an act of this very screen, else in its turn. */
export function announceTopic(topic: Topic, own = true): void {
  for (const listener of [...(listeners.get(topic) ?? [])]) listener(own)
}

/** After a lost connection any notice may have been missed: everything is fetched again. */
export function announceReconnection(): void {
  const all = new Set([...listeners.values()].flatMap((set) => [...set]))
  for (const listener of all) listener(true)
}

/** Calls `fn` at each notice of the topic while the calling component lives. */
export function onTopic(topic: Topic, fn: Listener): void {
  const set = listeners.get(topic) ?? new Set()
  listeners.set(topic, set.add(fn))
  onCleanup(() => set.delete(fn))
}

export interface Live<T> {
  /** The last value, undefined until the first answer. Rows keep their identity by `id`, so a refetch redraws only what changed. */
  (): T | undefined
  /** Why the last fetch failed; null when it did not. The last value stays. */
  error(): RefusedByServer | null
  loading(): boolean
  refetch(): Promise<void>
}

/**
 * A value of the server that stays true: fetched at once, again when what `fetcher` reads changes, at each notice of its topics, and
 * after a reconnection. Never suspends: the old value stays on screen while the new one comes. With `gapMs`, notices that come
 * closer than that make one fetch together: a room that fills would otherwise have each of its screens ask at each arrival. What is
 * `first` is what a person waits for; the rest comes after it where many ask.
 */
export function live<T>(
  topics: Topic | readonly Topic[],
  fetcher: () => Promise<T> | null,
  { gapMs = 0, urgency = 'beside' }: { readonly gapMs?: number; readonly urgency?: Urgency } = {},
): Live<T> {
  const [store, setStore] = createStore<{ value: T | undefined }>({ value: undefined })
  const [error, setError] = createSignal<RefusedByServer | null>(null)
  const [loading, setLoading] = createSignal(false)
  // Answers may come back out of order: only the last one asked for counts.
  let asked = 0

  const take = async (promise: Promise<T> | null) => {
    asked += 1
    const mine = asked
    if (!promise) return
    setLoading(true)
    try {
      const value = await promise
      if (mine !== asked) return
      setStore('value', reconcile(value as never, { key: 'id' }) as never)
      setError(null)
    } catch (reason) {
      if (mine !== asked) return
      if (!(reason instanceof RefusedByServer)) throw reason
      setError(reason)
    } finally {
      if (mine === asked) setLoading(false)
    }
  }

  const refetch = () => take(untrack(fetcher))
  createComputed(on(fetcher, (promise) => void take(promise)))
  const pacer = openPacer(() => void refetch())
  for (const topic of [topics].flat() as Topic[]) {
    onTopic(topic, (own) => {
      const pace = paceOf(topic, crowd, urgency)
      const atOnce = own && urgency !== 'behind'
      pacer.notice(atOnce ? { spreadMs: 0, gapMs } : { ...pace, gapMs: Math.max(gapMs, pace.gapMs) })
    })
  }
  onCleanup(() => {
    pacer.stop()
    asked += 1
  })
  return Object.assign(() => store.value, { error, loading, refetch })
}
