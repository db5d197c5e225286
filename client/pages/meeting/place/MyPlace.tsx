// My place in the meeting: whether I am counted in, the seats I hold or may hold, those I accompany; how I come in and leave.
// Called by the page of a meeting.
import { createSignal, For, Show } from 'solid-js'
import type { PresenceMode } from '../../../../shared/meeting/events.ts'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { TextField } from '../../../parts/Field.tsx'
import { useMeeting } from '../meeting.ts'
import { presenceWord } from '../say.ts'
import { keepCode, keptCode } from './code.ts'
import { MySeatCard } from './MySeatCard.tsx'
import { SupportedSeat } from './SupportedSeat.tsx'

export function MyPlace() {
  const { view } = useMeeting()
  const me = () => view().me
  const own = () => me().seats.filter((seat) => seat.as !== 'support')
  const supported = () => me().seats.filter((seat) => seat.as === 'support')
  const held = () => own().filter(({ holds }) => holds)
  const free = () => own().filter(({ holds }) => !holds)
  return (
    <section class="stack my-place" aria-labelledby="my-place">
      <h2 id="my-place">{t('meeting.place.title')}</h2>
      <For each={held()}>{(seat) => <MySeatCard seat={seat} />}</For>
      <Show when={me().here} fallback={<ComeIn />}>
        {(mode) => <Here mode={mode()} seated={held().length > 0} />}
      </Show>
      <For each={free()}>{(seat) => <MySeatCard seat={seat} />}</For>
      <For each={supported()}>{(seat) => <SupportedSeat seat={seat} />}</For>
      <Show when={me().seats.length === 0 && !me().runs}>
        <p class="quiet">{t('meeting.place.noSeat')}</p>
      </Show>
    </section>
  )
}

function Here(props: { readonly mode: PresenceMode; readonly seated: boolean }) {
  const { act, view } = useMeeting()
  const [leaving, setLeaving] = createSignal(false)
  const other = (): PresenceMode => (props.mode === 'room' ? 'remote' : 'room')
  return (
    <div class="row here">
      <p>
        {t(props.seated ? 'meeting.place.here' : 'meeting.place.hereNoSeat', {
          mode: presenceWord(props.mode),
        })}
      </p>
      <Show
        when={leaving()}
        fallback={
          <Button small onClick={() => setLeaving(true)}>
            {t('meeting.place.leave')}
          </Button>
        }
      >
        <span>{t('meeting.place.leaveSure')}</span>
        <Button small look="danger" onClick={() => void act({ kind: 'leave' }).then(() => setLeaving(false))}>
          {t('meeting.place.leaveNow')}
        </Button>
        <Button small look="plain" onClick={() => setLeaving(false)}>
          {t('shell.cancel')}
        </Button>
      </Show>
      <Show when={view().about.mode === 'hybrid' && other() === 'remote'}>
        <Button small look="plain" onClick={() => void act({ kind: 'arrive', mode: 'remote' })}>
          {t('meeting.place.goRemote')}
        </Button>
      </Show>
      <Show when={view().about.mode === 'hybrid' && other() === 'room'}>
        <RoomDoor />
      </Show>
    </div>
  )
}

/** Before one is counted in: by the room's code, from afar, or both. */
function ComeIn() {
  const { view, act } = useMeeting()
  const mode = () => view().about.mode
  return (
    <div class="stack come-in">
      <p>{t('meeting.place.notHere')}</p>
      <Show when={mode() !== 'remote'}>
        <RoomDoor />
      </Show>
      <Show when={mode() !== 'room'}>
        <div class="row">
          <Button
            look={mode() === 'remote' ? 'main' : undefined}
            onClick={() => void act({ kind: 'arrive', mode: 'remote' })}
          >
            {t('meeting.place.joinRemote')}
          </Button>
          <Show when={view().about.link}>
            <a href={view().about.link} target="_blank" rel="noopener noreferrer">
              {t('meeting.place.link')}
            </a>
          </Show>
        </div>
      </Show>
    </div>
  )
}

/** The code shown on the wall lets one in; the facilitator needs none. */
function RoomDoor() {
  const { view, act, acting } = useMeeting()
  const [code, setCode] = createSignal(keptCode(view().id))
  const [tried, setTried] = createSignal(false)
  const needed = () => !view().me.runs
  const enter = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    const typed = code().trim()
    if (needed() && typed === '') return
    const done = await act({ kind: 'arrive', mode: 'room', ...(needed() && { code: typed }) })
    if (done) keepCode(view().id, typed)
  }
  return (
    <form class="room-door" novalidate onSubmit={(event) => void enter(event)}>
      <Show when={needed()}>
        <TextField
          label={t('meeting.code.label')}
          note={t('meeting.code.note')}
          value={code()}
          onInput={setCode}
          maxLength={20}
          error={tried() && code().trim() === '' ? t('meeting.code.needed') : null}
        />
      </Show>
      <Button look="main" type="submit" busy={acting.busy()}>
        {t('meeting.place.enterRoom')}
      </Button>
    </form>
  )
}
