// The territory of the workspace, as a tree: add, change, move, remove. Route …/territoires.
import { createSignal, For, Show } from 'solid-js'
import { type TerritoryType, territoryTypes, treeOrder, wouldLoop } from '../../shared/territory.ts'
import type { WorkspaceView } from '../../shared/views.ts'
import { call, doors } from '../api.ts'
import { pick, t } from '../i18n.ts'
import { createActing } from '../parts/acting.ts'
import { announce } from '../parts/announce.tsx'
import { Button } from '../parts/Button.tsx'
import { ConfirmDialog, Dialog } from '../parts/Dialog.tsx'
import { SelectField, TextField } from '../parts/Field.tsx'
import { RowMenu } from '../parts/Menu.tsx'
import { RefusalBanner } from '../parts/Notice.tsx'
import { Place } from '../parts/Place.tsx'
import { useWorkspace } from '../parts/workspace.ts'
import { territoryTypeOptions } from './options.ts'

type Territory = WorkspaceView['territories'][number]

type Doing =
  | { readonly act: 'add'; readonly under: string | null }
  | { readonly act: 'change' | 'remove'; readonly territory: Territory }

export function TerritoriesPage() {
  const { workspace, may } = useWorkspace()
  const [doing, setDoing] = createSignal<Doing | null>(null)
  const done = () => setDoing(null)
  const territory = () => {
    const now = doing()
    return now && 'territory' in now ? now.territory : null
  }
  const under = () => {
    const now = doing()
    return now?.act === 'add' ? now.under : null
  }
  return (
    <Place
      title={t('shell.territories.title')}
      text={t('shell.territories.text')}
      aside={
        <Show when={may('workspace.change')}>
          <div>
            <Button look="main" onClick={() => setDoing({ act: 'add', under: null })}>
              {t('shell.territories.add')}
            </Button>
          </div>
        </Show>
      }
    >
      <Show
        when={workspace().territories.length > 0}
        fallback={<p class="empty">{t('shell.territories.empty')}</p>}
      >
        <ul class="tree">
          <For each={treeOrder(workspace().territories)}>
            {({ node, depth }) => (
              <li style={{ '--depth': depth }}>
                <span class="tree-name">
                  <span class="visually-hidden">{t('shell.territories.level', { level: depth + 1 })}</span>
                  {node.name}
                </span>
                <span class="quiet small">{pick(territoryTypes[node.type])}</span>
                <Show when={may('workspace.change')}>
                  <RowMenu
                    label={t('shell.people.acts', { name: node.name })}
                    acts={[
                      {
                        label: t('shell.territories.addUnder'),
                        act: () => setDoing({ act: 'add', under: node.id }),
                      },
                      {
                        label: t('shell.territories.change'),
                        act: () => setDoing({ act: 'change', territory: node }),
                      },
                      {
                        label: t('shell.remove'),
                        danger: true,
                        act: () => setDoing({ act: 'remove', territory: node }),
                      },
                    ]}
                  />
                </Show>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <Dialog open={doing()?.act === 'add'} onClose={done} title={t('shell.territories.add')}>
        <TerritoryForm territory={null} under={under()} onDone={done} />
      </Dialog>
      <Dialog open={doing()?.act === 'change'} onClose={done} title={t('shell.territories.changeTitle')}>
        <TerritoryForm territory={territory()} under={null} onDone={done} />
      </Dialog>
      <RemoveTerritory territory={doing()?.act === 'remove' ? territory() : null} onDone={done} />
    </Place>
  )
}

function TerritoryForm(props: {
  readonly territory: Territory | null
  readonly under: string | null
  readonly onDone: () => void
}) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const first = props.territory
  const [name, setName] = createSignal(first?.name ?? '')
  const [type, setType] = createSignal<TerritoryType>(first?.type ?? (props.under ? 'mrc' : 'region'))
  const [parentId, setParentId] = createSignal<string | null>(first ? first.parentId : props.under)
  const [tried, setTried] = createSignal(false)
  const save = async () => {
    setTried(true)
    if (!name().trim()) return
    const body = { name: name(), type: type(), parentId: parentId() }
    const workspaceId = workspace().id
    const done = await acting.run(async () => {
      if (first) await call(doors.changeTerritory, { params: { workspaceId, territoryId: first.id }, body })
      else await call(doors.addTerritory, { params: { workspaceId }, body })
      await refetchWorkspace()
    })
    if (!done) return
    announce(t('shell.saved'))
    props.onDone()
  }
  // A territory cannot go under itself nor under what it contains.
  const parents = () => [
    { value: '', label: t('shell.territories.top') },
    ...treeOrder(workspace().territories)
      .filter(({ node }) => !first || !wouldLoop(workspace().territories, first.id, node.id))
      .map(({ node, depth }) => ({ value: node.id, label: `${'\u2003'.repeat(depth)}${node.name}` })),
  ]
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
        label={t('shell.territories.name')}
        value={name()}
        onInput={setName}
        required
        maxLength={200}
        error={tried() && !name().trim() ? t('shell.territories.nameNeeded') : null}
      />
      <div class="form-pair">
        <SelectField
          label={t('shell.territories.type')}
          value={type()}
          options={territoryTypeOptions()}
          onChange={(value) => setType(value as TerritoryType)}
        />
        <SelectField
          label={t('shell.territories.parent')}
          value={parentId() ?? ''}
          options={parents()}
          onChange={(value) => setParentId(value || null)}
        />
      </div>
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {first ? t('shell.save') : t('shell.territories.addAct')}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

function RemoveTerritory(props: { readonly territory: Territory | null; readonly onDone: () => void }) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const remove = async ({ id, name }: Territory) => {
    const done = await acting.run(async () => {
      await call(doors.removeTerritory, { params: { workspaceId: workspace().id, territoryId: id } })
      await refetchWorkspace()
    })
    if (!done) return
    announce(t('shell.removed', { name }))
    props.onDone()
  }
  return (
    <ConfirmDialog
      open={props.territory !== null}
      title={t('shell.removeTitle', { name: props.territory?.name ?? '' })}
      text={t('shell.territories.removeText')}
      act={t('shell.remove')}
      danger
      acting={acting}
      onConfirm={() => props.territory && void remove(props.territory)}
      onClose={() => {
        acting.clear()
        props.onDone()
      }}
    />
  )
}
