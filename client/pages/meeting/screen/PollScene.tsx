// “The vote is open”: the question and how many have voted; closed, that the count follows; proclaimed, what came of it, with its chart.
// Called by the room screen.
import { Match, Show, Switch } from 'solid-js'
import { outcomeWords } from '../../../../shared/poll/setting.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { count } from '../../../parts/format.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { TallyChart } from '../../vote/result/TallyChart.tsx'
import { useMeeting } from '../meeting.ts'

export function PollScene(props: { readonly pollId: string }) {
  const { view } = useMeeting()
  const { votes } = useWorkspace()
  const poll = () => view().polls.find(({ pollId }) => pollId === props.pollId)
  const summary = () => votes()?.find(({ id }) => id === props.pollId)
  return (
    <Show when={poll()}>
      {(one) => (
        <div class="scene-poll">
          <Switch
            fallback={
              <>
                <p class="scene-over">{t('meeting.screen.pollClosed')}</p>
                <p class="scene-title">{pick(one().question)}</p>
                <p class="scene-text">{t('meeting.screen.counting')}</p>
              </>
            }
          >
            <Match when={one().status === 'annulled'}>
              <p class="scene-over">{pick(one().question)}</p>
              <p class="scene-title">{t('meeting.polls.annulled')}</p>
            </Match>
            <Match when={one().status === 'open'}>
              <p class="scene-over is-open">{t('meeting.screen.pollOpen')}</p>
              <p class="scene-title">{pick(one().question)}</p>
              <Show when={summary()}>
                {(known) => <Received received={known().received} registered={known().registered} />}
              </Show>
            </Match>
            <Match when={summary()?.state === 'proclaimed'}>
              <p class="scene-over">{pick(one().question)}</p>
              <Show when={summary()?.outcome}>
                {(outcome) => <p class="scene-title">{pick(outcomeWords[outcome()])}</p>}
              </Show>
              <Tally pollId={props.pollId} />
            </Match>
          </Switch>
        </div>
      )}
    </Show>
  )
}

/** How many, as a figure and as a bar; never who. */
function Received(props: { readonly received: number; readonly registered: number }) {
  const share = () => (props.registered === 0 ? 0 : (props.received / props.registered) * 100)
  return (
    <>
      <p class="scene-figure figures">
        {count(props.received)}
        <span class="quiet"> / {count(props.registered)}</span>
      </p>
      <p class="scene-text">{t('meeting.screen.received')}</p>
      <div class="scene-meter" aria-hidden="true">
        <span style={{ width: `${share()}%` }} />
      </div>
    </>
  )
}

/** The chart alone: the table, the rule and the trace are on everybody's own device. */
function Tally(props: { readonly pollId: string }) {
  const vote = live(['polls', 'voices'], () => call(doors.vote, { params: { pollId: props.pollId } }), {
    urgency: 'first',
  })
  const counted = () => {
    const now = vote()
    return now?.count ? { setting: now.setting, count: now.count } : null
  }
  return (
    <Show when={counted()}>
      {(one) => (
        <div class="scene-chart">
          <TallyChart setting={one().setting} count={one().count} />
        </div>
      )}
    </Show>
  )
}
