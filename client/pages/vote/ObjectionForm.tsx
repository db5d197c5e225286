// Raising an objection beside a poll: how far it goes, the argument, the change that would lift it. What is written stays on screen when it
// is refused. Called by the poll's page for a seat.
import { createSignal } from 'solid-js'
import { isWordless } from '../../../shared/basics.ts'
import type { ObjectionLevel } from '../../../shared/poll/admission.ts'
import { objectionLevels } from '../../../shared/poll/objection.ts'
import { pick, t } from '../../i18n.ts'
import type { Acting } from '../../parts/acting.ts'
import { Button } from '../../parts/Button.tsx'
import { ChoiceField } from '../../parts/ChoiceField.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'

export interface ObjectionOffer {
  readonly level: ObjectionLevel
  readonly argument: string
  readonly proposedChange?: string
  /** The same objection sent again is the same one. */
  readonly clientKey: string
}

const lengthMax = 4_000
const levels = Object.keys(objectionLevels) as ObjectionLevel[]

export function ObjectionForm(props: {
  readonly seatName: string
  readonly acting: Acting
  /** True once it is received: the form empties. */
  readonly onRaise: (offer: ObjectionOffer) => Promise<boolean>
  readonly onCancel: () => void
}) {
  const [level, setLevel] = createSignal<ObjectionLevel>('concern')
  const [argument, setArgument] = createSignal('')
  const [change, setChange] = createSignal('')
  const [key, setKey] = createSignal(crypto.randomUUID())
  const [asked, setAsked] = createSignal(false)
  const missing = () => asked() && isWordless(argument())
  // Another content is another objection: its retry must not be taken for the first one's.
  const renew = () => setKey(crypto.randomUUID())
  const raise = async (event: Event) => {
    event.preventDefault()
    setAsked(true)
    if (isWordless(argument())) return
    const offer = {
      level: level(),
      argument: argument().trim(),
      ...(change().trim() && { proposedChange: change().trim() }),
      clientKey: key(),
    }
    if (!(await props.onRaise(offer))) return
    setAsked(false)
    setArgument('')
    setChange('')
    renew()
  }
  return (
    <form class="form objection-form" onSubmit={(event) => void raise(event)} novalidate>
      <h3>{t('objection.raiseFor', { organization: props.seatName })}</h3>
      <RefusalBanner refusal={props.acting.refusal()} />
      <ChoiceField
        legend={t('objection.level')}
        value={level()}
        options={levels.map((value) => ({
          value,
          label: pick(objectionLevels[value]),
          note: t(`objection.level.${value}`),
        }))}
        onChange={(value) => {
          setLevel(levels.find((known) => known === value) ?? 'concern')
          renew()
        }}
      />
      <TextField
        label={t(level() === 'block' ? 'objection.argumentBlock' : 'objection.argument')}
        note={t('objection.argumentNote')}
        required
        rows={4}
        maxLength={lengthMax}
        value={argument()}
        error={missing() ? t('objection.argumentMissing') : null}
        onInput={(words) => {
          setArgument(words)
          renew()
        }}
      />
      <TextField
        label={t('objection.change')}
        note={t('objection.changeNote')}
        optional
        rows={3}
        maxLength={lengthMax}
        value={change()}
        onInput={(words) => {
          setChange(words)
          renew()
        }}
      />
      <div class="form-acts">
        <Button type="submit" look="main" busy={props.acting.busy()}>
          {t('objection.raise', { organization: props.seatName })}
        </Button>
        <Button look="plain" onClick={props.onCancel}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
