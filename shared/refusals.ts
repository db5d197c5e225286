// Every refusal the product can make, once: its code, its kind (which gives the HTTP status), its French and English words.
// `{name}` in a text is filled from the refusal's details. Server and client both read this list.
import type { Bilingual, Lang } from './basics.ts'
import { type College, colleges } from './territory.ts'

export type RefusalKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'gone'
  | 'tooLarge'
  | 'tooMany'
  | 'unavailable'
  | 'fault'

export const statusOf = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  missing: 404,
  conflict: 409,
  gone: 410,
  tooLarge: 413,
  tooMany: 429,
  unavailable: 503,
  fault: 500,
} as const satisfies Record<RefusalKind, number>

interface Entry extends Bilingual {
  readonly kind: RefusalKind
}

export const refusals = {
  // requests
  malformedJson: {
    kind: 'invalid',
    fr: 'La demande n’est pas du JSON valide.',
    en: 'The request is not valid JSON.',
  },
  invalidField: {
    kind: 'invalid',
    fr: 'Le champ « {field} » n’est pas valable.',
    en: 'The field “{field}” is not valid.',
  },
  unknownField: {
    kind: 'invalid',
    fr: 'Le champ « {field} » n’est pas connu.',
    en: 'The field “{field}” is not known.',
  },
  notFound: {
    kind: 'missing',
    fr: 'Cette page ou cette chose n’existe pas.',
    en: 'This page or thing does not exist.',
  },
  bodyTooLarge: {
    kind: 'tooLarge',
    fr: 'La demande dépasse la taille permise ({limit}).',
    en: 'The request is over the allowed size ({limit}).',
  },
  foreignOrigin: {
    kind: 'forbidden',
    fr: 'La demande vient d’un autre site : elle est refusée.',
    en: 'The request comes from another site and is refused.',
  },
  tooManyRequests: {
    kind: 'tooMany',
    fr: 'Trop d’essais. Réessayez dans {seconds} secondes.',
    en: 'Too many attempts. Try again in {seconds} seconds.',
  },
  stopping: {
    kind: 'unavailable',
    fr: 'Le serveur redémarre. Réessayez dans un instant.',
    en: 'The server is restarting. Try again in a moment.',
  },
  internal: {
    kind: 'fault',
    fr: 'Une erreur de notre côté a empêché l’opération. Rien n’a été enregistré à moitié.',
    en: 'An error on our side prevented the operation. Nothing was half-saved.',
  },
  // login
  loginNeeded: { kind: 'unauthenticated', fr: 'Vous devez vous connecter.', en: 'You must sign in.' },
  wrongCredentials: {
    kind: 'unauthenticated',
    fr: 'L’adresse ou le mot de passe ne convient pas.',
    en: 'The address or the password does not match.',
  },
  linkDead: {
    kind: 'gone',
    fr: 'Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre.',
    en: 'This link was already used or has expired. Ask for another one.',
  },
  passkeyRefused: {
    kind: 'unauthenticated',
    fr: 'La clé d’accès n’a pas été reconnue.',
    en: 'The passkey was not recognised.',
  },
  challengeDead: {
    kind: 'gone',
    fr: 'Le délai pour utiliser la clé d’accès est passé. Recommencez.',
    en: 'The time to use the passkey has passed. Start again.',
  },
  passkeyKnown: {
    kind: 'conflict',
    fr: 'Cette clé d’accès est déjà enregistrée.',
    en: 'This passkey is already registered.',
  },
  passwordWeak: {
    kind: 'invalid',
    fr: 'Choisissez un mot de passe d’au moins 12 caractères.',
    en: 'Choose a password of at least 12 characters.',
  },
  // workspaces and people
  limitReached: {
    kind: 'conflict',
    fr: 'La limite est atteinte ({limit}).',
    en: 'The limit is reached ({limit}).',
  },
  nameNeeded: {
    kind: 'conflict',
    fr: 'Dites d’abord votre nom : les actes de la démarche le portent.',
    en: 'Give your name first: what is done in the workspace bears it.',
  },
  addressTaken: {
    kind: 'conflict',
    fr: 'Cette adresse ne peut pas être prise.',
    en: 'This address cannot be taken.',
  },
  notMember: {
    kind: 'missing',
    fr: 'Cette démarche n’existe pas ou ne vous est pas ouverte.',
    en: 'This workspace does not exist or is not open to you.',
  },
  roleForbids: {
    kind: 'forbidden',
    fr: 'Votre rôle ({role}) ne permet pas cette action.',
    en: 'Your role ({role}) does not allow this action.',
  },
  lastFacilitator: {
    kind: 'conflict',
    fr: 'Une démarche garde au moins une personne à l’animation.',
    en: 'A workspace keeps at least one facilitator.',
  },
  alreadyMember: {
    kind: 'conflict',
    fr: 'Cette personne fait déjà partie de la démarche.',
    en: 'This person is already in the workspace.',
  },
  organizationNeeded: {
    kind: 'invalid',
    fr: 'Une personne déléguée représente une organisation : choisissez-la.',
    en: 'A delegate represents an organisation: choose it.',
  },
  organizationInUse: {
    kind: 'conflict',
    fr: 'Cette organisation a des personnes ou des bulletins : elle ne peut pas être retirée.',
    en: 'This organisation has people or ballots: it cannot be removed.',
  },
  territoryInUse: {
    kind: 'conflict',
    fr: 'Ce territoire en contient d’autres ou sert ailleurs : il ne peut pas être retiré.',
    en: 'This territory contains others or is in use: it cannot be removed.',
  },
  notFirst: {
    kind: 'forbidden',
    fr: 'Seule une personne à l’animation peut créer une démarche.',
    en: 'Only a facilitator can create a workspace.',
  },
  // the live plan
  planLocked: {
    kind: 'conflict',
    fr: 'Le plan est verrouillé : il ne change plus.',
    en: 'The plan is locked: it no longer changes.',
  },
  updateMalformed: {
    kind: 'invalid',
    fr: 'Une modification illisible a été refusée. Le plan n’a pas changé.',
    en: 'An unreadable edit was refused. The plan did not change.',
  },
  updateForbidden: {
    kind: 'forbidden',
    fr: 'Votre rôle ne permet pas de modifier le plan. La modification n’a pas été transmise.',
    en: 'Your role does not allow editing the plan. The edit was not passed on.',
  },
  updateForged: {
    kind: 'forbidden',
    fr: 'Cette modification porte l’identifiant d’une autre personne : elle est refusée.',
    en: 'This edit carries another person’s identifier and is refused.',
  },
  updateTooLarge: {
    kind: 'tooLarge',
    fr: 'Cette modification est trop grande pour être enregistrée d’un coup. Annulez-la, puis collez le texte par morceaux.',
    en: 'This edit is too large to be saved at once. Undo it, then paste the text piece by piece.',
  },
  planTooLarge: {
    kind: 'tooLarge',
    fr: 'Le plan a atteint sa taille limite.',
    en: 'The plan has reached its size limit.',
  },
  notSaved: {
    kind: 'unavailable',
    fr: 'L’enregistrement a échoué. Votre texte reste à l’écran et sera renvoyé.',
    en: 'Saving failed. Your text stays on screen and will be sent again.',
  },
  roomQuarantined: {
    kind: 'unavailable',
    fr: 'Ce plan est abîmé sur le disque : il est en lecture seule, l’exploitant est prévenu.',
    en: 'This plan is damaged on disk: it is read-only, the operator has been told.',
  },
  // comments
  commentEmpty: { kind: 'invalid', fr: 'Le commentaire est vide.', en: 'The comment is empty.' },
  // polls
  pollNotOpen: { kind: 'conflict', fr: 'Ce scrutin n’est pas ouvert.', en: 'This ballot is not open.' },
  pollClosed: {
    kind: 'conflict',
    fr: 'Ce scrutin est clos depuis le {closedAt} : aucun bulletin n’y entre plus.',
    en: 'This ballot has been closed since {closedAt}: no vote enters it any more.',
  },
  pollAlreadyOpen: {
    kind: 'conflict',
    fr: 'Un scrutin est déjà ouvert sur ce texte.',
    en: 'A ballot is already open on this text.',
  },
  subjectMissing: {
    kind: 'missing',
    fr: 'Le texte mis au vote n’est pas dans le plan.',
    en: 'The text put to the vote is not in the plan.',
  },
  subjectEmpty: {
    kind: 'invalid',
    fr: 'Le texte mis au vote est vide.',
    en: 'The text put to the vote is empty.',
  },
  textChanged: {
    kind: 'conflict',
    fr: 'Le texte que vous avez lu n’est pas celui du scrutin. Relisez-le avant de voter.',
    en: 'The text you read is not the one put to the vote. Read it again before voting.',
  },
  textMoved: {
    kind: 'conflict',
    fr: 'Le texte a changé depuis que vous l’avez relu. Relisez-le avant d’ouvrir le scrutin.',
    en: 'The text changed since you read it. Read it again before opening the ballot.',
  },
  notInRegister: {
    kind: 'forbidden',
    fr: '{organization} n’est pas inscrite au registre de ce scrutin.',
    en: '{organization} is not in the register of this ballot.',
  },
  noVoice: {
    kind: 'forbidden',
    fr: 'Vous ne portez la voix d’aucune organisation dans ce scrutin.',
    en: 'You carry no organisation’s voice in this ballot.',
  },
  alreadyVoted: {
    kind: 'conflict',
    fr: '{organization} a déjà voté.',
    en: '{organization} has already voted.',
  },
  reasonNeeded: {
    kind: 'invalid',
    fr: 'Une réserve ou un blocage demande une explication.',
    en: 'A reservation or a block needs an explanation.',
  },
  registerEmpty: {
    kind: 'invalid',
    fr: 'Aucune organisation n’a droit de vote : le scrutin ne peut pas s’ouvrir.',
    en: 'No organisation may vote: the ballot cannot open.',
  },
  registerTooLarge: {
    kind: 'invalid',
    fr: 'Un scrutin compte au plus {limit} organisations.',
    en: 'A ballot holds at most {limit} organisations.',
  },
  collegeTooHeavy: {
    kind: 'invalid',
    fr: 'Le collège « {college} » pèserait plus de {max} des voix.',
    en: 'The college “{college}” would weigh more than {max} of the votes.',
  },
  // polls of the second form
  pollHasHour: {
    kind: 'conflict',
    fr: 'Ce scrutin a annoncé sa clôture pour le {closesAt} : il ne se clôt avant que si toutes les voix sont reçues.',
    en: 'This ballot announced its closing for {closesAt}: it closes earlier only once every voice is in.',
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
  secretNoRevote: {
    kind: 'invalid',
    fr: 'Un vote secret ne se reprend pas : personne ne peut retrouver le bulletin.',
    en: 'A secret vote cannot be cast again: nobody can find the ballot.',
  },
  secretHidden: {
    kind: 'invalid',
    fr: 'Un vote secret ne montre rien avant la clôture.',
    en: 'A secret vote shows nothing before it closes.',
  },
  tooFewForSecret: {
    kind: 'invalid',
    fr: 'Un vote secret demande au moins {min} sièges qui peuvent voter.',
    en: 'A secret vote needs at least {min} seats that may vote.',
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
  // counting
  invalidSetting: {
    kind: 'invalid',
    fr: 'Ce scrutin ne peut pas être réglé ainsi.',
    en: 'This ballot cannot be set this way.',
  },
  invalidValue: { kind: 'invalid', fr: 'Ce bulletin n’est pas valable.', en: 'This vote is not valid.' },
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
    fr: '{organization} porte déjà {limit} procuration(s), le nombre permis.',
    en: '{organization} already carries {limit} proxy(ies), the number allowed.',
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
  // lock
  lockRefused: {
    kind: 'conflict',
    fr: 'Le plan ne peut pas encore être verrouillé.',
    en: 'The plan cannot be locked yet.',
  },
  draftMoved: {
    kind: 'conflict',
    fr: 'Le plan a changé pendant le verrouillage. Recommencez.',
    en: 'The plan changed while being locked. Start again.',
  },
  // alliance
  allianceNoVersion: {
    kind: 'conflict',
    fr: 'Une Alliance se signe sur un plan verrouillé : verrouillez d’abord le plan.',
    en: 'An Alliance is signed on a locked plan: lock the plan first.',
  },
  allianceNoParties: {
    kind: 'invalid',
    fr: 'Une Alliance a au moins une partie, et chaque partie au moins un signataire.',
    en: 'An Alliance has at least one party, and each party at least one signatory.',
  },
  allianceStarted: {
    kind: 'conflict',
    fr: 'Une signature est déjà apposée : les parties ne changent plus.',
    en: 'A signature stands already: the parties no longer change.',
  },
  notSignatory: {
    kind: 'forbidden',
    fr: 'Vous n’êtes pas signataire de cette Alliance.',
    en: 'You are not a signatory of this Alliance.',
  },
  alreadySigned: { kind: 'conflict', fr: 'Vous avez déjà signé.', en: 'You have already signed.' },
  signatureInvalid: {
    kind: 'invalid',
    fr: 'La signature ne correspond pas à l’énoncé présenté.',
    en: 'The signature does not match the statement shown.',
  },
  passkeyNeeded: {
    kind: 'conflict',
    fr: 'Enregistrez d’abord une clé d’accès pour signer.',
    en: 'Register a passkey before signing.',
  },
  allianceNotConcluded: {
    kind: 'conflict',
    fr: 'L’Alliance n’est pas encore conclue : le document final n’existe pas.',
    en: 'The Alliance is not concluded yet: the final document does not exist.',
  },
} as const satisfies Record<string, Entry>

export type RefusalCode = keyof typeof refusals

/** A refusal as it travels: the code, and what its sentence names. `reasons` lists several causes (a lock that is refused). */
export interface Refusal {
  readonly code: RefusalCode
  readonly details?: Readonly<Record<string, string | number>>
  readonly reasons?: readonly Bilingual[]
}

/** Builds a refusal; kept tiny so that rules read as sentences. */
export function refusal(
  code: RefusalCode,
  details?: Refusal['details'],
  reasons?: Refusal['reasons'],
): Refusal {
  return { code, ...(details && { details }), ...(reasons && { reasons }) }
}

/** What acts throw: rolls the transaction back; the server's one onError gives it its status and words. */
export class Refused extends Error {
  readonly refusal: Refusal
  constructor(code: RefusalCode, details?: Refusal['details'], reasons?: Refusal['reasons']) {
    super(code)
    this.refusal = refusal(code, details, reasons)
  }
}

/** The sentence a person reads, its `{names}` filled in. */
export function refusalText({ code, details = {} }: Refusal, lang: Lang): string {
  return refusals[code][lang].replace(/\{(\w+)\}/g, (_, name: string) => shown(name, details[name], lang))
}

const instant = /^\d{4}-\d{2}-\d{2}T[\d:.]+Z$/

/** A detail as people read it: a college by its label, an instant as the region's day and hour (the records keep UTC). */
function shown(name: string, detail: string | number | undefined, lang: Lang): string {
  if (name === 'college' && Object.hasOwn(colleges, String(detail))) return colleges[detail as College][lang]
  if (typeof detail !== 'string' || !instant.test(detail)) return String(detail ?? '…')
  const locale = lang === 'fr' ? 'fr-CA' : 'en-CA'
  const form = { dateStyle: 'long', timeStyle: 'short', timeZone: 'America/Toronto' } as const
  return new Intl.DateTimeFormat(locale, form).format(new Date(detail))
}
