// Every refusal the product can make, once: its code, its kind (which gives the HTTP status), its French and English words.
// `{name}` in a text is filled from the refusal's details. Server and client both read this list.
import { allianceRefusals } from './alliance-refusals.ts'
import { type Bilingual, formatShare, type Lang } from './basics.ts'
import { meetingRefusals } from './meeting/refusals.ts'
import { roomRefusals } from './meeting/room-refusals.ts'
import { pollRefusals } from './poll/refusals.ts'
import { recordRefusals } from './record/refusals.ts'
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
  // documents
  pressBusy: {
    kind: 'unavailable',
    fr: 'Trop de documents sont en préparation. Réessayez dans une minute.',
    en: 'Too many documents are being prepared. Try again in a minute.',
  },
  sealFailed: {
    kind: 'unavailable',
    fr: 'Le sceau de l’institution n’a pas pu être apposé : son certificat ne signe plus, ou l’autorité d’horodatage ne répond pas. Réessayez dans quelques minutes ; l’exploitant est prévenu.',
    en: 'The seal of the institution could not be put on: its certificate no longer signs, or the time-stamping authority does not answer. Try again in a few minutes; the operator has been told.',
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
  // meetings, mandates, rule sets
  ...pollRefusals,
  ...meetingRefusals,
  ...roomRefusals,
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
  ...allianceRefusals,
  ...recordRefusals,
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

/** A detail as people read it: a college by its label, a share, an instant as the region's day and 24-hour clock (the records keep UTC). */
function shown(name: string, detail: string | number | undefined, lang: Lang): string {
  if (name === 'college' && Object.hasOwn(colleges, String(detail))) return colleges[detail as College][lang]
  const [, num, den] = /^(\d+)\/(\d+)$/.exec(String(detail)) ?? []
  if (num) return formatShare({ num: Number(num), den: Number(den) }, lang)
  if (typeof detail !== 'string' || !instant.test(detail)) return String(detail ?? '…')
  const locale = lang === 'fr' ? 'fr-CA' : 'en-CA'
  const form = {
    dateStyle: 'long',
    timeStyle: 'short',
    hourCycle: 'h23',
    timeZone: 'America/Toronto',
  } as const
  return new Intl.DateTimeFormat(locale, form).format(new Date(detail))
}
