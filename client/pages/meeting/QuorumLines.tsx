// The quorum now: figure, whether it is met, by college, and the rule in words. Called by the page of a meeting and by the floor desk.
import { For, Show } from 'solid-js'
import { colleges } from '../../../shared/territory.ts'
import { pick, t } from '../../i18n.ts'
import { MetMark } from './MeetingMark.tsx'
import { useMeeting } from './meeting.ts'
import { quorumParts } from './say.ts'

export function QuorumLines() {
  const { view } = useMeeting()
  const now = () => view().quorum?.now
  return (
    <Show when={now()}>
      {(figures) => (
        <div class="quorum-lines">
          <p class="quorum-figure">
            <strong class="figures">{figures().reached}</strong>
            <span class="figures">
              {t(`meeting.quorum.of.${figures().basis}`, {
                needed: figures().needed,
                base: figures().base,
              })}
            </span>
            <MetMark met={figures().met} />
          </p>
          <p class="small quiet figures">
            {quorumParts(figures())}
            <Show when={figures().collegesNeeded > 0}>
              {' · '}
              {t('meeting.quorum.colleges', {
                colleges: figures().colleges,
                needed: figures().collegesNeeded,
              })}
            </Show>
          </p>
          <Show when={figures().perCollege.length > 0}>
            <ul class="facts-parts">
              <For each={figures().perCollege}>
                {(one) => (
                  <li>
                    <span>{pick(colleges[one.college])}</span>
                    <span class="figures">
                      {t('meeting.quorum.college', { reached: one.reached, needed: one.needed })}{' '}
                      <span class={one.met ? 'tone-moss' : 'tone-ochre'}>
                        {t(one.met ? 'meeting.quorum.yes' : 'meeting.quorum.no')}
                      </span>
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
          <details class="small">
            <summary>{t('meeting.quorum.rule')}</summary>
            <p class="quiet">{pick(view().quorum!.rule)}</p>
          </details>
        </div>
      )}
    </Show>
  )
}
