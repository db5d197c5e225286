// What opens over the desk: decide, postpone, note, suspend, close with what forbids it, the keys. Called by FloorDesk.
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import type { Command } from '../../../../shared/meeting/command-list.ts'
import { outcomeWords } from '../../../../shared/poll/setting.ts'
import { pick, t } from '../../../i18n.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { ChoiceField } from '../../../parts/ChoiceField.tsx'
import { Dialog } from '../../../parts/Dialog.tsx'
import { CheckField, SelectField, TextField } from '../../../parts/Field.tsx'
import { RefusalBanner } from '../../../parts/Notice.tsx'
import { useMeeting } from '../meeting.ts'
import { itemTitle } from '../say.ts'
import type { FloorActs, FloorDialog } from './acts.ts'
import { CloseMeeting } from './CloseMeeting.tsx'
import { keysOn, turnKeys } from './keys.ts'

interface DialogsProps {
  readonly acts: FloorActs
}

export function FloorDialogs(props: DialogsProps) {
  const { view } = useMeeting()
  const doing = () => props.acts.doing()
  const item = () => itemTitle(view().agenda, doing()?.itemId ?? null)
  const titles: { readonly [key in FloorDialog]?: () => string } = {
    decide: () => t('meeting.decide.title', { item: item() }),
    postpone: () => t('meeting.postpone.title', { item: item() }),
    note: () => t('meeting.note.title'),
    suspend: () => t('meeting.suspend.title'),
    close: () => t('meeting.close.title'),
    keys: () => t('meeting.key.title'),
  }
  const shown = () => {
    const dialog = doing()?.dialog
    return dialog && titles[dialog] ? dialog : null
  }
  return (
    <Dialog
      open={shown() !== null}
      onClose={props.acts.done}
      title={shown() ? (titles[shown()!]?.() ?? '') : ''}
    >
      <Switch>
        <Match when={shown() === 'decide'}>
          <Decide {...props} />
        </Match>
        <Match when={shown() === 'postpone'}>
          <Postpone {...props} />
        </Match>
        <Match when={shown() === 'note'}>
          <TakeNote {...props} />
        </Match>
        <Match when={shown() === 'suspend'}>
          <Suspend {...props} />
        </Match>
        <Match when={shown() === 'close'}>
          <CloseMeeting {...props} />
        </Match>
        <Match when={shown() === 'keys'}>
          <Keys {...props} />
        </Match>
      </Switch>
    </Dialog>
  )
}

/** A form that asks one thing of the meeting; nothing is sent while `command` is null. */
export function CommandForm(props: {
  readonly act: string
  readonly danger?: boolean
  readonly command: () => Command | null
  readonly said: string
  readonly onDone: () => void
  readonly children: JSX.Element
}) {
  const { act } = useMeeting()
  const acting = createActing()
  const send = async (event: Event) => {
    event.preventDefault()
    const command = props.command()
    if (!command || !(await act(command, acting))) return
    announce(props.said)
    props.onDone()
  }
  return (
    <form class="form" novalidate onSubmit={(event) => void send(event)}>
      <RefusalBanner refusal={acting.refusal()} />
      {props.children}
      <div class="form-acts">
        <Button look={props.danger ? 'danger' : 'main'} type="submit" busy={acting.busy()}>
          {props.act}
        </Button>
        <Button look="plain" onClick={props.onDone}>
          {t('shell.cancel')}
        </Button>
      </div>
    </form>
  )
}

const decides = ['unanimous', 'consensus', 'dissent']

/** By a closed poll on the item, whose outcome it takes; or by an assent that the facilitator puts in words. */
function Decide(props: DialogsProps) {
  const { view } = useMeeting()
  const itemId = props.acts.doing()?.itemId ?? ''
  const polls = () =>
    view().polls.filter(
      (poll) => poll.itemId === itemId && poll.status === 'closed' && decides.includes(poll.outcome ?? ''),
    )
  // Where a ballot was held to decide it, it alone does.
  const voted = () =>
    view().polls.some((poll) => poll.itemId === itemId && poll.deciding && poll.status !== 'annulled')
  const [way, setWay] = createSignal(polls().at(-1)?.pollId ?? 'assent')
  const [words, setWords] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const assent = () => way() === 'assent'
  const missing = () => assent() && isWordless(words())
  const command = (): Command | null => {
    setTried(true)
    if (missing()) return null
    return { kind: 'decideItem', itemId, words: words().trim(), ...(!assent() && { pollId: way() }) }
  }
  return (
    <CommandForm
      act={t('meeting.decide.act')}
      command={command}
      said={t('meeting.decide.done', { item: itemTitle(view().agenda, itemId) })}
      onDone={props.acts.done}
    >
      <Show
        when={polls().length > 0}
        fallback={<p>{t(voted() ? 'meeting.decide.lost' : 'meeting.decide.noPoll')}</p>}
      >
        <ChoiceField
          legend={t('meeting.decide.way')}
          value={way()}
          options={[
            ...polls().map((poll) => ({
              value: poll.pollId,
              label: pick(poll.question),
              note: poll.outcome ? pick(outcomeWords[poll.outcome]) : '',
            })),
            ...(voted()
              ? []
              : [
                  {
                    value: 'assent',
                    label: t('meeting.decide.assent'),
                    note: t('meeting.decide.assentNote'),
                  },
                ]),
          ]}
          onChange={setWay}
        />
      </Show>
      <TextField
        label={t('meeting.decide.words')}
        note={t('meeting.decide.wordsNote')}
        value={words()}
        onInput={setWords}
        rows={4}
        maxLength={2_000}
        optional={!assent()}
        required={assent()}
        error={tried() && missing() ? t('meeting.decide.wordsNeeded') : null}
      />
    </CommandForm>
  )
}

