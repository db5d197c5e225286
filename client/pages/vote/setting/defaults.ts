// What a new poll proposes, to be reread: the meaning of each number of fingers (sources contradict each other, so it travels with the
// ballot), and the grades of a judgment. Both languages, as they will be hashed. Called by the setting's draft.
import type { Bilingual } from '../../../../shared/basics.ts'

/** Fist first. */
export const defaultMeanings: readonly Bilingual[] = [
  { fr: 'Je bloque : il faut changer la proposition.', en: 'I block: the proposal must change.' },
  { fr: 'De gros problèmes à régler d’abord.', en: 'Serious problems to solve first.' },
  { fr: 'De petits problèmes à régler d’abord.', en: 'Minor problems to solve first.' },
  { fr: 'Pas enthousiaste, mais je laisse passer.', en: 'Not keen, but I let it pass.' },
  { fr: 'Bonne idée, j’y travaillerai.', en: 'A good idea, I will work on it.' },
  { fr: 'Excellente idée, je la porterai.', en: 'An excellent idea, I am ready to carry it.' },
]

/** Best first. */
export const defaultGrades: readonly { readonly id: string; readonly label: Bilingual }[] = [
  { id: 'g1', label: { fr: 'Excellent', en: 'Excellent' } },
  { id: 'g2', label: { fr: 'Très bien', en: 'Very good' } },
  { id: 'g3', label: { fr: 'Bien', en: 'Good' } },
  { id: 'g4', label: { fr: 'Assez bien', en: 'Fair' } },
  { id: 'g5', label: { fr: 'Passable', en: 'Poor' } },
  { id: 'g6', label: { fr: 'À rejeter', en: 'To reject' } },
]
