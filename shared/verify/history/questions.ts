// The verifier's questions on the record, the keys and the policy of a dossier of the second form. Spread into questions.ts.
import { type Question, q } from '../question.ts'
import { chainQuestions } from './chain-questions.ts'

export const historyQuestions = {
  // the record in the file
  recordWorkspace: q(
    'Toutes les entrées du registre sont de cette démarche',
    'All entries of the record are of this workspace',
    'Cette entrée est du registre d’une autre démarche',
    'This entry is of another workspace’s record',
  ),
  recordTime: q(
    'Les entrées se suivent dans le temps',
    'The entries follow each other in time',
    'Cette entrée est datée d’avant celle qui la précède',
    'This entry is dated before the one that precedes it',
  ),
  recordRoot: q(
    'La racine recalculée de {count} entrées est celle du point de contrôle : rien d’ôté, d’ajouté ni de déplacé',
    'The root recomputed from {count} entries is the checkpoint’s: nothing dropped, added or moved',
    'Les {count} entrées du fichier ne donnent pas la racine du point de contrôle',
    'The {count} entries of the file do not give the checkpoint’s root',
  ),
  recordCheckpoint: q(
    'Le point de contrôle est signé par la clé du registre',
    'The checkpoint is signed by the record’s key',
    'Le point de contrôle n’est pas signé par la clé du registre',
    'The checkpoint is not signed by the record’s key',
  ),
  recordPolls: q(
    'Chaque scrutin est entré au registre à son ouverture, avec son texte et ses votants',
    'Each poll entered the record at its opening, with its text and voters',
    'Ce scrutin n’est pas au registre tel qu’il est ici',
    'This poll is not in the record as it stands here',
  ),
  recordBallots: q(
    'Les bulletins sont exactement ceux que le registre a reçus',
    'The ballots are exactly those that the record received',
    'Les bulletins ne sont pas exactement ceux que le registre a reçus',
    'The ballots are not exactly those that the record received',
  ),
  recordConstats: q(
    'Chaque constat est entré au registre à la clôture',
    'Each consensus record entered the record at the closing',
    'Ce constat n’est pas au registre tel qu’il est ici',
    'This consensus record is not in the record as it stands here',
  ),
  recordAddenda: q(
    'Ce qui a été ajouté aux constats est au registre',
    'What was added to the consensus records is in the record',
    'Cet ajout n’est pas au registre',
    'This addendum is not in the record',
  ),
  recordLock: q(
    'Le verrou de cette version est au registre, une seule fois',
    'The lock of this version is in the record, once',
    'Le verrou de cette version n’est pas au registre tel qu’il est ici, ou y est deux fois',
    'The lock of this version is not in the record as it stands here, or is there twice',
  ),
  recordSignatures: q(
    'Les signatures sont exactement celles que le registre a reçues',
    'The signatures are exactly those that the record received',
    'Les signatures ne sont pas exactement celles que le registre a reçues',
    'The signatures are not exactly those that the record received',
  ),
  recordConclusion: q(
    'La conclusion est au registre, telle qu’elle est ici',
    'The conclusion is in the record, as it stands here',
    'La conclusion n’est pas au registre telle qu’elle est ici',
    'The conclusion is not in the record as it stands here',
  ),
  recordAdoptions: q(
    'Les adoptions et les signatures venues d’ailleurs sont au registre, après le verrou',
    'The adoptions and the signatures from elsewhere are in the record, after the lock',
    'Cette adoption ou cette signature venue d’ailleurs n’est pas au registre, ou y précède le verrou',
    'This adoption or signature from elsewhere is not in the record, or precedes the lock there',
  ),
  recordOrder: q(
    'Au registre : ouverture, bulletins, constat, verrou, signatures, conclusion, dans cet ordre',
    'In the record: opening, ballots, consensus record, lock, signatures, conclusion, in this order',
    'Au registre, cet acte n’est pas à sa place : ouverture, bulletins, constat, verrou, signatures, conclusion',
    'In the record this act is out of place: opening, ballots, consensus record, lock, signatures, conclusion',
  ),
  recordMoments: q(
    'L’heure de chaque acte est celle de son entrée au registre, à dix minutes près',
    'The hour of each act is that of its entry in the record, within ten minutes',
    'L’heure de cet acte n’est pas celle de son entrée au registre',
    'The hour of this act is not that of its entry in the record',
  ),
  recordOpened: q(
    'Ce qui est ouvert du registre est bien ce qu’il tenait scellé',
    'What is opened of the record is what it held sealed',
    'Ce qui est ouvert ici n’est pas ce que le registre tenait scellé, ou ne concerne aucune clé de signataire',
    'What is opened here is not what the record held sealed, or concerns no signatory’s key',
  ),
  // the policy
  policyEntry: q(
    'La politique que nomme le dossier est celle qui avait cours au verrou, selon le registre',
    'The policy that the dossier names is the one in force at the lock, as the record has it',
    'Le dossier ne nomme pas la politique qui avait cours au verrou, selon le registre',
    'The dossier does not name the policy in force at the lock, as the record has it',
  ),
  policyHash: q(
    'Le verrou a été posé sous cette politique',
    'The lock was made under this policy',
    'Le verrou a été posé sous une autre politique que celle du fichier donné',
    'The lock was made under another policy than that of the given file',
  ),
  policyNone: q(
    '',
    '',
    'Aucune politique n’avait cours au verrou : celle qui est donnée est venue après',
    'No policy was in force at the lock: the one that is given came afterwards',
  ),
  policyNeedsRecord: q(
    '',
    '',
    'Ce dossier est de la première forme : il ne porte pas le registre, et rien de la politique ne s’y vérifie',
    'This dossier is of the first form: it does not carry the record, and nothing of the policy can be checked in it',
  ),
  policyWorkspace: q(
    'La politique est celle de cette démarche',
    'The policy is this workspace’s',
    'La politique est celle d’une autre démarche',
    'The policy is another workspace’s',
  ),
  policyOrigin: q(
    'Les signatures sont faites à l’adresse que dit la politique',
    'The signatures were made at the address that the policy says',
    'Les signatures ne sont pas faites à l’adresse que dit la politique',
    'The signatures were not made at the address that the policy says',
  ),
  logKey: q(
    'La clé du registre est celle de la politique',
    'The record’s key is the policy’s',
    'La clé du registre n’est pas celle de la politique',
    'The record’s key is not the policy’s',
  ),
  cosignatureLines: q(
    'Chaque cosignature d’un témoin de la politique porte sur ce point de contrôle',
    'Each cosignature of a witness of the policy is over this checkpoint',
    'Une cosignature qui porte le nom d’un témoin n’est pas la sienne sur ce point de contrôle : {name}',
    'A cosignature that bears a witness’s name is not theirs over this checkpoint: {name}',
  ),
  cosignatures: q(
    '{count} organisation(s) de {colleges} collège(s) ont cosigné ce point de contrôle ; la politique en demande {needed} de {neededColleges}',
    '{count} organisation(s) of {colleges} college(s) cosigned this checkpoint; the policy asks for {needed} of {neededColleges}',
    '{count} organisation(s) de {colleges} collège(s) ont cosigné ce point de contrôle, et la politique en demande {needed} de {neededColleges}',
    '{count} organisation(s) of {colleges} college(s) cosigned this checkpoint, and the policy asks for {needed} of {neededColleges}',
  ),
  witnessedTime: q(
    'Tout ce registre existait le {at}, selon l’horloge de {name}',
    'All of this record existed on {at}, by the clock of {name}',
    'Aucun témoin ne dit quand ce registre existait',
    'No witness says when this record existed',
  ),
  unknownWitness: q(
    '',
    '',
    '{count} cosignature(s) d’inconnus de la politique, qui ne comptent pas',
    '{count} cosignature(s) of unknown witnesses, which do not count',
  ),
  oneHistory: q(
    '',
    '',
    'Que tous ont vu la même histoire : sans cosignature de partenaires, le serveur pourrait en montrer une autre à d’autres',
    'That everyone saw the same history: without partners’ cosignatures, the server could show another one to others',
  ),
  // the keys
  attestationEntry: q(
    'Chaque attestation est nommée par la liaison d’une clé au registre',
    'Each attestation is named by the binding of a key in the record',
    'Aucune liaison de clé au registre ne nomme cette attestation',
    'No binding of a key in the record names this attestation',
  ),
  attestationStatement: q(
    'Chaque attestation dit la clé et la démarche de sa liaison, et la phrase dit exactement cela',
    'Each attestation says the key and the workspace of its binding, and its sentence says exactly that',
    'Cette attestation dit une autre clé, une autre personne ou une autre démarche que sa liaison, ou sa phrase dit autre chose',
    'This attestation says another key, person or workspace than its binding, or its sentence says something else',
  ),
  attestationSigned: q(
    'Chaque attestation est signée par la clé d’accès de qui atteste, à la bonne adresse',
    'Each attestation is signed by the attester’s passkey, at the right address',
    'Cette attestation n’est pas signée comme il le faut ({where})',
    'This attestation is not signed as it must be ({where})',
  ),
  bindPair: q(
    'Chaque liaison dont les signatures dépendent a ses deux attestations',
    'Each binding that the signatures depend on has its two attestations',
    'Cette liaison de clé n’a pas ses deux attestations : le serveur seul ne peut pas ajouter une clé',
    'This binding of a key lacks its two attestations: the server alone cannot add a key',
  ),
  bindAttesters: q(
    'Chaque liaison est attestée par l’animation et par un partenaire d’une autre organisation, par des clés elles-mêmes crues',
    'Each binding is attested by the facilitation and by a partner of another organisation, with keys that are believed themselves',
    'Cette liaison n’est pas attestée par l’animation et par un partenaire d’une autre organisation, avec des clés elles-mêmes crues',
    'This binding is not attested by the facilitation and by a partner of another organisation, with keys believed themselves',
  ),
  keyBound: q(
    'La clé de cette signature est liée à sa personne ({where})',
    'The key of this signature is bound to its person ({where})',
    'Rien n’atteste à qui est la clé de cette signature',
    'Nothing attests whose the key of this signature is',
  ),
  keyPerson: q(
    'La clé est liée à la personne qui signe',
    'The key is bound to the person who signs',
    'La clé est liée à une autre personne : {name}',
    'The key is bound to another person: {name}',
  ),
  keyLive: q(
    'La clé n’était pas révoquée quand elle a signé',
    'The key was not revoked when it signed',
    'La clé était révoquée, ou remplacée, quand elle a signé',
    'The key was revoked, or replaced, when it signed',
  ),
  keyWeak: q(
    '',
    '',
    'Signature plus faible : cette clé n’est liée par aucune attestation, et la politique ne le demande pas',
    'A weaker signature: no attestation binds this key, and the policy does not ask for it',
  ),
  keysUnjudged: q(
    '',
    '',
    'Les clés qui attestent : une politique dirait lesquelles croire',
    'The keys that attest: a policy would say which to believe',
  ),
  policyPaper: q(
    '',
    '',
    'Que la politique est la vôtre : comparez son empreinte avec celle que vous avez reçue sur papier, {digest}',
    'That the policy is yours: compare its fingerprint with the one you got on paper, {digest}',
  ),
  // what comes from elsewhere, and before
  adoptions: q(
    'Chaque adoption est d’une partie de l’Alliance et porte sur ce plan',
    'Each adoption is of a party of the Alliance and concerns this plan',
    'Cette adoption n’est pas d’une partie de cette Alliance, ou porte sur un autre plan',
    'This adoption is not of a party of this Alliance, or concerns another plan',
  ),
  outside: q(
    'Chaque signature venue d’ailleurs est d’un signataire de l’Alliance, entre le verrou et la conclusion',
    'Each signature from elsewhere is of a signatory of the Alliance, between lock and conclusion',
    'Cette signature venue d’ailleurs n’est pas d’un signataire de cette Alliance, ou est hors du temps',
    'This signature from elsewhere is not of a signatory of this Alliance, or is out of time',
  ),
  outsideFile: q(
    '',
    '',
    '{count} signature(s) venue(s) d’ailleurs : leurs fichiers ne sont pas dans le dossier, comparez leurs empreintes',
    '{count} signature(s) from elsewhere: their files are not in the dossier, compare their digests',
  ),
  adoptionFile: q(
    '',
    '',
    '{count} adoption(s) : les résolutions ne sont pas dans le dossier, comparez leurs empreintes',
    '{count} adoption(s): the resolutions are not in the dossier, compare their digests',
  ),
  ...chainQuestions,
  earlierChain: q(
    'Chaque version nomme l’empreinte de celle qui la précède',
    'Each version names the digest of the one before it',
    'Cette version ne nomme pas l’empreinte de celle qui la précède',
    'This version does not name the digest of the one before it',
  ),
} as const satisfies Record<string, Question>
