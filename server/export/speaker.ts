// Says a text in the one language of a document, both languages side by side where it is written. Called by the documents.
import type { Lang } from '../../shared/basics.ts'

/** French first, as it is written here; the English beside it says the same. */
export function speaker(lang: Lang): (fr: string, en: string) => string {
  return (fr, en) => (lang === 'fr' ? fr : en)
}
