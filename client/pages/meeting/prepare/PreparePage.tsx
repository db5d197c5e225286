// The preparation of a meeting, from its draft to its convening: invitation, agenda, who is invited, the rules it will live under.
// Route …/seances/:meetingId/preparer.
import { createSignal, Show } from 'solid-js'
import type { MeetingAbout } from '../../../../shared/meeting/events.ts'
import { pick, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button, ButtonLink } from '../../../parts/Button.tsx'
import { Dialog } from '../../../parts/Dialog.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { InvitationFacts } from '../InvitationFacts.tsx'
import { MeetingMark } from '../MeetingMark.tsx'
import { gaps, MeetingShell } from '../MeetingShell.tsx'
import { useMeeting } from '../meeting.ts'
import { AboutForm } from './AboutForm.tsx'
import { AgendaEditor } from './AgendaEditor.tsx'
import { draftOf } from './about-draft.ts'
import { CallOff } from './CallOff.tsx'
import { Convene } from './Convene.tsx'
import { Invited, PinnedRules } from './Invited.tsx'

export function PreparePage() {
  return (
    <MeetingShell gapMs={gaps.desk}>
      <Prepare />
    </MeetingShell>
  )
}

function Prepare() {
  const { view, acting } = useMeeting()
  const { path, may } = useWorkspace()
  const [changing, setChanging] = createSignal(false)
  const draft = () => view().status === 'draft'
  return (
    <Place
      title={pick(view().about.title)}
      text={t(draft() ? 'meeting.prepare.text' : 'meeting.prepare.convenedText')}
      aside={<MeetingMark status={view().status} />}
      marginTitle={t('meeting.prepare.margin')}
      margin={<Invited />}
    >
      <div class="stack sections">
        <RefusalBanner refusal={acting.refusal()} />
        <Show when={may('meeting.run')} fallback={<p>{t('meeting.prepare.notYours')}</p>}>
          <section class="stack" aria-labelledby="invitation">
            <div class="section-head">
              <h2 id="invitation">{t('meeting.invitation')}</h2>
              <Button small onClick={() => setChanging(true)}>
                {t('meeting.prepare.change')}
              </Button>
            </div>
            <InvitationFacts />
          </section>
          <AgendaEditor />
          <PinnedRules />
          <Show
            when={draft()}
            fallback={
              <div class="row">
                <ButtonLink look="main" href={path(`seances/${view().id}/regie`)}>
                  {t('meeting.floor.open')}
                </ButtonLink>
                <ButtonLink href={path(`seances/${view().id}`)}>{t('meeting.see')}</ButtonLink>
              </div>
            }
          >
            <Convene />
          </Show>
          <CallOff />
        </Show>
      </div>
      <ChangeAbout open={changing()} onClose={() => setChanging(false)} />
    </Place>
  )
}

function ChangeAbout(props: { readonly open: boolean; readonly onClose: () => void }) {
  const { view, act } = useMeeting()
  const acting = createActing()
  const convened = () => view().status !== 'draft'
  const save = async (about: MeetingAbout) => {
    if (!(await act({ kind: 'describe', about }, acting))) return
    announce(t('shell.saved'))
    props.onClose()
  }
  return (
    <Dialog
      open={props.open}
      onClose={props.onClose}
      title={t('meeting.prepare.change')}
      text={convened() ? t('meeting.prepare.changeText') : undefined}
      wide
    >
      <AboutForm
        start={draftOf(view().about)}
        act={t('shell.save')}
        acting={acting}
        onSubmit={(about) => void save(about)}
        onCancel={props.onClose}
      />
    </Dialog>
  )
}
