// The institution's certificate: opens its PKCS#12 file once, and makes the CMS signature that seals a PDF (CAdES, RFC 5652 and 5035), with
// an authority's time stamp when one is set. Called by main; nothing of the key or its password is said or logged.
import { createHash, X509Certificate } from 'node:crypto'
import { fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js'
import {
  Attribute,
  type AuthenticatedSafe,
  CertBag,
  type Certificate,
  ContentInfo,
  EncapsulatedContentInfo,
  IssuerAndSerialNumber,
  PFX,
  PKCS8ShroudedKeyBag,
  type PrivateKeyInfo,
  type SafeContents,
  SignedAndUnsignedAttributes,
  SignedData,
  SignerInfo,
} from 'pkijs'
import type { Sealer } from './context.ts'
import { timeStamp } from './time-stamp.ts'

export interface SealFile {
  /** The PKCS#12 file: one private key with its certificate, and the certificates between it and its authority. */
  readonly p12: Uint8Array
  readonly password: string
  /** Where an RFC 3161 authority answers; null for no time stamp. */
  readonly tsaUrl: string | null
}

/** Why a file of a certificate cannot seal; never with anything that is secret. */
export type SealProblem = 'password' | 'content' | 'algorithm' | 'period'

const oids = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  timeStamp: '1.2.840.113549.1.9.16.2.14',
  shroudedKey: '1.2.840.113549.1.12.10.1.2',
  plainKey: '1.2.840.113549.1.12.10.1.1',
  certificate: '1.2.840.113549.1.12.10.1.3',
} as const

/** SEAL-7: opens the file. Answers what is wrong with it in place of a sealer that would only fail later. */
export async function openSeal(file: SealFile, now: Date): Promise<Sealer | { problem: SealProblem }> {
  const bags = await bagsOf(file)
  if (typeof bags === 'string') return { problem: bags }
  const { key, certificates } = bags
  const pkcs8 = new Uint8Array(key.toSchema().toBER(false))
  for (const certificate of certificates) {
    const der = new Uint8Array(certificate.toSchema(true).toBER(false))
    const read = new X509Certificate(der)
    const signing = signingOf(read)
    if (!signing) continue
    const privateKey = await crypto.subtle
      .importKey('pkcs8', pkcs8, signing, false, ['sign'])
      .catch(() => null)
    if (!privateKey || !(await isKeyOf(privateKey, read, signing))) continue
    if (now < new Date(read.validFrom) || now > new Date(read.validTo)) return { problem: 'period' }
    const chain = [certificate, ...certificates.filter((other) => other !== certificate)]
    return {
      certificateSha256: createHash('sha256').update(der).digest('hex'),
      seal: async (content, at) => {
        if (at > new Date(read.validTo)) throw new Error(`the certificate is valid until ${read.validTo}`)
        return signed(content, { chain, der, privateKey, hash: signing.hash }, file.tsaUrl)
      },
    }
  }
  return { problem: certificates.length > 0 ? 'algorithm' : 'content' }
}

interface Bags {
  readonly key: PrivateKeyInfo
  readonly certificates: readonly Certificate[]
}

async function bagsOf({ p12, password }: SealFile): Promise<Bags | SealProblem> {
  try {
    const parsed = fromBER(p12.slice().buffer)
    const pfx = new PFX({ schema: parsed.result })
    const secret = new TextEncoder().encode(password).buffer as ArrayBuffer
    await pfx.parseInternalValues({ password: secret, checkIntegrity: false })
    const safe = pfx.parsedValue?.authenticatedSafe
    if (!safe) return 'content'
    await safe.parseInternalValues({ safeContents: safe.safeContents.map(() => ({ password: secret })) })
    return await readBags(safe, secret)
  } catch {
    // A wrong password and a damaged file look the same: what does not decrypt is not ASN.1.
    return 'password'
  }
}

