// `assise verify FILE`: reads a PDF or a dossier offline and says what holds. No server, no network, no stack trace.
// Called by cli.ts. Exit codes: 0 all that can be checked holds, 1 something fails, 2 wrong use or a file that cannot be read.
import { constants, copyFile, readFile, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Bilingual, Lang } from '../shared/basics.ts'
import { textOf } from '../shared/plan/plan.ts'
import { groupsOfFour } from '../shared/record/canonical.ts'
import { type Policy, policyBytesMax, readPolicy } from '../shared/record/policy.ts'
import type { Dossier } from '../shared/record/records.ts'
import { pieceBytesMax } from '../shared/verify/elsewhere.ts'
import { type Finding, failed, notChecked, ok } from '../shared/verify/findings.ts'
import { isPdf, readSeal } from '../shared/verify/pdf.ts'
import { type PdfMeans, type ReadPdf, verifyPdf } from '../shared/verify/pdf-file.ts'
import { verifyDossier } from '../shared/verify/verify.ts'
import { inflated } from './export/embedded.ts'
import { isPagesEdition, pagesEdition } from './export/seal.ts'

export const fileBytesMax = 64 * 1024 * 1024

const usage: Bilingual = {
  fr:
    'Usage : assise verify FICHIER [--politique POLITIQUE.json] [--piece SIGNÉ.pdf]… [--json] [--en]\n' +
    '        assise verify --page PAGE.html   (garde la page qui vérifie hors ligne)\n' +
    'Vérifie, sans réseau, un PDF d’Assise ou son dossier JSON, selon la politique que vous avez reçue sur papier ou dans la salle ;\n' +
    'avec --piece, aussi un fichier signé ailleurs ou numérisé que le dossier nomme.\n' +
    'Codes : 0 tout ce qui se vérifie tient, 1 quelque chose est refusé, 2 mauvais usage ou fichier illisible.',
  en:
    'Usage: assise verify FILE [--policy POLICY.json] [--piece SIGNED.pdf]… [--json] [--en]\n' +
    '       assise verify --page PAGE.html   (keeps the page that verifies offline)\n' +
    'Verifies, without a network, a PDF of Assise or its JSON dossier, by the policy that you got on paper or in the room;\n' +
    'with --piece, also a file signed elsewhere or scanned that the dossier names.\n' +
    'Codes: 0 all that can be checked holds, 1 something is refused, 2 wrong use or a file that cannot be read.',
}

