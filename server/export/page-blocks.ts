// What the template draws: the neutral blocks of a plan, and the few that only a sealed document has.
// Made by document.ts and document-constat.ts, drawn by pages.typ.
import type { Block } from '../../shared/plan/blocks.ts'

export type PageBlock =
  | Block
  | { readonly kind: 'seal'; readonly lines: readonly SealLine[] }
  | { readonly kind: 'state'; readonly tone: 'good' | 'warn' | 'bad' | 'quiet'; readonly text: string }
  | { readonly kind: 'quote'; readonly text: string }
  | { readonly kind: 'page' }

export interface SealLine {
  readonly label: string
  readonly value: string
}

export function heading(level: number, words: string): Block {
  return { kind: 'heading', level, text: words }
}

export function text(words: string): Block {
  return { kind: 'paragraph', runs: [{ text: words }] }
}
