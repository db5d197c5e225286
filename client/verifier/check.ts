// Verifies a file in the offline page: the same rules as the command, but for the pages of a PDF, which only the compiler can set again.
// Called by the page's worker, or by the page itself where no worker can be had.
import type { Bilingual } from '../../shared/basics.ts'
import { textOf } from '../../shared/plan/plan.ts'
import { groupsOfFour } from '../../shared/record/canonical.ts'
import { type Policy, policyBytesMax, readPolicy } from '../../shared/record/policy.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { type Finding, failed, notChecked } from '../../shared/verify/findings.ts'
import { isPdf } from '../../shared/verify/pdf.ts'
import { type PdfMeans, verifyPdf } from '../../shared/verify/pdf-file.ts'
import { dossierBytesMax } from '../../shared/verify/read.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import { readySubtle } from './subtle.ts'

export const fileBytesMax = 64 * 1024 * 1024

/** What is to be verified; `policy` is its reader's own file. */
export interface Asked {
  readonly file: Uint8Array<ArrayBuffer>
  readonly policy: Uint8Array<ArrayBuffer> | null
}

export interface Line {
  readonly status: Finding['status']
  readonly code: string
  readonly path: string
  readonly text: Bilingual
}

/** `about`: what the file says it is, once it was read. */
export type Answer =
  | {
      readonly kind: 'report'
      readonly holds: boolean
      readonly lines: readonly Line[]
      readonly about: About | null
    }
  | { readonly kind: 'noPolicy' }
  | { readonly kind: 'broken' }

export interface About {
  readonly title: string
  readonly version: number
  readonly planDigest: string
  /** Names of what a place in the dossier belongs to: « constats/0 » → the poll's subject. */
  readonly places: Readonly<Record<string, string>>
}

/** Total: whatever the bytes. */
export async function answerTo({ file, policy }: Asked): Promise<Answer> {
  try {
    const kept = policy && (policy.length > policyBytesMax ? null : readPolicy(policy))
    if (policy && !kept) return { kind: 'noPolicy' }
    await readySubtle()
    const { dossier, findings } = await verified(file, kept)
    return {
      kind: 'report',
      holds: findings.every(({ status }) => status !== 'failed'),
      lines: findings,
      about: dossier && aboutOf(dossier),
    }
  } catch {
    // Ours to mend; a person is told so, and never that it holds.
    return { kind: 'broken' }
  }
}

interface Verified {
  readonly dossier: Dossier | null
  readonly findings: readonly Finding[]
}

async function verified(file: Uint8Array<ArrayBuffer>, policy: Policy | null): Promise<Verified> {
  if (file.length > fileBytesMax)
    return { dossier: null, findings: [failed('size', '', { limit: fileBytesMax / 1024 / 1024 })] }
  if (isPdf(file)) return verifyPdf(file, policy, means)
  const first = file.find((byte) => byte > 0x20)
  if (first === 0x7b || first === 0x5b) return verifyDossier(file, policy)
  return { dossier: null, findings: [failed('fileKind')] }
}

const means: PdfMeans = { inflate: inflated, pages: async () => [notChecked('pagesNotSet')] }

/** Stops as soon as more comes out than a dossier may hold: a bomb costs no memory. */
async function inflated(stream: Uint8Array): Promise<Uint8Array<ArrayBuffer> | 'tooLarge' | 'damaged'> {
  const source = new Blob([new Uint8Array(stream)]).stream()
  const reader = source.pipeThrough(new DecompressionStream('deflate')).getReader()
  const parts: Uint8Array[] = []
  let length = 0
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) break
      length += value.length
      if (length > dossierBytesMax) {
        await reader.cancel()
        return 'tooLarge'
      }
      parts.push(value)
    }
  } catch {
    return 'damaged'
  }
  const bytes = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

function aboutOf({ plan, version, constats, signatures }: Dossier): About {
  const polls = constats.map(({ poll }, at) => [`constats/${at}`, `${poll.subjectTitle} (${poll.round})`])
  const names = signatures.map(({ statement }, at) => [`signatures/${at}`, statement.name])
  return {
    title: textOf(plan.fields.frame, 'title'),
    version: version.number,
    planDigest: groupsOfFour(version.planDigest),
    places: Object.fromEntries([...polls, ...names]),
  }
}
