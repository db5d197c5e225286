// The state of a votable thing or of a step of the way: a mark, a word and a colour, never colour alone.
// Called by le fil, the plan, the polls, the lock and the Alliance.
import { t } from '../i18n.ts'

export const stateKeys = ['draft', 'open', 'consensus', 'stale', 'refused', 'locked', 'signed'] as const
export type StateKey = (typeof stateKeys)[number]

/** The mark alone, 16 px; hidden from screen readers: a word always stands beside it. */
export function Bead(props: { readonly state: StateKey }) {
  return (
    <svg class={`bead is-${props.state}`} width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <g fill="none" stroke="currentColor" stroke-width="1.6">
        {shapes[props.state]()}
      </g>
    </svg>
  )
}

// Each shape differs without its colour: dashed ring, half disc, checked disc, cracked ring, barred ring, lock, seal.
const shapes = {
  draft: () => <circle cx="8" cy="8" r="5.6" stroke-dasharray="2.4 2" />,
  open: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M8 2.4a5.6 5.6 0 0 1 0 11.2z" fill="currentColor" stroke="none" />
    </>
  ),
  consensus: () => (
    <>
      <circle cx="8" cy="8" r="6.4" fill="currentColor" stroke="none" />
      <path d="M5 8.3l2.1 2.1L11.2 6" stroke="var(--on-colour)" stroke-width="1.8" />
    </>
  ),
  stale: () => (
    <>
      <path d="M8 1.9L14.6 13.6H1.4z" stroke-linejoin="round" />
      <path d="M8 6.2v3.4M8 11v1.2" />
    </>
  ),
  refused: () => (
    <>
      <circle cx="8" cy="8" r="5.6" />
      <path d="M4 12L12 4" />
    </>
  ),
  locked: () => (
    <>
      <rect x="3" y="7" width="10" height="7" fill="currentColor" stroke="none" />
      <path d="M5.2 7V5.2a2.8 2.8 0 0 1 5.6 0V7" />
    </>
  ),
  signed: () => (
    <>
      <path
        d="M8 .9l1.7 1.3 2.1-.1.6 2 1.8 1.2-.8 2 .8 2-1.8 1.2-.6 2-2.1-.1L8 13.7l-1.7-1.3-2.1.1-.6-2-1.8-1.2.8-2-.8-2 1.8-1.2.6-2 2.1.1z"
        fill="currentColor"
        stroke="none"
      />
      <path d="M5.2 7.4l2 2 3.6-3.9" stroke="var(--on-colour)" />
    </>
  ),
} as const

/** Mark and word. `word` replaces the state's own word (« 3 à régler »). */
export function StateMark(props: { readonly state: StateKey; readonly word?: string }) {
  return (
    <span class={`state is-${props.state}`}>
      <Bead state={props.state} />
      <span>{props.word ?? t(`shell.state.${props.state}`)}</span>
    </span>
  )
}
