// « Ce qui m’attend »: for whoever takes part from elsewhere, at their own hour, with one hand. Ballots first, the soonest to close on top;
// then voices to confirm, papers to re-read, objections, proposed changes, comments; each leads to its place and to nothing else. Route
// /attend.
import { createMemo, createResource, For, Index, type JSX, Show } from 'solid-js'
import { objectionStates } from '../../../shared/poll/objection.ts'
import type { PollSetting } from '../../../shared/poll/setting.ts'
import type { WaitingView } from '../../../shared/poll/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { type Round, roundsOf } from '../decide/parts/rounds.ts'
import { changeAddress, objectionsAnchor } from './open/addresses.ts'
import { RecordedVoice } from './page/RecordedVoice.tsx'
import { PaperSet } from './papers/PaperSets.tsx'

export function WaitingPage() {
  const { workspace, planId, votes } = useWorkspace()
  const waiting = live(['polls', 'voices', 'comments'], () =>
    planId() ? call(doors.waiting, { params: { planId: planId() } }) : null,
  )
  const polls = live('polls', () => (planId() ? call(doors.polls, { params: { planId: planId() } }) : null))
  const organization = () =>
    workspace().organizations.find(({ id }) => id === workspace().me.organizationId)?.name ?? ''
  const ballots = createMemo(() =>
    roundsOf(polls() ?? [], votes() ?? [], organization())
      .filter(({ awaits }) => awaits.length > 0)
      .sort((a, b) => ((a.closesAt ?? '9') < (b.closesAt ?? '9') ? -1 : 1)),
  )
  const ready = () => waiting() !== undefined && polls() !== undefined && votes() !== undefined
  const count = () => {
    const { recorded = [], papers = [], objections = [], proposals = [], threads = [] } = waiting() ?? {}
    const others = [recorded, papers, objections, proposals, threads]
    return ballots().length + others.reduce((sum, { length }) => sum + length, 0)
  }
  return (
    <Place title={t('waiting.title')} text={t('waiting.text')}>
      <div class="stack decide waiting">
        <RefusalBanner refusal={waiting.error() ?? polls.error() ?? votes.error()} />
        <Show when={ready() && waiting()} fallback={<p aria-busy="true" />}>
          {(now) => (
            <Show when={count() > 0} fallback={<Nothing />}>
              <Ballots rounds={ballots()} />
              <Recorded recorded={now().recorded} />
              <Papers papers={now().papers} />
              <Objections objections={now().objections} />
              <Proposals proposals={now().proposals} />
              <Threads threads={now().threads} />
            </Show>
          )}
        </Show>
      </div>
    </Place>
  )
}

function Nothing() {
  const { path } = useWorkspace()
  return (
    <div class="empty">
      <p>{t('waiting.nothing')}</p>
      <ButtonLink href={path('plan')}>{t('waiting.toPlan')}</ButtonLink>
    </div>
  )
}

/** One kind of things that wait, said with how many; nothing when there are none. */
function Kind(props: { readonly title: string; readonly count: number; readonly children: JSX.Element }) {
  return (
    <Show when={props.count > 0}>
      <section class="stack" aria-label={props.title}>
        <h2>
          {props.title} <span class="figures quiet">{props.count}</span>
        </h2>
        {props.children}
      </section>
    </Show>
  )
}

function Ballots(props: { readonly rounds: readonly Round[] }) {
  const { path } = useWorkspace()
  return (
    <Kind title={t('waiting.ballots')} count={props.rounds.length}>
      <ul class="waiting-list">
        <Index each={props.rounds}>
          {(round) => (
            <li class="waiting-item is-ballot">
              <p class="waiting-what">{pick(round().question)}</p>
              <p class="small quiet">
                {round().awaits.join(', ')}
                <Show when={round().closesAt}>
                  {(at) => <> · {t('waiting.until', { date: dayAndHour(at()) })}</>}
                </Show>
              </p>
              <ButtonLink wide look="main" href={path(`scrutins/${round().id}/bulletin`)}>
                {t('polls.vote')}
                <span class="visually-hidden"> : {pick(round().question)}</span>
              </ButtonLink>
            </li>
          )}
        </Index>
      </ul>
    </Kind>
  )
}

