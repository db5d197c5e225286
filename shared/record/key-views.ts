// What screens are shown of keys and policies. Types alone. Called by the doors of keys, the acts behind them, and the client.
import type { KeyHolder } from './keys.ts'

export type KeyState = 'root' | 'bound' | 'waiting' | 'revoked' | 'unbound'

/** A key of a workspace, as its people see it. */
export interface KeyView {
  readonly keyDigest: string
  readonly holder: KeyHolder
  readonly state: KeyState
  /** Of a key that waits: who has attested it so far, by name. */
  readonly facilitatorName: string | null
  readonly partnerName: string | null
  readonly replaces: string | null
  /** How and when it ended; null while it has not. */
  readonly ended: KeyEnding | null
}

export interface KeyEnding {
  /** By its holder, by the facilitation, as the holder was removed or took it off their account, or because another replaced it. */
  readonly how: 'holder' | 'facilitator' | 'removal' | 'account' | 'replaced'
  readonly at: string
}

/** One of my own passkeys. */
export interface MyKeyView {
  readonly passkeyId: string
  readonly label: string
  readonly keyDigest: string
  readonly state: KeyState
}

export interface KeysView {
  readonly policy: PolicyView | null
  readonly mine: readonly MyKeyView[]
  /** Keys of the roots, bound, waiting or revoked, by name of their holder. */
  readonly keys: readonly KeyView[]
  /** Members' passkeys that could be roots: for who sets the policy, empty for others. */
  readonly candidates: readonly {
    readonly keyDigest: string
    readonly holder: KeyHolder
    readonly label: string
  }[]
  /** Keys of mine that ended or may be replaced: bound ones, and those revoked. */
  readonly replaceable: readonly string[]
}

export interface PolicyView {
  readonly version: number
  readonly digest: string
  /** The canonical text: the file. */
  readonly canonical: string
  readonly madeAt: string
  readonly madeByName: string
}

/** What an attester reads and signs: canonical text, its digest, the passkey's options. */
export interface KeyStatementView {
  readonly statement: string
  readonly digest: string
  /** WebAuthn request options as JSON. */
  readonly options: unknown
}
