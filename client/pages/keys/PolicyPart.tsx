// The policy in force, its file and its page to print, its earlier versions; the facilitation sets the next one. Called by KeysPage.
import { createSignal, For, Show } from 'solid-js'
import { files } from '../../../shared/api.ts'
import type { PolicyView } from '../../../shared/record/key-views.ts'
import type { Policy } from '../../../shared/record/policy.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { DigestFrame } from '../../parts/Digest.tsx'
import { FileLink } from '../../parts/FileLink.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice } from '../../parts/Notice.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Tick } from '../decide/parts/FrozenText.tsx'
import { trustedPolicy, useKeys } from './keys.ts'
import { PolicyFacts } from './PolicyFacts.tsx'
import { PolicyForm } from './PolicyForm.tsx'

export function PolicyPart() {
  const { may } = useWorkspace()
  const keys = useKeys()
  const [setting, setSetting] = createSignal(false)
  const policy = () => {
    const view = keys().policy
    return view && trustedPolicy(view)
  }
  return (
    <section class="stack" aria-labelledby="policy">
      <h2 id="policy">{t('keys.policy.title')}</h2>
      <Show when={keys().policy} fallback={<NoPolicy />}>
        {(view) => <PolicyNow view={view()} policy={policy()} />}
      </Show>
      <Show when={may('workspace.change')}>
        <Show
          when={setting()}
          fallback={
            <div>
              <Button look={keys().policy ? undefined : 'main'} onClick={() => setSetting(true)}>
                {t(keys().policy ? 'keys.policy.setNext' : 'keys.policy.set')}
              </Button>
            </div>
          }
        >
          <PolicyForm
            current={policy()}
            version={(keys().policy?.version ?? 0) + 1}
            onDone={() => setSetting(false)}
          />
        </Show>
      </Show>
      <Show when={(keys().policy?.version ?? 0) > 1}>
        <OlderPolicies />
      </Show>
    </section>
  )
}

function NoPolicy() {
  const { may } = useWorkspace()
  return (
    <div class="empty">
      <p>{t('keys.policy.none')}</p>
      <Show when={!may('workspace.change')}>
        <p class="quiet">{t('keys.policy.noneWait')}</p>
      </Show>
    </div>
  )
}

function PolicyNow(props: { readonly view: PolicyView; readonly policy: Policy | null }) {
  const { workspace, path } = useWorkspace()
  return (
    <>
      <DigestFrame
        title={t('keys.policy.version', { version: props.view.version })}
        aside={<StateMark state="locked" word={t('keys.policy.inForce')} />}
        label={t('keys.policy.digest')}
        digest={props.view.digest}
        foot={t('keys.policy.by', { when: dayAndHour(props.view.madeAt), who: props.view.madeByName })}
      >
        <Show
          when={props.policy}
          fallback={
            <Notice look="warning">
              <p>{t('keys.policy.fails')}</p>
            </Notice>
          }
        >
          {(policy) => (
            <>
              <PolicyFacts policy={policy()} />
              <p class="digest-holds">
                <Tick />
                <span>{t('keys.policy.holds')}</span>
              </p>
            </>
          )}
        </Show>
      </DigestFrame>
      <p class="small quiet">{t('keys.policy.keep')}</p>
      <div class="row">
        <FileLink href={files.policy(workspace().id, props.view.version)}>{t('keys.policy.file')}</FileLink>
        <Show when={props.policy}>
          <ButtonLink href={path('cles/imprimer')}>{t('keys.policy.print')}</ButtonLink>
        </Show>
      </div>
    </>
  )
}

function OlderPolicies() {
  const { workspace } = useWorkspace()
  const all = live('people', () => call(doors.policies, { params: { workspaceId: workspace().id } }))
  return (
    <section class="stack" aria-labelledby="older-policies">
      <h3 id="older-policies">{t('keys.policy.older')}</h3>
      <ul class="things">
        <For each={(all() ?? []).slice(1)}>
          {(view) => (
            <li>
              <span>
                {t('keys.policy.version', { version: view.version })}
                <span class="under">
                  {t('keys.policy.by', { when: dayAndHour(view.madeAt), who: view.madeByName })}
                </span>
              </span>
              <FileLink small href={files.policy(workspace().id, view.version)}>
                {t('keys.policy.olderFile', { version: view.version })}
              </FileLink>
            </li>
          )}
        </For>
      </ul>
    </section>
  )
}
