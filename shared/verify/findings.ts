// A finding: the answer to one question of the verifier, with the place it is about.
// Made by the checks beside this file and by the verifying command; shown by the command and by pages.
import type { Bilingual } from '../basics.ts'
import { questions } from './questions.ts'

export type FindingStatus = 'ok' | 'failed' | 'notChecked'

export interface Finding {
  readonly status: FindingStatus
  readonly code: FindingCode
  /** Where in the dossier (a JSON pointer), or the byte of the file; empty for the whole. */
  readonly path: string
  readonly text: Bilingual
}

export type FindingCode = keyof typeof questions
export type Details = Readonly<Record<string, string | number | Bilingual>>

export function ok(code: FindingCode, path = '', details: Details = {}): Finding {
  return { status: 'ok', code, path, text: filled(questions[code].ok, details) }
}

export function failed(code: FindingCode, path = '', details: Details = {}): Finding {
  return { status: 'failed', code, path, text: filled(questions[code].failed, details) }
}

export function notChecked(code: FindingCode, path = '', details: Details = {}): Finding {
  return { ...failed(code, path, details), status: 'notChecked' }
}

/** At most this many failures of one kind are listed for one thing: a report stays readable. */
const listedMax = 20

/** One good finding when nothing is wrong; otherwise one finding a wrong place. */
export function judged(
  code: FindingCode,
  path: string,
  wrong: readonly string[],
  details: Details = {},
): Finding[] {
  if (wrong.length === 0) return [ok(code, path, details)]
  return wrong.slice(0, listedMax).map((place) => failed(code, place, details))
}

function filled(text: Bilingual, details: Details): Bilingual {
  const fill = (template: string, lang: 'fr' | 'en') =>
    template.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = details[name]
      return typeof value === 'object' ? value[lang] : String(value ?? '…')
    })
  return { fr: fill(text.fr, 'fr'), en: fill(text.en, 'en') }
}
