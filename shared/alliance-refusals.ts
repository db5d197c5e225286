// The refusals of the Alliance, of amendments and of named checkpoints: a part of the one list in shared/refusals.ts, which checks and spreads them.

export const allianceRefusals = {
  notYourTurn: {
    kind: 'conflict',
    fr: 'L’ordre des signatures est fixé : il manque encore celle de {names}.',
    en: 'The order of signatures is fixed: still missing before this one: {names}.',
  },
  allianceConcluded: {
    kind: 'conflict',
    fr: 'Cette Alliance est conclue : plus rien n’y entre.',
    en: 'This Alliance is concluded: nothing enters it any more.',
  },
  allianceEnded: {
    kind: 'conflict',
    fr: 'Ce tour de signature est terminé, par un refus ou par un avenant : rien n’y entre plus.',
    en: 'This round of signing has ended, by a refusal or an amendment: nothing enters it any more.',
  },
  fileKind: {
    kind: 'invalid',
    fr: 'Cette pièce doit être un fichier PDF.',
    en: 'This paper must be a PDF file.',
  },
  adoptionDay: {
    kind: 'invalid',
    fr: 'Une instance adopte la version après son verrouillage ({lockedDay}) et au plus tard aujourd’hui ({today}).',
    en: 'A body adopts the version after its lock ({lockedDay}) and no later than today ({today}).',
  },
  outsideDay: {
    kind: 'invalid',
    fr: 'Cette signature date d’après le verrouillage ({lockedDay}) et d’au plus tard aujourd’hui ({today}).',
    en: 'This signature dates from after the lock ({lockedDay}) and from no later than today ({today}).',
  },
  outsideBase: {
    kind: 'invalid',
    fr: 'Ce fichier ne commence pas, octet pour octet, par le PDF de la version : faites signer le fichier téléchargé ici, sans l’imprimer ni l’enregistrer autrement.',
    en: 'This file does not begin, byte for byte, with the version’s PDF: have the file downloaded here signed, without printing it or saving it anew.',
  },
  outsideUnsigned: {
    kind: 'invalid',
    fr: 'Aucune signature électronique (PAdES) ne suit le PDF de la version dans ce fichier.',
    en: 'No electronic signature (PAdES) follows the version’s PDF in this file.',
  },
  outsideForged: {
    kind: 'invalid',
    fr: 'La signature de ce fichier ne tient pas : elle porte sur d’autres octets, n’est pas de la clé de son certificat, ou est d’un algorithme que nous ne vérifions pas (RSA ou ECDSA, avec SHA-256 ou plus). Faites signer de nouveau le fichier téléchargé ici.',
    en: 'The signature of this file does not hold: it is over other bytes, not by its certificate’s key, or of an algorithm that we do not check (RSA or ECDSA, with SHA-256 or longer). Have the file downloaded here signed again.',
  },
  outsideAnswered: {
    kind: 'conflict',
    fr: 'Cette signature n’attend pas, ou plus, de seconde personne.',
    en: 'This signature does not await a second person, or no longer does.',
  },
  outsideSecond: {
    kind: 'forbidden',
    fr: 'La seconde personne est d’une autre organisation que celle qui a déposé la pièce, et n’est pas la personne qui a signé.',
    en: 'The second person is of another organisation than who brought the paper, and is not the one who signed.',
  },
  amendmentUnlocked: {
    kind: 'conflict',
    fr: 'Un avenant part d’une version verrouillée : ce plan est encore en rédaction.',
    en: 'An amendment leaves from a locked version: this plan is still being written.',
  },
  amendmentSigning: {
    kind: 'conflict',
    fr: 'L’Alliance de cette version est en signature : l’avenant s’ouvre une fois qu’elle est conclue, ou qu’une personne a refusé de signer.',
    en: 'This version’s Alliance is being signed: the amendment opens once it is concluded, or once someone has declined to sign.',
  },
  versionMoved: {
    kind: 'conflict',
    fr: 'Une autre version a été verrouillée depuis : relisez-la d’abord.',
    en: 'Another version was locked since: read it first.',
  },
} as const
