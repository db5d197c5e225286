// What a poll gave: its outcome in its own frame once closed, the bar, quorum, objections with their words, each voice by name.
// Called by the poll's page when the server shows the tally.
import { createMemo, For, Show } from 'solid-js'
import { isConsensus, outcomeLabels } from '../../../shared/poll/consent.ts'
import { colleges } from '../../../shared/territory.ts'
import type { BallotView, PollView } from '../../../shared/views.ts'
import { pick, t } from '../../i18n.ts'
import { DigestFrame } from '../../parts/Digest.tsx'
import { count, dayAndHour, percent } from '../../parts/format.ts'
import { StateMark } from '../../parts/StateMark.tsx'
import { ChoiceWord } from './parts/BallotCard.tsx'
import { ConsentBar } from './parts/ConsentBar.tsx'
import { Tick } from './parts/FrozenText.tsx'

/** The outcome of a closed poll, sealed by its constat's digest. `stale`: its text changed since. */
export function OutcomeFrame(props: { poll: PollView; stale: boolean }) {
  const state = () => {
    if (!props.poll.outcome || !isConsensus(props.poll.outcome)) return 'refused'
    return props.stale ? 'stale' : 'consensus'
  }
  return (
    <Show when={props.poll.outcome}>
      {(outcome) => (
        <div class={`outcome outcome-${state()}`}>
          <DigestFrame
            title={t('outcome.title')}
            digest={props.poll.constatDigest ?? ''}
            label={t('outcome.digest')}
            aside={
              <Show when={state() === 'stale'}>
                <StateMark state="stale" />
              </Show>
            }
            foot={
              <p>
                {t('outcome.closed', { date: props.poll.closedAt ? dayAndHour(props.poll.closedAt) : '' })}
              </p>
            }
          >
            <p class="outcome-word">{pick(outcomeLabels[outcome()])}</p>
          </DigestFrame>
        </div>
      )}
    </Show>
  )
}

export function PollResult(props: { poll: PollView }) {
  return (
    <Show when={props.poll.tally}>
      {(result) => (
        <section class="stack poll-result" aria-labelledby="poll-result">
          <h2 id="poll-result">{props.poll.closedAt ? t('tally.final') : t('tally.live')}</h2>
          <ConsentBar
            result={result()}
            rule={props.poll.rule}
            register={props.poll.register}
            ballots={props.poll.ballots ?? []}
          />
          <QuorumLine poll={props.poll} />
          <Objections ballots={props.poll.ballots ?? []} />
          <Voices ballots={props.poll.ballots ?? []} />
        </section>
      )}
    </Show>
  )
}

/** Where the quorum stands; known to all at any time, since it tells how many voted and nothing else. */
export function QuorumLine(props: { poll: PollView }) {
  const needed = () => {
    const { num, den } = props.poll.rule.quorum
    return Math.ceil((num * props.poll.register.length) / den)
  }
  const received = () => props.poll.register.filter((entry) => entry.hasVoted).length
  const seen = createMemo(
    () => new Set(props.poll.register.filter((entry) => entry.hasVoted).map((entry) => entry.college)).size,
  )
  return (
    <ul class="quorum">
      <li classList={{ 'is-met': received() >= needed() }}>
        <Show when={received() >= needed()} fallback={<Pending />}>
          <Tick />
        </Show>
        <span>
          {t('tally.quorum', {
            received: count(received()),
            registered: count(props.poll.register.length),
            needed: count(needed()),
            percent: percent(props.poll.rule.quorum),
          })}
        </span>
      </li>
      <li classList={{ 'is-met': seen() >= props.poll.rule.collegesMin }}>
        <Show when={seen() >= props.poll.rule.collegesMin} fallback={<Pending />}>
          <Tick />
        </Show>
        <span>
          {t('tally.colleges', { seen: count(seen()), needed: count(props.poll.rule.collegesMin) })}
        </span>
      </li>
    </ul>
  )
}

function Pending() {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <circle
        cx="8"
        cy="8"
        r="5.6"
        fill="none"
        stroke="currentColor"
        stroke-width="1.6"
        stroke-dasharray="2.4 2"
      />
    </svg>
  )
}

/** Blocks first, then reservations: each with its organisation and its words, kept for ever. */
function Objections(props: { ballots: readonly BallotView[] }) {
  const objections = () => [
    ...props.ballots.filter((ballot) => ballot.choice === 'block'),
    ...props.ballots.filter((ballot) => ballot.choice === 'reserve'),
  ]
  return (
    <section class="stack" aria-labelledby="objections">
      <h3 id="objections">{t('tally.objections')}</h3>
      <Show when={objections().length > 0} fallback={<p class="quiet">{t('tally.noObjections')}</p>}>
        <ul class="objections">
          <For each={objections()}>
            {(ballot) => (
              <li>
                <p class="objection-head">
                  <ChoiceWord choice={ballot.choice} />
                  <strong>{ballot.organizationName}</strong>
                </p>
                <blockquote>{ballot.reason}</blockquote>
                <Channel ballot={ballot} />
              </li>
            )}
          </For>
        </ul>
      </Show>
    </section>
  )
}

/** A voice recorded by the facilitation is its own class, wherever it is shown. */
export function Channel(props: { ballot: BallotView }) {
  return (
    <Show when={props.ballot.channel === 'facilitated'}>
      <p class="recorded">{t('ballot.recordedBy', { name: props.ballot.castByName })}</p>
    </Show>
  )
}

function Voices(props: { ballots: readonly BallotView[] }) {
  const byName = createMemo(() =>
    [...props.ballots].sort((a, b) => a.organizationName.localeCompare(b.organizationName, 'fr')),
  )
  return (
    <details class="voices">
      <summary>{t('tally.voicesByName', { count: props.ballots.length })}</summary>
      <table class="table">
        <caption class="visually-hidden">{t('tally.voicesByName', { count: props.ballots.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ballot.organization')}</th>
            <th scope="col">{t('ballot.choice')}</th>
          </tr>
        </thead>
        <tbody>
          <For each={byName()}>
            {(ballot) => (
              <tr>
                <th scope="row">{ballot.organizationName}</th>
                <td>
                  <ChoiceWord choice={ballot.choice} />
                  <Channel ballot={ballot} />
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </details>
  )
}

/** The register fixed at opening: who has a voice, in which college; `marks`: who has voted. */
export function Roll(props: { poll: PollView; marks: boolean }) {
  return (
    <details class="voices">
      <summary>{t('roll.title', { count: props.poll.register.length })}</summary>
      <table class="table">
        <caption class="visually-hidden">{t('roll.title', { count: props.poll.register.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ballot.organization')}</th>
            <th scope="col">{t('roll.college')}</th>
            <Show when={props.marks}>
              <th scope="col">{t('roll.vote')}</th>
            </Show>
          </tr>
        </thead>
        <tbody>
          <For each={props.poll.register}>
            {(entry) => (
              <tr>
                <th scope="row">{entry.name}</th>
                <td>{pick(colleges[entry.college])}</td>
                <Show when={props.marks}>
                  <td>{entry.hasVoted ? t('roll.voted') : t('roll.notVoted')}</td>
                </Show>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </details>
  )
}
