// PDFs with an institution's seal, genuine and forged: bytes flipped, revisions after it, other certificates, moved and missing seals.
// Read by the test of both implementations; certificates and an authority are made by openssl in a folder of the test.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { renderPdf } from '../../server/export/pdf.ts'
import { openSeal } from '../../server/seal-key.ts'
import { hex } from '../../shared/basics.ts'
import { digest, parseCanonical } from '../../shared/record/canonical.ts'
import { pdfMoment, sealUpdate } from '../../shared/record/pdf-update.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { splitSealed } from '../../shared/verify/pdf-seal.ts'
import type { Authority, Certificates } from '../kit/certificates.ts'
import { seededDossier } from '../kit/dossier.ts'
import { change } from '../kit/forgeries/deed.ts'
import { checkpointOf, dossierBytes, policyBytes, tell } from '../kit/history.ts'
import type { Judged } from '../kit/told.ts'

export interface Bench {
  /** The certificate that the policy names, RSA. */
  readonly own: Certificates
  /** Two others, on P-256 and P-384. */
  readonly p256: Certificates
  readonly p384: Certificates
  /** Puts its time on what is sealed with the one on P-256. */
  readonly authority: Authority
}

const holeBytes = 16_384
/** The hour of the seals: certificates made a moment ago are good then. */
const sealedAt = () => new Date(Date.now() + 3_600_000)

type Signing = (content: Uint8Array, at: Date) => Promise<Uint8Array>

async function signingOf({ p12, password }: Certificates, tsaUrl: string | null = null): Promise<Signing> {
  const opened = await openSeal({ p12, password, tsaUrl }, new Date())
  if ('problem' in opened) throw new Error(opened.problem)
  return opened.seal
}

/** A signature by openssl's own hand. */
function byOpenssl({ folder, openssl }: Certificates, ...options: string[]): Signing {
  return async (content) => {
    writeFileSync(join(folder, 'content'), content)
    const files = ['-in', 'content', '-signer', 'seal.pem', '-inkey', 'seal.key', '-out', 'made.cms']
    openssl('cms', '-sign', '-binary', '-outform', 'DER', ...files, ...options)
    return new Uint8Array(readFileSync(join(folder, 'made.cms')))
  }
}

/** The pages with a seal; `forge` changes the update before it is signed, by whoever signs. */
async function seal(
  pages: Uint8Array,
  signing: Signing,
  { at = sealedAt(), forge = (text: string) => text } = {},
): Promise<Uint8Array> {
  const made = sealUpdate(pages, pdfMoment(at.toISOString()), holeBytes)!
  const update = Buffer.from(forge(Buffer.from(made.bytes).toString('latin1')), 'latin1')
  const start = update.indexOf('/Contents <0') + '/Contents <'.length
  const end = start + 2 * holeBytes
  const content = Buffer.concat([pages, update.subarray(0, start - 1), update.subarray(end + 1)])
  update.write(hex(await signing(new Uint8Array(content), at)), start, 'latin1')
  return new Uint8Array(Buffer.concat([pages, update]))
}

/** A dossier with its record, by a policy that asks for this certificate's seal. */
async function historyUnder(sealCertificate: string) {
  const story = tell()
  story.policy = { ...story.policy, sealCertificate }
  story.policyHash = digest('policy', story.policy)
  change(story, 'policy', { policyDigest: story.policyHash })
  const file = dossierBytes(story, await checkpointOf(story.entries))
  const dossier = parseCanonical(new TextDecoder().decode(file)) as unknown as Dossier
  return { pages: renderPdf(dossier), policy: policyBytes(story.policy) }
}

/** Where the digits of the signature stand, and how many say something. */
function signatureIn(file: Uint8Array): { start: number; digits: string } {
  const start = Buffer.from(file).lastIndexOf('/Contents <') + '/Contents <'.length
  const digits = Buffer.from(file).toString('latin1', start, start + 2 * holeBytes)
  return { start, digits: digits.slice(0, 8 + 2 * Number.parseInt(digits.slice(4, 8), 16)) }
}

/** One digit of the signature turned into another. */
function otherDigit(file: Uint8Array, place: number): Uint8Array {
  const copy = file.slice()
  const at = signatureIn(file).start + place
  copy[at] = copy[at] === 0x30 ? 0x31 : 0x30
  return copy
}

function flipped(file: Uint8Array, at: number): Uint8Array {
  const copy = file.slice()
  copy[at]! ^= 1
  return copy
}

function replaced(file: Uint8Array, from: string, to: string): Uint8Array {
  const text = Buffer.from(file).toString('latin1')
  if (!text.includes(from)) throw new Error(`the file does not hold ${from}`)
  return new Uint8Array(Buffer.from(text.replace(from, to), 'latin1'))
}

const added = (file: Uint8Array, text: string) =>
  new Uint8Array(Buffer.concat([file, Buffer.from(text, 'latin1')]))

/** Sealed files that hold. */
export async function genuineSeals({ own, p256, p384, authority }: Bench): Promise<Judged[]> {
  const { pages, policy } = await historyUnder(own.fingerprint)
  const plain = renderPdf(seededDossier({ alliance: false }))
  const sealed = await seal(pages, await signingOf(own))
  return [
    { name: 'RSA, by its policy', bytes: sealed, policy },
    { name: 'RSA, by no policy', bytes: sealed },
    { name: 'P-256, with a time stamp', bytes: await seal(plain, await signingOf(p256, authority.url)) },
    { name: 'P-384, in English', bytes: await seal(renderPdf(seededDossier(), 'en'), await signingOf(p384)) },
    { name: 'by openssl', bytes: await seal(plain, byOpenssl(own, '-cades', '-md', 'sha512')) },
  ]
}

