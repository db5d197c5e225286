// The facilitation sets the next version of the policy: first keys, whether only bound keys count, cosignatures, the seal's certificate.
// Called by PolicyPart.
import { createMemo, createSignal, For, onMount, Show } from 'solid-js'
import { groupsOfFour } from '../../../shared/record/canonical.ts'
import type { KeyHolder } from '../../../shared/record/keys.ts'
import { type Policy, witnessesMax } from '../../../shared/record/policy.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic, live } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { CheckField, TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { standsFor, useKeys } from './keys.ts'

interface FormProps {
  /** The version in force, when it can be trusted. */
  readonly current: Policy | null
  readonly version: number
  readonly onDone: () => void
}

export function PolicyForm(props: FormProps) {
  let title!: HTMLHeadingElement
  onMount(() => title.focus())
  const { draft, change, body } = draftOf(props.current)
  const acting = createActing()
  const { workspace } = useWorkspace()
  const [tried, setTried] = createSignal(false)
  const set = async () => {
    setTried(true)
    const now = body()
    if (!now) return
    const done = await acting.run(() =>
      call(doors.setPolicy, { params: { workspaceId: workspace().id }, body: now }),
    )
    if (!done) return
    announce(t('keys.form.done', { version: props.version }))
    props.onDone()
    announceTopic('people')
    announceTopic('plan')
  }
  return (
    <form
      class="form policy-form"
      novalidate
      onSubmit={(event) => {
        event.preventDefault()
        void set()
      }}
    >
      <h3 ref={title} tabindex="-1">
        {t('keys.form.title', { version: props.version })}
      </h3>
      <Roots current={props.current} chosen={draft().roots} onChange={(roots) => change({ roots })} />
      <CheckField
        label={t('keys.form.boundKeys')}
        note={t('keys.form.boundKeysNote')}
        checked={draft().boundKeys}
        onChange={(boundKeys) => change({ boundKeys })}
      />
      <WitnessCount />
      <div class="form-pair">
        <TextField
          label={t('keys.form.needed')}
          inputMode="numeric"
          value={draft().needed}
          onInput={(needed) => change({ needed })}
          maxLength={3}
          error={tried() && small(draft().needed) === null ? t('keys.form.number') : null}
        />
        <TextField
          label={t('keys.form.colleges')}
          inputMode="numeric"
          value={draft().colleges}
          onInput={(colleges) => change({ colleges })}
          maxLength={3}
          error={tried() && small(draft().colleges) === null ? t('keys.form.number') : null}
        />
      </div>
      <TextField
        label={t('keys.form.seal')}
        note={t('keys.form.sealNote')}
        optional
        value={draft().seal}
        onInput={(seal) => change({ seal })}
        maxLength={120}
        error={tried() && sealOf(draft().seal) === null ? t('keys.form.sealWrong') : null}
      />
      <p class="small quiet">{t('keys.form.confirm')}</p>
      <RefusalBanner refusal={acting.refusal()} />
      <div class="form-acts">
        <Button look="main" type="submit" busy={acting.busy()}>
          {t('keys.form.act', { version: props.version })}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

interface Draft {
  readonly roots: readonly string[]
  readonly boundKeys: boolean
  readonly needed: string
  readonly colleges: string
  readonly seal: string
}

function draftOf(current: Policy | null) {
  const [draft, setDraft] = createSignal<Draft>({
    roots: current?.roots.map(({ keyDigest }) => keyDigest) ?? [],
    boundKeys: current?.boundKeys ?? true,
    needed: String(current?.cosignatures.needed ?? 0),
    colleges: String(current?.cosignatures.colleges ?? 0),
    seal: current?.sealCertificate ?? '',
  })
  /** What is sent; null while something cannot be read. */
  const body = createMemo(() => {
    const { roots, boundKeys, needed, colleges, seal } = draft()
    const [cosigners, sides, certificate] = [small(needed), small(colleges), sealOf(seal)]
    if (cosigners === null || sides === null || certificate === null) return null
    return {
      roots: [...roots],
      boundKeys,
      cosignatures: { needed: cosigners, colleges: sides },
      ...(certificate !== '' && { sealCertificate: certificate }),
    }
  })
  return { draft, body, change: (part: Partial<Draft>) => setDraft({ ...draft(), ...part }) }
}

function small(text: string): number | null {
  return /^\d{1,3}$/.test(text.trim()) && Number(text) <= witnessesMax ? Number(text) : null
}

/** As people paste it: groups, colons, capitals. Empty when there is none, null when it is no SHA-256. */
function sealOf(text: string): string | null {
  const digits = text.replace(/[\s:]/g, '').toLowerCase()
  return digits === '' || /^[0-9a-f]{64}$/.test(digits) ? digits : null
}

interface Choice {
  readonly keyDigest: string
  readonly holder: KeyHolder
}

/** The first keys of now, even of someone who left, and every key that a member holds. */
function Roots(props: {
  readonly current: Policy | null
  readonly chosen: readonly string[]
  readonly onChange: (roots: readonly string[]) => void
}) {
  const keys = useKeys()
  const choices = (): Choice[] => {
    const before = props.current?.roots ?? []
    const ended = new Set(
      keys()
        .keys.filter(({ state }) => state === 'revoked')
        .map((key) => key.keyDigest),
    )
    const others = keys().candidates.filter(
      ({ keyDigest }) => !ended.has(keyDigest) && !before.some((root) => root.keyDigest === keyDigest),
    )
    return [...before, ...others]
  }
  const gone = () => (props.current?.roots ?? []).some(({ keyDigest }) => !props.chosen.includes(keyDigest))
  return (
    <fieldset class="stack">
      <legend class="field-label">{t('keys.form.roots')}</legend>
      <p class="field-note">{t('keys.form.rootsNote')}</p>
      <Show when={choices().length > 0} fallback={<p class="quiet">{t('keys.form.noCandidates')}</p>}>
        <For each={choices()}>
          {({ keyDigest, holder }) => (
            <CheckField
              label={[holder.name, standsFor(holder)].filter(Boolean).join(' · ')}
              note={groupsOfFour(keyDigest)}
              checked={props.chosen.includes(keyDigest)}
              onChange={(checked) =>
                props.onChange(
                  checked ? [...props.chosen, keyDigest] : props.chosen.filter((one) => one !== keyDigest),
                )
              }
            />
          )}
        </For>
      </Show>
      <div aria-live="polite">
        <Show when={gone()}>
          <p class="field-error">{t('keys.form.rootsGone')}</p>
        </Show>
      </div>
    </fieldset>
  )
}

function WitnessCount() {
  const { workspace } = useWorkspace()
  const record = live('people', () =>
    call(doors.record, { params: { workspaceId: workspace().id, from: '0' } }),
  )
  const standing = () => (record()?.witnesses ?? []).filter(({ endedAt }) => endedAt === null)
  return (
    <Show when={record()}>
      <p class="field-note">
        {t('keys.form.witnessCount', {
          count: standing().length,
          organizations: new Set(standing().map(({ organizationId }) => organizationId)).size,
        })}
      </p>
    </Show>
  )
}
