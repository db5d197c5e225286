// One poll of the second form: its question, the exact text under vote with what became of it, beside it the ballots of my seats, and what
// whoever conducts does. Called by PollRoute; `/bulletin` in the address shows the ballot first, for a link in a letter.
import { createEffect, on, Show } from 'solid-js'
import type { WholeVote } from '../../../../shared/poll/views.ts'
import { pick, t } from '../../../i18n.ts'
import { Button } from '../../../parts/Button.tsx'
import { Notice } from '../../../parts/Notice.tsx'
import { Place, showPlace } from '../../../parts/Place.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { PaperSets } from '../papers/PaperSets.tsx'
import { Advice } from '../result/Advice.tsx'
import {
  NextRound,
  resultShown,
  VoteRecord,
  VoteResult,
  VoteRule,
  VoteStanding,
  VoteState,
  voteHeadLine,
} from './VoteCentre.tsx'
import { VoteConduct } from './VoteConduct.tsx'
import { VoteObjections } from './VoteObjections.tsx'
import { VoteRoll } from './VoteRoll.tsx'
import { VoteSeats } from './VoteSeats.tsx'
import { SinceLastRound, TextMoved, VoteText } from './VoteText.tsx'
import { createVoteDesk, type VoteDesk } from './vote-desk.ts'

export function VotePage(props: { readonly view: WholeVote; readonly ballotFirst: boolean }) {
  const desk = createVoteDesk(() => props.view)
  createEffect(
    on(
      () => props.view.id,
      // After the page's own title has shown the centre.
      () => props.ballotFirst && queueMicrotask(() => showPlace('margin')),
    ),
  )
  return (
    <Place
      title={pick(props.view.question)}
      text={voteHeadLine(props.view)}
      aside={<VoteState vote={props.view} differs={desk.differs()} />}
      marginTitle={t(desk.open() ? 'poll.margin' : 'poll.marginResult')}
      margin={<Margin desk={desk} />}
    >
      <div class="stack decide">
        <VoteStanding desk={desk} />
        <TextMoved desk={desk} />
        <NextRound desk={desk} />
        <Show when={!resultShown(props.view)}>
          <VoteRule view={props.view} />
        </Show>
        <ToBallot desk={desk} />
        <Show when={resultShown(props.view)}>
          <VoteResult desk={desk} />
          <Advice desk={desk} />
        </Show>
        <Show when={props.view.follows}>
          {(follows) => <SinceLastRound follows={follows()} text={desk.text()} />}
        </Show>
        <VoteText desk={desk} title={t('text.title')} />
        <ToBallot desk={desk} />
        <VoteObjections desk={desk} />
        <VoteRecord desk={desk} />
      </div>
    </Place>
  )
}

function Margin(props: { readonly desk: VoteDesk }) {
  const { may } = useWorkspace()
  return (
    <div class="stack decide">
      <ToText desk={props.desk} />
      <VoteSeats desk={props.desk} />
      <PaperSets desk={props.desk} />
      <Show when={may('poll.open') && props.desk.view().state !== 'annulled'}>
        <VoteConduct desk={props.desk} />
      </Show>
      <VoteRoll desk={props.desk} />
      <Show when={!resultShown(props.desk.view())}>
        <Advice desk={props.desk} />
      </Show>
    </div>
  )
}

/** On a phone the text is in another tab: before the ballot, the way to it, and that it was written in since. */
function ToText(props: { readonly desk: VoteDesk }) {
  const lead = () => {
    showPlace('centre')
    window.scrollTo(0, 0)
  }
  return (
    <Show when={props.desk.view().awaitsMe.length > 0}>
      <div class="to-margin stack">
        <Show when={props.desk.differs()}>
          <Notice look="warning" title={t('text.movedTitle')}>
            <p>{t('text.movedText')}</p>
          </Notice>
        </Show>
        <Button wide onClick={lead}>
          {t('vote.toText')}
        </Button>
      </div>
    </Show>
  )
}

/** On a phone the ballot is in its own tab, at the thumb; this leads there. */
function ToBallot(props: { readonly desk: VoteDesk }) {
  const waits = () => props.desk.view().awaitsMe.length > 0
  const lead = () => {
    showPlace('margin')
    window.scrollTo(0, 0)
  }
  return (
    <Show when={waits()}>
      <div class="to-margin">
        <Button look="main" wide onClick={lead}>
          {t('poll.toBallot')}
        </Button>
      </div>
    </Show>
  )
}
