// A dialog: title, a sentence, its form. Focus goes in and comes back, Escape closes. Called by pages for short acts on one thing.
import { Dialog as Kobalte } from '@kobalte/core/dialog'
import { createComputed, type JSX, on, onCleanup, Show } from 'solid-js'
import { t } from '../i18n.ts'
import type { Acting } from './acting.ts'
import { Button } from './Button.tsx'
import { giveBack } from './focus-kept.ts'
import { RefusalBanner } from './Notice.tsx'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly text?: string
  readonly wide?: boolean
  readonly children: JSX.Element
}

export function Dialog(props: DialogProps) {
  let content!: HTMLDivElement
  let opener: Element | null = null
  createComputed(
    on(
      () => props.open,
      (open) => {
        if (open) opener = document.activeElement
        // Whatever opened it may be gone by now (a removed row): then the page's title takes the focus.
        else if (opener) setTimeout(() => giveBackFocus(opener))
      },
    ),
  )
  // The act may take away what opened the dialog, and the dialog with it: a ballot closed, a plan locked.
  onCleanup(() => opener && setTimeout(() => giveBackFocus(opener)))
  return (
    <Kobalte open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Kobalte.Portal>
        <Kobalte.Overlay class="dialog-veil" />
        <div class="dialog-seat">
          <Kobalte.Content
            ref={content}
            class="dialog"
            classList={{ 'is-wide': props.wide ?? false }}
            onOpenAutoFocus={(event) => {
              const first = firstOf(content)
              if (!first) return
              event.preventDefault()
              first.focus()
              keepFocusIn(content)
            }}
          >
            <div class="dialog-head">
              <Kobalte.Title as="h2">{props.title}</Kobalte.Title>
              <Kobalte.CloseButton class="close" aria-label={t('shell.close')}>
                <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                  <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" stroke-width="1.6" fill="none" />
                </svg>
              </Kobalte.CloseButton>
              <Show when={props.text}>
                <Kobalte.Description as="p">{props.text}</Kobalte.Description>
              </Show>
            </div>
            {props.children}
          </Kobalte.Content>
        </div>
      </Kobalte.Portal>
    </Kobalte>
  )
}

/**
 * Where one starts in a dialog, rather than on the cross that closes it: a form's first field; else the way back, so that no key
 * pressed twice does what cannot be undone; else its first button.
 */
function firstOf(content: HTMLElement): HTMLElement | null {
  for (const wanted of ['input, select, textarea', '.form-acts .is-plain', '.button', '.close']) {
    const found = content.querySelector<HTMLElement>(wanted)
    if (found) return found
  }
  return null
}

/** A dialog that turns into its own answer (a form, then its link) takes along the focus that its old content held. */
function keepFocusIn(content: HTMLElement): void {
  const watch = new MutationObserver(() => {
    if (!content.isConnected) watch.disconnect()
    else if (document.activeElement === document.body) firstOf(content)?.focus()
  })
  watch.observe(content, { childList: true, subtree: true })
}

function giveBackFocus(opener: Element | null): void {
  const now = document.activeElement
  if (now && now !== document.body && now !== opener) return
  const target = opener?.isConnected ? opener : document.querySelector('h1')
  if (target instanceof HTMLElement) giveBack(target)
}

/** Asks before an act that cannot be undone; the button says the act. */
export function ConfirmDialog(props: {
  readonly open: boolean
  readonly title: string
  readonly text: string
  readonly act: string
  readonly danger?: boolean
  readonly acting: Acting
  readonly onConfirm: () => void
  readonly onClose: () => void
}) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={props.title} text={props.text}>
      <RefusalBanner refusal={props.acting.refusal()} />
      <div class="form-acts">
        <Button look={props.danger ? 'danger' : 'main'} busy={props.acting.busy()} onClick={props.onConfirm}>
          {props.act}
        </Button>
        <Button look="plain" onClick={props.onClose}>
          {t('shell.cancel')}
        </Button>
      </div>
    </Dialog>
  )
}
