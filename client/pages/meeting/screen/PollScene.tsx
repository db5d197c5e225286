// “The vote is open”: the question and how many have voted; once closed, what came of it. Called by the room screen.
import { Show } from 'solid-js'
import { outcomeWords } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { useMeeting } from '../meeting.ts'

export function PollScene(props: { readonly pollId: string }) {
  const { view } = useMeeting()
  const poll = () => view().polls.find(({ pollId }) => pollId === props.pollId)
  return (
    <Show when={poll()}>
      {(one) => (
        <div class="scene-poll">
          <Show
            when={one().status === 'open'}
            fallback={
              <>
                <p class="scene-over">{t('meeting.screen.pollClosed')}</p>
                <p class="scene-title">{pick(one().question)}</p>
                <Show
                  when={one().outcome}
                  fallback={<p class="scene-text">{t('meeting.screen.counting')}</p>}
                >
                  {(outcome) => <p class="scene-outcome">{pick(outcomeWords[outcome()])}</p>}
                </Show>
              </>
            }
          >
            <p class="scene-over is-open">{t('meeting.screen.pollOpen')}</p>
            <p class="scene-title">{pick(one().question)}</p>
          </Show>
        </div>
      )}
    </Show>
  )
}
