// The words on screen: French is the source, English is typed by it, so a missing word does not compile.
// One language at a time for the whole page; the person's choice is kept by the server, a visitor's by this browser.
import { createSignal } from 'solid-js'
import type { Bilingual, Lang } from '../shared/basics.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'
import { filled, spaced, type Values } from './words/french.ts'

const kept = (): Lang =>
  localStorage.getItem('lang') === 'en' || navigator.language.startsWith('en') ? 'en' : 'fr'
const [lang, setLangSignal] = createSignal<Lang>(localStorage.getItem('lang') === 'fr' ? 'fr' : kept())

export { lang }

export function setLang(next: Lang): void {
  localStorage.setItem('lang', next)
  document.documentElement.lang = next === 'fr' ? 'fr-CA' : 'en-CA'
  setLangSignal(next)
}

export type WordKey = keyof typeof fr

/** A word or sentence in the page's language, filled from `values`. */
export function t(key: WordKey, values: Values = {}): string {
  return lang() === 'fr' ? filled(inFrench(key), values, 'fr') : filled(en[key], values, 'en')
}

const spacedWords = new Map<WordKey, string>()

function inFrench(key: WordKey): string {
  const known = spacedWords.get(key)
  if (known !== undefined) return known
  const text = spaced(fr[key])
  spacedWords.set(key, text)
  return text
}

/** Picks the page's language from a bilingual text of shared/, to be shown: French with its spaces. A field is filled from the text itself. */
export function pick(text: Bilingual): string {
  return lang() === 'fr' ? spaced(text.fr) : text.en
}