async function readBags(safe: AuthenticatedSafe, password: ArrayBuffer): Promise<Bags | SealProblem> {
  const contents = safe.parsedValue.safeContents as { value: SafeContents }[]
  const bags = contents.flatMap(({ value }) => value.safeBags)
  const certificates: Certificate[] = []
  let key: PrivateKeyInfo | undefined
  for (const { bagId, bagValue } of bags) {
    if (bagId === oids.plainKey) key ??= bagValue as PrivateKeyInfo
    if (bagId === oids.shroudedKey && bagValue instanceof PKCS8ShroudedKeyBag) {
      const shrouded = bagValue as unknown as {
        parseInternalValues(parameters: { password: ArrayBuffer }): Promise<void>
        parsedValue?: PrivateKeyInfo
      }
      await shrouded.parseInternalValues({ password })
      key ??= shrouded.parsedValue
    }
    if (bagId === oids.certificate && bagValue instanceof CertBag)
      certificates.push(bagValue.parsedValue as Certificate)
  }
  return key ? { key, certificates } : 'content'
}

type Signing = { name: string; hash: string; namedCurve?: string }

/** RSA of 2048 bits and more, or ECDSA on P-256 and P-384: what PDF readers verify. */
function signingOf({ publicKey }: X509Certificate): Signing | null {
  const { asymmetricKeyType, asymmetricKeyDetails: about } = publicKey
  if (asymmetricKeyType === 'rsa' && (about?.modulusLength ?? 0) >= 2_048)
    return { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  if (asymmetricKeyType !== 'ec') return null
  if (about?.namedCurve === 'prime256v1') return { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' }
  return about?.namedCurve === 'secp384r1' ? { name: 'ECDSA', hash: 'SHA-384', namedCurve: 'P-384' } : null
}

async function isKeyOf(privateKey: CryptoKey, { publicKey }: X509Certificate, signing: Signing) {
  const spki = new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }))
  const probe = new TextEncoder().encode('assise')
  const signature = await crypto.subtle.sign(signing, privateKey, probe)
  const imported = await crypto.subtle.importKey('spki', spki, signing, false, ['verify'])
  return crypto.subtle.verify(signing, imported, signature, probe)
}

interface Key {
  readonly chain: Certificate[]
  /** The signer's certificate. */
  readonly der: Uint8Array
  readonly privateKey: CryptoKey
  readonly hash: string
}

/** SEAL-4: signed attributes of B-B: what kind of content, its digest, whose certificate; the time stands in the PDF, not here. */
async function signed(
  content: Uint8Array,
  { chain, der, privateKey, hash }: Key,
  tsaUrl: string | null,
): Promise<Uint8Array> {
  const digest = new Uint8Array(await crypto.subtle.digest(hash, content.slice()))
  const named = createHash('sha256').update(der).digest()
  // ESSCertIDv2 with its default algorithm, SHA-256, which DER leaves out.
  const certificateId = new Sequence({ value: [new OctetString({ valueHex: named })] })
  const attributes = [
    new Attribute({ type: oids.contentType, values: [new ObjectIdentifier({ value: oids.data })] }),
    new Attribute({ type: oids.messageDigest, values: [new OctetString({ valueHex: digest })] }),
    new Attribute({
      type: oids.signingCertificateV2,
      values: [new Sequence({ value: [new Sequence({ value: [certificateId] })] })],
    }),
  ]
  const signer = new SignerInfo({
    version: 1,
    sid: new IssuerAndSerialNumber({ issuer: chain[0]!.issuer, serialNumber: chain[0]!.serialNumber }),
    signedAttrs: new SignedAndUnsignedAttributes({ type: 0, attributes: inSetOrder(attributes) }),
  })
  const cms = new SignedData({
    version: 1,
    encapContentInfo: new EncapsulatedContentInfo({ eContentType: oids.data }),
    signerInfos: [signer],
    certificates: chain,
  })
  await cms.sign(privateKey, 0, hash)
  if (tsaUrl !== null) {
    const token = await timeStamp(tsaUrl, signer.signature.valueBlock.valueHexView)
    const values = [fromBER(token.slice().buffer).result]
    signer.unsignedAttrs = new SignedAndUnsignedAttributes({
      type: 1,
      attributes: [new Attribute({ type: oids.timeStamp, values })],
    })
  }
  const whole = new ContentInfo({ contentType: oids.signedData, content: cms.toSchema(true) })
  return new Uint8Array(whole.toSchema().toBER(false))
}

/** A SET OF stands in the order of its encodings (X.690, 11.6): a reader that encodes again must get the same bytes. */
function inSetOrder(attributes: readonly Attribute[]): Attribute[] {
  const bytes = (attribute: Attribute) => Buffer.from(attribute.toSchema().toBER(false))
  return attributes.toSorted((a, b) => Buffer.compare(bytes(a), bytes(b)))
}
