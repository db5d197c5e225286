// An attester's side of an attestation (KEY-1): make the statement again on this device from what is on screen, refuse to ask the passkey
// for anything else, then ask it. Called by the page of keys.
import { type PublicKeyCredentialRequestOptionsJSON, startAuthentication } from '@simplewebauthn/browser'
import { cleanText } from '../shared/basics.ts'
import { canonicalText, digest, parseCanonical } from '../shared/record/canonical.ts'
import type { KeyStatementView, KeyView } from '../shared/record/key-views.ts'
import { type KeyHolder, type KeyStatement, keyStatementOf } from '../shared/record/keys.ts'
import { call, doors } from './api.ts'
import { asked, challengeHex, sent } from './sign.ts'

/** What is compared before a passkey is asked, in the order in which the page tells it. */
export const keyChecks = ['key', 'words', 'statement', 'challenge'] as const
export type KeyCheck = (typeof keyChecks)[number]

export interface KeyReading {
  readonly statement: KeyStatement
  /** Recomputed here, from the statement's canonical text. */
  readonly digest: string
  /** The checks that do not hold; the page offers to attest only when there is none. */
  readonly failed: readonly KeyCheck[]
}

/** What this screen shows: the workspace, the key that waits, and who attests it. */
export interface OnScreen {
  readonly workspaceId: string
  readonly workspaceName: string
  readonly key: Pick<KeyView, 'keyDigest' | 'holder' | 'replaces'>
  readonly attester: KeyHolder
}

/** Who a person is in a workspace, as the server would bind them. */
export function holderHere(of: {
  readonly me: { readonly id: string; readonly name: string }
  readonly organization: { readonly id: string; readonly name: string } | undefined
  readonly facilitator: boolean
}): KeyHolder {
  return {
    userId: of.me.id,
    name: cleanText(of.me.name),
    ...(of.organization && {
      organizationId: of.organization.id,
      organization: cleanText(of.organization.name),
    }),
    facilitator: of.facilitator,
  }
}

/**
 * Reads what the server offers for attestation and checks it on this device, believing nothing: that it is about the key on screen, that
 * its every word is the one KEY-1 makes from this screen, its digest, and that the challenge is that digest. Throws NotCanonical.
 */
export function readKeyStatement(view: KeyStatementView, screen: OnScreen): KeyReading {
  const statement = parseCanonical(view.statement) as unknown as KeyStatement
  const { workspaceId, workspaceName, key, attester } = screen
  const expected = keyStatementOf({
    ...{ workspaceId, workspaceName, keyDigest: key.keyDigest, holder: key.holder, attester },
    as: attester.facilitator ? 'facilitator' : 'partner',
    ...(key.replaces !== null && { replaces: key.replaces }),
  })
  const statementDigest = digest('key-statement', statement)
  const holds: Record<KeyCheck, boolean> = {
    key: statement.keyDigest === key.keyDigest,
    words: canonicalText(expected) === view.statement,
    statement: view.digest === statementDigest,
    challenge: challengeHex(view.options) === statementDigest,
  }
  return { statement, digest: statementDigest, failed: keyChecks.filter((check) => !holds[check]) }
}

/** Asks the passkey to sign the statement that `reading` shows, and sends its answer. Throws PasskeyFailed, or the server's refusal. */
export async function attestKey(
  screen: OnScreen,
  view: KeyStatementView,
  reading: KeyReading,
): Promise<{ bound: boolean }> {
  if (reading.failed.length > 0 || challengeHex(view.options) !== reading.digest) {
    throw new Error('bug: an attestation that does not hold was about to be signed')
  }
  const credential = await asked(() =>
    startAuthentication({ optionsJSON: view.options as PublicKeyCredentialRequestOptionsJSON }),
  )
  return call(doors.attestKey, {
    params: { workspaceId: screen.workspaceId, keyDigest: screen.key.keyDigest },
    body: { credential: sent(credential) },
  })
}