/** The command. `args` are those after `verify`; `print` receives the report, a line or more at a time. */
export async function verifyCommand(
  args: readonly string[],
  print: (text: string) => void = (text) => void process.stdout.write(`${text}\n`),
): Promise<number> {
  const lang: Lang = args.includes('--en') ? 'en' : 'fr'
  if (args[0] === '--page') return keepPage(args.slice(1), lang, print)
  const { flags, places, policies, pieces } = sortedOut(args)
  const [path, ...others] = places
  if (flags.includes('--help') || flags.includes('--aide')) {
    print(usage[lang])
    return 0
  }
  const known = ['--json', '--en', '--fr']
  const odd =
    flags.some((flag) => !known.includes(flag)) || [...policies, ...pieces].some((one) => one === undefined)
  if (path === undefined || others.length > 0 || policies.length > 1 || pieces.length > piecesMax || odd) {
    print(usage[lang])
    return 2
  }
  const asJson = flags.includes('--json')
  try {
    const [policyPath] = policies
    const policy = policyPath === undefined ? null : await policyIn(policyPath)
    if (policyPath !== undefined && policy === null) {
      print(words.noPolicy[lang].replace('{file}', () => printable(policyPath)))
      return 2
    }
    const beside = await piecesIn(pieces as string[])
    const report = beside.unread === null ? await verifyFile(path, policy, beside.pieces) : null
    if (report === null) {
      print(words.unreadable[lang].replace('{file}', () => printable(beside.unread ?? path)))
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

const builtPage = resolve(import.meta.dirname, '../dist/client/verificateur-assise.html')

/** PAGE-5: puts the offline page where it is asked for. An existing file is never written over. */
async function keepPage(args: readonly string[], lang: Lang, print: (text: string) => void): Promise<number> {
  const [place, ...others] = args.filter((arg) => arg !== '--en' && arg !== '--fr')
  if (place === undefined || others.length > 0 || place.startsWith('--')) {
    print(usage[lang])
    return 2
  }
  try {
    await copyFile(builtPage, place, constants.COPYFILE_EXCL)
  } catch (error) {
    const exists = error instanceof Error && 'code' in error && error.code === 'EEXIST'
    print((exists ? words.pageExists : words.noPage)[lang].replace('{file}', () => printable(place)))
    return 2
  }
  print(words.pageKept[lang].replace('{file}', () => printable(place)))
  return 0
}

const policyFlags = ['--policy', '--politique']
const pieceFlags = ['--piece', '--pièce']
/** Each is read whole. */
const piecesMax = 20

/** Arguments by what they are; the place of a policy or of a piece follows its flag, or an equals sign. */
function sortedOut(args: readonly string[]) {
  const flags: string[] = []
  const places: string[] = []
  const policies: (string | undefined)[] = []
  const pieces: (string | undefined)[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!
    const [flag, ...rest] = arg.split('=')
    const list = policyFlags.includes(flag!) ? policies : pieceFlags.includes(flag!) ? pieces : null
    if (list) list.push(arg === flag ? args[++at] : rest.join('='))
    else if (arg.startsWith('--')) flags.push(arg)
    else places.push(arg)
  }
  return { flags, places, policies, pieces }
}

/** Null for a file that is no policy, or cannot be read. */
async function policyIn(path: string): Promise<Policy | null> {
  try {
    const found = await stat(path)
    if (!found.isFile() || found.size > policyBytesMax) return null
    return readPolicy(new Uint8Array(await readFile(path)))
  } catch {
    return null
  }
}

export interface Report {
  readonly dossier: Dossier | null
  readonly findings: readonly Finding[]
  readonly holds: boolean
}

/** Null when there is no such file, or none that can be read. */
async function verifyFile(
  path: string,
  policy: Policy | null,
  pieces: readonly Uint8Array[],
): Promise<Report | null> {
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
  return verifyBytes(bytes, policy, { pieces })
}

/** The files given beside, or the place of the first that cannot be read. */
async function piecesIn(paths: readonly string[]) {
  const pieces: Uint8Array[] = []
  for (const path of paths)
    try {
      const found = await stat(path)
      if (!found.isFile() || found.size > pieceBytesMax) return { pieces, unread: path }
      pieces.push(new Uint8Array(await readFile(path)))
    } catch {
      return { pieces, unread: path }
    }
  return { pieces, unread: null }
}

/** What a file is held against besides a policy, from elsewhere than the file. */
export interface Expected {
  /** The fingerprint of the certificate whose seal a PDF must bear: SHA-256, 64 hexadecimal digits. The policy's, unless given. */
  readonly sealCertificateSha256?: string
  /** Files that the dossier names by their digests. */
  readonly pieces?: readonly Uint8Array[]
}

/** Verifies the content of a file, whatever its name, by the policy of whoever asks. Total. */
export async function verifyBytes(
  bytes: Uint8Array,
  policy: Policy | null = null,
  expected: Expected = {},
): Promise<Report> {
  const { pieces = [], sealCertificateSha256 } = expected
  if (isPdf(bytes)) return verifyPdf(bytes, policy, { ...means, pieces }, sealCertificateSha256)
  const first = bytes.find((byte) => byte > 0x20)
  if (first === 0x7b || first === 0x5b) return verifyDossier(bytes, policy, pieces)
  return refusedAs([failed('fileKind')])
}

const means: PdfMeans = {
  inflate: async (stream) => inflated(stream),
  pages: async (read) => (read ? pagesFindings(read) : [notChecked('pagesNotCompared')]),
}

/** Ties what people read to what was verified: the pages that this dossier gives must be these, to the byte. */
async function pagesFindings({ bytes, dossier, embedded }: ReadPdf): Promise<Finding[]> {
  const seal = readSeal(bytes)
  const edition = seal?.edition ?? pagesEdition
  if (!isPagesEdition(edition)) return [failed('pagesEdition', '', { edition, own: pagesEdition })]
  // Loaded only here: a dossier alone is verified without the compiler.
  const { renderPdf } = await import('./export/pdf.ts')
  const due = renderPdf(dossier, seal?.lang, edition)
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

const words = {
  unreadable: {
    fr: 'Le fichier « {file} » n’existe pas ou ne se lit pas.',
    en: 'The file “{file}” does not exist or cannot be read.',
  },
  noPolicy: {
    fr: 'Le fichier « {file} » n’est pas une politique d’Assise, ou ne se lit pas.',
    en: 'The file “{file}” is not a policy of Assise, or cannot be read.',
  },
  pageKept: {
    fr: 'La page est gardée : {file}. Ouvrez-la sans réseau, et déposez-y le fichier à vérifier.',
    en: 'The page is kept: {file}. Open it without a network, and drop the file to verify on it.',
  },
  pageExists: {
    fr: 'Il y a déjà un fichier « {file} » : choisissez un autre nom.',
    en: 'There is a file “{file}” already: choose another name.',
  },
  noPage: {
    fr: 'La page n’a pas pu être écrite à « {file} » : le dossier n’existe pas, ou l’interface n’est pas construite (npm run build).',
    en: 'The page could not be written at “{file}”: there is no such folder, or the interface is not built (npm run build).',
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
  history: { fr: 'Le registre, les clés et la politique', en: 'The record, the keys and the policy' },
  earlier: { fr: 'Version signée auparavant :', en: 'Version signed before:' },
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
  if (list === 'earlier') return `${words.earlier[lang]} ${at + 1}`
  if (list !== undefined && ['record', 'attestations', 'policyHash', 'adoptions', 'outside'].includes(list))
    return words.history[lang]
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
