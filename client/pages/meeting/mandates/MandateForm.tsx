// A new mandate: organisation, person, capacity and rank, first and last day. Called by MandatesPage.
import { createSignal, Show } from 'solid-js'
import { type MandateRole, mandateRoles, regionDay } from '../../../../shared/meeting/mandate.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { Field, SelectField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { byName } from '../../options.ts'

const roleKeys = Object.keys(mandateRoles) as MandateRole[]

export function MandateForm(props: {
  readonly organizationId: string
  readonly onDone: () => void
  readonly refetch: () => Promise<void>
}) {
  const { workspace } = useWorkspace()
  const acting = createActing()
  const [organizationId, setOrganization] = createSignal(props.organizationId)
  const [userId, setUser] = createSignal('')
  const [role, setRole] = createSignal<MandateRole>('delegate')
  const [rank, setRank] = createSignal('1')
  const [from, setFrom] = createSignal(regionDay(new Date()))
  const [to, setTo] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const needed = (value: string) => (tried() && value === '' ? t('mandate.needed') : null)
  const save = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    if (organizationId() === '' || userId() === '' || from() === '') return
    const done = await acting.run(async () => {
      await call(doors.addMandate, {
        params: { workspaceId: workspace().id },
        body: {
          organizationId: organizationId(),
          userId: userId(),
          role: role(),
          from: from(),
          to: to() || null,
          ...(role() === 'alternate' && { rank: Number(rank()) }),
        },
      })
      await props.refetch()
    })
    if (!done) return
    announce(t('shell.saved'))
    props.onDone()
  }
  return (
    <form class="form" novalidate onSubmit={(event) => void save(event)}>
      <RefusalBanner refusal={acting.refusal()} />
      <SelectField
        label={t('meeting.seats.organization')}
        value={organizationId()}
        options={[
          { value: '', label: t('meeting.seat.choose') },
          ...byName(workspace().organizations).map(({ id, name }) => ({ value: id, label: name })),
        ]}
        onChange={setOrganization}
        error={needed(organizationId())}
      />
      <SelectField
        label={t('shell.people.person')}
        note={t('mandate.personNote')}
        value={userId()}
        options={[
          { value: '', label: t('meeting.seat.choose') },
          ...byName(workspace().people).map((person) => ({ value: person.userId, label: person.name })),
        ]}
        onChange={setUser}
        error={needed(userId())}
      />
      <div class="form-pair">
        <SelectField
          label={t('mandate.role')}
          value={role()}
          options={roleKeys.map((value) => ({ value, label: pick(mandateRoles[value]) }))}
          onChange={(value) => setRole(roleKeys.find((one) => one === value) ?? 'delegate')}
        />
        <Show when={role() === 'alternate'}>
          <SelectField
            label={t('mandate.rank')}
            value={rank()}
            options={Array.from({ length: 20 }, (_, at) => ({
              value: String(at + 1),
              label: String(at + 1),
            }))}
            onChange={setRank}
          />
        </Show>
      </div>
      <p class="field-note">{t(`mandate.role.${role()}`)}</p>
      <div class="form-pair">
        <Field label={t('mandate.from')} error={needed(from())}>
          {(ids) => (
            <input
              {...ids()}
              class="input"
              type="date"
              value={from()}
              onInput={(event) => setFrom(event.currentTarget.value)}
            />
          )}
        </Field>
        <Field label={t('mandate.to')} note={t('mandate.toNote')} optional>
          {(ids) => (
            <input
              {...ids()}
              class="input"
              type="date"
              value={to()}
              onInput={(event) => setTo(event.currentTarget.value)}
            />
          )}
        </Field>
      </div>
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {t('mandate.add')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
