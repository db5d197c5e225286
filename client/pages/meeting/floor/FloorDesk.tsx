// La régie: everything the facilitator holds during a meeting on one page, each act with its key. Route …/seances/:meetingId/regie.
import { Show } from 'solid-js'
import { pick, t } from '../../../i18n.ts'
import { Button, ButtonLink } from '../../../parts/Button.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { MeetingMark } from '../MeetingMark.tsx'
import { gaps, MeetingShell } from '../MeetingShell.tsx'
import { useMeeting } from '../meeting.ts'
import { whyNot } from '../say.ts'
import { createFloorActs } from './acts.ts'
import { FloorAgenda } from './FloorAgenda.tsx'
import { FloorBar } from './FloorBar.tsx'
import { FloorDialogs } from './FloorDialogs.tsx'
import { FloorNotes } from './FloorNotes.tsx'
import { FloorPolls } from './FloorPolls.tsx'
import { FloorQueue } from './FloorQueue.tsx'
import { FloorSeats } from './FloorSeats.tsx'
import { listenToKeys } from './keys.ts'
import { QuorumPanel, RoomCode, ScreenChooser } from './RoomPanels.tsx'

export function FloorDeskPage() {
  return (
    <MeetingShell gapMs={gaps.desk}>
      <FloorDesk />
    </MeetingShell>
  )
}

function FloorDesk() {
  const { view, acting } = useMeeting()
  const { path } = useWorkspace()
  const acts = createFloorActs()
  listenToKeys(acts.all)
  const sits = () => view().status === 'open' || view().status === 'suspended'
  const over = () => ['closed', 'adopted', 'cancelled'].includes(view().status)
  return (
    <Place
      title={pick(view().about.title)}
      text={t('meeting.floor.title')}
      aside={
        <div class="row">
          <MeetingMark status={view().status} />
          <a class="small" href={path(`seances/${view().id}`)}>
            {t('meeting.see')}
          </a>
        </div>
      }
      marginTitle={t('meeting.floor.margin')}
      margin={<DeskMargin />}
    >
      <Show when={view().me.runs} fallback={<p>{t('meeting.prepare.notYours')}</p>}>
        <div class="stack floor-desk">
          <Show when={sits()}>
            <FloorBar acts={acts} />
          </Show>
          <RefusalBanner refusal={acting.refusal()} />
          <Show when={view().status === 'convened' || view().status === 'draft'}>
            <Before />
          </Show>
          <Show when={over()}>
            <Notice title={t('meeting.floor.over')}>
              <p>
                <ButtonLink small href={path(`seances/${view().id}`)}>
                  {t('meeting.see')}
                </ButtonLink>
              </p>
            </Notice>
          </Show>
          <FloorAgenda acts={acts} />
          <Show when={view().status !== 'draft' && !over()}>
            <FloorPolls acts={acts} />
            <FloorSeats />
          </Show>
          <FloorNotes acts={acts} />
        </div>
        <FloorDialogs acts={acts} />
      </Show>
    </Place>
  )
}

/** Before the opening: people come in; then the meeting opens, with its quorum or without. */
function Before() {
  const { view, act, acting } = useMeeting()
  const { path } = useWorkspace()
  const refused = () => view().me.may.find(({ kind }) => kind === 'open')?.refused ?? null
  const met = () => view().quorum?.now.met ?? false
  return (
    <div class="stack floor-open">
      <Show
        when={!refused()}
        fallback={
          <div class="row">
            <p>{refused() ? whyNot(refused()!) : ''}</p>
            <ButtonLink href={path(`seances/${view().id}/preparer`)}>{t('meeting.prepare.open')}</ButtonLink>
          </div>
        }
      >
        <p>{t(met() ? 'meeting.floor.readyQuorum' : 'meeting.floor.readyNoQuorum')}</p>
        <div>
          <Button look="main" busy={acting.busy()} onClick={() => void act({ kind: 'open' })}>
            {t('meeting.floor.openMeeting')}
          </Button>
        </div>
      </Show>
    </div>
  )
}

function DeskMargin() {
  const { view } = useMeeting()
  const live = () => ['convened', 'open', 'suspended'].includes(view().status)
  return (
    <Show when={view().me.runs}>
      <div class="stack desk-margin">
        <FloorQueue />
        <Show when={view().quorum}>
          <QuorumPanel />
        </Show>
        <Show when={live()}>
          <ScreenChooser />
          <RoomCode />
        </Show>
      </div>
    </Show>
  )
}
