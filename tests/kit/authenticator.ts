// A software authenticator: makes P-256 passkeys and signs with them, as a browser would answer (attestation 'none').
// Called by tests that enrol a passkey, sign in with it, or sign a statement.
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign as signBytes } from 'node:crypto'

export interface Key {
  readonly id: Buffer
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
  readonly userHandle: string
  counter: number
}

interface CreationOptions {
  challenge: string
  rp: { id?: string }
  user: { id: string }
}
interface RequestOptions {
  challenge: string
  rpId?: string
  allowCredentials?: { id: string }[]
}

/** Flags of authenticator data: present, verified, attested credential data. */
const present = 0x01
const verified = 0x04
const attested = 0x40

export type Authenticator = ReturnType<typeof createAuthenticator>

/**
 * An authenticator used on one web origin. `create` answers enrolment options, `get` answers login or signing options;
 * `tamper` lets a test answer wrongly (another origin, no verification, a counter that stands still, a key made before).
 */
export function createAuthenticator(
  origin: string,
  tamper: { origin?: string; unverified?: boolean; counterStep?: number; key?: Key } = {},
) {
  const keys: Key[] = []
  const clientData = (type: string, challenge: string) =>
    Buffer.from(
      JSON.stringify({ type, challenge, origin: tamper.origin ?? origin, crossOrigin: false }),
      'utf8',
    )
  const flags = present | (tamper.unverified ? 0 : verified)

  return {
    keys,
    create(options: unknown) {
      const { challenge, rp, user } = options as CreationOptions
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const made: Key = { id: randomBytes(16), privateKey, publicKey, userHandle: user.id, counter: 0 }
      const key = tamper.key ?? made
      keys.push(key)
      const idLength = Buffer.alloc(2)
      idLength.writeUInt16BE(key.id.length)
      const authData = Buffer.concat([
        head(rp.id ?? '', flags | attested, key.counter),
        Buffer.alloc(16),
        idLength,
        key.id,
        coseKey(key.publicKey),
      ])
      const id = key.id.toString('base64url')
      return {
        id,
        rawId: id,
        type: 'public-key' as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: clientData('webauthn.create', challenge).toString('base64url'),
          attestationObject: attestation(authData).toString('base64url'),
          transports: ['internal'],
        },
      }
    },
    get(options: unknown) {
      const { challenge, rpId, allowCredentials = [] } = options as RequestOptions
      const allowed = allowCredentials.map(({ id }) => id)
      const key = keys.find(({ id }) => allowed.length === 0 || allowed.includes(id.toString('base64url')))
      if (!key) throw new Error('no passkey fits')
      key.counter += tamper.counterStep ?? 1
      const authData = head(rpId ?? '', flags, key.counter)
      const client = clientData('webauthn.get', challenge)
      const signed = Buffer.concat([authData, createHash('sha256').update(client).digest()])
      const id = key.id.toString('base64url')
      return {
        id,
        rawId: id,
        type: 'public-key' as const,
        clientExtensionResults: {},
        response: {
          clientDataJSON: client.toString('base64url'),
          authenticatorData: authData.toString('base64url'),
          signature: signBytes('sha256', signed, key.privateKey).toString('base64url'),
          userHandle: key.userHandle,
        },
      }
    },
  }
}

function head(rpId: string, flags: number, counter: number): Buffer {
  const tail = Buffer.alloc(5)
  tail.writeUInt8(flags, 0)
  tail.writeUInt32BE(counter, 1)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), tail])
}

// The little CBOR needed: maps of small integers, byte strings, short texts (RFC 8949).
function cborHead(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 0xff])
}
const cborBytes = (value: Buffer) => Buffer.concat([cborHead(2, value.length), value])
const cborText = (value: string) => Buffer.concat([cborHead(3, value.length), Buffer.from(value)])
const cborInt = (value: number) => (value < 0 ? cborHead(1, -1 - value) : cborHead(0, value))

/** COSE_Key of a P-256 public key: kty EC2, alg ES256, crv P-256, x, y (RFC 9053). */
function coseKey(publicKey: KeyObject): Buffer {
  const { x, y } = publicKey.export({ format: 'jwk' })
  const pairs: [number, Buffer][] = [
    [1, cborInt(2)],
    [3, cborInt(-7)],
    [-1, cborInt(1)],
    [-2, cborBytes(Buffer.from(x!, 'base64url'))],
    [-3, cborBytes(Buffer.from(y!, 'base64url'))],
  ]
  return Buffer.concat([cborHead(5, pairs.length), ...pairs.flatMap(([key, value]) => [cborInt(key), value])])
}

function attestation(authData: Buffer): Buffer {
  return Buffer.concat([
    cborHead(5, 3),
    cborText('fmt'),
    cborText('none'),
    cborText('attStmt'),
    cborHead(5, 0),
    cborText('authData'),
    cborBytes(authData),
  ])
}
