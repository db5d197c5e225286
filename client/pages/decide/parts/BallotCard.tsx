// One ballot of one organisation: four choices, its words, a confirmation that repeats both, a receipt. The draft outlives a
// refresh and other people's votes. Called by the poll's page for a delegate, and by the facilitator's recording of a voice.
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import {
  type ConsentChoice,
  checkBallot,
  choiceKeys,
  consentChoices,
  reasonLengthMax,
} from '../../../../shared/poll/consent.ts'
import { refusalText } from '../../../../shared/refusals.ts'
import type { PollView } from '../../../../shared/views.ts'
import { call, doors } from '../../../api.ts'
import { lang, pick, t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { Dialog } from '../../../parts/Dialog.tsx'
import { TextField } from '../../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import {
  type BallotDraft,
  freshDraft,
  keepDraft,
  keepReceipt,
  type Receipt,
  readDraft,
} from './ballot-draft.ts'

interface BallotCardProps {
  readonly poll: PollView
  readonly organization: { readonly id: string; readonly name: string }
  /** What this device computed from the text on screen; null when it is not the announced one: no ballot is cast on it. */
  readonly textHash: string | null
  /** The voice is recorded by a facilitator for an organisation without a device. */
  readonly facilitated: boolean
  readonly onCast: (receipt: Receipt) => void
}

export function BallotCard(props: BallotCardProps) {
  const [draft, setDraft] = createSignal<BallotDraft>(freshDraft())
  const [asked, setAsked] = createSignal(false)
  const [confirming, setConfirming] = createSignal(false)
  const acting = createActing()

  // By value: a refetch that brings the same poll again must not touch what is being written.
  const whose = createMemo(() => `${props.poll.id}/${props.organization.id}`)
  createEffect(
    on(whose, () => {
      setDraft(readDraft(props.poll.id, props.organization.id))
      setAsked(false)
      acting.clear()
    }),
  )
  // Another content is another act: its retry must not be taken for the first one's.
  const change = (part: Partial<BallotDraft>) => {
    const next = { ...draft(), ...part, clientKey: crypto.randomUUID() }
    setDraft(next)
    keepDraft(props.poll.id, props.organization.id, next)
  }
  const reasonError = () => {
    const { choice, reason } = draft()
    const refusal = asked() && choice ? checkBallot(choice, reason) : null
    return refusal ? refusalText(refusal, lang()) : null
  }
  const choiceError = () => (asked() && !draft().choice ? t('ballot.choose') : null)
  const review = (event: Event) => {
    event.preventDefault()
    setAsked(true)
    if (!choiceError() && !reasonError()) {
      acting.clear()
      setConfirming(true)
      return
    }
    const form = event.currentTarget as HTMLFormElement
    queueMicrotask(() => form.querySelector<HTMLElement>(choiceError() ? 'input' : 'textarea')?.focus())
  }
  const leave = () => {
    setConfirming(false)
    // A refusal may tell of what this screen missed: voted elsewhere, closed meanwhile.
    if (acting.refusal()) announceTopic('polls')
  }
  const cast = async () => {
    const { choice, reason, clientKey } = draft()
    if (!choice || !props.textHash) return
    const { poll, organization, facilitated, textHash } = props
    await acting.run(async () => {
      const receipt = await call(doors.castBallot, {
        params: { pollId: poll.id },
        body: {
          choice,
          reason,
          textHash,
          clientKey,
          ...(facilitated && { organizationId: organization.id }),
        },
      })
      keepReceipt(poll.id, organization.id, receipt)
      setConfirming(false)
      props.onCast(receipt)
    })
  }

  return (
    <form class="ballot" onSubmit={review} aria-labelledby={`ballot-${props.organization.id}`} noValidate>
      <div class="ballot-head">
        <p class="ballot-of">{props.facilitated ? t('ballot.recordedOf') : t('ballot.of')}</p>
        <h2 id={`ballot-${props.organization.id}`}>{props.organization.name}</h2>
      </div>
      <Choices
        name={`choice-${props.organization.id}`}
        chosen={draft().choice}
        error={choiceError()}
        onChoose={(choice) => change({ choice })}
      />
      <Show when={draft().choice}>
        {(choice) => (
          <TextField
            label={consentChoices[choice()].needsReason ? t(reasonLabels[choice()]) : t('ballot.reason')}
            note={consentChoices[choice()].needsReason ? t('ballot.reasonNeeded') : t('ballot.reasonShown')}
            optional={!consentChoices[choice()].needsReason}
            required={consentChoices[choice()].needsReason}
            rows={4}
            maxLength={reasonLengthMax}
            value={draft().reason}
            error={reasonError()}
            onInput={(reason) => change({ reason })}
          />
        )}
      </Show>
      <Show when={!props.textHash}>
        <Notice look="warning">
          <p>{t('ballot.textFails')}</p>
        </Notice>
      </Show>
      <Button type="submit" look="main" wide disabled={!props.textHash}>
        {t('ballot.review')}
      </Button>
      <p class="field-note">{t('ballot.kept')}</p>
      <Dialog open={confirming()} onClose={leave} title={t('ballot.confirmTitle')}>
        <dl class="ballot-confirm">
          <div>
            <dt>{t('ballot.organization')}</dt>
            <dd>{props.organization.name}</dd>
          </div>
          <div>
            <dt>{t('ballot.choice')}</dt>
            <dd>
              <ChoiceWord choice={draft().choice} />
            </dd>
          </div>
          <Show when={draft().reason.trim()}>
            <div>
              <dt>{t('ballot.words')}</dt>
              <dd class="ballot-words">{draft().reason}</dd>
            </div>
          </Show>
        </dl>
        <p>{props.facilitated ? t('ballot.confirmRecorded') : t('ballot.confirmText')}</p>
        <RefusalBanner refusal={acting.refusal()} />
        <div class="form-acts ballot-acts">
          <Button look="main" busy={acting.busy()} onClick={() => void cast()}>
            {t('ballot.cast', { organization: props.organization.name })}
          </Button>
          <Button look="plain" onClick={leave}>
            {t('ballot.back')}
          </Button>
        </div>
      </Dialog>
    </form>
  )
}

