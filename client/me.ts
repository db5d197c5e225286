// Who is signed in, for the whole page: one fetch of /api/me, then kept up to date by what the login doors answer.
// Called by every layout and by the pages that sign in or out.
import { createRoot, createSignal } from 'solid-js'
import type { MeView } from '../shared/views.ts'
import { call, doors, type RefusedByServer } from './api.ts'
import { setLang } from './i18n.ts'
import { forgetKept, keepFor } from './kept.ts'
import { forgetPerson } from './offline.ts'

type State =
  | { readonly at: 'asking' }
  | { readonly at: 'known'; readonly me: MeView | null }
  | { readonly at: 'failed'; readonly refusal: RefusedByServer }

const [state, setState] = createRoot(() => createSignal<State>({ at: 'asking' }))

/** What is known of the person: asking, known (null: nobody is signed in), or failed (the server does not answer). */
export { state as meState }

/** The signed-in person; null while unknown or when nobody is. */
export function me(): MeView | null {
  const now = state()
  return now.at === 'known' ? now.me : null
}

/** Takes what a login door answered; the page takes the person's language. */
export function setMe(next: MeView | null): void {
  if (next) setLang(next.lang)
  keepFor(next?.id ?? '')
  setState({ at: 'known', me: next })
}

/** After a sign-out: nothing of the person stays on the device, and the page is loaded anew, so that nothing stays in its memory. */
export async function leavePage(): Promise<void> {
  const person = me()
  if (person) {
    forgetKept(person.id)
    await forgetPerson(person.id)
  }
  location.assign('/entrer')
}

export async function refreshMe(): Promise<void> {
  try {
    setMe(await call(doors.me, {}))
  } catch (error) {
    setState({ at: 'failed', refusal: error as RefusedByServer })
  }
}
