// What every page of a workspace shares: the workspace, my rights in it, the plan's state, the Alliance. Given by WorkspaceLayout,
// read by pages with useWorkspace().
import { createContext, useContext } from 'solid-js'
import type { AllianceView } from '../../shared/alliance-views.ts'
import { assert } from '../../shared/basics.ts'
import type { Plan } from '../../shared/plan/plan.ts'
import type { VoteSummary } from '../../shared/poll/views.ts'
import type { RightKey, Role } from '../../shared/roles.ts'
import type { MeView, PlanStateView, WorkspaceView } from '../../shared/views.ts'
import type { Live } from '../live.ts'
import type { LiveRoom } from '../plan-room.ts'

export interface InWorkspace {
  /** Always there: the layout shows no page before it came. */
  workspace(): WorkspaceView
  refetchWorkspace(): Promise<void>
  planId(): string
  /** The plan's live room; joined as long as one is in the workspace. Its text may still be on its way: `room().state().ready`. */
  room(): LiveRoom
  me(): MeView
  role(): Role
  /** Whether my role allows it; what the moment forbids is another question. */
  may(right: RightKey): boolean
  /** The plan as it reads here and now; null until the whole document has come. Never written. */
  planText(): Plan | null
  /** What stands and what forbids the lock, for that very text. */
  planState: Live<PlanStateView>
  alliance: Live<AllianceView | null>
  /** The polls of the second form, in the order they opened: fetched once for all the pages. */
  votes: Live<VoteSummary[]>
  /** The address of a place in this workspace: path('scrutins/abc'); path('') is the overview. */
  path(place: string): string
}

export const WorkspaceContext = createContext<InWorkspace>()

export function useWorkspace(): InWorkspace {
  const found = useContext(WorkspaceContext)
  assert(found, 'useWorkspace is for pages inside WorkspaceLayout')
  return found
}
