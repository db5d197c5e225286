// The page that opens a poll by another method than today's consent: under /scrutins?ouvrir=…&methode=autre, so that a refresh keeps it.
// Called by PollsPage, for whoever conducts.
import { useNavigate } from '@solidjs/router'
import { createMemo } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { pollText, pollTitle } from '../../../../shared/poll/subject.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { t } from '../../../i18n.ts'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { OpeningForm } from './OpeningForm.tsx'

export function OpenVote(props: { readonly subject: PollSubject; readonly follows?: string | undefined }) {
  const { path, planText } = useWorkspace()
  const navigate = useNavigate()
  const title = createMemo(() => {
    if (props.subject.kind === 'question') return t('open.aQuestion')
    const plan = planText()
    const text = plan && pollText(unwrap(plan), props.subject, { fr: '', en: '' })
    return text ? t('open.title', { subject: pollTitle(unwrap(plan!), props.subject, text) }) : t('open.act')
  })
  return (
    <Place title={title()} text={t('open.otherText')}>
      <OpeningForm
        subject={props.subject}
        follows={props.follows}
        onOpened={(id) => navigate(path(`scrutins/${id}`))}
        onCancel={() => navigate(path('scrutins'))}
      />
    </Place>
  )
}
