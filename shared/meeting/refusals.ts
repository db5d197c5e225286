// The refusals of meetings, mandates and rule sets: part of the list in shared/refusals.ts, which spreads them in and checks their form.

export const meetingRefusals = {
  // meetings: status and agenda
  meetingNotDraft: {
    kind: 'conflict',
    fr: 'La séance est déjà convoquée.',
    en: 'The meeting has already been convened.',
  },
  meetingNotConvened: {
    kind: 'conflict',
    fr: 'La séance n’est pas encore convoquée.',
    en: 'The meeting has not been convened yet.',
  },
  meetingAlreadyOpen: {
    kind: 'conflict',
    fr: 'La séance est déjà ouverte.',
    en: 'The meeting is already open.',
  },
  meetingNotOpen: { kind: 'conflict', fr: 'La séance n’est pas ouverte.', en: 'The meeting is not open.' },
  meetingNotSuspended: {
    kind: 'conflict',
    fr: 'La séance n’est pas suspendue.',
    en: 'The meeting is not suspended.',
  },
  meetingOver: {
    kind: 'conflict',
    fr: 'La séance est terminée : elle ne change plus.',
    en: 'The meeting is over: it no longer changes.',
  },
  meetingNotClosed: {
    kind: 'conflict',
    fr: 'La séance n’est pas encore levée.',
    en: 'The meeting has not been closed yet.',
  },
  // minutes
  minutesPollOpen: {
    kind: 'conflict',
    fr: 'Un scrutin de la séance est encore ouvert : le procès-verbal attend ses chiffres.',
    en: 'A ballot of the meeting is still open: the minutes wait for its figures.',
  },
  minutesMoved: {
    kind: 'conflict',
    fr: 'Le procès-verbal a changé depuis que vous l’avez lu. Relisez-le avant de l’adopter.',
    en: 'The minutes have changed since you read them. Read them again before adopting.',
  },
  minutesUndecided: {
    kind: 'invalid',
    fr: 'La décision nommée n’a rien adopté, ou n’est pas d’une séance suivante de ce plan.',
    en: 'The decision named adopted nothing, or is not of a later meeting of this plan.',
  },
  minutesFixed: {
    kind: 'conflict',
    fr: 'Le procès-verbal est adopté : il ne change plus. Une correction s’y ajoute.',
    en: 'The minutes are adopted: they no longer change. A correction is added to them.',
  },
  minutesWordsMoved: {
    kind: 'conflict',
    fr: 'Quelqu’un d’autre a récrit ce texte entre-temps. Le vôtre est gardé à l’écran.',
    en: 'Someone else rewrote this text meanwhile. Yours stays on screen.',
  },
  minutesNoPlace: {
    kind: 'invalid',
    fr: 'Cet endroit n’existe pas dans le procès-verbal.',
    en: 'There is no such place in the minutes.',
  },
  dissentTooEarly: {
    kind: 'conflict',
    fr: 'Rien n’est encore décidé sur ce point.',
    en: 'Nothing has been decided on this item yet.',
  },
  dissentMissing: {
    kind: 'invalid',
    fr: 'Aucune dissidence n’est inscrite pour ce siège.',
    en: 'No dissent is entered for this seat.',
  },
  meetingTooEarly: {
    kind: 'conflict',
    fr: 'La séance commence le {startsAt} : les arrivées s’inscrivent dans les trois heures qui précèdent.',
    en: 'The meeting starts on {startsAt}: arrivals are entered within the three hours before.',
  },
  meetingTimes: {
    kind: 'invalid',
    fr: 'La fin de la séance doit suivre son début.',
    en: 'The end of the meeting must follow its start.',
  },
  agendaEmpty: {
    kind: 'conflict',
    fr: 'L’ordre du jour est vide : ajoutez-y au moins un point.',
    en: 'The agenda is empty: add at least one item.',
  },
  agendaOrder: {
    kind: 'invalid',
    fr: 'Le nouvel ordre doit nommer chaque point de l’ordre du jour une fois.',
    en: 'The new order must name each agenda item once.',
  },
  itemMissing: {
    kind: 'missing',
    fr: 'Ce point n’est pas à l’ordre du jour.',
    en: 'This item is not on the agenda.',
  },
  itemSettled: {
    kind: 'conflict',
    fr: 'Le point « {item} » est réglé : il ne change plus.',
    en: 'The item “{item}” is settled: it no longer changes.',
  },
  itemActive: {
    kind: 'conflict',
    fr: 'Le point « {item} » est déjà en cours.',
    en: 'The item “{item}” is already under way.',
  },
  itemNotActive: {
    kind: 'conflict',
    fr: 'Le point « {item} » n’est pas en cours.',
    en: 'The item “{item}” is not under way.',
  },
  itemNotDecision: {
    kind: 'conflict',
    fr: 'Le point « {item} » ne demande pas de décision.',
    en: 'The item “{item}” calls for no decision.',
  },
  itemNeedsDecision: {
    kind: 'conflict',
    fr: 'Le point « {item} » demande une décision : décidez, ou reportez-le.',
    en: 'The item “{item}” calls for a decision: decide, or postpone it.',
  },
  itemUndecided: {
    kind: 'conflict',
    fr: 'Le point « {item} » n’est pas décidé : décidez-le ou reportez-le avant de lever la séance.',
    en: 'The item “{item}” is undecided: decide or postpone it before closing the meeting.',
  },
  pollOnItem: {
    kind: 'conflict',
    fr: 'Un scrutin est ouvert sur le point « {item} » : fermez-le d’abord.',
    en: 'A ballot is open on the item “{item}”: close it first.',
  },
  pollOpenInMeeting: {
    kind: 'conflict',
    fr: 'Un scrutin de la séance est encore ouvert : fermez-le d’abord.',
    en: 'A ballot of the meeting is still open: close it first.',
  },
  pollNotOfItem: {
    kind: 'conflict',
    fr: 'Aucun scrutin clos sur ce point ne porte cette décision.',
    en: 'No closed ballot on this item carries this decision.',
  },
  quorumMissing: {
    kind: 'conflict',
    fr: 'Le quorum n’y est pas : {reached} sur les {needed} qu’il faut. Rien ne peut être décidé.',
    en: 'There is no quorum: {reached} of the {needed} needed. Nothing can be decided.',
  },
  quorumColleges: {
    kind: 'conflict',
    fr: 'Le quorum n’y est pas : il manque des collèges. Rien ne peut être décidé.',
    en: 'There is no quorum: colleges are missing. Nothing can be decided.',
  },
  // meetings: seats, presence, proxies, recusal
  seatMissing: {
    kind: 'missing',
    fr: 'Ce siège n’est pas au rôle de la séance.',
    en: 'This seat is not on the roll of the meeting.',
  },
  seatHeld: {
    kind: 'conflict',
    fr: 'Le siège de {organization} est déjà tenu par {holder}.',
    en: 'The seat of {organization} is already held by {holder}.',
  },
  seatEmpty: {
    kind: 'conflict',
    fr: 'Personne ne tient le siège de {organization}.',
    en: 'Nobody holds the seat of {organization}.',
  },
  notAccredited: {
    kind: 'forbidden',
    fr: '{person} n’a pas de mandat en cours pour {organization}.',
    en: '{person} has no running mandate for {organization}.',
  },
  notYourSeat: {
    kind: 'forbidden',
    fr: 'Vous ne pouvez pas agir pour le siège de {organization}.',
    en: 'You cannot act for the seat of {organization}.',
  },
  oneSeatOnly: {
    kind: 'conflict',
    fr: '{person} tient déjà le siège de {organization}, et les règles n’en permettent qu’un.',
    en: '{person} already holds the seat of {organization}, and the rules allow only one.',
  },
  alreadyHere: {
    kind: 'conflict',
    fr: '{person} est déjà dans la séance.',
    en: '{person} is already in the meeting.',
  },
  notHere: {
    kind: 'conflict',
    fr: '{person} n’est pas dans la séance.',
    en: '{person} is not in the meeting.',
  },
  personMissing: {
    kind: 'missing',
    fr: 'Cette personne n’est pas de la démarche.',
    en: 'This person is not in the workspace.',
  },
  meetingInRoomOnly: {
    kind: 'conflict',
    fr: 'Cette séance se tient en salle seulement.',
    en: 'This meeting is held in the room only.',
  },
  meetingRemoteOnly: {
    kind: 'conflict',
    fr: 'Cette séance se tient à distance seulement.',
    en: 'This meeting is held remotely only.',
  },
  codeNeeded: {
    kind: 'forbidden',
    fr: 'Pour vous inscrire en salle, entrez le code affiché dans la salle.',
    en: 'To check in in the room, enter the code shown there.',
  },
  codeWrong: {
    kind: 'forbidden',
    fr: 'Ce code n’est pas celui de la séance. Il change pendant la séance : regardez l’écran de la salle.',
    en: 'This is not the code of the meeting. It changes during the meeting: look at the screen of the room.',
  },
  proxiesForbidden: {
    kind: 'conflict',
    fr: 'Les règles ne permettent pas les procurations.',
    en: 'The rules allow no proxies.',
  },
  proxyToSelf: {
    kind: 'invalid',
    fr: 'Une organisation ne se donne pas procuration à elle-même.',
    en: 'An organisation gives no proxy to itself.',
  },
  proxyChain: {
    kind: 'conflict',
    fr: 'Une procuration ne se transmet pas : {organization} en donne ou en porte déjà une.',
    en: 'A proxy is not passed on: {organization} already gives or carries one.',
  },
  proxyFull: {
    kind: 'conflict',
    fr: '{organization} porte déjà autant de procurations qu’il est permis : {limit}.',
    en: '{organization} already carries as many proxies as is allowed: {limit}.',
  },
  proxyGiven: {
    kind: 'conflict',
    fr: '{organization} a déjà donné procuration : révoquez-la d’abord.',
    en: '{organization} has already given a proxy: revoke it first.',
  },
  proxyMissing: {
    kind: 'conflict',
    fr: '{organization} n’a pas donné procuration.',
    en: '{organization} has given no proxy.',
  },
  seatWithoutVoice: {
    kind: 'conflict',
    fr: '{organization} n’a pas voix délibérative.',
    en: '{organization} has no deliberative voice.',
  },
  alreadyRecused: {
    kind: 'conflict',
    fr: '{organization} est déjà récusée sur ce point.',
    en: '{organization} is already recused on this item.',
  },
  notRecused: {
    kind: 'conflict',
    fr: '{organization} n’est pas récusée sur ce point.',
    en: '{organization} is not recused on this item.',
  },
  // meetings: speaking
  speechWaiting: {
    kind: 'conflict',
    fr: '{person} attend déjà la parole.',
    en: '{person} is already waiting to speak.',
  },
  speechMissing: {
    kind: 'missing',
    fr: 'Cette demande de parole n’attend plus.',
    en: 'This request to speak no longer waits.',
  },
  nobodySpeaks: {
    kind: 'conflict',
    fr: 'Personne n’a la parole.',
    en: 'Nobody has the floor.',
  },
  // mandates and rule sets
  mandateDates: {
    kind: 'invalid',
    fr: 'La fin du mandat doit suivre son début.',
    en: 'The end of the mandate must follow its start.',
  },
  mandateKnown: {
    kind: 'conflict',
    fr: 'Cette personne a déjà ce mandat.',
    en: 'This person already has this mandate.',
  },
  mandateEnded: {
    kind: 'conflict',
    fr: 'Ce mandat a déjà pris fin.',
    en: 'This mandate has already ended.',
  },
  evidenceKind: {
    kind: 'invalid',
    fr: 'La pièce doit être un fichier PDF, PNG ou JPEG.',
    en: 'The evidence must be a PDF, PNG or JPEG file.',
  },
  evidenceKnown: {
    kind: 'conflict',
    fr: 'Une pièce est déjà jointe à ce mandat : elle ne se remplace pas.',
    en: 'Evidence is already attached to this mandate: it is not replaced.',
  },
  ruleUnreachable: {
    kind: 'invalid',
    fr: 'Cette règle ne peut jamais être satisfaite ({field}).',
    en: 'This rule can never be met ({field}).',
  },
  ruleMinority: {
    kind: 'invalid',
    fr: 'Avec cette règle, une minorité déciderait ({field}).',
    en: 'With this rule a minority would decide ({field}).',
  },
  ruleSecretFloor: {
    kind: 'invalid',
    fr: 'Un scrutin secret demande au moins {limit} sièges.',
    en: 'A secret ballot needs at least {limit} seats.',
  },
  ruleVersion: {
    kind: 'conflict',
    fr: 'Les règles ont changé entre-temps : la prochaine version est la {expected}.',
    en: 'The rules changed meanwhile: the next version is {expected}.',
  },
  ruleUndecided: {
    kind: 'conflict',
    fr: 'Aucune décision constatée n’adopte ces règles.',
    en: 'No recorded decision adopts these rules.',
  },
} as const
