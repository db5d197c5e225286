// The speaking queue on the desk: who speaks, who waits with points of order first, who is entered by hand, time used so far. Called by FloorDesk.
import { createSignal, For, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { SelectField } from '../../../parts/Field.tsx'
import { byName } from '../../options.ts'
import { useMeeting } from '../meeting.ts'
import { clock } from '../say.ts'

export function FloorQueue() {
  const { view } = useMeeting()
  return (
    <section class="stack floor-queue" aria-labelledby="floor-queue">
      <h3 id="floor-queue" class="margin-head">
        {t('meeting.queue.title')}
      </h3>
      <Waiting />
      <Show when={view().status === 'open'}>
        <EnterSpeech />
      </Show>
      <UsedTime />
    </section>
  )
}

function Waiting() {
  const { view, act } = useMeeting()
  return (
    <Show
      when={view().queue.waiting.length > 0}
      fallback={<p class="quiet small">{t('meeting.queue.none')}</p>}
    >
      <ol class="queue">
        <For each={view().queue.waiting}>
          {(one, at) => (
            <li classList={{ 'is-order': one.speech === 'pointOfOrder' }}>
              <span class="figures">{at() + 1}</span>
              <div>
                <Show when={one.speech === 'pointOfOrder'}>
                  <p class="small tone-ochre">
                    <strong>{t('meeting.speak.order')}</strong>
                  </p>
                </Show>
                <p class="queue-name">{one.person.name}</p>
                <Show when={one.seatName}>
                  <p class="small quiet">{one.seatName}</p>
                </Show>
              </div>
              <div class="queue-acts">
                <Button
                  small
                  disabled={view().status !== 'open'}
                  onClick={() => void act({ kind: 'grantSpeech', speechId: one.speechId })}
                >
                  {t('meeting.queue.grant')}
                  <span class="visually-hidden"> : {one.person.name}</span>
                </Button>
                <button
                  type="button"
                  class="close"
                  aria-label={t('meeting.queue.withdraw', { name: one.person.name })}
                  onClick={() => void act({ kind: 'withdrawSpeech', speechId: one.speechId })}
                >
                  <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" stroke-width="1.6" fill="none" />
                  </svg>
                </button>
              </div>
            </li>
          )}
        </For>
      </ol>
    </Show>
  )
}

/** A hand raised in the room, entered for whoever raised it. */
function EnterSpeech() {
  const { view, act } = useMeeting()
  const [person, setPerson] = createSignal('')
  const here = () => byName(view().people)
  const ask = async (speech: 'request' | 'pointOfOrder') => {
    if (person() !== '' && (await act({ kind: 'askSpeech', speech, person: person() }))) setPerson('')
  }
  return (
    <div class="stack enter-speech">
      <SelectField
        label={t('meeting.queue.enter')}
        value={person()}
        options={[
          { value: '', label: t('meeting.seat.choose') },
          ...here().map(({ userId, name }) => ({ value: userId, label: name })),
        ]}
        onChange={setPerson}
      />
      <div class="row">
        <Button small disabled={person() === ''} onClick={() => void ask('request')}>
          {t('meeting.queue.enterAct')}
        </Button>
        <Button small disabled={person() === ''} onClick={() => void ask('pointOfOrder')}>
          {t('meeting.speak.order')}
        </Button>
      </div>
    </div>
  )
}

function UsedTime() {
  const { view } = useMeeting()
  const used = () => view().queue.usedBySeat.toSorted((a, b) => b.ms - a.ms)
  return (
    <Show when={used().length > 0}>
      <details class="small">
        <summary>{t('meeting.queue.used')}</summary>
        <ul class="facts-parts">
          <For each={used()}>
            {({ name, ms }) => (
              <li>
                <span>{name}</span>
                <span class="figures">{clock(ms)}</span>
              </li>
            )}
          </For>
        </ul>
      </details>
    </Show>
  )
}