function Recorded(props: { readonly recorded: WaitingView['recorded'] }) {
  return (
    <Kind title={t('waiting.recorded')} count={props.recorded.length}>
      <For each={props.recorded}>
        {(one) => (
          <OfPoll pollId={one.pollId}>
            {(setting) => (
              <>
                <p class="waiting-what">{pick(one.pollTitle)}</p>
                <RecordedVoice voice={one.voice} setting={setting} open={one.open} />
              </>
            )}
          </OfPoll>
        )}
      </For>
    </Kind>
  )
}

function Papers(props: { readonly papers: WaitingView['papers'] }) {
  return (
    <Kind title={t('waiting.papers')} count={props.papers.length}>
      <For each={props.papers}>
        {(set) => (
          <OfPoll pollId={set.pollId}>{(setting) => <PaperSet set={set} setting={setting} />}</OfPoll>
        )}
      </For>
    </Kind>
  )
}

/** What is shown of a poll here needs its options and scale. */
function OfPoll(props: {
  readonly pollId: string
  readonly children: (setting: PollSetting) => JSX.Element
}) {
  const [vote] = createResource(
    () => props.pollId,
    (pollId) => call(doors.vote, { params: { pollId } }),
  )
  return <Show when={vote.state === 'ready' && vote()}>{(view) => props.children(view().setting)}</Show>
}

function Objections(props: { readonly objections: WaitingView['objections'] }) {
  const { path, may } = useWorkspace()
  return (
    <Kind
      title={t(may('poll.open') ? 'waiting.objectionsConduct' : 'waiting.objections')}
      count={props.objections.length}
    >
      <ul class="waiting-list">
        <For each={props.objections}>
          {(one) => (
            <li class="waiting-item">
              <p class="waiting-what">{pick(one.pollTitle)}</p>
              <p class="small quiet">
                {one.seatName} · {pick(objectionStates[one.state])}
              </p>
              <ButtonLink wide href={path(`scrutins/${one.pollId}#${objectionsAnchor(one.pollId)}`)}>
                {t(may('poll.open') ? 'waiting.toAnswer' : 'waiting.toJudge')}
                <span class="visually-hidden"> : {one.seatName}</span>
              </ButtonLink>
            </li>
          )}
        </For>
      </ul>
    </Kind>
  )
}

/** Changes that others propose to my organisation's parts: to the text with the words at hand for whoever writes, else to the objection. */
function Proposals(props: { readonly proposals: WaitingView['proposals'] }) {
  const { path, may } = useWorkspace()
  const href = ({ id, pollId, subject }: WaitingView['proposals'][number]) =>
    may('plan.edit') ? changeAddress(subject, pollId, id) : `scrutins/${pollId}#${objectionsAnchor(pollId)}`
  return (
    <Kind title={t('waiting.proposals')} count={props.proposals.length}>
      <ul class="waiting-list">
        <For each={props.proposals}>
          {(one) => (
            <li class="waiting-item">
              <p class="small quiet">
                {pick(one.title)} · {one.seatName}
              </p>
              <blockquote>{one.words}</blockquote>
              <p class="small">{one.argument}</p>
              <ButtonLink wide href={path(href(one))}>
                {t(may('plan.edit') ? 'waiting.toWrite' : 'waiting.toProposal')}
                <span class="visually-hidden"> : {one.words}</span>
              </ButtonLink>
            </li>
          )}
        </For>
      </ul>
    </Kind>
  )
}

function Threads(props: { readonly threads: WaitingView['threads'] }) {
  const { path } = useWorkspace()
  return (
    <Kind title={t('waiting.threads')} count={props.threads.length}>
      <ul class="waiting-list">
        <For each={props.threads}>
          {(thread) => (
            <li class="waiting-item">
              <Show when={thread.quote}>
                <blockquote>{thread.quote}</blockquote>
              </Show>
              <p class="waiting-what">{thread.lastText}</p>
              <p class="small quiet">
                {thread.lastBy} · {dayAndHour(thread.lastAt)}
              </p>
              <ButtonLink wide href={`${path('plan')}?commentaire=${encodeURIComponent(thread.id)}`}>
                {t('waiting.toThread')}
                <span class="visually-hidden"> : {thread.quote || thread.lastText}</span>
              </ButtonLink>
            </li>
          )}
        </For>
      </ul>
    </Kind>
  )
}
