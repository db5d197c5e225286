// The plan's state as it stands here and now: what the server said of polls and lock, held against the text as others write it.
// Called by WorkspaceLayout, once for all the pages of a workspace.
import { createComputed, createSignal, on, onCleanup } from 'solid-js'
import { createStore, reconcile, unwrap } from 'solid-js/store'
import { liveTexts, sameSubject, standingAgainst } from '../../shared/consensus.ts'
import { lockReasons } from '../../shared/lock.ts'
import { readPlan } from '../../shared/plan/draft.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { PlanStateView, StandingView, WorkspaceView } from '../../shared/views.ts'
import type { Live } from '../live.ts'
import type { LiveRoom } from '../plan-room.ts'

/** Edits come in bursts; what is read of them may be this late. */
const readDelayMs = 200

/** The live plan as plain data; null until the whole document has come. */
export function followPlanText(
  room: () => LiveRoom | null,
  territories: () => WorkspaceView['territories'],
): () => Plan | null {
  const [plan, setPlan] = createSignal<Plan | null>(null)
  const ready = () => (room()?.state().ready ? room() : null)
  createComputed(
    on([ready, territories], ([open, names]) => {
      if (!open) return void setPlan(null)
      const { doc } = open
      const read = () => setPlan(readPlan(doc, names))
      let timer: ReturnType<typeof setTimeout> | undefined
      const later = () => {
        timer ??= setTimeout(() => {
          timer = undefined
          read()
        }, readDelayMs)
      }
      read()
      doc.on('update', later)
      onCleanup(() => {
        clearTimeout(timer)
        doc.off('update', later)
      })
    }),
  )
  return plan
}

/**
 * CONS-4 on every screen: an edit makes a consensus stale, and its undoing makes it stand again, without asking the server anything:
 * a room of five hundred people who each asked after every edit would stop it.
 */
export function followState(server: Live<PlanStateView>, plan: () => Plan | null): Live<PlanStateView> {
  const [store, setStore] = createStore<{ value: PlanStateView | undefined }>({ value: undefined })
  let asked = ''
  createComputed(() => {
    const said = server()
    const text = plan()
    // Read whole, so that any change of what the server said is seen.
    const state = said && (JSON.parse(JSON.stringify(said)) as PlanStateView)
    const here = state && text && !state.version ? stateOf(state, text) : state
    setStore('value', reconcile(here as never) as never)
    // A priority that came (back) since: only the server knows the polls it had.
    const unknown = here && state ? newcomers(here, state) : ''
    if (unknown && unknown !== asked) void server.refetch()
    asked = unknown
  })
  return Object.assign(() => store.value, {
    error: server.error,
    loading: server.loading,
    refetch: server.refetch,
  })
}

/** What the server would answer now: the standings of this very text, and every reason that still forbids its lock. */
function stateOf(server: PlanStateView, plan: Plan): PlanStateView {
  const texts = liveTexts(unwrap(plan))
  const standings = texts.map(({ subject, textHash }): StandingView => {
    const known = server.standings.find((one) => sameSubject(one.subject, subject))
    if (!known) return { subject, pollId: null, textHash: null, state: 'draft' }
    return standingAgainst(known, textHash)
  })
  const gone = server.standings.filter(
    ({ subject, state }) => state === 'open' && !texts.some((text) => sameSubject(text.subject, subject)),
  )
  const all = [...standings, ...gone]
  return {
    ...server,
    standings: all,
    lockReasons: [
      ...lockReasons(plan, all, {
        passages: server.passages.filter(({ open }) => open),
        unchanged: unchangedSince(server, plan),
      }),
      // What the text has no part in: only the server knows who cosigned the record.
      ...server.lockReasons.filter(({ place }) => place.record),
    ],
  }
}

/** LOCK-6: the number of the version before, when this very text is still its. */
function unchangedSince({ base }: PlanStateView, plan: Plan): number | null {
  return base && base.planDigest === digest('plan', unwrap(plan)) ? base.number : null
}

function newcomers(here: PlanStateView, server: PlanStateView): string {
  return here.standings
    .filter(({ subject }) => !server.standings.some((one) => sameSubject(one.subject, subject)))
    .map(({ subject }) => (subject.kind === 'plan' ? 'plan' : subject.id))
    .join(' ')
}
