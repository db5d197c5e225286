// A rule set in words, one sentence a line; beside another, the sentences that differ are marked. Called wherever rules are shown.
import { For, Show } from 'solid-js'
import type { Lang } from '../../../../shared/basics.ts'
import type { RuleSet } from '../../../../shared/meeting/rule-set.ts'
import { ruleSentences } from '../../../../shared/meeting/rule-text.ts'
import { t } from '../../../i18n.ts'

export function RuleWords(props: {
  readonly rules: RuleSet
  readonly lang: Lang
  /** What it is compared with: sentences that are not the same are marked. */
  readonly against?: RuleSet
}) {
  const other = () => (props.against ? ruleSentences(props.against, props.lang) : null)
  return (
    <ul class="rule-words">
      <For each={ruleSentences(props.rules, props.lang)}>
        {(sentence, at) => (
          <li classList={{ 'is-changed': other() !== null && other()?.[at()] !== sentence }}>
            <Show when={other() !== null && other()?.[at()] !== sentence}>
              <strong class="changed-word">{t('meeting.rules.changed')} </strong>
            </Show>
            {sentence}
          </li>
        )}
      </For>
    </ul>
  )
}
