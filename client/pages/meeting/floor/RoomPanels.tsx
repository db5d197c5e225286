// What the desk holds of the room: its quorum, what its screen shows, the code that lets people in. Called by FloorDesk.
import { createSignal, For, Show } from 'solid-js'
import type { ScreenChoice } from '../../../../shared/meeting/events.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { hour } from '../../../parts/format.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../meeting.ts'
import { QuorumLines } from '../QuorumLines.tsx'

export function QuorumPanel() {
  const { view } = useMeeting()
  const last = () => view().quorum?.last
  return (
    <section class="stack" aria-labelledby="floor-quorum">
      <h3 id="floor-quorum" class="margin-head">
        {t('meeting.quorum.title')}
      </h3>
      <QuorumLines />
      <Show when={last()}>
        {(stored) => (
          <p class="small quiet figures">
            {t('meeting.quorum.stored', {
              occasion: t(`meeting.occasion.${stored().occasion}`),
              when: hour(stored().at),
              reached: stored().figures.reached,
              needed: stored().figures.needed,
            })}
          </p>
        )}
      </Show>
    </section>
  )
}

const choices = ['agenda', 'checkIn', 'item', 'queue', 'quorum'] as const

export function ScreenChooser() {
  const { view, act } = useMeeting()
  const { path } = useWorkspace()
  const isOn = (screen: ScreenChoice) => JSON.stringify(view().screen) === JSON.stringify(screen)
  const all = (): { screen: ScreenChoice; label: string }[] => [
    ...choices.map((kind) => ({ screen: { kind }, label: t(`meeting.screen.choice.${kind}`) })),
    ...view()
      .polls.filter(({ status }) => status !== 'annulled')
      .slice(-3)
      .map(({ pollId, question }) => ({
        screen: { kind: 'poll' as const, pollId },
        label: t('meeting.screen.choice.poll', { question: pick(question) }),
      })),
  ]
  return (
    <section class="stack" aria-labelledby="floor-screen">
      <h3 id="floor-screen" class="margin-head">
        {t('meeting.screen.title')}
      </h3>
      <div class="screen-choices">
        <For each={all()}>
          {({ screen, label }) => (
            <button
              type="button"
              class="screen-choice"
              aria-pressed={isOn(screen)}
              onClick={() => void act({ kind: 'show', screen })}
            >
              {label}
            </button>
          )}
        </For>
      </div>
      <div>
        <a class="small" href={path(`seances/${view().id}/ecran`)} target="_blank" rel="noopener">
          {t('meeting.screen.open')}
        </a>
      </div>
    </section>
  )
}

export function RoomCode() {
  const { view, acting, refetch } = useMeeting()
  const [asking, setAsking] = createSignal(false)
  const renew = () =>
    acting.run(async () => {
      const { code } = await call(doors.renewCode, { params: { meetingId: view().id } })
      announce(t('meeting.code.new', { code: code.split('').join(' ') }))
      setAsking(false)
      await refetch()
    })
  return (
    <Show when={view().about.mode !== 'remote'}>
      <section class="stack" aria-labelledby="floor-code">
        <h3 id="floor-code" class="margin-head">
          {t('meeting.code.title')}
        </h3>
        <Show when={view().code} fallback={<p class="small quiet">{t('meeting.code.none')}</p>}>
          {(code) => <p class="room-code figures">{shownCode(code())}</p>}
        </Show>
        <Show
          when={asking() || !view().code}
          fallback={
            <div>
              <Button small onClick={() => setAsking(true)}>
                {t('meeting.code.change')}
              </Button>
            </div>
          }
        >
          <Show when={view().code}>
            <p class="small">{t('meeting.code.changeText')}</p>
          </Show>
          <div class="row">
            <Button small look={view().code ? undefined : 'main'} onClick={() => void renew()}>
              {t(view().code ? 'meeting.code.changeNow' : 'meeting.code.make')}
            </Button>
            <Show when={view().code}>
              <Button small look="plain" onClick={() => setAsking(false)}>
                {t('shell.cancel')}
              </Button>
            </Show>
          </div>
        </Show>
      </section>
    </Show>
  )
}

/** Two halves, as it is read aloud. */
export function shownCode(code: string): string {
  const half = Math.ceil(code.length / 2)
  return `${code.slice(0, half)} ${code.slice(half)}`
}
