// Hides @simplewebauthn: options that a browser's authenticator answers, and the check of its answers. Knows neither HTTP nor SQL.
// Called by acts/passkeys (enrol, sign in) and by acts/alliances (sign a statement whose challenge is its digest).
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'

/** It costs 21 MB and half a second: loaded with the first passkey. */
const webauthn = () => import('@simplewebauthn/server')

/** A passkey as the `passkeys` table keeps it. */
export interface Passkey {
  readonly id: string
  /** COSE key. */
  readonly public_key: Uint8Array
  readonly counter: number
  /** Comma-separated, as the browser told them at enrolment. */
  readonly transports: string
}

/** The address people use: WebAuthn's origin, and its relying-party id (the host name). */
export interface Site {
  readonly origin: string
}

/** ES256 and RS256 only: on Node 24 the library would otherwise negotiate ML-DSA-44, which other runtimes cannot verify. */
const algorithms = [-7, -257]
const timeout = 300_000

// A passkey replaces a password here, and signs: having the device is not enough, so the PIN or the finger is required.
const userVerification = 'required'

export function rpIdOf({ origin }: Site): string {
  return new URL(origin).hostname
}

/** Options to create a passkey for a person; `challenge` inside must be kept and used once. */
export async function enrolOptions(
  site: Site,
  person: { id: string; email: string; name: string },
  known: readonly Passkey[],
) {
  return (await webauthn()).generateRegistrationOptions({
    rpName: 'Assise',
    rpID: rpIdOf(site),
    userID: new TextEncoder().encode(person.id),
    userName: person.email || person.name || 'Assise',
    userDisplayName: person.name,
    attestationType: 'none',
    excludeCredentials: known.map(allowed),
    authenticatorSelection: { residentKey: 'required', userVerification },
    supportedAlgorithmIDs: algorithms,
    timeout,
  })
}

/** Checks the answer to enrolOptions: the passkey to keep, or null when anything in it does not hold. */
export async function verifyEnrolment(
  site: Site,
  challenge: string,
  credential: unknown,
): Promise<Passkey | null> {
  try {
    const { verified, registrationInfo } = await (await webauthn()).verifyRegistrationResponse({
      response: credential as RegistrationResponseJSON,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: rpIdOf(site),
      requireUserVerification: true,
      supportedAlgorithmIDs: algorithms,
    })
    if (!verified) return null
    const { id, publicKey, counter, transports = [] } = registrationInfo.credential
    return { id, public_key: publicKey, counter, transports: knownTransports(transports).join(',') }
  } catch {
    // The library throws on whatever it cannot read: for us that is an answer that does not hold.
    return null
  }
}

/** Options to sign in with any passkey of this site: the person need not say who they are. */
export async function loginOptions(site: Site) {
  return (await webauthn()).generateAuthenticationOptions({ rpID: rpIdOf(site), userVerification, timeout })
}

/**
 * Options to sign a statement: the challenge is its digest (32 bytes, `digestBytes('statement', …)`), so that the
 * authenticator's signature is one on that very statement. `passkeys` are the signatory's.
 */
export async function signOptions(challenge: Uint8Array, passkeys: readonly Passkey[], rpId: string) {
  return (await webauthn()).generateAuthenticationOptions({
    rpID: rpId,
    challenge: new Uint8Array(challenge),
    allowCredentials: passkeys.map(allowed),
    userVerification,
    timeout,
  })
}

/** A passkey's answer that holds: the counter to keep, and the bytes that anyone can check again. */
export interface Assertion {
  readonly credentialId: string
  readonly counter: number
  readonly authenticatorData: Uint8Array
  readonly clientDataJson: Uint8Array
  readonly signature: Uint8Array
}

/**
 * Checks the answer to loginOptions or signOptions, made with `passkey` on `challenge` (base64url text):
 * challenge, origin, relying party, presence, verification, signature, counter. Null when anything does not hold.
 */
export async function verifyAssertion(
  site: Site,
  challenge: string,
  passkey: Passkey,
  credential: unknown,
): Promise<Assertion | null> {
  const response = credential as AuthenticationResponseJSON
  try {
    const { verified, authenticationInfo } = await (await webauthn()).verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: site.origin,
      expectedRPID: rpIdOf(site),
      requireUserVerification: true,
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(passkey.public_key),
        counter: passkey.counter,
      },
    })
    if (!verified) return null
    return {
      credentialId: passkey.id,
      counter: authenticationInfo.newCounter,
      authenticatorData: bytes(response.response.authenticatorData),
      clientDataJson: bytes(response.response.clientDataJSON),
      signature: bytes(response.response.signature),
    }
  } catch {
    return null
  }
}

function allowed(passkey: Passkey) {
  return { id: passkey.id, transports: passkey.transports.split(',').filter(Boolean) }
}

/** What the browser says of transports is a hint of its own making: keep only the words the standard knows. */
function knownTransports(transports: readonly string[]): string[] {
  const words = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']
  return words.filter((word) => transports.includes(word))
}

function bytes(base64url: string): Uint8Array {
  return new Uint8Array(Buffer.from(base64url, 'base64url'))
}
