// One locked version: its seal, who wrote it, what it stands on, what changed, its files, its place in the record. Route …/versions/:versionId.
import { useParams } from '@solidjs/router'
import { createMemo, createResource, For, Show } from 'solid-js'
import { files } from '../../../shared/api.ts'
import type { VersionPageView } from '../../../shared/plan-views.ts'
import { call, doors } from '../../api.ts'
import { lang, pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { Digest } from '../../parts/Digest.tsx'
import { FileLink } from '../../parts/FileLink.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { roundState, roundWord } from '../alliance/round-state.ts'
import { inLang, VersionDocuments } from '../decide/parts/Documents.tsx'
import { HowToVerify } from '../decide/parts/HowToVerify.tsx'
import { readVersion, SealedVersion } from '../decide/parts/SealedVersion.tsx'
import { Compare, Differences, KeptWords } from './Compare.tsx'
import { AmendmentWords } from './VersionsPage.tsx'

export function VersionPage() {
  const params = useParams<{ versionId: string }>()
  const version = live(['plan', 'alliance'], () =>
    call(doors.versionPage, { params: { versionId: params.versionId } }),
  )
  return (
    <Place
      title={version() ? t('versions.open', { number: version()!.number }) : t('versions.title')}
      aside={<StateMark state="locked" />}
    >
      <div class="stack decide">
        <RefusalBanner refusal={version.error()} />
        <Show when={version()} fallback={<p aria-busy="true" />}>
          {(view) => <OneVersion version={view()} />}
        </Show>
      </div>
    </Place>
  )
}

function OneVersion(props: { readonly version: VersionPageView }) {
  const read = createMemo(() => readVersion(props.version.canonicalPlan))
  const before = createMemo(() => {
    const { previous } = props.version
    return previous ? { number: previous.number, plan: readVersion(previous.canonicalPlan)?.plan } : null
  })
  return (
    <div class="stack">
      <Show when={props.version.amendment}>
        {(amendment) => (
          <section class="stack" aria-labelledby="amendment">
            <h2 id="amendment">{t('amend.number', { number: amendment().number })}</h2>
            <AmendmentWords amendment={amendment()} />
          </section>
        )}
      </Show>
      <SealedVersion version={props.version} />
      <section class="stack" aria-labelledby="files">
        <h2 id="files">{t('versions.downloads')}</h2>
        <div class="row">
          <FileLink href={inLang(files.versionPdf(props.version.id), lang())}>{t('lock.pdf')}</FileLink>
          <For each={props.version.alliances.filter(({ state }) => state === 'concluded')}>
            {(alliance) => (
              <>
                <FileLink href={inLang(files.alliancePdf(alliance.id), lang())}>{t('alliance.pdf')}</FileLink>
                <FileLink href={files.allianceDossier(alliance.id)}>{t('alliance.dossier')}</FileLink>
              </>
            )}
          </For>
        </div>
      </section>
      <VersionDocuments versionId={props.version.id} />
      <HowToVerify of={`plan-version-${props.version.number}`} />
      <Contributors names={props.version.contributors} />
      <StandsOn version={props.version} />
      <Rounds version={props.version} />
      <InRecord digest={props.version.versionDigest} />
      <Show when={before()?.plan && read()}>
        <section class="stack" aria-labelledby="previous">
          <h2 id="previous">{t('versions.previous', { number: before()!.number })}</h2>
          <Differences before={before()!.plan!} after={read()!.plan} />
        </section>
      </Show>
      <Show when={read()}>
        {(text) => (
          <>
            <Compare self={props.version.id} plan={text().plan} />
            <KeptWords plan={text().plan} />
          </>
        )}
      </Show>
    </div>
  )
}

export function Contributors(props: { readonly names: readonly string[] }) {
  return (
    <section class="stack" aria-labelledby="contributors">
      <h2 id="contributors">{t('versions.contributors')}</h2>
      <Show when={props.names.length > 0} fallback={<p class="quiet">{t('versions.noContributors')}</p>}>
        <ul class="plain-list">
          <For each={props.names}>{(name) => <li>{name}</li>}</For>
        </ul>
      </Show>
    </section>
  )
}

function StandsOn(props: { readonly version: VersionPageView }) {
  const { path } = useWorkspace()
  return (
    <section class="stack" aria-labelledby="constats">
      <h2 id="constats">{t('versions.constats')}</h2>
      <ul class="plain-list">
        <For each={props.version.polls}>
          {(poll) => (
            <li>
              <a href={path(`scrutins/${poll.id}`)}>
                {poll.subjectTitle} · {t('polls.round', { round: poll.round })}
              </a>
            </li>
          )}
        </For>
        <For each={props.version.votes}>
          {(vote) => (
            <li>
              <a href={path(`scrutins/${vote.id}`)}>{pick(vote.question)}</a>
            </li>
          )}
        </For>
      </ul>
      <For each={props.version.constats}>{(digest) => <Digest value={digest} />}</For>
    </section>
  )
}

function Rounds(props: { readonly version: VersionPageView }) {
  const { path } = useWorkspace()
  return (
    <section class="stack" aria-labelledby="rounds">
      <h2 id="rounds">{t('versions.alliances')}</h2>
      <Show
        when={props.version.alliances.length > 0}
        fallback={<p class="quiet">{t('versions.noAlliance')}</p>}
      >
        <ul class="kept-list">
          <For each={props.version.alliances}>
            {(round) => (
              <li>
                <a href={path(`alliance/${round.id}`)}>
                  {round.title} · {t('versions.round', { round: round.round })}
                </a>
                <StateMark state={roundState(round)} word={roundWord(round)} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

/** Where the lock stands in the record of acts, with its proof as a file. */
function InRecord(props: { readonly digest: string }) {
  const { workspace } = useWorkspace()
  const [proof] = createResource(
    () => props.digest,
    (about) => call(doors.recordProof, { params: { workspaceId: workspace().id, about } }).catch(() => null),
  )
  const href = () => `data:text/plain;charset=utf-8,${encodeURIComponent(proof.latest?.proof ?? '')}`
  return (
    <Show when={proof.latest}>
      {(found) => (
        <section class="stack" aria-labelledby="record">
          <h2 id="record">{t('versions.record')}</h2>
          <p>{t('versions.recordPlace', { number: found().index + 1 })}</p>
          <div class="row">
            <a class="button is-small" href={href()} download="version.tlog-proof">
              {t('versions.proof')}
            </a>
          </div>
        </section>
      )}
    </Show>
  )
}
