// One mandate on its organisation's list: the person, in what capacity, its days, its paper; it is ended, never removed.
// Called by MandatesPage.
import { createSignal, Match, Show, Switch } from 'solid-js'
import { files } from '../../../../shared/api.ts'
import { evidenceBytesMax, evidenceTypes } from '../../../../shared/meeting/api.ts'
import { mandateRoles } from '../../../../shared/meeting/mandate.ts'
import type { MandateView } from '../../../../shared/meeting/views.ts'
import { call, doors, sendFile } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { ConfirmDialog } from '../../../parts/Dialog.tsx'
import { count, day } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { Mark } from '../MeetingMark.tsx'

/** Whose role in the workspace is delegate holds a delegate’s mandate by it. */
export function DelegateRow(props: { readonly name: string }) {
  return (
    <li>
      <div>
        <p class="queue-name">{props.name}</p>
        <p class="small quiet">{t('mandate.byRole')}</p>
      </div>
      <Mark shape="done" tone="moss" word={t('mandate.runs')} />
    </li>
  )
}

export function MandateRow(props: { readonly mandate: MandateView; readonly refetch: () => Promise<void> }) {
  const { may } = useWorkspace()
  const one = () => props.mandate
  const term = () =>
    one().to === null
      ? t('mandate.since', { from: day(one().from) })
      : t('mandate.fromTo', { from: day(one().from), to: day(one().to ?? '') })
  const role = () =>
    one().role === 'alternate'
      ? `${pick(mandateRoles.alternate)} ${one().rank}`
      : pick(mandateRoles[one().role])
  return (
    <li>
      <div>
        <p class="queue-name">{one().personName}</p>
        <p class="small quiet">
          {role()} · {term()}
        </p>
        <Evidence {...props} />
      </div>
      <div class="row">
        <State mandate={one()} />
        <Show when={may('people.change') && one().endedAt === null}>
          <End {...props} />
        </Show>
      </div>
    </li>
  )
}

function State(props: { readonly mandate: MandateView }) {
  const past = () => props.mandate.to !== null && Date.parse(props.mandate.to) < Date.now()
  return (
    <Switch fallback={<Mark shape="later" tone="ochre" word={t('mandate.coming')} />}>
      <Match when={props.mandate.endedAt}>
        {(at) => <Mark shape="barred" tone="quiet" word={t('mandate.ended', { when: day(at()) })} />}
      </Match>
      <Match when={props.mandate.runs}>
        <Mark shape="done" tone="moss" word={t('mandate.runs')} />
      </Match>
      <Match when={past()}>
        <Mark shape="barred" tone="quiet" word={t('mandate.expired')} />
      </Match>
    </Switch>
  )
}

/** The paper that says so: read by whoever is a member, attached once. */
function Evidence(props: { readonly mandate: MandateView; readonly refetch: () => Promise<void> }) {
  const { may } = useWorkspace()
  const acting = createActing()
  const [tooBig, setTooBig] = createSignal(false)
  const kilobytes = (bytes: number) => count(Math.max(1, Math.round(bytes / 1000)))
  let input!: HTMLInputElement
  const attach = async () => {
    const file = input.files?.[0]
    if (!file) return
    setTooBig(file.size > evidenceBytesMax)
    if (tooBig()) return
    const done = await acting.run(async () => {
      await sendFile(files.mandateEvidence(props.mandate.id), file)
      await props.refetch()
    })
    if (done) announce(t('mandate.attached', { name: props.mandate.personName }))
  }
  return (
    <Show
      when={props.mandate.evidence}
      fallback={
        <Show when={may('people.change')}>
          <RefusalBanner refusal={acting.refusal()} />
          <Show when={tooBig()}>
            <p class="field-error" role="alert">
              {t('mandate.tooBig', { size: kilobytes(evidenceBytesMax) })}
            </p>
          </Show>
          <input
            ref={input}
            class="visually-hidden"
            type="file"
            tabindex="-1"
            aria-label={t('mandate.file', { name: props.mandate.personName })}
            accept={evidenceTypes.join(',')}
            onChange={() => void attach()}
          />
          <Button small look="plain" busy={acting.busy()} onClick={() => input.click()}>
            {t('mandate.attach')}
            <span class="visually-hidden"> : {props.mandate.personName}</span>
          </Button>
        </Show>
      }
    >
      {(evidence) => (
        <p class="small">
          <a href={files.mandateEvidence(props.mandate.id)} rel="external" download="mandat">
            {t('mandate.evidence', {
              type: evidence().type.split('/')[1]?.toUpperCase() ?? '',
              size: kilobytes(evidence().bytes),
            })}
          </a>
        </p>
      )}
    </Show>
  )
}

function End(props: { readonly mandate: MandateView; readonly refetch: () => Promise<void> }) {
  const [asking, setAsking] = createSignal(false)
  const acting = createActing()
  const end = async () => {
    const done = await acting.run(async () => {
      await call(doors.endMandate, { params: { mandateId: props.mandate.id } })
      await props.refetch()
    })
    if (!done) return
    announce(t('mandate.endedSaid', { name: props.mandate.personName }))
    setAsking(false)
  }
  return (
    <>
      <Button small onClick={() => setAsking(true)}>
        {t('mandate.end')}
        <span class="visually-hidden"> : {props.mandate.personName}</span>
      </Button>
      <ConfirmDialog
        open={asking()}
        title={t('mandate.endTitle', { name: props.mandate.personName })}
        text={t('mandate.endText')}
        act={t('mandate.endNow')}
        danger
        acting={acting}
        onConfirm={() => void end()}
        onClose={() => setAsking(false)}
      />
    </>
  )
}
