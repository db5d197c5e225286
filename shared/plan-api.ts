// The doors of the plan's state, of the lock, of versions, amendments and named checkpoints: spread into the one list of shared/api.ts.
import * as v from 'valibot'
import { door, get, id, line, name, visible, words } from './door.ts'
import type { MarkSummary, MarkView, VersionListed, VersionPageView } from './plan-views.ts'
import type { AmendmentView } from './version-views.ts'
import type { PlanStateView, VersionView } from './views.ts'

const markLabel = v.pipe(line(120), v.minLength(1))

export const planDoors = {
  planState: get<PlanStateView>()('/api/plans/:planId/state'),
  lockPlan: door<{ id: string; versionDigest: string }>()('POST', '/api/plans/:planId/versions'),
  /** The latest first. */
  versions: get<VersionListed[]>()('/api/plans/:planId/versions'),
  version: get<VersionView>()('/api/versions/:versionId'),
  /** The same, with what its page tells besides. */
  versionPage: get<VersionPageView>()('/api/versions/:versionId/page'),
  openAmendment: door<AmendmentView>()(
    'POST',
    '/api/plans/:planId/amendments',
    v.strictObject({
      title: name,
      reason: v.pipe(words(4_000), visible),
      /** The version read on screen: another lock that comes between is refused. */
      versionId: id,
    }),
  ),
  marks: get<MarkSummary[]>()('/api/plans/:planId/marks'),
  addMark: door<MarkSummary>()(
    'POST',
    '/api/plans/:planId/marks',
    v.strictObject({ label: markLabel, clientKey: id }),
  ),
  mark: get<MarkView>()('/api/marks/:markId'),
} as const

export const planFiles = {
  versionPdf: (versionId: string) => `/api/versions/${versionId}/plan.pdf`,
  versionDocx: (versionId: string) => `/api/versions/${versionId}/plan.docx`,
  /** `table` is one of tableKeys (shared/plan/tables.ts). */
  versionTable: (versionId: string, table: string) => `/api/versions/${versionId}/tables/${table}.csv`,
} as const