function Postpone(props: DialogsProps) {
  const { view } = useMeeting()
  const itemId = props.acts.doing()?.itemId ?? ''
  const [reason, setReason] = createSignal('')
  const [tried, setTried] = createSignal(false)
  const command = (): Command | null => {
    setTried(true)
    return isWordless(reason()) ? null : { kind: 'postponeItem', itemId, reason: reason().trim() }
  }
  return (
    <CommandForm
      act={t('meeting.postpone.act')}
      command={command}
      said={t('meeting.postpone.done', { item: itemTitle(view().agenda, itemId) })}
      onDone={props.acts.done}
    >
      <TextField
        label={t('meeting.postpone.reason')}
        note={t('meeting.postpone.reasonNote')}
        value={reason()}
        onInput={setReason}
        rows={3}
        required
        maxLength={2_000}
        error={tried() && isWordless(reason()) ? t('meeting.postpone.needed') : null}
      />
    </CommandForm>
  )
}

function TakeNote(props: DialogsProps) {
  const { view } = useMeeting()
  const [note, setNote] = createSignal<'incident' | 'annotation'>('incident')
  const [text, setText] = createSignal('')
  const [item, setItem] = createSignal(view().activeItem ?? '')
  const [tried, setTried] = createSignal(false)
  const command = (): Command | null => {
    setTried(true)
    if (isWordless(text())) return null
    return { kind: 'note', note: note(), text: text().trim(), ...(item() !== '' && { itemId: item() }) }
  }
  return (
    <CommandForm
      act={t('meeting.note.act')}
      command={command}
      said={t('meeting.note.done')}
      onDone={props.acts.done}
    >
      <ChoiceField
        legend={t('meeting.note.kind')}
        value={note()}
        options={(['incident', 'annotation'] as const).map((value) => ({
          value,
          label: t(`meeting.note.${value}`),
          note: t(`meeting.note.${value}Note`),
        }))}
        onChange={(value) => setNote(value === 'annotation' ? value : 'incident')}
      />
      <TextField
        label={t('meeting.note.text')}
        value={text()}
        onInput={setText}
        rows={4}
        required
        maxLength={5_000}
        error={tried() && isWordless(text()) ? t('meeting.note.needed') : null}
      />
      <SelectField
        label={t('meeting.note.item')}
        value={item()}
        options={[
          { value: '', label: t('meeting.note.wholeMeeting') },
          ...view().agenda.map(({ itemId }) => ({
            value: itemId,
            label: itemTitle(view().agenda, itemId),
          })),
        ].filter(({ label }) => label !== '')}
        onChange={setItem}
      />
    </CommandForm>
  )
}

function Suspend(props: DialogsProps) {
  const [reason, setReason] = createSignal('')
  return (
    <CommandForm
      act={t('meeting.suspend.act')}
      command={() => ({ kind: 'suspend', reason: reason().trim() })}
      said={t('meeting.news.suspended')}
      onDone={props.acts.done}
    >
      <TextField
        label={t('meeting.suspend.reason')}
        note={t('meeting.suspend.reasonNote')}
        value={reason()}
        onInput={setReason}
        optional
        maxLength={2_000}
      />
    </CommandForm>
  )
}

function Keys(props: DialogsProps) {
  return (
    <div class="stack">
      <p>{t('meeting.key.text')}</p>
      <dl class="keys">
        <For each={props.acts.all()}>
          {({ key, label }) => (
            <div>
              <dt>
                <kbd>{key.toUpperCase()}</kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          )}
        </For>
      </dl>
      <CheckField
        label={t('meeting.key.on')}
        note={t('meeting.key.onNote')}
        checked={keysOn()}
        onChange={turnKeys}
      />
    </div>
  )
}
