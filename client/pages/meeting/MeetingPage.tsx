// One meeting for whoever takes part: my place in it, the vote that is open, the agenda; before and after, the invitation and what was decided.
// Route …/seances/:meetingId. On a phone everything one does is within the thumb's reach.
import { useLocation } from '@solidjs/router'
import { Show } from 'solid-js'
import { pick, t } from '../../i18n.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { AgendaList } from './AgendaList.tsx'
import { InvitationFacts } from './InvitationFacts.tsx'
import { MeetingMark } from './MeetingMark.tsx'
import { gaps, MeetingShell } from './MeetingShell.tsx'
import { useMeeting } from './meeting.ts'
import { OpenPollHere, PastPolls } from './OpenPollHere.tsx'
import { MyPlace } from './place/MyPlace.tsx'
import { SpeakBar } from './place/SpeakBar.tsx'
import { PinnedRules } from './prepare/Invited.tsx'
import { QuorumLines } from './QuorumLines.tsx'
import { itemTitle } from './say.ts'

export function MeetingPage() {
  return (
    <MeetingShell gapMs={gaps.phone}>
      <OneMeetingPage />
    </MeetingShell>
  )
}

function OneMeetingPage() {
  const { view, acting } = useMeeting()
  const live = () => ['convened', 'open', 'suspended'].includes(view().status)
  return (
    <Place
      title={pick(view().about.title)}
      text={headLine()}
      aside={<MeetingMark status={view().status} />}
      marginTitle={t('meeting.page.margin')}
      margin={<Margin />}
    >
      <div class="stack sections meeting-page">
        <Mailed />
        <RunLinks />
        <MinutesLink />
        <RefusalBanner refusal={acting.refusal()} />
        <Now />
        <Show when={live()}>
          {/* Whoever is not in yet comes in first; whoever is votes first. */}
          <Show when={view().me.here === null}>
            <MyPlace />
          </Show>
          <OpenPollHere />
          <Show when={view().me.here !== null}>
            <MyPlace />
          </Show>
        </Show>
        <AgendaList />
        <PastPolls />
        <Show when={!live() || view().status === 'convened'}>
          <PinnedRules />
        </Show>
      </div>
      <Show when={view().status === 'open'}>
        <SpeakBar />
      </Show>
    </Place>
  )

  function headLine(): string {
    const { status, openedAt, closedAt, about } = view()
    if (status === 'open' || status === 'suspended')
      return t('meeting.page.since', { when: dayAndHour(openedAt ?? about.startsAt) })
    if (status === 'closed' || status === 'adopted')
      return t('meeting.page.over', { when: dayAndHour(closedAt ?? about.endsAt) })
    return dayAndHour(about.startsAt)
  }
}

/** What is under way, in one line, and whether the meeting sits at all. */
function Now() {
  const { view } = useMeeting()
  return (
    <>
      <Show when={view().status === 'suspended'}>
        <Notice
          look="warning"
          title={t(
            view().suspendedFor === 'quorum' ? 'meeting.page.suspendedQuorum' : 'meeting.page.suspended',
          )}
        />
      </Show>
      <Show when={view().activeItem}>
        <p class="now-item">
          <span class="small quiet">{t('meeting.page.now')}</span>
          <strong>{itemTitle(view().agenda, view().activeItem)}</strong>
          <Show when={view().status === 'open' && view().queue.speaking}>
            {(one) => (
              <span>
                {t('meeting.page.speaks', { name: one().person.name })}
                <Show when={one().seatName}>
                  {(name) => (
                    <span class="quiet">
                      {' · '}
                      {name()}
                    </span>
                  )}
                </Show>
              </span>
            )}
          </Show>
        </p>
      </Show>
    </>
  )
}

/** After convening: whether the letters left. An installation without a mail server says so, and what to do. */
function Mailed() {
  const location = useLocation<{ mailed?: number; invited?: number }>()
  return (
    <Show when={location.state?.invited !== undefined}>
      <Notice
        look={location.state?.mailed ? 'good' : 'warning'}
        title={t('meeting.convene.done', {
          mailed: location.state?.mailed ?? 0,
          count: location.state?.invited ?? 0,
        })}
      >
        <Show when={!location.state?.mailed}>
          <p>{t('meeting.convene.noMail')}</p>
        </Show>
      </Notice>
    </Show>
  )
}

function RunLinks() {
  const { view } = useMeeting()
  const { path } = useWorkspace()
  const here = (place: string) => path(`seances/${view().id}/${place}`)
  return (
    <Show when={view().me.runs}>
      <div class="row">
        <Show when={view().status !== 'draft' && view().status !== 'cancelled'}>
          <ButtonLink look="main" href={here('regie')}>
            {t('meeting.floor.open')}
          </ButtonLink>
        </Show>
        <Show when={view().status === 'draft' || view().status === 'convened'}>
          <ButtonLink href={here('preparer')}>{t('meeting.prepare.open')}</ButtonLink>
        </Show>
      </div>
    </Show>
  )
}

/** Once there is something to read in them. */
function MinutesLink() {
  const { view } = useMeeting()
  const { path } = useWorkspace()
  const told = () => view().openedAt !== null
  return (
    <Show when={told()}>
      <div class="row">
        <ButtonLink href={path(`seances/${view().id}/proces-verbal`)}>{t('minutes.open')}</ButtonLink>
      </div>
    </Show>
  )
}

function Margin() {
  const { view } = useMeeting()
  return (
    <div class="stack">
      <InvitationFacts />
      <Show when={view().status === 'open' || view().status === 'suspended'}>
        <h3 class="margin-head">{t('meeting.quorum.title')}</h3>
        <QuorumLines />
      </Show>
    </div>
  )
}
