// Says, wherever one is in the workspace, what nobody must miss of the polls: one opened, one closed with its result. Draws nothing.
// Called once by WorkspaceLayout.
import { createEffect } from 'solid-js'
import { outcomeLabels } from '../../../shared/poll/consent.ts'
import type { PollSummary } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { announce } from '../../parts/announce.tsx'
import { useWorkspace } from '../../parts/workspace.ts'

export function PollWatch() {
  const { planId } = useWorkspace()
  const polls = live('polls', () => (planId() ? call(doors.polls, { params: { planId: planId() } }) : null))
  // What was known when the page came is no news.
  let known: Map<string, boolean> | undefined
  createEffect(() => {
    const now = polls()
    if (!now) return
    const news = known && now.map((poll) => newsOf(poll, known?.get(poll.id))).find((text) => text !== null)
    known = new Map(now.map((poll) => [poll.id, poll.closedAt !== null]))
    if (news) announce(news)
  })
  return null
}

function newsOf(poll: PollSummary, wasClosed: boolean | undefined): string | null {
  const question = pick(poll.question)
  if (poll.closedAt === null) return wasClosed === undefined ? t('polls.announceOpen', { question }) : null
  if (wasClosed !== false || !poll.outcome) return null
  return t('polls.announceClosed', { question, outcome: pick(outcomeLabels[poll.outcome]) })
}
