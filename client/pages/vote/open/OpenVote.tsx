// The page that opens a poll by another method than today's consent: under /scrutins?ouvrir=…&methode=autre, so that a refresh keeps it.
// Called by PollsPage, for whoever conducts.
import { useNavigate } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { pollText, pollTitle } from '../../../../shared/poll/subject.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { pick, t } from '../../../i18n.ts'
import { Notice } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { itemTitle } from '../../meeting/say.ts'
import { OpeningForm } from './OpeningForm.tsx'
import { createRoundMeeting } from './round-meeting.ts'

export function OpenVote(props: {
  readonly subject: PollSubject
  readonly follows?: string | undefined
  readonly answers?: string | undefined
}) {
  const { path, planText } = useWorkspace()
  const navigate = useNavigate()
  const title = createMemo(() => {
    if (props.subject.kind === 'question') return t('open.aQuestion')
    const plan = planText()
    const text = plan && pollText(unwrap(plan), props.subject, { fr: '', en: '' })
    return text ? t('open.title', { subject: pollTitle(unwrap(plan!), props.subject, text) }) : t('open.act')
  })
  // A round that starts from an objection raised in a meeting belongs to that meeting: its seats, its item, its quorum.
  const where = createRoundMeeting(() => props.follows)
  const desk = () => (where.view() ? path(`seances/${where.view()?.id}/regie`) : null)
  return (
    <Place title={title()} text={t('open.otherText')}>
      <Show when={where.known()}>
        <Show when={where.view()}>
          {(meeting) => (
            <Notice title={t('open.inMeeting', { meeting: pick(meeting().about.title) })}>
              <Show when={itemTitle(meeting().agenda, where.itemId())}>{(item) => <p>{item()}</p>}</Show>
              <p>{t(meeting().status === 'open' ? 'open.inMeetingText' : 'open.inMeetingSuspended')}</p>
            </Notice>
          )}
        </Show>
        <OpeningForm
          subject={props.subject}
          follows={props.follows}
          answers={props.answers}
          meeting={where.forForm()}
          onOpened={(id) => navigate(desk() ?? path(`scrutins/${id}`))}
          onKept={() => navigate(desk() ?? path('scrutins'))}
          onCancel={() => navigate(desk() ?? path('scrutins'))}
        />
      </Show>
    </Place>
  )
}
