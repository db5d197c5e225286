// What a policy says, line by line, fingerprints and keys whole: on the page and on paper. Called by PolicyPart and PrintedPolicy.
import { For, Show } from 'solid-js'
import type { Policy } from '../../../shared/record/policy.ts'
import { colleges } from '../../../shared/territory.ts'
import { pick, t } from '../../i18n.ts'
import { Digest } from '../../parts/Digest.tsx'
import { standsFor } from './keys.ts'

export function PolicyFacts(props: { readonly policy: Policy }) {
  const cosignatures = () => props.policy.cosignatures
  return (
    <dl class="facts policy-facts">
      <dt>{t('keys.policy.roots')}</dt>
      <dd>
        <Show when={props.policy.roots.length > 0} fallback={t('keys.policy.rootsNone')}>
          <ul class="key-list">
            <For each={props.policy.roots}>
              {({ holder, keyDigest }) => (
                <li>
                  <span>
                    {holder.name}
                    <span class="under">{standsFor(holder)}</span>
                  </span>
                  <Digest value={keyDigest} />
                </li>
              )}
            </For>
          </ul>
        </Show>
      </dd>
      <dt>{t('keys.policy.boundKeys')}</dt>
      <dd>{t(props.policy.boundKeys ? 'keys.policy.boundOnly' : 'keys.policy.boundAny')}</dd>
      <dt>{t('keys.policy.cosignatures')}</dt>
      <dd>
        {cosignatures().needed === 0
          ? t('keys.policy.cosignaturesNone')
          : t('keys.policy.cosignaturesWords', { ...cosignatures() })}
      </dd>
      <dt>{t('keys.policy.witnesses')}</dt>
      <dd>
        <Show when={props.policy.witnesses.length > 0} fallback={t('keys.policy.witnessesNone')}>
          <ul class="key-list">
            <For each={props.policy.witnesses}>
              {({ organization, college, vkey }) => (
                <li>
                  <span>
                    {organization}
                    <span class="under">{pick(colleges[college])}</span>
                  </span>
                  <code class="vkey">{vkey}</code>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </dd>
      <dt>{t('keys.policy.log')}</dt>
      <dd>
        <code class="vkey">{props.policy.log}</code>
      </dd>
      <dt>{t('keys.policy.address')}</dt>
      <dd>{props.policy.origin}</dd>
      <Show when={props.policy.sealCertificate}>
        {(certificate) => (
          <>
            <dt>{t('keys.policy.seal')}</dt>
            <dd>
              <Digest value={certificate()} />
            </dd>
          </>
        )}
      </Show>
    </dl>
  )
}
