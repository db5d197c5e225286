// Loads the meeting of the address and gives it to the parts inside; says why when it does not open. Called by the pages of one meeting.
import { useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { t } from '../../i18n.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { MeetingNews } from './MeetingNews.tsx'
import { liveMeeting, MeetingContext, type MeetingHere, oneMeeting } from './meeting.ts'

/** A facilitator's desk and the wall follow within a blink; three hundred phones at their own pace. */
export const gaps = { desk: 250, phone: 1_200 } as const

export function MeetingShell(props: { readonly gapMs: number; readonly children: JSX.Element }) {
  const params = useParams<{ meetingId: string }>()
  const meeting = liveMeeting(() => params.meetingId, props.gapMs)
  const ready = () => (meeting()?.id === params.meetingId ? meeting() : undefined)
  return (
    <Show
      when={ready()}
      fallback={
        <Show when={meeting.error()} fallback={<main class="centre" aria-busy="true" />}>
          <Place title={t('meeting.notFound')}>
            <RefusalBanner refusal={meeting.error()} />
          </Place>
        </Show>
      }
    >
      {(view) => (
        <MeetingProvider view={view()} refetch={meeting.refetch}>
          <MeetingNews />
          {props.children}
        </MeetingProvider>
      )}
    </Show>
  )
}

export function MeetingProvider(props: {
  readonly view: MeetingHere
  readonly refetch: () => Promise<void>
  readonly children: JSX.Element
}) {
  const shared = oneMeeting(
    () => props.view,
    () => props.refetch(),
  )
  return <MeetingContext.Provider value={shared}>{props.children}</MeetingContext.Provider>
}
