// Preparing a poll: method by purpose, options in both languages, parameters, secrecy with its warnings, who votes, revote, what is shown
// when, closing time. The threshold and the quorum are the rule set's: shown, not chosen. Called by the page that opens a poll.
import { createMemo, createSignal, Show } from 'solid-js'
import type { RuleSet } from '../../../shared/meeting/rule-set.ts'
import type { SettingChoice } from '../../../shared/poll/opening.ts'
import type { Secrecy } from '../../../shared/poll/setting.ts'
import { secretSizeFloor } from '../../../shared/poll/setting-check.ts'
import { t } from '../../i18n.ts'
import type { Acting } from '../../parts/acting.ts'
import { Button } from '../../parts/Button.tsx'
import { ChoiceField } from '../../parts/ChoiceField.tsx'
import { CheckField, Field } from '../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { MethodChooser } from './setting/MethodChooser.tsx'
import { OptionsEditor } from './setting/OptionsEditor.tsx'
import { ParamFields } from './setting/ParamFields.tsx'
import { adoptsOf, freshDraft, hasOptions, readChoice, type SettingDraft } from './setting/setting-draft.ts'
import { askedWords, baseWords } from './threshold-words.ts'

interface SettingFormProps {
  /** The rules under which the poll would open. */
  readonly rules: RuleSet
  /** Seats that would vote, as far as is known: warns of a secret vote among too few. */
  readonly seats: number
  /** What the button does: « Ouvrir le scrutin », « Garder la préparation ». */
  readonly act: string
  readonly acting: Acting
  /** Where a prepared poll starts from. */
  readonly draft?: SettingDraft | undefined
  readonly onSubmit: (choice: SettingChoice, draft: SettingDraft) => void
  /** Keeps the choice without doing the act: « Garder sans ouvrir ». */
  readonly onKeep?: ((choice: SettingChoice) => void) | undefined
  readonly onCancel?: () => void
}

export function SettingForm(props: SettingFormProps) {
  const [draft, setDraft] = createSignal<SettingDraft>({
    ...(props.draft ?? freshDraft),
    electorate: props.rules.lateSeats === 'frozen' ? 'frozen' : (props.draft?.electorate ?? 'additive'),
  })
  const [asked, setAsked] = createSignal(false)
  const change = (part: Partial<SettingDraft>) => setDraft({ ...draft(), ...part })
  const read = createMemo(() => readChoice(draft(), new Date().toISOString()))
  const faults = () => (asked() ? read().faults : {})
  const take = (then: ((choice: SettingChoice, draft: SettingDraft) => void) | undefined) => {
    setAsked(true)
    const { choice } = readChoice(draft(), new Date().toISOString())
    if (choice) then?.(choice, draft())
  }
  const submit = (event: Event) => {
    event.preventDefault()
    take(props.onSubmit)
  }
  return (
    <form class="form setting-form" onSubmit={submit} novalidate>
      <RefusalBanner refusal={props.acting.refusal()} />
      <MethodChooser
        value={draft().method}
        error={faults().method ? t('setting.fault.method') : null}
        onChange={(method) =>
          change({
            method,
            ...(method === 'consent' && draft().secrecy === 'secret' && { secrecy: 'open' }),
          })
        }
      />
      <Show when={draft().method}>
        {(method) => (
          <>
            <Show when={hasOptions(method())}>
              <OptionsEditor draft={draft()} faults={faults()} onChange={setDraft} />
            </Show>
            <section class="stack" aria-labelledby="setting-rule">
              <h2 id="setting-rule">{t('setting.counting')}</h2>
              <ParamFields draft={draft()} faults={faults()} onChange={change} />
              <Adoption rules={props.rules} draft={draft()} onChange={change} />
            </section>
            <SecrecyFields {...props} draft={draft()} onChange={change} />
            <Conduct
              rules={props.rules}
              draft={draft()}
              fault={faults().closesAt ? t('setting.fault.closesAt') : null}
              onChange={change}
            />
          </>
        )}
      </Show>
      <Show when={asked() && !read().choice}>
        <p class="field-error" role="alert">
          {t('setting.incomplete')}
        </p>
      </Show>
      <div class="form-acts">
        <Button type="submit" look="main" busy={props.acting.busy()}>
          {props.act}
        </Button>
        <Show when={props.onKeep}>
          <Button busy={props.acting.busy()} onClick={() => take(props.onKeep)}>
            {t('draft.keepOnly')}
          </Button>
        </Show>
        <Show when={props.onCancel}>
          <Button look="plain" onClick={() => props.onCancel?.()}>
            {t('shell.cancel')}
          </Button>
        </Show>
      </div>
    </form>
  )
}

interface PartProps {
  readonly draft: SettingDraft
  readonly onChange: (part: Partial<SettingDraft>) => void
}

