// One subject in the list of polls: its state, its last round, its earlier ones, and what one can do now. Called by PollsPage.
import { For, Show } from 'solid-js'
import { titleIn } from '../../../../shared/poll/text-outline.ts'
import type { StandingView } from '../../../../shared/views.ts'
import { pick, t } from '../../../i18n.ts'
import { ButtonLink } from '../../../parts/Button.tsx'
import { count, dayAndHour } from '../../../parts/format.ts'
import { StateMark } from '../../../parts/StateMark.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { VoteState } from '../../vote/page/VoteCentre.tsx'
import type { Round } from './rounds.ts'

export interface SubjectLine {
  readonly standing: StandingView
  readonly title: string
  readonly setAside: boolean
  /** The polls on this very subject, the last opened first. */
  readonly rounds: readonly Round[]
}

export function SubjectRow(props: { readonly line: SubjectLine }) {
  const { path, may, planState } = useWorkspace()
  const last = () => props.line.rounds[0]
  const state = () => props.line.standing.state
  // A poll that only sounds leaves the standing as it is, but holds the place while it is open.
  const isOpen = () => state() === 'open' || last()?.vote?.state === 'open'
  const mayOpen = () => may('poll.open') && !isOpen() && !planState()?.version
  const word = () => {
    const { subject } = props.line.standing
    return subject.kind === 'plan' ? 'plan' : subject.id
  }
  return (
    <li class="subject">
      <div class="subject-head">
        <h3>{props.line.title}</h3>
        <StateMark state={isOpen() ? 'open' : state()} />
      </div>
      <Show when={props.line.setAside}>
        <p class="quiet small">{t('polls.setAside')}</p>
      </Show>
      <p class="quiet small">
        <Show when={last()} fallback={<NoRound pollId={props.line.standing.pollId} />}>
          {(round) => <RoundWords round={round()} />}
        </Show>
      </p>
      <div class="row">
        <Show when={last()}>{(round) => <ToPoll round={round()} title={props.line.title} />}</Show>
        <Show when={mayOpen()}>
          <ButtonLink href={`${path('scrutins')}?ouvrir=${word()}`} small>
            {last() ? t('open.again') : t('open.act')}
            <span class="visually-hidden"> : {props.line.title}</span>
          </ButtonLink>
        </Show>
      </div>
      <Earlier rounds={props.line.rounds.slice(1)} />
    </li>
  )
}

/** A subject that the lock does not ask for: a passage, the allocation, a bare question. */
export function OtherSubject(props: { readonly rounds: readonly Round[] }) {
  const last = () => props.rounds[0]!
  const title = () => pick(titleIn(last()))
  return (
    <li class="subject">
      <div class="subject-head">
        <h3>{title()}</h3>
        <Show when={last().vote}>{(vote) => <VoteState vote={vote()} />}</Show>
      </div>
      <p class="quiet small">
        <RoundWords round={last()} />
      </p>
      <div class="row">
        <ToPoll round={last()} title={title()} />
      </div>
      <Earlier rounds={props.rounds.slice(1)} />
    </li>
  )
}

function ToPoll(props: { readonly round: Round; readonly title: string }) {
  const { path } = useWorkspace()
  const awaits = () => props.round.awaits.length > 0
  return (
    <ButtonLink
      href={path(`scrutins/${props.round.id}`)}
      look={awaits() ? 'main' : undefined}
      small={!awaits()}
    >
      {awaits() ? t('polls.vote') : t('polls.see')}
      <span class="visually-hidden"> : {props.title}</span>
    </ButtonLink>
  )
}

function Earlier(props: { readonly rounds: readonly Round[] }) {
  const { path } = useWorkspace()
  return (
    <Show when={props.rounds.length > 0}>
      <details class="rounds">
        <summary>{t('polls.earlier', { count: props.rounds.length })}</summary>
        <ul>
          <For each={props.rounds}>
            {(round) => (
              <li>
                <a href={path(`scrutins/${round.id}`)}>
                  <RoundWords round={round} />
                </a>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Show>
  )
}

/** No round of its own: nothing yet, or decided with the whole plan. */
function NoRound(props: { readonly pollId: string | null }) {
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

/** « Tour 2, ouvert le 26 février 2026 · Degrés d’accord · 60 voix sur 64 » */
function RoundWords(props: { readonly round: Round }) {
  const words = () => {
    const { round, closedAt, openedAt, method, received, registered, vote } = props.round
    const when = closedAt
      ? t('polls.closed', { date: dayAndHour(closedAt) })
      : t('polls.opened', { date: dayAndHour(openedAt) })
    return [
      `${t('polls.round', { round })}, ${when}`,
      ...(method ? [pick(method)] : []),
      t('polls.received', { received: count(received), registered: count(registered) }),
      ...(vote?.state === 'annulled' ? [t('polls.annulled')] : []),
    ].join(' · ')
  }
  return <>{words()}</>
}
