// The consultative voices of a poll, under a title of their own: how many were asked, how many spoke, what they said, each by name where it
// may be shown. Never among the figures that decide. Called by VotePage and PollHere, under the result.
import { createMemo, For, Show } from 'solid-js'
import { consultativeWords } from '../../../../shared/poll/consultative.ts'
import { tallyLabel } from '../../../../shared/poll/value-text.ts'
import type { AdviceView } from '../../../../shared/poll/views.ts'
import { colleges } from '../../../../shared/territory.ts'
import { pick, t } from '../../../i18n.ts'
import { dayAndHour, count as grouped } from '../../../parts/format.ts'
import type { VoteDesk } from '../page/vote-desk.ts'
import { ValueWords } from '../ValueWords.tsx'
import { exact } from './tally-rows.ts'

export function Advice(props: { readonly desk: VoteDesk }) {
  return (
    <Show when={props.desk.view().consultative}>
      {(advice) => <Given desk={props.desk} advice={advice()} />}
    </Show>
  )
}

function Given(props: { readonly desk: VoteDesk; readonly advice: AdviceView }) {
  const setting = () => props.desk.view().setting
  const voices = createMemo(() => new Map((props.advice.voices ?? []).map((voice) => [voice.seatId, voice])))
  return (
    <section class="stack advice" aria-label={t('advice.title')}>
      <h3>{t('advice.title')}</h3>
      <p class="figures">
        {t('advice.received', {
          cast: grouped(props.advice.received),
          registered: grouped(props.advice.seats.length),
        })}
      </p>
      <p class="field-note">{pick(consultativeWords.note)}</p>
      <Show when={props.advice.count} fallback={<p class="quiet">{t('advice.hidden')}</p>}>
        {(told) => (
          <table class="table tally-table">
            <caption class="visually-hidden">{t('advice.title')}</caption>
            <thead>
              <tr>
                <th scope="col">{t('result.head.what')}</th>
                <th scope="col" class="is-figure">
                  {t('result.head.seats')}
                </th>
              </tr>
            </thead>
            <tbody>
              <For each={told().tallies}>
                {({ id, mass }) => (
                  <tr>
                    <th scope="row">{pick(tallyLabel(setting(), id))}</th>
                    <td class="is-figure">{exact(String(mass.seats))}</td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        )}
      </Show>
      <table class="table">
        <caption class="visually-hidden">{t('advice.title')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('ballot.organization')}</th>
            <th scope="col">{t('roll.college')}</th>
            <th scope="col">{t('advice.head')}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.advice.seats}>
            {(seat) => (
              <tr>
                <th scope="row">
                  {seat.name}
                  <Show when={seat.askedAt}>
                    {(at) => <p class="recorded">{t('advice.askedAt', { date: dayAndHour(at()) })}</p>}
                  </Show>
                </th>
                <td>{pick(colleges[seat.college])}</td>
                <td>
                  <Show
                    when={voices().get(seat.seatId)}
                    fallback={t(seat.hasSpoken ? 'advice.given' : 'advice.silent')}
                  >
                    {(voice) => (
                      <>
                        <ValueWords setting={setting()} value={voice().value} />
                        <Show when={voice().reason}>
                          <blockquote class="ballot-words">{voice().reason}</blockquote>
                        </Show>
                      </>
                    )}
                  </Show>
                </td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </section>
  )
}
