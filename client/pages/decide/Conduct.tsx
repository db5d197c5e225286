// What a facilitator does with an open poll: who has not voted, a voice recorded for an organisation without a device, the closing.
// Called by the poll's page, in its margin.
import { createMemo, createSignal, For, Show } from 'solid-js'
import type { PollView } from '../../../shared/views.ts'
import { call, doors } from '../../api.ts'
import { t } from '../../i18n.ts'
import { announceTopic } from '../../live.ts'
import { createActing } from '../../parts/acting.ts'
import { announce } from '../../parts/announce.tsx'
import { Button } from '../../parts/Button.tsx'
import { ConfirmDialog } from '../../parts/Dialog.tsx'
import { Digest } from '../../parts/Digest.tsx'
import { SelectField } from '../../parts/Field.tsx'
import { Notice } from '../../parts/Notice.tsx'
import { BallotCard } from './parts/BallotCard.tsx'
import type { Receipt } from './parts/ballot-draft.ts'

interface ConductProps {
  readonly poll: PollView
  readonly textHash: string | null
}

export function Conduct(props: ConductProps) {
  const missing = createMemo(() => props.poll.register.filter((entry) => !entry.hasVoted))
  return (
    <section class="stack conduct" aria-labelledby="conduct">
      <h3 id="conduct">{t('conduct.title')}</h3>
      <Show when={missing().length > 0} fallback={<p>{t('conduct.allVoted')}</p>}>
        <details open={missing().length <= 12}>
          <summary>{t('conduct.missing', { count: missing().length })}</summary>
          <ul>
            <For each={missing()}>{(entry) => <li>{entry.name}</li>}</For>
          </ul>
        </details>
        <RecordVoice {...props} missing={missing()} />
      </Show>
      <CloseButton {...props} missing={missing().length} />
    </section>
  )
}

function RecordVoice(props: ConductProps & { missing: PollView['register'] }) {
  const [open, setOpen] = createSignal(false)
  const [chosen, setChosen] = createSignal('')
  const [last, setLast] = createSignal<{ name: string; receipt: Receipt } | null>(null)
  const organization = createMemo(() => {
    const entry = props.missing.find(({ organizationId }) => organizationId === chosen())
    return entry ? { id: entry.organizationId, name: entry.name } : null
  })
  const options = () => [
    { value: '', label: t('conduct.recordChoose') },
    ...props.missing.map((entry) => ({ value: entry.organizationId, label: entry.name })),
  ]
  const recorded = (name: string, receipt: Receipt) => {
    announce(t('conduct.recorded', { organization: name }))
    setLast({ name, receipt })
    setChosen('')
    announceTopic('polls')
  }
  return (
    <Show when={open()} fallback={<Button onClick={() => setOpen(true)}>{t('conduct.record')}</Button>}>
      <div class="stack record-voice">
        <p class="field-note">{t('conduct.recordText')}</p>
        <Show when={last()}>
          {(done) => (
            <Notice look="good" title={t('conduct.recorded', { organization: done().name })}>
              <p class="field-note">{t('ballot.receipt')}</p>
              <Digest value={done().receipt.ballotDigest} narrow />
            </Notice>
          )}
        </Show>
        <SelectField
          label={t('conduct.recordFor')}
          value={chosen()}
          options={options()}
          onChange={(id) => {
            setChosen(id)
            setLast(null)
          }}
        />
        <Show when={organization()}>
          {(one) => (
            <BallotCard
              poll={props.poll}
              organization={one()}
              textHash={props.textHash}
              facilitated
              onCast={(receipt) => recorded(one().name, receipt)}
            />
          )}
        </Show>
        <Button small look="plain" onClick={() => setOpen(false)}>
          {t('conduct.recordEnd')}
        </Button>
      </div>
    </Show>
  )
}

function CloseButton(props: ConductProps & { missing: number }) {
  const [confirming, setConfirming] = createSignal(false)
  const acting = createActing()
  const quorumMet = () => {
    const { register, rule } = props.poll
    const received = register.filter((entry) => entry.hasVoted)
    const seen = new Set(received.map((entry) => entry.college)).size
    return received.length * rule.quorum.den >= rule.quorum.num * register.length && seen >= rule.collegesMin
  }
  const consequences = () =>
    [
      props.missing === 0 ? t('conduct.closeAll') : t('conduct.closeMissing', { count: props.missing }),
      ...(quorumMet() ? [] : [t('conduct.closeNoQuorum')]),
    ].join(' ')
  const close = async () => {
    const done = await acting.run(() =>
      call(doors.closePoll, { params: { pollId: props.poll.id } }).then(() => announceTopic('polls')),
    )
    if (done) setConfirming(false)
  }
  return (
    <>
      <Button look="danger" onClick={() => setConfirming(true)}>
        {t('conduct.close')}
      </Button>
      <ConfirmDialog
        open={confirming()}
        title={t('conduct.closeTitle')}
        text={consequences()}
        act={t('conduct.close')}
        danger
        acting={acting}
        onConfirm={() => void close()}
        onClose={() => setConfirming(false)}
      />
    </>
  )
}
