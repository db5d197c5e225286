// Inviting someone, inviting again, and what came of it: mailed, or a link to hand over. Called by the page of people.
import { createSignal, Show } from 'solid-js'
import { type Lang, langs } from '../../../shared/basics.ts'
import type { InvitationView, PersonView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { lang, t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { SelectField, TextField } from '../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { CopyField } from './CopyField.tsx'
import { type Membership, MembershipFields, membershipFault } from './MembershipForm.tsx'

export interface Outcome {
  readonly name: string
  readonly invitation: InvitationView
}

interface FormProps {
  readonly onOutcome: (outcome: Outcome) => void
  readonly onCancel: () => void
}

const langNames: Record<Lang, string> = { fr: 'Français', en: 'English' }

export function InviteForm(props: FormProps) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const [name, setName] = createSignal('')
  const [email, setEmail] = createSignal('')
  const [theirLang, setTheirLang] = createSignal<Lang>(lang())
  const [membership, setMembership] = createSignal<Membership>({
    role: 'contributor',
    organizationId: null,
    title: '',
  })
  const [tried, setTried] = createSignal(false)
  const invite = async () => {
    setTried(true)
    if (!name().trim() || !email().includes('@') || membershipFault(membership())) return
    await acting.run(async () => {
      const invitation = await call(doors.invite, {
        params: { workspaceId: workspace().id },
        body: { name: name(), email: email(), lang: theirLang(), ...membership() },
      })
      await refetchWorkspace()
      announce(t(invitation.mailed ? 'shell.people.mailed' : 'shell.people.notMailed', { name: name() }))
      props.onOutcome({ name: name(), invitation })
    })
  }
  return (
    <form
      class="form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void invite()
      }}
    >
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-pair">
        <TextField
          label={t('shell.people.name')}
          value={name()}
          onInput={setName}
          required
          maxLength={200}
          error={tried() && !name().trim() ? t('shell.people.nameNeeded') : null}
        />
        <TextField
          label={t('shell.email')}
          type="email"
          value={email()}
          onInput={setEmail}
          required
          maxLength={254}
          error={tried() && !email().includes('@') ? t('shell.emailNeeded') : null}
        />
      </div>
      <MembershipFields value={membership()} onChange={setMembership} tried={tried()} />
      <SelectField
        label={t('shell.people.lang')}
        value={theirLang()}
        options={langs.map((value) => ({ value, label: langNames[value] }))}
        onChange={(value) => setTheirLang(value as Lang)}
      />
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {t('shell.people.inviteAct')}
        </Button>
        <Button look="plain" onClick={props.onCancel}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

export function InviteAgain(props: FormProps & { readonly person: PersonView }) {
  const { workspace } = useWorkspace()
  const acting = createActing()
  const invite = () =>
    acting.run(async () => {
      const invitation = await call(doors.inviteAgain, {
        params: { workspaceId: workspace().id, userId: props.person.userId },
      })
      props.onOutcome({ name: props.person.name, invitation })
    })
  return (
    <>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button look="main" busy={acting.busy()} onClick={() => void invite()}>
          {t('shell.people.inviteAct')}
        </Button>
        <Button look="plain" onClick={props.onCancel}>
          {t('shell.cancel')}
        </Button>
      </div>
    </>
  )
}

export function InvitationOutcome(props: { readonly outcome: Outcome; readonly onDone: () => void }) {
  return (
    <div class="stack">
      <Show
        when={props.outcome.invitation.link}
        fallback={
          <Notice
            look="good"
            title={t(props.outcome.invitation.mailed ? 'shell.people.mailed' : 'shell.people.added', {
              name: props.outcome.name,
            })}
          />
        }
      >
        {(link) => (
          <>
            <Notice look="warning" title={t('shell.people.notMailed', { name: props.outcome.name })}>
              <p>{t('shell.people.notMailedText')}</p>
            </Notice>
            <CopyField label={t('shell.people.link')} value={link()} />
          </>
        )}
      </Show>
      <div>
        <Button onClick={props.onDone}>{t('shell.close')}</Button>
      </div>
    </div>
  )
}
