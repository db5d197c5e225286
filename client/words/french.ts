// How words are set and filled: the spaces of French before its double signs and within its quotes, numbers that words agree with. Words
// are written with plain spaces, which a search finds. Called by i18n.ts, and by its tests. Pure.
import type { Lang } from '../../shared/basics.ts'

/**
 * A sentence in French, set so that no line begins with its colon, its question mark or its closing quote, nor ends with an opening one.
 * Same length, same words: only what is shown passes here, never what is kept or compared. Source: OQLF, Espacements.
 */
export function spaced(text: string): string {
  return text
    .replaceAll('« ', '«\u00a0')
    .replace(/ ([»:%$])/g, '\u00a0$1')
    .replace(/ ([;!?])/g, '\u202f$1')
}

export type Values = Readonly<Record<string, string | number>>

/** `{name}` is its value; `{name:one|many}` agrees with it: in French none is singular, in English only one is. */
export function filled(text: string, values: Values, lang: Lang): string {
  return text.replace(
    /\{(\w+)(?::([^|}]*)\|([^}]*))?\}/g,
    (_, name: string, one: string | undefined, many: string) =>
      one === undefined ? String(values[name] ?? '') : isOne(values[name], lang) ? one : many,
  )
}

/** Numbers come as such, or grouped already: « 1 460 », "1,460". */
function isOne(value: string | number | undefined, lang: Lang): boolean {
  const number = Number(String(value).replace(/[\s,]/g, ''))
  return lang === 'fr' ? number < 2 : number === 1
}
