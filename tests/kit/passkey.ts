// Passkeys whose keys a seed fixes, and what an authenticator answers for a statement: ES256 and RS256, as asked or otherwise.
// Called by dossier.ts and by tests of signatures.
import {
  createECDH,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { digestBytes } from '../../shared/record/canonical.ts'
import type { SignatureRecord } from '../../shared/record/records.ts'

export const origin = 'https://assise.example'
export const rpId = 'assise.example'

/** A passkey: what signs, and its public key as COSE. */
export interface Passkey {
  readonly privateKey: KeyObject
  readonly cose: Buffer
}

/** A P-256 key that a seed fixes. */
export function seededKey(seed: string): Passkey {
  const d = createHash('sha256').update(`assise test key ${seed}`).digest()
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(d)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: d.toString('base64url'),
    x: x.toString('base64url'),
    y: y.toString('base64url'),
  }
  const cose = Buffer.concat([
    Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]),
    x,
    Buffer.from([0x22, 0x58, 32]),
    y,
  ])
  return { privateKey: createPrivateKey({ key: jwk, format: 'jwk' }), cose }
}

/** An RSA key, as some security keys and Windows give. */
export function rsaKey(): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n, e } = publicKey.export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n!, 'base64url'), Buffer.from(e!, 'base64url')]
  const head = Buffer.from([
    0xa4,
    1,
    3,
    3,
    0x39,
    1,
    0,
    0x20,
    0x59,
    modulus.length >> 8,
    modulus.length & 0xff,
  ])
  return { privateKey, cose: Buffer.concat([head, modulus, Buffer.from([0x21, 0x43]), exponent]) }
}

export interface Odd {
  readonly type?: string
  readonly origin?: string
  readonly rpId?: string
  readonly flags?: number
  readonly crossOrigin?: boolean
  readonly signedAt?: string
}

/** An authenticator's answer as records keep it, bytes as base64url. */
export type Answer = Pick<
  SignatureRecord,
  'credentialId' | 'publicKey' | 'authenticatorData' | 'clientDataJson' | 'signature'
>

/** What an authenticator answers for a challenge; `odd` makes it answer otherwise than asked. */
export function answered(challenge: Uint8Array, key: Passkey, odd: Odd = {}): Answer {
  const clientData = Buffer.from(
    JSON.stringify({
      type: odd.type ?? 'webauthn.get',
      challenge: Buffer.from(challenge).toString('base64url'),
      origin: odd.origin ?? origin,
      crossOrigin: odd.crossOrigin ?? false,
    }),
  )
  const authenticatorData = Buffer.concat([
    createHash('sha256')
      .update(odd.rpId ?? rpId)
      .digest(),
    Buffer.from([odd.flags ?? 0x05, 0, 0, 0, 1]),
  ])
  const message = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
  return {
    ...namesOf(key),
    authenticatorData: authenticatorData.toString('base64url'),
    clientDataJson: clientData.toString('base64url'),
    signature: sign('sha256', message, key.privateKey).toString('base64url'),
  }
}

/** A key as records name it. */
export function namesOf({ cose }: Passkey): Pick<SignatureRecord, 'credentialId' | 'publicKey'> {
  return {
    credentialId: createHash('sha256').update(cose).digest().subarray(0, 16).toString('base64url'),
    publicKey: cose.toString('base64url'),
  }
}

/** The signature of a statement by a passkey; `odd` makes it answer otherwise than asked. */
export function signed(
  statement: SignatureRecord['statement'],
  key: Passkey,
  odd: Odd = {},
): SignatureRecord {
  return {
    format: 'assise/signature/v1',
    statement,
    ...answered(digestBytes('statement', statement), key, odd),
    signedAt: odd.signedAt ?? '2026-02-26T14:40:07.120Z',
  }
}
