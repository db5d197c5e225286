// One question of the verifier with its two answers. Called by the lists of questions.
import type { Bilingual } from '../basics.ts'

export interface Question {
  readonly ok: Bilingual
  readonly failed: Bilingual
}

/** In French and English: what is said when it holds, then when it does not. */
export const q = (fr: string, en: string, noFr: string, noEn: string): Question => ({
  ok: { fr, en },
  failed: { fr: noFr, en: noEn },
})
