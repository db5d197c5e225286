// The polls in preparation as pages share them: kept true with the others', what each is about in words, where it is gone on with.
// Called by the list of polls, by a meeting's agenda and by its desk.
import { type Accessor, createMemo } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { methodLabels } from '../../../../shared/poll/setting.ts'
import { pollText, pollTitle } from '../../../../shared/poll/subject.ts'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { type Live, live } from '../../../live.ts'
import { useWorkspace } from '../../../parts/workspace.ts'

/** Undefined for whoever does not prepare polls: a draft is nobody else's business yet. */
export function useDrafts(): Live<PollDraftView[]> {
  const { planId, may } = useWorkspace()
  return live('polls', () =>
    may('poll.open') && planId() ? call(doors.pollDrafts, { params: { planId: planId() } }) : null,
  )
}

/** A new value only when the draft really changed: one that is fetched again unchanged redraws nothing. */
export function createReading(draft: Accessor<PollDraftView | undefined>): Accessor<PollDraftView | null> {
  const said = createMemo(() => {
    const one = draft()
    return one ? JSON.stringify(one) : null
  })
  return createMemo(() => {
    const text = said()
    return text === null ? null : (JSON.parse(text) as PollDraftView)
  })
}

/** What it asks: its own words, else what it is about. */
export function useDraftWords(): {
  title(draft: PollDraftView): string
  about(draft: PollDraftView): string
} {
  const { planText } = useWorkspace()
  const subject = ({ subject, question }: PollDraftView): string => {
    if (subject.kind === 'question') return question ? pick(question) : t('open.aQuestion')
    const plan = planText()
    if (!plan) return t('open.waiting')
    const text = pollText(unwrap(plan), unwrap(subject), { fr: '', en: '' })
    return text ? pollTitle(unwrap(plan), unwrap(subject), text) : t('open.noText')
  }
  return {
    title: (draft) => (draft.question ? pick(draft.question) : subject(draft)),
    about: (draft) =>
      [
        draft.subject.kind === 'question' ? t('draft.ofQuestion') : subject(draft),
        pick(methodLabels[draft.choice.method].label),
      ].join(' · '),
  }
}

/** Under a workspace's path: where a draft is gone on with. */
export const draftAddress = (draftId: string) => `scrutins?preparation=${draftId}`

/** Under a workspace's path: where a poll is prepared for an item of a meeting. */
export const prepareAddress = (meetingId: string, itemId: string) =>
  `scrutins?seance=${meetingId}&point=${itemId}`
