// What the facilitator does for one seat: arrivals and departures, handing over, proxies, recusal, the floor. Called by the desk's seats.
import { createSignal, Match, Switch } from 'solid-js'
import type { PresenceMode } from '../../../../shared/meeting/events.ts'
import { t } from '../../../i18n.ts'
import { Dialog } from '../../../parts/Dialog.tsx'
import { type MenuAct, RowMenu } from '../../../parts/Menu.tsx'
import { type SeatRow, useMeeting } from '../meeting.ts'
import { GiveProxy, HandOver, Recuse } from '../SeatForms.tsx'

type Doing = 'hand' | 'proxy' | 'recuse'

export function SeatMenu(props: { readonly seat: SeatRow }) {
  const [doing, setDoing] = createSignal<Doing | null>(null)
  const done = () => setDoing(null)
  return (
    <>
      <RowMenu label={t('shell.people.acts', { name: props.seat.name })} acts={seatActs(props, setDoing)()} />
      <Dialog open={doing() !== null} onClose={done} title={props.seat.name}>
        <Switch>
          <Match when={doing() === 'hand'}>
            <HandOver seat={props.seat} onDone={done} />
          </Match>
          <Match when={doing() === 'proxy'}>
            <GiveProxy seat={props.seat} onDone={done} />
          </Match>
          <Match when={doing() === 'recuse'}>
            <Recuse seat={props.seat} onDone={done} />
          </Match>
        </Switch>
      </Dialog>
    </>
  )
}

function seatActs(props: { readonly seat: SeatRow }, setDoing: (doing: Doing) => void): () => MenuAct[] {
  const { view, act } = useMeeting()
  const modes = (): PresenceMode[] => {
    const { mode } = view().about
    return mode === 'hybrid' ? ['room', 'remote'] : [mode]
  }
  const arrivals = (): MenuAct[] =>
    props.seat.people.flatMap(({ userId, name }) =>
      modes().map((mode) => ({
        label: t(`meeting.seats.arrive.${mode}`, { name }),
        act: () => void act({ kind: 'arrive', mode, seatId: props.seat.seatId, person: userId }),
      })),
    )
  const held = (): MenuAct[] => {
    const holder = props.seat.holder
    if (!holder) return []
    const { userId, name } = holder
    const other = modes().find((mode) => mode !== holder.mode)
    return [
      { label: t('meeting.seats.leave', { name }), act: () => void act({ kind: 'leave', person: userId }) },
      ...(other
        ? [
            {
              label: t(`meeting.seats.move.${other}`, { name }),
              act: () => void act({ kind: 'arrive', mode: other, person: userId }),
            },
          ]
        : []),
      ...(props.seat.people.length > 1
        ? [{ label: t('meeting.seat.hand'), act: () => setDoing('hand') }]
        : []),
      ...(view().status === 'open'
        ? [
            {
              label: t('meeting.seats.speak', { name }),
              act: () => void act({ kind: 'askSpeech', speech: 'request', person: userId }),
            },
          ]
        : []),
    ]
  }
  const voice = (): MenuAct[] => {
    if (props.seat.right !== 'deliberative') return []
    const to = view().seats.find(({ seatId }) => seatId === props.seat.proxyTo)
    const proxy: MenuAct[] = to
      ? [
          {
            label: t('meeting.seat.revoke', { organization: to.name }),
            act: () => void act({ kind: 'revokeProxy', from: props.seat.seatId }),
          },
        ]
      : view().rules?.data.proxies.allowed
        ? [{ label: t('meeting.seat.proxy'), act: () => setDoing('proxy') }]
        : []
    return [...proxy, { label: t('meeting.seat.recuse'), act: () => setDoing('recuse') }]
  }
  return () => [...(props.seat.holder ? held() : arrivals()), ...voice()]
}
