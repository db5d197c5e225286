// The last look before a vote leaves: the organisation, the question, the choice and its words, and what will be known of it.
// Called by the ballot form.
import { Show } from 'solid-js'
import type { Value } from '../../../shared/poll/setting.ts'
import { pick, t } from '../../i18n.ts'
import type { Acting } from '../../parts/acting.ts'
import { Button } from '../../parts/Button.tsx'
import { Dialog } from '../../parts/Dialog.tsx'
import type { BallotPoll, SeatHeld } from './ballot.ts'
import type { Paper } from './paper.ts'
import { ValueWords } from './ValueWords.tsx'

interface ConfirmVoteProps {
  readonly poll: BallotPoll
  readonly seat: SeatHeld
  /** What is about to be cast; null while nothing is asked. */
  readonly value: Value | null
  readonly paper: Paper
  readonly acting: Acting
  readonly onCast: () => Promise<void>
  readonly onBack: () => void
}

export function ConfirmVote(props: ConfirmVoteProps) {
  const setting = () => props.poll.setting
  return (
    <Dialog open={props.value !== null} onClose={props.onBack} title={t('vote.confirmTitle')}>
      <dl class="ballot-confirm">
        <Part term={t('ballot.organization')}>{props.seat.name}</Part>
        <Part term={t('vote.question')}>{pick(props.poll.question)}</Part>
        <Part term={t('ballot.choice')}>
          <Show when={props.value}>{(value) => <ValueWords setting={setting()} value={value()} />}</Show>
        </Part>
        <Show when={!props.paper.blank && props.paper.reason.trim()}>
          <Part term={t('ballot.words')} words>
            {props.paper.reason}
          </Part>
        </Show>
      </dl>
      <p>
        {t(`vote.confirm.${setting().secrecy}`)}{' '}
        {t(setting().revote ? 'vote.confirmRevote' : 'vote.confirmOnce')}
        <Show when={props.seat.as === 'facilitated'}> {t('vote.confirmEntered')}</Show>
      </p>
      <div class="form-acts ballot-acts">
        <Button look="main" busy={props.acting.busy()} onClick={() => void props.onCast()}>
          {t('ballot.cast', { organization: props.seat.name })}
        </Button>
        <Button look="plain" onClick={props.onBack}>
          {t('ballot.back')}
        </Button>
      </div>
    </Dialog>
  )
}

function Part(props: { readonly term: string; readonly words?: boolean; readonly children: unknown }) {
  return (
    <div>
      <dt>{props.term}</dt>
      <dd classList={{ 'ballot-words': props.words ?? false }}>{props.children as never}</dd>
    </div>
  )
}
