// What the verifier asks of versions that amend one another, and of papers. Spread into the one list by questions.ts.
import { type Question, q } from '../question.ts'

export const chainQuestions = {
  earlierTimes: q(
    'Chaque version est verrouillée après le verrou et la conclusion de celle qui la précède',
    'Each version is locked after the lock and the conclusion of the one before it',
    'Cette version est verrouillée avant la fin de celle qui la précède',
    'This version is locked before the one preceding it was over',
  ),
  recordAmendments: q(
    'Un avenant, au registre, mène de chaque version à la suivante',
    'An amendment in the record leads from each version to the next',
    'Aucun avenant unique, au registre, ne mène à cette version',
    'No single amendment in the record leads to this version',
  ),
  outsideConfirmed: q(
    'Chaque signature sur papier est confirmée au registre par une seconde organisation',
    'Each signature on paper is confirmed in the record by a second organisation',
    'Cette signature sur papier n’est pas confirmée au registre par une seconde organisation',
    'This signature on paper is not confirmed in the record by a second organisation',
  ),
} as const satisfies Record<string, Question>
