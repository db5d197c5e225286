// The objections of a poll and of the rounds it follows, each with its life; raising one for a seat of mine; and from each the way to a
// change of the text, then to a new round. Called by VotePage, PollHere.
import { createSignal, For, Show } from 'solid-js'
import type { ObjectionView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button, ButtonLink } from '../../../parts/Button.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { ObjectionCard } from '../ObjectionCard.tsx'
import { ObjectionForm, type ObjectionOffer } from '../ObjectionForm.tsx'
import { changeAddress, objectionsAnchor } from '../open/addresses.ts'
import type { VoteDesk } from './vote-desk.ts'

export function VoteObjections(props: { readonly desk: VoteDesk }) {
  const { desk } = props
  const ids = () => desk.view().objections.map(({ id }) => id)
  const find = (id: string) => desk.view().objections.find((one) => one.id === id)
  const seats = () =>
    desk.open()
      ? desk.view().mySeats.filter((seat) => !seat.consultative && seat.refusal !== 'seatRecused')
      : []
  return (
    <Show when={ids().length > 0 || seats().length > 0}>
      <section class="stack" aria-labelledby={objectionsAnchor(desk.view().id)}>
        <h2 id={objectionsAnchor(desk.view().id)}>{t('vote.objections', { count: ids().length })}</h2>
        <Show when={ids().length === 0}>
          <p class="quiet">{t('vote.noObjection')}</p>
        </Show>
        <For each={ids()}>
          {(id) => (
            <Show when={find(id)}>{(objection) => <OneObjection desk={desk} objection={objection()} />}</Show>
          )}
        </For>
        <For each={seats()}>{(seat) => <Raise desk={desk} seatId={seat.seatId} seatName={seat.name} />}</For>
      </section>
    </Show>
  )
}

function OneObjection(props: { readonly desk: VoteDesk; readonly objection: ObjectionView }) {
  const { may, path, planState } = useWorkspace()
  const lives = () => props.objection.state !== 'withdrawn' && props.objection.state !== 'overruled'
  const mayChange = () =>
    lives() && may('plan.edit') && props.desk.view().subject.kind !== 'question' && !planState()?.version
  return (
    <ObjectionCard
      objection={props.objection}
      onMove={async (move, words, clientKey) => {
        const params = { objectionId: props.objection.id }
        await call(doors.moveObjection, { params, body: { move, words, clientKey } })
        announceTopic('polls')
      }}
      more={
        <Show when={mayChange()}>
          <ButtonLink
            small
            href={path(changeAddress(props.desk.view().subject, props.desk.view().id, props.objection.id))}
          >
            {t('objection.toChange')}
            <span class="visually-hidden"> : {props.objection.seatName}</span>
          </ButtonLink>
        </Show>
      }
    />
  )
}

function Raise(props: { readonly desk: VoteDesk; readonly seatId: string; readonly seatName: string }) {
  const acting = createActing()
  const [writing, setWriting] = createSignal(false)
  const raise = async (offer: ObjectionOffer) => {
    const done = await acting.run(() =>
      call(doors.raiseObjection, {
        params: { pollId: props.desk.view().id },
        body: { seatId: props.seatId, ...offer },
      }),
    )
    if (!done) return false
    setWriting(false)
    announce(t('objection.received', { organization: props.seatName }))
    announceTopic('polls')
    return true
  }
  return (
    <Show
      when={writing()}
      fallback={
        <div>
          <Button onClick={() => setWriting(true)}>
            {t('objection.begin', { organization: props.seatName })}
          </Button>
        </div>
      }
    >
      <ObjectionForm
        seatName={props.seatName}
        acting={acting}
        onRaise={raise}
        onCancel={() => setWriting(false)}
      />
    </Show>
  )
}
