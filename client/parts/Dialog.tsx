// A dialog: title, a sentence, its form. Focus goes in and comes back, Escape closes. Called by pages for short acts on one thing.
import { Dialog as Kobalte } from '@kobalte/core/dialog'
import { createComputed, type JSX, on, Show } from 'solid-js'
import { t } from '../i18n.ts'
import type { Acting } from './acting.ts'
import { Button } from './Button.tsx'
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
              // A form's first field rather than the cross that closes it.
              const field = content.querySelector<HTMLElement>('input, select, textarea')
              if (!field) return
              event.preventDefault()
              field.focus()
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

function giveBackFocus(opener: Element | null): void {
  const now = document.activeElement
  if (now && now !== document.body) return
  const target = opener?.isConnected ? opener : document.querySelector('h1')
  if (target instanceof HTMLElement) target.focus()
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
