// After the confirmation: a vote whose receipt has not come back (« non transmis »), then the receipt. Called by the ballot form.
import { Show } from 'solid-js'
import type { PollSetting } from '../../../shared/poll/setting.ts'
import { t } from '../../i18n.ts'
import { Button } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice } from '../../parts/Notice.tsx'
import type { SeatHeld, VoteReceived } from './ballot.ts'
import type { VoteOffer } from './paper-store.ts'
import { ValueWords } from './ValueWords.tsx'

interface NotTransmittedProps {
  readonly setting: PollSetting
  readonly seat: SeatHeld
  readonly offer: VoteOffer
  readonly busy: boolean
  readonly onRetry: () => void
  readonly onBack: () => void
}

export function NotTransmitted(props: NotTransmittedProps) {
  return (
    <div class="receipt is-waiting">
      <Notice
        look="warning"
        title={
          props.busy ? t('vote.transmitting') : t('vote.notTransmitted', { organization: props.seat.name })
        }
      >
        <p role="status">{props.busy ? t('vote.transmittingText') : t('vote.notTransmittedText')}</p>
      </Notice>
      <div class="receipt-choice">
        <ValueWords setting={props.setting} value={props.offer.value} />
      </div>
      <Show when={props.offer.reason}>
        <blockquote class="ballot-words">{props.offer.reason}</blockquote>
      </Show>
      <div class="form-acts ballot-acts">
        <Button look="main" busy={props.busy} onClick={props.onRetry}>
          {t('vote.retry', { organization: props.seat.name })}
        </Button>
        <Show when={!props.busy}>
          <Button look="plain" onClick={props.onBack}>
            {t('ballot.back')}
          </Button>
        </Show>
      </div>
    </div>
  )
}

interface ReceivedVoteProps {
  readonly setting: PollSetting
  readonly received: VoteReceived
  /** Where a vote may be replaced until the closing. */
  readonly onRevote?: () => void
}

export function ReceivedVote(props: ReceivedVoteProps) {
  return (
    <div class="receipt">
      <p class="received-word">{t('ballot.receivedTitle')}</p>
      <Show when={props.received.value} fallback={<p>{t('vote.receivedSecret')}</p>}>
        {(value) => (
          <div class="receipt-choice">
            <ValueWords setting={props.setting} value={value()} />
          </div>
        )}
      </Show>
      <Show when={props.received.reason}>
        <blockquote class="ballot-words">{props.received.reason}</blockquote>
      </Show>
      <p class="small quiet">
        <Show when={props.received.receivedAt} fallback={t('ballot.receiptElsewhere')}>
          {(at) => t('ballot.receivedAt', { date: dayAndHour(at()) })}
        </Show>
        <Show when={props.received.castByName}>
          {(name) => (
            <>
              <br />
              {t('ballot.castBy', { name: name() })}
            </>
          )}
        </Show>
      </p>
      <Show when={props.received.digest}>
        {(digest) => (
          <div>
            <p class="field-note">{t('ballot.receipt')}</p>
            <Digest value={digest()} narrow />
            <p class="field-note">{t('ballot.receiptKeep')}</p>
          </div>
        )}
      </Show>
      <Show when={props.onRevote}>
        {(revote) => (
          <div>
            <Button onClick={() => revote()()}>{t('vote.again')}</Button>
            <p class="field-note">{t('vote.againNote')}</p>
          </div>
        )}
      </Show>
    </div>
  )
}
