// A voice that someone else wrote down for a seat, seen by its own holder: what was written, by whom, and « c’est bien notre voix » or
// « ce n’est pas notre voix » (VOTE-19). Called by the ballots of a poll and by what waits for me.
import { createSignal, createUniqueId, Show } from 'solid-js'
import { channelLabels } from '../../../../shared/poll/admission.ts'
import type { PollSetting } from '../../../../shared/poll/setting.ts'
import type { VoiceView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { ConfirmDialog } from '../../../parts/Dialog.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { ValueWords } from '../ValueWords.tsx'

interface RecordedVoiceProps {
  readonly voice: VoiceView
  readonly setting: PollSetting
  /** Contested while the poll is open only. */
  readonly open: boolean
}

export function RecordedVoice(props: RecordedVoiceProps) {
  const heading = createUniqueId()
  const acting = createActing()
  const [contesting, setContesting] = createSignal(false)
  const answered = () => props.voice.answer === 'confirmed' || props.voice.answer === 'contested'
  const answer = async (said: 'confirmed' | 'contested') => {
    const { id, seatName } = props.voice
    const done = await acting.run(() =>
      call(doors.answerVoice, { params: { voiceId: id }, body: { answer: said } }),
    )
    if (!done) return
    setContesting(false)
    announce(t(`recorded.done.${said}`, { organization: seatName }))
    announceTopic('polls')
  }
  return (
    <section class="recorded-voice" aria-labelledby={heading}>
      <h3 id={heading}>{t('recorded.title', { organization: props.voice.seatName })}</h3>
      <p class="small">
        {t('recorded.by', {
          channel: pick(channelLabels[props.voice.channel]),
          name: props.voice.castByName,
          date: dayAndHour(props.voice.receivedAt),
        })}
      </p>
      <div class="receipt-choice">
        <ValueWords setting={props.setting} value={props.voice.value} />
      </div>
      <Show when={props.voice.reason}>
        <blockquote class="ballot-words">{props.voice.reason}</blockquote>
      </Show>
      <RefusalBanner refusal={acting.refusal()} />
      <Show
        when={!answered()}
        fallback={
          <p class="received-word">
            {t(props.voice.answer === 'confirmed' ? 'recorded.confirmed' : 'recorded.contested')}
          </p>
        }
      >
        <div class="form-acts ballot-acts">
          <Button look="main" busy={acting.busy()} onClick={() => void answer('confirmed')}>
            {t('recorded.confirm', { organization: props.voice.seatName })}
          </Button>
          <Show when={props.open}>
            <Button onClick={() => setContesting(true)}>
              {t('recorded.contest', { organization: props.voice.seatName })}
            </Button>
          </Show>
        </div>
      </Show>
      <ConfirmDialog
        open={contesting()}
        title={t('recorded.contestTitle')}
        text={t('recorded.contestText', { organization: props.voice.seatName })}
        act={t('recorded.contest', { organization: props.voice.seatName })}
        danger
        acting={acting}
        onConfirm={() => void answer('contested')}
        onClose={() => setContesting(false)}
      />
    </section>
  )
}
