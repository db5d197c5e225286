// What the browser's passkey dialogue may answer besides a credential, in words. Called by the login, account and signing pages.
import { t } from '../i18n.ts'

/** A credential as the doors take it: what @simplewebauthn/browser gives, as plain JSON. */
export interface CredentialJson {
  readonly [key: string]: unknown
  readonly id: string
  readonly rawId: string
  readonly type: 'public-key'
  readonly response: { readonly [key: string]: unknown }
}

/** Why the browser gave no credential: cancelled or out of time, already registered on this device, or not able. */
export function passkeyFault(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'AbortError') return t('shell.passkey.cancelled')
  if (name === 'InvalidStateError') return t('shell.passkey.known')
  return t('shell.passkey.unable')
}
