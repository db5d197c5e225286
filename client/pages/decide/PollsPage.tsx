// The polls of the plan, subject by subject: the whole, then each priority, each with its state, its rounds, and what one can do now.
// Called by the router. The opening of a poll stands in the same place, under ?ouvrir=, so that a refresh keeps it.
import { useSearchParams } from '@solidjs/router'
import { createMemo, For, Show } from 'solid-js'
import { sameSubject } from '../../../shared/consensus.ts'
import {
  isSetAside,
  itemsOf,
  type Plan,
  type Subject,
  subjectText,
  textOf,
} from '../../../shared/plan/plan.ts'
import type { PollSummary, StandingView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { count, dayAndHour } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { OpenPoll } from './OpenPoll.tsx'
import { textDigest } from './parts/FrozenText.tsx'
import { usePlanText } from './parts/live-plan.ts'

interface Row {
  readonly standing: StandingView
  readonly title: string
  readonly setAside: boolean
  /** The polls on this very subject, the last round first. */
  readonly polls: readonly PollSummary[]
}

/** The word of a subject in the address: `plan`, or a priority's id. */
const wordOf = (subject: Subject) => (subject.kind === 'plan' ? 'plan' : subject.id)

export function PollsPage() {
  const { workspace, planId, planState, may } = useWorkspace()
  const [search] = useSearchParams<{ ouvrir?: string }>()
  const planText = usePlanText()
  const polls = live('polls', () => (planId() ? call(doors.polls, { params: { planId: planId() } }) : null))
  const rows = createMemo((): Row[] => {
    const priorities = new Map(
      itemsOf(planText.plan() ?? emptyLists, 'priorities').map((item) => [item.id, item]),
    )
    return (planState()?.standings ?? []).map((standing) => {
      const { subject } = standing
      const own = (polls() ?? [])
        .filter((poll) => sameSubject(poll.subject, subject))
        .toSorted((a, b) => b.round - a.round)
      const item = subject.kind === 'priority' ? priorities.get(subject.id) : undefined
      const title = item ? textOf(item.fields, 'title') : own[0]?.subjectTitle
      const untitled = t(subject.kind === 'plan' ? 'polls.untitledPlan' : 'polls.untitled')
      return {
        standing: { ...standing, state: liveState(standing, planText.plan()) },
        polls: own,
        title: title || untitled,
        setAside: item ? isSetAside(item) : false,
      }
    })
  })
  const whole = () => rows().filter(({ standing }) => standing.subject.kind === 'plan')
  const priorities = () => rows().filter(({ standing }) => standing.subject.kind === 'priority')
  const opening = () =>
    may('poll.open') && !planState()?.version
      ? rows().find(({ standing }) => wordOf(standing.subject) === search.ouvrir)
      : undefined
  const myOrganization = () =>
    workspace().organizations.find(({ id }) => id === workspace().me.organizationId)?.name ?? ''
  const awaiting = () => (polls() ?? []).filter((poll) => poll.awaitsMe)

  return (
    <Show
      when={opening()}
      fallback={
        <Place title={t('polls.title')} text={t('polls.text')}>
          <div class="stack decide">
            <RefusalBanner refusal={polls.error() ?? planState.error()} />
            <Show when={awaiting().length > 0}>
              <Awaiting polls={awaiting()} organization={myOrganization()} />
            </Show>
            <Show when={planState()} fallback={<p aria-busy="true" />}>
              <section aria-labelledby="polls-whole">
                <h2 id="polls-whole">{t('polls.whole')}</h2>
                <ul class="subjects">
                  <For each={whole()}>{(row) => <SubjectRow row={row} whole />}</For>
                </ul>
              </section>
              <section aria-labelledby="polls-priorities">
                <h2 id="polls-priorities">{t('polls.priorities')}</h2>
                <Show when={priorities().length > 0} fallback={<NoPriority />}>
                  <ul class="subjects">
                    <For each={priorities()}>{(row) => <SubjectRow row={row} />}</For>
                  </ul>
                </Show>
              </section>
            </Show>
          </div>
        </Place>
      }
    >
      {(row) => (
        <OpenPoll subject={row().standing.subject} title={row().title} again={row().polls.length > 0} />
      )}
    </Show>
  )
}

/** A consensus against the live text of this device: stale at the first edit, standing again when the edit is undone. */
function liveState({ state, subject, textHash }: StandingView, plan: Plan | null): StandingView['state'] {
  if (!plan || (state !== 'consensus' && state !== 'stale')) return state
  const text = subjectText(plan, subject)
  return text && textDigest(text) === textHash ? 'consensus' : 'stale'
}

const emptyLists = { format: 'assise/plan/v1', fields: {}, lists: {}, territories: [] } as const

function Awaiting(props: { polls: readonly PollSummary[]; organization: string }) {
  const { path } = useWorkspace()
  const title = () =>
    props.polls.length === 1
      ? t('polls.awaits', { organization: props.organization })
      : t('polls.awaitsMany', { organization: props.organization, count: props.polls.length })
  return (
    <Notice title={title()}>
      <ul class="awaiting">
        <For each={props.polls}>
          {(poll) => (
            <li>
              <a href={path(`scrutins/${poll.id}`)}>{pick(poll.question)}</a>
            </li>
          )}
        </For>
      </ul>
    </Notice>
  )
}

function SubjectRow(props: { row: Row; whole?: boolean }) {
  const { path, may, planState } = useWorkspace()
  const last = () => props.row.polls[0]
  const state = () => props.row.standing.state
  const isOpen = () => state() === 'open'
  const mayOpen = () => may('poll.open') && !isOpen() && !planState()?.version
  return (
    <li class="subject">
      <div class="subject-head">
        <h3>{props.row.title}</h3>
        <StateMark state={state()} />
      </div>
      <Show when={props.row.setAside}>
        <p class="quiet small">{t('polls.setAside')}</p>
      </Show>
      <p class="quiet small">
        <Show when={last()} fallback={<NoRound pollId={props.row.standing.pollId} />}>
          {(poll) => <RoundWords poll={poll()} />}
        </Show>
      </p>
      <div class="row">
        <Show when={last()}>
          {(poll) => (
            <ButtonLink
              href={path(`scrutins/${poll().id}`)}
              look={poll().awaitsMe ? 'main' : undefined}
              small={!poll().awaitsMe}
            >
              {poll().awaitsMe ? t('polls.vote') : t('polls.see')}
              <span class="visually-hidden"> : {props.row.title}</span>
            </ButtonLink>
          )}
        </Show>
        <Show when={mayOpen()}>
          <ButtonLink href={`${path('scrutins')}?ouvrir=${wordOf(props.row.standing.subject)}`} small>
            {last() ? t('open.again') : t('open.act')}
            <span class="visually-hidden"> : {props.row.title}</span>
          </ButtonLink>
        </Show>
      </div>
      <Show when={props.row.polls.length > 1}>
        <details class="rounds">
          <summary>{t('polls.earlier', { count: props.row.polls.length - 1 })}</summary>
          <ul>
            <For each={props.row.polls.slice(1)}>
              {(poll) => (
                <li>
                  <a href={path(`scrutins/${poll.id}`)}>
                    <RoundWords poll={poll} />
                  </a>
                </li>
              )}
            </For>
          </ul>
        </details>
      </Show>
    </li>
  )
}

/** No round of its own: nothing yet, or decided with the whole plan. */
function NoRound(props: { pollId: string | null }) {
  const { path } = useWorkspace()
  return (
    <Show when={props.pollId} fallback={t('polls.none')}>
      {(pollId) => (
        <>
          {t('polls.byPlan')} <a href={path(`scrutins/${pollId()}`)}>{t('polls.seeRound')}</a>
        </>
      )}
    </Show>
  )
}

/** « Tour 2, ouvert le 26 février 2026 · 60 voix sur 64 » */
function RoundWords(props: { poll: PollSummary }) {
  const when = () =>
    props.poll.closedAt
      ? t('polls.closed', { date: dayAndHour(props.poll.closedAt) })
      : t('polls.opened', { date: dayAndHour(props.poll.openedAt) })
  const received = () =>
    t('polls.received', { received: count(props.poll.received), registered: count(props.poll.registered) })
  return (
    <>
      {t('polls.round', { round: props.poll.round })}, {when()} · {received()}
    </>
  )
}

function NoPriority() {
  const { path, may } = useWorkspace()
  return (
    <div class="empty">
      <p>{t('polls.empty')}</p>
      <p>{t('polls.emptyWrite')}</p>
      <Show when={may('plan.edit')}>
        <ButtonLink href={path('plan/priorities')}>{t('polls.toPriorities')}</ButtonLink>
      </Show>
    </div>
  )
}
