// The one polite live region of the page, which says what a person must not miss. Called by any page; drawn once by App.
import { createSignal } from 'solid-js'

const [message, setMessage] = createSignal('')
let waiting: string[] = []

/** Says a sentence to screen readers, politely. For: a ballot opened, my vote received, locked, connection lost, a thing saved. */
export function announce(text: string): void {
  waiting.push(text)
  if (waiting.length > 1) return
  // The same sentence twice must be said twice: the region is emptied first. Two that come together are said together, none is lost.
  setMessage('')
  setTimeout(() => {
    setMessage(waiting.join(' '))
    waiting = []
  }, 50)
}

export function LiveRegion() {
  return (
    <div class="visually-hidden" role="status" aria-live="polite" aria-atomic="true">
      {message()}
    </div>
  )
}
