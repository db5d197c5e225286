// Any round of any version, as it stands for ever: its parties, its end, its files. Route …/alliance/:allianceId.
import { useParams } from '@solidjs/router'
import { Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { ButtonLink } from '../../parts/Button.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { Place } from '../../parts/Place.tsx'
import { StateMark } from '../../parts/StateMark.tsx'
import { useWorkspace } from '../../parts/workspace.ts'
import { Concluded, EndedRound } from './Conclusion.tsx'
import { Parties } from './Parties.tsx'
import { roundState, roundWord } from './round-state.ts'

export function RoundPage() {
  const params = useParams<{ allianceId: string }>()
  const { path } = useWorkspace()
  const alliance = live('alliance', () =>
    call(doors.allianceById, { params: { allianceId: params.allianceId } }),
  )
  return (
    <Place
      title={alliance()?.title ?? t('alliance.title')}
      text={alliance() ? t('round.of', { number: alliance()!.number, round: alliance()!.round }) : undefined}
      aside={
        <Show when={alliance()}>
          {(view) => <StateMark state={roundState(view())} word={roundWord(view())} />}
        </Show>
      }
    >
      <div class="stack decide">
        <RefusalBanner refusal={alliance.error()} />
        <Show when={alliance()} fallback={<p aria-busy="true" />}>
          {(view) => (
            <>
              <Show when={view().state === 'concluded'}>
                <Concluded alliance={view()} />
              </Show>
              <EndedRound alliance={view()} />
              <Parties alliance={view()} />
            </>
          )}
        </Show>
        <div>
          <ButtonLink href={path('alliance')} small>
            {t('round.back')}
          </ButtonLink>
        </div>
      </div>
    </Place>
  )
}
