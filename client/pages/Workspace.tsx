// The overview of a workspace: what I can do now, where the plan stands, who is at the table. Route /demarches/:workspaceId.
import { createSignal, For, Show } from 'solid-js'
import { ruleText } from '../../shared/poll/consent.ts'
import { colleges, treeOrder, type WorkspaceKind } from '../../shared/territory.ts'
import type { PlanStateView } from '../../shared/views.ts'
import { call, doors } from '../api.ts'
import { pick, t } from '../i18n.ts'
import { live } from '../live.ts'
import { createActing } from '../parts/acting.ts'
import { Button } from '../parts/Button.tsx'
import { Dialog } from '../parts/Dialog.tsx'
import { DigestFrame } from '../parts/Digest.tsx'
import { SelectField, TextField } from '../parts/Field.tsx'
import { dayAndHour } from '../parts/format.ts'
import { Notice, RefusalBanner } from '../parts/Notice.tsx'
import { Place } from '../parts/Place.tsx'
import { StateMark } from '../parts/StateMark.tsx'
import { useWorkspace } from '../parts/workspace.ts'
import { capital, kindOptions } from './options.ts'
import { placeId } from './plan/places.ts'

export function WorkspacePage() {
  const { workspace, may, planState } = useWorkspace()
  const [changing, setChanging] = createSignal(false)
  return (
    <Place
      title={workspace().name}
      text={t('shell.overview.text', { kind: t(`shell.overview.kind.${workspace().kind}`) })}
      aside={
        <Show when={may('workspace.change')}>
          <div>
            <Button small onClick={() => setChanging(true)}>
              {t('shell.overview.change')}
            </Button>
          </div>
        </Show>
      }
      marginTitle={t('shell.overview.table')}
      margin={<AtTheTable />}
    >
      <div class="stack sections">
        <ToDo />
        <Show when={planState()}>{(state) => <WhereItStands state={state()} />}</Show>
        <RefusalBanner refusal={planState.error()} />
      </div>
      <ChangeWorkspace open={changing()} onClose={() => setChanging(false)} />
    </Place>
  )
}

