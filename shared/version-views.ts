// A locked version and an amendment in short, as screens are told of them. Types only. Called by the other lists of views.

export interface VersionSummary {
  readonly id: string
  readonly number: number
  readonly planDigest: string
  readonly versionDigest: string
  readonly lockedAt: string
  readonly lockedByName: string
}

export interface AmendmentView {
  readonly id: string
  /** 1 for the one that leads from version 1 to version 2. */
  readonly number: number
  readonly title: string
  readonly reason: string
  readonly openedAt: string
  readonly openedBy: string
  /** The version it leaves from. */
  readonly fromVersionId: string
}
