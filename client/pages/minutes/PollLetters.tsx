// The letters of a poll, for whoever conducts it: what became of them, an invitation or a reminder by hand. Called by VoteConduct.
import { Show } from 'solid-js'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { live } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'

export function PollLetters(props: { readonly pollId: string }) {
  const acting = createActing()
  const letters = live('polls', () => call(doors.pollLetters, { params: { pollId: props.pollId } }))
  const send = async (kind: 'invite' | 'remind') => {
    const done = await acting.run(async () => {
      const { written, sent } = await call(doors.askPollLetters, {
        params: { pollId: props.pollId },
        body: { kind },
      })
      announce(t('letters.done', { written, sent }))
    })
    if (done) await letters.refetch()
  }
  const any = () => {
    const now = letters()
    return now !== undefined && now.sent + now.waiting + now.failed > 0
  }
  return (
    <section class="stack" aria-labelledby="poll-letters">
      <h4 id="poll-letters">{t('letters.title')}</h4>
      <RefusalBanner refusal={acting.refusal()} />
      <p class="small quiet">
        <Show when={any() && letters()} fallback={t('letters.none')}>
          {(now) => t('letters.state', { sent: now().sent, waiting: now().waiting, failed: now().failed })}
        </Show>
      </p>
      <Show when={(letters()?.toVote ?? 0) > 0}>
        <div class="form-acts">
          <Button small busy={acting.busy()} onClick={() => void send('invite')}>
            {t('letters.invite')}
          </Button>
          <Show when={any()}>
            <Button small busy={acting.busy()} onClick={() => void send('remind')}>
              {t('letters.remind')}
            </Button>
          </Show>
        </div>
        <p class="field-note">{t('letters.note')}</p>
      </Show>
    </section>
  )
}
