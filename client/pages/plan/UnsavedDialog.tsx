// Gives back the words that can never be saved (the plan was locked, a role was lost, an edit was refused), to be copied elsewhere.
// Called by PlanDesk.
import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { refusals } from '../../../shared/refusals.ts'
import { pick, t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import type { LiveRoom } from '../../plan-room.ts'

export function UnsavedDialog(props: { readonly room: LiveRoom }) {
  const [texts, setTexts] = createSignal<readonly string[]>([])
  const [copied, setCopied] = createSignal(false)
  const state = () => props.room.state()
  /** Typed on this screen. Nothing that is only late: what waits for the server is still on its way. */
  const isLostHere = () =>
    state().unsaved &&
    (state().refused !== null ||
      state().lockedVersion !== null ||
      ['otherEpoch', 'forbidden', 'missing'].includes(state().ended ?? '') ||
      (!state().outdated && (state().capability ?? 'edit') !== 'edit'))
  const isLost = () => isLostHere() || state().aside !== null
  const show = () => {
    const { unsavedPassages, asidePassages } = props.room
    const all = [...(isLostHere() ? unsavedPassages() : []), ...asidePassages()]
    setTexts([...new Set(all)].filter((text) => text.trim() !== ''))
  }
  const forget = () => {
    const here = isLostHere()
    props.room.forget()
    setTexts([])
    // What was typed here is in the text shown here.
    if (here) location.reload()
  }
  createEffect(
    on([isLostHere, () => state().aside], ([here, aside]) => {
      if (!here && aside === null) return
      setCopied(false)
      show()
    }),
  )
  const why = () => {
    const { lockedVersion, refused, ended, aside } = state()
    if (ended === 'otherEpoch' || aside === 'otherEpoch') return t('plan.unsaved.otherEpoch')
    if (lockedVersion !== null) return t('plan.unsaved.locked')
    return refused ? `${pick(refusals[refused])} ${t('plan.unsaved.refused')}` : t('plan.unsaved.readOnly')
  }
  return (
    <>
      <Show when={isLost() && texts().length === 0}>
        <p class="plan-unsaved">
          <Button small onClick={show}>
            {t('plan.unsaved.show')}
          </Button>
        </p>
      </Show>
      <Dialog
        open={texts().length > 0}
        onClose={() => setTexts([])}
        title={t('plan.unsaved.title')}
        text={why()}
        wide
      >
        <div class="stack">
          <For each={texts()}>
            {(text, at) => (
              <textarea
                class="input"
                rows="4"
                readonly
                aria-label={t('plan.unsaved.passage', { at: at() + 1 })}
                value={text}
              />
            )}
          </For>
          <div class="form-acts">
            <Button
              look="main"
              onClick={() =>
                void navigator.clipboard.writeText(texts().join('\n\n')).then(() => setCopied(true))
              }
            >
              {t('plan.unsaved.copy')}
            </Button>
            <Button onClick={forget}>{t('plan.unsaved.forget')}</Button>
            <Show when={copied()}>
              <span role="status">{t('plan.unsaved.copied')}</span>
            </Show>
          </div>
        </div>
      </Dialog>
    </>
  )
}
