// A new workspace: its name and its kind; the rest is added inside. Route /demarches/nouvelle.
import { Navigate, useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import type { WorkspaceKind } from '../../shared/territory.ts'
import { call, doors } from '../api.ts'
import { PlainPage } from '../frame/PlainLayout.tsx'
import { t } from '../i18n.ts'
import { me, refreshMe } from '../me.ts'
import { createActing } from '../parts/acting.ts'
import { Button, ButtonLink } from '../parts/Button.tsx'
import { ChoiceField } from '../parts/ChoiceField.tsx'
import { TextField } from '../parts/Field.tsx'
import { RefusalBanner } from '../parts/Notice.tsx'
import { kindOptions } from './options.ts'

/** Whoever has no name yet says it first, at home. */
export function NewWorkspacePage() {
  return (
    <Show when={me()?.name} fallback={<Navigate href="/" />}>
      <NewWorkspaceForm />
    </Show>
  )
}

function NewWorkspaceForm() {
  const navigate = useNavigate()
  const acting = createActing()
  const [name, setName] = createSignal('')
  const [kind, setKind] = createSignal<WorkspaceKind>('regional')
  const [tried, setTried] = createSignal(false)
  const create = async () => {
    setTried(true)
    if (!name().trim()) return
    await acting.run(async () => {
      const { id } = await call(doors.createWorkspace, { body: { name: name(), kind: kind() } })
      await refreshMe()
      navigate(`/demarches/${id}`)
    })
  }
  return (
    <PlainPage title={t('shell.new.title')} text={t('shell.new.text')} narrow>
      <form
        class="form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault()
          void create()
        }}
      >
        <RefusalBanner refusal={acting.refusal()} />
        <TextField
          label={t('shell.new.name')}
          note={t('shell.new.nameNote')}
          value={name()}
          onInput={setName}
          required
          maxLength={200}
          error={tried() && !name().trim() ? t('shell.new.nameNeeded') : null}
        />
        <ChoiceField
          legend={t('shell.new.kind')}
          value={kind()}
          options={kindOptions().map((option) => ({ ...option, note: t(`shell.kind.${option.value}`) }))}
          onChange={(value) => setKind(value as WorkspaceKind)}
        />
        <div class="form-acts">
          <Button look="main" type="submit" busy={acting.busy()}>
            {t('shell.new.act')}
          </Button>
          <ButtonLink look="plain" href="/?toutes">
            {t('shell.cancel')}
          </ButtonLink>
        </div>
      </form>
    </PlainPage>
  )
}
