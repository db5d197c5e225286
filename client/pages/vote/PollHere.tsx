// A poll of the second form inside another page, a meeting's: its question, its text one key away, the ballots of my seats, its result,
// its objections, and for whoever conducts the ways to close and proclaim. `<PollHere pollId="…" />`, in a workspace.
import { createUniqueId, Show } from 'solid-js'
import type { WholeVote } from '../../../shared/poll/views.ts'
import { pick, t } from '../../i18n.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import {
  resultShown,
  VoteRecord,
  VoteResult,
  VoteRule,
  VoteStanding,
  VoteState,
  voteHeadLine,
} from './page/VoteCentre.tsx'
import { VoteConduct } from './page/VoteConduct.tsx'
import { VoteObjections } from './page/VoteObjections.tsx'
import { VoteRoll } from './page/VoteRoll.tsx'
import { VoteSeats } from './page/VoteSeats.tsx'
import { SinceLastRound, TextMoved, VoteText } from './page/VoteText.tsx'
import { createVoteDesk } from './page/vote-desk.ts'
import { PaperSets } from './papers/PaperSets.tsx'
import { Advice } from './result/Advice.tsx'
import { liveVote } from './whole-vote.ts'

export function PollHere(props: { readonly pollId: string }) {
  const vote = liveVote(() => props.pollId)
  return (
    <>
      <RefusalBanner refusal={vote.error()} />
      <Show when={vote.ready()}>{(view) => <Here view={view()} />}</Show>
    </>
  )
}

function Here(props: { readonly view: WholeVote }) {
  const { may, path } = useWorkspace()
  const heading = createUniqueId()
  const desk = createVoteDesk(() => props.view)
  return (
    <section class="stack decide poll-here" aria-labelledby={heading}>
      <header class="subject-head">
        <h2 id={heading}>{pick(props.view.question)}</h2>
        <VoteState vote={props.view} differs={desk.differs()} />
      </header>
      <p class="small quiet">{voteHeadLine(props.view)}</p>
      <VoteStanding desk={desk} />
      <TextMoved desk={desk} />
      {/* People vote again because of what changed: it is never behind a fold while they may. */}
      <Show when={desk.open() && props.view.follows}>
        {(follows) => <SinceLastRound follows={follows()} text={desk.text()} />}
      </Show>
      <details class="here-text">
        <summary>{t('text.title')}</summary>
        <VoteText desk={desk} title={t('text.title')} />
      </details>
      {/* Folded, so that on a phone the ballot stands within the thumb's reach. */}
      <Show when={!resultShown(props.view)}>
        <details class="here-text">
          <summary>{t('poll.rule')}</summary>
          <VoteRule view={props.view} />
        </details>
      </Show>
      <VoteSeats desk={desk} />
      <Show when={resultShown(props.view)}>
        <VoteResult desk={desk} />
        <Advice desk={desk} />
      </Show>
      <VoteObjections desk={desk} />
      <PaperSets desk={desk} />
      <Show when={may('poll.open') && props.view.state !== 'annulled'}>
        <VoteConduct desk={desk} />
      </Show>
      <VoteRoll desk={desk} />
      <VoteRecord desk={desk} />
      <p class="small">
        <a href={path(`scrutins/${props.view.id}`)}>{t('vote.toPage')}</a>
      </p>
    </section>
  )
}
