// `assise verify FILE`: reads a PDF or a dossier offline and says what holds. No server, no network, no stack trace.
// Called by cli.ts. Exit codes: 0 all that can be checked holds, 1 something fails, 2 wrong use or a file that cannot be read.
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Bilingual, Lang } from '../shared/basics.ts'
import { textOf } from '../shared/plan/plan.ts'
import { groupsOfFour } from '../shared/record/canonical.ts'
import type { Dossier } from '../shared/record/records.ts'
import { type Finding, failed, notChecked, ok } from '../shared/verify/findings.ts'
import { pdfSealFindings, splitSealed } from '../shared/verify/pdf-seal.ts'
import { verifyDossier } from '../shared/verify/verify.ts'
import { findEmbedded } from './export/embedded.ts'
import { pagesEdition, readSeal, type Seal } from './export/seal.ts'

export const fileBytesMax = 64 * 1024 * 1024

const usage: Bilingual = {
  fr: 'Usage : assise verify FICHIER [--json] [--en]\nVérifie, sans réseau, un PDF d’Assise ou son dossier JSON.',
  en: 'Usage: assise verify FILE [--json] [--en]\nVerifies, without a network, a PDF of Assise or its JSON dossier.',
}

/** The command. `args` are those after `verify`; `print` receives the report, a line or more at a time. */
export async function verifyCommand(
  args: readonly string[],
  print: (text: string) => void = (text) => void process.stdout.write(`${text}\n`),
): Promise<number> {
  const lang: Lang = args.includes('--en') ? 'en' : 'fr'
  const flags = args.filter((arg) => arg.startsWith('--'))
  const [path, ...others] = args.filter((arg) => !arg.startsWith('--'))
  if (flags.includes('--help') || flags.includes('--aide')) {
    print(usage[lang])
    return 0
  }
  const known = ['--json', '--en', '--fr']
  if (path === undefined || others.length > 0 || flags.some((flag) => !known.includes(flag))) {
    print(usage[lang])
    return 2
  }
  const asJson = flags.includes('--json')
  try {
    const report = await verifyFile(path)
    if (report === null) {
      print(words.unreadable[lang].replace('{file}', () => printable(path)))
      return 2
    }
    print(asJson ? JSON.stringify(jsonReport(path, report), null, 2) : textReport(path, report, lang))
    return report.holds ? 0 : 1
  } catch (error) {
    // Ours to mend, but a person who verifies gets a sentence, and never a verdict that holds.
    print(
      `${words.broken[lang]} ${printable(error instanceof Error ? error.message : String(error)).slice(0, 300)}`,
    )
    return 1
  }
}

export interface Report {
  readonly dossier: Dossier | null
  readonly findings: readonly Finding[]
  readonly holds: boolean
}

/** Null when there is no such file, or none that can be read. */
async function verifyFile(path: string): Promise<Report | null> {
  let bytes: Uint8Array
  try {
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }))
    if (!isFile) return null
    // Looked at before a byte is read: a file of any size is refused at once.
    if (size > fileBytesMax) return refusedAs([failed('size', '', { limit: fileBytesMax / 1024 / 1024 })])
    bytes = new Uint8Array(await readFile(path))
  } catch {
    return null
  }
  return verifyBytes(bytes)
}

/** What a file is held against, from elsewhere than the file. */
export interface Expected {
  /** The fingerprint of the certificate whose seal a PDF must bear: SHA-256, 64 hexadecimal digits. */
  readonly sealCertificateSha256?: string
}

/** Verifies the content of a file, whatever its name. Total. */
export async function verifyBytes(bytes: Uint8Array, expected: Expected = {}): Promise<Report> {
  if (startsWith(bytes, '%PDF-') || readSeal(bytes)) return verifyPdf(bytes, expected)
  const first = bytes.find((byte) => byte > 0x20)
  if (first === 0x7b || first === 0x5b) return verifyDossier(bytes)
  return refusedAs([failed('fileKind')])
}

/** SEAL-2: the pages are judged as they were before any certificate, then what was added to them. */
async function verifyPdf(file: Uint8Array, { sealCertificateSha256 }: Expected): Promise<Report> {
  const parts = splitSealed(file) ?? { pages: file, update: new Uint8Array() }
  const bytes = parts.pages
  const seal = readSeal(bytes)
  const sealFinding = seal
    ? seal.holds
      ? ok('seal')
      : failed('seal')
    : ({ ...notChecked('sealMissing'), status: 'failed' } as const)
  const embedded = findEmbedded(bytes)
  if (embedded.bytes === null) {
    return refusedAs([
      sealFinding,
      failed('embedded', '', { why: embedded.why }),
      notChecked('pagesNotCompared'),
    ])
  }
  const { start, end } = embedded
  const verification = await verifyDossier(embedded.bytes)
  const { dossier } = verification
  const pages =
    dossier && verification.holds
      ? await pagesFindings(bytes, dossier, { start, end }, seal)
      : [notChecked('pagesNotCompared')]
  const added = await pdfSealFindings(parts, sealCertificateSha256)
  const findings = [
    sealFinding,
    ok('embedded', '', { start, end }),
    ...verification.findings,
    ...pages,
    ...added,
  ]
  return { dossier, findings, holds: findings.every(({ status }) => status !== 'failed') }
}

