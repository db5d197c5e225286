// « Clés et politique »: my keys here, those that wait for attestations, those known, and the policy. Route …/cles.
import { For, Show } from 'solid-js'
import { t } from '../../i18n.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { KnownKeys } from './KnownKeys.tsx'
import { KeysContext, liveKeys } from './keys.ts'
import { MyKeys } from './MyKeys.tsx'
import { PolicyPart } from './PolicyPart.tsx'
import { WaitingKeys } from './WaitingKeys.tsx'

export function KeysPage() {
  const keys = liveKeys()
  return (
    <Place title={t('keys.title')} text={t('keys.text')} marginTitle={t('keys.how')} margin={<HowBound />}>
      <div class="stack">
        <RefusalBanner refusal={keys.error()} />
        <Show when={keys()} fallback={<p aria-busy="true" />}>
          {(view) => (
            <KeysContext.Provider value={view}>
              <div class="stack sections keys-page">
                <MyKeys />
                <WaitingKeys />
                <KnownKeys />
                <PolicyPart />
              </div>
            </KeysContext.Provider>
          )}
        </Show>
      </div>
    </Place>
  )
}

const steps = ['keys.how4', 'keys.how1', 'keys.how2', 'keys.how3'] as const

function HowBound() {
  return (
    <ol class="keys-how small">
      <For each={steps}>{(step) => <li>{t(step)}</li>}</For>
    </ol>
  )
}
