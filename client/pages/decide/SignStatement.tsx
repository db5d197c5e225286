// My signature: the sentence exactly as signed, its digest recomputed on this device, the checks that bind one to the other, then the
// passkey. Nothing is asked of the passkey unless every check holds. Called by the Alliance's page for a signatory whose turn it is.
import { createMemo, createResource, For, Match, Show, Switch } from 'solid-js'
import type { AllianceView } from '../../../shared/alliance-views.ts'
import type { StatementView } from '../../../shared/views.ts'
import { call, doors, RefusedByServer } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { setMe } from '../../me.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { day } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { createPasskeyActing, Failure } from '../../parts/passkey-acting.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import {
  createPasskey,
  readStatement,
  type StatementReading,
  signStatement,
  statementChecks,
} from '../../sign.ts'
import { Tick } from './parts/FrozenText.tsx'

export function SignStatement(props: { alliance: AllianceView }) {
  const { me } = useWorkspace()
  return (
    <Show when={me().passkeys.length > 0} fallback={<MakePasskey />}>
      <WithPasskey alliance={props.alliance} />
    </Show>
  )
}

function MakePasskey() {
  const { acting, failure, run } = createPasskeyActing()
  const make = () =>
    run(async () => {
      setMe(await createPasskey(t('sign.passkeyLabel', { date: day(new Date().toISOString()) })))
      announce(t('sign.passkeyMade'))
    })
  return (
    <section class="stack sign" aria-labelledby="passkey">
      <h2 id="passkey">{t('sign.title')}</h2>
      <p>{t('sign.passkeyText')}</p>
      <RefusalBanner refusal={acting.refusal()} />
      <Failure why={failure()} />
      <div class="form-acts">
        <Button look="main" busy={acting.busy()} onClick={() => void make()}>
          {t('sign.createPasskey')}
        </Button>
      </div>
    </section>
  )
}

const keyRefusals: readonly string[] = ['keyUnbound', 'keyOtherName', 'keyEnded', 'policyElsewhere']

/** A refusal that is mended on the page of keys, or explained there. */
function isOfKeys(refusal: RefusedByServer | null): boolean {
  return refusal?.refusal != null && keyRefusals.includes(refusal.refusal.code)
}

function WithPasskey(props: { alliance: AllianceView }) {
  const { path } = useWorkspace()
  const asked = createMemo(() => `${props.alliance.id}/${props.alliance.version?.versionDigest}`)
  const [offer, { refetch }] = createResource(asked, () =>
    call(doors.statement, { params: { allianceId: props.alliance.id } }).catch((error: unknown) => {
      if (error instanceof RefusedByServer) return error
      throw error
    }),
  )
  const refusal = () => {
    const now = offer.latest
    return now instanceof RefusedByServer ? now : null
  }
  const view = () => {
    const now = offer.latest
    return now && !(now instanceof RefusedByServer) ? now : null
  }
  return (
    <Switch fallback={<p aria-busy="true" />}>
      <Match when={refusal()}>
        <RefusalBanner refusal={refusal()} />
        <div class="form-acts">
          <Show when={isOfKeys(refusal())}>
            <ButtonLink href={path('cles')} look="main">
              {t('keys.link')}
            </ButtonLink>
          </Show>
          <Button onClick={() => void refetch()}>{t('shell.retry')}</Button>
        </div>
      </Match>
      <Match when={view()}>
        {(now) => <OneStatement alliance={props.alliance} view={now()} onStale={() => void refetch()} />}
      </Match>
    </Switch>
  )
}

function OneStatement(props: { alliance: AllianceView; view: StatementView; onStale: () => void }) {
  const { path } = useWorkspace()
  const { acting, failure, run } = createPasskeyActing()
  const reading = createMemo((): StatementReading | null => {
    try {
      return readStatement(props.view, props.alliance)
    } catch {
      return null
    }
  })
  const holds = () => reading()?.failed.length === 0
  const sign = async () => {
    const now = reading()
    if (!now || !holds()) return
    await run(async () => {
      await signStatement(props.alliance, props.view, now)
      announce(t('alliance.announceSigned'))
      announceTopic('alliance')
    })
    // A challenge dies with its time: the next try begins with a fresh one, checked again.
    if (acting.refusal() || failure()) props.onStale()
  }
  return (
    <section class="stack sign" aria-labelledby="sign">
      <h2 id="sign">{t('sign.title')}</h2>
      <h3>{t('sign.sentence')}</h3>
      <Show when={reading()} fallback={<p class="digest-fails">{t('sign.fails')}</p>}>
        {(now) => (
          <>
            <Sentence label={t('sign.french')} lang="fr-CA" text={now().statement.sentence.fr} />
            <Sentence label={t('sign.english')} lang="en-CA" text={now().statement.sentence.en} />
            <div>
              <p class="field-note">{t('lock.planDigest')}</p>
              <Digest value={now().planDigest} />
              <p>
                <a href={path('verrou')}>{t('sign.read')}</a>
              </p>
            </div>
            <div>
              <p class="field-note">{t('sign.statement')}</p>
              <Digest value={now().digest} />
            </div>
            <Checks reading={now()} />
            <Show when={holds()} fallback={<p class="digest-fails">{t('sign.fails')}</p>}>
              <p class="small quiet">{t('sign.limits')}</p>
              <Show when={!props.view.bound}>
                <UnboundKey />
              </Show>
              <RefusalBanner refusal={acting.refusal()} />
              <Show when={isOfKeys(acting.refusal())}>
                <a href={path('cles')}>{t('keys.link')}</a>
              </Show>
              <Failure why={failure()} />
              <div class="form-acts">
                <Button look="main" busy={acting.busy()} onClick={() => void sign()}>
                  {t('sign.act')}
                </Button>
              </div>
            </Show>
          </>
        )}
      </Show>
    </section>
  )
}

/** KEY-10: said before the signature, not after. */
function UnboundKey() {
  const { path } = useWorkspace()
  return (
    <Notice look="warning" title={t('keys.sign.unbound')}>
      <p>{t('keys.sign.unboundText')}</p>
      <p>
        <a href={path('cles')}>{t('keys.sign.bind')}</a>
      </p>
    </Notice>
  )
}

function Sentence(props: { label: string; lang: string; text: string }) {
  return (
    <figure class="sentence">
      <figcaption class="field-note">{props.label}</figcaption>
      <blockquote lang={props.lang}>{props.text}</blockquote>
    </figure>
  )
}

function Checks(props: { reading: StatementReading }) {
  return (
    <div>
      <h3>{t('sign.checksTitle')}</h3>
      <ul class="checks">
        <For each={statementChecks}>
          {(check) => (
            <li classList={{ 'is-failed': props.reading.failed.includes(check) }}>
              <Show when={!props.reading.failed.includes(check)} fallback={<Cross />}>
                <Tick />
              </Show>
              <span>{t(`sign.check.${check}`)}</span>
            </li>
          )}
        </For>
      </ul>
    </div>
  )
}

function Cross() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" role="img" aria-label={t('sign.checkFails')}>
      <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" stroke-width="2" />
    </svg>
  )
}
