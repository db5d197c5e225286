// Where the ballot of an open poll of this meeting appears as soon as it opens, without leaving the page. Called by the page of a meeting.
import { For, Show } from 'solid-js'
import { pick, t } from '../../i18n.ts'
import { Bead } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { useMeeting } from './meeting.ts'

export function OpenPollHere() {
  const { view } = useMeeting()
  const { path } = useWorkspace()
  const open = () => view().polls.filter(({ status }) => status === 'open')
  return (
    <Show when={open().length > 0}>
      <section class="stack poll-here" aria-label={t('meeting.poll.open')}>
        <For each={open()}>
          {(poll) => (
            <div class="poll-question">
              <p class="state is-open">
                <Bead state="open" />
                <span>{t('meeting.poll.open')}</span>
              </p>
              <h2>{pick(poll.question)}</h2>
              <p>
                <a href={path(`scrutins/${poll.pollId}`)}>{t('meeting.poll.toBallot')}</a>
              </p>
            </div>
          )}
        </For>
      </section>
    </Show>
  )
}