/** What waits for me: a ballot, a signature, a passkey; for the facilitator of an empty workspace, the first acts. */
function ToDo() {
  const { workspace, planId, me, may, alliance, votes, path } = useWorkspace()
  const polls = live(['polls', 'plan'], () =>
    planId() ? call(doors.polls, { params: { planId: planId() } }) : null,
  )
  const acts = (): { text: string; act: string; href: string }[] => [
    ...(polls() ?? [])
      .filter((poll) => poll.awaitsMe)
      .map((poll) => ({
        text: t('shell.todo.vote', { subject: poll.subjectTitle, round: poll.round }),
        act: t('shell.todo.voteAct'),
        href: path(`scrutins/${poll.id}`),
      })),
    ...(votes() ?? [])
      .filter(({ awaitsMe }) => awaitsMe.length > 0)
      .map(({ id, question, round }) => ({
        text: t('shell.todo.vote', { subject: pick(question), round }),
        act: t('shell.todo.voteAct'),
        href: path(`scrutins/${id}/bulletin`),
      })),
    ...(alliance()?.myTurn
      ? [{ text: t('shell.todo.sign'), act: t('shell.todo.signAct'), href: path('alliance') }]
      : []),
    ...(may('poll.open') ? openPolls() : []),
    ...(me().passkeys.length === 0 ? passkey() : []),
    ...(may('people.change') ? setUp() : []),
  ]
  const openPolls = () =>
    (polls() ?? [])
      .filter((poll) => poll.closedAt === null && !poll.awaitsMe)
      .map(({ id, subjectTitle, round, received, registered }) => ({
        text: t('shell.todo.poll', { subject: subjectTitle, round, received, registered }),
        act: t('shell.todo.pollAct'),
        href: path(`scrutins/${id}`),
      }))
  const signs = () =>
    (alliance()?.parties ?? []).some((party) =>
      party.signatories.some((signatory) => signatory.userId === me().id && signatory.signedAt === null),
    )
  const passkey = () => {
    if (signs())
      return [{ text: t('shell.todo.passkeySign'), act: t('shell.todo.passkeySignAct'), href: '/compte' }]
    if (me().hasPassword) return []
    return [{ text: t('shell.todo.passkey'), act: t('shell.todo.passkeyAct'), href: '/compte' }]
  }
  const setUp = () => [
    ...(workspace().territories.length === 0
      ? [
          {
            text: t('shell.todo.territories'),
            act: t('shell.todo.territoriesAct'),
            href: path('territoires'),
          },
        ]
      : []),
    ...(workspace().organizations.length === 0
      ? [
          {
            text: t('shell.todo.organizations'),
            act: t('shell.todo.organizationsAct'),
            href: path('organisations'),
          },
        ]
      : []),
    ...(workspace().people.length < 2
      ? [{ text: t('shell.todo.people'), act: t('shell.todo.peopleAct'), href: path('personnes') }]
      : []),
  ]
  return (
    <Show when={acts().length > 0}>
      <section class="stack" aria-labelledby="todo">
        <h2 id="todo">{t('shell.todo.title')}</h2>
        <ul class="todo">
          <For each={acts()}>
            {(item) => (
              <li>
                <span>{item.text}</span>
                <a class="button" href={item.href}>
                  {item.act}
                </a>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  )
}

const reasonsShown = 8

function WhereItStands(props: { readonly state: PlanStateView }) {
  const { path } = useWorkspace()
  const [all, setAll] = createSignal(false)
  const reasons = () => (all() ? props.state.lockReasons : props.state.lockReasons.slice(0, reasonsShown))
  const hidden = () => props.state.lockReasons.length - reasons().length
  return (
    <section class="stack" aria-labelledby="stands">
      <h2 id="stands">{t('shell.stands.title')}</h2>
      <Show when={!props.state.version && props.state.amendment}>
        {(amendment) => (
          <p>
            <a href={path('versions')}>
              {t('amend.number', { number: amendment().number })} : {amendment().title}
            </a>
            . {t('amend.current', { number: amendment().number + 1 })}
          </p>
        )}
      </Show>
      <Show
        when={!props.state.version}
        fallback={
          <DigestFrame
            title={t('shell.stands.version', { number: props.state.version!.number })}
            aside={<StateMark state="locked" />}
            label={t('shell.stands.digest')}
            digest={props.state.version!.planDigest}
            foot={t('shell.stands.lockedBy', {
              when: dayAndHour(props.state.version!.lockedAt),
              who: props.state.version!.lockedByName,
            })}
          />
        }
      >
        <Show
          when={props.state.lockReasons.length > 0}
          fallback={
            <Notice look="good" title={t('shell.stands.ready')}>
              <p>
                <a href={path('verrou')}>{t('shell.stands.readyAct')}</a>
              </p>
            </Notice>
          }
        >
          <p>{t('shell.stands.left', { count: props.state.lockReasons.length })}</p>
          <ul class="reasons">
            <For each={reasons()}>
              {(reason) => (
                <li>
                  <a href={path(reasonPlace(reason.place))}>{pick(reason.text)}</a>
                </li>
              )}
            </For>
          </ul>
          <Show when={hidden() > 0}>
            <div>
              <Button small onClick={() => setAll(true)}>
                {t('shell.stands.more', { count: hidden() })}
              </Button>
            </div>
          </Show>
        </Show>
      </Show>
    </section>
  )
}

function reasonPlace(place: PlanStateView['lockReasons'][number]['place']): string {
  if (place.record) return 'cles'
  if (place.poll) return `scrutins/${place.poll}`
  if (!place.section) return 'scrutins'
  const { section, list, item, field } = place
  return `plan/${section}#${placeId({ section, ...(list && { list }), ...(item && { item }), ...(field && { field }) })}`
}

function AtTheTable() {
  const { workspace, path } = useWorkspace()
  const counts = () =>
    Object.entries(colleges)
      .map(([key, label]) => ({
        label: pick(label),
        count: workspace().organizations.filter((organization) => organization.college === key).length,
      }))
      .filter((entry) => entry.count > 0)
  return (
    <div class="stack">
      <dl class="facts">
        <dt>
          <a href={path('organisations')}>{t('shell.fil.organizations')}</a>
        </dt>
        <dd>
          {workspace().organizations.length}
          <Show when={counts().length > 0}>
            <ul class="facts-parts">
              <For each={counts()}>
                {(entry) => (
                  <li>
                    <span>{entry.label}</span> <span>{entry.count}</span>
                  </li>
                )}
              </For>
            </ul>
          </Show>
        </dd>
        <dt>
          <a href={path('personnes')}>{t('shell.fil.people')}</a>
        </dt>
        <dd>{workspace().people.length}</dd>
        <dt>
          <a href={path('territoires')}>{t('shell.fil.territories')}</a>
        </dt>
        <dd>
          <Show when={workspace().territories.length > 0} fallback={t('shell.none')}>
            {treeOrder(workspace().territories)
              .slice(0, 12)
              .map(({ node }) => node.name)
              .join(', ')}
            {workspace().territories.length > 12 ? '…' : ''}
          </Show>
        </dd>
      </dl>
      <div>
        <h3 class="margin-head">{t('shell.rule.title')}</h3>
        <p class="small">{pick(ruleText(workspace().rule))}</p>
      </div>
    </div>
  )
}

function ChangeWorkspace(props: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('shell.overview.change')}>
      <ChangeWorkspaceForm onDone={props.onClose} />
    </Dialog>
  )
}

function ChangeWorkspaceForm(props: { readonly onDone: () => void }) {
  const { workspace, refetchWorkspace } = useWorkspace()
  const acting = createActing()
  const [name, setName] = createSignal(workspace().name)
  const [kind, setKind] = createSignal<WorkspaceKind>(workspace().kind)
  const save = async () => {
    if (!name().trim()) return
    const done = await acting.run(async () => {
      await call(doors.changeWorkspace, {
        params: { workspaceId: workspace().id },
        body: { name: name(), kind: kind() },
      })
      await refetchWorkspace()
    })
    if (done) props.onDone()
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
        label={t('shell.new.name')}
        value={name()}
        onInput={setName}
        maxLength={200}
        required
        error={name().trim() ? null : t('shell.new.nameNeeded')}
      />
      <SelectField
        label={t('shell.new.kind')}
        value={kind()}
        options={kindOptions().map((option) => ({ ...option, label: capital(option.label) }))}
        onChange={(value) => setKind(value as WorkspaceKind)}
      />
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
