// The refusals of the record and of its witnesses: a part of the one list in shared/refusals.ts, which checks and spreads them.

export const recordRefusals = {
  witnessOrganization: {
    kind: 'conflict',
    fr: 'Un témoin parle pour une organisation : vous n’en représentez aucune.',
    en: 'A witness speaks for an organisation, and you represent none.',
  },
  witnessKey: {
    kind: 'invalid',
    fr: 'Ce n’est pas la clé publique d’un témoin : copiez la ligne entière que donne « assise witness ».',
    en: 'This is not the public key of a witness: copy the whole line that “assise witness” gives.',
  },
  witnessKnown: {
    kind: 'conflict',
    fr: 'Cette clé de témoin est déjà inscrite.',
    en: 'This witness’s key is already registered.',
  },
  witnessForeign: {
    kind: 'forbidden',
    fr: 'Ce témoin est celui d’une autre organisation.',
    en: 'This witness is another organisation’s.',
  },
  witnessToken: {
    kind: 'unauthenticated',
    fr: 'Ce jeton de témoin n’est pas connu, ou n’a plus cours.',
    en: 'This witness’s token is not known, or has ended.',
  },
  cosignatureInvalid: {
    kind: 'invalid',
    fr: 'Cette cosignature n’est pas celle du témoin sur un point de contrôle de ce registre.',
    en: 'This cosignature is not the witness’s over a checkpoint of this record.',
  },
  policyNeeded: {
    kind: 'conflict',
    fr: 'Aucune politique n’est encore posée : l’animation nomme d’abord les premières clés, à la page « Clés et politique ».',
    en: 'No policy is set yet: the facilitator first names the first keys, on the page “Keys and policy”.',
  },
  policyRoot: {
    kind: 'invalid',
    fr: 'Cette clé n’est celle d’aucun membre de la démarche.',
    en: 'This key is no member’s of the workspace.',
  },
  policyTooMuch: {
    kind: 'invalid',
    fr: 'La politique demande plus de cosignatures que ses {witnesses} témoins inscrits ne peuvent en donner : une par organisation.',
    en: 'The policy asks for more cosignatures than its {witnesses} registered witnesses can give: one an organisation.',
  },
  policyRootsNeeded: {
    kind: 'invalid',
    fr: 'Pour demander des clés liées, nommez au moins deux premières clés : une de l’animation et une d’un partenaire.',
    en: 'To ask for bound keys, name at least two first keys: one of the facilitation and one of a partner.',
  },
  policyElsewhere: {
    kind: 'conflict',
    fr: 'La politique de ce verrou veut des signatures à l’adresse {origin} : rien ne peut être signé ici.',
    en: 'The policy of this lock wants signatures at the address {origin}: nothing can be signed here.',
  },
  keyEnded: {
    kind: 'conflict',
    fr: 'Cette clé a été révoquée ou remplacée dans cette démarche, pour toujours : faites-en une autre.',
    en: 'This key was revoked or replaced in this workspace, for good: make another one.',
  },
  keyBoundAlready: {
    kind: 'conflict',
    fr: 'Cette clé est déjà liée à votre nom.',
    en: 'This key is already bound to your name.',
  },
  keyNotYours: {
    kind: 'forbidden',
    fr: 'La clé à remplacer n’est pas une clé liée à votre nom dans cette démarche.',
    en: 'The key to replace is not a key bound to your name in this workspace.',
  },
  keyUnbound: {
    kind: 'conflict',
    fr: 'La politique ne compte que les clés liées : demandez d’abord, à la page « Clés et politique », que l’animation et un autre partenaire attestent la vôtre.',
    en: 'The policy counts bound keys only: first ask, on the page “Keys and policy”, that the facilitator and another partner attest yours.',
  },
  keyOtherName: {
    kind: 'conflict',
    fr: 'Votre clé est liée sous un autre nom que celui qui doit signer : faites-la lier de nouveau, ou faites corriger le nom dans l’Alliance.',
    en: 'Your key is bound under another name than the one that must sign: have it bound again, or have the name mended in the Alliance.',
  },
  attestOwnKey: {
    kind: 'forbidden',
    fr: 'Personne n’atteste sa propre clé.',
    en: 'Nobody attests their own key.',
  },
  attesterUnbound: {
    kind: 'conflict',
    fr: 'Votre propre clé n’est pas encore crue : faites-la lier d’abord, ou faites-la nommer parmi les premières clés de la politique.',
    en: 'Your own key is not believed yet: have it bound first, or have it named among the first keys of the policy.',
  },
  attesterChanged: {
    kind: 'conflict',
    fr: 'Votre clé est liée sous un autre nom, rôle ou organisation : faites-la lier de nouveau avant d’attester.',
    en: 'Your key is bound under another name, role or organisation: have it bound again before you attest.',
  },
  attesterNoOrganization: {
    kind: 'forbidden',
    fr: 'Un partenaire atteste au nom d’une organisation : vous n’en représentez aucune.',
    en: 'A partner attests in the name of an organisation, and you represent none.',
  },
  attesterSameOrganization: {
    kind: 'forbidden',
    fr: 'Il faut un partenaire d’une autre organisation que celle de la personne, et que celle de l’animation.',
    en: 'It takes a partner of another organisation than the person’s, and than the facilitator’s.',
  },
} as const
