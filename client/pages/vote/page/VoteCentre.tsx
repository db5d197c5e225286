// The middle of a poll of the second form: what moved, what it gave, the text, the objections, what was said of it since, its file.
// Called by VotePage, PollHere.
import { For, Match, Show, Switch } from 'solid-js'
import { minutesFiles } from '../../../../shared/meeting/minutes-api.ts'
import { say } from '../../../../shared/meeting/minutes-blocks.ts'
import { voteFiles } from '../../../../shared/poll/api.ts'
import { pollStates } from '../../../../shared/poll/life.ts'
import type { VoteView } from '../../../../shared/poll/views.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { ButtonLink } from '../../../parts/Button.tsx'
import { DigestFrame } from '../../../parts/Digest.tsx'
import { dayAndHour, withHours } from '../../../parts/format.ts'
import { Notice } from '../../../parts/Notice.tsx'
import { Bead } from '../../../parts/StateMark.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { openingAddress } from '../open/addresses.ts'
import { ResultView } from '../ResultView.tsx'
import { type VoteDesk, voteStateKey } from './vote-desk.ts'

/** Its state as a mark and a word: what it gave once that is proclaimed, else where it stands. */
export function VoteState(props: {
  readonly vote: Pick<VoteView, 'state' | 'outcome'>
  readonly differs?: boolean
}) {
  const key = () => voteStateKey(props.vote, props.differs ?? false)
  return (
    <span class={`state is-${key()}`}>
      <Bead state={key()} />
      <span>{key() === 'stale' ? t('shell.state.stale') : pick(pollStates[props.vote.state])}</span>
    </span>
  )
}

/** « Tour 2, ouvert le 26 février 2026 par Louise Caron. » */
export function voteHeadLine(view: VoteView): string {
  const { round, openedByName: name } = view
  const at = view.closedAt ?? view.closesAt
  if (view.closedAt) return t('poll.closedOn', { round, date: dayAndHour(view.closedAt) })
  const opened = t('poll.openedBy', { round, name, date: dayAndHour(view.openedAt) })
  return at ? `${opened} ${t('conduct.closesAt', { date: dayAndHour(at) })}` : opened
}

/** Its rule in words, as it travels with the poll, where no result says it. */
export function VoteRule(props: { readonly view: VoteView }) {
  return (
    <p class="rule">
      <strong>{t('poll.rule')}</strong> {withHours(pick(props.view.ruleText))}
    </p>
  )
}

/** Whether the result stands on the page: it says the rule beside its figures, and the page then does not say it above. */
export const resultShown = ({ state, count }: VoteView): boolean =>
  count !== null || (state !== 'open' && state !== 'annulled')

export function VoteResult(props: { readonly desk: VoteDesk }) {
  const view = () => props.desk.view()
  const proclaimed = () => view().addenda.some(({ kind }) => kind === 'proclaimed')
  return (
    <ResultView
      setting={view().setting}
      count={view().count}
      suppressed={view().secret?.suppressed ?? false}
      unanimousSecret={view().unanimousSecret}
      outcome={proclaimed() && view().state !== 'annulled' ? (view().outcome ?? undefined) : undefined}
      ruleText={view().ruleText}
      register={view().register}
      voices={view().voices ?? undefined}
      secretTallies={view().secret?.tallies}
      received={{ cast: view().received, registered: view().registered }}
    />
  )
}

/** What stands above the text: an annulment, the round that took its place. */
export function VoteStanding(props: { readonly desk: VoteDesk }) {
  const { path } = useWorkspace()
  const view = () => props.desk.view()
  const annulment = () => view().addenda.find(({ kind }) => kind === 'annulled')
  return (
    <Switch>
      <Match when={annulment()}>
        {(record) => (
          <Notice look="warning" title={t('vote.annulled')}>
            <p>{record().text}</p>
            <p class="small">{t('vote.byOn', { name: record().byName, date: dayAndHour(record().at) })}</p>
          </Notice>
        )}
      </Match>
      <Match when={view().supersededBy}>
        {(next) => (
          <Notice>
            <p>
              {t('vote.superseded')} <a href={path(`scrutins/${next()}`)}>{t('vote.toNext')}</a>
            </p>
          </Notice>
        )}
      </Match>
    </Switch>
  )
}

/** The record of a counted poll, what was added to it since, and its ballots as a file that anyone recounts. */
export function VoteRecord(props: { readonly desk: VoteDesk }) {
  const { path } = useWorkspace()
  const view = () => props.desk.view()
  const said = () => view().addenda.filter(({ kind }) => kind === 'annotation' || kind === 'correction')
  return (
    <Show when={view().constatDigest}>
      {(digest) => (
        <section class="stack" aria-label={t('vote.record')}>
          <DigestFrame title={t('vote.record')} digest={digest()} label={t('outcome.digest')} />
          <div class="row">
            <ButtonLink small href={path(`scrutins/${view().id}/constat`)}>
              {t('minutes.constatOpen')}
            </ButtonLink>
            <ButtonLink file small href={`${minutesFiles.constatPdf(view().id)}?lang=${lang()}`}>
              {t('minutes.constatPdf')}
            </ButtonLink>
            <ButtonLink file small href={voteFiles.constat(view().id)}>
              {t('vote.recordFile')}
            </ButtonLink>
            <ButtonLink file small href={voteFiles.ballots(view().id)}>
              {t('vote.ballotsFile')}
            </ButtonLink>
          </div>
          <p class="field-note">{t('vote.recount')}</p>
          <Show when={said().length > 0}>
            <ol class="addenda">
              <For each={said()}>
                {(record) => (
                  <li>
                    <p>{record.text}</p>
                    <p class="small">
                      {say(lang(), record.kind === 'correction' ? 'correction' : 'annotation')} ·{' '}
                      {t('vote.byOn', { name: record.byName, date: dayAndHour(record.at) })}
                    </p>
                  </li>
                )}
              </For>
            </ol>
          </Show>
        </section>
      )}
    </Show>
  )
}

/** Once it is over: the same question again, on the text as it reads now. */
export function NextRound(props: { readonly desk: VoteDesk }) {
  const { path, may, planState } = useWorkspace()
  const view = () => props.desk.view()
  const over = () => view().closedAt !== null || view().state === 'annulled'
  const due = () =>
    over() &&
    view().supersededBy === null &&
    may('poll.open') &&
    (view().subject.kind === 'question' || !planState()?.version)
  return (
    <Show when={due()}>
      <div class="row new-round">
        <p>{t(props.desk.differs() ? 'vote.nextRoundMoved' : 'vote.nextRound')}</p>
        <ButtonLink
          look={props.desk.differs() ? 'main' : undefined}
          href={path(openingAddress({ subject: view().subject, follows: view().id }))}
        >
          {t('open.again')}
        </ButtonLink>
      </div>
    </Show>
  )
}
