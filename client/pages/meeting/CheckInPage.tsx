// The door of the room, on a phone: the code from the QR code or typed, one press, and one is in one's seat.
// Routes /seance/:code and /seance; outside of any workspace, since the code says which meeting.
import { useNavigate, useParams } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { call, doors } from '../../api.ts'
import { PlainPage } from '../../frame/PlainLayout.tsx'
import { t } from '../../i18n.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { TextField } from '../../parts/Field.tsx'
import { RefusalBanner } from '../../parts/Notice.tsx'
import { createKeys } from './meeting.ts'
import { keepCode } from './place/code.ts'

export function CheckInPage() {
  const params = useParams<{ code?: string }>()
  const navigate = useNavigate()
  const acting = createActing()
  const keys = createKeys()
  const [code, setCode] = createSignal(params.code ?? '')
  const [tried, setTried] = createSignal(false)
  const enter = async (event: Event) => {
    event.preventDefault()
    setTried(true)
    const typed = code().trim()
    if (typed === '') return
    await acting.run(async () => {
      const { meetingId, seats } = await checkIn(typed)
      keepCode(meetingId, typed)
      const [seat] = seats
      announce(seat ? t('meeting.seat.yours', { organization: seat.name }) : t('meeting.place.counted'))
      navigate(`/meetings/${meetingId}`, { replace: true })
    })
  }
  const checkIn = async (typed: string) => {
    const done = await call(doors.checkIn, { body: { code: typed, clientKey: keys.of(typed) } })
    keys.done()
    return done
  }
  return (
    <PlainPage title={t('meeting.checkIn.title')} text={t('meeting.checkIn.text')} narrow>
      <form class="form check-in" novalidate onSubmit={(event) => void enter(event)}>
        <RefusalBanner refusal={acting.refusal()} />
        <TextField
          label={t('meeting.code.label')}
          note={t('meeting.code.note')}
          value={code()}
          onInput={setCode}
          maxLength={20}
          required
          autofocus={params.code === undefined}
          error={tried() && code().trim() === '' ? t('meeting.code.needed') : null}
        />
        <Button look="main" wide type="submit" busy={acting.busy()}>
          {t('meeting.place.enterRoom')}
        </Button>
      </form>
    </PlainPage>
  )
}
