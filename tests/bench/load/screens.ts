// The screens of people in a workspace as the client keeps them true: what each asks again at a notice, at the client's own pace.
// Called by the benchmark of votes.
import { openPacer, paceOf, type Urgency } from '../../../client/pacing.ts'
import type { Topic } from '../../../shared/wire.ts'
import { ask } from './http.ts'

interface Kept {
  readonly path: string
  readonly topics: readonly string[]
  readonly urgency: Urgency
}

export interface Screen {
  notice(topic: string): void
  /** Asks one of its values again now, as after an act of its own. */
  refetch(at: number): Promise<void>
  stop(): void
}

export interface ScreenParts {
  readonly port: number
  readonly cookie: string
  readonly crowd: number
  readonly values: readonly Kept[]
  /** Each answer that came. */
  onAnswer(at: number, text: string): void
  onFailed(why: string): void
}

/** What every page of a workspace keeps (client/frame/WorkspaceLayout). */
export const ofWorkspace = (planId: string): Kept[] => [
  { path: `/api/plans/${planId}/votes`, topics: ['polls', 'voices'], urgency: 'beside' },
  { path: `/api/plans/${planId}/state`, topics: ['polls', 'plan'], urgency: 'beside' },
  { path: `/api/plans/${planId}/polls`, topics: ['polls'], urgency: 'beside' },
]

/** What the page of one poll keeps (client/pages/vote/whole-vote): the poll first, the names beside. */
export const ofPoll = (pollId: string): Kept[] => [
  { path: `/api/votes/${pollId}`, topics: ['polls', 'voices'], urgency: 'first' },
  { path: `/api/votes/${pollId}/roll`, topics: ['polls', 'voices'], urgency: 'behind' },
]

export function openScreen({ port, cookie, crowd, values, onAnswer, onFailed }: ScreenParts): Screen {
  const refetch = async (at: number) => {
    try {
      const { status, text } = await ask({ port, cookie, path: values[at]!.path })
      if (status === 200) onAnswer(at, text)
      else onFailed(`${values[at]!.path}: ${status}`)
    } catch (error) {
      onFailed(String(error))
    }
  }
  const pacers = values.map((_, at) => openPacer(() => void refetch(at)))
  return {
    notice(topic) {
      for (const [at, { topics, urgency }] of values.entries())
        if (topics.includes(topic)) pacers[at]!.notice(paceOf(topic as Topic, crowd, urgency))
    },
    refetch,
    stop() {
      for (const pacer of pacers) pacer.stop()
    },
  }
}
