// The first keys, the bound ones and those that ended; the facilitation may end one. Called by KeysPage.
import { createSignal, For, Show } from 'solid-js'
import type { KeyView } from '../../../shared/record/key-views.ts'
import { t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { keyMarks, standsFor, useKeys } from './keys.ts'
import { RevokeDialog } from './RevokeDialog.tsx'

export function KnownKeys() {
  const { may } = useWorkspace()
  const keys = useKeys()
  const [revoking, setRevoking] = createSignal<KeyView | null>(null)
  const known = () => keys().keys.filter(({ state }) => state !== 'waiting')
  return (
    <section class="stack" aria-labelledby="known-keys">
      <h2 id="known-keys">{t('keys.known.title')}</h2>
      <Show when={known().length > 0} fallback={<p class="quiet">{t('keys.known.none')}</p>}>
        <p class="quiet">{t('keys.known.text')}</p>
        <ul class="key-list">
          <For each={known()}>
            {(key) => (
              <li>
                <div class="key-head">
                  <span>
                    <strong>{key.holder.name}</strong>
                    <span class="under">{standsFor(key.holder)}</span>
                  </span>
                  <StateMark state={keyMarks[key.state]} word={t(`keys.state.${key.state}`)} />
                </div>
                <Digest value={key.keyDigest} />
                <Show when={key.ended}>
                  {(ended) => (
                    <p class="small quiet">
                      {t(`keys.ended.${ended().how}`, { when: dayAndHour(ended().at) })}
                    </p>
                  )}
                </Show>
                <Show when={may('people.change') && key.state !== 'revoked'}>
                  <div>
                    <Button
                      small
                      onClick={() => setRevoking(key)}
                      aria-label={t('keys.revokeTitle', { name: key.holder.name })}
                    >
                      {t('keys.revoke')}
                    </Button>
                  </div>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <RevokeDialog of={revoking()} name={revoking()?.holder.name ?? ''} onDone={() => setRevoking(null)} />
    </section>
  )
}
