// What a poll gave, whatever its method: the outcome's word apart from the tally, the chart with its table, base, quorum and rule, the order
// with its ties, the trace. Before it may be shown: what is known meanwhile. Called by the poll's page, minutes and the room screen.
import { createMemo, For, Show } from 'solid-js'
import type { Bilingual } from '../../../shared/basics.ts'
import {
  methodLabels,
  type Outcome,
  outcomeWords,
  type PollCount,
  type PollSetting,
  type SeatEntry,
} from '../../../shared/poll/setting.ts'
import type { VoiceView } from '../../../shared/poll/views.ts'
import type { SecretTally } from '../../../shared/record/poll-records.ts'
import { pick, t } from '../../i18n.ts'
import { count as grouped, withHours } from '../../parts/format.ts'
import { Notice } from '../../parts/Notice.tsx'
import { Bead, type StateKey } from '../../parts/StateMark.tsx'
import { narrow } from './paper.ts'
import { Blocks, Groups, MassTable, Tests } from './result/Facts.tsx'
import { GradeProfile } from './result/GradeProfile.tsx'
import { TallyChart } from './result/TallyChart.tsx'

interface ResultViewProps {
  readonly setting: PollSetting
  /** Null while it may not be shown. */
  readonly count: PollCount | null
  /** A secret poll that stayed under its least number of voices: its count is never shown. */
  readonly suppressed?: boolean
  /** A secret poll of one mind: everyone then knows how each voted. */
  readonly unanimousSecret?: boolean
  /** Absent until it is proclaimed. */
  readonly outcome?: Outcome | undefined
  /** The rule in words, as it travels with the poll. */
  readonly ruleText: Bilingual
  /** Names for the seats that block; empty in a secret poll. */
  readonly register?: readonly Pick<SeatEntry, 'seatId' | 'name' | 'weight'>[]
  /** Each seat's value, where it may be shown: for the profile of a judgment. */
  readonly voices?: readonly Pick<VoiceView, 'seatId' | 'value'>[] | undefined
  /** How many gave each value of a secret poll, once it may be shown. */
  readonly secretTallies?: readonly SecretTally[] | undefined
  /** What may be said while the count is hidden. */
  readonly received?: { readonly cast: number; readonly registered: number }
}

export function ResultView(props: ResultViewProps) {
  const names = createMemo(() => new Map((props.register ?? []).map(({ seatId, name }) => [seatId, name])))
  return (
    <section class="stack method-result" aria-label={t('result.title')}>
      <Show when={props.outcome}>{(outcome) => <OutcomeWord outcome={outcome()} />}</Show>
      <Show when={props.count} fallback={<Hidden {...props} />}>
        {(count) => (
          <>
            <h2>
              {t(props.outcome ? 'result.tally' : 'result.tallyUnproclaimed', {
                method: pick(methodLabels[props.setting.method].label),
              })}
            </h2>
            <TallyChart setting={props.setting} count={count()} />
            <Profile {...props} />
            <Groups setting={props.setting} count={count()} />
            <Tests setting={props.setting} count={count()} />
            <Show when={props.unanimousSecret}>
              <Notice look="warning">
                <p>{t('result.unanimousSecret')}</p>
              </Notice>
            </Show>
            <Blocks count={count()} names={names()} />
            <MassTable count={count()} />
            <Rule text={props.ruleText} />
            <Trace lines={count().trace} />
          </>
        )}
      </Show>
    </section>
  )
}

/** Of a judgment, every grade of every option. */
function Profile(props: ResultViewProps) {
  const setting = () => {
    const given = narrow(props.setting)
    return given.method === 'judgment' && given
  }
  const graded = createMemo(() => {
    if (props.secretTallies)
      return props.secretTallies.map(({ value, count }) => ({ value, weight: { num: count, den: 1 } }))
    const weights = new Map((props.register ?? []).map(({ seatId, weight }) => [seatId, weight]))
    return (props.voices ?? []).map(({ seatId, value }) => ({
      value,
      weight: weights.get(seatId) ?? { num: 1, den: 1 },
    }))
  })
  return <Show when={setting()}>{(judgment) => <GradeProfile setting={judgment()} voices={graded()} />}</Show>
}

const outcomeStates = {
  unanimous: 'consensus',
  consensus: 'consensus',
  dissent: 'consensus',
  notDecided: 'refused',
  postponed: 'draft',
  sorted: 'locked',
} as const satisfies Record<Outcome, StateKey>

/** The outcome in a word, with its mark; in a frame of its own, for a decision never looks like a tally. */
export function OutcomeWord(props: { readonly outcome: Outcome }) {
  return (
    <div class="seal outcome-seal" classList={{ 'is-adopted': outcomeStates[props.outcome] === 'consensus' }}>
      <p class="small quiet">{t('result.outcome')}</p>
      <p class={`outcome-word outcome-mark is-${outcomeStates[props.outcome]}`}>
        <Show when={props.outcome === 'sorted'} fallback={<Bead state={outcomeStates[props.outcome]} />}>
          <OrderMark />
        </Show>
        <span>{pick(outcomeWords[props.outcome])}</span>
      </p>
      <Show when={props.outcome === 'sorted'}>
        <p class="small">{t('result.sortedNote')}</p>
      </Show>
    </div>
  )
}

/** An order, neither adopted nor refused. */
function OrderMark() {
  return (
    <svg class="bead" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true">
      <path d="M2 4h12M2 8h8.5M2 12h5" stroke="currentColor" stroke-width="2" />
    </svg>
  )
}

function Hidden(props: ResultViewProps) {
  return (
    <div class="empty">
      <h2>{t(props.suppressed ? 'result.suppressedTitle' : 'result.hiddenTitle')}</h2>
      <p>
        {props.suppressed
          ? t('result.suppressed', { min: props.setting.minSecretSize })
          : t(`result.hidden.${props.setting.results}`)}
      </p>
      <Show when={props.received}>
        {(received) => (
          <p class="figures">
            {t('result.received', {
              cast: grouped(received().cast),
              registered: grouped(received().registered),
            })}
          </p>
        )}
      </Show>
      <Rule text={props.ruleText} />
    </div>
  )
}

function Rule(props: { readonly text: Bilingual }) {
  return (
    <p class="rule">
      <strong>{t('poll.rule')}</strong> {withHours(pick(props.text))}
    </p>
  )
}

function Trace(props: { readonly lines: readonly Bilingual[] }) {
  return (
    <Show when={props.lines.length > 0}>
      <details class="trace">
        <summary>{t('result.trace')}</summary>
        <ol>
          <For each={props.lines}>{(line) => <li>{pick(line)}</li>}</For>
        </ol>
      </details>
    </Show>
  )
}
