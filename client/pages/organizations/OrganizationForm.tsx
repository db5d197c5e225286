// Adds or changes an organisation: name, college, tier, sector, voice. Called by the page of organisations.
import { createSignal } from 'solid-js'
import type { College, Sector, Tier } from '../../../shared/territory.ts'
import type { OrganizationView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { CheckField, SelectField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { collegeOptions, sectorOptions, tierOptions } from '../options.ts'

export function OrganizationForm(props: {
  readonly organization: OrganizationView | null
  readonly onDone: () => void
}) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const first = props.organization
  const [name, setName] = createSignal(first?.name ?? '')
  const [college, setCollege] = createSignal<College>(first?.college ?? 'community')
  const [tier, setTier] = createSignal<Tier>(first?.tier ?? 'local')
  const [sector, setSector] = createSignal<Sector>(first?.sector ?? 'social')
  const [voting, setVoting] = createSignal(first?.voting ?? true)
  const [tried, setTried] = createSignal(false)
  const save = async () => {
    setTried(true)
    if (!name().trim()) return
    const body = { name: name(), college: college(), tier: tier(), sector: sector(), voting: voting() }
    const workspaceId = workspace().id
    const done = await acting.run(async () => {
      if (first)
        await call(doors.changeOrganization, { params: { workspaceId, organizationId: first.id }, body })
      else await call(doors.addOrganization, { params: { workspaceId }, body })
      await refetchWorkspace()
    })
    if (!done) return
    announce(t('shell.saved'))
    props.onDone()
  }
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <TextField
        label={t('shell.organizations.name')}
        value={name()}
        onInput={setName}
        required
        maxLength={200}
        error={tried() && !name().trim() ? t('shell.organizations.nameNeeded') : null}
      />
      <div class="form-pair">
        <SelectField
          label={t('shell.organizations.college')}
          value={college()}
          options={collegeOptions()}
          onChange={(value) => setCollege(value as College)}
        />
        <SelectField
          label={t('shell.organizations.tier')}
          value={tier()}
          options={tierOptions()}
          onChange={(value) => setTier(value as Tier)}
        />
      </div>
      <SelectField
        label={t('shell.organizations.sector')}
        value={sector()}
        options={sectorOptions()}
        onChange={(value) => setSector(value as Sector)}
      />
      <CheckField
        label={t('shell.organizations.votes')}
        note={t('shell.organizations.votesNote')}
        checked={voting()}
        onChange={setVoting}
      />
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {first ? t('shell.save') : t('shell.organizations.addAct')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
