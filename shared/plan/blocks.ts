// The neutral blocks a plan is set in (see outline.ts): read by the print view and the exports, made by outline and outline-prose.
import type { Lang } from '../basics.ts'

/** A stretch of text in one manner. `href` is a safe web or mail link; a line break is a run whose text is '\n'. */
export interface Run {
  readonly text: string
  readonly strong?: true
  readonly em?: true
  readonly href?: string
}

export interface Cell {
  readonly blocks: readonly Block[]
  readonly header?: true
  /** Figures: set to the right, in tabular digits. */
  readonly figures?: true
  readonly colspan?: number
  readonly rowspan?: number
}

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly text: string }
  | { readonly kind: 'paragraph'; readonly runs: readonly Run[] }
  | {
      readonly kind: 'list'
      readonly ordered: boolean
      readonly start: number
      readonly items: readonly (readonly Block[])[]
    }
  | {
      readonly kind: 'pairs'
      readonly pairs: readonly { readonly label: string; readonly value: readonly Run[] }[]
    }
  | {
      readonly kind: 'table'
      readonly caption: string
      readonly columns: number
      /** The first `headRows` rows are headings. */
      readonly headRows: number
      readonly rows: readonly (readonly Cell[])[]
    }

export interface Outline {
  readonly lang: Lang
  readonly title: string
  readonly blocks: readonly Block[]
}
