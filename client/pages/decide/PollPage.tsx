// One poll: its question, the exact text under vote, and beside it the ballot of my organisation; its result once it may be seen.
// Called by the router.
import { useLocation, useParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { sameSubject } from '../../../shared/consensus.ts'
import { subjectText } from '../../../shared/plan/plan.ts'
import { isConsensus, ruleText } from '../../../shared/poll/consent.ts'
import type { BallotView, PollView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { announceTopic, live } from '../../live.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { Place, showPlace } from '../../parts/Place.tsx'
import { type StateKey, StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Conduct } from './Conduct.tsx'
import { Channel, OutcomeFrame, PollResult, QuorumLine, Roll } from './PollResult.tsx'
import { BallotCard, ChoiceWord } from './parts/BallotCard.tsx'
import { readReceipt } from './parts/ballot-draft.ts'
import { ChangedSince, CheckedDigest, type Moved, SubjectWords, textDigest } from './parts/FrozenText.tsx'
import { usePlanText } from './parts/live-plan.ts'

export function PollPage() {
  const params = useParams<{ pollId: string }>()
  const poll = live('polls', () => call(doors.poll, { params: { pollId: params.pollId } }), {
    urgency: 'first',
  })
  const ready = () => (poll()?.id === params.pollId ? poll() : undefined)
  return (
    <Show
      when={ready()}
      fallback={
        <Show when={poll.error()} fallback={<main class="centre" aria-busy="true" />}>
          <Place title={t('poll.notFound')}>
            <RefusalBanner refusal={poll.error()} />
          </Place>
        </Show>
      }
    >
      {(view) => <OnePoll poll={view()} />}
    </Show>
  )
}

function OnePoll(props: { poll: PollView }) {
  const planText = usePlanText()
  const text = createMemo(() => {
    void props.poll.textHash
    return unwrap(props.poll.text)
  })
  const computed = createMemo(() => textDigest(text()))
  const { state, moved, liveText } = standing(props, planText)
  createAnnouncement(props)

  return (
    <Place
      title={pick(props.poll.question)}
      text={headLine(props.poll)}
      aside={<StateMark state={state()} />}
      marginTitle={props.poll.closedAt ? t('poll.marginResult') : t('poll.margin')}
      margin={<Margin poll={props.poll} computed={computed()} />}
    >
      <div class="stack decide">
        <Differs poll={props.poll} />
        <ChangedSince text={text()} live={liveText()} moved={moved()} />
        <OutcomeFrame poll={props.poll} stale={state() === 'stale'} />
        <NewRound poll={props.poll} />
        <p class="rule">
          <strong>{t('poll.rule')}</strong> {pick(ruleText(props.poll.rule))}
        </p>
        <ToMargin poll={props.poll} />
        <Show when={props.poll.tally}>
          <PollResult poll={props.poll} />
        </Show>
        <section class="stack" aria-labelledby="poll-text">
          <h2 id="poll-text">{t('text.title')}</h2>
          <div class="frozen">
            <SubjectWords text={text()} plan={planText.plan()} level={2} />
          </div>
          <CheckedDigest label={t('text.digest')} announced={props.poll.textHash} computed={computed()} />
        </section>
        <ToMargin poll={props.poll} />
      </div>
    </Place>
  )
}

/** Where the poll stands now: its state as shown, and whether the live text is still its own. */
function standing(props: { poll: PollView }, planText: ReturnType<typeof usePlanText>) {
  const { planState } = useWorkspace()
  const liveText = createMemo(() => {
    const plan = planText.plan()
    return plan ? subjectText(plan, props.poll.subject) : undefined
  })
  const standing = () =>
    planState()?.standings.find(({ subject }) => sameSubject(subject, props.poll.subject))
  const differs = createMemo(() => {
    const now = liveText()
    if (now === undefined) return standing()?.state === 'stale' && standing()?.pollId === props.poll.id
    return now === null || textDigest(now) !== props.poll.textHash
  })
  const agreed = () => props.poll.outcome !== null && isConsensus(props.poll.outcome)
  const moved = (): Moved | null =>
    differs() ? (props.poll.closedAt === null ? 'open' : agreed() ? 'consensus' : 'refused') : null
  const state = (): StateKey => {
    if (props.poll.closedAt === null) return 'open'
    return agreed() ? (differs() ? 'stale' : 'consensus') : 'refused'
  }
  return { liveText, moved, state }
}

function headLine(poll: PollView): string {
  const { round, openedByName: name } = poll
  return poll.closedAt
    ? t('poll.closedOn', { round, date: dayAndHour(poll.closedAt) })
    : t('poll.openedBy', { round, name, date: dayAndHour(poll.openedAt) })
}

/** My voice received is said once, also when it was cast on another device or recorded by the facilitation. */
function createAnnouncement(props: { poll: PollView }) {
  createEffect(
    on(
      () => props.poll.mine?.organizationName,
      (organization) => organization && announce(t('ballot.received', { organization })),
      { defer: true },
    ),
  )
}

/** The facilitator read a text while opening; if another edit slipped in, the bound one is another, and this says so. */
function Differs(props: { poll: PollView }) {
  const location = useLocation<{ readHash?: string }>()
  const differs = () =>
    location.state?.readHash !== undefined && location.state.readHash !== props.poll.textHash
  return (
    <Show when={differs()}>
      <Notice look="warning">
        <p>{t('open.differs')}</p>
      </Notice>
    </Show>
  )
}

/** On a phone the ballot is in its own tab, at the thumb; this leads there. */
function ToMargin(props: { poll: PollView }) {
  const lead = () => {
    showPlace('margin')
    window.scrollTo(0, 0)
  }
  return (
    <Show when={props.poll.closedAt === null && props.poll.awaitsMe}>
      <div class="to-margin">
        <Button look="main" wide onClick={lead}>
          {t('poll.toBallot')}
        </Button>
      </div>
    </Show>
  )
}

function NewRound(props: { poll: PollView }) {
  const { path, may, planState } = useWorkspace()
  const standing = () =>
    planState()?.standings.find(({ subject }) => sameSubject(subject, props.poll.subject))
  const due = () => {
    const now = standing()
    const again = now?.pollId === props.poll.id && (now.state === 'stale' || now.state === 'refused')
    return again && may('poll.open') && !planState()?.version ? now.state : null
  }
  const word = () => (props.poll.subject.kind === 'plan' ? 'plan' : props.poll.subject.id)
  return (
    <Show when={due()}>
      {(why) => (
        <div class="row new-round">
          <p>{why() === 'stale' ? t('poll.newRoundStale') : t('poll.newRoundRefused')}</p>
          <ButtonLink href={`${path('scrutins')}?ouvrir=${word()}`}>{t('open.again')}</ButtonLink>
        </div>
      )}
    </Show>
  )
}

interface MarginProps {
  readonly poll: PollView
  readonly computed: string | null
}

function Margin(props: MarginProps) {
  const { workspace, may } = useWorkspace()
  const organization = createMemo(() => {
    const id = props.poll.myOrganizationId
    const name =
      props.poll.register.find((entry) => entry.organizationId === id)?.name ??
      workspace().organizations.find((one) => one.id === id)?.name
    return id && name ? { id, name } : null
  })
  const registered = () =>
    props.poll.register.some((entry) => entry.organizationId === props.poll.myOrganizationId)
  const textHash = () => (props.computed === props.poll.textHash ? props.computed : null)
  const [castHere, setCastHere] = createSignal(0)
  const cast = () => {
    setCastHere(castHere() + 1)
    announceTopic('polls')
  }
  return (
    <div class="stack decide">
      <Show
        when={props.poll.mine}
        fallback={
          <Show when={props.poll.closedAt === null && may('poll.vote') && organization()}>
            {(mine) => (
              <Show
                when={registered()}
                fallback={<p>{t('poll.notInRegister', { organization: mine().name })}</p>}
              >
                <BallotCard
                  poll={props.poll}
                  organization={mine()}
                  textHash={textHash()}
                  facilitated={false}
                  onCast={cast}
                />
              </Show>
            )}
          </Show>
        }
      >
        {(mine) => <MyBallot poll={props.poll} mine={mine()} castHere={castHere()} />}
      </Show>
      <Show when={props.poll.closedAt === null && !may('poll.vote')}>
        <p class="quiet">{may('poll.open') ? t('poll.hidden') : t('poll.noVoice')}</p>
      </Show>
      <Show when={props.poll.closedAt === null && may('poll.open')}>
        <Conduct poll={props.poll} textHash={textHash()} />
      </Show>
      <Show when={!props.poll.tally}>
        <QuorumLine poll={props.poll} />
      </Show>
      <Roll poll={props.poll} marks={props.poll.tally !== null || may('poll.open')} />
    </div>
  )
}

/** My organisation's ballot once received: what was cast, when, and the receipt if this device has it. */
function MyBallot(props: { poll: PollView; mine: BallotView; castHere: number }) {
  const receipt = createMemo(() => {
    void props.castHere
    return readReceipt(props.poll.id, props.mine.organizationId)
  })
  let title!: HTMLHeadingElement
  // The ballot that was cast here is about to go from the page with its buttons: the focus goes on to its receipt. The ballot may be
  // seen before the answer to its cast, or after it.
  createEffect(() => props.castHere > 0 && setTimeout(() => title.focus()))
  return (
    <section class="receipt" aria-labelledby="receipt">
      <p class="ballot-of">{t('ballot.receivedTitle')}</p>
      <h2 id="receipt" ref={title} tabindex="-1">
        {props.mine.organizationName}
      </h2>
      <p class="receipt-choice">
        <ChoiceWord choice={props.mine.choice} />
      </p>
      <Show when={props.mine.reason}>
        <blockquote class="ballot-words">{props.mine.reason}</blockquote>
      </Show>
      <Channel ballot={props.mine} />
      <p class="small quiet">
        {t('ballot.receivedAt', { date: dayAndHour(props.mine.receivedAt) })}
        <br />
        {t('ballot.castBy', { name: props.mine.castByName })}
      </p>
      <Show when={receipt()} fallback={<p class="field-note">{t('ballot.receiptElsewhere')}</p>}>
        {(kept) => (
          <div>
            <p class="field-note">{t('ballot.receipt')}</p>
            <Digest value={kept().ballotDigest} narrow />
            <p class="field-note">{t('ballot.receiptKeep')}</p>
          </div>
        )}
      </Show>
    </section>
  )
}
