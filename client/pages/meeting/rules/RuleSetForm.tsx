// The next version of the rules: every choice, its words beside those in force as one types, and the decision that adopts it.
// Called by RuleSetsPage.
import { createMemo, createSignal, Show } from 'solid-js'
import type { DecidedBy } from '../../../../shared/meeting/events.ts'
import { checkRuleSet } from '../../../../shared/meeting/rule-check.ts'
import type { RuleSet } from '../../../../shared/meeting/rule-set.ts'
import { call, doors } from '../../../api.ts'
import { lang, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { DecisionFields } from './DecisionFields.tsx'
import { ConductFields, QuorumFields, WeightFields } from './RuleFields.tsx'
import { RuleWords } from './RuleWords.tsx'
import { draftOfRules, type RuleDraft, rulesOf } from './rule-draft.ts'
import { whyRules } from './rule-words.ts'

export function RuleSetForm(props: {
  readonly current: RuleSet
  readonly onDone: () => void
  readonly refetch: () => Promise<void>
}) {
  const { workspace } = useWorkspace()
  const acting = createActing()
  const [draft, setDraft] = createSignal<RuleDraft>(draftOfRules(props.current, lang()))
  const [decidedBy, setDecidedBy] = createSignal<DecidedBy | null>(null)
  const [tried, setTried] = createSignal(false)
  const change = (part: Partial<RuleDraft>) => setDraft({ ...draft(), ...part })
  const rules = createMemo(() => rulesOf(draft(), props.current.version + 1))
  const refused = () => {
    const now = rules()
    return now && checkRuleSet(now)
  }
  const adopt = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    const [next, decision] = [rules(), decidedBy()]
    if (!next || refused() || !decision) return
    const done = await acting.run(async () => {
      const body = { rules: next, decidedBy: decision }
      await call(doors.adoptRuleSet, { params: { workspaceId: workspace().id }, body })
      await props.refetch()
    })
    if (!done) return
    announce(t('rules.adopted', { version: next.version }))
    props.onDone()
  }
  return (
    <form class="form rule-form" novalidate onSubmit={(event) => void adopt(event)}>
      <QuorumFields draft={draft()} onChange={change} />
      <ConductFields draft={draft()} onChange={change} />
      <WeightFields draft={draft()} onChange={change} />
      <Compare current={props.current} next={rules()} />
      <DecisionFields onChange={setDecidedBy} tried={tried()} />
      <div aria-live="polite">
        <Show when={refused()}>{(why) => <p class="field-error">{whyRules(why())}</p>}</Show>
        <Show when={tried() && !rules()}>
          <p class="field-error">{t('rules.unreadable')}</p>
        </Show>
      </div>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button
          look="main"
          type="submit"
          busy={acting.busy()}
          disabled={refused() !== null && rules() !== null}
        >
          {t('rules.adopt', { version: props.current.version + 1 })}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** What is in force and what is proposed, sentence against sentence. */
function Compare(props: { readonly current: RuleSet; readonly next: RuleSet | null }) {
  return (
    <section class="stack" aria-labelledby="rules-compare">
      <h2 id="rules-compare">{t('rules.compare')}</h2>
      <Show when={props.next} fallback={<Notice look="warning" title={t('rules.unreadable')} />}>
        {(next) => (
          <div class="rule-columns">
            <div class="stack">
              <h3>{t('rules.inForce', { version: props.current.version })}</h3>
              <RuleWords rules={props.current} lang={lang()} />
            </div>
            <div class="stack">
              <h3>{t('rules.proposed', { version: next().version })}</h3>
              <RuleWords rules={next()} lang={lang()} against={props.current} />
            </div>
          </div>
        )}
      </Show>
    </section>
  )
}
