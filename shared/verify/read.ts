// From bytes that claim to be a dossier to a typed Dossier, or to what is wrong with them. Everything is bounded before it is parsed.
// Called by verify.ts alone.
import * as v from 'valibot'
import { excessOf } from '../record/bounds.ts'
import { canonicalText, NotCanonical } from '../record/canonical.ts'
import type { Dossier } from '../record/records.ts'
import { type Finding, failed, ok } from './findings.ts'
import { dossierSchema } from './schema.ts'

export const dossierBytesMax = 32 * 1024 * 1024
export const depthMax = 100
/** A dossier of this many values would be ten times the largest plan: more is an attack on the reader. */
export const valuesMax = 1_000_000

export interface ReadDossier {
  readonly dossier: Dossier | null
  readonly findings: readonly Finding[]
}

/** Stops at the first thing that makes the rest unreadable. Total: never throws. */
export function readDossier(bytes: Uint8Array): ReadDossier {
  const bad = (finding: Finding): ReadDossier => ({ dossier: null, findings: [finding] })
  if (bytes.length > dossierBytesMax) return bad(failed('size', '', { limit: dossierBytesMax / 1024 / 1024 }))
  const excess = firstExcess(bytes)
  if (excess) return bad(excess)
  const text = decoded(bytes)
  if (text === null) return bad(failed('utf8'))
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return bad(failed('json'))
  }
  const odd = notCanonical(value, text)
  if (odd) return bad(odd)
  const result = v.safeParse(dossierSchema, value, { abortEarly: true })
  if (!result.success) return bad(failed('schema', pointerOf(result.issues[0])))
  // A field of a name that every object inherits (toString, __proto__) passes for a known one: what was read must be all there is.
  const all = canonicalText(result.output)
  if (all !== text) return bad(failed('schema', `@${byteOffset(text, firstDifference(all, text))}`))
  return { dossier: result.output, findings: [ok('canonical'), ok('schema')] }
}

/** Nesting or number of values over the limit, found before any parser sees the text. */
function firstExcess(bytes: Uint8Array): Finding | null {
  const excess = excessOf(bytes, { depthMax, valuesMax })
  if (!excess) return null
  const { kind, at, limit } = excess
  if (kind === 'depth') return failed('depth', `@${at}`, { limit, offset: at })
  return failed('values', `@${at}`, { limit })
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return null
  }
}

function notCanonical(value: unknown, text: string): Finding | null {
  let canonical: string
  try {
    canonical = canonicalText(value)
  } catch (error) {
    if (!(error instanceof NotCanonical)) throw error
    return failed('canonical', error.path, { where: error.path || '/' })
  }
  if (canonical === text) return null
  const offset = byteOffset(text, firstDifference(canonical, text))
  return failed('canonical', `@${offset}`, { where: { fr: `octet ${offset}`, en: `byte ${offset}` } })
}

function firstDifference(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  for (let at = 0; at < shorter; at++) if (a.charCodeAt(at) !== b.charCodeAt(at)) return at
  return shorter
}

function byteOffset(text: string, index: number): number {
  return new TextEncoder().encode(text.slice(0, index)).length
}

function pointerOf(issue: v.BaseIssue<unknown>): string {
  return (issue.path ?? []).map((part) => `/${String(part.key)}`).join('')
}
