// Asking for the floor, at the thumb: a request, a point of order, how many are before me, my turn with its time. Called by the page of a meeting.
import { Match, Show, Switch } from 'solid-js'
import { t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { useMeeting } from '../meeting.ts'
import { clock } from '../say.ts'

export function SpeakBar() {
  const { view, act, acting, since } = useMeeting()
  const mine = () => view().queue.waiting.filter(({ person }) => person.userId === view().me.userId)
  const waits = (speech: 'request' | 'pointOfOrder') => mine().find((one) => one.speech === speech)
  const placeOf = (speechId: string) => view().queue.waiting.findIndex((one) => one.speechId === speechId) + 1
  const speaking = () => {
    const now = view().queue.speaking
    return now?.person.userId === view().me.userId ? now : null
  }
  // A point of order is a member's: of a seat that decides or is asked.
  const hasVoice = () =>
    view().seats.some(
      ({ people, right }) => right !== 'observer' && people.some((one) => one.userId === view().me.userId),
    )
  const limit = () => view().about.speechSeconds * 1000
  const spoken = () => since(speaking()?.grantedAt ?? view().now)
  const ask = (speech: 'request' | 'pointOfOrder') => void act({ kind: 'askSpeech', speech })
  return (
    <Show when={view().me.here}>
      <section class="speak-bar" aria-label={t('meeting.speak.title')}>
        <Switch>
          <Match when={speaking()}>
            <p class="speak-now" classList={{ 'is-late': limit() > 0 && spoken() > limit() }}>
              <strong>{t('meeting.speak.yourTurn')}</strong>
              <span class="figures" role="timer" aria-live="off">
                {clock(spoken())}
                {limit() > 0 ? ` / ${clock(limit())}` : ''}
              </span>
              <Show when={limit() > 0 && spoken() > limit()}>
                <span>{t('meeting.speak.over')}</span>
              </Show>
            </p>
            <Button look="main" busy={acting.busy()} onClick={() => void act({ kind: 'endSpeech' })}>
              {t('meeting.speak.done')}
            </Button>
          </Match>
          <Match when={true}>
            <Show
              when={waits('request')}
              fallback={
                <Button look="main" busy={acting.busy()} onClick={() => ask('request')}>
                  {t('meeting.speak.ask')}
                </Button>
              }
            >
              {(one) => (
                <Button
                  busy={acting.busy()}
                  onClick={() => void act({ kind: 'withdrawSpeech', speechId: one().speechId })}
                >
                  {t('meeting.speak.waiting', { place: placeOf(one().speechId) })}
                </Button>
              )}
            </Show>
            <Show
              when={waits('pointOfOrder')}
              fallback={
                <Show when={hasVoice()}>
                  <Button busy={acting.busy()} onClick={() => ask('pointOfOrder')}>
                    {t('meeting.speak.order')}
                  </Button>
                </Show>
              }
            >
              {(one) => (
                <Button
                  busy={acting.busy()}
                  onClick={() => void act({ kind: 'withdrawSpeech', speechId: one().speechId })}
                >
                  {t('meeting.speak.orderWaiting')}
                </Button>
              )}
            </Show>
          </Match>
        </Switch>
      </section>
    </Show>
  )
}
