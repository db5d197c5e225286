// Closing the meeting: each reason that still forbids it, with the way to its place; then the confirmation. Called by FloorDialogs.
import { For, Show } from 'solid-js'
import { pick, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { showPlace } from '../../../parts/Place.tsx'
import { useMeeting } from '../meeting.ts'
import type { FloorActs } from './acts.ts'
import { itemAnchor } from './FloorAgenda.tsx'
import { pollAnchor } from './FloorPolls.tsx'

interface Reason {
  readonly text: string
  readonly anchor: string
}

export function CloseMeeting(props: { readonly acts: FloorActs }) {
  const { view, act } = useMeeting()
  const acting = createActing()
  const reasons = (): Reason[] => [
    ...view()
      .agenda.filter(
        ({ kind, status }) => kind === 'decision' && (status === 'pending' || status === 'active'),
      )
      .map(({ itemId, title }) => ({
        text: t('meeting.close.undecided', { item: pick(title) }),
        anchor: itemAnchor(itemId),
      })),
    ...view()
      .polls.filter(({ status, closesAt }) => status === 'open' && closesAt === null)
      .map(({ pollId, question }) => ({
        text: t('meeting.close.poll', { question: pick(question) }),
        anchor: pollAnchor(pollId),
      })),
  ]
  const lead = (anchor: string) => {
    props.acts.done()
    showPlace('centre')
    // After the dialog has given the focus back.
    setTimeout(() => {
      const place = document.getElementById(anchor)
      place?.scrollIntoView({ block: 'center' })
      place?.focus({ preventScroll: true })
    }, 50)
  }
  const close = async () => {
    if (await act({ kind: 'close' }, acting)) props.acts.done()
  }
  return (
    <div class="stack">
      <RefusalBanner refusal={acting.refusal()} />
      <Show
        when={reasons().length > 0}
        fallback={
          <>
            <p>{t('meeting.close.text')}</p>
            <div class="form-acts">
              <Button look="danger" busy={acting.busy()} onClick={() => void close()}>
                {t('meeting.close.act')}
              </Button>
              <Button look="plain" onClick={props.acts.done}>
                {t('shell.cancel')}
              </Button>
            </div>
          </>
        }
      >
        <p>{t('meeting.close.forbidden')}</p>
        <ul class="lock-reasons">
          <For each={reasons()}>
            {({ text, anchor }) => (
              <li>
                <span>{text}</span>
                <Button small onClick={() => lead(anchor)}>
                  {t('meeting.close.lead')}
                  <span class="visually-hidden"> : {text}</span>
                </Button>
              </li>
            )}
          </For>
        </ul>
      </Show>
    </div>
  )
}
