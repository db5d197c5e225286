// The register of a poll: who has a voice, who has voted (only how many in a secret poll), each voice by name where it may be shown, each
// recorded voice marked as such with its second look. Called by VotePage, PollHere.
import { createMemo, For, Show } from 'solid-js'
import { channelLabels } from '../../../../shared/poll/admission.ts'
import type { SeatView, VoiceView } from '../../../../shared/poll/views.ts'
import { colleges } from '../../../../shared/territory.ts'
import { call, doors } from '../../../api.ts'
import { pick, t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { Button } from '../../../parts/Button.tsx'
import { count as grouped } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { byName } from '../../options.ts'
import { ValueWords } from '../ValueWords.tsx'
import type { VoteDesk } from './vote-desk.ts'

export function VoteRoll(props: { readonly desk: VoteDesk }) {
  const view = () => props.desk.view()
  const title = () => t('roll.title', { count: view().register.length })
  const voices = createMemo(() => new Map((view().voices ?? []).map((voice) => [voice.seatId, voice])))
  const marks = () => view().register.some(({ hasVoted }) => hasVoted !== null)
  return (
    <section class="stack" aria-label={title()}>
      <p class="figures">
        {t('result.received', { cast: grouped(view().received), registered: grouped(view().registered) })}
      </p>
      <details class="voices">
        <summary>{title()}</summary>
        <Show when={!marks()}>
          <p class="field-note">{t('roll.secret')}</p>
        </Show>
        <table class="table">
          <caption class="visually-hidden">{title()}</caption>
          <thead>
            <tr>
              <th scope="col">{t('ballot.organization')}</th>
              <th scope="col">{t('roll.college')}</th>
              <Show when={marks()}>
                <th scope="col">{t('roll.vote')}</th>
              </Show>
            </tr>
          </thead>
          <tbody>
            <For each={byName(view().register)}>
              {(seat) => (
                <tr>
                  <th scope="row">{seat.name}</th>
                  <td>{pick(colleges[seat.college])}</td>
                  <Show when={marks()}>
                    <td>
                      <SeatVote desk={props.desk} seat={seat} voice={voices().get(seat.seatId)} />
                    </td>
                  </Show>
                </tr>
              )}
            </For>
          </tbody>
        </table>
      </details>
    </section>
  )
}

interface SeatVoteProps {
  readonly desk: VoteDesk
  readonly seat: SeatView
  readonly voice: VoiceView | undefined
}

function SeatVote(props: SeatVoteProps) {
  const channel = () => (props.seat.channel === 'self' ? null : props.seat.channel)
  return (
    <>
      <Show
        when={props.voice}
        fallback={
          <span>
            {t(props.seat.recused ? 'roll.recused' : props.seat.hasVoted ? 'roll.voted' : 'roll.notVoted')}
          </span>
        }
      >
        {(voice) => <ValueWords setting={props.desk.view().setting} value={voice().value} />}
      </Show>
      <Show when={channel()}>{(how) => <p class="recorded">{pick(channelLabels[how()])}</p>}</Show>
      <Show when={props.voice}>{(voice) => <SecondLook desk={props.desk} voice={voice()} />}</Show>
    </>
  )
}

/** What was said of a recorded voice; the offer to re-read it, to anyone but who wrote it. */
function SecondLook(props: { readonly desk: VoteDesk; readonly voice: VoiceView }) {
  const { me, may } = useWorkspace()
  const acting = createActing()
  const recorded = () => props.voice.channel === 'facilitated'
  const mayReread = () =>
    recorded() &&
    props.voice.answer === null &&
    (may('poll.record') || may('poll.vote')) &&
    props.voice.castByName !== me().name
  const reread = () =>
    acting.run(async () => {
      await call(doors.answerVoice, { params: { voiceId: props.voice.id }, body: { answer: 'reread' } })
      announceTopic('polls')
    })
  return (
    <Show when={recorded()}>
      <p class="recorded">
        {t(`recorded.answer.${props.voice.answer ?? 'none'}`, { name: props.voice.castByName })}
      </p>
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={mayReread()}>
        <Button small busy={acting.busy()} onClick={() => void reread()}>
          {t('recorded.reread')}
          <span class="visually-hidden"> : {props.voice.seatName}</span>
        </Button>
      </Show>
    </Show>
  )
}
