// A poll prepared for an item of a meeting's agenda: on what, how; kept for the desk, which opens it when the item comes. Once the meeting
// sits it can be opened from here too. Under /scrutins?seance=…&point=…. Called by PollsPage.
import { useNavigate } from '@solidjs/router'
import { Show } from 'solid-js'
import type { MeetingView } from '../../../../shared/meeting/views.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { createItemSubject, ItemSubject } from '../open/ItemSubject.tsx'
import { OpeningForm } from '../open/OpeningForm.tsx'
import { openingIn } from '../open/round-meeting.ts'
import { Where } from './DraftPage.tsx'

export function PrepareOnItem(props: { readonly meetingId: string; readonly itemId: string }) {
  const meeting = live('meeting', () => call(doors.meeting, { params: { meetingId: props.meetingId } }))
  const item = () => meeting()?.agenda.find(({ itemId }) => itemId === props.itemId)
  return (
    <Place
      title={item() ? t('draft.itemTitle', { item: pick(item()!.title) }) : t('draft.prepare')}
      text={t('draft.itemText')}
    >
      <div class="stack decide">
        <RefusalBanner refusal={meeting.error()} />
        <Show when={meeting() && !item()}>
          <Notice look="warning" title={t('draft.noItem')} />
        </Show>
        <Show when={item() && meeting()}>
          {(view) => <OnItem view={view() as MeetingView} itemId={props.itemId} />}
        </Show>
      </div>
    </Place>
  )
}

function OnItem(props: { readonly view: MeetingView; readonly itemId: string }) {
  const { path } = useWorkspace()
  const navigate = useNavigate()
  const about = createItemSubject(
    () => props.view.agenda.find(({ itemId }) => itemId === props.itemId)?.textRef,
  )
  const page = (place = '') => path(`seances/${props.view.id}${place}`)
  const back = () => navigate(page(props.view.status === 'draft' ? '/preparer' : ''))
  return (
    <>
      <Where view={props.view} itemId={props.itemId} />
      <Show when={openingIn(props.view, props.itemId)}>
        <ItemSubject choice={about} />
        {/* Another subject is another form: its question and its text are not those typed for this one. */}
        <Show when={about.subject()} keyed>
          {(subject) => (
            <OpeningForm
              subject={subject}
              meeting={openingIn(props.view, props.itemId)}
              onOpened={() => navigate(page('/regie'))}
              onKept={back}
              onCancel={back}
            />
          )}
        </Show>
      </Show>
    </>
  )
}
