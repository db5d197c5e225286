// Role, organisation and function of a person in a workspace: the fields, and the form that changes them.
// Called by the page of people and by the invitation.
import { createSignal } from 'solid-js'
import { type Role, roles } from '../../../shared/roles.ts'
import type { PersonView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { SelectField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { organizationOptions, roleOptions } from '../options.ts'

export interface Membership {
  readonly role: Role
  readonly organizationId: string | null
  readonly title: string
}

/** A delegate carries the voice of an organisation: without one the server refuses. */
export function membershipFault(membership: Membership): string | null {
  return membership.role === 'delegate' && membership.organizationId === null
    ? t('shell.people.organizationNeeded')
    : null
}

export function MembershipFields(props: {
  readonly value: Membership
  readonly onChange: (value: Membership) => void
  readonly tried: boolean
}) {
  const { workspace } = useWorkspace()
  return (
    <>
      <SelectField
        label={t('shell.people.role')}
        note={pick(roles[props.value.role].summary)}
        value={props.value.role}
        options={roleOptions()}
        onChange={(role) => props.onChange({ ...props.value, role: role as Role })}
      />
      <div class="form-pair">
        <SelectField
          label={t('shell.people.organization')}
          value={props.value.organizationId ?? ''}
          options={organizationOptions(workspace().organizations)}
          onChange={(id) => props.onChange({ ...props.value, organizationId: id || null })}
          error={props.tried ? membershipFault(props.value) : null}
        />
        <TextField
          label={t('shell.people.function')}
          optional
          value={props.value.title}
          onInput={(title) => props.onChange({ ...props.value, title })}
          maxLength={200}
        />
      </div>
    </>
  )
}

export function MembershipForm(props: { readonly person: PersonView; readonly onDone: () => void }) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const [tried, setTried] = createSignal(false)
  const [membership, setMembership] = createSignal<Membership>({
    role: props.person.role,
    organizationId: props.person.organizationId,
    title: props.person.title,
  })
  const save = async () => {
    setTried(true)
    if (membershipFault(membership())) return
    const done = await acting.run(async () => {
      await call(doors.changePerson, {
        params: { workspaceId: workspace().id, userId: props.person.userId },
        body: membership(),
      })
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
      <MembershipFields value={membership()} onChange={setMembership} tried={tried()} />
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {t('shell.save')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}
