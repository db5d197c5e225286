// A seat that comes after the opening of an additive poll joins it, by whoever conducts: one that decides enters the register, one that is
// consulted is asked for advice. Each is logged. Called by VoteConduct.
import { createMemo, createSignal, Show } from 'solid-js'
import { votingRights } from '../../../../shared/meeting/mandate.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { SelectField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { byName } from '../../options.ts'
import type { VoteDesk } from './vote-desk.ts'

export function LateSeats(props: { readonly desk: VoteDesk }) {
  const { workspace } = useWorkspace()
  const acting = createActing()
  const [open, setOpen] = createSignal(false)
  const [chosen, setChosen] = createSignal('')
  const late = createMemo(() => {
    const { register, consultative, setting } = props.desk.view()
    const inside = new Set([...register, ...(consultative?.seats ?? [])].map(({ seatId }) => seatId))
    return byName(workspace().organizations).filter(
      ({ id, votingRight }) =>
        !inside.has(id) &&
        (votingRight === 'deliberative' || (votingRight === 'consultative' && setting.secrecy !== 'secret')),
    )
  })
  const add = async () => {
    const seat = late().find(({ id }) => id === chosen())
    if (!seat) return
    const done = await acting.run(async () => {
      const params = { pollId: props.desk.view().id }
      await call(doors.changeRegister, { params, body: { kind: 'joined', seatId: seat.id } })
      announceTopic('polls')
    })
    if (!done) return
    announce(t('late.joined', { organization: seat.name }))
    setChosen('')
    setOpen(false)
  }
  return (
    <Show when={props.desk.view().setting.electorate === 'additive' && late().length > 0}>
      <Show when={open()} fallback={<Button onClick={() => setOpen(true)}>{t('late.open')}</Button>}>
        <div class="stack record-voice">
          <p class="field-note">{t('late.about')}</p>
          <RefusalBanner refusal={acting.refusal()} />
          <SelectField
            label={t('conduct.recordFor')}
            value={chosen()}
            options={[
              { value: '', label: t('conduct.recordChoose') },
              ...late().map(({ id, name, votingRight }) => ({
                value: id,
                label: `${name} · ${pick(votingRights[votingRight])}`,
              })),
            ]}
            onChange={setChosen}
          />
          <div class="form-acts">
            <Button look="main" busy={acting.busy()} disabled={chosen() === ''} onClick={() => void add()}>
              {t('late.add')}
            </Button>
            <Button look="plain" onClick={() => setOpen(false)}>
              {t('shell.cancel')}
            </Button>
          </div>
        </div>
      </Show>
    </Show>
  )
}
