import type { keysFr } from './keys.fr.ts'

export const keysEn: Record<keyof typeof keysFr, string> = {
  'keys.title': 'Keys and policy',
  'keys.text':
    'Which passkeys are bound to which people, and the policy that each partner keeps on paper to check what is signed.',
  'keys.link': 'Keys and policy',
  'keys.ofRecord': 'In the record',
  'keys.toPolicy': 'See the policy',
  'keys.how': 'How a key is bound',
  'keys.how1': 'The person asks for their key to be bound to their name.',
  'keys.how2':
    'They read its fingerprint aloud; the facilitator and a partner of another organisation compare it with what they see.',
  'keys.how3': 'Both attest it with their own key. The second attestation binds it.',
  'keys.how4': 'The first keys are named in the policy, in the room, in front of everyone.',
  'keys.fingerprint': 'Fingerprint',
  'keys.fingerprintOf': 'Fingerprint of the key',
  'keys.facilitation': 'facilitation',

  'keys.mine.title': 'My key in this workspace',
  'keys.mine.none': 'You have no passkey yet. It serves to sign, and to attest the keys of others.',
  'keys.mine.noPolicy':
    'A key can be bound once the facilitator has set the first policy, which names the first keys.',
  'keys.mine.ask': 'Ask to bind this key',
  'keys.mine.askAgain': 'Ask to bind it again',
  'keys.mine.askOne': 'Ask to bind the key “{name}”',
  'keys.mine.asked': 'Asked: your key waits for two attestations.',
  'keys.mine.askTitle': 'Bind the key “{name}”',
  'keys.mine.askText':
    'If this key replaces another, the old one ends as soon as the new one is bound; what it signed still stands.',
  'keys.mine.replaces': 'This key replaces',
  'keys.mine.replacesNone': 'No other',
  'keys.mine.bothMissing':
    'Waits for the attestation of the facilitator and that of a partner of another organisation.',
  'keys.mine.partnerMissing':
    'Attested by {name}, for the facilitation. Waits for that of a partner of another organisation.',
  'keys.mine.facilitatorMissing': 'Attested by {name}, a partner. Waits for that of the facilitator.',
  'keys.mine.changed':
    'Your name, organisation or role is no longer the one this key is known under: have it bound again.',
  'keys.revoke': 'Revoke',
  'keys.revokeOne': 'Revoke the key “{name}”',
  'keys.revokeTitle': 'Revoke the key of {name}',
  'keys.revokeText':
    'This is for good: the key will never be believed again in this workspace. What it signed before still stands. The reason goes into the record.',
  'keys.revokeReason': 'Reason',
  'keys.revokeReasonNote': 'For example: device lost, device replaced, the person left.',
  'keys.revokeReasonNeeded': 'Give the reason.',
  'keys.revokeAct': 'Revoke this key',
  'keys.revoked': 'The key is revoked.',

  'keys.state.unbound': 'not asked',
  'keys.state.waiting': 'waiting for attestations',
  'keys.state.bound': 'bound',
  'keys.state.root': 'first key',
  'keys.state.revoked': 'revoked',

  'keys.waiting.title': 'Keys to attest',
  'keys.waiting.none': 'No key waits for an attestation.',
  'keys.waiting.text':
    'Ask the person to read the fingerprint on their own screen. Attest only if it is this one, group by group.',
  'keys.waiting.replaces': 'Replaces the key',
  'keys.waiting.attest': 'Compare and attest',
  'keys.waiting.attestOne': 'Compare and attest the key of {name}',
  'keys.waiting.own': 'This is yours: two other people must attest it.',
  'keys.waiting.mine': 'You attested it.',
  'keys.waiting.same': 'You are of the same organisation: it takes a partner of another one.',
  'keys.waiting.noOrganization': 'A partner attests in the name of an organisation, and you represent none.',

  'keys.attest.title': 'Attest the key of {name}',
  'keys.attest.sentence': 'What you attest',
  'keys.attest.otherLang': 'The same sentence in French, signed as well',
  'keys.attest.statement': 'Digest of the statement, which your key will sign',
  'keys.attest.compared': 'I compared this fingerprint aloud or on a second device',
  'keys.attest.comparedNeeded': 'First compare the fingerprint with the person, then tick.',
  'keys.attest.act': 'Attest with my passkey',
  'keys.attest.done': 'Attestation given. One more is needed for the key to be bound.',
  'keys.attest.bound': 'The key is bound.',
  'keys.attest.fails': 'A check fails: the attestation stops here. Tell the other partners.',
  'keys.check.key': 'The statement is about the key shown.',
  'keys.check.words':
    'The statement names this person and yourself, with your role and organisation, word for word.',
  'keys.check.statement': 'The statement shown gives the digest announced.',
  'keys.check.challenge': 'What the passkey will sign is this digest, and nothing else.',

  'keys.known.title': 'Known keys',
  'keys.known.none': 'No key is bound yet.',
  'keys.known.text': 'The first keys, those that two people attested, and those that ended.',

  'keys.ended.holder': 'Revoked by its person on {when}. What it signed before stays valid.',
  'keys.ended.facilitator': 'Revoked by the facilitation on {when}. What it signed before stays valid.',
  'keys.ended.removal':
    'Revoked on {when}: its person was removed from the workspace. What it signed before stays valid.',
  'keys.ended.account': 'Taken off their account by its person on {when}. What it signed before stays valid.',
  'keys.ended.replaced': 'Replaced by another one on {when}. What it signed before stays valid.',

  'keys.policy.title': 'The policy',
  'keys.policy.none':
    'No policy is set yet. It says which record, which witnesses and which first keys are believed; each partner keeps it on paper.',
  'keys.policy.noneWait': 'The facilitator sets it.',
  'keys.policy.version': 'Policy, version {version}',
  'keys.policy.inForce': 'in force',
  'keys.policy.by': 'Set on {when} by {who}',
  'keys.policy.digest': 'Digest of the policy',
  'keys.policy.holds': 'Recomputed on this device: it is that of the file.',
  'keys.policy.fails':
    'The digest announced is not that of the file, or the file cannot be read. Do not trust it; tell the other partners.',
  'keys.policy.log': 'Key of the record',
  'keys.policy.witnesses': 'Partners’ witnesses',
  'keys.policy.witnessesNone': 'None',
  'keys.policy.cosignatures': 'Cosignatures that a lock waits for',
  'keys.policy.cosignaturesNone': 'None',
  'keys.policy.cosignaturesWords': '{needed} organisations, from at least {colleges} colleges',
  'keys.policy.roots': 'First keys',
  'keys.policy.rootsNone': 'None',
  'keys.policy.boundKeys': 'Signatures that count',
  'keys.policy.boundOnly': 'Only those of a bound key or a first key',
  'keys.policy.boundAny': 'Those of any key; an unbound key is of a weaker class',
  'keys.policy.address': 'Address where people sign',
  'keys.policy.seal': 'Certificate of the seal (SHA-256)',
  'keys.policy.file': 'Download the policy',
  'keys.policy.print': 'Page to print',
  'keys.policy.keep':
    'Each partner keeps each version: a lock is judged by the policy that was then in force.',
  'keys.policy.older': 'Earlier versions',
  'keys.policy.olderFile': 'Download version {version}',
  'keys.policy.set': 'Set the first policy',
  'keys.policy.setNext': 'Set a new version',

  'keys.form.title': 'Policy, version {version}',
  'keys.form.roots': 'First keys, believed without attestation',
  'keys.form.rootsNote':
    'Read each fingerprint aloud, in front of everyone. It takes at least one of the facilitation and one of a partner for other keys to be bound.',
  'keys.form.rootsGone':
    'Taking away a first key undoes all that it attested. If a device is lost, revoke its key instead.',
  'keys.form.noCandidates': 'No member has a passkey yet.',
  'keys.form.boundKeys': 'Only bound keys count',
  'keys.form.boundKeysNote': 'Otherwise a signature by an unbound key counts, but is told as weaker.',
  'keys.form.needed': 'Organisations that must cosign',
  'keys.form.colleges': 'Different colleges',
  'keys.form.witnessCount':
    'Witnesses registered now: {count}, of {organizations} organisations. With 0, no lock waits.',
  'keys.form.number': 'A whole number from 0 to 200.',
  'keys.form.seal': 'Certificate of the seal, SHA-256',
  'keys.form.sealNote': 'Sixty-four hexadecimal digits; leave empty if the institution has no seal.',
  'keys.form.sealWrong': 'It takes sixty-four hexadecimal digits.',
  'keys.form.act': 'Set version {version}',
  'keys.form.confirm':
    'The new version goes into the record and holds from now on. Print it so that each partner keeps it.',
  'keys.form.done': 'The policy, version {version}, is set.',

  'keys.print.title': 'Policy to keep on paper',
  'keys.print.act': 'Print',
  'keys.print.back': 'Back',
  'keys.print.qr': 'QR code of the digest of the policy',

  'keys.sign.unbound': 'Your key is not bound to your name',
  'keys.sign.unboundText':
    'Nobody but this server says that it is yours: your signature can be verified, but is of a weaker class.',
  'keys.sign.bind': 'Have my key bound first',

  'keys.account.title': 'My keys in each workspace',
  'keys.account.text': 'There a passkey can be bound to your name by two people who attest it.',
  'keys.account.one': 'Keys and policy',
  'keys.account.oneOf': 'Keys and policy of the workspace “{name}”',
}
