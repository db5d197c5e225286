// Whose key it is: what two people attest of a passkey, in the sentence that they read and sign (KEY rules). Types and one pure function.
// Called by the acts on keys, which have it signed, and by the verifier, which demands it word for word.
import { type Bilingual, cleanText } from '../basics.ts'
import { groupsOfFour } from './canonical.ts'

/** A person as their key is bound: what they were in the workspace when two others attested it. */
export interface KeyHolder {
  readonly userId: string
  readonly name: string
  /** Absent for who speaks for no organisation. */
  readonly organizationId?: string
  readonly organization?: string
  /** Whether they facilitate the workspace. */
  readonly facilitator: boolean
}

/** In which of the two capacities a binding is attested. */
export type AttestedAs = 'facilitator' | 'partner'

/** What an attester signs: the passkey's challenge is digestBytes('key-statement', KeyStatement). `sentence` is what the screen shows. */
export interface KeyStatement {
  readonly format: 'assise/key-statement/v1'
  readonly workspaceId: string
  readonly workspaceName: string
  /** digest('key', …) of the key that is bound. */
  readonly keyDigest: string
  readonly holder: KeyHolder
  readonly attester: KeyHolder
  readonly as: AttestedAs
  /** The digest of an earlier key of the same holder, which this one ends. */
  readonly replaces?: string
  readonly sentence: Bilingual
}

/** An attester's passkey's answer, kept whole; bytes as base64url. digest('attestation', …) stands in the key-bind entry. */
export interface KeyAttestation {
  readonly format: 'assise/key-attestation/v1'
  readonly statement: KeyStatement
  readonly credentialId: string
  /** The COSE public key. */
  readonly publicKey: string
  readonly authenticatorData: string
  readonly clientDataJson: string
  readonly signature: string
  readonly attestedAt: string
}

export type KeyStatementParts = Omit<KeyStatement, 'format' | 'sentence'>

/** KEY-1: the statement of an attestation, made from what is stored; nothing of it comes from a client. */
export function keyStatementOf(parts: KeyStatementParts): KeyStatement {
  const { workspaceId, workspaceName, keyDigest, holder, attester, as, replaces } = parts
  return {
    format: 'assise/key-statement/v1',
    workspaceId,
    workspaceName: cleanText(workspaceName),
    keyDigest,
    holder,
    attester,
    as,
    ...(replaces !== undefined && { replaces }),
    sentence: sentenceOf(parts),
  }
}

/** The words on screen, which are part of what is signed. */
function sentenceOf({
  workspaceName,
  keyDigest,
  holder,
  attester,
  as,
  replaces,
}: KeyStatementParts): Bilingual {
  const workspace = cleanText(workspaceName)
  const organization = attester.organization ?? ''
  const said = {
    fr: as === 'facilitator' ? 'pour l’animation' : `pour «\u00a0${organization}\u00a0»`,
    en: as === 'facilitator' ? 'for the facilitation' : `for “${organization}”`,
  }
  const whom = {
    fr: `${holder.name}${holder.organization ? ` («\u00a0${holder.organization}\u00a0»)` : ''}${holder.facilitator ? ', à l’animation' : ''}`,
    en: `${holder.name}${holder.organization ? ` (“${holder.organization}”)` : ''}${holder.facilitator ? ', as facilitator' : ''}`,
  }
  const end = {
    fr: replaces ? ` Elle remplace la clé dont l’empreinte est ${groupsOfFour(replaces)}.` : '',
    en: replaces ? ` It replaces the key whose fingerprint is ${groupsOfFour(replaces)}.` : '',
  }
  return {
    fr:
      `Moi, ${attester.name}, j’atteste ${said.fr}, dans la démarche «\u00a0${workspace}\u00a0», que la clé dont l’empreinte est ` +
      `${groupsOfFour(keyDigest)} est celle de ${whom.fr}\u00a0; nous avons comparé cette empreinte de vive voix ou sur un second appareil.${end.fr}`,
    en:
      `I, ${attester.name}, attest ${said.en}, in the workspace “${workspace}”, that the key whose fingerprint is ` +
      `${groupsOfFour(keyDigest)} is that of ${whom.en}; we compared this fingerprint aloud or on a second device.${end.en}`,
  }
}
