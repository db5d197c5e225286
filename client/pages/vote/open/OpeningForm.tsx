// Opening a poll by any method, on any subject: the exact text that will be bound, the question, the setting under the rules, what changed
// since the round before, the objections it answers; then, once confirmed, the opening. Called by OpenVote's page and by a meeting's agenda.
import { createMemo, createUniqueId, Show } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { isWordless } from '../../../../shared/basics.ts'
import type { RuleSet } from '../../../../shared/meeting/rule-set.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { live } from '../../../live.ts'
import { Button } from '../../../parts/Button.tsx'
import { ConfirmDialog } from '../../../parts/Dialog.tsx'
import { Digest } from '../../../parts/Digest.tsx'
import { TextField } from '../../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { SubjectWords } from '../../decide/parts/FrozenText.tsx'
import { SinceLastRound } from '../page/VoteText.tsx'
import { SettingForm } from '../SettingForm.tsx'
import { draftOf, draftOfChoice } from '../setting/draft-of.ts'
import { AnsweredObjections } from './AnsweredObjections.tsx'
import { createOpening, type Opening, type OpeningProps } from './opening.ts'

export function OpeningForm(props: OpeningProps) {
  const { workspace } = useWorkspace()
  const ruleSets = live('people', () =>
    props.meeting?.rules ? null : call(doors.ruleSets, { params: { workspaceId: workspace().id } }),
  )
  const rules = createMemo(
    (): RuleSet | undefined =>
      props.meeting?.rules ??
      [...(ruleSets() ?? [])].map((one) => one.rules).sort((a, b) => b.version - a.version)[0],
  )
  const opening = createOpening(props)
  /** What was prepared; else a new round asks as the one before did, unless one says otherwise. */
  const lastDraft = () => {
    if (props.prepared) return draftOfChoice(props.prepared.choice)
    const last = opening.answered.before()
    if (!last) return undefined
    const { setting } = last
    return draftOf({ ...unwrap(setting), adopts: setting.threshold !== undefined })
  }
  const seats = () =>
    props.meeting?.seats ?? workspace().organizations.filter((organization) => organization.voting).length
  const waits = () => props.meeting?.waits === true
  return (
    <div class="stack decide">
      <QuestionFields opening={opening} subject={props.subject} />
      <Show when={props.follows}>
        {(follows) => (
          <>
            {/* A question that is not written yet differs from nothing. */}
            <Show when={props.subject.kind !== 'question' || opening.question().fr.trim() !== ''}>
              <SinceLastRound follows={follows()} text={opening.text()} />
            </Show>
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
            act={t(waits() ? 'draft.keep' : props.follows ? 'open.again' : 'open.act')}
            acting={opening.acting}
            onSubmit={(choice) => (waits() ? void opening.keep(choice) : opening.review(choice))}
            onKeep={waits() ? undefined : (choice) => void opening.keep(choice)}
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
        onConfirm={() => void opening.open(opening.chosen())}
        onClose={opening.back}
      />
    </div>
  )
}

function QuestionFields(props: { readonly opening: Opening; readonly subject: PollSubject }) {
  const { opening } = props
  const bare = () => props.subject.kind === 'question'
  const missing = (words: string) => (opening.tried() && isWordless(words) ? t('open.questionNeeded') : null)
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

/** The words that would be bound, as they read now, and their digest. Also where a prepared poll waits for its item. */
export function BoundText(props: { readonly opening: Opening }) {
  const { planText } = useWorkspace()
  const { opening } = props
  const id = createUniqueId()
  return (
    <section class="stack" aria-labelledby={id}>
      <h2 id={id}>{t('open.bound')}</h2>
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
