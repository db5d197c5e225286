// Le fil: the way of the démarche, each step with its state as mark and word. Called by WorkspaceLayout.
import { useLocation } from '@solidjs/router'
import { For, Show } from 'solid-js'
import type { AllianceView } from '../../shared/alliance-views.ts'
import type { MeetingSummary } from '../../shared/meeting/views.ts'
import { sections } from '../../shared/plan/sections.ts'
import type { VoteSummary } from '../../shared/poll/views.ts'
import type { PlanStateView } from '../../shared/views.ts'
import { call, doors } from '../api.ts'
import { pick, t } from '../i18n.ts'
import { live } from '../live.ts'
import { showPlace } from '../parts/Place.tsx'
import { Bead, type StateKey } from '../parts/StateMark.tsx'
import { useWorkspace } from '../parts/workspace.ts'

interface Step {
  readonly place: string
  readonly label: string
  readonly state?: StateKey
  readonly word?: string
}

export function Thread() {
  const { planState, alliance, planId, votes } = useWorkspace()
  const meetings = live(
    'meeting',
    () => (planId() ? call(doors.meetings, { params: { planId: planId() } }) : null),
    // Whoever is on another page only needs to know that one sits.
    { gapMs: 4_000 },
  )
  const planSteps = (): Step[] =>
    sections.map((section) => ({
      place: `plan/${section.key}`,
      label: pick(section.label),
      ...sectionState(planState(), section.key),
    }))
  const decisionSteps = (): Step[] => [
    { place: 'seances', label: t('shell.fil.meetings'), ...meetingsState(meetings()) },
    { place: 'scrutins', label: t('shell.fil.polls'), ...pollsState(planState(), votes()) },
    { place: 'verrou', label: t('shell.fil.lock'), ...lockState(planState()) },
    { place: 'versions', label: t('shell.fil.versions'), ...versionsState(planState()) },
    { place: 'alliance', label: t('shell.fil.alliance'), ...allianceState(alliance()) },
  ]
  const tableSteps = (): Step[] => [
    { place: '', label: t('shell.fil.overview') },
    { place: 'attend', label: t('waiting.title'), ...waitingState(votes()) },
    { place: 'personnes', label: t('shell.fil.people') },
    { place: 'organisations', label: t('shell.fil.organizations') },
    { place: 'territoires', label: t('shell.fil.territories') },
  ]
  return (
    <nav class="thread" aria-label={t('shell.place.thread')}>
      <Steps steps={tableSteps()} title={t('shell.fil.table')} />
      <Steps steps={planSteps()} title={t('shell.fil.plan')} way />
      <Steps steps={decisionSteps()} title={t('shell.fil.decision')} way />
    </nav>
  )
}

function Steps(props: { readonly steps: readonly Step[]; readonly title: string; readonly way?: boolean }) {
  const { path } = useWorkspace()
  const location = useLocation()
  const isHere = (place: string) => {
    const address = path(place)
    return location.pathname === address || (place !== '' && location.pathname.startsWith(`${address}/`))
  }
  return (
    <>
      <h2>{props.title}</h2>
      <ul class="thread-list" classList={{ 'is-way': props.way ?? false }}>
        <For each={props.steps}>
          {(step) => (
            <li>
              <a
                href={path(step.place)}
                aria-current={isHere(step.place) ? 'page' : undefined}
                onClick={() => showPlace('centre')}
              >
                <Show when={step.state}>{(state) => <Bead state={state()} />}</Show>
                <span>{step.label}</span>
                <Show when={step.word}>
                  <span class={`state-word is-${step.state}`}>{step.word}</span>
                </Show>
              </a>
            </li>
          )}
        </For>
      </ul>
    </>
  )
}

type StepState = Pick<Step, 'state' | 'word'>

function sectionState(plan: PlanStateView | undefined, key: string): StepState {
  if (!plan) return { state: 'draft' }
  if (plan.version) return { state: 'locked', word: t('shell.state.locked') }
  const left = plan.lockReasons.filter((reason) => reason.place.section === key).length
  return left === 0
    ? { state: 'consensus', word: t('shell.fil.complete') }
    : { state: 'draft', word: t('shell.fil.left', { count: left }) }
}

/** Ballots of the second form that are mine to cast: the rest is told by the page. */
function waitingState(votes: readonly VoteSummary[] | undefined): StepState {
  const ballots = (votes ?? []).filter(({ awaitsMe }) => awaitsMe.length > 0).length
  return ballots === 0 ? {} : { state: 'open', word: t('waiting.ballotCount', { count: ballots }) }
}

function pollsState(plan: PlanStateView | undefined, votes: readonly VoteSummary[] | undefined): StepState {
  if (!plan) return { state: 'draft' }
  const of = (state: string) => plan.standings.filter((standing) => standing.state === state).length
  // Passages, questions and soundings are open beside what the lock asks for.
  const voted = (votes ?? []).filter(({ state }) => state === 'open')
  const ofFirstForm = plan.standings.filter(
    ({ state, pollId }) => state === 'open' && !voted.some(({ id }) => id === pollId),
  )
  const open = voted.length + ofFirstForm.length
  if (open > 0) return { state: 'open', word: t('shell.fil.pollsOpen', { count: open }) }
  if (of('stale') > 0) return { state: 'stale', word: t('shell.fil.pollsStale', { count: of('stale') }) }
  if (of('consensus') > 0)
    return { state: 'consensus', word: t('shell.fil.pollsConsensus', { count: of('consensus') }) }
  return { state: 'draft', word: t('shell.fil.pollsNone') }
}

function meetingsState(meetings: readonly MeetingSummary[] | undefined): StepState {
  const of = (...statuses: MeetingSummary['status'][]) =>
    (meetings ?? []).filter(({ status }) => statuses.includes(status)).length
  if (of('open', 'suspended') > 0) return { state: 'open', word: t('shell.fil.meetingsOpen') }
  const coming = of('convened', 'draft')
  return {
    state: 'draft',
    word: coming > 0 ? t('shell.fil.meetingsComing', { count: coming }) : t('shell.fil.meetingsNone'),
  }
}

function lockState(plan: PlanStateView | undefined): StepState {
  if (!plan) return { state: 'draft' }
  if (plan.version) return { state: 'locked', word: t('shell.state.locked') }
  return plan.lockReasons.length === 0
    ? { state: 'consensus', word: t('shell.fil.lockReady') }
    : { state: 'draft', word: t('shell.fil.lockLeft', { count: plan.lockReasons.length }) }
}

function versionsState(plan: PlanStateView | undefined): StepState {
  if (!plan?.base) return { state: 'draft', word: t('shell.fil.versionsNone') }
  if (plan.version) return { state: 'locked', word: t('versions.open', { number: plan.version.number }) }
  return { state: 'draft', word: t('amend.number', { number: plan.base.number }) }
}

function allianceState(alliance: AllianceView | null | undefined): StepState {
  if (!alliance) return { state: 'draft', word: t('shell.fil.allianceNone') }
  if (alliance.state === 'concluded') return { state: 'signed', word: t('shell.fil.allianceDone') }
  if (alliance.state === 'ended') return { state: 'refused', word: t('alliance.ended') }
  const all = alliance.parties.flatMap((party) => party.signatories)
  const signed = all.filter(({ signedAt, outside }) => signedAt !== null || outside?.counts).length
  return alliance.state === 'signing'
    ? { state: 'open', word: t('shell.fil.allianceSigned', { signed, count: all.length }) }
    : { state: 'draft', word: t('shell.fil.alliancePreparing') }
}