const reasonLabels = {
  support: 'ballot.reason',
  reserve: 'ballot.reasonReserve',
  abstain: 'ballot.reason',
  block: 'ballot.reasonBlock',
} as const satisfies Record<ConsentChoice, string>

function Choices(props: {
  name: string
  chosen: ConsentChoice | null
  error: string | null
  onChoose: (choice: ConsentChoice) => void
}) {
  return (
    <fieldset class="vote-choices" aria-describedby={props.error ? `${props.name}-error` : undefined}>
      <legend class="visually-hidden">{t('ballot.choices')}</legend>
      <For each={choiceKeys}>
        {(choice) => (
          <label class={`vote-choice is-${choice}`}>
            <input
              type="radio"
              name={props.name}
              value={choice}
              checked={props.chosen === choice}
              aria-describedby={`${props.name}-${choice}`}
              onChange={() => props.onChoose(choice)}
            />
            <span class="choice-mark" aria-hidden="true">
              <ChoiceMark choice={choice} />
            </span>
            <span class="choice-words">
              <strong>{pick(consentChoices[choice].label)}</strong>
              <span id={`${props.name}-${choice}`}>{t(`ballot.meaning.${choice}`)}</span>
            </span>
          </label>
        )}
      </For>
      <Show when={props.error}>
        <p class="field-error" id={`${props.name}-error`} role="alert">
          {props.error}
        </p>
      </Show>
    </fieldset>
  )
}

/** A shape for each choice, so that it is told apart without its colour: full, full with a notch, ring, bar across. */
export function ChoiceMark(props: { choice: ConsentChoice }) {
  return (
    <svg
      aria-hidden="true"
      width="20"
      height="20"
      viewBox="0 0 20 20"
      class={`choice-shape is-${props.choice}`}
    >
      {shapes[props.choice]()}
    </svg>
  )
}

const shapes = {
  support: () => (
    <>
      <circle cx="10" cy="10" r="8" fill="currentColor" />
      <path d="M6 10.4l2.7 2.7L14 7.6" fill="none" stroke="var(--on-colour)" stroke-width="2" />
    </>
  ),
  reserve: () => (
    <>
      <circle cx="10" cy="10" r="7.2" fill="none" stroke="currentColor" stroke-width="1.6" />
      <path d="M6 10.4l2.7 2.7L14 7.6" fill="none" stroke="currentColor" stroke-width="2" />
    </>
  ),
  abstain: () => (
    <circle
      cx="10"
      cy="10"
      r="7.2"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
      stroke-dasharray="3 2.4"
    />
  ),
  block: () => (
    <>
      <path d="M6.7 2h6.6L18 6.7v6.6L13.3 18H6.7L2 13.3V6.7z" fill="currentColor" />
      <path d="M5.6 10h8.8" stroke="var(--on-colour)" stroke-width="2.2" />
    </>
  ),
} as const satisfies Record<ConsentChoice, () => unknown>

/** A choice as mark and word. */
export function ChoiceWord(props: { choice: ConsentChoice | null }) {
  return (
    <Show when={props.choice}>
      {(choice) => (
        <span class="choice-word">
          <ChoiceMark choice={choice()} /> {pick(consentChoices[choice()].label)}
        </span>
      )}
    </Show>
  )
}
