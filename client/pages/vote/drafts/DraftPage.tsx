// A poll in preparation gone on with: changed and kept, or opened on the text as it reads now. Under /scrutins?preparation=…
// Called by PollsPage, for whoever may open polls.
import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, Show } from 'solid-js'
import type { MeetingView } from '../../../../shared/meeting/views.ts'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { Button, ButtonLink } from '../../../parts/Button.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { itemTitle } from '../../meeting/say.ts'
import { OpeningForm } from '../open/OpeningForm.tsx'
import { openingIn } from '../open/round-meeting.ts'
import { createReading, useDrafts } from './drafts.ts'

export function DraftPage(props: { readonly draftId: string }) {
  const { path } = useWorkspace()
  const drafts = useDrafts()
  const now = createReading(() => drafts()?.find(({ id }) => id === props.draftId))
  // What was read here stays under the hand that changes it; what someone else made of it meanwhile is said, and read when asked.
  const [read, setRead] = createSignal<PollDraftView | null>(null)
  createEffect(() => {
    const draft = now()
    if (draft && read()?.id !== draft.id) setRead(draft)
  })
  const moved = () => {
    const [mine, theirs] = [read(), now()]
    return mine !== null && theirs !== null && mine.revision !== theirs.revision
  }
  return (
    <Place title={t('draft.one')} text={t('draft.oneText')}>
      <div class="stack decide">
        <RefusalBanner refusal={drafts.error()} />
        <div role="status">
          <Show when={moved()}>
            <Notice look="warning" title={t('draft.moved')}>
              <p>{t('draft.movedText')}</p>
              <div>
                <Button small onClick={() => setRead(now())}>
                  {t('draft.readAgain')}
                </Button>
              </div>
            </Notice>
          </Show>
          <Show when={drafts() && !now()}>
            <Notice look="warning" title={t('draft.gone')}>
              <div>
                <ButtonLink small href={path('scrutins')}>
                  {t('open.cancel')}
                </ButtonLink>
              </div>
            </Notice>
          </Show>
        </div>
        <Show when={read()} keyed>
          {(draft) => (
            <Show when={draft.meetingId} fallback={<GoOn draft={draft} view={null} />}>
              {(meetingId) => <InMeeting draft={draft} meetingId={meetingId()} />}
            </Show>
          )}
        </Show>
      </div>
    </Place>
  )
}

function InMeeting(props: { readonly draft: PollDraftView; readonly meetingId: string }) {
  const meeting = live('meeting', () => call(doors.meeting, { params: { meetingId: props.meetingId } }))
  return (
    <>
      <RefusalBanner refusal={meeting.error()} />
      <Show when={meeting()}>{(view) => <GoOn draft={props.draft} view={view()} />}</Show>
    </>
  )
}

function GoOn(props: { readonly draft: PollDraftView; readonly view: MeetingView | null }) {
  const { path } = useWorkspace()
  const navigate = useNavigate()
  const here = () => (props.view ? openingIn(props.view, props.draft.itemId) : undefined)
  const desk = () => (here() && !here()!.waits ? path(`seances/${props.view?.id}/regie`) : null)
  return (
    <>
      <Show when={props.view}>{(view) => <Where view={view()} itemId={props.draft.itemId} />}</Show>
      <OpeningForm
        subject={props.draft.subject}
        follows={props.draft.follows ?? undefined}
        meeting={here()}
        prepared={props.draft}
        onOpened={(id) => navigate(desk() ?? path(`scrutins/${id}`))}
        onKept={() => navigate(path('scrutins'))}
        onCancel={() => navigate(path('scrutins'))}
      />
    </>
  )
}

/** In which meeting it would open, on which item; or that it no longer can. */
export function Where(props: { readonly view: MeetingView; readonly itemId: string | null }) {
  const here = () => openingIn(props.view, props.itemId)
  const words = () => {
    const meeting = here()
    if (!meeting) return t('draft.meetingOver')
    return t(meeting.waits ? 'draft.meetingWaits' : 'draft.meetingSits')
  }
  return (
    <Notice
      look={here() ? undefined : 'warning'}
      title={t('draft.inMeeting', { meeting: pick(props.view.about.title) })}
    >
      <Show when={itemTitle(props.view.agenda, props.itemId)}>{(item) => <p>{item()}</p>}</Show>
      <p>{words()}</p>
    </Notice>
  )
}
