// An amendment as it is recorded: digest('amendment', AmendmentRecord) stands in the record. Called by the act that opens one, and by views.
/** A new draft forked from a locked version. */
export interface AmendmentRecord {
  readonly format: 'assise/amendment/v1'
  readonly id: string
  readonly planId: string
  /** 1 for the one that leads from version 1 to version 2. */
  readonly number: number
  readonly title: string
  readonly reason: string
  /** digest('version', VersionRecord) of the version it leaves from: the next version's `previous`. */
  readonly versionDigest: string
  readonly openedAt: string
  readonly openedBy: string
}
