// Under an item of the agenda, for whoever may open polls: those prepared for it, and the way to prepare one. Called by a meeting's agenda,
// on its page and in its preparation.
import { For, Show } from 'solid-js'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { t } from '../../../i18n.ts'
import { useWorkspace } from '../../../parts/workspace.ts'
import { draftAddress, prepareAddress, useDraftWords } from './drafts.ts'

export function DraftsOnItem(props: {
  readonly meetingId: string
  readonly itemId: string
  /** As words for those who hear the link alone. */
  readonly item: string
  readonly drafts: readonly PollDraftView[]
  /** Whether a poll may still come on it. */
  readonly opens: boolean
}) {
  const { path, may } = useWorkspace()
  const words = useDraftWords()
  const own = () =>
    props.drafts.filter((one) => one.meetingId === props.meetingId && one.itemId === props.itemId)
  return (
    <Show when={may('poll.open') && (props.opens || own().length > 0)}>
      <ul class="item-drafts small">
        <For each={own()}>
          {(draft) => (
            <li>
              {t('draft.prepared')} <a href={path(draftAddress(draft.id))}>{words.title(draft)}</a>
            </li>
          )}
        </For>
        <Show when={props.opens}>
          <li>
            <a href={path(prepareAddress(props.meetingId, props.itemId))}>
              {t('draft.prepare')}
              <span class="visually-hidden"> : {props.item}</span>
            </a>
          </li>
        </Show>
      </ul>
    </Show>
  )
}
