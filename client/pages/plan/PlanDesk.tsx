// The plan at work, once its room is joined: makes what the parts share (desk.ts), and sets section, margin, lamp and presence on the
// page. Called by PlanPage with the room.
import { useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import type { Awareness } from 'y-protocols/awareness'
import type * as Y from 'yjs'
import { type Problem, planProblems, type Subject, subjectText } from '../../../shared/plan/plan.ts'
import type { Section } from '../../../shared/plan/sections.ts'
import { digest } from '../../../shared/record/canonical.ts'
import type { Capability } from '../../../shared/roles.ts'
import type { StandingView } from '../../../shared/views.ts'
import { pick, t } from '../../i18n.ts'
import { Place, placeAt, showPlace } from '../../parts/Place.tsx'
import { type InWorkspace, useWorkspace } from '../../parts/workspace.ts'
import { followPlan } from '../../plan-store.ts'
import { CommentsPanel } from './CommentsPanel.tsx'
import { Completeness } from './Completeness.tsx'
import { createComments } from './comments.ts'
import { type Desk, DeskContext, type PlanPlace, placeId } from './desk.ts'
import { Lamp, type LampState, People } from './Head.tsx'
import { followPresence } from './presence.ts'
import { SectionView } from './SectionView.tsx'
import { UnsavedDialog } from './UnsavedDialog.tsx'
import { type UnsavedText, watchUnsaved } from './unsaved.ts'
import { WholePlan } from './WholePlan.tsx'

/** What this page asks of the plan's room. */
export interface PlanRoom {
  readonly doc: Y.Doc
  readonly awareness: Awareness
  capability(): Capability
  isLocked(): boolean
  lamp(): LampState
}

type MarginKey = 'complete' | 'comments'

export function PlanDesk(props: { readonly room: PlanRoom; readonly section: Section | null }) {
  const workspace = useWorkspace()
  const [margin, setMargin] = createSignal<MarginKey>('complete')
  const { desk, people } = createDesk(props.room, workspace, () => {
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
            <Lamp state={props.room.lamp()} />
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
        <Show when={props.section} fallback={<WholePlan />} keyed>
          {(section) => <SectionView section={section} />}
        </Show>
      </Place>
      <Unsaved room={props.room} />
    </DeskContext.Provider>
  )
}

function createDesk(room: PlanRoom, workspace: InWorkspace, onShowMargin: () => void) {
  const navigate = useNavigate()
  const store = followPlan(room.doc, () => workspace.workspace().territories)
  const presence = followPresence(room.awareness, () => workspace.me().id)
  const address = (place: PlanPlace) => `${workspace.path(`plan/${place.section}`)}#${placeId(place)}`
  const problems = createMemo<readonly Problem[]>(() => planProblems(store.plan()))
  const standings = createMemo(() => liveStandings(workspace, store.plan))
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
    canWrite: () => room.capability() === 'edit' && !room.isLocked(),
    canComment: () => workspace.may('comment.write'),
    isLocked: room.isLocked,
    territories: () => workspace.workspace().territories,
    problems,
    standing: (id) => standings().get(id),
    writers: presence.writers,
    standAt: presence.standAt,
    address,
    goTo(place) {
      if (!document.getElementById(placeId(place))) navigate(workspace.path(`plan/${place.section}`))
      if (placeAt() !== 'centre') showPlace('centre')
      void focusPlace(place)
    },
  }
  return { desk, people: presence.people }
}

/** CONS-4 on screen: the consensus of the server held against the text as it reads here and now. */
function liveStandings(
  { planState }: InWorkspace,
  plan: () => ReturnType<typeof followPlan>['plan'] extends () => infer P ? P : never,
): Map<string, StandingView> {
  const found = new Map<string, StandingView>()
  for (const standing of planState()?.standings ?? []) {
    if (standing.subject.kind !== 'priority') continue
    const isHeld = standing.state === 'consensus' || standing.state === 'stale'
    const state = isHeld && standing.textHash !== null ? heldOrStale(plan(), standing) : standing.state
    found.set(standing.subject.id, { ...standing, state })
  }
  return found
}

function heldOrStale(plan: Parameters<typeof subjectText>[0], { subject, textHash }: StandingView) {
  const text = subjectText(plan, subject as Subject)
  return text && digest('text', text) === textHash ? 'consensus' : 'stale'
}

/** The place may be on a page that is still being drawn: it is waited for, two seconds at most. */
async function focusPlace(place: PlanPlace): Promise<void> {
  for (let frame = 0; frame < 120; frame++) {
    await new Promise(requestAnimationFrame)
    const element = document.getElementById(placeId(place))
    if (!element) continue
    const control = element.querySelector<HTMLElement>(
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

/** Watches what is not saved yet; when it never can be, hands it back. */
function Unsaved(props: { readonly room: PlanRoom }) {
  const unsaved = watchUnsaved(props.room.doc)
  const [texts, setTexts] = createSignal<readonly UnsavedText[]>([])
  createEffect(
    on(
      () => props.room.lamp(),
      (lamp) => {
        if (lamp === 'saved') unsaved.settle()
        if (lamp === 'locked' || lamp === 'readOnly') setTexts(unsaved.texts())
      },
    ),
  )
  return (
    <UnsavedDialog
      texts={texts()}
      why={props.room.isLocked() ? 'locked' : 'readOnly'}
      onClose={() => {
        unsaved.settle()
        setTexts([])
      }}
    />
  )
}
