// The words on screen: French is the source, English is typed by it, so a missing word does not compile.
// One language at a time for the whole page; the person's choice is kept by the server, a visitor's by this browser.
import { createSignal } from 'solid-js'
import type { Bilingual, Lang } from '../shared/basics.ts'
import { en } from './words/en.ts'
import { fr } from './words/fr.ts'

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

/** A word or sentence in the page's language; `{name}` is filled from `values`. */
export function t(key: WordKey, values: Readonly<Record<string, string | number>> = {}): string {
  const text: string = (lang() === 'fr' ? fr : en)[key]
  return text.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
}

/** Picks the page's language from a bilingual text of shared/. */
export function pick(text: Bilingual): string {
  return text[lang()]
}
