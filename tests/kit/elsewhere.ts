// A PDF signed by another service: an incremental update with a detached CMS over all but its own place, made by openssl with a certificate of
// the test. Called by tests of signatures made elsewhere.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Certificates } from './certificates.ts'

export interface Odd {
  /** What is signed instead of the file. */
  readonly over?: Uint8Array
  /** What stands in the hole instead of a signature. */
  readonly cms?: Uint8Array
  /** The signature's own last byte changed: the digest is right, the signature is not. */
  readonly spoil?: boolean
}

const holeDigits = 16_384

/** `base` followed by a signature over it, as a signing service leaves it. */
export function signedElsewhere(base: Uint8Array, certificates: Certificates, odd: Odd = {}): Buffer {
  const head =
    '\n9 0 obj\n<< /Type /Sig /SubFilter /ETSI.CAdES.detached /ByteRange [0 AAAAAAAAAA BBBBBBBBBB CCCCCCCCCC] /Contents <'
  const tail = '> >>\nendobj\n%%EOF\n'
  const first = base.length + head.length - 1
  const second = first + holeDigits + 2
  const text = head
    .replace('AAAAAAAAAA', String(first).padStart(10))
    .replace('BBBBBBBBBB', String(second).padStart(10))
    .replace('CCCCCCCCCC', String(tail.length - 1).padStart(10))
  const before = Buffer.concat([base, Buffer.from(text.slice(0, -1), 'latin1')])
  const after = Buffer.from(tail.slice(1), 'latin1')
  const cms = Buffer.from(odd.cms ?? cmsOver(odd.over ?? Buffer.concat([before, after]), certificates))
  if (odd.spoil) cms[cms.length - 1]! ^= 1
  const digits = cms.toString('hex').padEnd(holeDigits, '0')
  return Buffer.concat([before, Buffer.from(`<${digits}>`, 'latin1'), after])
}

function cmsOver(content: Uint8Array, { folder, openssl }: Certificates): Buffer {
  writeFileSync(join(folder, 'content'), content)
  openssl(
    ...['cms', '-sign', '-binary', '-in', 'content', '-signer', 'seal.pem', '-inkey', 'seal.key'],
    ...['-md', 'sha256', '-outform', 'DER', '-out', 'content.cms'],
  )
  return readFileSync(join(folder, 'content.cms'))
}
