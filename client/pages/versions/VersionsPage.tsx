// The versions of the plan, the amendment being written, and the named checkpoints of the draft. Route …/versions.
import { createSignal, For, Show } from 'solid-js'
import type { AmendmentView } from '../../../shared/version-views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic, live } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { TextField } from '../../parts/Field.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { OpenAmendment } from './OpenAmendment.tsx'

export function VersionsPage() {
  const { planState } = useWorkspace()
  return (
    <Place title={t('versions.title')} text={t('versions.text')}>
      <div class="stack decide">
        <Show when={planState()}>
          {(state) => (
            <>
              <Show when={state().version === null && state().amendment}>
                {(amendment) => <Writing amendment={amendment()} />}
              </Show>
              <Locked />
              <Show when={state().version}>
                {(version) => (
                  <div class="row">
                    <OpenAmendment version={version()} />
                  </div>
                )}
              </Show>
            </>
          )}
        </Show>
        <Marks />
      </div>
    </Place>
  )
}

/** The amendment that is being written. */
function Writing(props: { readonly amendment: AmendmentView }) {
  const { path } = useWorkspace()
  const { amendment } = props
  return (
    <section class="stack" aria-labelledby="writing">
      <h2 id="writing">{t('amend.number', { number: amendment.number })}</h2>
      <StateMark state="draft" word={t('amend.current', { number: amendment.number + 1 })} />
      <AmendmentWords amendment={props.amendment} />
      <div class="row">
        <ButtonLink href={path('plan')} small>
          {t('versions.toPlan')}
        </ButtonLink>
        <ButtonLink href={path(`versions/${amendment.fromVersionId}`)} small>
          {t('amend.readBefore', { number: amendment.number })}
        </ButtonLink>
      </div>
    </section>
  )
}

export function AmendmentWords(props: { readonly amendment: AmendmentView }) {
  return (
    <div class="stack">
      <p>
        <strong>{props.amendment.title}</strong>
      </p>
      <p class="amend-reason">{props.amendment.reason}</p>
      <p class="small quiet">
        {t('amend.by', { date: dayAndHour(props.amendment.openedAt), name: props.amendment.openedBy })}
      </p>
    </div>
  )
}

function Locked() {
  const { planId, path } = useWorkspace()
  const versions = live('plan', () => call(doors.versions, { params: { planId: planId() } }))
  return (
    <section class="stack" aria-labelledby="locked">
      <h2 id="locked">{t('versions.locked')}</h2>
      <RefusalBanner refusal={versions.error()} />
      <Show when={versions()?.length !== 0} fallback={<p class="empty">{t('versions.none')}</p>}>
        <ul class="kept-list">
          <For each={versions()}>
            {(version) => (
              <li>
                <h3>
                  <a href={path(`versions/${version.id}`)}>
                    {t('versions.open', { number: version.number })}
                    <Show when={version.amendment}>{(amendment) => <> : {amendment().title}</>}</Show>
                  </a>
                </h3>
                <p class="small quiet">
                  {t('versions.by', { date: dayAndHour(version.lockedAt), name: version.lockedByName })}
                </p>
                <Digest value={version.planDigest} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function Marks() {
  const { planId, path, may, planState } = useWorkspace()
  const marks = live('plan', () => call(doors.marks, { params: { planId: planId() } }))
  return (
    <section class="stack" aria-labelledby="marks">
      <h2 id="marks">{t('marks.title')}</h2>
      <p>{t('marks.text')}</p>
      <Show when={may('plan.edit') && planState()?.version === null}>
        <AddMark refetch={marks.refetch} />
      </Show>
      <RefusalBanner refusal={marks.error()} />
      <Show when={marks()?.length !== 0} fallback={<p class="quiet">{t('marks.none')}</p>}>
        <ul class="kept-list">
          <For each={marks()}>
            {(mark) => (
              <li>
                <h3>
                  <a href={path(`versions/points/${mark.id}`)}>{mark.label}</a>
                </h3>
                <p class="small quiet">{t('marks.by', { date: dayAndHour(mark.at), name: mark.by })}</p>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

function AddMark(props: { readonly refetch: () => Promise<void> }) {
  const { planId } = useWorkspace()
  const acting = createActing()
  const [label, setLabel] = createSignal('')
  const [tried, setTried] = createSignal(false)
  // The same key until it is kept: pressed again after a lost answer, it is the same checkpoint.
  let clientKey = crypto.randomUUID()
  const add = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    const named = label().trim()
    if (!named) return
    const done = await acting.run(async () => {
      await call(doors.addMark, { params: { planId: planId() }, body: { label: named, clientKey } })
      await props.refetch()
    })
    if (!done) return
    clientKey = crypto.randomUUID()
    setLabel('')
    setTried(false)
    announceTopic('plan')
    announce(t('marks.added', { label: named }))
  }
  return (
    <form class="form" noValidate onSubmit={(event) => void add(event)}>
      <TextField
        label={t('marks.label')}
        note={t('marks.example')}
        value={label()}
        onInput={setLabel}
        maxLength={120}
        required
        error={tried() && !label().trim() ? t('marks.needed') : null}
      />
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button type="submit" busy={acting.busy()}>
          {t('marks.add')}
        </Button>
      </div>
    </form>
  )
}
