// Asks an RFC 3161 authority to put its time on a signature. What leaves is a digest, nothing of the document. Called by seal-key.ts.
import { createHash, randomBytes } from 'node:crypto'
import { Integer, Null, OctetString } from 'asn1js'
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs'
import { checkStamp } from '../shared/verify/cms.ts'
import { headOf, partsOf, sameBytes } from '../shared/verify/der.ts'

const withinMs = 10_000
const replyBytesMax = 65_536
const sha256Oid = '2.16.840.1.101.3.4.2.1'

/** The authority gave no token, or one that is not of this signature. */
export class NoTimeStamp extends Error {}

/** The token, DER, over the SHA-256 of these bytes. Throws NoTimeStamp. */
export async function timeStamp(url: string, bytes: Uint8Array): Promise<Uint8Array> {
  const imprint = createHash('sha256').update(bytes).digest()
  // Positive and without a leading zero: some authorities read it as they please.
  const nonce = randomBytes(8)
  nonce[0] = (nonce[0]! & 0x3f) | 0x40
  const asked = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Oid, algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: imprint }),
    }),
    nonce: new Integer({ valueHex: nonce }),
    certReq: true,
  })
  const reply = await post(url, new Uint8Array(asked.toSchema().toBER(false)))
  const whole = headOf(reply)
  const [status, token] = (whole && partsOf(whole)) ?? []
  const granted = (status && partsOf(status)?.[0]?.inside) ?? new Uint8Array()
  // RFC 3161, 2.4.2: 0 granted, 1 granted with modifications.
  if (!token || granted.length !== 1 || granted[0]! > 1) throw new NoTimeStamp('the authority refused')
  const stamp = await checkStamp(token.whole, bytes)
  if (!stamp?.holds || !sameBytes(stamp.nonce, nonce))
    throw new NoTimeStamp('the authority’s token is not of this signature')
  return token.whole
}

async function post(url: string, body: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query' },
      body,
      redirect: 'error',
      signal: AbortSignal.timeout(withinMs),
    })
    if (!response.ok) throw new NoTimeStamp(`the authority answers ${response.status}`)
    return await bounded(response)
  } catch (error) {
    if (error instanceof NoTimeStamp) throw error
    // Neither the address, which may hold a password, nor the whole cause.
    throw new NoTimeStamp(`the authority does not answer (${(error as Error).name})`)
  }
}

async function bounded(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  let bytes = 0
  for await (const part of response.body ?? []) {
    bytes += part.length
    if (bytes > replyBytesMax) throw new NoTimeStamp('the authority’s answer is too large')
    parts.push(part)
  }
  return new Uint8Array(Buffer.concat(parts))
}
