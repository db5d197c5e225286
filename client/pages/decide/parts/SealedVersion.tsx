// A locked version in its own frame: number, digest recomputed on this device, date, by whom. Called by the lock's and the Alliance's pages.
import { createMemo, type JSX, Show } from 'solid-js'
import type { Plan } from '../../../../shared/plan/plan.ts'
import { digest, parseCanonical } from '../../../../shared/record/canonical.ts'
import type { VersionView } from '../../../../shared/views.ts'
import { t } from '../../../i18n.ts'
import { Digest, DigestFrame } from '../../../parts/Digest.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { SubjectWords, Tick } from './FrozenText.tsx'

/** The plan of a version, and its digest as this device computes it; null when the text is not what it should be. */
export function readVersion(canonicalPlan: string): { plan: Plan; planDigest: string } | null {
  try {
    const plan = parseCanonical(canonicalPlan)
    return { plan: plan as unknown as Plan, planDigest: digest('plan', plan) }
  } catch {
    return null
  }
}

export function SealedVersion(props: { version: VersionView; children?: JSX.Element }) {
  const read = createMemo(() => readVersion(props.version.canonicalPlan))
  const holds = () => read()?.planDigest === props.version.planDigest
  return (
    <DigestFrame
      title={t('lock.version', { number: props.version.number })}
      label={t('lock.planDigest')}
      digest={props.version.planDigest}
      foot={
        <p>{t('lock.by', { date: dayAndHour(props.version.lockedAt), name: props.version.lockedByName })}</p>
      }
    >
      <Show when={holds()} fallback={<p class="digest-fails">{t('lock.digestFails')}</p>}>
        <p class="digest-holds">
          <Tick />
          {t('text.digestHolds')}
        </p>
      </Show>
      <div>
        <p class="field-note">{t('lock.versionDigest')}</p>
        <Digest value={props.version.versionDigest} />
      </div>
      {props.children}
    </DigestFrame>
  )
}

/** The locked words, folded: they are long. */
export function LockedWords(props: { version: VersionView }) {
  const read = createMemo(() => readVersion(props.version.canonicalPlan))
  return (
    <Show when={read()}>
      {(version) => (
        <details class="locked-words">
          <summary>{t('lock.words')}</summary>
          <div class="frozen">
            <SubjectWords text={{ kind: 'plan', plan: version().plan }} plan={version().plan} level={2} />
          </div>
        </details>
      )}
    </Show>
  )
}