/** What adopts is the rules': said here in words, never a poll's own choice. */
function Adoption(props: PartProps & { readonly rules: RuleSet }) {
  const optional = () => props.draft.method === 'gradients' || props.draft.method === 'fist'
  return (
    <>
      <Show when={optional()}>
        <CheckField
          label={t('setting.adopts')}
          note={t('setting.adoptsNote')}
          checked={props.draft.adopts}
          onChange={(adopts) => props.onChange({ adopts })}
        />
      </Show>
      <Show when={adoptsOf(props.draft)} fallback={<p class="rule">{t('setting.sortsOnly')}</p>}>
        <p class="rule">
          {t('setting.threshold', {
            asked: askedWords(props.rules.adoption),
            base: baseWords(props.rules.adoption),
          })}{' '}
          {t(props.rules.afterBlock === 'majority' ? 'setting.afterBlockMajority' : 'setting.afterBlock')}
        </p>
      </Show>
      <Show when={!adoptsOf(props.draft) && props.rules.collegeWeights}>
        <CheckField
          label={t('setting.equalVoices')}
          note={t('setting.equalVoicesNote')}
          checked={props.draft.equalVoices}
          onChange={(equalVoices) => props.onChange({ equalVoices })}
        />
      </Show>
    </>
  )
}

const secrecies = ['open', 'sealed', 'secret'] as const satisfies readonly Secrecy[]

function SecrecyFields(props: PartProps & { readonly rules: RuleSet; readonly seats: number }) {
  const secret = () => props.draft.secrecy === 'secret'
  const consent = () => props.draft.method === 'consent'
  const offered = () => secrecies.filter((secrecy) => secrecy !== 'secret' || !consent())
  const min = () => Math.max(props.rules.minSecretSize, secretSizeFloor)
  const weighted = () =>
    props.rules.collegeWeights !== undefined && !(props.draft.equalVoices && !adoptsOf(props.draft))
  return (
    <section class="stack" aria-labelledby="setting-secrecy">
      <h2 id="setting-secrecy">{t('setting.secrecy')}</h2>
      <ChoiceField
        legend={t('setting.secrecyLegend')}
        value={props.draft.secrecy}
        options={offered().map((secrecy) => ({
          value: secrecy,
          label: t(`setting.secrecy.${secrecy}`),
          note: t(`setting.secrecy.${secrecy}Note`),
        }))}
        onChange={(value) =>
          props.onChange({ secrecy: secrecies.find((secrecy) => secrecy === value) ?? 'open' })
        }
      />
      <Show when={consent()}>
        <p class="field-note">{t('setting.fault.consentSecret')}</p>
      </Show>
      <div aria-live="polite">
        <Show when={secret()}>
          <Notice look="warning" title={t('setting.secretTitle')}>
            <ul>
              <li>{t('setting.secretOnce')}</li>
              <li>{t('setting.secretUnanimous')}</li>
              <li>{t('setting.secretRecorded')}</li>
              <li>{t('setting.secretMin', { min: min(), seats: props.seats })}</li>
              <Show when={props.seats < min()}>
                <li>
                  <strong>{t('setting.secretTooFew')}</strong>
                </li>
              </Show>
              <Show when={weighted()}>
                <li>
                  <strong>{t('setting.secretWeights')}</strong>
                </li>
              </Show>
            </ul>
          </Notice>
        </Show>
      </div>
    </section>
  )
}

const moments = ['live', 'afterVote', 'afterClose'] as const

function Conduct(props: PartProps & { readonly rules: RuleSet; readonly fault: string | null }) {
  const secret = () => props.draft.secrecy === 'secret'
  const hidden = () => secret() || props.draft.method === 'dots'
  return (
    <section class="stack" aria-labelledby="setting-conduct">
      <h2 id="setting-conduct">{t('setting.conduct')}</h2>
      <Show
        when={!hidden()}
        fallback={<p>{t(secret() ? 'setting.resultsSecret' : 'setting.resultsDots')}</p>}
      >
        <ChoiceField
          legend={t('setting.results')}
          value={props.draft.results}
          options={moments.map((moment) => ({ value: moment, label: t(`setting.results.${moment}`) }))}
          onChange={(value) =>
            props.onChange({ results: moments.find((moment) => moment === value) ?? 'afterClose' })
          }
        />
      </Show>
      <Show when={!secret()}>
        <CheckField
          label={t('setting.revote')}
          note={t('setting.revoteNote')}
          checked={props.draft.revote}
          onChange={(revote) => props.onChange({ revote })}
        />
      </Show>
      <Show
        when={props.rules.lateSeats === 'additive'}
        fallback={<p class="rule">{t('setting.frozenByRule')}</p>}
      >
        <CheckField
          label={t('setting.additive')}
          note={t('setting.additiveNote')}
          checked={props.draft.electorate === 'additive'}
          onChange={(additive) => props.onChange({ electorate: additive ? 'additive' : 'frozen' })}
        />
      </Show>
      <CheckField
        label={t('setting.timed')}
        note={t('setting.timedNote')}
        checked={props.draft.timed}
        onChange={(timed) => props.onChange({ timed })}
      />
      <Show when={props.draft.timed}>
        <Field label={t('setting.closesAt')} note={t('setting.closesAtNote')} error={props.fault}>
          {(ids) => (
            <input
              {...ids()}
              class="input is-instant"
              type="datetime-local"
              value={props.draft.closesAt}
              onInput={({ currentTarget }) => props.onChange({ closesAt: currentTarget.value })}
            />
          )}
        </Field>
      </Show>
    </section>
  )
}
