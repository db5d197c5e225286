// The refusals of polls of the second form and of counting: part of the list in shared/refusals.ts, which spreads them in and checks
// their form.

export const pollRefusals = {
  // polls of the second form
  pollHasHour: {
    kind: 'conflict',
    fr: 'Ce scrutin a annoncé sa clôture pour le {closesAt} : il ne se clôt avant que si toutes les voix sont reçues.',
    en: 'This ballot announced its closing for {closesAt}: it closes earlier only once every voice is in.',
  },
  castingNeeded: {
    kind: 'conflict',
    fr: 'Les voix sont à égalité : la présidence donne sa voix prépondérante à la clôture, pour ou contre.',
    en: 'The votes are tied: the chair gives a casting vote at the closing, in favour or against.',
  },
  castingNotDue: {
    kind: 'conflict',
    fr: 'Ce scrutin n’attend pas de voix prépondérante : elle ne départage que des voix à égalité, là où la règle la prévoit.',
    en: 'This ballot awaits no casting vote: it only breaks a tie, where the rule foresees it.',
  },
  pollStillOpen: {
    kind: 'conflict',
    fr: 'Ce scrutin n’est pas encore compté.',
    en: 'This ballot has not been counted yet.',
  },
  pollAnnulled: {
    kind: 'conflict',
    fr: 'Ce scrutin a été annulé.',
    en: 'This ballot was annulled.',
  },
  pollInVersion: {
    kind: 'conflict',
    fr: 'Une version verrouillée repose sur ce scrutin : il ne peut plus être annulé.',
    en: 'A locked version stands on this ballot: it can no longer be annulled.',
  },
  seatHeldByOther: {
    kind: 'forbidden',
    fr: 'La voix de {organization} est portée en ce moment par {holder}.',
    en: 'The voice of {organization} is carried at this moment by {holder}.',
  },
  proxyNotValid: {
    kind: 'forbidden',
    fr: 'Vous ne portez pas de procuration valable de {organization}.',
    en: 'You carry no valid proxy of {organization}.',
  },
  seatRecused: {
    kind: 'forbidden',
    fr: '{organization} s’est récusée : elle ne vote pas à ce scrutin.',
    en: '{organization} is recused: it does not vote in this ballot.',
  },
  secretRecorded: {
    kind: 'conflict',
    fr: 'Ce scrutin est secret : la voix de {organization} ne peut pas être inscrite par quelqu’un d’autre. Passez par l’urne sur papier.',
    en: 'This ballot is secret: the voice of {organization} cannot be written down by someone else. Use the paper urn.',
  },
  weightsUneven: {
    kind: 'invalid',
    fr: 'Ce scrutin demande que tous les sièges pèsent autant.',
    en: 'This ballot needs every seat to weigh the same.',
  },
  registerFrozen: {
    kind: 'conflict',
    fr: 'Le registre de ce scrutin est fixé depuis son ouverture.',
    en: 'The register of this ballot has been fixed since it opened.',
  },
  alreadyInRegister: {
    kind: 'conflict',
    fr: '{organization} est déjà au registre.',
    en: '{organization} is already in the register.',
  },
  resultHidden: {
    kind: 'forbidden',
    fr: 'Le résultat de ce scrutin ne se montre qu’après sa clôture.',
    en: 'The result of this ballot is shown only after it closes.',
  },
  tellersAlike: {
    kind: 'conflict',
    fr: 'Le second regard est celui d’une autre personne que celle qui a inscrit les bulletins.',
    en: 'The second teller is another person than the one who wrote the ballots down.',
  },
  paperUneven: {
    kind: 'invalid',
    fr: 'Il faut autant de bulletins que de sièges émargés : {papers} pour {seats}.',
    en: 'There must be as many papers as seats marked off: {papers} for {seats}.',
  },
  papersTooFew: {
    kind: 'invalid',
    fr: 'Dans un scrutin secret, l’urne sur papier compte au moins {min} bulletins à la fois.',
    en: 'In a secret ballot, the paper urn holds at least {min} papers at a time.',
  },
  tellerMissing: {
    kind: 'invalid',
    fr: 'Le second regard est celui d’une personne de la démarche qui anime ou qui vote.',
    en: 'The second teller is a person of the workspace who facilitates or votes.',
  },
  voiceSettled: {
    kind: 'conflict',
    fr: 'Cette voix recueillie a déjà reçu sa réponse.',
    en: 'This recorded voice has already been answered for.',
  },
  objectionNotYours: {
    kind: 'forbidden',
    fr: 'Ce geste revient à une autre personne : le siège qui objecte, ou l’animation.',
    en: 'This step belongs to someone else: the seat that objects, or the facilitator.',
  },
  objectionSettled: {
    kind: 'conflict',
    fr: 'L’objection n’en est plus là.',
    en: 'The objection has moved past this.',
  },
  textUnmoved: {
    kind: 'conflict',
    fr: 'Le texte est encore celui qui fait l’objet de l’objection.',
    en: 'The text is still the one objected to.',
  },
  ruleForbidsOverruling: {
    kind: 'forbidden',
    fr: 'La règle de ce scrutin ne permet pas d’écarter cette objection.',
    en: 'The rule of this ballot does not allow overruling this objection.',
  },
  pollDraftMoved: {
    kind: 'conflict',
    fr: 'Cette préparation de scrutin a été modifiée entre-temps. Relisez-la.',
    en: 'This draft ballot was changed meanwhile. Read it again.',
  },
  registerWeightless: {
    kind: 'invalid',
    fr: 'Les règles ne donnent de poids à aucun des collèges qui ont une voix : ce scrutin ne pourrait rien décider.',
    en: 'The rules give no weight to any college that has a voice: this ballot could decide nothing.',
  },
  // counting
  invalidSetting: {
    kind: 'invalid',
    fr: 'Ce scrutin ne peut pas être réglé ainsi.',
    en: 'This ballot cannot be set this way.',
  },
  invalidValue: { kind: 'invalid', fr: 'Ce bulletin n’est pas valable.', en: 'This vote is not valid.' },
} as const
