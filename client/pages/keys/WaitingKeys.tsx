// The keys that wait for attestations: whose, the fingerprint to compare aloud, and for who may, the attestation. Called by KeysPage.
import { createSignal, For, Show } from 'solid-js'
import type { KeyView } from '../../../shared/record/key-views.ts'
import { t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { AttestKey } from './AttestKey.tsx'
import { standsFor, useHolder, useKeys } from './keys.ts'

export function WaitingKeys() {
  const keys = useKeys()
  const waiting = () => keys().keys.filter(({ state }) => state === 'waiting')
  const [attesting, setAttesting] = createSignal<string | null>(null)
  return (
    <section class="stack" aria-labelledby="waiting-keys">
      <h2 id="waiting-keys">{t('keys.waiting.title')}</h2>
      <Show when={waiting().length > 0} fallback={<p class="quiet">{t('keys.waiting.none')}</p>}>
        <p class="quiet">{t('keys.waiting.text')}</p>
        <ul class="key-list">
          <For each={waiting()}>
            {(key) => (
              <li>
                <WaitingKey
                  of={key}
                  attesting={attesting() === key.keyDigest}
                  onAttest={() => setAttesting(key.keyDigest)}
                  onDone={() => setAttesting(null)}
                />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function WaitingKey(props: {
  readonly of: KeyView
  readonly attesting: boolean
  readonly onAttest: () => void
  readonly onDone: () => void
}) {
  const forbids = useForbids()
  const given = () => {
    const { facilitatorName, partnerName } = props.of
    if (facilitatorName) return t('keys.mine.partnerMissing', { name: facilitatorName })
    return partnerName ? t('keys.mine.facilitatorMissing', { name: partnerName }) : t('keys.mine.bothMissing')
  }
  return (
    <>
      <div class="key-head">
        <span>
          <strong>{props.of.holder.name}</strong>
          <span class="under">{standsFor(props.of.holder)}</span>
        </span>
      </div>
      <p class="field-note">{t('keys.fingerprintOf')}</p>
      <Digest value={props.of.keyDigest} />
      <Show when={props.of.replaces}>
        {(replaced) => (
          <>
            <p class="field-note">{t('keys.waiting.replaces')}</p>
            <Digest value={replaced()} />
          </>
        )}
      </Show>
      <p class="small">{given()}</p>
      <Show when={forbids(props.of) === null} fallback={<p class="small quiet">{forbids(props.of)}</p>}>
        <Show
          when={props.attesting}
          fallback={
            <div>
              <Button
                look="main"
                small
                aria-label={t('keys.waiting.attestOne', { name: props.of.holder.name })}
                onClick={props.onAttest}
              >
                {t('keys.waiting.attest')}
              </Button>
            </div>
          }
        >
          <AttestKey of={props.of} onDone={props.onDone} />
        </Show>
      </Show>
    </>
  )
}

/** Why I cannot attest a key, as far as this screen knows; null when I may try. The server has the last word. */
function useForbids() {
  const holder = useHolder()
  return (key: KeyView): string | null => {
    const me = holder()
    if (key.holder.userId === me.userId) return t('keys.waiting.own')
    if ((me.facilitator ? key.facilitatorName : key.partnerName) === me.name) return t('keys.waiting.mine')
    if (me.facilitator) return null
    if (me.organizationId === undefined) return t('keys.waiting.noOrganization')
    return me.organizationId === key.holder.organizationId ? t('keys.waiting.same') : null
  }
}
