// `assise tally FILE.json`: recounts an exported ballot file offline, with the count the server uses, and compares. No server, no network.
// Called by cli.ts. Exit codes: 0 the same, 1 something differs, 2 wrong use or a file that cannot be read.
import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Bilingual, Lang } from '../shared/basics.ts'
import { consultativeWords } from '../shared/poll/consultative.ts'
import { type Recount, type RecountFinding, recountTally } from '../shared/poll/recount.ts'
import { outcomeWords } from '../shared/poll/setting.ts'
import { type ReadTally, readTallyFile, type TallyFile, tallyBytesMax } from '../shared/poll/tally-file.ts'
import { tallyLabel } from '../shared/poll/value-text.ts'
import { groupsOfFour } from '../shared/record/canonical.ts'

const usage: Bilingual = {
  fr: 'Usage : assise tally FICHIER.json [--json] [--lang en]\nRecompte, sans réseau, les bulletins exportés d’un scrutin.',
  en: 'Usage: assise tally FILE.json [--json] [--lang en]\nRecounts, without a network, the exported ballots of a poll.',
}

/** The command. `args` are those after `tally`; `print` receives the report. */
export async function tallyCommand(
  args: readonly string[],
  print: (text: string) => void = (text) => void process.stdout.write(`${text}\n`),
): Promise<number> {
  const asked = readArgs(args)
  const lang = asked?.lang ?? 'fr'
  if (args.includes('--help') || args.includes('--aide')) {
    print(usage[lang])
    return 0
  }
  if (!asked) {
    print(usage.fr)
    print(usage.en)
    return 2
  }
  const { path, json } = asked
  const read = await readPath(path)
  if ('unreadable' in read) {
    const text = read.unreadable
    print(
      json
        ? JSON.stringify({ format: 'assise/recount/v1', file: basename(path), unreadable: text }, null, 2)
        : printable(`${basename(path)}${lang === 'fr' ? '\u00a0:' : ':'} ${text[lang]}`),
    )
    return 2
  }
  const recount = recountTally(read.file)
  print(json ? jsonReport(path, recount) : textReport(path, read.file, recount, lang))
  return recount.same ? 0 : 1
}

interface Asked {
  readonly path: string
  readonly json: boolean
  readonly lang: Lang
}

function readArgs(args: readonly string[]): Asked | null {
  const paths: string[] = []
  let json = false
  let lang: string | undefined = 'fr'
  for (let at = 0; at < args.length; at++) {
    const arg = args[at]!
    if (arg === '--json') json = true
    else if (arg === '--lang') lang = args[++at]
    else if (arg === '--fr' || arg === '--en') lang = arg.slice(2)
    else if (arg.startsWith('--')) return null
    else paths.push(arg)
  }
  const [path] = paths
  if (path === undefined || paths.length > 1 || (lang !== 'fr' && lang !== 'en')) return null
  return { path, json, lang }
}

async function readPath(path: string): Promise<ReadTally> {
  try {
    const found = await stat(path)
    // Looked at before a byte is read: a file of any size is refused at once.
    if (!found.isFile() || found.size > tallyBytesMax) return { unreadable: words.unreadable }
    return readTallyFile(new Uint8Array(await readFile(path)))
  } catch {
    return { unreadable: words.unreadable }
  }
}

const words = {
  unreadable: {
    fr: 'ce fichier n’existe pas, ne se lit pas ou est trop grand.',
    en: 'this file does not exist, cannot be read or is too large.',
  },
  title: { fr: 'Recompte de', en: 'Recount of' },
  digest: { fr: 'Empreinte du scrutin\u00a0:', en: 'Digest of the poll:' },
  counted: { fr: 'Recompté ici', en: 'Recounted here' },
  outcome: { fr: 'Issue énoncée\u00a0:', en: 'Outcome stated:' },
  differs: { fr: 'Ce qui diffère', en: 'What differs' },
  stated: { fr: 'énoncé', en: 'stated' },
  recounted: { fr: 'recompté', en: 'recounted' },
  same: { fr: 'VERDICT\u00a0: le compte est le même', en: 'VERDICT: the count is the same' },
  notSame: { fr: 'VERDICT\u00a0: le compte DIFFÈRE', en: 'VERDICT: the count DIFFERS' },
} as const satisfies Record<string, Bilingual>

const signs = { ok: '✓', failed: '✗', notChecked: '–' } as const satisfies Record<
  RecountFinding['status'],
  string
>

/** The consultative voices under their own title: how many spoke, and what they said. */
function adviceLines({ poll: { setting } }: TallyFile, { consultative }: Recount, lang: Lang): string[] {
  if (!consultative) return []
  const { cast, registered, tallies } = consultative
  const spoke = `${cast.seats} / ${registered.seats}`
  const said = tallies.map(
    ({ id, mass }) => `${tallyLabel(setting, id)[lang]}${lang === 'fr' ? '\u00a0:' : ':'} ${mass.seats}`,
  )
  return [
    '',
    `${consultativeWords.title[lang]} (${spoke})`,
    `  ${said.join(' · ')}`,
    `  ${consultativeWords.note[lang]}`,
  ]
}

function textReport(path: string, file: TallyFile, recount: Recount, lang: Lang): string {
  const { poll, outcome } = file
  const { count, findings, differences, pollDigest, same } = recount
  const lines = [
    `${words.title[lang]} ${basename(path)}`,
    poll.question[lang],
    poll.ruleText[lang],
    `${words.digest[lang]} ${groupsOfFour(pollDigest)}`,
    '',
    ...findings.map(({ status, code, text }) => `  ${signs[status]} ${text[lang]} [${code}]`),
  ]
  if (count) lines.push('', words.counted[lang], ...count.trace.map((line) => `  ${line[lang]}`))
  if (outcome) lines.push('', `${words.outcome[lang]} ${outcomeWords[outcome.word][lang]}`)
  lines.push(...adviceLines(file, recount, lang))
  if (differences.length > 0) {
    const sides = ({ path: at, stated, recounted }: (typeof differences)[number]) =>
      `  ${at}\u00a0→ ${words.stated[lang]} ${short(stated)} · ${words.recounted[lang]} ${short(recounted)}`
    lines.push('', words.differs[lang], ...differences.map(sides))
  }
  lines.push('', same ? words.same[lang] : words.notSame[lang])
  return lines.map(printable).join('\n')
}

const short = (text: string) => (text.length > 200 ? `${text.slice(0, 200)}…` : text)

function jsonReport(
  path: string,
  { same, pollDigest, findings, differences, count, consultative }: Recount,
): string {
  const report = {
    format: 'assise/recount/v1',
    file: basename(path),
    same,
    pollDigest,
    findings,
    differences,
    count,
    ...(consultative && { consultative }),
  }
  return JSON.stringify(report, null, 2)
}

/** What a file says must not drive the terminal it is printed on. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, '?')
}
