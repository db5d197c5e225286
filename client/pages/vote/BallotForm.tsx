// The ballot of one seat, whatever its method: fields, what is left, blank, words of an objection, a confirmation that repeats seat and
// choice, then the receipt. Until the receipt is back the vote is shown as not transmitted. Called by SeatBallots and the poll's page.
import { createSignal, createUniqueId, For, Match, Show, Switch } from 'solid-js'
import { isWordless } from '../../../shared/basics.ts'
import { reasonLengthMax } from '../../../shared/poll/consent.ts'
import type { Value } from '../../../shared/poll/setting.ts'
import { pick, t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { CheckField, TextField } from '../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import type { BallotFormProps, BallotPoll, SeatHeld, VoteReceived } from './ballot.ts'
import { ConfirmVote } from './ConfirmVote.tsx'
import { createCasting } from './casting.ts'
import { MethodFields } from './fields/MethodFields.tsx'
import { faultOf, objectionOf } from './paper.ts'
import type { VoteOffer, VoteReceipt } from './paper-store.ts'
import { NotTransmitted, ReceivedVote } from './ReceivedVote.tsx'
import { say } from './say.ts'

export function BallotForm(props: BallotFormProps) {
  const casting = createCasting(props)
  const heading = createUniqueId()
  return (
    <section class="seat-ballot" aria-labelledby={heading}>
      <div class="ballot-head">
        <p class="ballot-of">{t(`vote.seat.${props.seat.as}`)}</p>
        <h2 id={heading} tabindex="-1" ref={casting.setTitle}>
          {props.seat.name}
        </h2>
        <Show when={props.seat.as === 'consultative'}>
          <p class="field-note">{t('vote.consultative')}</p>
        </Show>
      </div>
      <Switch fallback={<Writing {...props} casting={casting} heading={heading} />}>
        <Match when={casting.offer()}>
          {(offer) => (
            <NotTransmitted
              setting={props.poll.setting}
              seat={props.seat}
              offer={offer()}
              busy={casting.acting.busy()}
              onRetry={() => void casting.transmit()}
              onBack={casting.takeBack}
            />
          )}
        </Match>
        <Match when={casting.received()}>
          {(received) => (
            <ReceivedVote
              setting={props.poll.setting}
              received={received()}
              onRevote={props.poll.setting.revote && !props.seat.barred ? casting.again : undefined}
            />
          )}
        </Match>
        <Match when={props.seat.barred}>{(why) => <p class="barred">{pick(why())}</p>}</Match>
      </Switch>
    </section>
  )
}

type Casting = ReturnType<typeof createCasting>

function Writing(props: BallotFormProps & { readonly casting: Casting; readonly heading: string }) {
  const [asked, setAsked] = createSignal(false)
  const [confirming, setConfirming] = createSignal<Value | null>(null)
  const name = createUniqueId()
  const setting = () => props.poll.setting
  const paper = () => props.casting.paper()
  const change = props.casting.change
  const fault = () => (asked() ? faultOf(setting(), paper()) : null)
  const reasonFault = () =>
    asked() && objectionOf(setting(), paper()) && isWordless(paper().reason) ? t('vote.reasonMissing') : null
  const review = (event: Event) => {
    event.preventDefault()
    setAsked(true)
    const value = props.casting.value()
    if (value && !reasonFault()) return setConfirming(value)
    const form = event.currentTarget as HTMLFormElement
    const wanted = fault()
      ? '.method-fields [aria-invalid="true"], .method-fields input, .method-fields button'
      : 'textarea'
    queueMicrotask(() => form.querySelector<HTMLElement>(wanted)?.focus())
  }
  return (
    <form class="ballot is-method" onSubmit={review} aria-labelledby={props.heading} noValidate>
      <RefusalBanner refusal={props.casting.acting.refusal()} />
      <Show when={!paper().blank}>
        <MethodFields
          setting={setting()}
          paper={paper()}
          name={name}
          error={maybe(fault())}
          onChange={change}
        />
      </Show>
      <Show when={setting().method !== 'consent'}>
        <CheckField
          label={t('vote.blank')}
          note={t('vote.blankNote')}
          checked={paper().blank}
          onChange={(blank) => change({ blank })}
        />
      </Show>
      <Words {...props} fault={reasonFault()} />
      <Show when={!props.poll.textHash}>
        <Notice look="warning">
          <p>{t('ballot.textFails')}</p>
        </Notice>
      </Show>
      <Button type="submit" look="main" wide disabled={!props.poll.textHash} aria-describedby={props.heading}>
        {t('vote.review')}
      </Button>
      <p class="field-note">{t('ballot.kept')}</p>
      <ConfirmVote
        poll={props.poll}
        seat={props.seat}
        value={confirming()}
        paper={paper()}
        acting={props.casting.acting}
        onCast={async () => {
          const value = confirming()
          if (value) await props.casting.cast(value)
          setConfirming(null)
        }}
        onBack={() => setConfirming(null)}
      />
    </form>
  )
}

const maybe = (words: Parameters<typeof say>[0] | null) => (words ? say(words) : null)

/** The words that go with a choice: needed with an objection, welcome with the others, none in a secret vote that needs none. */
function Words(props: BallotFormProps & { readonly casting: Casting; readonly fault: string | null }) {
  const setting = () => props.poll.setting
  const paper = () => props.casting.paper()
  const objection = () => objectionOf(setting(), paper())
  const welcome = () =>
    setting().secrecy !== 'secret' && (props.casting.value() !== null || paper().reason !== '')
  return (
    <Show when={!paper().blank && (objection() || welcome())}>
      <TextField
        label={t(
          objection() === 'block'
            ? 'ballot.reasonBlock'
            : objection()
              ? 'ballot.reasonReserve'
              : 'ballot.reason',
        )}
        note={t(reasonNotes[setting().secrecy])}
        optional={!objection()}
        required={objection() !== null}
        rows={4}
        maxLength={reasonLengthMax}
        value={paper().reason}
        error={props.fault}
        onInput={(reason) => props.casting.change({ reason })}
      />
    </Show>
  )
}

const reasonNotes = {
  open: 'vote.reasonOpen',
  sealed: 'vote.reasonSealed',
  secret: 'vote.reasonSecret',
} as const

/** One ballot for each seat in a person's hand, each under its organisation's name. */
export function SeatBallots(props: {
  readonly poll: BallotPoll
  readonly seats: readonly (SeatHeld & { readonly received: VoteReceived | null })[]
  readonly send: (offer: VoteOffer) => Promise<VoteReceipt>
  readonly onReceived?: (receipt: VoteReceipt, offer: VoteOffer) => void
}) {
  const ids = () => props.seats.map(({ seatId }) => seatId)
  // By id: what others do redraws no ballot and takes no focus away (TRAP-13).
  return (
    <div class="seat-ballots">
      <Show when={props.seats.length > 1}>
        <p class="quiet">{t('vote.severalSeats', { count: props.seats.length })}</p>
      </Show>
      <For each={ids()}>
        {(seatId) => {
          const seat = () => props.seats.find((one) => one.seatId === seatId)
          return (
            <Show when={seat()}>
              {(held) => (
                <BallotForm
                  poll={props.poll}
                  seat={held()}
                  received={held().received}
                  send={props.send}
                  onReceived={props.onReceived}
                />
              )}
            </Show>
          )
        }}
      </For>
    </div>
  )
}
