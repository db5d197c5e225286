// A text to hand over (a link), with its button that copies it. Called where a link could not be mailed.
import { createSignal } from 'solid-js'
import { t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Field } from '../../parts/Field.tsx'

export function CopyField(props: { readonly label: string; readonly note?: string; readonly value: string }) {
  const [copied, setCopied] = createSignal(false)
  let input!: HTMLInputElement
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.value)
      setCopied(true)
      announce(t('shell.copied'))
    } catch {
      // Without the right to write to the clipboard, the text is selected for the person to copy.
      input.select()
    }
  }
  return (
    <Field label={props.label} note={props.note}>
      {(ids) => (
        <div class="copy">
          <input
            {...ids()}
            ref={input}
            class="input"
            readonly
            value={props.value}
            onFocus={(event) => event.currentTarget.select()}
          />
          <Button look="main" onClick={() => void copy()}>
            {copied() ? t('shell.copied') : t('shell.copy')}
          </Button>
        </div>
      )}
    </Field>
  )
}
