// The threads in the margin: the draft of a new one, the open or resolved ones of this section, and those whose passage is gone.
// Called by PlanPage.
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import type { ThreadView } from '../../../../shared/views.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useDesk } from '../desk.ts'
import { type PlanPlace, placeWords } from '../places.ts'
import { ThreadCard } from './ThreadCard.tsx'

export function CommentsPanel(props: { readonly section: string | null }) {
  const { comments } = useDesk()
  const [state, setState] = createSignal<ThreadView['state']>('open')
  const shown = createMemo(() =>
    (comments.threads() ?? []).filter(
      (thread) =>
        thread.state === state() && (props.section === null || thread.place.section === props.section),
    ),
  )
  const elsewhere = () =>
    (comments.threads() ?? []).filter((thread) => thread.state === state()).length - shown().length
  const standing = () => shown().filter((thread) => !comments.lost().has(thread.id))
  const lost = () => shown().filter((thread) => comments.lost().has(thread.id))
  // A thread that is opened from the text must be among those shown.
  createEffect(
    on(comments.openId, (id) => {
      const thread = comments.threads()?.find((one) => one.id === id)
      if (thread) setState(thread.state)
    }),
  )
  return (
    <div class="comments">
      <Show when={comments.draft()}>{(draft) => <NewThread place={draft().place} />}</Show>
      <fieldset class="comments-filter">
        <legend class="visually-hidden">{t('plan.comment.filter')}</legend>
        <For each={['open', 'resolved'] as const}>
          {(key) => (
            <button type="button" aria-pressed={state() === key} onClick={() => setState(key)}>
              {t(`plan.comment.${key}`)}
            </button>
          )}
        </For>
      </fieldset>
      <RefusalBanner refusal={comments.threads.error()} />
      <For each={standing()}>{(thread) => <ThreadCard thread={thread} isLost={false} />}</For>
      <Show when={lost().length > 0}>
        <h3 class="comments-lost">{t('plan.comment.lost')}</h3>
        <p class="field-note">{t('plan.comment.lostNote')}</p>
        <For each={lost()}>{(thread) => <ThreadCard thread={thread} isLost={true} />}</For>
      </Show>
      <Show when={shown().length === 0 && comments.threads() && !comments.draft()}>
        <p class="quiet">{t(state() === 'open' ? 'plan.comment.none' : 'plan.comment.noneResolved')}</p>
      </Show>
      <Show when={elsewhere() > 0}>
        <p class="field-note">{t('plan.comment.elsewhere', { count: elsewhere() })}</p>
      </Show>
    </div>
  )
}

/** The draft stays as it is when sending fails, and a second try is the same thread. */
function NewThread(props: { readonly place: PlanPlace }) {
  const { comments } = useDesk()
  const { planId } = useWorkspace()
  const acting = createActing()
  let control!: HTMLTextAreaElement
  createEffect(on(comments.draft, () => queueMicrotask(() => control?.focus())))
  const send = async () => {
    const draft = comments.draft()
    if (!draft) return
    const text = comments.draftText().trim()
    const { section, list, item, field } = draft.place
    const place = { section, ...(list && { list }), ...(item && { item }), ...(field && { field }) }
    const { anchor, quote } = draft
    const clientKey = comments.keyOf(text)
    let id: string | null = null
    const isDone = await acting.run(async () => {
      const answer = await call(doors.startThread, {
        params: { planId: planId() },
        body: { place, anchor, quote, text, clientKey },
      })
      id = answer.id
      await comments.threads.refetch()
    })
    if (!isDone) return
    comments.endDraft()
    comments.open(id)
    announce(t('plan.comment.sent'))
  }
  return (
    <form
      class="thread-card is-draft-thread"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <p class="thread-place">{placeWords(props.place)}</p>
      <Show when={comments.draft()?.quote}>{(quote) => <blockquote>{quote()}</blockquote>}</Show>
      <textarea
        ref={control}
        class="input"
        rows="3"
        maxlength="10000"
        aria-label={t('plan.comment.text')}
        value={comments.draftText()}
        onInput={(event) => comments.setDraftText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
        }}
      />
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button
          small
          look="main"
          type="submit"
          busy={acting.busy()}
          disabled={isWordless(comments.draftText())}
        >
          {t('plan.comment.send')}
        </Button>
        <Button small look="plain" onClick={comments.endDraft}>
          {t('plan.comment.drop')}
        </Button>
      </div>
    </form>
  )
}
