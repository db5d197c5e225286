// The signatory's side of a signature: recompute every digest on this device, refuse to ask the passkey for anything else than the
// statement on screen, then ask it. Hides @simplewebauthn/browser from the pages. Called by the Alliance page.
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { digest, parseCanonical } from '../shared/record/canonical.ts'
import type { Statement } from '../shared/record/records.ts'
import type { AllianceView, MeView, StatementView } from '../shared/views.ts'
import { call, doors } from './api.ts'

/** What is compared before a passkey is asked, in the order in which the page tells it. */
export const statementChecks = ['plan', 'version', 'person', 'statement', 'challenge'] as const
export type StatementCheck = (typeof statementChecks)[number]

export interface StatementReading {
  readonly statement: Statement
  /** Recomputed here, from the plan's canonical text. */
  readonly planDigest: string
  /** Recomputed here, from the statement's canonical text. */
  readonly digest: string
  /** The checks that do not hold; the page offers to sign only when there is none. */
  readonly failed: readonly StatementCheck[]
}

/**
 * Reads what the server offers for signature and checks it on this device, believing nothing: the plan's digest, that it is the
 * locked version's, that the statement is mine, its digest, and that the challenge the passkey would sign is that digest.
 * Throws NotCanonical when a text is not in canonical form.
 */
export function readStatement(view: StatementView, alliance: AllianceView): StatementReading {
  const statement = parseCanonical(view.statement) as unknown as Statement
  const planDigest = digest('plan', parseCanonical(view.canonicalPlan))
  const statementDigest = digest('statement', statement)
  const me = alliance.parties.find((party) =>
    party.signatories.some((signatory) => signatory.id === alliance.myTurn?.signatoryId),
  )
  const signatory = me?.signatories.find((one) => one.id === alliance.myTurn?.signatoryId)
  const holds: Record<StatementCheck, boolean> = {
    plan: statement.planDigest === planDigest,
    version:
      alliance.version?.planDigest === planDigest &&
      alliance.version.versionDigest === statement.versionDigest,
    person:
      statement.format === 'assise/statement/v1' &&
      statement.allianceId === alliance.id &&
      statement.signatoryId === signatory?.id &&
      statement.name === signatory.name &&
      statement.capacity === signatory.capacity &&
      statement.party === me?.name,
    statement: view.digest === statementDigest,
    challenge: challengeHex(view.options) === statementDigest,
  }
  return {
    statement,
    planDigest,
    digest: statementDigest,
    failed: statementChecks.filter((check) => !holds[check]),
  }
}

/** The challenge of some request options, as hexadecimal; empty when it cannot be read. */
function challengeHex(options: unknown): string {
  const challenge = (options as { challenge?: unknown } | null)?.challenge
  if (typeof challenge !== 'string') return ''
  try {
    const bytes = atob(challenge.replaceAll('-', '+').replaceAll('_', '/'))
    return Array.from(bytes, (char) => char.charCodeAt(0).toString(16).padStart(2, '0')).join('')
  } catch {
    return ''
  }
}

/** Why a passkey gave no answer; the page has a sentence for each. */
export type PasskeyFailure = 'cancelled' | 'unsupported' | 'known' | 'failed'

export class PasskeyFailed extends Error {
  readonly why: PasskeyFailure
  constructor(why: PasskeyFailure) {
    super(why)
    this.why = why
  }
}

/**
 * Asks the passkey to sign the statement that `reading` shows, and sends its answer. The options are read once more just before:
 * what the person was shown and what the device signs cannot part. Throws PasskeyFailed, or the server's refusal.
 */
export async function signStatement(
  alliance: AllianceView,
  view: StatementView,
  reading: StatementReading,
): Promise<AllianceView> {
  if (reading.failed.length > 0 || challengeHex(view.options) !== reading.digest) {
    throw new Error('bug: a statement that does not hold was about to be signed')
  }
  const credential = await asked(() =>
    startAuthentication({ optionsJSON: view.options as PublicKeyCredentialRequestOptionsJSON }),
  )
  return call(doors.sign, { params: { allianceId: alliance.id }, body: { credential: { ...credential } } })
}

/** Makes a passkey on this device (or the one the person picks) and gives it to the account. */
export async function createPasskey(label: string): Promise<MeView> {
  const { options, challengeId } = await call(doors.passkeyOptions, {})
  const credential = await asked(() =>
    startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }),
  )
  return call(doors.addPasskey, { body: { challengeId, label, credential: { ...credential } } })
}

async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
  if (typeof PublicKeyCredential === 'undefined') throw new PasskeyFailed('unsupported')
  try {
    return await ask()
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    if (name === 'NotAllowedError' || name === 'AbortError') throw new PasskeyFailed('cancelled')
    if (name === 'InvalidStateError') throw new PasskeyFailed('known')
    throw new PasskeyFailed('failed')
  }
}
