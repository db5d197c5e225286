// The plan at work, once its room is joined: makes what the parts share (desk.ts), and sets section, margin, lamp and presence on the
// page. Called by PlanPage with the room.
import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, Show } from 'solid-js'
import { type Problem, planProblems } from '../../../shared/plan/plan.ts'
import type { Section } from '../../../shared/plan/sections.ts'
import { pick, t } from '../../i18n.ts'
import { Place, placeAt, showPlace } from '../../parts/Place.tsx'
import { type InWorkspace, useWorkspace } from '../../parts/workspace.ts'
import type { LiveRoom } from '../../plan-room.ts'
import { followPlan } from '../../plan-store.ts'
import { Completeness } from './Completeness.tsx'
import { CommentsPanel } from './comments/CommentsPanel.tsx'
import { createComments } from './comments/comments.ts'
import { type Desk, DeskContext, wholePlan } from './desk.ts'
import { Lamp, People } from './Head.tsx'
import { Offered } from './Offered.tsx'
import { Standing } from './Priority.tsx'
import { type PlanPlace, placeId } from './places.ts'
import { followPresence } from './presence.ts'
import { RoomNotices } from './RoomNotices.tsx'
import { SectionView } from './SectionView.tsx'
import { UnsavedDialog } from './UnsavedDialog.tsx'
import { WholePlan } from './WholePlan.tsx'

type MarginKey = 'complete' | 'comments'

export function PlanDesk(props: { readonly room: LiveRoom; readonly section: Section | null }) {
  const workspace = useWorkspace()
  const [margin, setMargin] = createSignal<MarginKey>('complete')
  const { desk, people, lastPlace } = createDesk(props.room, workspace, () => {
    setMargin('comments')
    showPlace('margin')
  })
  const openThreads = () =>
    (desk.comments.threads() ?? []).filter(
      (thread) => thread.state === 'open' && (!props.section || thread.place.section === props.section.key),
    ).length
  return (
    <DeskContext.Provider value={desk}>
      <Place
        title={props.section ? pick(props.section.label) : t('plan.whole.title')}
        text={props.section ? pick(props.section.intro) : t('plan.whole.text')}
        aside={
          <div class="plan-aside">
            <People people={people()} />
            <Show when={!props.section}>
              <Standing standing={desk.standing(wholePlan)} />
            </Show>
            <Lamp state={props.room.state().lamp} />
          </div>
        }
        marginTitle={t('plan.margin')}
        margin={
          <>
            <MarginTabs
              at={margin()}
              onGo={setMargin}
              problems={desk.problems().length}
              threads={openThreads()}
            />
            <Show when={margin() === 'comments'} fallback={<Completeness />}>
              <CommentsPanel section={props.section?.key ?? null} />
            </Show>
          </>
        }
      >
        <RoomNotices room={props.room} />
        <Offered lastPlace={lastPlace()} />
        <Show when={props.section} fallback={<WholePlan />} keyed>
          {(section) => <SectionView section={section} />}
        </Show>
      </Place>
      <UnsavedDialog room={props.room} />
    </DeskContext.Provider>
  )
}

function createDesk(room: LiveRoom, workspace: InWorkspace, onShowMargin: () => void) {
  const navigate = useNavigate()
  const store = followPlan(room.doc, () => workspace.workspace().territories)
  const presence = followPresence(room.awareness, () => workspace.me().id)
  const address = (place: PlanPlace) => `${workspace.path(`plan/${place.section}`)}#${placeId(place)}`
  const [lastPlace, setLastPlace] = createSignal<PlanPlace | null>(null)
  const problems = createMemo<readonly Problem[]>(() => planProblems(store.plan()))
  const canWrite = createMemo(() => {
    const { capability, lockedVersion, quarantined, outdated, ended } = room.state()
    return capability === 'edit' && lockedVersion === null && !quarantined && !outdated && ended === null
  })
  const desk: Desk = {
    doc: room.doc,
    awareness: room.awareness,
    store,
    comments: createComments({
      doc: room.doc,
      planId: workspace.planId,
      settled: store.plan,
      onShow: onShowMargin,
    }),
    canWrite,
    canComment: () => workspace.may('comment.write'),
    isLocked: () => room.state().lockedVersion !== null,
    territories: () => workspace.workspace().territories,
    problems,
    // Already held against the live text by the frame (CONS-4).
    standing: (id) =>
      workspace
        .planState()
        ?.standings.find(({ subject }) => (subject.kind === 'plan' ? wholePlan : subject.id) === id),
    writers: presence.writers,
    standAt(place) {
      if (place) setLastPlace(place)
      presence.standAt(place)
    },
    address,
    goTo(place) {
      if (!document.getElementById(placeId(place))) navigate(workspace.path(`plan/${place.section}`))
      void focusPlace(placeId(place))
    },
  }
  // Another page leads here by a link to the place (« Y aller »).
  const location = useLocation()
  createEffect(() => {
    const id = decodeURIComponent(location.hash.slice(1))
    if (location.pathname && id.startsWith('at.')) void focusPlace(id)
  })
  openThreadAt(desk)
  return { desk, people: presence.people, lastPlace }
}

/** Another page leads to a thread (« Voir le commentaire »): it is opened once the threads have come. */
function openThreadAt(desk: Desk): void {
  const [search] = useSearchParams<{ commentaire?: string }>()
  let led = ''
  createEffect(() => {
    const id = search.commentaire
    const thread = id && id !== led && desk.comments.threads()?.find((one) => one.id === id)
    if (!thread) return
    led = thread.id
    desk.goTo(thread.place)
    desk.comments.open(thread.id)
  })
}

/** The place may be on a page that is still being drawn: it is waited for, two seconds at most. */
async function focusPlace(id: string): Promise<void> {
  for (let frame = 0; frame < 120; frame++) {
    await new Promise(requestAnimationFrame)
    const element = document.getElementById(id)
    if (!element) continue
    if (placeAt() !== 'centre') showPlace('centre')
    // Of a list it is the act that adds to it; of an item or a field, where one writes.
    const control =
      element.querySelector<HTMLElement>(':scope > .plan-add button') ??
      element.querySelector<HTMLElement>(
        'textarea, input, select, .ProseMirror[contenteditable=true], button.button',
      )
    element.scrollIntoView({ block: 'center' })
    if (control) control.focus({ preventScroll: true })
    else {
      element.tabIndex = -1
      element.focus({ preventScroll: true })
    }
    return
  }
}

function MarginTabs(props: {
  readonly at: MarginKey
  readonly onGo: (key: MarginKey) => void
  readonly problems: number
  readonly threads: number
}) {
  const tabs = () => [
    { key: 'complete' as const, label: t('plan.margin.complete'), count: props.problems },
    { key: 'comments' as const, label: t('plan.margin.comments'), count: props.threads },
  ]
  return (
    // biome-ignore lint/a11y/useSemanticElements: two views of one margin, not a form.
    <div class="margin-tabs" role="group" aria-label={t('plan.margin.views')}>
      <For each={tabs()}>
        {(tab) => (
          <button type="button" aria-pressed={props.at === tab.key} onClick={() => props.onGo(tab.key)}>
            {tab.label} <span class="figures">{tab.count}</span>
          </button>
        )}
      </For>
    </div>
  )
}
