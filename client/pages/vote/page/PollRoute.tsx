// One address for every poll, whatever its form: which page shows it is told by the list of the second form. Called by the router.
import { useLocation, useParams } from '@solidjs/router'
import { Match, Show, Switch } from 'solid-js'
import { t } from '../../../i18n.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { Place } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { PollPage } from '../../decide/PollPage.tsx'
import { liveVote } from '../whole-vote.ts'
import { VotePage } from './VotePage.tsx'

export function PollRoute() {
  const params = useParams<{ pollId: string }>()
  const location = useLocation()
  const { votes } = useWorkspace()
  const isVote = () => votes()?.some(({ id }) => id === params.pollId)
  return (
    <Switch fallback={<main class="centre" aria-busy="true" />}>
      <Match when={isVote() === true}>
        <OneVote pollId={params.pollId} ballotFirst={location.pathname.endsWith('/bulletin')} />
      </Match>
      <Match when={isVote() === false || votes.error()}>
        <PollPage />
      </Match>
    </Switch>
  )
}

function OneVote(props: { readonly pollId: string; readonly ballotFirst: boolean }) {
  const vote = liveVote(() => props.pollId)
  return (
    <Show
      when={vote.ready()}
      fallback={
        <Show when={vote.error()} fallback={<main class="centre" aria-busy="true" />}>
          <Place title={t('poll.notFound')}>
            <RefusalBanner refusal={vote.error()} />
          </Place>
        </Show>
      }
    >
      {(view) => <VotePage view={view()} ballotFirst={props.ballotFirst} />}
    </Show>
  )
}
