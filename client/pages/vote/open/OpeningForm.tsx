// Opening a poll by any method, on any subject: the exact text that will be bound, the question, the setting under the rules, what changed
// since the round before, the objections it answers; then, once confirmed, the opening. Called by OpenVote's page and by a meeting's agenda.
import { createEffect, createMemo, createSignal, on, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { RuleSet } from '../../../../shared/meeting/rule-set.ts'
import type { SettingChoice } from '../../../../shared/poll/opening.ts'
import { pollText, pollTitle, questionFor } from '../../../../shared/poll/subject.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic, live } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { ConfirmDialog } from '../../../parts/Dialog.tsx'
import { Digest } from '../../../parts/Digest.tsx'
import { TextField } from '../../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { SubjectWords, textDigest } from '../../decide/parts/FrozenText.tsx'
import { SinceLastRound } from '../page/VoteText.tsx'
import { SettingForm } from '../SettingForm.tsx'
import { draftOf } from '../setting/draft-of.ts'
import { AnsweredObjections, createAnswered } from './AnsweredObjections.tsx'

export interface OpeningFormProps {
  readonly subject: PollSubject
  /** The poll of which it is a new round. */
  readonly follows?: string | undefined
  /** In a meeting: its rules, its item, and how many seats would vote. */
  readonly meeting?:
    | { readonly id: string; readonly itemId: string | null; readonly rules: RuleSet; readonly seats: number }
    | undefined
  readonly onOpened: (pollId: string) => void
  readonly onCancel: () => void
}

type Words = { readonly fr: string; readonly en: string }

export function OpeningForm(props: OpeningFormProps) {
  const { workspace } = useWorkspace()
  const ruleSets = live('people', () =>
    props.meeting ? null : call(doors.ruleSets, { params: { workspaceId: workspace().id } }),
  )
  const rules = createMemo(
    (): RuleSet | undefined =>
      props.meeting?.rules ??
      [...(ruleSets() ?? [])].map((one) => one.rules).sort((a, b) => b.version - a.version)[0],
  )
  const opening = createOpening(props)
  /** A new round asks as the one before did, unless one says otherwise. */
  const lastDraft = () => {
    const last = opening.answered.before()
    if (!last) return undefined
    const { setting } = last
    return draftOf({ ...unwrap(setting), adopts: setting.threshold !== undefined })
  }
  const seats = () =>
    props.meeting?.seats ?? workspace().organizations.filter((organization) => organization.voting).length
  return (
    <div class="stack decide">
      <QuestionFields opening={opening} subject={props.subject} />
      <Show when={props.follows}>
        {(follows) => (
          <>
            <SinceLastRound follows={follows()} text={opening.text()} />
            <AnsweredObjections answered={opening.answered} />
          </>
        )}
      </Show>
      <Show when={props.subject.kind !== 'question'}>
        <BoundText opening={opening} />
      </Show>
      <RefusalBanner refusal={ruleSets.error()} />
      <Show when={opening.answered.before() !== undefined && rules()}>
        {(under) => (
          <SettingForm
            rules={unwrap(under())}
            seats={seats()}
            draft={lastDraft()}
            act={t(props.follows ? 'open.again' : 'open.act')}
            acting={opening.acting}
            onSubmit={(choice) => opening.review(choice)}
            onCancel={props.onCancel}
          />
        )}
      </Show>
      <ConfirmDialog
        open={opening.chosen() !== null}
        title={t('open.confirmTitle')}
        text={t('open.confirmText')}
        act={t(props.follows ? 'open.again' : 'open.act')}
        acting={opening.acting}
        onConfirm={() => void opening.open()}
        onClose={opening.back}
      />
    </div>
  )
}

type Opening = ReturnType<typeof createOpening>

function createOpening(props: OpeningFormProps) {
  const { planId, planText } = useWorkspace()
  const acting = createActing()
  const [typed, setTyped] = createSignal<Words | null>(null)
  const [tried, setTried] = createSignal(false)
  const [chosen, setChosen] = createSignal<SettingChoice | null>(null)
  const answered = createAnswered(() => props.follows)
  const empty: Words = { fr: '', en: '' }
  const text = createMemo(() => {
    const plan = planText()
    if (props.subject.kind === 'question') return { kind: 'question', question: typed() ?? empty } as const
    return plan ? pollText(unwrap(plan), props.subject, empty) : null
  })
  const textHash = createMemo(() => {
    const now = text()
    return now && now.kind !== 'question' ? textDigest(now) : null
  })
  // What was read here; an edit by someone else must be read before the text is bound.
  const [readHash, setReadHash] = createSignal<string | null>(null)
  createEffect(on(textHash, (hash) => setReadHash((read) => read ?? hash)))
  const changed = () => readHash() !== null && readHash() !== textHash()
  const question = (): Words => {
    const [words, now, plan] = [typed(), text(), planText()]
    if (words || !now || !plan || now.kind === 'question') return words ?? empty
    return questionFor(pollTitle(unwrap(plan), props.subject, now), now, undefined)
  }
  const ready = () =>
    question().fr.trim() !== '' && question().en.trim() !== '' && !changed() && (text() ?? null) !== null
  // One try keeps its key, so that an answer that was lost opens no second poll; another content is another try.
  let last = { content: '', key: '' }
  const keyOf = (content: unknown) => {
    const said = JSON.stringify(content)
    if (last.content !== said) last = { content: said, key: crypto.randomUUID() }
    return last.key
  }
  return {
    acting,
    answered,
    text,
    textHash,
    changed,
    question,
    setQuestion: setTyped,
    tried,
    readAgain: () => setReadHash(textHash()),
    chosen,
    review(choice: SettingChoice) {
      setTried(true)
      if (ready()) setChosen(choice)
    },
    back: () => setChosen(null),
    async open() {
      const choice = chosen()
      if (!choice) return
      const { subject, follows, meeting } = props
      const body = {
        subject,
        question: { fr: question().fr.trim(), en: question().en.trim() },
        choice,
        ...(meeting && { meetingId: meeting.id }),
        ...(meeting?.itemId && { itemId: meeting.itemId }),
        ...(follows && { follows }),
        ...(readHash() && { textHash: readHash()! }),
      }
      let id = ''
      const done = await acting.run(async () => {
        await answered.integrate()
        const params = { planId: planId() }
        id = (await call(doors.openVote, { params, body: { ...body, clientKey: keyOf(body) } })).id
      })
      setChosen(null)
      if (!done) return
      announceTopic('polls')
      props.onOpened(id)
    },
  }
}

function QuestionFields(props: { readonly opening: Opening; readonly subject: PollSubject }) {
  const { opening } = props
  const bare = () => props.subject.kind === 'question'
  const missing = (words: string) =>
    opening.tried() && words.trim() === '' ? t('open.questionNeeded') : null
  return (
    <div class="form">
      <Show when={bare()}>
        <p class="field-note">{t('open.questionIsText')}</p>
      </Show>
      <TextField
        label={t('open.questionFr')}
        rows={2}
        maxLength={bare() ? 2_000 : 500}
        required
        value={opening.question().fr}
        error={missing(opening.question().fr)}
        onInput={(fr) => opening.setQuestion({ ...opening.question(), fr })}
      />
      <TextField
        label={t('open.questionEn')}
        rows={2}
        maxLength={bare() ? 2_000 : 500}
        required
        value={opening.question().en}
        error={missing(opening.question().en)}
        onInput={(en) => opening.setQuestion({ ...opening.question(), en })}
      />
    </div>
  )
}

function BoundText(props: { readonly opening: Opening }) {
  const { planText } = useWorkspace()
  const { opening } = props
  return (
    <section class="stack" aria-labelledby="open-text">
      <h2 id="open-text">{t('open.bound')}</h2>
      <Show
        when={opening.text()}
        fallback={<p class="quiet">{t(planText() ? 'open.noText' : 'open.waiting')}</p>}
      >
        {(now) => (
          <>
            <div class="frozen">
              <SubjectWords text={now()} plan={planText()} level={2} />
            </div>
            <div>
              <p class="field-note">{t('text.digest')}</p>
              <Digest value={opening.textHash() ?? ''} />
            </div>
          </>
        )}
      </Show>
      <div role="status">
        <Show when={opening.changed()}>
          <Notice look="warning">
            <p>{t('open.changed')}</p>
            <div>
              <Button small onClick={opening.readAgain}>
                {t('open.read')}
              </Button>
            </div>
          </Notice>
        </Show>
      </div>
    </section>
  )
}
