// The polls in preparation, among the polls of the plan: what each asks, on what and how, where it waits; gone on with, or thrown away.
// Called by PollsPage, for whoever may open polls.
import { createSignal, Index, Show } from 'solid-js'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button, ButtonLink } from '../../../parts/Button.tsx'
import { ConfirmDialog } from '../../../parts/Dialog.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { draftAddress, useDrafts, useDraftWords } from './drafts.ts'

export function DraftList() {
  const drafts = useDrafts()
  const [removing, setRemoving] = createSignal<PollDraftView | null>(null)
  return (
    <section aria-labelledby="polls-drafts">
      <h2 id="polls-drafts">{t('draft.title')}</h2>
      <RefusalBanner refusal={drafts.error()} />
      <Show when={drafts()}>
        {(all) => (
          <Show when={all().length > 0} fallback={<NoDraft />}>
            <ul class="subjects">
              <Index each={all()}>
                {(draft) => <Row draft={draft()} onRemove={() => setRemoving(draft())} />}
              </Index>
            </ul>
          </Show>
        )}
      </Show>
      <RemoveDraft draft={removing()} onDone={() => setRemoving(null)} />
    </section>
  )
}

function NoDraft() {
  const { path } = useWorkspace()
  return (
    <div class="empty">
      <p>{t('draft.none')}</p>
      <ButtonLink href={`${path('scrutins')}?ouvrir=choisir`}>{t('draft.prepare')}</ButtonLink>
    </div>
  )
}

function Row(props: { readonly draft: PollDraftView; readonly onRemove: () => void }) {
  const { path } = useWorkspace()
  const words = useDraftWords()
  const title = () => words.title(props.draft)
  return (
    <li class="subject">
      <h3>{title()}</h3>
      <p class="quiet small">
        {words.about(props.draft)} · {t('draft.changed', { when: dayAndHour(props.draft.changedAt) })}
      </p>
      <Show when={props.draft.meetingId}>
        {(meetingId) => (
          <p class="small">
            <a href={path(`seances/${meetingId()}`)}>{t('draft.forMeeting')}</a>
          </p>
        )}
      </Show>
      <div class="row">
        <ButtonLink small href={path(draftAddress(props.draft.id))}>
          {t('draft.goOn')}
          <span class="visually-hidden"> : {title()}</span>
        </ButtonLink>
        <Button small look="plain" onClick={props.onRemove}>
          {t('draft.remove')}
          <span class="visually-hidden"> : {title()}</span>
        </Button>
      </div>
    </li>
  )
}

function RemoveDraft(props: { readonly draft: PollDraftView | null; readonly onDone: () => void }) {
  const acting = createActing()
  const words = useDraftWords()
  const remove = async () => {
    const draftId = props.draft?.id
    if (!draftId) return
    if (!(await acting.run(() => call(doors.removePollDraft, { params: { draftId } })))) return
    announce(t('draft.removed'))
    props.onDone()
    announceTopic('polls')
  }
  return (
    <ConfirmDialog
      open={props.draft !== null}
      title={t('draft.removeTitle')}
      text={t('draft.removeText', { title: props.draft ? words.title(props.draft) : '' })}
      act={t('draft.removeAct')}
      danger
      acting={acting}
      onConfirm={() => void remove()}
      onClose={() => {
        acting.clear()
        props.onDone()
      }}
    />
  )
}
