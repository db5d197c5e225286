// The polls prepared for the item under way, on the desk: each shows the very words it would bind, and opens with one press (POLL-11,
// POLL-12). Called by FloorPolls.
import { createMemo, For, Show } from 'solid-js'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { t } from '../../../i18n.ts'
import { Button, ButtonLink } from '../../../parts/Button.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { useMeeting } from '../../meeting/meeting.ts'
import { BoundText } from '../open/OpeningForm.tsx'
import { createOpening } from '../open/opening.ts'
import { openingIn } from '../open/round-meeting.ts'
import { createReading, draftAddress, useDrafts, useDraftWords } from './drafts.ts'

export function PreparedHere() {
  const { view } = useMeeting()
  const drafts = useDrafts()
  const here = createMemo(() =>
    (drafts() ?? [])
      .filter(({ meetingId, itemId }) => meetingId === view().id && itemId === view().activeItem)
      .map(({ id }) => id),
  )
  return (
    <Show when={here().length > 0}>
      <section class="stack" aria-labelledby="prepared-here">
        <h3 id="prepared-here">{t('draft.here')}</h3>
        <ul class="subjects">
          <For each={here()}>
            {(draftId) => <Prepared draft={drafts()?.find(({ id }) => id === draftId)} />}
          </For>
        </ul>
      </section>
    </Show>
  )
}

function Prepared(props: { readonly draft: PollDraftView | undefined }) {
  // What someone else made of it is what is on screen, and what opens.
  const read = createReading(() => props.draft)
  return (
    <Show when={read()} keyed>
      {(draft) => <OpenPrepared draft={draft} />}
    </Show>
  )
}

function OpenPrepared(props: { readonly draft: PollDraftView }) {
  const { view, refetch } = useMeeting()
  const { path } = useWorkspace()
  const words = useDraftWords()
  const opening = createOpening({
    subject: props.draft.subject,
    follows: props.draft.follows ?? undefined,
    get meeting() {
      return openingIn(view(), props.draft.itemId)
    },
    prepared: props.draft,
    onOpened: () => void refetch(),
    onKept: () => {},
    onCancel: () => {},
  })
  const title = () => words.title(props.draft)
  // A new round shows what changed and which objections it answers: that is read on its own page.
  const oneStep = () => props.draft.follows === null
  return (
    <li class="subject">
      <h4>{title()}</h4>
      <p class="quiet small">{words.about(props.draft)}</p>
      <RefusalBanner refusal={opening.acting.refusal()} />
      <Show when={oneStep() && props.draft.subject.kind !== 'question'}>
        <BoundText opening={opening} />
      </Show>
      <div class="row">
        <Show when={oneStep()}>
          <Button
            look="main"
            busy={opening.acting.busy()}
            disabled={!opening.ready() || view().status !== 'open'}
            onClick={() => void opening.open(props.draft.choice)}
          >
            {t('draft.open')}
            <span class="visually-hidden"> : {title()}</span>
          </Button>
        </Show>
        <ButtonLink small={oneStep()} href={path(draftAddress(props.draft.id))}>
          {t(oneStep() ? 'draft.change' : 'draft.goOn')}
          <span class="visually-hidden"> : {title()}</span>
        </ButtonLink>
      </div>
    </li>
  )
}
