// The polls of the plan, of both forms in one list, subject by subject: the whole, each priority, then passages, the allocation and bare
// questions; each with its state, its rounds, and what one can do now. Called by the router. The opening of a poll stands in the same
// place, under ?ouvrir=, so that a refresh keeps it.
import { useLocation, useSearchParams } from '@solidjs/router'
import { createMemo, For, Index, Match, Show, Switch } from 'solid-js'
import { unwrap } from 'solid-js/store'
import {
  isSetAside,
  itemsOf,
  type Plan,
  type Subject,
  subjectText,
  textOf,
} from '../../../shared/plan/plan.ts'
import { isDecided } from '../../../shared/poll/subject.ts'
import type { PollSubject } from '../../../shared/poll/texts.ts'
import type { StandingView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { DraftList } from '../vote/drafts/DraftList.tsx'
import { DraftPage } from '../vote/drafts/DraftPage.tsx'
import { PrepareOnItem } from '../vote/drafts/PrepareOnItem.tsx'
import { subjectAt } from '../vote/open/addresses.ts'
import { ChooseSubject } from '../vote/open/ChooseSubject.tsx'
import { OpenVote } from '../vote/open/OpenVote.tsx'
import { OpenPoll } from './OpenPoll.tsx'
import { textDigest } from './parts/FrozenText.tsx'
import { type Round, roundsOf, subjectKey } from './parts/rounds.ts'
import { OtherSubject, type SubjectLine, SubjectRow } from './parts/SubjectRow.tsx'

export function PollsPage() {
  const { may, planState } = useWorkspace()
  const [search] = useSearchParams<{
    ouvrir?: string
    methode?: string
    suite?: string
    leve?: string
    preparation?: string
    seance?: string
    point?: string
  }>()
  const location = useLocation<{ quote?: string }>()
  const list = createList()
  const opening = createMemo((): PollSubject | null => {
    if (!may('poll.open')) return null
    const subject = subjectAt(search, location.state?.quote ?? '')
    // A locked plan is not voted on any more; a question may still be asked.
    return subject && (subject.kind === 'question' || !planState()?.version) ? subject : null
  })
  const consent = () => {
    const subject = opening()
    if (!subject || search.methode === 'autre' || !isDecided(subject)) return null
    return list.lines().find((line) => sameKind(line.standing.subject, subject)) ?? null
  }
  return (
    <Switch fallback={<List list={list} />}>
      <Match when={may('poll.open') && search.ouvrir === 'choisir'}>
        <ChooseSubject lines={list.lines()} />
      </Match>
      <Match when={may('poll.open') && search.preparation}>
        {(draftId) => <DraftPage draftId={draftId()} />}
      </Match>
      <Match when={may('poll.open') && search.seance && search.point ? search : null}>
        {(at) => <PrepareOnItem meetingId={at().seance!} itemId={at().point!} />}
      </Match>
      <Match when={consent()}>
        {(line) => (
          <OpenPoll subject={line().standing.subject} title={line().title} again={line().rounds.length > 0} />
        )}
      </Match>
      <Match when={search.methode === 'autre' || (opening() && !isDecided(opening()!)) ? opening() : null}>
        {(subject) => <OpenVote subject={subject()} follows={search.suite} answers={search.leve} />}
      </Match>
    </Switch>
  )
}

function sameKind(a: Subject, b: Subject): boolean {
  return a.kind === 'plan' ? b.kind === 'plan' : b.kind === 'priority' && a.id === b.id
}

function createList() {
  const { workspace, planId, planState, planText, votes } = useWorkspace()
  const polls = live('polls', () => (planId() ? call(doors.polls, { params: { planId: planId() } }) : null))
  const organization = () =>
    workspace().organizations.find(({ id }) => id === workspace().me.organizationId)?.name ?? ''
  const rounds = createMemo(() => roundsOf(polls() ?? [], votes() ?? [], organization()))
  const lines = createMemo((): SubjectLine[] => {
    const priorities = new Map(itemsOf(planText() ?? emptyLists, 'priorities').map((item) => [item.id, item]))
    return (planState()?.standings ?? []).map((standing) => {
      const { subject } = standing
      const own = rounds().filter((round) => isDecided(round.subject) && sameKind(subject, round.subject))
      const item = subject.kind === 'priority' ? priorities.get(subject.id) : undefined
      const title = item ? textOf(item.fields, 'title') : own[0]?.subjectTitle
      const untitled = t(subject.kind === 'plan' ? 'polls.untitledPlan' : 'polls.untitled')
      return {
        standing: { ...standing, state: liveState(standing, planText()) },
        rounds: own,
        title: title || untitled,
        setAside: item ? isSetAside(item) : false,
      }
    })
  })
  /** Subjects that the lock does not ask for, the last opened first, each with its rounds. */
  const others = createMemo(() => {
    const known = new Set(lines().flatMap((line) => line.rounds.map(({ id }) => id)))
    const bySubject = new Map<string, Round[]>()
    for (const round of rounds()) {
      if (known.has(round.id)) continue
      const key = subjectKey(round)
      bySubject.set(key, [...(bySubject.get(key) ?? []), round])
    }
    return [...bySubject.values()]
  })
  return {
    rounds,
    lines,
    others,
    ready: () => planState() !== undefined && votes() !== undefined,
    error: () => polls.error() ?? votes.error() ?? planState.error(),
  }
}

/** A consensus against the live text of this device: stale at the first edit, standing again when the edit is undone. */
function liveState({ state, subject, textHash }: StandingView, plan: Plan | null): StandingView['state'] {
  if (!plan || (state !== 'consensus' && state !== 'stale')) return state
  const text = subjectText(unwrap(plan), subject)
  return text && textDigest(text) === textHash ? 'consensus' : 'stale'
}

const emptyLists = { format: 'assise/plan/v1', fields: {}, lists: {}, territories: [] } as const

function List(props: { readonly list: ReturnType<typeof createList> }) {
  const { may, path } = useWorkspace()
  const of = (kind: Subject['kind']) =>
    props.list.lines().filter((line) => line.standing.subject.kind === kind)
  const awaiting = () => props.list.rounds().filter(({ awaits }) => awaits.length > 0)
  return (
    <Place
      title={t('polls.title')}
      text={t('polls.text')}
      aside={
        <Show when={may('poll.open')}>
          <div>
            <ButtonLink look="main" href={`${path('scrutins')}?ouvrir=choisir`}>
              {t('open.one')}
            </ButtonLink>
          </div>
        </Show>
      }
    >
      <div class="stack decide">
        <RefusalBanner refusal={props.list.error()} />
        <Show when={awaiting().length > 0}>
          <Awaiting rounds={awaiting()} />
        </Show>
        <Show when={props.list.ready()} fallback={<p aria-busy="true" />}>
          {/* By place: what others do redraws no row and takes no focus away. */}
          <Show when={may('poll.open')}>
            <DraftList />
          </Show>
          <section aria-labelledby="polls-whole">
            <h2 id="polls-whole">{t('polls.whole')}</h2>
            <ul class="subjects">
              <Index each={of('plan')}>{(line) => <SubjectRow line={line()} />}</Index>
            </ul>
          </section>
          <section aria-labelledby="polls-priorities">
            <h2 id="polls-priorities">{t('polls.priorities')}</h2>
            <Show when={of('priority').length > 0} fallback={<NoPriority />}>
              <ul class="subjects">
                <Index each={of('priority')}>{(line) => <SubjectRow line={line()} />}</Index>
              </ul>
            </Show>
          </section>
          <Show when={props.list.others().length > 0}>
            <section aria-labelledby="polls-others">
              <h2 id="polls-others">{t('polls.others')}</h2>
              <ul class="subjects">
                <Index each={props.list.others()}>{(rounds) => <OtherSubject rounds={rounds()} />}</Index>
              </ul>
            </section>
          </Show>
        </Show>
      </div>
    </Place>
  )
}

function Awaiting(props: { readonly rounds: readonly Round[] }) {
  const { path } = useWorkspace()
  const title = () => {
    const names = [...new Set(props.rounds.flatMap(({ awaits }) => awaits))]
    const organization = names.join(', ')
    return props.rounds.length === 1
      ? t('polls.awaits', { organization })
      : t('polls.awaitsMany', { organization, count: props.rounds.length })
  }
  return (
    <Notice title={title()}>
      <ul class="awaiting">
        <For each={props.rounds}>
          {(round) => (
            <li>
              <a href={path(`scrutins/${round.id}`)}>{pick(round.question)}</a>
            </li>
          )}
        </For>
      </ul>
    </Notice>
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
