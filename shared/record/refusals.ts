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
} as const
