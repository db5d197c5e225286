// A CMS signature (RFC 5652) as CAdES and RFC 3161 profile it: one signer, signed attributes, the signer's certificate named in them.
// It says what holds; whose certificate it is, the policy decides. Called by pdf-seal.ts.
import { type Certificate, hashes, hashOf, readCertificate, signs } from './certificate.ts'
import { context, type Der, headOf, momentOf, oidOf, partsOf, sameBytes, tags } from './der.ts'

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificate: '1.2.840.113549.1.9.16.2.12',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamp: '1.2.840.113549.1.9.16.2.14',
  timeStampInfo: '1.2.840.113549.1.9.16.1.4',
} as const

export interface CmsChecks {
  readonly certificate: Certificate
  /** The digest in the signed attributes is that of the content. */
  readonly digest: boolean
  /** The signed attributes name this very certificate (signing-certificate-v2). */
  readonly bound: boolean
  /** The certificate's key signed the attributes. */
  readonly signature: boolean
  /** The time an authority put on the signature, whether that holds, and whose certificate says so; absent without a token. */
  readonly stamped?: Stamp
}

/** Checks a detached signature over a content. Null when the bytes are no signature of this form. Total. */
export async function checkDetached(bytes: Uint8Array, content: Uint8Array): Promise<CmsChecks | null> {
  const read = readSigned(bytes)
  if (!read || read.type !== oids.data || read.content !== null) return null
  const checks = await checkSigner(read, content)
  if (!read.token) return checks
  const stamped = await checkStamp(read.token, read.signature)
  // A token that cannot be read is a token that does not hold.
  return { ...checks, stamped: stamped ?? { at: '', holds: false, certificate: checks.certificate } }
}

interface Read {
  /** The type of what is signed, and it itself when it stands inside. */
  readonly type: string
  readonly content: Uint8Array | null
  readonly certificate: Certificate
  readonly digestAlgorithm: Der
  readonly attributes: Der
  readonly algorithm: string
  readonly signature: Uint8Array
  readonly token: Uint8Array | null
}

function readSigned(bytes: Uint8Array): Read | null {
  const outer = headOf(bytes)
  const [type, wrapped] = (outer?.tag === tags.sequence && partsOf(outer)) || []
  const inner = wrapped?.tag === context(0) ? partsOf(wrapped)?.[0] : undefined
  if (oidOf(type) !== oids.signedData || inner?.tag !== tags.sequence) return null
  const parts = partsOf(inner) ?? []
  const encapsulated = (parts[2] && partsOf(parts[2])) ?? []
  const certificates = parts.find(({ tag }) => tag === context(0))
  const signers = parts.at(-1)?.tag === tags.set ? partsOf(parts.at(-1)!) : null
  // One signer: who else would have signed is not a question for a seal.
  if (parts.length < 5 || signers?.length !== 1 || !certificates) return null
  const signer = readSigner(signers[0]!)
  const all = (partsOf(certificates) ?? []).flatMap(({ whole }) => readCertificate(whole) ?? [])
  const certificate = all.find(
    ({ issuer, serial }) => sameBytes(issuer, signer?.issuer) && sameBytes(serial, signer?.serial),
  )
  if (!signer || !certificate) return null
  const inside = encapsulated[1] && partsOf(encapsulated[1])?.[0]
  return {
    ...signer,
    type: oidOf(encapsulated[0]),
    content: inside?.tag === tags.octets ? inside.inside : null,
    certificate,
  }
}

function readSigner(signer: Der) {
  const [, id, digestAlgorithm, attributes, algorithm, signature, more] = partsOf(signer) ?? []
  const [issuer, serial] = (id?.tag === tags.sequence && partsOf(id)) || []
  if (!issuer || !serial || !digestAlgorithm || !algorithm || signature?.tag !== tags.octets) return null
  if (attributes?.tag !== context(0)) return null
  return {
    issuer: issuer.whole,
    serial: serial.inside,
    digestAlgorithm,
    attributes,
    algorithm: oidOf(partsOf(algorithm)?.[0]),
    signature: signature.inside,
    token: (more?.tag === context(1) && attributeIn(more, oids.timeStamp)?.whole) || null,
  }
}

async function checkSigner(read: Read, content: Uint8Array): Promise<CmsChecks> {
  const { certificate, attributes, digestAlgorithm, algorithm, signature } = read
  const digest = hashOf(digestAlgorithm)
  const told = attributeIn(attributes, oids.messageDigest)
  const type = oidOf(attributeIn(attributes, oids.contentType))
  // What is signed is the set of attributes, not its [0] (RFC 5652, 5.4).
  const message = attributes.whole.slice()
  message[0] = tags.set
  return {
    certificate,
    digest: digest !== null && type === read.type && sameBytes(told?.inside, hashes[digest].of(content)),
    bound: namesCertificate(attributes, certificate, read.type === oids.timeStampInfo),
    signature: digest !== null && (await signs(certificate, { message, signature, algorithm, digest })),
  }
}

/** The one value of an attribute; undefined when it is missing, or there several times. */
function attributeIn(attributes: Der, oid: string): Der | undefined {
  const found = (partsOf(attributes) ?? []).flatMap((attribute) => {
    const [kind, values] = partsOf(attribute) ?? []
    return oidOf(kind) === oid && values?.tag === tags.set ? (partsOf(values) ?? []) : []
  })
  return found.length === 1 ? found[0] : undefined
}

/** RFC 5035: the first certificate named is the signer's. Time stamps of older authorities name it by SHA-1 (RFC 2634). */
function namesCertificate(attributes: Der, { der }: Certificate, olderToo: boolean): boolean {
  const second = attributeIn(attributes, oids.signingCertificateV2)
  const first = olderToo ? attributeIn(attributes, oids.signingCertificate) : undefined
  const named = second ?? first
  const list = named && partsOf(named)?.[0]
  const id = list && partsOf(list)?.[0]
  const parts = (id && partsOf(id)) ?? []
  const algorithm = second
    ? parts[0]?.tag === tags.sequence
      ? hashOf(parts[0])
      : '2.16.840.1.101.3.4.2.1'
    : '1.3.14.3.2.26'
  const hash = parts.find(({ tag }) => tag === tags.octets)
  return algorithm !== null && sameBytes(hash?.inside, hashes[algorithm].of(der))
}

export interface Stamp {
  readonly at: string
  readonly holds: boolean
  readonly certificate: Certificate
  readonly nonce?: Uint8Array
}

/** RFC 3161: what a token says of these bytes (a signature); null when it is no token. Total. */
export async function checkStamp(token: Uint8Array, stampedBytes: Uint8Array): Promise<Stamp | null> {
  const read = readSigned(token)
  if (!read || read.type !== oids.timeStampInfo || read.content === null) return null
  const checks = await checkSigner(read, read.content)
  const whole = headOf(read.content)
  const [, , imprint, , time, ...more] = (whole && partsOf(whole)) ?? []
  const [algorithm, hash] = (imprint && partsOf(imprint)) ?? []
  const [name, at] = [hashOf(algorithm), momentOf(time)]
  if (!name || !at) return null
  const { certificate } = checks
  const holds =
    name !== '1.3.14.3.2.26' &&
    sameBytes(hash?.inside, hashes[name].of(stampedBytes)) &&
    checks.digest &&
    checks.bound &&
    checks.signature &&
    certificate.notBefore <= at &&
    at <= certificate.notAfter
  const nonce = more.find(({ tag }) => tag === tags.integer)?.inside
  return { at, holds, certificate, ...(nonce && { nonce }) }
}
