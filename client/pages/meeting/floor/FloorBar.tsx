// The bar of the desk: the item under way against its time, who speaks, the quorum, the open vote; then the acts, each with its key.
// Called by FloorDesk.
import { For, type JSX, Show } from 'solid-js'
import { pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { MetMark } from '../MeetingMark.tsx'
import { useMeeting } from '../meeting.ts'
import { clock, itemMs, itemTitle } from '../say.ts'
import type { FloorActs } from './acts.ts'
import { keysOn } from './keys.ts'
import { lagMinutes } from './lag.ts'

interface BarProps {
  readonly acts: FloorActs
}

export function FloorBar(props: BarProps) {
  const { view } = useMeeting()
  const decides = () => props.acts.active()?.kind === 'decision'
  const shown = () => [
    'n',
    decides() ? 'd' : 't',
    'r',
    'p',
    ...(view().queue.speaking ? ['f'] : []),
    'v',
    'q',
    's',
    'i',
    'l',
    '?',
  ]
  const main = (key: string) =>
    (key === 'n' && props.acts.active() === null) ||
    key === 'd' ||
    (key === 's' && view().status === 'suspended')
  return (
    <section class="floor-bar" aria-label={t('meeting.floor.bar')}>
      <div class="bar-cells">
        <ItemCell {...props} />
        <SpeechCell />
        <QuorumCell />
        <MeetingCell />
      </div>
      <div class="bar-acts">
        <For each={shown()}>{(key) => <KeyButton {...props} on={key} main={main(key)} />}</For>
      </div>
    </section>
  )
}

function Cell(props: { readonly title: string; readonly children: JSX.Element }) {
  return (
    <div class="bar-cell">
      <h2 class="bar-cell-title">{props.title}</h2>
      {props.children}
    </div>
  )
}

/** A button with its key on it; when it does nothing now, it says why to whoever asks. */
export function KeyButton(props: BarProps & { readonly on: string; readonly main?: boolean }) {
  const key = () => props.acts.of(props.on)
  return (
    <Button
      small
      look={props.main ? 'main' : undefined}
      disabled={key().off !== null}
      title={key().off ?? undefined}
      aria-keyshortcuts={keysOn() ? props.on.toUpperCase() : undefined}
      onClick={() => key().run()}
    >
      {key().label}
      <Show when={keysOn()}>
        <span class="key" aria-hidden="true">
          {props.on.toUpperCase()}
        </span>
      </Show>
    </Button>
  )
}

function ItemCell(props: BarProps) {
  const { view, since } = useMeeting()
  const active = () => props.acts.active()
  const spent = () => {
    const item = active()
    return item ? itemMs(item, since) : 0
  }
  const planned = () => (active()?.plannedMinutes ?? 0) * 60_000
  const late = () => planned() > 0 && spent() > planned()
  return (
    <Cell title={t('meeting.floor.item')}>
      <Show when={active()} fallback={<span class="quiet">{t('meeting.floor.noItem')}</span>}>
        <strong class="bar-item">{itemTitle(view().agenda, view().activeItem)}</strong>
        <span class="figures" classList={{ 'is-late': late() }} role="timer" aria-live="off">
          {clock(spent())} / {clock(planned())}
          <Show when={late()}> · {t('meeting.floor.late', { by: clock(spent() - planned()) })}</Show>
        </span>
      </Show>
      <Lag />
    </Cell>
  )
}

/** The whole agenda against the hour. */
function Lag() {
  const { view, since } = useMeeting()
  const lag = () => lagMinutes(view(), since)
  return (
    <span class="small quiet figures">
      {t(lag() > 0 ? 'meeting.floor.behind' : lag() < 0 ? 'meeting.floor.ahead' : 'meeting.floor.onTime', {
        minutes: Math.abs(lag()),
      })}
    </span>
  )
}

function SpeechCell() {
  const { view, since } = useMeeting()
  const speaking = () => view().queue.speaking
  const spoken = () => since(speaking()?.grantedAt ?? view().now)
  const limit = () => view().about.speechSeconds * 1000
  const late = () => limit() > 0 && spoken() > limit()
  const orders = () => view().queue.waiting.filter(({ speech }) => speech === 'pointOfOrder').length
  return (
    <Cell title={t('meeting.floor.speech')}>
      <Show when={speaking()} fallback={<span class="quiet">{t('meeting.floor.nobody')}</span>}>
        {(one) => (
          <>
            <strong>{one().person.name}</strong>
            <span class="figures" classList={{ 'is-late': late() }} role="timer" aria-live="off">
              {clock(spoken())}
              {limit() > 0 ? ` / ${clock(limit())}` : ''}
              <Show when={late()}> · {t('meeting.speak.over')}</Show>
            </span>
          </>
        )}
      </Show>
      <span class="small quiet figures">
        {t('meeting.floor.waiting', { count: view().queue.waiting.length })}
        <Show when={orders() > 0}>
          {' · '}
          <strong class="tone-ochre">{t('meeting.floor.orders', { count: orders() })}</strong>
        </Show>
      </span>
    </Cell>
  )
}

function QuorumCell() {
  const { view } = useMeeting()
  const now = () => view().quorum?.now
  const open = () => view().polls.filter(({ status }) => status === 'open')
  return (
    <Cell title={t('meeting.quorum.title')}>
      <Show when={now()}>
        {(figures) => (
          <span class="row">
            <strong class="figures">
              {t('meeting.floor.quorum', { reached: figures().reached, needed: figures().needed })}
            </strong>
            <MetMark met={figures().met} />
          </span>
        )}
      </Show>
      <Show when={open()[0]} fallback={<span class="small quiet">{t('meeting.floor.noPoll')}</span>}>
        {(poll) => (
          <span class="small is-open bar-poll">
            {t('meeting.floor.pollOpen', { question: pick(poll().question) })}
          </span>
        )}
      </Show>
    </Cell>
  )
}

function MeetingCell() {
  const { view, since } = useMeeting()
  return (
    <Cell title={t('meeting.floor.meeting')}>
      <strong class="figures" role="timer" aria-live="off">
        {clock(since(view().openedAt ?? view().now))}
      </strong>
      <Show when={view().status === 'suspended'}>
        <span class="tone-ochre">
          {t(view().suspendedFor === 'quorum' ? 'meeting.floor.suspendedQuorum' : 'meeting.floor.suspended')}
        </span>
      </Show>
      <span class="small quiet figures">{t('meeting.floor.people', { count: view().people.length })}</span>
    </Cell>
  )
}
