// The words an objection proposes, offered over the plan to whoever may write: put in at the place of the objection, or in the field where
// one writes, by one button; then the way to a new round. Kept while one goes from section to section. Called by PlanDesk.
import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import type { ObjectionView, VoteView } from '../../../shared/poll/views.ts'
import { call, doors, RefusedByServer } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announce } from '../../parts/announce.tsx'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { openingAddress, placeOf } from '../vote/open/addresses.ts'
import { useDesk } from './desk.ts'
import { type PlanPlace, placeWords, typeAt } from './places.ts'
import { putWords } from './put-words.ts'

interface Offer {
  readonly vote: VoteView
  readonly objection: ObjectionView
}

// Of the page, not of a section: it stays until it is put in or thrown away.
const [offer, setOffer] = createSignal<Offer | null>(null)

export function Offered(props: { readonly lastPlace: PlanPlace | null }) {
  const { path, may, planId } = useWorkspace()
  const desk = useDesk()
  const [search] = useSearchParams<{ scrutin?: string; objection?: string }>()
  const [put, setPut] = createSignal<string | null>(null)
  createEffect(
    on(
      () => [search.scrutin, search.objection, planId()] as const,
      ([pollId, objectionId]) => {
        if (!pollId || !objectionId) return
        setPut(null)
        void load(pollId, objectionId)
      },
    ),
  )
  const place = createMemo((): PlanPlace | null => {
    const now = offer()
    if (!now) return null
    const { subject } = now.vote
    const own = placeOf(subject)
    const fits = (one: PlanPlace | null) => one !== null && typeAt(desk.doc, one) !== undefined
    // A passage's own field first; else wherever one writes; else, of a priority, the field that says why.
    if (subject.kind === 'passage' && fits(own)) return own
    // The way here gives the focus to the priority's own title, where a sentence has no place.
    const last = props.lastPlace
    const atTitle = last?.field === 'title' && own !== null && last.item === own.item
    if (fits(last) && !atTitle) return last
    const why = subject.kind === 'priority' && own ? { ...own, field: 'rationale' } : null
    return fits(why) ? why : null
  })
  const insert = (words: string) => {
    const [where, now] = [place(), offer()]
    if (!where || !now) return
    const quote = now.vote.subject.kind === 'passage' ? now.vote.subject.quote : ''
    putWords(desk.doc, where, quote, words)
    desk.goTo(where)
    setPut(placeWords(where))
    announce(t('offered.done', { place: placeWords(where) }))
  }
  return (
    <Show when={offer()}>
      {(now) => (
        <Notice title={t('offered.title', { organization: now().objection.seatName })}>
          <blockquote>{now().objection.argument}</blockquote>
          <Show when={now().objection.proposedChange}>
            {(words) => (
              <>
                <p class="field-note">{t('objection.change')}</p>
                <blockquote class="offered-words">{words()}</blockquote>
              </>
            )}
          </Show>
          <Show when={put()}>{(where) => <p>{t('offered.done', { place: where() })}</p>}</Show>
          <div class="row">
            <Show when={desk.canWrite() && !put() && now().objection.proposedChange}>
              {(words) => (
                <Show when={place()} fallback={<p class="field-note">{t('offered.where')}</p>}>
                  {(where) => (
                    <Button
                      look="main"
                      // The field keeps the focus, and stays the one named here.
                      onMouseDown={(event) => event.preventDefault()}
                      onClick={() => insert(words())}
                    >
                      {t('offered.insert', { place: placeWords(where()) })}
                    </Button>
                  )}
                </Show>
              )}
            </Show>
            <Show when={may('poll.open') && now().vote.state !== 'open' && now().vote.supersededBy === null}>
              <ButtonLink
                href={path(
                  openingAddress({
                    subject: now().vote.subject,
                    follows: now().vote.id,
                    ...(put() && { answers: now().objection.id }),
                  }),
                )}
                look={put() ? 'main' : undefined}
              >
                {t('open.again')}
              </ButtonLink>
            </Show>
            <ButtonLink look="plain" href={path(`scrutins/${now().vote.id}`)}>
              {t('offered.back')}
            </ButtonLink>
            <Button look="plain" onClick={() => setOffer(null)}>
              {t('offered.drop')}
            </Button>
          </div>
        </Notice>
      )}
    </Show>
  )
}

async function load(pollId: string, objectionId: string): Promise<void> {
  try {
    const vote = await call(doors.vote, { params: { pollId } })
    const objection = vote.objections.find(({ id }) => id === objectionId)
    setOffer(objection ? { vote, objection } : null)
  } catch (error) {
    if (!(error instanceof RefusedByServer)) throw error
    setOffer(null)
  }
}
