// Whether a closed list cuts the words of its choice: no browser wraps them, and the end of a long name is where two names differ.
// Called by SelectField, which then says the whole beneath.
import { createEffect, createSignal, onCleanup } from 'solid-js'

/** True while `text`, set in the list's own type, is wider than the list; measured again at each change and each new width. */
export function createCut(list: () => HTMLSelectElement | undefined, text: () => string): () => boolean {
  const [cut, setCut] = createSignal(false)
  const brush = document.createElement('canvas').getContext('2d')
  const measure = () => {
    const element = list()
    if (!element?.isConnected || !brush) return
    const { font, paddingInlineStart, paddingInlineEnd } = getComputedStyle(element)
    brush.font = font
    const room =
      element.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd)
    setCut(brush.measureText(text()).width > room - arrow)
  }
  const watch = new ResizeObserver(measure)
  createEffect(() => {
    void text()
    const element = list()
    if (element) watch.observe(element)
    measure()
  })
  onCleanup(() => watch.disconnect())
  return cut
}

/** What browsers keep for the arrow of a list, in pixels. */
const arrow = 20
