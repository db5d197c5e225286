// The decision that adopts a version of the rules: a closed poll of the plan that decided, or one taken elsewhere, named and dated.
// Called by RuleSetForm.
import { createEffect, createSignal, on, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import type { DecidedBy } from '../../../../shared/meeting/events.ts'
import { regionDay } from '../../../../shared/meeting/mandate.ts'
import { isConsensus } from '../../../../shared/poll/consent.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { ChoiceField } from '../../../parts/ChoiceField.tsx'
import { Field, SelectField, TextField } from '../../../parts/Field.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { useWorkspace } from '../../../parts/workspace.ts'

const decides = ['unanimous', 'consensus', 'dissent']

export function DecisionFields(props: {
  /** Null while it is not complete. */
  readonly onChange: (decidedBy: DecidedBy | null) => void
  readonly tried: boolean
}) {
  const [way, setWay] = createSignal<'poll' | 'elsewhere'>('elsewhere')
  const [pollId, setPollId] = createSignal('')
  const [instance, setInstance] = createSignal('')
  const [date, setDate] = createSignal(regionDay(new Date()))
  const [reference, setReference] = createSignal('')
  const decidedBy = (): DecidedBy | null => {
    if (way() === 'poll') return pollId() === '' ? null : { pollId: pollId() }
    if (isWordless(instance()) || date() === '') return null
    return { instance: instance().trim(), date: date(), reference: reference().trim() }
  }
  createEffect(on(decidedBy, (now) => props.onChange(now)))
  const needed = (value: string, word: 'rules.pollNeeded' | 'rules.instanceNeeded') =>
    props.tried && isWordless(value) ? t(word) : null
  return (
    <fieldset class="form rule-part">
      <legend class="rule-legend">{t('rules.decision')}</legend>
      <ChoiceField
        legend={t('rules.decisionWay')}
        value={way()}
        options={(['elsewhere', 'poll'] as const).map((value) => ({
          value,
          label: t(`rules.decision.${value}`),
          note: t(`rules.decision.${value}Note`),
        }))}
        onChange={(value) => setWay(value === 'poll' ? value : 'elsewhere')}
      />
      <Show
        when={way() === 'poll'}
        fallback={
          <>
            <TextField
              label={t('rules.instance')}
              note={t('rules.instanceNote')}
              value={instance()}
              onInput={setInstance}
              required
              maxLength={300}
              error={needed(instance(), 'rules.instanceNeeded')}
            />
            <div class="form-pair">
              <Field label={t('rules.date')}>
                {(ids) => (
                  <input
                    {...ids()}
                    class="input"
                    type="date"
                    value={date()}
                    onInput={(event) => setDate(event.currentTarget.value)}
                  />
                )}
              </Field>
              <TextField
                label={t('rules.reference')}
                note={t('rules.referenceNote')}
                optional
                value={reference()}
                onInput={setReference}
                maxLength={300}
              />
            </div>
          </>
        }
      >
        <PollChoice value={pollId()} onChange={setPollId} error={needed(pollId(), 'rules.pollNeeded')} />
      </Show>
    </fieldset>
  )
}

/** The polls of the plan that decided something, the last first. */
function PollChoice(props: {
  readonly value: string
  readonly error: string | null
  readonly onChange: (value: string) => void
}) {
  const { planId } = useWorkspace()
  const params = () => ({ params: { planId: planId() } })
  const polls = live('polls', () => (planId() ? call(doors.polls, params()) : null))
  const votes = live('polls', () => (planId() ? call(doors.votes, params()) : null))
  const decided = () =>
    [
      ...(polls() ?? []).filter(({ outcome }) => outcome !== null && isConsensus(outcome)),
      ...(votes() ?? []).filter(({ outcome }) => outcome !== null && decides.includes(outcome)),
    ].toSorted((a, b) => ((a.closedAt ?? '') < (b.closedAt ?? '') ? 1 : -1))
  return (
    <SelectField
      label={t('rules.poll')}
      value={props.value}
      options={[
        { value: '', label: t(decided().length > 0 ? 'meeting.seat.choose' : 'rules.noPoll') },
        ...decided().map(({ id, question, closedAt }) => ({
          value: id,
          label: `${pick(question)} (${dayAndHour(closedAt ?? '')})`,
        })),
      ]}
      onChange={props.onChange}
      error={props.error}
    />
  )
}
