// What I receive by mail beside what is mine to know. Called by the account page; the digest of the week leads here.
import { createSignal, Show } from 'solid-js'
import type { MailChoices as Choices } from '../../../shared/mail-api.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { CheckField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'

export function MailChoices() {
  const acting = createActing()
  const [choices, setChoices] = createSignal<Choices | null>(null)
  void acting.run(async () => setChoices(await call(doors.mailChoices, {})))
  const change = async (next: Choices) => {
    const before = choices()
    setChoices(next)
    const done = await acting.run(async () => setChoices(await call(doors.changeMailChoices, { body: next })))
    if (done) announce(t('mail.saved'))
    else setChoices(before)
  }
  return (
    <section class="stack" aria-labelledby="mail">
      <h2 id="mail">{t('mail.title')}</h2>
      <p class="quiet">{t('mail.text')}</p>
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={choices()}>
        {(mine) => (
          <div class="form">
            <CheckField
              label={t('mail.digest')}
              note={t('mail.digestNote')}
              checked={mine().digest}
              onChange={(digest) => void change({ ...mine(), digest })}
            />
            <CheckField
              label={t('mail.reminders')}
              note={t('mail.remindersNote')}
              checked={mine().reminders}
              onChange={(reminders) => void change({ ...mine(), reminders })}
            />
          </div>
        )}
      </Show>
    </section>
  )
}
