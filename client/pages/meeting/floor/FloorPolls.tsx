// The polls of the meeting on the desk: open with who is still awaited, closed with their outcome. Called by FloorDesk.
import { For, Show } from 'solid-js'
import { outcomeWords } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { StateMark } from '../../../parts/StateMark.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../meeting.ts'
import { itemTitle } from '../say.ts'
import type { FloorActs } from './acts.ts'

/** Where a reason that forbids the closing leads. */
export const pollAnchor = (pollId: string) => `scrutin-${pollId}`

export function FloorPolls(_props: { readonly acts: FloorActs }) {
  const { view } = useMeeting()
  const { path } = useWorkspace()
  return (
    <section class="stack" aria-labelledby="floor-polls">
      <h2 id="floor-polls">{t('meeting.polls.title')}</h2>
      <Show when={view().polls.length > 0} fallback={<p class="quiet">{t('meeting.polls.none')}</p>}>
        <ul class="things">
          <For each={view().polls.toReversed()}>
            {(poll) => (
              <li id={pollAnchor(poll.pollId)} tabindex="-1">
                <div>
                  <a href={path(`scrutins/${poll.pollId}`)}>{pick(poll.question)}</a>
                  <p class="small quiet">{itemTitle(view().agenda, poll.itemId)}</p>
                </div>
                <Show
                  when={poll.status !== 'open'}
                  fallback={<StateMark state="open" word={t('meeting.poll.open')} />}
                >
                  <span>
                    {poll.status === 'annulled'
                      ? t('meeting.polls.annulled')
                      : poll.outcome
                        ? pick(outcomeWords[poll.outcome])
                        : t('meeting.polls.closed')}
                  </span>
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}
