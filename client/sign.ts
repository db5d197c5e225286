// The signatory's side of a signature: recompute every digest on this device, refuse to ask the passkey for anything else than the
// statement on screen, then ask it. Hides @simplewebauthn/browser from the pages. Called by the Alliance page, and by key-signing.
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
} from '@simplewebauthn/browser'
import { statementOf } from '../shared/alliance.ts'
import type { AllianceView } from '../shared/alliance-views.ts'
import type { Plan } from '../shared/plan/plan.ts'
import { subjectTitle } from '../shared/poll/poll.ts'
import { canonicalText, digest, parseCanonical } from '../shared/record/canonical.ts'
import type { Statement } from '../shared/record/records.ts'
import type { MeView, StatementView } from '../shared/views.ts'
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
  const plan = parseCanonical(view.canonicalPlan) as unknown as Plan
  const planDigest = digest('plan', plan)
  const statementDigest = digest('statement', statement)
  const holds: Record<StatementCheck, boolean> = {
    plan: statement.planDigest === planDigest,
    version:
      alliance.version?.planDigest === planDigest &&
      alliance.version.versionDigest === statement.versionDigest,
    person: expected(alliance, plan, statement) === view.statement,
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

/** The statement as the rule ALLI-1 makes it from what this page shows of me; empty when I am no signatory. */
function expected(alliance: AllianceView, plan: Plan, { constats }: Statement): string {
  const mine = alliance.parties
    .flatMap((party) => party.signatories.map((signatory) => ({ party, signatory })))
    .find(({ signatory }) => signatory.id === alliance.myTurn?.signatoryId)
  if (!mine || !alliance.version) return ''
  const { planDigest, versionDigest } = alliance.version
  const planTitle = subjectTitle({ kind: 'plan', plan })
  return canonicalText(statementOf({ alliance, ...mine, planTitle, planDigest, versionDigest, constats }))
}

/** The challenge of some request options, as hexadecimal; empty when it cannot be read. */
export function challengeHex(options: unknown): string {
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
  return call(doors.sign, { params: { allianceId: alliance.id }, body: { credential: sent(credential) } })
}

/** Makes a passkey on this device (or the one the person picks) and gives it to the account. */
export async function createPasskey(label: string): Promise<MeView> {
  const { options, challengeId } = await call(doors.passkeyOptions, {})
  const credential = await asked(() =>
    startRegistration({ optionsJSON: options as PublicKeyCredentialCreationOptionsJSON }),
  )
  return call(doors.addPasskey, { body: { challengeId, label, credential: sent(credential) } })
}

/** The answer as the door's schema names it: the same data, open to whatever an authenticator adds. */
export function sent<Response extends object>(credential: {
  id: string
  rawId: string
  type: PublicKeyCredentialType
  response: Response
}) {
  return {
    ...credential,
    type: 'public-key' as const,
    response: credential.response as unknown as Record<string, unknown>,
  }
}

/** Asks the browser's passkey dialogue; throws PasskeyFailed. */
export async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer> {
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
