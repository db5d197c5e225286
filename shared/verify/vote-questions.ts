// The questions asked of a record of the second form alone: part of the list in questions.ts, which spreads them in.
import { type Question, q } from './question.ts'

export const voteQuestions = {
  traceWords: q(
    'Le dépouillement est raconté dans les mots que ces chiffres donnent',
    'The count is told in the words that these figures give',
    'Le récit du dépouillement est écrit en d’autres mots que ceux de ce logiciel : lisez-le à côté des chiffres',
    'The count is told in other words than this software’s: read it beside the figures',
  ),
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
  consultativeSeats: q(
    'Les sièges consultatifs sont ceux de l’ouverture, hors du registre',
    'The consultative seats are those of the opening, outside of the register',
    'Les sièges consultatifs ne sont pas ceux de l’ouverture, ou l’un d’eux est aussi au registre',
    'The consultative seats are not those of the opening, or one of them is in the register too',
  ),
  consultativeVoices: q(
    'Chaque voix consultative est d’un siège consultatif, sur ce texte, pendant le scrutin',
    'Each consultative voice is of a consultative seat, on this text, during the ballot',
    'Cette voix consultative ne tient pas',
    'This consultative voice does not hold',
  ),
  consultativeCount: q(
    'Les chiffres des voix consultatives se recomptent, à part',
    'The figures of the consultative voices recount, apart',
    'Les chiffres des voix consultatives ne se recomptent pas',
    'The figures of the consultative voices do not recount',
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
  addendaUnsigned: q(
    '',
    '',
    'Ce qui s’est ajouté aux constats n’est couvert par aucune signature : demandez-le à qui l’a écrit',
    'What was added to the records is covered by no signature: ask whoever wrote it',
  ),
} as const satisfies Record<string, Question>
