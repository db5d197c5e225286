// Convening: what is still missing, then a confirmation that says who will be written to.
// Called by the preparation of a meeting.
import { useNavigate } from '@solidjs/router'
import { createSignal, Show } from 'solid-js'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { ConfirmDialog } from '../../../parts/Dialog.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { Notice } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { createKeys, useMeeting } from '../meeting.ts'
import { whyNot } from '../say.ts'

export function Convene() {
  const { view, refetch } = useMeeting()
  const { workspace, path } = useWorkspace()
  const navigate = useNavigate()
  const [asking, setAsking] = createSignal(false)
  const acting = createActing()
  const keys = createKeys()
  const refused = () => view().me.may.find(({ kind }) => kind === 'convene')?.refused ?? null
  const count = () => workspace().people.length
  const convene = () =>
    acting.run(async () => {
      const command = { kind: 'convene' } as const
      const body = { command, clientKey: keys.of(command) }
      const { mailed } = await call(doors.actInMeeting, { params: { meetingId: view().id }, body })
      keys.done()
      announce(t('meeting.convene.done', { mailed: mailed ?? 0, count: count() }))
      navigate(path(`seances/${view().id}`), { state: { mailed: mailed ?? 0, invited: count() } })
      await refetch()
    })
  return (
    <section class="stack" aria-labelledby="convene">
      <h2 id="convene">{t('meeting.convene.title')}</h2>
      <p>{t('meeting.convene.text', { count: count(), when: dayAndHour(view().about.startsAt) })}</p>
      <Show when={refused()}>
        {(why) => (
          <Notice look="warning">
            <p>{whyNot(why())}</p>
          </Notice>
        )}
      </Show>
      <div>
        <Button look="main" disabled={refused() !== null} onClick={() => setAsking(true)}>
          {t('meeting.convene.act')}
        </Button>
      </div>
      <ConfirmDialog
        open={asking()}
        title={t('meeting.convene.act')}
        text={t('meeting.convene.confirm', { count: count() })}
        act={t('meeting.convene.actNow')}
        acting={acting}
        onConfirm={() => void convene()}
        onClose={() => setAsking(false)}
      />
    </section>
  )
}
