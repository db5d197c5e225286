// The refusals of what a meeting, a mandate or a rule set would take although it cannot hold: part of the list in shared/refusals.ts,
// which spreads them in and checks their form.

export const roomRefusals = {
  meetingPast: {
    kind: 'conflict',
    fr: 'À l’heure dite, cette séance serait déjà finie : corrigez son jour et son heure avant de convoquer.',
    en: 'By its hour, this meeting would already be over: correct its day and hour before convening it.',
  },
  meetingSuspended: {
    kind: 'conflict',
    fr: 'La séance est suspendue : les voix de ce scrutin se déposent à sa reprise.',
    en: 'The meeting is suspended: voices in this ballot are cast when it resumes.',
  },
  modeInUse: {
    kind: 'conflict',
    fr: 'Quelqu’un prend part à la séance de l’autre manière ({person}) : ce mode l’en exclurait.',
    en: 'Someone attends the meeting the other way ({person}): this mode would shut them out.',
  },
  notYourPerson: {
    kind: 'forbidden',
    fr: 'Vous ne pouvez pas agir pour {person}.',
    en: 'You cannot act for {person}.',
  },
  orderWithoutVoice: {
    kind: 'conflict',
    fr: 'Un point d’ordre se soulève au nom d’un siège à voix délibérative ou consultative. Vous pouvez demander la parole.',
    en: 'A point of order is raised on behalf of a seat with a deliberative or consultative voice. You may ask to speak.',
  },
  pollSuperseded: {
    kind: 'conflict',
    fr: 'Un nouveau tour a remplacé ce scrutin : c’est son dernier tour qui décide.',
    en: 'A new round superseded this ballot: its last round is what decides.',
  },
  proxyOutside: {
    kind: 'forbidden',
    fr: 'Une procuration se donne dans une séance. Hors séance, {organization} vote d’elle-même jusqu’à la clôture : par un mandat donné pour ces jours, par sa voix consignée ou sur papier.',
    en: 'A proxy is given in a meeting. Outside of one, {organization} votes by itself until the closing: by a mandate given for these days, by its voice recorded or on paper.',
  },
  itemVoted: {
    kind: 'conflict',
    fr: 'Un scrutin s’est tenu sur le point « {item} » : sa nature ne change plus. Décidez-le, reportez-le ou retirez-le.',
    en: 'A ballot was held on the item “{item}”: its kind no longer changes. Decide it, postpone it or withdraw it.',
  },
  assentOverPoll: {
    kind: 'conflict',
    fr: 'Un scrutin s’est tenu sur le point « {item} » : c’est lui qui décide. S’il n’a rien décidé, votez de nouveau ou reportez le point.',
    en: 'A ballot was held on the item “{item}”: it decides. If it decided nothing, vote again or postpone the item.',
  },
  recusedVoted: {
    kind: 'conflict',
    fr: '{organization} a déjà déposé sa voix dans le scrutin ouvert sur ce point : ce qui est voté n’en sort plus. Récusez-la après la clôture, ou notez-le comme incident.',
    en: '{organization} has already cast its voice in the ballot open on this item: what is cast is never taken out. Recuse it after the closing, or note it as an incident.',
  },
  askedForAdvice: {
    kind: 'conflict',
    fr: '{organization} est déjà consultée dans ce scrutin : elle n’y a pas une seconde place.',
    en: '{organization} is already asked for advice in this ballot: it has no second place in it.',
  },
  quorumMore: {
    kind: 'conflict',
    fr: 'Le quorum n’y est pas : {reached}, il en faut plus de {needed}. Rien ne peut être décidé.',
    en: 'There is no quorum: {reached}, more than {needed} needed. Nothing can be decided.',
  },
  quorumSeats: {
    kind: 'conflict',
    fr: 'Le quorum n’y est pas : sièges présents ou représentés, {reached} ; il en faut {needed} au minimum. Rien ne peut être décidé.',
    en: 'There is no quorum: seats present or represented, {reached}; at the least {needed} needed. Nothing can be decided.',
  },
  rankTaken: {
    kind: 'conflict',
    fr: 'Le rang {rank} est déjà celui de {person} dans cette période. Le premier rang libre est le {free}.',
    en: 'Rank {rank} is already {person}’s in that period. The first free rank is {free}.',
  },
  decisionToCome: {
    kind: 'invalid',
    fr: 'Une décision se date au plus tard d’aujourd’hui ({today}).',
    en: 'A decision is dated no later than today ({today}).',
  },
  ruleLot: {
    kind: 'invalid',
    fr: 'Un tirage au sort ne se fait pas ici : rien n’en prouverait l’équité après coup. Choisissez une autre suite à l’égalité.',
    en: 'No lot is drawn here: nothing would prove it fair afterwards. Choose another way out of a tie.',
  },
  ruleProxyCap: {
    kind: 'invalid',
    fr: 'Un siège porte de 1 à {limit} procurations là où les règles en permettent.',
    en: 'A seat carries from 1 to {limit} proxies where the rules allow them.',
  },
} as const
