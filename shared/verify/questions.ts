// Every question the verifier asks, once, with its two answers in words. Read by findings.ts alone.
import type { Bilingual } from '../basics.ts'

interface Question {
  readonly ok: Bilingual
  readonly failed: Bilingual
}

const q = (fr: string, en: string, noFr: string, noEn: string): Question => ({
  ok: { fr, en },
  failed: { fr: noFr, en: noEn },
})

/** `{name}` in a text is filled from the finding’s details. A question whose good answer is empty is only ever left open or failed. */
export const questions = {
  // reading
  size: q(
    'La taille est permise',
    'The size is allowed',
    'Le fichier dépasse {limit} Mo',
    'The file is over {limit} MB',
  ),
  utf8: q(
    'Le texte est de l’UTF-8',
    'The text is UTF-8',
    'Le texte n’est pas de l’UTF-8',
    'The text is not UTF-8',
  ),
  depth: q(
    'L’emboîtement est permis',
    'The nesting is allowed',
    'Le texte s’emboîte plus de {limit} fois, à l’octet {offset}',
    'The text is nested more than {limit} times, at byte {offset}',
  ),
  values: q(
    'Le nombre de valeurs est permis',
    'The number of values is allowed',
    'Le texte a plus de {limit} valeurs',
    'The text has more than {limit} values',
  ),
  json: q(
    'Le dossier est du JSON',
    'The dossier is JSON',
    'Le dossier n’est pas du JSON valide',
    'The dossier is not valid JSON',
  ),
  canonical: q(
    'Le dossier est sous sa forme canonique',
    'The dossier is in canonical form',
    'Le dossier n’est pas sous sa forme canonique ({where})',
    'The dossier is not in canonical form ({where})',
  ),
  schema: q(
    'Le dossier a la forme attendue, sans champ inconnu',
    'The dossier has the expected shape, without unknown fields',
    'Ce champ manque, n’est pas connu ou n’est pas valable',
    'This field is missing, unknown or not valid',
  ),
  // digests and version
  dossierDigest: q(
    'L’empreinte du dossier se recalcule',
    'The digest of the dossier recomputes',
    'L’empreinte du dossier ne correspond pas : {actual}',
    'The digest of the dossier does not match: {actual}',
  ),
  planDigest: q(
    'L’empreinte du plan est celle de la version',
    'The digest of the plan is that of the version',
    'L’empreinte du plan ({actual}) n’est pas celle de la version',
    'The digest of the plan ({actual}) is not that of the version',
  ),
  planComplete: q(
    'Le plan est complet',
    'The plan is complete',
    'Le plan n’aurait pas pu être verrouillé : {reason}',
    'The plan could not have been locked: {reason}',
  ),
  versionConstats: q(
    'La version nomme exactement ces constats, dans cet ordre',
    'The version names exactly these consensus records, in this order',
    'La version ne nomme pas exactement ces constats',
    'The version does not name exactly these consensus records',
  ),
  versionTime: q(
    'La version est verrouillée après tous ses scrutins',
    'The version is locked after all its ballots',
    'La version est verrouillée avant la clôture d’un scrutin',
    'The version is locked before a ballot was closed',
  ),
  planStands: q(
    'Un consensus porte sur le texte exact du plan entier',
    'A consensus stands on the exact text of the whole plan',
    'Aucun consensus ne porte sur le texte exact du plan entier',
    'No consensus stands on the exact text of the whole plan',
  ),
  priorityStands: q(
    'Chaque priorité retenue est sous un consensus sur son texte exact',
    'Each retained priority stands under a consensus on its exact text',
    'Cette priorité n’est pas sous un consensus sur son texte exact',
    'This priority does not stand under a consensus on its exact text',
  ),
  // a consensus record
  pollPlan: q(
    'Le scrutin est de ce plan',
    'The ballot is of this plan',
    'Le scrutin est d’un autre plan',
    'The ballot is of another plan',
  ),
  pollUnique: q(
    'Chaque scrutin figure une seule fois',
    'Each ballot appears once',
    'Ce scrutin figure deux fois',
    'This ballot appears twice',
  ),
  textSubject: q(
    'Le texte soumis est celui de l’objet du scrutin',
    'The text put to the vote is that of the ballot’s subject',
    'Le texte soumis n’est pas celui de l’objet du scrutin',
    'The text put to the vote is not that of the ballot’s subject',
  ),
  textHash: q(
    'L’empreinte du texte soumis se recalcule',
    'The digest of the text put to the vote recomputes',
    'L’empreinte du texte soumis ne correspond pas',
    'The digest of the text put to the vote does not match',
  ),
  registerHash: q(
    'L’empreinte du registre se recalcule',
    'The digest of the register recomputes',
    'L’empreinte du registre ne correspond pas',
    'The digest of the register does not match',
  ),
  registerOrder: q(
    'Le registre nomme chaque organisation une seule fois, en ordre',
    'The register names each organisation once, in order',
    'Le registre n’est pas en ordre, ou nomme deux fois une organisation',
    'The register is out of order, or names an organisation twice',
  ),
  weights: q(
    'Les poids sont ceux que donne la règle',
    'The weights are those the rule gives',
    'Les poids ne sont pas ceux que donne la règle',
    'The weights are not those the rule gives',
  ),
  ruleWords: q(
    'La règle en mots dit ce que dit la règle',
    'The rule in words says what the rule says',
    'La règle en mots n’est pas écrite comme cette édition l’écrirait : lisez les deux',
    'The rule in words is not written as this edition would write it: read both',
  ),
  ballotPoll: q(
    'Chaque bulletin porte l’empreinte de ce scrutin',
    'Each ballot carries the digest of this poll',
    'Ce bulletin est d’un autre scrutin',
    'This ballot is of another poll',
  ),
  ballotText: q(
    'Chaque bulletin porte l’empreinte du texte soumis',
    'Each ballot carries the digest of the text put to the vote',
    'Ce bulletin porte sur un autre texte',
    'This ballot is about another text',
  ),
  ballotRegister: q(
    'Chaque bulletin est d’une organisation du registre, une seule fois',
    'Each ballot is of an organisation in the register, once',
    'Ce bulletin est d’une organisation hors du registre, ou qui a déjà voté',
    'This ballot is of an organisation outside the register, or that voted already',
  ),
  ballotOrder: q(
    'Les bulletins sont en ordre et distincts',
    'The ballots are in order and distinct',
    'Les bulletins ne sont pas en ordre, ou se répètent',
    'The ballots are out of order, or repeat',
  ),
  ballotReason: q(
    'Chaque réserve et chaque blocage dit pourquoi',
    'Each reservation and each block says why',
    'Ce bulletin demande une explication',
    'This ballot needs an explanation',
  ),
  ballotTime: q(
    'Chaque bulletin est reçu entre l’ouverture et la clôture',
    'Each ballot was received between the opening and the closing',
    'Ce bulletin est reçu hors du temps du scrutin',
    'This ballot was received outside the time of the poll',
  ),
  recount: q(
    'Le recomptage donne le résultat inscrit',
    'Recounting gives the recorded result',
    'Le recomptage donne un autre résultat : {actual}',
    'Recounting gives another result: {actual}',
  ),
  facilitated: q(
    '',
    '',
    '{count} bulletin(s) recueilli(s) par l’animation : le fichier ne prouve pas d’où ils viennent',
    '{count} ballot(s) recorded by a facilitator: the file does not prove where they come from',
  ),
  // a consensus record of the second form
  registerChanges: q(
    'Ce qui s’est ajouté au registre est permis, et d’avant la clôture',
    'What was added to the register is allowed, and before the closing',
    'Ce changement au registre n’est pas permis, ou pas à cette heure',
    'This change to the register is not allowed, or not at that time',
  ),
  settingRules: q(
    'Le scrutin suit la règle sous laquelle il s’est ouvert',
    'The ballot follows the rules under which it opened',
    'Le scrutin ne suit pas la règle sous laquelle il s’est ouvert',
    'The ballot does not follow the rules under which it opened',
  ),
  closingHour: q(
    'La clôture suit l’ouverture et l’heure annoncée',
    'The closing follows the opening and the hour announced',
    'La clôture précède l’ouverture ou l’heure annoncée, sans que toutes les voix soient reçues',
    'The closing precedes the opening or the hour announced, with voices still missing',
  ),
  ballotValue: q(
    'Chaque bulletin est valable et dit pourquoi là où il le faut',
    'Each ballot is valid, and says why where it must',
    'Ce bulletin n’est pas valable, ou demande une explication',
    'This ballot is not valid, or needs an explanation',
  ),
  ballotRevision: q(
    'Chaque siège vote une fois, ou reprend son vote là où la règle le permet',
    'Each seat votes once, or again where the rule allows it',
    'Ce bulletin reprend un vote que la règle ne permet pas de reprendre, ou sa procuration ne tient pas',
    'This ballot casts again a vote that the rule does not allow to, or its proxy does not hold',
  ),
  voiceAnswers: q(
    'Chaque confirmation est celle d’un bulletin recueilli',
    'Each confirmation is of a recorded ballot',
    'Cette confirmation n’est pas celle d’un bulletin recueilli',
    'This confirmation is not of a recorded ballot',
  ),
  secretApart: q(
    'Le scrutin a la forme de son secret',
    'The ballot has the form of its secrecy',
    'Un scrutin secret porte des bulletins nommés, ou un autre n’en porte pas',
    'A secret ballot carries named votes, or another one does not',
  ),
  secretRoll: q(
    'L’émargement nomme chaque siège une seule fois, en ordre, pendant le scrutin',
    'The roll names each seat once, in order, during the ballot',
    'Cette ligne de l’émargement ne tient pas',
    'This line of the roll does not hold',
  ),
  secretValues: q(
    'Il y a autant de bulletins secrets que d’émargements, triés et valables',
    'There are as many secret votes as names on the roll, sorted and valid',
    'Les bulletins secrets ne sont pas en même nombre que les émargements, pas triés, ou pas valables',
    'The secret votes are not as many as the names on the roll, not sorted, or not valid',
  ),
  objectionSteps: q(
    'Chaque objection est passée par des étapes permises',
    'Each objection went through steps that are allowed',
    'Cette objection manque, ou n’a pas pu en venir là',
    'This objection is missing, or could not have come to this',
  ),
  outcome: q(
    'Le mot de l’issue est celui que donnent les chiffres et les objections',
    'The word of the outcome is the one that the figures and the objections give',
    'L’issue serait : {actual}',
    'The outcome would be: {actual}',
  ),
  addenda: q(
    'Ce qui s’est ajouté aux constats s’enchaîne',
    'What was added to the records forms a chain',
    'Cet ajout n’est pas de ce constat, ou ne suit pas le précédent',
    'This addition is not of this record, or does not follow the one before',
  ),
  // the Alliance
  allianceParties: q(
    'Chaque partie a un signataire, nommé une seule fois',
    'Each party has a signatory, named once',
    'L’Alliance n’a pas de partie, ou une partie sans signataire, ou un signataire deux fois',
    'The Alliance has no party, or a party without a signatory, or a signatory twice',
  ),
  statementDigests: q(
    'L’énoncé signé nomme ce plan, cette version et ces constats',
    'The signed statement names this plan, this version and these records',
    'L’énoncé signé nomme un autre plan, une autre version ou d’autres constats',
    'The signed statement names another plan, another version or other records',
  ),
  statementSignatory: q(
    'L’énoncé signé nomme cette personne, sa qualité, sa partie et cette Alliance',
    'The signed statement names this person, capacity, party and Alliance',
    'L’énoncé signé ne nomme pas un signataire de cette Alliance',
    'The signed statement does not name a signatory of this Alliance',
  ),
  statementSentence: q(
    'La phrase signée dit exactement cela',
    'The signed sentence says exactly that',
    'La phrase signée ne dit pas ce que dit l’énoncé',
    'The signed sentence does not say what the statement says',
  ),
  everySignatory: q(
    'Chaque signataire a signé une seule fois',
    'Each signatory signed once',
    'Un signataire n’a pas signé, ou a signé deux fois',
    'A signatory did not sign, or signed twice',
  ),
  clientType: q(
    'La clé d’accès a répondu à une demande de signature',
    'The passkey answered a request to sign',
    'La réponse de la clé d’accès n’est pas une signature',
    'The passkey’s answer is not a signature',
  ),
  challenge: q(
    'Le défi signé est l’empreinte de l’énoncé',
    'The signed challenge is the digest of the statement',
    'Le défi signé n’est pas l’empreinte de l’énoncé',
    'The signed challenge is not the digest of the statement',
  ),
  origin: q(
    'La signature est faite à l’adresse de l’Alliance',
    'The signature was made at the Alliance’s address',
    'La signature est faite à une autre adresse',
    'The signature was made at another address',
  ),
  rpId: q(
    'La clé d’accès est celle de ce domaine',
    'The passkey is of this domain',
    'La clé d’accès est d’un autre domaine',
    'The passkey is of another domain',
  ),
  userPresent: q(
    'La personne était présente',
    'The person was present',
    'La présence de la personne n’est pas attestée',
    'The person’s presence is not attested',
  ),
  userVerified: q(
    'La personne a été reconnue par son appareil',
    'The person was verified by the device',
    'La personne n’a pas été reconnue par son appareil',
    'The person was not verified by the device',
  ),
  publicKey: q(
    'La clé publique se lit (ES256 ou RS256)',
    'The public key can be read (ES256 or RS256)',
    'La clé publique ne se lit pas',
    'The public key cannot be read',
  ),
  signature: q(
    'La signature est bien celle de cette clé sur cet énoncé',
    'The signature is this key’s on this statement',
    'La signature n’est pas celle de cette clé sur cet énoncé',
    'The signature is not this key’s on this statement',
  ),
  conclusion: q(
    'L’Alliance est conclue après toutes les signatures, elles-mêmes après le verrou',
    'The Alliance is concluded after all signatures, themselves after the lock',
    'La conclusion précède une signature, ou une signature précède le verrou',
    'The conclusion precedes a signature, or a signature precedes the lock',
  ),
  noAlliance: q(
    'Le dossier ne porte ni Alliance ni signature',
    'The dossier carries neither an Alliance nor a signature',
    'Le dossier porte des signatures sans Alliance',
    'The dossier carries signatures without an Alliance',
  ),
  sharedKey: q(
    '',
    '',
    'Deux signataires ont la même clé d’accès : demandez-leur pourquoi',
    'Two signatories have the same passkey: ask them why',
  ),
  trustRoot: q(
    '',
    '',
    'À qui appartient chaque clé d’accès : comparez les empreintes avec les personnes elles-mêmes',
    'Whose each passkey is: compare the fingerprints with the people themselves',
  ),
  unsigned: q(
    '',
    '',
    'D’où vient ce dossier : sans signature, il prouve sa cohérence, non son origine',
    'Where this dossier comes from: unsigned, it proves its consistency, not its origin',
  ),
  serverTime: q(
    '',
    '',
    'L’heure réelle des actes : ce sont celles du serveur',
    'The real time of the acts: these are the server’s own',
  ),
  // the file around the dossier
  fileKind: q(
    'Le fichier est un PDF ou un dossier',
    'The file is a PDF or a dossier',
    'Le fichier n’est ni un PDF ni un dossier JSON',
    'The file is neither a PDF nor a JSON dossier',
  ),
  seal: q(
    'La ligne de sceau est celle de ces octets',
    'The seal line is that of these bytes',
    'La ligne de sceau ne correspond pas aux octets du fichier : au moins un octet a changé',
    'The seal line does not match the bytes of the file: at least one byte changed',
  ),
  sealMissing: q(
    '',
    '',
    'La ligne de sceau manque à la fin du fichier : il est tronqué ou a été réécrit',
    'The seal line is missing at the end of the file: it is truncated or was rewritten',
  ),
  embedded: q(
    'Le dossier joint s’extrait du PDF (octets {start} à {end})',
    'The embedded dossier can be extracted from the PDF (bytes {start} to {end})',
    'Le dossier joint ne s’extrait pas du PDF : {why}',
    'The embedded dossier cannot be extracted from the PDF: {why}',
  ),
  pagesEdition: q(
    'Les pages sont de l’édition {edition}, que ce logiciel sait composer',
    'The pages are of edition {edition}, which this software can set',
    'Les pages sont de l’édition {edition} : comparez-les avec la version d’Assise qui la compose (ici : {own})',
    'The pages are of edition {edition}: compare them with the version of Assise that sets it (here: {own})',
  ),
  pages: q(
    'Les pages, composées de nouveau depuis le dossier, sont identiques octet par octet',
    'The pages, set again from the dossier, are identical byte for byte',
    'Les pages ne sont pas celles que donne le dossier : premier octet différent à {offset} ({part})',
    'The pages are not those the dossier gives: first differing byte at {offset} ({part})',
  ),
  pagesNotCompared: q(
    '',
    '',
    'Les pages n’ont pas été comparées, faute d’un dossier qui tienne',
    'The pages were not compared, for want of a dossier that holds',
  ),
} as const satisfies Record<string, Question>
