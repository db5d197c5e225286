// The Alliance of a dossier (VER rules): its parties, each statement rebuilt from the records, each passkey's answer.
// Called by verify.ts alone.
import { areComplete, statementOf } from '../alliance.ts'
import { textOf } from '../plan/plan.ts'
import { canonicalText, digest, digestBytes } from '../record/canonical.ts'
import type { AllianceRecord, SignatureRecord, SignedVersion, Statement } from '../record/records.ts'
import { type Finding, failed, judged, notChecked, ok } from './findings.ts'
import { checkAssertion, isRelyingPartyOf } from './webauthn.ts'

/**
 * Every finding on the Alliance and its signatures; for a dossier without Alliance, that it has no signature either. `outside`: the
 * signatories whose signature came from elsewhere.
 */
export async function allianceFindings(
  dossier: SignedVersion,
  outside: ReadonlySet<string> = new Set(),
): Promise<Finding[]> {
  const { alliance, signatures } = dossier
  if (!alliance) return judged('noAlliance', '', signatures.length > 0 ? ['/signatures'] : [])
  const found: Finding[] = [...partyFindings(alliance, signatures, outside)]
  for (const [index, signature] of signatures.entries()) {
    found.push(...(await signatureFindings(dossier, alliance, signature, `/signatures/${index}`)))
  }
  const keys = new Set(signatures.map(({ publicKey }) => publicKey))
  return [
    ...found,
    ...conclusionFindings(dossier, alliance),
    ...(keys.size < signatures.length ? [notChecked('sharedKey', '/signatures')] : []),
  ]
}

function partyFindings(
  alliance: AllianceRecord,
  signatures: readonly SignatureRecord[],
  outside: ReadonlySet<string>,
): Finding[] {
  const ids = alliance.parties.flatMap(({ signatories }) => signatories.map(({ id }) => id))
  const complete = areComplete(alliance.parties) && new Set(ids).size === ids.length
  const signed = signatures.map(({ statement }) => statement.signatoryId)
  const missing = ids.filter((id) => !signed.includes(id) && !outside.has(id))
  const repeated = signed.flatMap((id, index) =>
    signed.indexOf(id) !== index ? [`/signatures/${index}`] : [],
  )
  const at = missing.length > 0 ? ['/alliance/parties'] : []
  return [
    ...judged('allianceParties', '/alliance', complete ? [] : ['/alliance/parties']),
    ...judged('everySignatory', '/alliance', [...at, ...repeated]),
  ]
}

async function signatureFindings(
  dossier: SignedVersion,
  alliance: AllianceRecord,
  signature: SignatureRecord,
  path: string,
): Promise<Finding[]> {
  const { statement } = signature
  const answers = await checkAssertion(signature, {
    challenge: digestBytes('statement', statement),
    origin: alliance.origin,
    rpId: alliance.rpId,
  })
  const related = isRelyingPartyOf(alliance.rpId, alliance.origin)
  return [
    ...statementFindings(dossier, alliance, statement, `${path}/statement`),
    answer('clientType', answers.clientType, `${path}/clientDataJson`),
    answer('challenge', answers.challenge, `${path}/clientDataJson`),
    answer('origin', answers.origin, `${path}/clientDataJson`),
    answer('rpId', answers.rpId && related, related ? `${path}/authenticatorData` : '/alliance/rpId'),
    answer('userPresent', answers.userPresent, `${path}/authenticatorData`),
    answer('userVerified', answers.userVerified, `${path}/authenticatorData`),
    answer('publicKey', answers.publicKey, `${path}/publicKey`),
    answer('signature', answers.signature, `${path}/signature`),
  ]
}

function answer(code: Finding['code'], holds: boolean, path: string): Finding {
  return holds ? ok(code, path) : failed(code, path)
}

/** The statement must be the very one that the records give: digests, person, and the sentence word for word. */
function statementFindings(
  { plan, version }: SignedVersion,
  alliance: AllianceRecord,
  statement: Statement,
  path: string,
): Finding[] {
  const digests = {
    planDigest: digest('plan', plan),
    versionDigest: digest('version', version),
    constats: version.constats,
  }
  const same =
    statement.planDigest === digests.planDigest &&
    statement.versionDigest === digests.versionDigest &&
    canonicalText(statement.constats) === canonicalText(digests.constats)
  const found = [...judged('statementDigests', path, same ? [] : [path])]
  const party = alliance.parties.find(({ signatories }) =>
    signatories.some(({ id }) => id === statement.signatoryId),
  )
  const signatory = party?.signatories.find(({ id }) => id === statement.signatoryId)
  if (!party || !signatory) return [...found, failed('statementSignatory', `${path}/signatoryId`)]
  const planTitle = textOf(plan.fields.frame, 'title')
  const due = statementOf({ alliance, party, signatory, planTitle, ...digests })
  const keys = [
    ...(['format', 'allianceId', 'allianceTitle', 'signatoryId'] as const),
    ...(['name', 'capacity', 'mandate', 'party'] as const),
  ]
  const other = keys.filter((key) => statement[key] !== due[key]).map((key) => `${path}/${key}`)
  const words = canonicalText(statement.sentence) === canonicalText(due.sentence)
  return [
    ...found,
    ...judged('statementSignatory', path, other),
    ...judged('statementSentence', path, words ? [] : [`${path}/sentence`]),
  ]
}

function conclusionFindings(
  { version, signatures }: SignedVersion,
  { concludedAt }: AllianceRecord,
): Finding[] {
  const wrong = signatures.flatMap(({ signedAt }, index) =>
    signedAt < version.lockedAt || signedAt > concludedAt ? [`/signatures/${index}/signedAt`] : [],
  )
  if (concludedAt < version.lockedAt) wrong.push('/alliance/concludedAt')
  return judged('conclusion', '/alliance', wrong)
}
