// The forger's bench: a dossier changed, and recomputed as far as one can without the private keys.
// Called by tests of the verifier, the command and the pages.
import { tallyConsent } from '../../shared/poll/consent.ts'
import { standingOf } from '../../shared/poll/objection.ts'
import { outcomeOf } from '../../shared/poll/outcome.ts'
import { ruleOf } from '../../shared/poll/poll.ts'
import { canonicalText, digest, digestBytes } from '../../shared/record/canonical.ts'
import { buildDossier } from '../../shared/record/dossier.ts'
import type { VoteConstat, VotePollRecord } from '../../shared/record/poll-records.ts'
import type { AnyConstat, Constat, Dossier, SignatureRecord } from '../../shared/record/records.ts'
import { type Verification, verifyDossier } from '../../shared/verify/verify.ts'
import { recounted } from '../../shared/verify/voices.ts'
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

/**
 * An unsigned dossier on polls of the second form changed, then everything recomputed: hashes, the polls that receipts name, counts,
 * outcomes, addenda, the version's list. Only the rules themselves are left to tell.
 */
export function recomputedVotes(genuine: Dossier, change: (loose: Loose) => void): Dossier {
  const loose: Loose = copyOf(genuine)
  change(loose)
  const constats: AnyConstat[] = loose.constats.map((constat: VoteConstat) => {
    const poll: { -readonly [K in keyof VotePollRecord]: VotePollRecord[K] } = {
      ...constat.poll,
      textHash: digest('text', constat.text),
      registerHash: digest('register', constat.register),
    }
    const asked = constat.consultative?.seats
    if (asked && poll.consultativeHash) poll.consultativeHash = digest('register', asked)
    const pollDigest = digest('poll', poll)
    const ballots = constat.ballots.map((ballot) => ({ ...ballot, pollDigest, textHash: poll.textHash }))
    const secret = constat.secret && {
      ...constat.secret,
      roll: constat.secret.roll.map((entry) => ({ ...entry, pollDigest })),
    }
    const consultative = constat.consultative && {
      ...constat.consultative,
      ballots: constat.consultative.ballots.map((one) => ({ ...one, pollDigest, textHash: poll.textHash })),
    }
    const { count: _, ...rest } = {
      ...constat,
      poll,
      ballots,
      ...(secret && { secret }),
      ...(consultative && { consultative }),
    }
    const count = recounted(rest)
    const own = constat.objections.filter(({ pollId }) => pollId === poll.id)
    const outcome = outcomeOf(poll.setting, count, standingOf(own))
    return { ...rest, ...(count && { count }), outcome }
  })
  const addenda = loose.addenda.map((addendum: Loose) => {
    const constat = constats.find(({ poll }) => poll.id === addendum.pollId)!
    return {
      ...addendum,
      pollDigest: digest('poll', constat.poll),
      constatDigest: digest('constat', constat),
    }
  })
  for (const [at, addendum] of addenda.entries())
    if (at > 0) addenda[at] = { ...addendum, previous: digest('addendum', addenda[at - 1]) }
  const version = { ...loose.version, constats: constats.map((constat) => digest('constat', constat)) }
  return buildDossier({ plan: loose.plan, version, constats, addenda, signatures: [] })
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
