// Why one may not write now, said over the plan when the reason is the room's, or that one's role has just changed.
// Called by PlanDesk.
import { createEffect, createSignal, Match, on, Switch } from 'solid-js'
import { refusals } from '../../../shared/refusals.ts'
import { pick, t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import type { LiveRoom } from '../../plan-room.ts'
import { useDesk } from './desk.ts'
import { Ended } from './Head.tsx'

export function RoomNotices(props: { readonly room: LiveRoom }) {
  const { path } = useWorkspace()
  const desk = useDesk()
  const state = () => props.room.state()
  const [demoted, setDemoted] = createSignal(false)
  createEffect(
    on(desk.canWrite, (may, before) => {
      if (before === undefined || may === before) return
      if (!may) keepFocus()
      const { capability } = state()
      setDemoted(!may && capability !== null && capability !== 'edit')
      if (demoted()) announce(t('plan.demoted'))
    }),
  )
  return (
    <Switch>
      <Match when={state().lockedVersion !== null}>
        <Notice title={t('plan.locked')}>
          <p>
            {t('plan.locked.text')} <a href={path('verrou')}>{t('plan.locked.see')}</a>
          </p>
        </Notice>
      </Match>
      <Match when={state().outdated}>
        <Notice look="warning" title={t('plan.outdated')}>
          <p>{t('plan.outdated.text')}</p>
        </Notice>
      </Match>
      <Match when={state().quarantined}>
        <Notice look="warning" title={pick(refusals.roomQuarantined)} />
      </Match>
      <Match when={state().ended !== null}>
        <Ended />
      </Match>
      <Match when={demoted()}>
        <Notice look="warning" title={t('plan.demoted')}>
          <p>{t('plan.demoted.text')}</p>
        </Notice>
      </Match>
    </Switch>
  )
}

/** The text one was writing in is only read from now on, and its control is gone: the focus goes to the page's title, not nowhere. */
function keepFocus(): void {
  setTimeout(() => {
    if (document.activeElement === document.body) document.querySelector('h1')?.focus({ preventScroll: true })
  })
}
