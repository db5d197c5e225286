// The partners by college, and the rule by which they decide. Route …/organisations.
import { createSignal, For, Show } from 'solid-js'
import { type College, colleges, sectors, tiers } from '../../shared/territory.ts'
import type { OrganizationView } from '../../shared/views.ts'
import { call, doors } from '../api.ts'
import { pick, t } from '../i18n.ts'
import { createActing } from '../parts/acting.ts'
import { announce } from '../parts/announce.tsx'
import { Button } from '../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../parts/Dialog.tsx'
import { RowMenu } from '../parts/Menu.tsx'
import { Place } from '../parts/Place.tsx'
import { useWorkspace } from '../parts/workspace.ts'
import { byName, capital } from './options.ts'
import { OrganizationForm } from './organizations/OrganizationForm.tsx'
import { RuleForm } from './organizations/RuleForm.tsx'
import { RuleSummary } from './organizations/RuleSummary.tsx'

type Doing =
  | { readonly act: 'add' | 'rule' }
  | { readonly act: 'change' | 'remove'; readonly organization: OrganizationView }

export function OrganizationsPage() {
  const { workspace, may, path } = useWorkspace()
  const [doing, setDoing] = createSignal<Doing | null>(null)
  const done = () => setDoing(null)
  const is = (act: Doing['act']) => doing()?.act === act
  const organization = () => {
    const now = doing()
    return now && 'organization' in now ? now.organization : null
  }
  return (
    <Place
      title={t('shell.organizations.title')}
      text={t('shell.organizations.text')}
      marginTitle={t('shell.rule.short')}
      margin={
        <div class="stack">
          <RuleSummary onChange={() => setDoing({ act: 'rule' })} />
          <ul class="plain-list">
            <li>
              <a href={path('regles')}>{t('rules.title')}</a>
            </li>
            <li>
              <a href={path('mandats')}>{t('mandate.title')}</a>
            </li>
          </ul>
        </div>
      }
      aside={
        <Show when={may('workspace.change')}>
          <div>
            <Button look="main" onClick={() => setDoing({ act: 'add' })}>
              {t('shell.organizations.add')}
            </Button>
          </div>
        </Show>
      }
    >
      <Show
        when={workspace().organizations.length > 0}
        fallback={<p class="empty">{t('shell.organizations.empty')}</p>}
      >
        <div class="stack sections">
          <For each={Object.keys(colleges) as College[]}>
            {(college) => (
              <CollegeTable
                college={college}
                onChange={(organization) => setDoing({ act: 'change', organization })}
                onRemove={(organization) => setDoing({ act: 'remove', organization })}
              />
            )}
          </For>
        </div>
      </Show>
      <Dialog open={is('add')} onClose={done} title={t('shell.organizations.add')}>
        <OrganizationForm organization={null} onDone={done} />
      </Dialog>
      <Dialog open={is('change')} onClose={done} title={t('shell.organizations.change')}>
        <OrganizationForm organization={organization()} onDone={done} />
      </Dialog>
      <Dialog
        open={is('rule')}
        onClose={done}
        title={t('shell.rule.change')}
        text={t('shell.rule.changeText')}
        wide
      >
        <RuleForm onDone={done} />
      </Dialog>
      <RemoveOrganization organization={is('remove') ? organization() : null} onDone={done} />
    </Place>
  )
}

function CollegeTable(props: {
  readonly college: College
  readonly onChange: (organization: OrganizationView) => void
  readonly onRemove: (organization: OrganizationView) => void
}) {
  const { workspace, may } = useWorkspace()
  const rows = () => byName(workspace().organizations.filter((each) => each.college === props.college))
  const voices = () => rows().filter((each) => each.voting).length
  return (
    <Show when={rows().length > 0}>
      <section class="stack" aria-labelledby={`college-${props.college}`}>
        <div class="section-head">
          <h2 id={`college-${props.college}`}>{pick(colleges[props.college])}</h2>
          <p class="quiet figures">
            {t(rows().length === 1 ? 'shell.organizations.one' : 'shell.organizations.count', {
              count: rows().length,
            })}
            {' · '}
            {t(voices() === 1 ? 'shell.organizations.voice' : 'shell.organizations.voices', {
              count: voices(),
            })}
          </p>
        </div>
        <table class="table folds organizations-table">
          <thead>
            <tr>
              <th scope="col">{t('shell.organizations.name')}</th>
              <th scope="col">{t('shell.organizations.tier')}</th>
              <th scope="col">{t('shell.organizations.sector')}</th>
              <th scope="col">{t('shell.organizations.voting')}</th>
              <Show when={may('workspace.change')}>
                <td class="is-acts" />
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={rows()}>
              {(organization) => (
                <tr>
                  <th scope="row">{organization.name}</th>
                  <td>{capital(pick(tiers[organization.tier]))}</td>
                  <td>{pick(sectors[organization.sector])}</td>
                  <td>
                    <Show
                      when={organization.voting}
                      fallback={<span class="quiet">{t('shell.organizations.noVoice')}</span>}
                    >
                      {t('shell.organizations.hasVoice')}
                    </Show>
                  </td>
                  <Show when={may('workspace.change')}>
                    <td class="is-acts">
                      <RowMenu
                        label={t('shell.people.acts', { name: organization.name })}
                        acts={[
                          { label: t('shell.change'), act: () => props.onChange(organization) },
                          { label: t('shell.remove'), danger: true, act: () => props.onRemove(organization) },
                        ]}
                      />
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </section>
    </Show>
  )
}

function RemoveOrganization(props: {
  readonly organization: OrganizationView | null
  readonly onDone: () => void
}) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const remove = async ({ id, name }: OrganizationView) => {
    const done = await acting.run(async () => {
      await call(doors.removeOrganization, { params: { workspaceId: workspace().id, organizationId: id } })
      await refetchWorkspace()
    })
    if (!done) return
    announce(t('shell.removed', { name }))
    props.onDone()
  }
  return (
    <ConfirmDialog
      open={props.organization !== null}
      title={t('shell.removeTitle', { name: props.organization?.name ?? '' })}
      text={t('shell.organizations.removeText')}
      act={t('shell.remove')}
      danger
      acting={acting}
      onConfirm={() => props.organization && void remove(props.organization)}
      onClose={() => {
        acting.clear()
        props.onDone()
      }}
    />
  )
}
