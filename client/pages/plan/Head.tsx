// Beside the title of the plan: who is here, and the lamp that says honestly whether what I wrote is saved. Called by PlanPage.
import { createEffect, For, on, Show } from 'solid-js'
import { initials } from '../../frame/TopBar.tsx'
import { t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { Notice } from '../../parts/Notice.tsx'
import type { Lamp as LampState } from '../../room.ts'
import type { Person } from './presence.ts'

const shownMax = 8

/** One token a person; the name and organisation in words for who hovers, focuses or listens. */
export function People(props: { readonly people: readonly Person[] }) {
  const words = (person: Person) =>
    person.organization ? `${person.name}, ${person.organization}` : person.name
  return (
    <Show when={props.people.length > 0}>
      <ul class="people" aria-label={t('plan.people', { count: props.people.length })}>
        <For each={props.people.slice(0, shownMax)}>
          {(person) => (
            <li>
              <span class="token" style={{ '--token': person.color }} title={words(person)}>
                <span aria-hidden="true">{initials(person.name)}</span>
                <span class="visually-hidden">{words(person)}</span>
              </span>
            </li>
          )}
        </For>
        <Show when={props.people.length > shownMax}>
          <li class="small quiet" title={props.people.slice(shownMax).map(words).join('\n')}>
            {t('plan.people.more', { count: props.people.length - shownMax })}
          </li>
        </Show>
      </ul>
    </Show>
  )
}

/** Good news is only shown; bad news is also said, once: between two keystrokes of a cut the lamp may go and come back. */
export function Lamp(props: { readonly state: LampState }) {
  let said: 'notSaved' | 'kept' | 'refused' | null = null
  createEffect(
    on(
      () => props.state,
      (state, before) => {
        if (state === 'locked' && before !== undefined) announce(t('plan.lamp.locked'))
        if ((state === 'notSaved' || state === 'kept' || state === 'refused') && state !== said) {
          announce(t(`plan.lamp.${state}`))
          said = state
        }
        if (state === 'saved') {
          if (said) announce(t('plan.lamp.saved'))
          said = null
        }
      },
    ),
  )
  return (
    <p class={`lamp is-${props.state}`}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        {marks[props.state]()}
      </svg>
      {t(`plan.lamp.${props.state}`)}
    </p>
  )
}

const line = (path: string) => () => <path d={path} fill="none" stroke="currentColor" stroke-width="1.7" />
const marks = {
  connecting: line('M2.5 7h.2M6.9 7h.2M11.3 7h.2'),
  saved: line('M2.5 7.5l3 3 6-7'),
  saving: line('M2.5 7h.2M6.9 7h.2M11.3 7h.2'),
  notSaved: line('M7 2v6M7 10.5v1.6'),
  refused: line('M7 2v6M7 10.5v1.6'),
  kept: line('M7 1.5v7M4 6l3 3 3-3M2 12.5h10'),
  readOnly: line('M1 7s2.2-4 6-4 6 4 6 4-2.2 4-6 4-6-4-6-4zM7 6v2'),
  locked: line('M3 6.5h8v5.5H3zM4.8 6.5V4.6a2.2 2.2 0 0 1 4.4 0v1.9'),
} as const

/** Said over the text too, which stays readable: nothing more comes from the server until the page is loaded again. */
export function Ended() {
  return (
    <Notice look="warning" title={t('plan.ended')}>
      <p>{t('plan.ended.text')}</p>
      <div>
        <Button small onClick={() => location.reload()}>
          {t('shell.fault.act')}
        </Button>
      </div>
    </Notice>
  )
}
