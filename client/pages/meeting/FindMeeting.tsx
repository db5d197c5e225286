// From the address that letters, calendars and the room's door give (/meetings/:meetingId) to the page of the meeting in its workspace.
// Called by the router.
import { useNavigate, useParams } from '@solidjs/router'
import { createEffect, Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { PlainPage } from '../../frame/PlainLayout.tsx'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { me } from '../../me.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'

export function FindMeeting() {
  const params = useParams<{ meetingId: string }>()
  const navigate = useNavigate()
  const meeting = live([], () => call(doors.meeting, { params: { meetingId: params.meetingId } }))
  createEffect(() => {
    const found = meeting()
    const home = me()?.memberships.find(({ planId }) => planId === found?.planId)
    if (found && home) navigate(`/demarches/${home.workspaceId}/seances/${found.id}`, { replace: true })
  })
  return (
    <Show when={meeting.error()} fallback={<main class="centre plain" aria-busy="true" />}>
      <PlainPage title={t('meeting.notFound')} narrow>
        <div class="stack">
          <RefusalBanner refusal={meeting.error()} />
          <ButtonLink href="/?toutes">{t('shell.notFound.act')}</ButtonLink>
        </div>
      </PlainPage>
    </Show>
  )
}
