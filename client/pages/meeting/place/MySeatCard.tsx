// A seat I hold or may hold: whose it is, what it carries, and what I do with it: take it, hand it over, lend its voice, step aside, give it up.
// Called by MyPlace.
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { type College, colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { hour } from '../../../parts/format.ts'
import { type MeetingHere, type SeatRow, useMeeting } from '../meeting.ts'
import { GiveProxy, HandOver, Recuse } from '../SeatForms.tsx'
import { whyNot } from '../say.ts'
import { keptCode } from './code.ts'

type MySeat = MeetingHere['me']['seats'][number]
type Doing = 'hand' | 'proxy' | 'recuse' | 'leave' | null

export function MySeatCard(props: { readonly seat: MySeat }) {
  const { view } = useMeeting()
  const seat = () => view().seats.find(({ seatId }) => seatId === props.seat.seatId)
  return (
    <Show when={seat()}>
      {(row) => (
        <article class="seat-card" classList={{ 'is-mine': props.seat.holds }}>
          <p class="small quiet">{pick(colleges[props.seat.college as College])}</p>
          <Show when={props.seat.holds} fallback={<NotMine mine={props.seat} seat={row()} />}>
            <Mine seat={row()} />
          </Show>
        </article>
      )}
    </Show>
  )
}

function Mine(props: { readonly seat: SeatRow }) {
  const { view, act } = useMeeting()
  const [doing, setDoing] = createSignal<Doing>(null)
  const done = () => setDoing(null)
  const voting = () => props.seat.right === 'deliberative'
  const recused = () => props.seat.recusals.find(({ itemId }) => itemId === view().activeItem)
  const others = () => props.seat.people.filter(({ userId }) => userId !== view().me.userId)
  const carries = () =>
    props.seat.carries.map((id) => view().seats.find(({ seatId }) => seatId === id)?.name ?? '')
  return (
    <>
      <h3>{t('meeting.seat.yours', { organization: props.seat.name })}</h3>
      <p class="small quiet">
        {t('meeting.seat.since', { when: hour(props.seat.holder?.since ?? view().now) })}
        <Show when={props.seat.holder?.enteredByName}>
          {(name) => <> · {t('meeting.seat.enteredBy', { name: name() })}</>}
        </Show>
      </p>
      <Show when={!voting()}>
        <p>{t(`meeting.seat.right.${props.seat.right}`)}</p>
      </Show>
      <Show when={carries().length > 0}>
        <p>{t('meeting.seat.carriesFor', { names: carries().join(', ') })}</p>
      </Show>
      <Show when={recused()}>
        <p class="tone-ochre">{t('meeting.seat.recusedNow')}</p>
      </Show>
      <Switch
        fallback={
          <div class="row seat-acts">
            <Show when={others().length > 0}>
              <Button onClick={() => setDoing('hand')}>{t('meeting.seat.hand')}</Button>
            </Show>
            <Show when={voting()}>
              <ProxyAct seat={props.seat} onGive={() => setDoing('proxy')} />
              <Button onClick={() => setDoing('recuse')}>{t('meeting.seat.recuse')}</Button>
            </Show>
            <Button look="plain" onClick={() => setDoing('leave')}>
              {t('meeting.seat.giveUp')}
            </Button>
          </div>
        }
      >
        <Match when={doing() === 'hand'}>
          <HandOver seat={props.seat} onDone={done} />
        </Match>
        <Match when={doing() === 'proxy'}>
          <GiveProxy seat={props.seat} onDone={done} />
        </Match>
        <Match when={doing() === 'recuse'}>
          <Recuse seat={props.seat} onDone={done} />
        </Match>
        <Match when={doing() === 'leave'}>
          <Sure
            text={t('meeting.seat.giveUpText', { organization: props.seat.name })}
            act={t('meeting.seat.giveUpNow')}
            onSure={() => void act({ kind: 'leave', seatId: props.seat.seatId }).then(done)}
            onBack={done}
          />
        </Match>
      </Switch>
    </>
  )
}

function Sure(props: {
  readonly text: JSX.Element
  readonly act: string
  readonly onSure: () => void
  readonly onBack: () => void
}) {
  return (
    <div class="stack">
      <p>{props.text}</p>
      <div class="row">
        <Button look="danger" onClick={props.onSure}>
          {props.act}
        </Button>
        <Button look="plain" onClick={props.onBack}>
          {t('shell.cancel')}
        </Button>
      </div>
    </div>
  )
}

/** Lend the voice, or take it back. */
function ProxyAct(props: { readonly seat: SeatRow; readonly onGive: () => void }) {
  const { view, act } = useMeeting()
  const to = () => view().seats.find(({ seatId }) => seatId === props.seat.proxyTo)
  return (
    <Show
      when={to()}
      fallback={
        <Show when={view().rules?.data.proxies.allowed}>
          <Button onClick={props.onGive}>{t('meeting.seat.proxy')}</Button>
        </Show>
      }
    >
      {(carrier) => (
        <Button
          onClick={() =>
            void act({ kind: 'revokeProxy', from: props.seat.seatId }).then(
              (done) => done && announce(t('meeting.seat.proxyBack', { organization: carrier().name })),
            )
          }
        >
          {t('meeting.seat.revoke', { organization: carrier().name })}
        </Button>
      )}
    </Show>
  )
}

function NotMine(props: { readonly mine: MySeat; readonly seat: SeatRow }) {
  const { view, act, acting } = useMeeting()
  const holder = () => props.seat.holder
  const takesBack = () => {
    const now = holder()
    return now !== null && props.mine.rank < now.rank
  }
  const to = () => view().seats.find(({ seatId }) => seatId === props.seat.proxyTo)
  const mode = () => view().me.here ?? (view().about.mode === 'remote' ? 'remote' : 'room')
  const code = () => (view().me.runs || mode() === 'remote' ? {} : withCode(keptCode(view().id)))
  return (
    <>
      <h3>{props.seat.name}</h3>
      <p>
        <Show when={holder()} fallback={t('meeting.seat.free')}>
          {(now) => t('meeting.seat.heldBy', { name: now().name, when: hour(now().since) })}
        </Show>
      </p>
      <Show when={to()}>
        {(carrier) => <p>{t('meeting.seat.proxyTo', { organization: carrier().name })}</p>}
      </Show>
      <div class="row seat-acts">
        <Show when={!holder() && view().me.here !== null}>
          <Button
            look="main"
            disabled={props.mine.refused !== null}
            busy={acting.busy()}
            onClick={() => void act({ kind: 'arrive', mode: mode(), seatId: props.seat.seatId, ...code() })}
          >
            {t('meeting.seat.take')}
          </Button>
        </Show>
        <Show when={takesBack()}>
          <Button
            look="main"
            busy={acting.busy()}
            onClick={() =>
              void act({
                kind: 'handOver',
                seatId: props.seat.seatId,
                to: view().me.userId,
                ...(view().me.here === null && { mode: mode() }),
              })
            }
          >
            {t('meeting.seat.takeBack')}
          </Button>
        </Show>
        <Show when={!holder() && props.seat.right === 'deliberative'}>
          <AwayProxy seat={props.seat} />
        </Show>
      </div>
      <Show when={!holder() && view().me.here !== null && props.mine.refused}>
        {(why) => <p class="small quiet">{whyNot(why())}</p>}
      </Show>
    </>
  )
}

const withCode = (code: string) => (code === '' ? {} : { code })

/** Whoever cannot come lends the voice beforehand. */
function AwayProxy(props: { readonly seat: SeatRow }) {
  const [giving, setGiving] = createSignal(false)
  return (
    <Show when={giving()} fallback={<ProxyAct seat={props.seat} onGive={() => setGiving(true)} />}>
      <GiveProxy seat={props.seat} onDone={() => setGiving(false)} />
    </Show>
  )
}
