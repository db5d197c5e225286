// Opening a poll: the question in both languages, the rule, who votes, and the exact text that will be bound, with its digest.
// Called by PollsPage for a facilitator.
import { useNavigate } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { isWordless } from '../../../shared/basics.ts'
import { type Subject, subjectText } from '../../../shared/plan/plan.ts'
import { ruleText } from '../../../shared/poll/consent.ts'
import { defaultQuestion } from '../../../shared/poll/poll.ts'
import { call, doors } from '../../api.ts'
import { pick, t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { TextField } from '../../parts/Field.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { openingAddress } from '../vote/open/addresses.ts'
import { SubjectWords, textDigest } from './parts/FrozenText.tsx'
import { usePlanText } from './parts/live-plan.ts'

export function OpenPoll(props: { subject: Subject; title: string; again: boolean }) {
  const { workspace, planId, path } = useWorkspace()
  const navigate = useNavigate()
  const planText = usePlanText()
  const text = createMemo(() => {
    const plan = planText.plan()
    return plan ? subjectText(plan, props.subject) : null
  })
  const textHash = createMemo(() => {
    const now = text()
    return now ? textDigest(now) : null
  })
  // What the facilitator has read; an edit by someone else must be read before the text is bound.
  const [readHash, setReadHash] = createSignal<string | null>(null)
  createEffect(on(textHash, (hash) => setReadHash((read) => read ?? hash)))
  const changed = () => readHash() !== null && readHash() !== textHash()

  const [question, setQuestion] = createSignal<{ fr: string; en: string } | null>(null)
  const asked = () => {
    const now = text()
    return question() ?? (now ? defaultQuestion(now) : { fr: '', en: '' })
  }
  const [tried, setTried] = createSignal(false)
  const missing = (words: string) => (tried() && isWordless(words) ? t('open.questionNeeded') : null)
  const [confirming, setConfirming] = createSignal(false)
  const acting = createActing()
  const voters = () => workspace().organizations.filter((organization) => organization.voting).length

  const review = () => {
    setTried(true)
    if (!isWordless(asked().fr) && !isWordless(asked().en)) setConfirming(true)
  }
  const open = () =>
    acting.run(async () => {
      const { id } = await call(doors.openPoll, {
        params: { planId: planId() },
        body: { subject: props.subject, question: asked(), textHash: readHash() ?? undefined },
      })
      announceTopic('polls')
      navigate(path(`scrutins/${id}`), { state: { readHash: readHash() } })
    })

  return (
    <Place title={t('open.title', { subject: props.title })} text={t('open.text')}>
      <div class="stack decide">
        <div class="form">
          <TextField
            label={t('open.questionFr')}
            rows={2}
            maxLength={500}
            required
            value={asked().fr}
            error={missing(asked().fr)}
            onInput={(fr) => setQuestion({ ...asked(), fr })}
          />
          <TextField
            label={t('open.questionEn')}
            rows={2}
            maxLength={500}
            required
            value={asked().en}
            error={missing(asked().en)}
            onInput={(en) => setQuestion({ ...asked(), en })}
          />
        </div>
        <section class="stack" aria-labelledby="open-rule">
          <h2 id="open-rule">{t('open.rule')}</h2>
          <p>{pick(ruleText(workspace().rule))}</p>
          <p>
            {voters() === 0
              ? t('open.votersNone')
              : voters() === 1
                ? t('open.votersOne')
                : t('open.voters', { count: voters() })}
          </p>
        </section>
        <section class="stack" aria-labelledby="open-text">
          <h2 id="open-text">{t('open.bound')}</h2>
          <Show when={text()} fallback={<p class="quiet">{t('open.waiting')}</p>}>
            {(now) => (
              <>
                <div class="frozen">
                  <SubjectWords text={now()} plan={planText.plan()} level={2} />
                </div>
                <div>
                  <p class="field-note">{t('text.digest')}</p>
                  <Digest value={textHash() ?? ''} />
                </div>
              </>
            )}
          </Show>
        </section>
        <div role="status">
          <Show when={changed()}>
            <Notice look="warning">
              <p>{t('open.changed')}</p>
              <div>
                <Button small onClick={() => setReadHash(textHash())}>
                  {t('open.read')}
                </Button>
              </div>
            </Notice>
          </Show>
        </div>
        <div class="form-acts">
          <Button look="main" disabled={!textHash() || changed()} onClick={review}>
            {props.again ? t('open.again') : t('open.act')}
          </Button>
          <ButtonLink href={path(openingAddress({ subject: props.subject }))}>{t('open.other')}</ButtonLink>
          <ButtonLink href={path('scrutins')} look="plain">
            {t('open.cancel')}
          </ButtonLink>
        </div>
      </div>
      <ConfirmDialog
        open={confirming()}
        title={t('open.confirmTitle')}
        text={t('open.confirmText')}
        act={t('open.act')}
        acting={acting}
        onConfirm={() => void open()}
        onClose={() => setConfirming(false)}
      />
    </Place>
  )
}
