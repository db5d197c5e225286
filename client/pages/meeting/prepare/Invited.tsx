// Who is invited, by college and seat, and the rules a meeting lives under: those pinned, or those that its convening would pin, in words.
// Called by the preparation of a meeting and by its page.
import { For, Show } from 'solid-js'
import { type College, colleges } from '../../../../shared/territory.ts'
import { call, doors } from '../../../api.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../meeting.ts'
import { RuleWords } from '../rules/RuleWords.tsx'

export function Invited() {
  const { view } = useMeeting()
  const { workspace, path } = useWorkspace()
  const voting = () => view().seats.filter(({ right }) => right === 'deliberative')
  const without = () => voting().filter(({ people }) => people.length === 0)
  const byCollege = () =>
    (Object.keys(colleges) as College[])
      .map((college) => ({ college, count: voting().filter((seat) => seat.college === college).length }))
      .filter(({ count }) => count > 0)
  return (
    <div class="stack">
      <dl class="facts">
        <dt>{t('meeting.invited.people')}</dt>
        <dd>{t('meeting.invited.peopleCount', { count: workspace().people.length })}</dd>
        <dt>{t('meeting.invited.seats')}</dt>
        <dd>
          <ul class="facts-parts">
            <For each={byCollege()}>
              {({ college, count }) => (
                <li>
                  <span>{pick(colleges[college])}</span>
                  <span>{count}</span>
                </li>
              )}
            </For>
          </ul>
        </dd>
      </dl>
      <Show when={without().length > 0}>
        <details>
          <summary>{t('meeting.invited.without', { count: without().length })}</summary>
          <ul class="plain-list small">
            <For each={without()}>{({ name }) => <li>{name}</li>}</For>
          </ul>
        </details>
        <p class="small">
          <a href={path('mandats')}>{t('meeting.invited.toMandates')}</a>
        </p>
      </Show>
    </div>
  )
}

export function PinnedRules() {
  const { view } = useMeeting()
  const { workspace, path } = useWorkspace()
  const sets = live('people', () => call(doors.ruleSets, { params: { workspaceId: workspace().id } }))
  const rules = () => view().rules?.data ?? sets()?.[0]?.rules
  return (
    <section class="stack" aria-labelledby="pinned-rules">
      <div class="section-head">
        <h2 id="pinned-rules">{t('meeting.rules.title')}</h2>
        <p class="small quiet">
          <Show when={rules()}>{(set) => t('meeting.rules.version', { version: set().version })}</Show>
        </p>
      </div>
      <p class="quiet">{t(view().rules ? 'meeting.rules.pinned' : 'meeting.rules.willPin')}</p>
      <Show when={rules()}>{(set) => <RuleWords rules={set()} lang={lang()} />}</Show>
      <p class="small">
        <a href={path('regles')}>{t('meeting.rules.all')}</a>
      </p>
    </section>
  )
}
