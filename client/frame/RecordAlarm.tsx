// Follows the workspace's record and, when the server shows another history than the one this device has seen, says so above
// everything else, with the evidence to keep. Draws nothing otherwise. Called once by WorkspaceLayout.
import { Show } from 'solid-js'
import { call, doors } from '../api.ts'
import { t, type WordKey } from '../i18n.ts'
import { live } from '../live.ts'
import { useWorkspace } from '../parts/workspace.ts'
import { type RecordVisit, visitRecord } from '../record-memory.ts'

const sentences = {
  fork: 'record.fork',
  rollback: 'record.rollback',
  otherKey: 'record.otherKey',
  unsigned: 'record.unsigned',
} as const satisfies Record<string, WordKey>

export function RecordAlarm() {
  const { workspace } = useWorkspace()
  // At each visit, and after what is locked or signed: a question a ballot would be one from everybody, for each ballot.
  const visit = live(['plan', 'alliance'], () => {
    const { id: workspaceId } = workspace()
    return visitRecord(workspaceId, (from) =>
      call(doors.record, { params: { workspaceId, from: String(from) } }),
    )
  })
  const alarm = () => {
    const kind = visit()?.alarm
    return kind && kind !== 'unable' ? kind : null
  }
  return (
    <>
      <Show when={alarm()}>
        {(kind) => (
          <div class="notice is-refusal record-alarm" role="alert">
            <strong>{t('record.alarmTitle')}</strong>
            <p>{t(sentences[kind()])}</p>
            <p>
              {t('record.alarmAct')}{' '}
              <a href={evidenceOf(visit()!)} download="registre-alarme.json">
                {t('record.evidence')}
              </a>
            </p>
          </div>
        )}
      </Show>
      <Show when={visit()?.alarm === 'unable'}>
        <p class="notice is-warning record-alarm">{t('record.unable')}</p>
      </Show>
    </>
  )
}

/** Both states, as they were kept and shown: whoever has the log's key sees that it signed both. */
function evidenceOf({ alarm, seen, shown }: RecordVisit): string {
  const text = JSON.stringify({ alarm, at: new Date().toISOString(), seen, shown }, null, 2)
  return `data:application/json;charset=utf-8,${encodeURIComponent(text)}`
}
