// Asks where a link leads, for what is selected or for the link the caret stands in. Called by ProseToolbar.
import type { EditorView } from 'prosemirror-view'
import { createEffect, createSignal, on, Show } from 'solid-js'
import { proseSchema } from '../../shared/plan/prose.ts'
import { isSafeLink } from '../../shared/plan/prose-json.ts'
import { t } from '../i18n.ts'
import { Button } from '../parts/Button.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { TextField } from '../parts/Field.tsx'

const { link } = proseSchema.marks

export function LinkDialog(props: {
  readonly view: EditorView
  readonly open: boolean
  readonly onClose: () => void
}) {
  const [address, setAddress] = createSignal('')
  const [error, setError] = createSignal<string | null>(null)
  createEffect(
    on(
      () => props.open,
      (open) => {
        if (!open) return
        setAddress(linkAt(props.view)?.href ?? '')
        setError(null)
      },
    ),
  )
  const close = () => {
    // Held: the tools, and this dialog with them, go as soon as it closes.
    const { view } = props
    props.onClose()
    view.focus()
  }
  const save = () => {
    const href = completed(address().trim())
    if (!isSafeLink(href)) return setError(t('plan.link.refused'))
    setLink(props.view, href)
    close()
  }
  return (
    <Dialog open={props.open} onClose={close} title={t('plan.link.title')}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault()
          save()
        }}
      >
        <TextField
          label={t('plan.link.address')}
          note={t('plan.link.note')}
          value={address()}
          onInput={setAddress}
          error={error()}
          autofocus
        />
        <div class="form-acts">
          <Button look="main" type="submit">
            {t('plan.link.save')}
          </Button>
          <Show when={linkAt(props.view)}>
            <Button
              onClick={() => {
                setLink(props.view, null)
                close()
              }}
            >
              {t('plan.link.remove')}
            </Button>
          </Show>
        </div>
      </form>
    </Dialog>
  )
}

/** « exemple.quebec » is meant as a web address, « a@b.quebec » as a mailbox. */
function completed(address: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(address) || address === '') return address
  return /^[^\s/@]+@[^\s/@]+$/.test(address) ? `mailto:${address}` : `https://${address}`
}

interface LinkRange {
  readonly from: number
  readonly to: number
  readonly href: string
}

/** The link under the selection, whole, with where it stands. */
function linkAt({ state }: EditorView): LinkRange | null {
  const { $from, from, to, empty } = state.selection
  let found: LinkRange | null = null
  const start = $from.start()
  $from.parent.forEach((node, offset) => {
    const mark = link.isInSet(node.marks)
    const begin = start + offset
    const end = begin + node.nodeSize
    if (!mark || (empty ? from < begin || from > end : to <= begin || from >= end)) return
    found = found ? { ...found, to: end } : { from: begin, to: end, href: String(mark.attrs.href) }
  })
  return found
}

function setLink(view: EditorView, href: string | null): void {
  const { from, to, empty } = view.state.selection
  const range = (empty ? linkAt(view) : null) ?? { from, to }
  const transaction = view.state.tr.removeMark(range.from, range.to, link)
  if (href !== null) transaction.addMark(range.from, range.to, link.create({ href }))
  view.dispatch(transaction)
}
