// A voice's value in words, whatever its method: what the confirmation repeats, what a receipt and the roll of voices show.
// Called by the ballot form, the received vote and the result.
import { For, Match, Show, Switch } from 'solid-js'
import { type Bilingual, formatCents } from '../../../shared/basics.ts'
import type { PollSetting, Value } from '../../../shared/poll/setting.ts'
import { lang, pick, t } from '../../i18n.ts'
import { count } from '../../parts/format.ts'
import { ScaleMark } from './fields/ScaleMark.tsx'
import { singleChoices } from './fields/single-choices.ts'
import { narrow } from './paper.ts'

/** One line of a value: an option and what it was given (nothing for a tick); `rank` for a ranking. */
interface Line {
  readonly label: string
  readonly figure?: string
}

export function ValueWords(props: { readonly setting: PollSetting; readonly value: Value }) {
  const single = () => {
    const { value } = props
    const picked =
      'choice' in value
        ? value.choice
        : 'level' in value
          ? String(value.level)
          : 'fingers' in value
            ? String(value.fingers)
            : 'answer' in value
              ? value.answer
              : null
    return singleChoices(props.setting).find((choice) => choice.pick === picked)
  }
  return (
    <Switch fallback={<Lines lines={linesOf(props.setting, props.value)} />}>
      <Match when={'blank' in props.value}>
        <span class="choice-word">{t('vote.blankWord')}</span>
      </Match>
      <Match when={single()}>
        {(choice) => (
          <span class="choice-word">
            <ScaleMark tone={choice().tone} /> {pick(choice().label)}
          </span>
        )}
      </Match>
      <Match when={'ranking' in props.value && props.value.ranking}>
        {(ranking) => (
          <ol class="value-ranking">
            <For each={ranking()}>
              {(group) => <li>{groupWords(group.map((id) => pick(labelOf(props.setting, id))))}</li>}
            </For>
          </ol>
        )}
      </Match>
    </Switch>
  )
}

/** Options ex aequo in one sentence: « A et B, ex aequo ». */
export function groupWords(labels: readonly string[]): string {
  const list = new Intl.ListFormat(lang() === 'fr' ? 'fr-CA' : 'en-CA').format(labels)
  return labels.length > 1 ? t('vote.exAequo', { options: list }) : list
}

/** An option's words; its id for one the poll does not know, so that nothing is hidden. */
export function labelOf(setting: PollSetting, id: string): Bilingual {
  return setting.options.find((option) => option.id === id)?.label ?? { fr: id, en: id }
}

function Lines(props: { readonly lines: readonly Line[] }) {
  return (
    <ul class="value-lines">
      <For each={props.lines}>
        {(line) => (
          <li>
            <span>{line.label}</span>
            <Show when={line.figure}>
              <span class="figures">{line.figure}</span>
            </Show>
          </li>
        )}
      </For>
    </ul>
  )
}

function linesOf(given: PollSetting, value: Value): Line[] {
  const setting = narrow(given)
  const label = (id: string) => pick(labelOf(setting, id))
  const of = <T,>(record: { readonly [id: string]: T }, figure: (one: T) => string): Line[] =>
    setting.options
      .filter(({ id }) => Object.hasOwn(record, id))
      .map(({ id }) => ({ label: label(id), figure: figure(record[id]!) }))
  if ('options' in value) return ticks(value.options)
  if ('projects' in value) return ticks(value.projects)
  if ('dots' in value) return of(value.dots, (dots) => t('vote.dotsFigure', { count: count(dots) }))
  if ('scores' in value) return of(value.scores, count)
  if ('amounts' in value) return of(value.amounts, (cents) => formatCents(cents, lang()))
  if ('grades' in value) return of(value.grades, grade)
  return []

  function ticks(ids: readonly string[]): Line[] {
    return ids.length === 0 ? [{ label: t('vote.nothingTicked') }] : ids.map((id) => ({ label: label(id) }))
  }
  function grade(id: string): string {
    const known = setting.method === 'judgment' && setting.params.grades.find((one) => one.id === id)
    return known ? pick(known.label) : id
  }
}
