// The simpler things the wall shows: who speaks and who is next, the quorum, a pause, the end. Called by the room screen.
import { For, Show } from 'solid-js'
import type { RecordHead } from '../../../../shared/meeting/events.ts'
import { recordHeadCode, recordHeadText } from '../../../../shared/meeting/record-head.ts'
import { colleges } from '../../../../shared/territory.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { dayAndHour, hour } from '../../../parts/format.ts'
import { MetMark } from '../MeetingMark.tsx'
import { useMeeting } from '../meeting.ts'
import { clock, quorumParts } from '../say.ts'
import { wallName } from './names.ts'
import { QrCode } from './QrCode.tsx'

const nextShown = 5

export function SpeechScene() {
  const { view, since } = useMeeting()
  const speaking = () => view().queue.speaking
  const spoken = () => since(speaking()?.grantedAt ?? view().now)
  const limit = () => view().about.speechSeconds * 1000
  const next = () => view().queue.waiting.slice(0, nextShown)
  const more = () => view().queue.waiting.length - next().length
  return (
    <div class="scene-speech">
      <p class="scene-over">{t('meeting.screen.floor')}</p>
      <Show when={speaking()} fallback={<p class="scene-title quiet">{t('meeting.floor.nobody')}</p>}>
        {(one) => (
          <>
            <p class="scene-title">{wallName(view(), one().seatId)}</p>
            <p
              class="scene-clock figures"
              classList={{ 'is-late': limit() > 0 && spoken() > limit() }}
              role="timer"
              aria-live="off"
            >
              {clock(spoken())}
              <Show when={limit() > 0}>
                <span class="quiet"> / {clock(limit())}</span>
              </Show>
              <Show when={limit() > 0 && spoken() > limit()}>
                <span class="scene-late">{t('meeting.speak.over')}</span>
              </Show>
            </p>
          </>
        )}
      </Show>
      <Show when={next().length > 0}>
        <p class="scene-over">{t('meeting.screen.next')}</p>
        <ol class="scene-list">
          <For each={next()}>
            {(one) => (
              <li>
                {wallName(view(), one.seatId)}
                <Show when={one.speech === 'pointOfOrder'}>
                  <span class="tone-ochre"> · {t('meeting.speak.order')}</span>
                </Show>
              </li>
            )}
          </For>
        </ol>
        <Show when={more() > 0}>
          <p class="scene-text figures">{t('meeting.screen.more', { count: more() })}</p>
        </Show>
      </Show>
    </div>
  )
}

export function QuorumStrip() {
  const { view } = useMeeting()
  const now = () => view().quorum?.now
  return (
    <Show when={now()}>
      {(figures) => (
        <p class="scene-strip figures">
          {t('meeting.screen.quorum', { reached: figures().reached, needed: figures().needed })}{' '}
          <MetMark met={figures().met} />
        </p>
      )}
    </Show>
  )
}

export function QuorumScene() {
  const { view } = useMeeting()
  const now = () => view().quorum?.now
  return (
    <Show when={now()}>
      {(figures) => (
        <div class="scene-quorum">
          <p class="scene-over">{t('meeting.quorum.title')}</p>
          <p class="scene-figure figures">
            {figures().reached}
            <span class="quiet"> / {figures().needed}</span>
          </p>
          <p class="scene-outcome">
            <MetMark met={figures().met} />
          </p>
          <p class="scene-text figures">{quorumParts(figures())}</p>
          <Show when={figures().perCollege.length > 0}>
            <ul class="scene-list figures">
              <For each={figures().perCollege}>
                {(one) => (
                  <li>
                    {pick(colleges[one.college])} : {one.reached} / {one.needed}{' '}
                    <span class={one.met ? 'tone-moss' : 'tone-ochre'}>
                      {t(one.met ? 'meeting.quorum.yes' : 'meeting.quorum.no')}
                    </span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </div>
      )}
    </Show>
  )
}

export function SuspendedScene() {
  const { view } = useMeeting()
  return (
    <div>
      <p class="scene-title">
        {t(view().suspendedFor === 'quorum' ? 'meeting.page.suspendedQuorum' : 'meeting.page.suspended')}
      </p>
      <QuorumStrip />
    </div>
  )
}

export function OverScene() {
  const { view } = useMeeting()
  return (
    <div>
      <p class="scene-title">
        {view().status === 'cancelled'
          ? t('meeting.news.cancelled')
          : t('meeting.screen.closed', { when: hour(view().closedAt ?? view().now) })}
      </p>
      <p class="scene-text">{dayAndHour(view().about.startsAt)}</p>
      <Show when={view().record}>{(head) => <RecordScene head={head()} />}</Show>
    </div>
  )
}

/** REC-23: who photographs the wall holds the head of the record, whatever becomes of the server. */
function RecordScene(props: { readonly head: RecordHead }) {
  return (
    <div class="scene-record">
      <Show when={recordHeadCode(props.head)}>
        {(text) => <QrCode text={text()} label={t('meeting.screen.recordQr')} />}
      </Show>
      <div>
        <p class="scene-over">{t('meeting.screen.record')}</p>
        <p class="scene-text figures">{recordHeadText(props.head, lang())}</p>
        <p class="scene-text quiet">{t('meeting.screen.recordWhy')}</p>
      </div>
    </div>
  )
}
