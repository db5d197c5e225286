// The door of the room on the wall: the QR code, the short code, and how many are there. Called by the room screen.
import { Show } from 'solid-js'
import { pick, t } from '../../../i18n.ts'
import { hour } from '../../../parts/format.ts'
import { shownCode } from '../floor/RoomPanels.tsx'
import { useMeeting } from '../meeting.ts'
import { QrCode } from './QrCode.tsx'
import { QuorumStrip } from './scenes.tsx'

export function CheckInScene() {
  const { view } = useMeeting()
  const address = () => `${location.origin}/seance/${view().code ?? ''}`
  return (
    <div class="scene-check-in">
      <div class="scene-words">
        <p class="scene-over">{t('meeting.screen.welcome', { when: hour(view().about.startsAt) })}</p>
        <p class="scene-title">{pick(view().about.title)}</p>
        <Show when={view().code} fallback={<p class="scene-text">{t('meeting.screen.noCode')}</p>}>
          {(code) => (
            <>
              <p class="scene-text">{t('meeting.screen.scan', { address: `${location.host}/seance` })}</p>
              <p class="scene-code figures">{shownCode(code())}</p>
            </>
          )}
        </Show>
        <QuorumStrip />
      </div>
      <Show when={view().code}>
        <QrCode text={address()} label={t('meeting.screen.qr')} />
      </Show>
    </div>
  )
}
