// Gives back the words that could not be saved, to be copied elsewhere. Called by PlanPage when the plan is locked or a role is lost.
import { createSignal, For, Show } from 'solid-js'
import { t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import { placeWords } from './desk.ts'
import type { UnsavedText } from './unsaved.ts'

export function UnsavedDialog(props: {
  readonly texts: readonly UnsavedText[]
  readonly why: 'locked' | 'readOnly'
  readonly onClose: () => void
}) {
  const [copied, setCopied] = createSignal(false)
  const all = () => props.texts.map(({ place, text }) => `${placeWords(place)}\n${text}`).join('\n\n')
  return (
    <Dialog
      open={props.texts.length > 0}
      onClose={props.onClose}
      title={t('plan.unsaved.title')}
      text={t(props.why === 'locked' ? 'plan.unsaved.locked' : 'plan.unsaved.readOnly')}
      wide
    >
      <div class="stack">
        <For each={props.texts}>
          {({ place, text }) => (
            <label class="field">
              <span class="field-label">{placeWords(place)}</span>
              <textarea class="input" rows="4" readonly value={text} />
            </label>
          )}
        </For>
        <div class="form-acts">
          <Button
            look="main"
            onClick={() => void navigator.clipboard.writeText(all()).then(() => setCopied(true))}
          >
            {t('plan.unsaved.copy')}
          </Button>
          <Show when={copied()}>
            <span role="status">{t('plan.unsaved.copied')}</span>
          </Show>
        </div>
      </div>
    </Dialog>
  )
}
