// One attestation: the sentence exactly as it is signed, what this device checked, the promise that the fingerprint was compared, then the
// passkey. Called by the list of keys that wait.
import { createMemo, createResource, createSignal, For, Match, onMount, Show, Switch } from 'solid-js'
import type { KeyStatementView, KeyView } from '../../../shared/record/key-views.ts'
import { call, doors, RefusedByServer } from '../../api.ts'
import { lang, t } from '../../i18n.ts'
import { attestKey, type KeyReading, keyChecks, type OnScreen, readKeyStatement } from '../../key-signing.ts'
import { announceTopic } from '../../live.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { CheckField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { createPasskeyActing, Failure } from '../../parts/passkey-acting.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Tick } from '../decide/parts/FrozenText.tsx'
import { useHolder } from './keys.ts'

interface AttestProps {
  readonly of: KeyView
  readonly onDone: () => void
}

export function AttestKey(props: AttestProps) {
  const { workspace } = useWorkspace()
  let title!: HTMLHeadingElement
  onMount(() => title.focus())
  const [offer, { refetch }] = createResource(
    () => ({ workspaceId: workspace().id, keyDigest: props.of.keyDigest }),
    (params) =>
      call(doors.keyStatement, { params }).catch((error: unknown) => {
        if (error instanceof RefusedByServer) return error
        throw error
      }),
  )
  const refusal = () => (offer.latest instanceof RefusedByServer ? offer.latest : null)
  const view = () => (offer.latest instanceof RefusedByServer ? null : offer.latest)
  return (
    <div class="stack sign">
      <h3 ref={title} tabindex="-1">
        {t('keys.attest.title', { name: props.of.holder.name })}
      </h3>
      <Switch fallback={<p aria-busy="true" />}>
        <Match when={refusal()}>
          <RefusalBanner refusal={refusal()} />
          <div class="form-acts">
            <Button onClick={() => void refetch()}>{t('shell.retry')}</Button>
            <Button look="plain" onClick={props.onDone}>
              {t('shell.cancel')}
            </Button>
          </div>
        </Match>
        <Match when={view()}>
          {(now) => (
            <OneAttestation of={props.of} view={now()} onDone={props.onDone} onStale={() => void refetch()} />
          )}
        </Match>
      </Switch>
    </div>
  )
}

function OneAttestation(
  props: AttestProps & { readonly view: KeyStatementView; readonly onStale: () => void },
) {
  const { workspace } = useWorkspace()
  const attester = useHolder()
  const { acting, failure, run } = createPasskeyActing()
  const [compared, setCompared] = createSignal(false)
  const [tried, setTried] = createSignal(false)
  const screen = (): OnScreen => ({
    workspaceId: workspace().id,
    workspaceName: workspace().name,
    key: props.of,
    attester: attester(),
  })
  const reading = createMemo((): KeyReading | null => {
    try {
      return readKeyStatement(props.view, screen())
    } catch {
      return null
    }
  })
  const attest = async () => {
    setTried(true)
    const now = reading()
    if (!now || now.failed.length > 0 || !compared()) return
    const done = await run(async () => {
      const { bound } = await attestKey(screen(), props.view, now)
      announce(t(bound ? 'keys.attest.bound' : 'keys.attest.done'))
    })
    // A challenge dies with its time: the next try begins with a fresh one, checked again.
    if (!done) return props.onStale()
    props.onDone()
    announceTopic('people')
  }
  return (
    <Show when={reading()} fallback={<p class="digest-fails">{t('keys.attest.fails')}</p>}>
      {(now) => (
        <>
          <Sentences reading={now()} />
          <div>
            <p class="field-note">{t('keys.attest.statement')}</p>
            <Digest value={now().digest} />
          </div>
          <Checks reading={now()} />
          <Show
            when={now().failed.length === 0}
            fallback={<p class="digest-fails">{t('keys.attest.fails')}</p>}
          >
            <CheckField label={t('keys.attest.compared')} checked={compared()} onChange={setCompared} />
            <div aria-live="polite">
              <Show when={tried() && !compared()}>
                <p class="field-error">{t('keys.attest.comparedNeeded')}</p>
              </Show>
            </div>
            <RefusalBanner refusal={acting.refusal()} />
            <Failure why={failure()} />
            <div class="form-acts">
              <Button look="main" busy={acting.busy()} onClick={() => void attest()}>
                {t('keys.attest.act')}
              </Button>
              <Button look="plain" onClick={props.onDone}>
                {t('shell.cancel')}
              </Button>
            </div>
          </Show>
        </>
      )}
    </Show>
  )
}

/** The sentence in the language of the page; the other one, which is signed with it, a key away. */
function Sentences(props: { readonly reading: KeyReading }) {
  const other = () => (lang() === 'fr' ? 'en' : 'fr')
  const quote = (one: 'fr' | 'en') => (
    <blockquote lang={one === 'fr' ? 'fr-CA' : 'en-CA'}>{props.reading.statement.sentence[one]}</blockquote>
  )
  return (
    <>
      <figure class="sentence">
        <figcaption class="field-note">{t('keys.attest.sentence')}</figcaption>
        {quote(lang())}
      </figure>
      <details class="sentence">
        <summary class="field-note">{t('keys.attest.otherLang')}</summary>
        {quote(other())}
      </details>
    </>
  )
}

function Checks(props: { readonly reading: KeyReading }) {
  const fails = (check: (typeof keyChecks)[number]) => props.reading.failed.includes(check)
  return (
    <div>
      <h4>{t('sign.checksTitle')}</h4>
      <ul class="checks">
        <For each={keyChecks}>
          {(check) => (
            <li classList={{ 'is-failed': fails(check) }}>
              <Show when={!fails(check)} fallback={<span aria-hidden="true">✕</span>}>
                <Tick />
              </Show>
              <span>
                <Show when={fails(check)}>{t('sign.checkFails')} </Show>
                {t(`keys.check.${check}`)}
              </span>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}
