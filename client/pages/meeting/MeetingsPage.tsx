// The meetings of the plan: the one that sits, those to come, those that are over. Route …/seances.
import { For, Show } from 'solid-js'
import type { MeetingSummary } from '../../../shared/meeting/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { dayAndHour, hour } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { MeetingMark } from './MeetingMark.tsx'
import { modeWord } from './say.ts'

export function MeetingsPage() {
  const { planId, may, path } = useWorkspace()
  const meetings = live(
    'meeting',
    () => (planId() ? call(doors.meetings, { params: { planId: planId() } }) : null),
    { gapMs: 1_000 },
  )
  const of = (...statuses: MeetingSummary['status'][]) =>
    (meetings() ?? []).filter(({ status }) => statuses.includes(status))
  return (
    <Place
      title={t('meeting.list.title')}
      text={t('meeting.list.text')}
      aside={
        <Show when={may('meeting.run')}>
          <div>
            <ButtonLink look="main" href={path('seances/nouvelle')}>
              {t('meeting.list.prepare')}
            </ButtonLink>
          </div>
        </Show>
      }
    >
      <div class="stack sections">
        <RefusalBanner refusal={meetings.error()} />
        <Show when={meetings()} fallback={<p aria-busy="true" />}>
          <Show when={meetings()?.length} fallback={<NoMeeting />}>
            <Meetings title={t('meeting.list.now')} meetings={of('open', 'suspended')} />
            {/* What is next comes first. */}
            <Meetings title={t('meeting.list.coming')} meetings={of('convened').toReversed()} />
            <Meetings title={t('meeting.list.drafts')} meetings={of('draft').toReversed()} />
            <Meetings title={t('meeting.list.past')} meetings={of('closed', 'adopted', 'cancelled')} />
          </Show>
        </Show>
      </div>
    </Place>
  )
}

function NoMeeting() {
  const { may, path } = useWorkspace()
  return (
    <div class="empty">
      <p>{t('meeting.list.empty')}</p>
      <Show when={may('meeting.run')}>
        <ButtonLink href={path('seances/nouvelle')}>{t('meeting.list.first')}</ButtonLink>
      </Show>
    </div>
  )
}

function Meetings(props: { readonly title: string; readonly meetings: readonly MeetingSummary[] }) {
  return (
    <Show when={props.meetings.length > 0}>
      <section class="stack" aria-label={props.title}>
        <h2>{props.title}</h2>
        <ul class="things meetings">
          <For each={props.meetings}>{(meeting) => <Row meeting={meeting} />}</For>
        </ul>
      </section>
    </Show>
  )
}

function Row(props: { readonly meeting: MeetingSummary }) {
  const { path, may } = useWorkspace()
  const about = () => props.meeting.about
  const sits = () => props.meeting.status === 'open' || props.meeting.status === 'suspended'
  const place = () => [modeWord(about().mode), about().place].filter(Boolean).join(', ')
  const href = () => path(`seances/${props.meeting.id}${props.meeting.status === 'draft' ? '/preparer' : ''}`)
  return (
    <li>
      <div>
        <a class="meeting-title" href={href()}>
          {pick(about().title)}
        </a>
        <p class="small quiet">
          {dayAndHour(about().startsAt)} – {hour(about().endsAt)} · {place()}
        </p>
      </div>
      <div class="row">
        <MeetingMark status={props.meeting.status} />
        <Show when={sits() && may('meeting.run')}>
          <ButtonLink small look="main" href={path(`seances/${props.meeting.id}/regie`)}>
            {t('meeting.floor.open')}
          </ButtonLink>
        </Show>
      </div>
    </li>
  )
}
