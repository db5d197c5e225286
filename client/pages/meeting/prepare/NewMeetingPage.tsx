// A new meeting begins with what its invitation will say; nobody is told before it is convened. Route …/seances/nouvelle.
import { useNavigate } from '@solidjs/router'
import type { MeetingAbout } from '../../../../shared/meeting/events.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { createKeys } from '../meeting.ts'
import { AboutForm } from './AboutForm.tsx'
import { freshAbout } from './about-draft.ts'

export function NewMeetingPage() {
  const { planId, path } = useWorkspace()
  const navigate = useNavigate()
  const acting = createActing()
  const keys = createKeys()
  const draft = (about: MeetingAbout) =>
    acting.run(async () => {
      const body = { about, clientKey: keys.of(about) }
      const { id } = await call(doors.draftMeeting, { params: { planId: planId() }, body })
      keys.done()
      navigate(path(`seances/${id}/preparer`))
    })
  return (
    <Place title={t('meeting.new.title')} text={t('meeting.new.text')}>
      <AboutForm
        start={freshAbout(new Date())}
        act={t('meeting.new.act')}
        acting={acting}
        onSubmit={(about) => void draft(about)}
        onCancel={() => navigate(path('seances'))}
      />
    </Place>
  )
}
