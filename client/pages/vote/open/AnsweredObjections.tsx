// Before a new round: the objections of the round before that still stand, each said to be answered by the text as it now reads, or not.
// Whoever objected keeps the last word. Called by OpeningForm.
import { createResource, createSignal, For, Show } from 'solid-js'
import { objectionLevels } from '../../../../shared/poll/objection.ts'
import type { ObjectionView, VoteView } from '../../../../shared/poll/views.ts'
import { call, doors, RefusedByServer } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { CheckField } from '../../../parts/Field.tsx'

export interface Answered {
  /** The round before, once it has come; null when there is none of this form. */
  before(): VoteView | null | undefined
  standing(): readonly ObjectionView[]
  chosen(): ReadonlySet<string>
  choose(id: string, answered: boolean): void
  /** Says so of each one chosen; throws the first refusal. Done again, those already said change nothing. */
  integrate(): Promise<void>
}

/** `first`: the objection whose words were put in the text on the way here. */
export function createAnswered(follows: () => string | undefined, first?: string): Answered {
  const [before] = createResource(follows, async (pollId) => {
    try {
      return await call(doors.vote, { params: { pollId } })
    } catch (error) {
      // A round of the first form has no objections of this kind.
      if (!(error instanceof RefusedByServer)) throw error
      return null
    }
  })
  const [chosen, setChosen] = createSignal<ReadonlySet<string>>(new Set(first ? [first] : []))
  const said = new Set<string>()
  const standing = () => (before()?.objections ?? []).filter(({ moves }) => moves.includes('integrate'))
  return {
    before: () => (follows() ? before() : null),
    standing,
    chosen,
    choose(id, answered) {
      const next = new Set(chosen())
      if (answered) next.add(id)
      else next.delete(id)
      setChosen(next)
    },
    async integrate() {
      for (const { id } of standing()) {
        if (!chosen().has(id) || said.has(id)) continue
        await call(doors.moveObjection, {
          params: { objectionId: id },
          body: { move: 'integrate', words: '', clientKey: crypto.randomUUID() },
        })
        said.add(id)
      }
    },
  }
}

export function AnsweredObjections(props: { readonly answered: Answered }) {
  return (
    <Show when={props.answered.standing().length > 0}>
      <fieldset class="choices answered">
        <legend class="field-label">{t('open.answered')}</legend>
        <p class="field-note">{t('open.answeredNote')}</p>
        <For each={props.answered.standing()}>
          {(objection) => (
            <CheckField
              label={`${pick(objectionLevels[objection.level])} · ${objection.seatName}`}
              note={objection.argument}
              checked={props.answered.chosen().has(objection.id)}
              onChange={(checked) => props.answered.choose(objection.id, checked)}
            />
          )}
        </For>
      </fieldset>
    </Show>
  )
}
