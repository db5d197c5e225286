// A named checkpoint of the draft: its text to read, who had written it, what differs from now or from any other. Route …/versions/points/:markId.
import { useParams } from '@solidjs/router'
import { createMemo, Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { Digest } from '../../parts/Digest.tsx'
import { dayAndHour } from '../../parts/format.ts'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { Tick } from '../decide/parts/FrozenText.tsx'
import { readVersion } from '../decide/parts/SealedVersion.tsx'
import { Compare, KeptWords } from './Compare.tsx'
import { Contributors } from './VersionPage.tsx'

export function MarkPage() {
  const params = useParams<{ markId: string }>()
  const mark = live('plan', () => call(doors.mark, { params: { markId: params.markId } }))
  const read = createMemo(() => (mark() ? readVersion(mark()!.canonicalPlan) : null))
  return (
    <Place title={mark()?.label ?? t('marks.title')}>
      <div class="stack decide">
        <RefusalBanner refusal={mark.error()} />
        <Show when={mark()} fallback={<p aria-busy="true" />}>
          {(view) => (
            <>
              <p>{t('marks.by', { date: dayAndHour(view().at), name: view().by })}</p>
              <div>
                <p class="field-note">{t('lock.planDigest')}</p>
                <Digest value={view().planDigest} />
              </div>
              <Show
                when={read()?.planDigest === view().planDigest}
                fallback={<p class="digest-fails">{t('lock.digestFails')}</p>}
              >
                <p class="digest-holds">
                  <Tick />
                  {t('text.digestHolds')}
                </p>
              </Show>
              <Contributors names={view().contributors} />
              <Show when={read()}>
                {(text) => (
                  <>
                    <Compare self={view().id} plan={text().plan} />
                    <KeptWords plan={text().plan} open />
                  </>
                )}
              </Show>
            </>
          )}
        </Show>
      </div>
    </Place>
  )
}
