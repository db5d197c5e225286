// One objection with its life: who, how far, the argument, the change proposed, each step with its words, its state now, and the steps that
// are mine to make. Called by the poll's page, the result and what waits for me.
import { createSignal, createUniqueId, For, type JSX, Show } from 'solid-js'
import { isWordless } from '../../../shared/basics.ts'
import {
  type ObjectionMove,
  type ObjectionState,
  objectionLevels,
  objectionStates,
} from '../../../shared/poll/objection.ts'
import type { ObjectionView } from '../../../shared/poll/views.ts'
import { pick, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { Button } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { TextField } from '../../parts/Field.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Bead, type StateKey } from '../../parts/StateMark.tsx'

interface ObjectionCardProps {
  readonly objection: ObjectionView
  /** Makes a step; throws RefusedByServer. The client key makes a retry the same step. */
  readonly onMove: (move: ObjectionMove, words: string, clientKey: string) => Promise<void>
  /** What else leads on from it, beside the steps. */
  readonly more?: JSX.Element
}

const beads = {
  raised: 'open',
  answered: 'draft',
  integrated: 'consensus',
  withdrawn: 'draft',
  maintained: 'refused',
  overruled: 'stale',
} as const satisfies Record<ObjectionState, StateKey>

export function ObjectionCard(props: ObjectionCardProps) {
  const heading = createUniqueId()
  const [moving, setMoving] = createSignal<ObjectionMove | null>(null)
  return (
    <article class="objection-card" aria-labelledby={heading}>
      <header class="objection-head">
        <h3 id={heading}>
          <span class="objection-level">{pick(objectionLevels[props.objection.level])}</span>{' '}
          <span>{props.objection.seatName}</span>
        </h3>
        <span class={`state is-${beads[props.objection.state]}`}>
          <Bead state={beads[props.objection.state]} />
          <span>{pick(objectionStates[props.objection.state])}</span>
        </span>
      </header>
      <blockquote>{props.objection.argument}</blockquote>
      <Show when={props.objection.proposedChange}>
        {(change) => (
          <div>
            <p class="field-note">{t('objection.change')}</p>
            <blockquote>{change()}</blockquote>
          </div>
        )}
      </Show>
      <ol class="objection-steps">
        <li>
          {t('objection.raisedBy', {
            name: props.objection.raisedByName,
            date: dayAndHour(props.objection.raisedAt),
          })}
        </li>
        <For each={props.objection.steps}>
          {(step) => (
            <li>
              {t(`objection.did.${step.move}`, { name: step.byName, date: dayAndHour(step.at) })}
              <Show when={step.words}>
                <blockquote>{step.words}</blockquote>
              </Show>
              <Show when={step.textHash}>
                {(hash) => (
                  <details>
                    <summary>{t('objection.newText')}</summary>
                    <Digest value={hash()} narrow />
                  </details>
                )}
              </Show>
            </li>
          )}
        </For>
      </ol>
      <Show
        when={moving()}
        fallback={
          <Show when={props.objection.moves.length > 0 || props.more}>
            <div class="row">
              {props.more}
              <For each={props.objection.moves}>
                {(move) => (
                  <Button small onClick={() => setMoving(move)}>
                    {t(`objection.do.${move}`)}
                    <span class="visually-hidden"> {props.objection.seatName}</span>
                  </Button>
                )}
              </For>
            </div>
          </Show>
        }
      >
        {(move) => (
          <MoveForm
            move={move()}
            seatName={props.objection.seatName}
            onMove={props.onMove}
            onEnd={() => setMoving(null)}
          />
        )}
      </Show>
    </article>
  )
}

function MoveForm(props: {
  readonly move: ObjectionMove
  readonly seatName: string
  readonly onMove: ObjectionCardProps['onMove']
  readonly onEnd: () => void
}) {
  const acting = createActing()
  const [words, setWords] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const [key, setKey] = createSignal(crypto.randomUUID())
  const needed = () => props.move === 'answer'
  const missing = () => asked() && needed() && isWordless(words())
  const go = async (event: Event) => {
    event.preventDefault()
    setAsked(true)
    if (needed() && isWordless(words())) return
    if (await acting.run(() => props.onMove(props.move, words().trim(), key()))) props.onEnd()
  }
  return (
    <form class="form" onSubmit={(event) => void go(event)} novalidate>
      <RefusalBanner refusal={acting.refusal()} />
      <p>{t(`objection.about.${props.move}`)}</p>
      <TextField
        label={t('objection.words')}
        optional={!needed()}
        required={needed()}
        autofocus
        rows={3}
        maxLength={4_000}
        value={words()}
        error={missing() ? t('objection.wordsMissing') : null}
        onInput={(typed) => {
          setWords(typed)
          setKey(crypto.randomUUID())
        }}
      />
      <div class="form-acts">
        <Button type="submit" look="main" small busy={acting.busy()}>
          {t(`objection.do.${props.move}`)}
          <span class="visually-hidden"> {props.seatName}</span>
        </Button>
        <Button look="plain" small onClick={props.onEnd}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
