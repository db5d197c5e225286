// The lock: what still forbids it, each thing with the way to mend it; what would be frozen; then the sealed version.
// Called by the router.
import { createEffect, createMemo, createSignal, For, on, onCleanup, Show } from 'solid-js'
import { files } from '../../../shared/api.ts'
import { digest } from '../../../shared/record/canonical.ts'
import type { VersionSummary } from '../../../shared/version-views.ts'
import type { PlanStateView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { lang, pick, t } from '../../i18n.ts'
import { announceTopic, live } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { FileLink } from '../../parts/FileLink.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { type StateKey, StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { placeId } from '../plan/places.ts'
import { OpenAmendment } from '../versions/OpenAmendment.tsx'
import { inLang, VersionDocuments } from './parts/Documents.tsx'
import { HowToVerify } from './parts/HowToVerify.tsx'
import { usePlanText } from './parts/live-plan.ts'
import { LockedWords, SealedVersion } from './parts/SealedVersion.tsx'

const askAgainMs = 800

export function LockPage() {
  const { planState } = useWorkspace()
  const planText = usePlanText()
  // What forbids the lock follows the text: asked again a moment after it moved.
  createEffect(
    on(
      planText.plan,
      () => {
        const timer = setTimeout(() => void planState.refetch(), askAgainMs)
        onCleanup(() => clearTimeout(timer))
      },
      { defer: true },
    ),
  )
  const state = (): StateKey | undefined => {
    const now = planState()
    if (!now) return undefined
    return now.version ? 'locked' : now.lockReasons.length === 0 ? 'consensus' : 'draft'
  }
  let seen = false
  // Said when it happens while one looks, whoever did it.
  createEffect(
    on(
      () => planState()?.version?.id,
      (now, before) => {
        if (now && before === undefined && seen) announce(t('lock.done'))
        seen = planState() !== undefined
      },
    ),
  )
  return (
    <Place
      title={t('lock.title')}
      text={t('lock.text')}
      aside={
        <Show when={state()}>
          {(now) => (
            <StateMark state={now()} word={now() === 'consensus' ? t('shell.fil.lockReady') : undefined} />
          )}
        </Show>
      }
    >
      <div class="stack decide">
        <RefusalBanner refusal={planState.error()} />
        <Show when={planState()} fallback={<p aria-busy="true" />}>
          {(now) => (
            <Show when={now().version} fallback={<BeforeLock state={now()} />}>
              {(version) => <Locked version={version()} />}
            </Show>
          )}
        </Show>
      </div>
    </Place>
  )
}

function BeforeLock(props: { state: PlanStateView }) {
  return (
    <Show when={props.state.lockReasons.length > 0} fallback={<ReadyToLock />}>
      <section class="stack" aria-labelledby="lock-reasons">
        <h2 id="lock-reasons">{t('lock.reasonsTitle', { count: props.state.lockReasons.length })}</h2>
        <Reasons
          title={t('lock.ofPlan')}
          reasons={props.state.lockReasons.filter((reason) => !isOfPolls(reason) && !reason.place.record)}
        />
        <Reasons title={t('lock.ofPolls')} reasons={props.state.lockReasons.filter(isOfPolls)} />
        <Reasons
          title={t('keys.ofRecord')}
          reasons={props.state.lockReasons.filter(({ place }) => place.record)}
        />
      </section>
    </Show>
  )
}

type Reason = PlanStateView['lockReasons'][number]

/** A reason that a ballot mends: it names a poll, or a whole priority, or (the plan itself) no place at all. */
function isOfPolls({ place }: Reason): boolean {
  if (place.record) return false
  const wholePriority = place.list === 'priorities' && place.item !== undefined && place.field === undefined
  return place.poll !== undefined || place.section === undefined || wholePriority
}

function Reasons(props: { title: string; reasons: readonly Reason[] }) {
  const { path } = useWorkspace()
  const way = ({ place, ...reason }: Reason) => {
    if (place.record) return { href: path('cles'), word: t('keys.toPolicy') }
    if (place.poll) return { href: path(`scrutins/${place.poll}`), word: t('lock.mendPoll') }
    if (isOfPolls({ place, ...reason })) return { href: path('scrutins'), word: t('lock.mendPolls') }
    const { section = '', list, item, field } = place
    const at = placeId({ section, ...(list && { list }), ...(item && { item }), ...(field && { field }) })
    return { href: `${path(`plan/${section}`)}#${at}`, word: t('lock.mend') }
  }
  return (
    <Show when={props.reasons.length > 0}>
      <h3>{props.title}</h3>
      <ul class="lock-reasons">
        <For each={props.reasons}>
          {(reason) => (
            <li>
              <span>{pick(reason.text)}</span>
              <a href={way(reason).href}>
                {way(reason).word}
                <span class="visually-hidden"> : {pick(reason.text)}</span>
              </a>
            </li>
          )}
        </For>
      </ul>
    </Show>
  )
}

function ReadyToLock() {
  const { planId, may } = useWorkspace()
  const planText = usePlanText()
  const preview = createMemo(() => {
    const plan = planText.plan()
    try {
      return plan ? digest('plan', plan) : null
    } catch {
      return null
    }
  })
  const [confirming, setConfirming] = createSignal(false)
  const acting = createActing()
  const lock = async () => {
    const seen = preview()
    const done = await acting.run(async () => {
      const { id } = await call(doors.lockPlan, { params: { planId: planId() } })
      if (seen) setSeenDigest({ versionId: id, planDigest: seen })
      announceTopic('plan')
    })
    if (done) setConfirming(false)
  }
  return (
    <section class="stack" aria-labelledby="lock-ready">
      <h2 id="lock-ready">{t('lock.readyTitle')}</h2>
      <p>{t('lock.readyText')}</p>
      <h3>{t('lock.frozen')}</h3>
      <ul class="plain-list">
        <li>{t('lock.frozenWords')}</li>
        <li>{t('lock.frozenRecords')}</li>
        <li>{t('lock.frozenSelf')}</li>
      </ul>
      <Show when={preview()}>
        {(value) => (
          <div>
            <p class="field-note">{t('lock.preview')}</p>
            <Digest value={value()} />
          </div>
        )}
      </Show>
      <Show when={may('plan.lock')} fallback={<p class="quiet">{t('lock.waitRole')}</p>}>
        <div class="form-acts">
          <Button look="main" onClick={() => setConfirming(true)}>
            {t('lock.act')}
          </Button>
        </div>
      </Show>
      <ConfirmDialog
        open={confirming()}
        title={t('lock.confirmTitle')}
        text={t('lock.confirmText')}
        act={t('lock.act')}
        acting={acting}
        onConfirm={() => void lock()}
        onClose={() => setConfirming(false)}
      />
    </section>
  )
}

// What this device showed when it locked: if an edit slipped in just before, the frozen plan is another, and the page says so.
const [seenDigest, setSeenDigest] = createSignal<{ versionId: string; planDigest: string } | null>(null)

function Locked(props: { version: VersionSummary }) {
  const { path } = useWorkspace()
  const version = live('plan', () => call(doors.version, { params: { versionId: props.version.id } }))
  const differs = () =>
    seenDigest()?.versionId === props.version.id && seenDigest()?.planDigest !== props.version.planDigest
  return (
    <Show when={version()} fallback={<RefusalBanner refusal={version.error()} />}>
      {(view) => (
        <div class="stack">
          <Show when={differs()}>
            <Notice look="warning">
              <p>{t('lock.differs')}</p>
            </Notice>
          </Show>
          <SealedVersion version={view()} />
          <div class="row">
            <ButtonLink href={path('alliance')} look="main">
              {t('lock.toAlliance')}
            </ButtonLink>
            <FileLink href={inLang(files.versionPdf(view().id), lang())}>{t('lock.pdf')}</FileLink>
            <ButtonLink href={path(`versions/${view().id}`)}>{t('lock.toVersion')}</ButtonLink>
            <OpenAmendment version={view()} />
          </div>
          <VersionDocuments versionId={view().id} />
          <HowToVerify of={`plan-version-${view().number}`} />
          <section class="stack" aria-labelledby="stands-on">
            <h2 id="stands-on">{t('lock.standsOn')}</h2>
            <ul class="plain-list">
              <For each={view().polls}>
                {(poll) => (
                  <li>
                    <a href={path(`scrutins/${poll.id}`)}>
                      {poll.subjectTitle} · {t('polls.round', { round: poll.round })}
                    </a>
                  </li>
                )}
              </For>
            </ul>
          </section>
          <LockedWords version={view()} />
        </div>
      )}
    </Show>
  )
}
