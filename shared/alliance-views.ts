// What screens are told of an Alliance. Types only. Called by alliance-api.ts, the acts that fill them and the pages that show them.
import type { AllianceState, OutsideClass } from './alliance.ts'
import type { VersionSummary } from './version-views.ts'

export interface AllianceSummary {
  readonly id: string
  readonly title: string
  /** Of which version. */
  readonly number: number
  /** Which try at signing that version: 1, then another after a refusal. */
  readonly round: number
  readonly state: AllianceState
  readonly concludedAt: string | null
}

export interface AllianceView extends AllianceSummary {
  readonly planId: string
  /** Null until that version is locked. */
  readonly version: VersionSummary | null
  readonly ordered: boolean
  readonly needsAdoptions: boolean
  /** Why and when this round ended without a conclusion. */
  readonly ending: { readonly why: 'declined' | 'amended'; readonly at: string } | null
  readonly parties: readonly PartyView[]
  /** Set when I may sign now. */
  readonly myTurn: { readonly signatoryId: string } | null
  /** Set when I sign later in a fixed order: the names of who is before me. */
  readonly before: readonly string[]
}

export interface PartyView {
  readonly id: string
  readonly name: string
  readonly signatories: readonly SignatoryView[]
  readonly adoptions: readonly AdoptionView[]
}

export interface SignatoryView {
  readonly id: string
  readonly userId: string
  readonly name: string
  readonly capacity: string
  /** Empty where nothing was said. */
  readonly mandate: string
  /** The paper of the mandate. */
  readonly evidence: FileView | null
  /** By passkey. */
  readonly signedAt: string | null
  /** The last that was recorded of this person on paper or elsewhere. */
  readonly outside: OutsideView | null
  readonly declined: { readonly reason: string; readonly at: string } | null
}

export interface FileView {
  readonly id: string
  readonly type: string
  readonly bytes: number
  readonly sha256: string
}

export type FileAdded = FileView

export interface AdoptionView {
  readonly id: string
  readonly instance: string
  readonly resolution: string
  readonly day: string
  readonly file: FileView
  readonly filedAt: string
  readonly filedBy: string
}

export interface OutsideView {
  readonly id: string
  readonly kind: OutsideClass
  readonly day: string
  readonly file: FileView
  readonly recordedAt: string
  readonly recordedBy: string
  /** Of a file signed elsewhere: what its certificate says; nobody checked whose it is. */
  readonly signer: { readonly name: string; readonly certificate: string } | null
  /** Whether it counts as signed (ALLI-12). */
  readonly counts: boolean
  readonly answer: {
    readonly answer: 'confirmed' | 'contested'
    readonly by: string
    readonly organization: string
    readonly reason: string
    readonly at: string
  } | null
  /** Whether I am someone who may confirm or contest it. */
  readonly awaitsMe: boolean
}