/** Sealed files that must be refused, each with what gives it away. */
export async function forgedSeals({ own, p256, authority }: Bench): Promise<Judged[]> {
  const { pages, policy } = await historyUnder(own.fingerprint)
  const signing = await signingOf(own)
  const file = await seal(pages, signing)
  const other = await seal(renderPdf(seededDossier({ alliance: false })), signing)
  const stamped = await seal(pages, await signingOf(p256, authority.url))
  const { digits, start } = signatureIn(file)
  const certificate = Buffer.from(
    readFileSync(join(own.folder, 'seal.pem'), 'utf8').replace(/-.*-|\s/g, ''),
    'base64',
  )
  const ofCertificate = digits.indexOf(certificate.toString('hex'))
  const digestAt = digits.indexOf('06092a864886f70d010904') + 34
  const forged = (name: string, finding: Judged['finding'], bytes: Uint8Array): Judged => ({
    ...{ name, policy, bytes },
    ...(finding && { finding }),
  })
  const hidden = (text: string) => text.replace('xref\n', '900 0 obj\n<< >>\nendobj\nxref\n')
  return [
    forged('a byte of the pages', 'seal', flipped(file, 4_321)),
    forged('a byte of the seal line', 'pdfRevision', flipped(file, pages.length - 20)),
    forged('a byte of the seal’s dictionary', 'pdfRevision', replaced(file, '/SigFlags 3', '/SigFlags 2')),
    forged('a byte of the table of references', 'pdfRevision', flipped(file, file.length - 200)),
    forged('the last byte', 'pdfRevision', flipped(file, file.length - 1)),
    forged('the end cut off', 'pdfRevision', file.subarray(0, file.length - 9)),
    forged('a byte of the signature', 'pdfSealSignature', otherDigit(file, digits.length - 9)),
    forged('a byte of the signed digest', 'pdfSealDigest', otherDigit(file, digestAt)),
    forged(
      'a byte of the certificate',
      'pdfSealCertificate',
      otherDigit(file, ofCertificate + 2 * certificate.length - 3),
    ),
    forged('a signature that is none', 'pdfSealForm', otherDigit(file, 10)),
    forged('a digit in the room that is left', 'pdfRevision', otherDigit(file, 2 * holeBytes - 1)),
    forged(
      'digits in capitals',
      'pdfRevision',
      flipped(file, start + digits.search(/[a-f]/)).map((byte, at) =>
        at === start + digits.search(/[a-f]/) ? file[at]! - 32 : byte,
      ),
    ),
    forged('the moment set back', 'pdfSealDigest', replaced(file, '/M (D:20', '/M (D:19')),
    forged(
      'a revision after the seal',
      'pdfRevision',
      added(file, '1 0 obj\n<< >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n'),
    ),
    forged('a byte after the seal', 'pdfRevision', added(file, '\n')),
    forged(
      'a second seal after the first',
      'pdfRevision',
      added(file, Buffer.from(splitSealed(file)!.update).toString('latin1')),
    ),
    forged('no seal', 'pdfSealMissing', pages),
    forged(
      'the seal of another file',
      'pdfRevision',
      new Uint8Array(Buffer.concat([pages, splitSealed(other)!.update])),
    ),
    forged(
      'the signature of another file',
      'pdfSealDigest',
      new Uint8Array(
        Buffer.from(file).fill(signatureIn(other).digits, start, start + digits.length, 'latin1'),
      ),
    ),
    forged('another certificate', 'pdfSealCertificate', stamped),
    forged(
      'a byte of the time stamp',
      'pdfSealTime',
      otherDigit(stamped, signatureIn(stamped).digits.length - 9),
    ),
    forged(
      'another object in the same update, signed too',
      'pdfRevision',
      await seal(pages, signing, { forge: hidden }),
    ),
    forged(
      'a field that is seen, signed too',
      'pdfRevision',
      await seal(pages, signing, { forge: (text) => text.replace('/Rect [0 0 0 0]', '/Rect [9 9 9 9]') }),
    ),
    forged(
      'before the certificate was good',
      'pdfSealPeriod',
      await seal(pages, signing, { at: new Date('2020-01-01T00:00:00Z') }),
    ),
    forged('a signature that names no certificate', 'pdfSealSignature', await seal(pages, byOpenssl(own))),
    forged('a signature without attributes', 'pdfSealForm', await seal(pages, byOpenssl(own, '-noattr'))),
    forged('a signature that holds its content', 'pdfSealForm', await seal(pages, byOpensslWhole(own))),
  ]
}

/** Over three bytes that it holds itself. */
function byOpensslWhole(own: Certificates): Signing {
  const signing = byOpenssl(own, '-cades', '-nodetach')
  return (_, at) => signing(Uint8Array.of(1, 2, 3), at)
}

/** Changes at fixed random places of what was added: whatever they break, both must say the same. */
export async function sealMutants({ own }: Bench, count: number): Promise<Judged[]> {
  const pages = renderPdf(seededDossier({ alliance: false }))
  const file = await seal(pages, await signingOf(own))
  const { digits } = signatureIn(file)
  let state = 7
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  return Array.from({ length: count }, (_, at) => ({
    name: `mutant ${at}`,
    bytes:
      at % 4 === 0
        ? flipped(file, pages.length + random(file.length - pages.length))
        : otherDigit(file, random(digits.length)),
  }))
}