/** Ties what people read to what was verified: the pages that this dossier gives must be these, to the byte. */
async function pagesFindings(
  bytes: Uint8Array,
  dossier: Dossier,
  embedded: { start: number; end: number },
  seal: Seal | null,
): Promise<Finding[]> {
  const edition = seal?.edition ?? pagesEdition
  if (edition !== pagesEdition) return [failed('pagesEdition', '', { edition, own: pagesEdition })]
  // Loaded only here: a dossier alone is verified without the compiler.
  const { renderPdf } = await import('./export/pdf.ts')
  const due = renderPdf(dossier, seal?.lang)
  const offset = firstDifference(bytes, due)
  if (offset < 0) return [ok('pagesEdition', '', { edition }), ok('pages')]
  const sealAt = due.lastIndexOf(0x25)
  const part =
    offset >= embedded.start && offset < embedded.end
      ? words.inEmbedded
      : offset >= sealAt
        ? words.inSeal
        : words.inPages
  return [failed('pages', `@${offset}`, { offset, part })]
}

function firstDifference(a: Uint8Array, b: Uint8Array): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) if (a[at] !== b[at]) return at
  return a.length === b.length ? -1 : shorter
}

function refusedAs(findings: readonly Finding[]): Report {
  return { dossier: null, findings, holds: false }
}

function startsWith(bytes: Uint8Array, text: string): boolean {
  return Array.from(text).every((character, at) => bytes[at] === character.charCodeAt(0))
}

const words = {
  unreadable: {
    fr: 'Le fichier « {file} » n’existe pas ou ne se lit pas.',
    en: 'The file “{file}” does not exist or cannot be read.',
  },
  broken: {
    fr: 'La vérification n’a pas pu aller au bout :',
    en: 'The verification could not be completed:',
  },
  title: { fr: 'Vérification de', en: 'Verification of' },
  version: { fr: 'version', en: 'version' },
  planDigest: { fr: 'Empreinte du plan :', en: 'Digest of the plan:' },
  file: { fr: 'Le fichier et le dossier', en: 'The file and the dossier' },
  alliance: { fr: 'L’Alliance', en: 'The Alliance' },
  record: { fr: 'Constat', en: 'Consensus record' },
  signature: { fr: 'Signature', en: 'Signature' },
  holds: { fr: 'VERDICT : tout ce qui se vérifie tient', en: 'VERDICT: all that can be checked holds' },
  refused: { fr: 'VERDICT : REFUSÉ', en: 'VERDICT: REFUSED' },
  inEmbedded: { fr: 'dans le dossier joint', en: 'in the embedded dossier' },
  inPages: { fr: 'dans les pages', en: 'in the pages' },
  inSeal: { fr: 'dans la ligne de sceau', en: 'in the seal line' },
} as const satisfies Record<string, Bilingual>

const signs = { ok: '✓', failed: '✗', notChecked: '–' } as const satisfies Record<Finding['status'], string>

function textReport(path: string, { dossier, findings, holds }: Report, lang: Lang): string {
  const lines = [`${words.title[lang]} ${basename(path)}`]
  if (dossier) {
    const { version, plan } = dossier
    lines.push(`${textOf(plan.fields.frame, 'title')} · ${words.version[lang]} ${version.number}`)
    lines.push(`${words.planDigest[lang]} ${groupsOfFour(version.planDigest)}`)
  }
  let group = ''
  for (const { status, code, path: at, text } of findings) {
    const next = groupOf(at, dossier, lang)
    if (next !== group) lines.push('', next)
    group = next
    lines.push(`  ${signs[status]} ${text[lang]}${at ? ` [${code} ${at}]` : ` [${code}]`}`)
  }
  const count = (status: Finding['status']) => findings.filter((finding) => finding.status === status).length
  const counts = `✓ ${count('ok')} · ✗ ${count('failed')} · – ${count('notChecked')}`
  lines.push('', `${holds ? words.holds[lang] : words.refused[lang]} (${counts})`)
  return lines.map(printable).join('\n')
}

function groupOf(path: string, dossier: Dossier | null, lang: Lang): string {
  const [, list, index] = path.split('/')
  const at = Number(index)
  if (list === 'constats' && dossier?.constats[at]) {
    const { subjectTitle, round } = dossier.constats[at].poll
    return `${words.record[lang]} ${at + 1} : ${subjectTitle} (${round})`
  }
  if (list === 'signatures' && dossier?.signatures[at]) {
    return `${words.signature[lang]} ${at + 1} : ${dossier.signatures[at].statement.name}`
  }
  return list === 'alliance' || list === 'signatures' ? words.alliance[lang] : words.file[lang]
}

/** What a file says must not drive the terminal it is printed on. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?')
}

function jsonReport(path: string, { dossier, findings, holds }: Report) {
  return {
    format: 'assise/report/v1',
    file: basename(path),
    holds,
    planDigest: dossier?.version.planDigest ?? null,
    findings,
  }
}
