// When, where, how, who keeps the minutes; and the appointment for one's own calendar. Called by the page of a meeting and by its preparation.
import { Show } from 'solid-js'
import { files } from '../../../shared/api.ts'
import { t } from '../../i18n.ts'
import { dayAndHour, hour } from '../../parts/format.ts'
import { useMeeting } from './meeting.ts'
import { modeWord } from './say.ts'

export function InvitationFacts() {
  const { view } = useMeeting()
  const about = () => view().about
  return (
    <>
      <dl class="pairs">
        <div>
          <dt>{t('meeting.when')}</dt>
          <dd class="figures">
            {dayAndHour(about().startsAt)} – {hour(about().endsAt)}
          </dd>
        </div>
        <div>
          <dt>{t('meeting.where')}</dt>
          <dd>
            {[modeWord(about().mode), about().place].filter(Boolean).join(', ')}
            <Show when={about().link}>
              <br />
              <a href={about().link} target="_blank" rel="noopener noreferrer">
                {about().link}
              </a>
            </Show>
          </dd>
        </div>
        <div>
          <dt>{t('meeting.speaking')}</dt>
          <dd>
            {t(`meeting.speaking.${about().queueBy}`)}
            {about().speechSeconds > 0
              ? `, ${t('meeting.minutes', { count: about().speechSeconds / 60 })}`
              : ''}
          </dd>
        </div>
        <Show when={about().secretary}>
          <div>
            <dt>{t('meeting.about.secretary')}</dt>
            <dd>{about().secretary}</dd>
          </div>
        </Show>
        <Show when={view().convenedByName}>
          <div>
            <dt>{t('meeting.convenedBy')}</dt>
            <dd>{view().convenedByName}</dd>
          </div>
        </Show>
      </dl>
      <Show when={view().status !== 'draft' && view().status !== 'cancelled'}>
        <p class="small">
          <a href={files.meetingCalendar(view().id)} rel="external" download="seance.ics">
            {t('meeting.calendar')}
          </a>
        </p>
      </Show>
    </>
  )
}
