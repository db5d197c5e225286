// The threads of the plan as the margin and the text share them: the live list, where each stands now, the one that is open, and
// the draft of a new one, which stays until it is sent or thrown away. Made by PlanPage.
import { type Accessor, createMemo, createSignal } from 'solid-js'
import * as Y from 'yjs'
import type { ThreadView } from '../../../../shared/views.ts'
import { call, doors } from '../../../api.ts'
import type { Passage } from '../../../editor/passages.ts'
import { type Anchor, rangeOf } from '../../../editor/positions.ts'
import { type Live, live } from '../../../live.ts'
import { type PlanPlace, samePlace, typeAt } from '../places.ts'

export interface CommentDraft {
  readonly place: PlanPlace
  readonly anchor: Anchor | null
  readonly quote: string
}

/**
 * Gives a try its key: the same words keep theirs, so that a comment that was received and whose answer was lost is not written
 * twice; other words get another, since the server holds a key to its words.
 */
export function createClientKey(): (words: string) => string {
  let last = { words: '', key: '' }
  return (words) => {
    if (last.key === '' || last.words !== words) last = { words, key: crypto.randomUUID() }
    return last.key
  }
}

export interface Comments {
  readonly threads: Live<ThreadView[]>
  /** Threads whose passage is gone from the text, by id. */
  lost(): ReadonlySet<string>
  openId(): string | null
  open(id: string | null): void
  draft(): CommentDraft | null
  /** Begins a thread; the text of a draft that was not sent is kept. */
  begin(place: PlanPlace, anchor: Anchor | null, quote: string): void
  draftText: Accessor<string>
  setDraftText(text: string): void
  endDraft(): void
  /** The key of a try to send the draft. */
  keyOf(words: string): string
  /** The open threads of a field, to be shown in its text. */
  passages(place: PlanPlace): readonly Passage[]
  count(place: PlanPlace): number
}

interface Parts {
  readonly doc: Y.Doc
  readonly planId: () => string
  /** Read to look for passages again each time the text has settled. */
  readonly settled: () => unknown
  /** A thread was opened or a draft begun: the margin must be seen. */
  readonly onShow: () => void
}

export function createComments({ doc, planId, settled, onShow }: Parts): Comments {
  const threads = live<ThreadView[]>('comments', () => call(doors.threads, { params: { planId: planId() } }))
  const [openId, setOpenId] = createSignal<string | null>(null)
  const [draft, setDraft] = createSignal<CommentDraft | null>(null)
  const [draftText, setDraftText] = createSignal('')
  let keyOf = createClientKey()
  const lost = createMemo(() => {
    settled()
    return new Set((threads() ?? []).filter((thread) => isLost(doc, thread)).map((thread) => thread.id))
  })
  const openAt = (place: PlanPlace) =>
    (threads() ?? []).filter((thread) => thread.state === 'open' && samePlace(thread.place, place))
  const open = (id: string | null) => {
    setOpenId(id)
    if (id !== null) onShow()
  }
  return {
    threads,
    lost,
    openId,
    open,
    draft,
    begin(place, anchor, quote) {
      setDraft({ place, anchor, quote })
      keyOf = createClientKey()
      setOpenId(null)
      onShow()
    },
    draftText,
    setDraftText,
    endDraft() {
      setDraft(null)
      setDraftText('')
    },
    keyOf: (words) => keyOf(words),
    passages: (place) => [
      ...openAt(place).flatMap(({ id, anchor, quote }) =>
        anchor ? [{ id, anchor, quote, isActive: id === openId() }] : [],
      ),
      ...draftPassage(draft(), place),
    ],
    count: (place) => openAt(place).length,
  }
}

function draftPassage(draft: CommentDraft | null, place: PlanPlace): Passage[] {
  if (!draft?.anchor || !samePlace(draft.place, place)) return []
  return [{ id: 'draft', anchor: draft.anchor, quote: draft.quote, isActive: true }]
}

/** Whether what a thread was put on is gone: its passage, or the item that held it. */
function isLost(doc: Y.Doc, { place, anchor, quote }: ThreadView): boolean {
  if (place.list !== undefined && place.item !== undefined) {
    if (!(doc.getMap(`list/${place.list}`).get(place.item) instanceof Y.Map)) return true
  }
  if (!anchor) return false
  const type = typeAt(doc, place)
  return !(type instanceof Y.XmlFragment) || rangeOf(type, anchor, quote) === null
}
