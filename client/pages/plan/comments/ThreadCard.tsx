// One thread: where it stands, its quote, what was said, and what can be done: answer, resolve, reopen. Called by CommentsPanel.
import { createEffect, createMemo, createSignal, For, on, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import type { ThreadView } from '../../../../shared/views.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useDesk } from '../desk.ts'
import { placeWords } from '../places.ts'
import { createClientKey } from './comments.ts'

export function ThreadCard(props: { readonly thread: ThreadView; readonly isLost: boolean }) {
  const desk = useDesk()
  const { me, may } = useWorkspace()
  const acting = createActing()
  const isOpen = () => desk.comments.openId() === props.thread.id
  let card!: HTMLElement
  createEffect(on(isOpen, (open) => open && queueMicrotask(() => card.scrollIntoView({ block: 'nearest' }))))
  const isMine = () => props.thread.comments[0]?.authorId === me().id
  const mayResolve = () => may('comment.resolve') || (may('comment.write') && isMine())
  const setState = (state: ThreadView['state']) =>
    void acting.run(async () => {
      await call(doors.setThreadState, { params: { threadId: props.thread.id }, body: { state } })
      await desk.comments.threads.refetch()
    })
  const show = () => {
    desk.comments.open(props.thread.id)
    if (!props.isLost) desk.goTo(props.thread.place)
  }
  return (
    <article ref={card} class="thread-card" classList={{ 'is-open-thread': isOpen() }}>
      <button type="button" class="thread-place" onClick={show} aria-expanded={isOpen()}>
        {placeWords(props.thread.place)}
      </button>
      <Show when={props.thread.quote}>
        <blockquote>{props.thread.quote}</blockquote>
      </Show>
      <ol class="thread-comments">
        <For each={props.thread.comments}>
          {(comment) => (
            <li>
              <p class="comment-author">
                <strong>{comment.authorName}</strong>
                <Show when={comment.organizationName}>{(name) => <span>{name()}</span>}</Show>
                <time datetime={comment.createdAt}>{dayAndHour(comment.createdAt)}</time>
              </p>
              <p class="comment-text">{comment.text}</p>
            </li>
          )}
        </For>
      </ol>
      <Show when={props.thread.state === 'resolved' && props.thread.stateBy}>
        {(name) => (
          <p class="field-note">
            {t('plan.comment.resolvedBy', { name: name(), at: dayAndHour(props.thread.stateAt ?? '') })}
          </p>
        )}
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={desk.canComment() && props.thread.state === 'open'}>
        <Reply threadId={props.thread.id} />
      </Show>
      <Show when={mayResolve()}>
        <div>
          <Button
            small
            look="plain"
            busy={acting.busy()}
            onClick={() => setState(props.thread.state === 'open' ? 'resolved' : 'open')}
          >
            {t(props.thread.state === 'open' ? 'plan.comment.resolve' : 'plan.comment.reopen')}
          </Button>
        </div>
      </Show>
    </article>
  )
}

function Reply(props: { readonly threadId: string }) {
  const { comments } = useDesk()
  const acting = createActing()
  const [isWriting, setWriting] = createSignal(false)
  const [text, setText] = createSignal('')
  let keyOf = createClientKey()
  const canSend = createMemo(() => !isWordless(text()))
  const send = async () => {
    if (!canSend()) return
    const isDone = await acting.run(async () => {
      await call(doors.reply, {
        params: { threadId: props.threadId },
        body: { text: text().trim(), clientKey: keyOf(text().trim()) },
      })
      await comments.threads.refetch()
    })
    if (!isDone) return
    setText('')
    keyOf = createClientKey()
    setWriting(false)
  }
  return (
    <Show
      when={isWriting()}
      fallback={
        <div>
          <Button small onClick={() => setWriting(true)}>
            {t('plan.comment.reply')}
          </Button>
        </div>
      }
    >
      <form
        class="thread-reply"
        onSubmit={(event) => {
          event.preventDefault()
          void send()
        }}
      >
        <textarea
          class="input"
          rows="2"
          maxlength="10000"
          aria-label={t('plan.comment.replyText')}
          value={text()}
          ref={(element) => queueMicrotask(() => element.focus())}
          onInput={(event) => setText(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send()
          }}
        />
        <RefusalBanner refusal={acting.refusal()} />
        <div class="form-acts">
          <Button small look="main" type="submit" busy={acting.busy()} disabled={!canSend()}>
            {t('plan.comment.replySend')}
          </Button>
          <Button small look="plain" onClick={() => setWriting(false)}>
            {t('shell.cancel')}
          </Button>
        </div>
      </form>
    </Show>
  )
}
