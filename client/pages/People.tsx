// The people of a workspace: who, for which organisation, in which role; invitations, changes, removals. Route …/personnes.
import { createSignal, For, Show } from 'solid-js'
import { type Role, roleKeys, roles } from '../../shared/roles.ts'
import type { PersonView } from '../../shared/views.ts'
import { call, doors } from '../api.ts'
import { pick, t } from '../i18n.ts'
import { createActing } from '../parts/acting.ts'
import { announce } from '../parts/announce.tsx'
import { Button, ButtonLink } from '../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../parts/Dialog.tsx'
import { TextField } from '../parts/Field.tsx'
import { RowMenu } from '../parts/Menu.tsx'
import { Place } from '../parts/Place.tsx'
import { useWorkspace } from '../parts/workspace.ts'
import { byName } from './options.ts'
import { InvitationOutcome, InviteAgain, InviteForm, type Outcome } from './people/Invite.tsx'
import { MembershipForm } from './people/MembershipForm.tsx'

type Doing =
  | { readonly act: 'invite' }
  | { readonly act: 'change' | 'remove' | 'inviteAgain'; readonly person: PersonView }

// From this many people on, finding one by reading is slow.
const searchFrom = 12

export function PeoplePage() {
  const { workspace, may, path } = useWorkspace()
  const [doing, setDoing] = createSignal<Doing | null>(null)
  const [outcome, setOutcome] = createSignal<Outcome | null>(null)
  const [search, setSearch] = createSignal('')
  const done = () => setDoing(null)
  const shown = () => {
    const wanted = plain(search())
    return byName(workspace().people).filter((person) =>
      plain(`${person.name} ${person.title} ${organizationName(person)} ${person.email}`).includes(wanted),
    )
  }
  const organizationName = (person: PersonView) =>
    workspace().organizations.find((organization) => organization.id === person.organizationId)?.name ?? ''
  return (
    <Place
      title={t('shell.people.title')}
      text={t('shell.people.text')}
      marginTitle={t('shell.people.roles')}
      margin={<Roles />}
      aside={
        <div class="row">
          <Show when={may('people.change')}>
            <Button
              look="main"
              onClick={() => {
                setOutcome(null)
                setDoing({ act: 'invite' })
              }}
            >
              {t('shell.people.invite')}
            </Button>
          </Show>
          <ButtonLink href={path('cles')}>{t('keys.link')}</ButtonLink>
        </div>
      }
    >
      <div class="stack">
        <Show when={workspace().people.length >= searchFrom}>
          <div class="people-search">
            <TextField label={t('shell.people.search')} value={search()} onInput={setSearch} />
          </div>
        </Show>
        <Show when={shown().length > 0} fallback={<p class="empty">{t('shell.people.noneFound')}</p>}>
          <table class="table folds people-table">
            <thead>
              <tr>
                <th scope="col">{t('shell.people.person')}</th>
                <th scope="col">{t('shell.people.organization')}</th>
                <th scope="col">{t('shell.people.role')}</th>
                <Show when={may('people.change')}>
                  <td class="is-acts" />
                </Show>
              </tr>
            </thead>
            <tbody>
              <For each={shown()}>
                {(person) => (
                  <tr>
                    <th scope="row">
                      {person.name}
                      <Show when={person.userId === workspace().me.userId}>
                        <span class="field-note"> {t('shell.people.you')}</span>
                      </Show>
                      <Show when={person.email}>
                        <span class="under">{person.email}</span>
                      </Show>
                    </th>
                    <td>
                      {organizationName(person)}
                      <Show when={person.title}>
                        <span class="under">{person.title}</span>
                      </Show>
                    </td>
                    <td>{pick(roles[person.role].label)}</td>
                    <Show when={may('people.change')}>
                      <td class="is-acts">
                        <RowMenu
                          label={t('shell.people.acts', { name: person.name })}
                          acts={[
                            {
                              label: t('shell.people.change'),
                              act: () => setDoing({ act: 'change', person }),
                            },
                            {
                              label: t('shell.people.inviteAgain'),
                              act: () => {
                                setOutcome(null)
                                setDoing({ act: 'inviteAgain', person })
                              },
                            },
                            {
                              label: t('shell.people.remove'),
                              danger: true,
                              act: () => setDoing({ act: 'remove', person }),
                            },
                          ]}
                        />
                      </td>
                    </Show>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </Show>
      </div>
      <PeopleDialogs doing={doing()} outcome={outcome()} onOutcome={setOutcome} onDone={done} />
    </Place>
  )
}

function PeopleDialogs(props: {
  readonly doing: Doing | null
  readonly outcome: Outcome | null
  readonly onOutcome: (outcome: Outcome) => void
  readonly onDone: () => void
}) {
  const person = () => (props.doing && 'person' in props.doing ? props.doing.person : null)
  const is = (act: Doing['act']) => props.doing?.act === act
  return (
    <>
      <Dialog
        open={is('invite')}
        onClose={props.onDone}
        title={t('shell.people.invite')}
        text={props.outcome ? undefined : t('shell.people.inviteText')}
        wide
      >
        <Show
          when={props.outcome}
          fallback={<InviteForm onOutcome={props.onOutcome} onCancel={props.onDone} />}
        >
          {(outcome) => <InvitationOutcome outcome={outcome()} onDone={props.onDone} />}
        </Show>
      </Dialog>
      <Dialog
        open={is('inviteAgain')}
        onClose={props.onDone}
        title={t('shell.people.inviteAgain')}
        text={props.outcome ? undefined : t('shell.people.inviteAgainText', { name: person()?.name ?? '' })}
      >
        <Show
          when={props.outcome}
          fallback={
            <Show when={person()}>
              {(who) => <InviteAgain person={who()} onOutcome={props.onOutcome} onCancel={props.onDone} />}
            </Show>
          }
        >
          {(outcome) => <InvitationOutcome outcome={outcome()} onDone={props.onDone} />}
        </Show>
      </Dialog>
      <Dialog open={is('change')} onClose={props.onDone} title={person()?.name ?? ''}>
        <Show when={person()} keyed>
          {(who) => <MembershipForm person={who} onDone={props.onDone} />}
        </Show>
      </Dialog>
      <RemovePerson person={is('remove') ? person() : null} onDone={props.onDone} />
    </>
  )
}

function RemovePerson(props: { readonly person: PersonView | null; readonly onDone: () => void }) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const remove = async (person: PersonView) => {
    const done = await acting.run(async () => {
      await call(doors.removePerson, { params: { workspaceId: workspace().id, userId: person.userId } })
      await refetchWorkspace()
    })
    if (!done) return
    announce(t('shell.people.removed', { name: person.name }))
    props.onDone()
  }
  return (
    <ConfirmDialog
      open={props.person !== null}
      title={t('shell.people.removeTitle', { name: props.person?.name ?? '' })}
      text={t('shell.people.removeText')}
      act={t('shell.people.remove')}
      danger
      acting={acting}
      onConfirm={() => props.person && void remove(props.person)}
      onClose={() => {
        acting.clear()
        props.onDone()
      }}
    />
  )
}

function Roles() {
  const { workspace } = useWorkspace()
  const count = (role: Role) => workspace().people.filter((person) => person.role === role).length
  return (
    <dl class="roles">
      <For each={roleKeys}>
        {(role) => (
          <>
            <dt>
              <span>{pick(roles[role].label)}</span>
              <span class="quiet figures">{count(role)}</span>
            </dt>
            <dd class="small quiet">{pick(roles[role].summary)}</dd>
          </>
        )}
      </For>
    </dl>
  )
}

/** For searching: without case or accents. */
function plain(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase('fr').trim()
}
