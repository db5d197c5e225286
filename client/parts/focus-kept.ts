// An act often takes away the very button that did it: a seat taken, a speech asked for, a form opened in its place. The focus then goes to
// what stands there now, never to the top of the page, so that keys and screen readers stay where they were. Called once by App.

/** An element on the way from what has the focus up to the page, with its rank among its neighbours. */
interface Step {
  readonly element: Element
  readonly rank: number
}

const graceMs = 100
const focusables =
  'a[href], button:not(:disabled), input:not(:disabled):not([type=hidden]), select:not(:disabled), textarea:not(:disabled), summary, [tabindex="0"]'
const typed = 'input:not([type=checkbox]):not([type=radio]), select, textarea'
/** Beyond these the page itself changed, and its own title takes the focus. */
const pageWide = 'body, #app, main, .places, .dialog-seat'

let givenBack: Element | null = null

/** A dialog has ended, and what opened it has the focus again: should its act take that away too, the page's title has it. */
export function giveBack(opener: HTMLElement): void {
  givenBack = opener
  opener.focus()
}

/** Follows the focus of the page; answers what stops it. */
export function keepFocusNear(): () => void {
  let way: readonly Step[] = []
  let byKeys = false
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof Element) || target === document.body) return
    way = wayUp(target)
    if (target !== givenBack) givenBack = null
    byKeys = target.matches(':focus-visible')
  }
  const isLost = () =>
    way[0] !== undefined && !way[0].element.isConnected && document.activeElement === document.body
  const place = () => {
    waiting = undefined
    if (!isLost()) return
    // The highest that went with it says where in what remains it stood.
    const gone = way.findLastIndex(({ element }) => !element.isConnected)
    const near = way[gone + 1]?.element
    const { rank } = way[gone]!
    const afterDialog = givenBack === way[0]!.element
    way = []
    const title = afterDialog && document.querySelector('h1')
    if (title) return title.focus({ preventScroll: true })
    if (near && !near.matches(pageWide)) placeFocus(near, rank, byKeys)
  }
  let waiting: ReturnType<typeof setTimeout> | undefined
  // Whoever changed the page may place the focus themself, a moment later: a receipt, the page's title after a dialog.
  const watch = new MutationObserver(() => {
    if (waiting === undefined && isLost()) waiting = setTimeout(place, graceMs)
  })
  document.addEventListener('focusin', remember)
  watch.observe(document.body, { childList: true, subtree: true })
  return () => {
    document.removeEventListener('focusin', remember)
    watch.disconnect()
    clearTimeout(waiting)
  }
}

function wayUp(from: Element): Step[] {
  const way: Step[] = []
  for (let at: Element | null = from; at && at !== document.body; at = at.parentElement)
    way.push({ element: at, rank: at.parentElement ? [...at.parentElement.children].indexOf(at) : 0 })
  return way
}

/**
 * To what took its place, else to what stands after it, else before it; never first to what cannot be undone, so that a key pressed twice
 * does nothing twice. A field takes the focus from keys alone: on a phone it would bring up the keyboard.
 */
function placeFocus(near: Element, rank: number, byKeys: boolean): void {
  const shown = [...near.querySelectorAll<HTMLElement>(focusables)].filter(
    (one) => one.getClientRects().length > 0 && (byKeys || !one.matches(typed)),
  )
  const rankOf = (one: Element) => [...near.children].findIndex((child) => child.contains(one))
  const after = shown.filter((one) => rankOf(one) >= rank)
  const from = after.length > 0 ? after : shown.toReversed()
  const target = from.find((one) => !one.matches('.is-danger')) ?? from[0]
  if (target) target.focus({ preventScroll: !byKeys })
  else if (near instanceof HTMLElement) {
    near.tabIndex = -1
    near.focus({ preventScroll: true })
  }
}
