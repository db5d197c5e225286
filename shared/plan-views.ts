// What screens are told of versions, amendments and named checkpoints. Types only. Called by plan-api.ts, the acts that fill them and the
// pages that show them.
import type { AllianceSummary } from './alliance-views.ts'
import type { AmendmentView, VersionSummary } from './version-views.ts'
import type { VersionView } from './views.ts'

export interface VersionListed extends VersionSummary {
  /** The amendment that led to it; null for the first. */
  readonly amendment: AmendmentView | null
}

export interface VersionPageView extends VersionView {
  readonly amendment: AmendmentView | null
  /** Who wrote in its text since the version before, by name. */
  readonly contributors: readonly string[]
  /** The version before, with its text to compare with. */
  readonly previous: (VersionSummary & { readonly canonicalPlan: string }) | null
  /** The rounds of its Alliance, the latest first. */
  readonly alliances: readonly AllianceSummary[]
  /** The digests of the consensus records it stands on. */
  readonly constats: readonly string[]
}

/** A named checkpoint of the draft. */
export interface MarkSummary {
  readonly id: string
  readonly label: string
  readonly epoch: number
  readonly seq: number
  readonly planDigest: string
  readonly at: string
  readonly by: string
  readonly contributors: readonly string[]
}

export interface MarkView extends MarkSummary {
  readonly canonicalPlan: string
}
