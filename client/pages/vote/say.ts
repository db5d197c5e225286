// A sentence kept as its key and what it names, so that rules of the screens are told without a browser; amounts in cents become money
// only when said. Called by the ballots, the setting form and the news.
import { formatCents } from '../../../shared/basics.ts'
import { lang, t, type WordKey } from '../../i18n.ts'
import { count } from '../../parts/format.ts'
import type { Say } from './paper.ts'

/** The sentence in the page's language: numbers grouped, `{ cents }` as money. */
export function say({ key, values = {} }: Say): string {
  const shown = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'string' ? value : typeof value === 'number' ? count(value) : money(value.cents),
  ])
  return t(key as WordKey, Object.fromEntries(shown))
}

const money = (cents: number) => formatCents(cents, lang())
