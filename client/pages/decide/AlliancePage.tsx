// The Alliance: its parties and signatories with the state of each, my signature in the margin, and once concluded its sealed frame,
// its files and how to verify them. Called by the router.
import { createEffect, createSignal, For, on, Show } from 'solid-js'
import { files } from '../../../shared/api.ts'
import type { AllianceView } from '../../../shared/views.ts'
import { lang, t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Digest, DigestFrame } from '../../parts/Digest.tsx'
import { FileLink } from '../../parts/FileLink.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { type StateKey, StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { PrepareAlliance } from './PrepareAlliance.tsx'
import { AllianceDocuments, inLang } from './parts/Documents.tsx'
import { SignStatement } from './SignStatement.tsx'

export function AlliancePage() {
  const { alliance } = useWorkspace()
  createEffect(
    on(
      () => alliance()?.state,
      (now, before) => {
        if (now === 'concluded' && before === 'signing') announce(t('alliance.announceConcluded'))
      },
    ),
  )
  return (
    <Place
      title={alliance()?.title ?? t('alliance.title')}
      text={t('alliance.text')}
      aside={<AllianceState alliance={alliance()} />}
    >
      <div class="stack decide">
        <RefusalBanner refusal={alliance.error()} />
        <Show when={alliance() !== undefined} fallback={<p aria-busy="true" />}>
          <Show when={alliance()} fallback={<NoAlliance />}>
            {(view) => <OneAlliance alliance={view()} />}
          </Show>
        </Show>
      </div>
    </Place>
  )
}

function AllianceState(props: { alliance: AllianceView | null | undefined }) {
  const states = { preparing: 'draft', signing: 'open', concluded: 'signed' } as const
  const words = () => {
    const all = props.alliance?.parties.flatMap((party) => party.signatories) ?? []
    const signed = all.filter((one) => one.signedAt !== null).length
    return {
      preparing: t('shell.fil.alliancePreparing'),
      signing: t('alliance.progress', { signed, count: all.length }),
      concluded: t('alliance.concluded'),
    }
  }
  return (
    <Show when={props.alliance}>
      {(view) => <StateMark state={states[view().state] satisfies StateKey} word={words()[view().state]} />}
    </Show>
  )
}

function NoAlliance() {
  const { may } = useWorkspace()
  const [preparing, setPreparing] = createSignal(false)
  return (
    <Show
      when={!preparing()}
      fallback={<PrepareAlliance alliance={null} onDone={() => setPreparing(false)} />}
    >
      <div class="empty">
        <p>{t('alliance.none')}</p>
        <Show when={may('alliance.prepare')} fallback={<p class="quiet">{t('alliance.noneWait')}</p>}>
          <Button look="main" onClick={() => setPreparing(true)}>
            {t('alliance.prepare')}
          </Button>
        </Show>
      </div>
    </Show>
  )
}

function OneAlliance(props: { alliance: AllianceView }) {
  const { may, path, me } = useWorkspace()
  const mine = () =>
    props.alliance.parties.flatMap((party) => party.signatories).find((one) => one.userId === me().id)
  const [changing, setChanging] = createSignal(false)
  const started = () =>
    props.alliance.parties.some((party) => party.signatories.some((one) => one.signedAt !== null))
  return (
    <Show
      when={!changing()}
      fallback={<PrepareAlliance alliance={props.alliance} onDone={() => setChanging(false)} />}
    >
      <Show when={props.alliance.state === 'concluded'}>
        <Concluded alliance={props.alliance} />
      </Show>
      <Show when={props.alliance.version === null}>
        <div class="row">
          <p>{t('alliance.waitLock')}</p>
          <ButtonLink href={path('verrou')} small>
            {t('alliance.toLock')}
          </ButtonLink>
        </div>
      </Show>
      <Show when={props.alliance.myTurn}>
        <SignStatement alliance={props.alliance} />
      </Show>
      <Show when={props.alliance.state === 'signing' && mine()?.signedAt}>
        {(signedAt) => (
          <Notice look="good">
            <p>{t('sign.mine', { date: dayAndHour(signedAt()) })}</p>
          </Notice>
        )}
      </Show>
      <Parties alliance={props.alliance} />
      <Show when={may('alliance.prepare') && !started()}>
        <div>
          <Button onClick={() => setChanging(true)}>{t('alliance.change')}</Button>
        </div>
      </Show>
      <Show when={props.alliance.state !== 'concluded' && props.alliance.version}>
        {(version) => (
          <div>
            <p class="field-note">
              {t('lock.version', { number: version().number })} · {t('lock.planDigest')}
            </p>
            <Digest value={version().planDigest} />
          </div>
        )}
      </Show>
    </Show>
  )
}

function Parties(props: { alliance: AllianceView }) {
  return (
    <section class="stack" aria-labelledby="parties">
      <h2 id="parties">{t('alliance.parties')}</h2>
      <ul class="parties">
        <For each={props.alliance.parties}>
          {(party) => (
            <li>
              <h3>{party.name}</h3>
              <ul class="signatories">
                <For each={party.signatories}>
                  {(one) => (
                    <li>
                      <span>
                        {one.name}, <span class="quiet">{t('alliance.as', { capacity: one.capacity })}</span>
                      </span>
                      <StateMark
                        state={one.signedAt ? 'signed' : 'draft'}
                        word={
                          one.signedAt
                            ? t('alliance.signed', { date: dayAndHour(one.signedAt) })
                            : t('alliance.notSigned')
                        }
                      />
                    </li>
                  )}
                </For>
              </ul>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}

function Concluded(props: { alliance: AllianceView }) {
  return (
    <div class="stack">
      <DigestFrame
        title={t('alliance.concluded')}
        label={t('lock.planDigest')}
        digest={props.alliance.version?.planDigest ?? ''}
        foot={<p>{t('lock.version', { number: props.alliance.version?.number ?? 1 })}</p>}
      >
        <p class="outcome-word">
          {t('alliance.concludedOn', {
            date: props.alliance.concludedAt ? dayAndHour(props.alliance.concludedAt) : '',
          })}
        </p>
        <div>
          <p class="field-note">{t('lock.versionDigest')}</p>
          <Digest value={props.alliance.version?.versionDigest ?? ''} />
        </div>
      </DigestFrame>
      <div class="row">
        <FileLink href={inLang(files.alliancePdf(props.alliance.id), lang())} look="main">
          {t('alliance.pdf')}
        </FileLink>
        <FileLink href={files.allianceDossier(props.alliance.id)}>{t('alliance.dossier')}</FileLink>
      </div>
      <AllianceDocuments allianceId={props.alliance.id} />
      <section class="stack verify" aria-labelledby="verify">
        <h2 id="verify">{t('alliance.verifyTitle')}</h2>
        <p>{t('alliance.verifyText')}</p>
        <pre>
          <code>npx assise verify alliance.pdf</code>
        </pre>
      </section>
    </div>
  )
}
