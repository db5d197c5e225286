// The policy on one sheet, to be printed and kept by each partner: its digest, as figures and as a QR code, and what it says; nothing else.
// Route …/cles/imprimer.
import { Show } from 'solid-js'
import type { PolicyView } from '../../../shared/record/key-views.ts'
import type { Policy } from '../../../shared/record/policy.ts'
import { t } from '../../i18n.ts'
import { Button, ButtonLink } from '../../parts/Button.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { Notice, RefusalBanner } from '../../parts/Notice.tsx'
import { PageHead } from '../../parts/PageHead.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { QrCode } from '../meeting/screen/QrCode.tsx'
import { liveKeys, trustedPolicy } from './keys.ts'
import { PolicyFacts } from './PolicyFacts.tsx'

export function PrintedPolicyPage() {
  const { path } = useWorkspace()
  const keys = liveKeys()
  const policy = () => {
    const view = keys()?.policy
    return view ? trustedPolicy(view) : null
  }
  return (
    <main class="policy-sheet" id="centre" tabindex="-1">
      <div class="form-acts screen-only">
        <Show when={policy()}>
          <Button look="main" onClick={() => window.print()}>
            {t('keys.print.act')}
          </Button>
        </Show>
        <ButtonLink href={path('cles')}>{t('keys.print.back')}</ButtonLink>
      </div>
      <PageHead title={t('keys.print.title')} />
      <RefusalBanner refusal={keys.error()} />
      <Show when={keys()} fallback={<p aria-busy="true" />}>
        {(view) => (
          <Show when={view().policy} fallback={<p>{t('keys.policy.none')}</p>}>
            {(shown) => (
              <Show
                when={policy()}
                fallback={
                  <Notice look="warning">
                    <p>{t('keys.policy.fails')}</p>
                  </Notice>
                }
              >
                {(trusted) => <Sheet view={shown()} policy={trusted()} />}
              </Show>
            )}
          </Show>
        )}
      </Show>
    </main>
  )
}

function Sheet(props: { readonly view: PolicyView; readonly policy: Policy }) {
  return (
    <>
      <div class="policy-sheet-head">
        <div class="stack">
          <p>
            <strong>{props.policy.workspaceName}</strong>
            <span class="under">{t('keys.policy.version', { version: props.policy.version })}</span>
            <span class="under">
              {t('keys.policy.by', { when: dayAndHour(props.view.madeAt), who: props.view.madeByName })}
            </span>
          </p>
          <div>
            <p class="field-note">{t('keys.policy.digest')}</p>
            <Digest value={props.view.digest} narrow />
          </div>
        </div>
        <div class="policy-qr">
          <QrCode text={props.view.digest} label={t('keys.print.qr')} />
        </div>
      </div>
      <PolicyFacts policy={props.policy} />
    </>
  )
}
