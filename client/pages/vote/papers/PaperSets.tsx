// Sets of papers written down by a first teller, before a second one: the roll and the papers to hold against the real ones, then « entrer »
// or « refuser » (VOTE-19). Called by the poll's page, PollHere and what waits for me.
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import type { PollSetting } from '../../../../shared/poll/setting.ts'
import type { PaperSetView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic, live } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { dayAndHour } from '../../../parts/format.ts'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import type { VoteDesk } from '../page/vote-desk.ts'
import { ValueWords } from '../ValueWords.tsx'

/** The sets of a poll that wait, for those who may be tellers. */
export function PaperSets(props: { readonly desk: VoteDesk }) {
  const { may } = useWorkspace()
  const mayTell = () => may('poll.record') || may('poll.vote')
  const sets = live('polls', () =>
    mayTell() && props.desk.open() ? call(doors.papers, { params: { pollId: props.desk.view().id } }) : null,
  )
  const waiting = () => (props.desk.open() ? (sets() ?? []).filter(({ state }) => state === 'waiting') : [])
  return <For each={waiting()}>{(set) => <PaperSet set={set} setting={props.desk.view().setting} />}</For>
}

export function PaperSet(props: { readonly set: PaperSetView; readonly setting: PollSetting }) {
  const { me } = useWorkspace()
  const heading = createUniqueId()
  const acting = createActing()
  const [looked, setLooked] = createSignal(false)
  const mine = () => props.set.firstTellerId === me().id
  const secret = () => props.setting.secrecy === 'secret'
  const settle = async (accepted: boolean) => {
    const params = { setId: props.set.id }
    if (!(await acting.run(() => call(doors.settlePapers, { params, body: { accepted } })))) return
    announce(t(accepted ? 'papers.entered' : 'papers.refused'))
    announceTopic('polls')
  }
  return (
    <article class="paper-set" aria-labelledby={heading}>
      <h3 id={heading}>{t('papers.set', { count: props.set.papers.length })}</h3>
      <p class="small">
        {t('papers.by', { name: props.set.firstTeller, date: dayAndHour(props.set.writtenAt) })}
      </p>
      <Show when={secret()}>
        <p class="small">{props.set.seats.map(({ name }) => name).join(', ')}</p>
      </Show>
      <ol class="paper-list">
        <For each={props.set.papers}>
          {(paper, at) => (
            <li>
              <Show when={!secret()}>
                <strong>{props.set.seats[at()]?.name}</strong>
              </Show>
              <ValueWords setting={props.setting} value={paper.value} />
              <Show when={paper.reason}>
                <blockquote class="ballot-words">{paper.reason}</blockquote>
              </Show>
            </li>
          )}
        </For>
      </ol>
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={!mine()} fallback={<p class="quiet">{t('papers.needsOther')}</p>}>
        <label class="check">
          <input
            type="checkbox"
            checked={looked()}
            onChange={(event) => setLooked(event.currentTarget.checked)}
          />
          <span>{t('papers.looked')}</span>
        </label>
        <div class="form-acts">
          <Button look="main" disabled={!looked()} busy={acting.busy()} onClick={() => void settle(true)}>
            {t('papers.enter', { count: props.set.papers.length })}
          </Button>
          <Button look="plain" onClick={() => void settle(false)}>
            {t('papers.refuse')}
          </Button>
        </div>
      </Show>
    </article>
  )
}
