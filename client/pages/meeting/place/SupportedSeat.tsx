// A seat whose person I accompany: I bring them in and out, and ask the floor for them; I never vote. Called by MyPlace.
import { For, Show } from 'solid-js'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { type MeetingHere, useMeeting } from '../meeting.ts'
import { keptCode } from './code.ts'

export function SupportedSeat(props: { readonly seat: MeetingHere['me']['seats'][number] }) {
  const { view, act } = useMeeting()
  const seat = () => view().seats.find(({ seatId }) => seatId === props.seat.seatId)
  const mode = () => (view().about.mode === 'remote' ? 'remote' : (view().me.here ?? 'room'))
  const enter = (person: string) => {
    const code = keptCode(view().id)
    const { seatId } = props.seat
    void act({ kind: 'arrive', mode: mode(), seatId, person, ...(code !== '' && { code }) })
  }
  return (
    <Show when={seat()}>
      {(row) => (
        <article class="seat-card">
          <p class="small quiet">{t('meeting.support.title')}</p>
          <h3>{row().name}</h3>
          <Show
            when={row().holder}
            fallback={
              <div class="row seat-acts">
                <For each={row().people} fallback={<p class="quiet">{t('meeting.support.nobody')}</p>}>
                  {({ userId, name }) => (
                    <Button onClick={() => enter(userId)}>{t('meeting.support.enter', { name })}</Button>
                  )}
                </For>
              </div>
            }
          >
            {(holder) => (
              <>
                <p>{t('meeting.support.here', { name: holder().name })}</p>
                <div class="row seat-acts">
                  <Show when={view().status === 'open'}>
                    <Button
                      onClick={() =>
                        void act({ kind: 'askSpeech', speech: 'request', person: holder().userId })
                      }
                    >
                      {t('meeting.support.speak', { name: holder().name })}
                    </Button>
                  </Show>
                  <Button look="plain" onClick={() => void act({ kind: 'leave', person: holder().userId })}>
                    {t('meeting.support.leave', { name: holder().name })}
                  </Button>
                </div>
              </>
            )}
          </Show>
        </article>
      )}
    </Show>
  )
}
