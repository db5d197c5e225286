// What this person's screen knows of the polls of the second form, for VoteNews to say. Called once by WorkspaceLayout, so that the news
// is heard on every page of a workspace, a meeting's too.
import { createMemo } from 'solid-js'
import { useWorkspace } from '../../parts/workspace.ts'
import { VoteNews } from './VoteNews.tsx'
import type { VoteScene } from './vote-news.ts'

export function VoteWatch() {
  const { votes } = useWorkspace()
  const scene = createMemo((): VoteScene | null => {
    const all = votes()
    if (!all) return null
    return {
      polls: all.map(({ id, question, state, outcome }) => ({
        id,
        question: { ...question },
        open: state === 'open',
        annulled: state === 'annulled',
        outcome: state === 'proclaimed' ? outcome : null,
      })),
      // Presence and seats are the meeting's own news; outside of one they do not move from hour to hour.
      present: null,
      seats: [],
      // A voice of mine received from elsewhere is told by the poll's own page, which knows my seats.
      received: [],
    }
  })
  return <VoteNews scene={scene()} />
}
