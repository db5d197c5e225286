// The forger's bench: a dossier changed, and recomputed as far as one can without the private keys.
// Called by tests of the verifier, the command and the pages.
import { tallyConsent } from '../../shared/poll/consent.ts'
import { ruleOf } from '../../shared/poll/poll.ts'
import { canonicalText, digest, digestBytes } from '../../shared/record/canonical.ts'
import { buildDossier } from '../../shared/record/dossier.ts'
import type { Constat, Dossier, SignatureRecord } from '../../shared/record/records.ts'
import { type Verification, verifyDossier } from '../../shared/verify/verify.ts'
import { statementsOf } from './dossier.ts'

/** Any change a forger makes to a dossier: a deep copy, freely writable. */
// biome-ignore lint/suspicious/noExplicitAny: a forger is not held by our types
export type Loose = any

/** Through JSON: the plan, and the same plan inside a poll's text, must not stay one object. */
function copyOf(dossier: Dossier): Loose {
  return JSON.parse(JSON.stringify(dossier))
}

/** The dossier changed, then only its outer digest recomputed. */
export function resealed(dossier: Dossier, change: (loose: Loose) => void): Dossier {
  const loose: Loose = copyOf(dossier)
  change(loose)
  const { digest: _, format: __, ...parts } = loose
  return buildDossier(parts)
}

/**
 * The dossier changed, then everything recomputed that needs no private key: hashes, results, lists, statements, and the
 * challenges inside the passkeys' answers. `recount` false keeps the results as the forger wrote them.
 */
export function rebuilt(dossier: Dossier, change: (loose: Loose) => void, { recount = true } = {}): Dossier {
  const loose: Loose = copyOf(dossier)
  change(loose)
  const constats: Constat[] = loose.constats.map((constat: Constat) => {
    const textHash = digest('text', constat.text)
    const poll = { ...constat.poll, textHash, registerHash: digest('register', constat.register) }
    const pollDigest = digest('poll', poll)
    const ballots = constat.ballots.map((ballot) => ({ ...ballot, pollDigest, textHash }))
    const result = recount ? tallyConsent(constat.register, ballots, ruleOf(poll.rule)) : constat.result
    return { ...constat, poll, ballots, result }
  })
  const version = {
    ...loose.version,
    planDigest: digest('plan', loose.plan),
    constats: constats.map((constat) => digest('constat', constat)),
  }
  const statements = statementsOf({ ...loose, version })
  const signatures = loose.signatures.map((signature: SignatureRecord) => {
    const statement =
      statements.find(({ signatoryId }) => signatoryId === signature.statement.signatoryId) ??
      signature.statement
    const client = JSON.parse(Buffer.from(signature.clientDataJson, 'base64url').toString())
    const challenge = Buffer.from(digestBytes('statement', statement)).toString('base64url')
    const clientDataJson = Buffer.from(JSON.stringify({ ...client, challenge })).toString('base64url')
    return { ...signature, statement, clientDataJson }
  })
  const { plan, alliance } = loose
  return buildDossier({ plan, version, constats, alliance, signatures })
}

/** What the verifier says of a dossier, as text or as records. */
export function verify(content: string | Dossier): Promise<Verification> {
  return verifyDossier(
    new TextEncoder().encode(typeof content === 'string' ? content : canonicalText(content)),
  )
}

/** The codes of what fails; empty exactly when the verdict is good. */
export async function failures(content: string | Dossier): Promise<string[]> {
  const { findings, holds } = await verify(content)
  const codes = findings.filter(({ status }) => status === 'failed').map(({ code }) => code)
  if (holds !== (codes.length === 0)) throw new Error('the verdict contradicts the findings')
  return codes
}
