// The exact figures under a tally: who is counted where, the base and the support held against the rule, the quorum, the order found, the
// seats that block. Called by the result.
import { For, Match, Show, Switch } from 'solid-js'
import type { Mass, PollCount, PollSetting, Threshold } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { count as grouped, percent } from '../../../parts/format.ts'
import { Bead } from '../../../parts/StateMark.tsx'
import { askedWords, baseWords } from '../threshold-words.ts'
import { groupWords, labelOf } from '../ValueWords.tsx'
import { isWeighted, widthOf } from './figures.ts'
import { exact } from './tally-rows.ts'

const masses = [
  'registered',
  'recused',
  'cast',
  'expressed',
  'abstained',
  'blank',
  'invalid',
  'notVoted',
] as const

/** Every seat of the register is in one of these lines; zeros are shown, so that nothing is left to guess. */
export function MassTable(props: { readonly count: PollCount }) {
  const weighted = () => isWeighted(props.count)
  return (
    <table class="table tally-table">
      <caption>{t('result.massCaption')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('result.head.what')}</th>
          <th scope="col" class="is-figure">
            {t('result.head.seats')}
          </th>
          <Show when={weighted()}>
            <th scope="col" class="is-figure">
              {t('result.head.weight')}
            </th>
          </Show>
        </tr>
      </thead>
      <tbody>
        <For each={masses}>
          {(key) => <MassRow label={t(`result.mass.${key}`)} mass={props.count[key]} weighted={weighted()} />}
        </For>
      </tbody>
    </table>
  )
}

function MassRow(props: { readonly label: string; readonly mass: Mass; readonly weighted: boolean }) {
  return (
    <tr>
      <th scope="row">{props.label}</th>
      <td class="is-figure">{grouped(props.mass.seats)}</td>
      <Show when={props.weighted}>
        <td class="is-figure">{exact(props.mass.weight)}</td>
      </Show>
    </tr>
  )
}

/** What the support was held against: base in words, exact support and base, the share asked, met or not; the fallback's own after it. */
export function Tests(props: { readonly setting: PollSetting; readonly count: PollCount }) {
  return (
    <ul class="quorum tests">
      <Show when={props.count.test}>
        {(test) => <TestLine threshold={props.setting.threshold} test={test()} kind="test" />}
      </Show>
      <Show when={props.count.fallbackTest}>
        {(test) => <TestLine threshold={props.setting.fallback} test={test()} kind="fallback" />}
      </Show>
      <Show when={!props.count.test}>
        <li>
          <Bead state="draft" />
          <span>{t('result.noThreshold')}</span>
        </li>
      </Show>
      <Show when={props.count.groups.length === 0 && props.count.tied.length > 0}>
        <li>
          <Bead state="refused" />
          <span>{t('result.equal')}</span>
        </li>
      </Show>
      <li classList={{ 'is-met': props.count.quorum.met }}>
        <Bead state={props.count.quorum.met ? 'consensus' : 'refused'} />
        <span>
          <strong>{t(props.count.quorum.met ? 'result.quorumMet' : 'result.quorumMissed')}</strong>{' '}
          {t(`result.quorum.${props.setting.quorum.basis}`, {
            reached: exact(props.count.quorum.reached),
            needed: exact(props.count.quorum.needed),
          })}{' '}
          {t('result.quorumColleges', {
            colleges: props.count.quorum.colleges,
            needed: props.setting.quorum.collegesMin,
          })}
        </span>
      </li>
    </ul>
  )
}

function TestLine(props: {
  readonly threshold: Threshold | undefined
  readonly test: NonNullable<PollCount['test']>
  readonly kind: 'test' | 'fallback'
}) {
  return (
    <li classList={{ 'is-met': props.test.passed }}>
      <Bead state={props.test.passed ? 'consensus' : 'refused'} />
      <span>
        <strong>{t(`result.${props.kind}${props.test.passed ? 'Passed' : 'Failed'}`)}</strong>{' '}
        {t('result.testFigures', {
          support: exact(props.test.support),
          base: exact(props.test.base),
          part: about(props.test),
          asked: props.threshold ? askedWords(props.threshold) : props.test.share,
        })}{' '}
        {props.threshold ? baseWords(props.threshold) : ''}
      </span>
    </li>
  )
}

/** The exact figures decide; the share beside them is for whoever reads no fractions. */
function about({ support, base }: NonNullable<PollCount['test']>): string {
  const whole = widthOf(base)
  return whole > 0 ? t('result.about', { part: percent({ num: widthOf(support), den: whole }) }) : ''
}

/** The order found: those ex aequo stand together and no order of the list breaks a tie (INV-18). */
export function Groups(props: { readonly setting: PollSetting; readonly count: PollCount }) {
  const startOf = (at: number) => props.count.groups.slice(0, at).flat().length + 1
  return (
    <Show when={props.count.groups.length > 0}>
      <section class="stack">
        <h3>{t('result.order')}</h3>
        <ol class="groups">
          <For each={props.count.groups}>
            {(group, at) => (
              <li value={startOf(at())}>
                <span class="figures group-place" aria-hidden="true">
                  {startOf(at())}.
                </span>
                <span>{groupWords(group.map((id) => pick(labelOf(props.setting, id))))}</span>
                <GroupState group={group} count={props.count} />
              </li>
            )}
          </For>
        </ol>
      </section>
    </Show>
  )
}

/** Retained, or left undecided by a tie. */
function GroupState(props: { readonly group: readonly string[]; readonly count: PollCount }) {
  const some = (ids: readonly string[]) => props.group.some((id) => ids.includes(id))
  return (
    <Switch>
      <Match when={some(props.count.retained)}>
        <span class="tally-retained">{t('result.retained')}</span>
      </Match>
      <Match when={some(props.count.tied)}>
        <span class="tally-tied">{t('result.tied')}</span>
      </Match>
    </Switch>
  )
}

/** The seats whose vote blocks, by name; how many, when names are not shown. */
export function Blocks(props: { readonly count: PollCount; readonly names: ReadonlyMap<string, string> }) {
  const named = () => props.count.blocks.map((id) => props.names.get(id)).filter((name) => name !== undefined)
  return (
    <Show when={props.count.blocks.length > 0}>
      <section class="stack">
        <h3>{t('result.blocks', { count: props.count.blocks.length })}</h3>
        <Show when={named().length > 0} fallback={<p class="quiet">{t('result.blocksUnnamed')}</p>}>
          <ul class="plain-list">
            <For each={named()}>{(name) => <li>{name}</li>}</For>
          </ul>
        </Show>
        <p>{t('result.blocksMean')}</p>
      </section>
    </Show>
  )
}
