// The plan's page: one section to write in, or the whole plan to read. Called by the routes /plan and /plan/:section.
import { useParams } from '@solidjs/router'
import { createMemo, Match, Show, Switch } from 'solid-js'
import { type Section, sections } from '../../../shared/plan/sections.ts'
import { pick, t } from '../../i18n.ts'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Ended } from './Head.tsx'
import { PlanDesk } from './PlanDesk.tsx'

export function PlanPage() {
  const params = useParams<{ section?: string }>()
  const { room } = useWorkspace()
  const section = createMemo(
    (): Section | null => (sections as readonly Section[]).find(({ key }) => key === params.section) ?? null,
  )
  return (
    <Show
      when={room().state().ready && room()}
      keyed
      fallback={
        <Place
          title={section() ? pick(section()!.label) : t('plan.whole.title')}
          marginTitle={t('plan.margin')}
        >
          <Waiting />
        </Place>
      }
    >
      {(joined) => <PlanDesk room={joined} section={section()} />}
    </Show>
  )
}

/** The text has not come: on its way, or the server has closed for good. */
function Waiting() {
  const { room } = useWorkspace()
  return (
    <Switch fallback={<p class="quiet">{t('plan.loading')}</p>}>
      <Match when={room().state().ended}>
        <Ended />
      </Match>
    </Switch>
  )
}
