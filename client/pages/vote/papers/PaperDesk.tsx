// Papers from the room's urn, written down by a first teller: which seats are marked off, then each paper as it reads. Nothing counts until
// a second person has re-read the set. What is written stays on this device until it is sent. Called by VoteConduct.
import { createSignal, createUniqueId, For, Show } from 'solid-js'
import { isWordless } from '../../../../shared/basics.ts'
import type { WholeVote } from '../../../../shared/poll/views.ts'
import { can } from '../../../../shared/roles.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { Button } from '../../../parts/Button.tsx'
import { CheckField, SelectField, TextField } from '../../../parts/Field.tsx'
import { Notice, RefusalBanner } from '../../../parts/Notice.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { byName } from '../../options.ts'
import { MethodFields } from '../fields/MethodFields.tsx'
import type { VoteDesk } from '../page/vote-desk.ts'
import { emptyPaper, faultOf, objectionOf, type Paper, valueFrom } from '../paper.ts'
import { say } from '../say.ts'
import { ValueWords } from '../ValueWords.tsx'
import { emptyStack, keepStack, readStack, type Stack } from './paper-stack.ts'

export function PaperDesk(props: { readonly desk: VoteDesk }) {
  const [open, setOpen] = createSignal(false)
  return (
    <Show when={open()} fallback={<Button onClick={() => setOpen(true)}>{t('papers.begin')}</Button>}>
      <Writing desk={props.desk} onEnd={() => setOpen(false)} />
    </Show>
  )
}

function Writing(props: { readonly desk: VoteDesk; readonly onEnd: () => void }) {
  const view = () => props.desk.view()
  const secret = () => view().secrecy === 'secret'
  const [stack, setStackSignal] = createSignal<Stack>(readStack(view().id))
  const acting = createActing()
  const setStack = (next: Stack) => {
    setStackSignal(next)
    keepStack(view().id, next)
  }
  const uneven = () => stack().seatIds.length !== stack().papers.length
  const send = async () => {
    const hash = props.desk.textHash()
    if (!hash) return
    const { seatIds, papers, secondTellerId, clientKey } = stack()
    const done = await acting.run(() =>
      call(doors.writePapers, {
        params: { pollId: view().id },
        body: { seatIds: [...seatIds], papers: [...papers], secondTellerId, textHash: hash, clientKey },
      }),
    )
    if (!done) return
    setStack(emptyStack())
    announce(t('papers.sent'))
    announceTopic('polls')
    props.onEnd()
  }
  return (
    <section class="stack paper-desk" aria-label={t('papers.title')}>
      <h4>{t('papers.title')}</h4>
      <p class="field-note">{t(secret() ? 'papers.aboutSecret' : 'papers.about')}</p>
      <Show when={secret()}>
        <MarkedSeats view={view()} stack={stack()} onChange={setStack} />
      </Show>
      <Written desk={props.desk} stack={stack()} onChange={setStack} />
      <OnePaper desk={props.desk} stack={stack()} onChange={setStack} />
      <RefusalBanner refusal={acting.refusal()} />
      <Show when={stack().papers.length > 0}>
        <Show when={uneven()}>
          <p class="field-error" role="status">
            {t('papers.uneven', { papers: stack().papers.length, seats: stack().seatIds.length })}
          </p>
        </Show>
        <SecondTeller stack={stack()} onChange={setStack} />
        <Button
          look="main"
          busy={acting.busy()}
          disabled={uneven() || stack().secondTellerId === ''}
          onClick={() => void send()}
        >
          {t('papers.send', { count: stack().papers.length })}
        </Button>
      </Show>
      <Button small look="plain" onClick={props.onEnd}>
        {t('conduct.recordEnd')}
      </Button>
    </section>
  )
}

interface StackProps {
  readonly stack: Stack
  readonly onChange: (stack: Stack) => void
}

/** Another content is another set: its retry must not be taken for the first one's. */
const changed = (stack: Stack, part: Partial<Stack>): Stack => ({
  ...stack,
  ...part,
  clientKey: crypto.randomUUID(),
})

/** Whoever records or has a voice, but me: the only other person who sees the papers. */
function SecondTeller(props: StackProps) {
  const { workspace, me } = useWorkspace()
  const others = () =>
    byName(
      workspace().people.filter(
        ({ userId, role }) => userId !== me().id && (can(role, 'poll.record') || can(role, 'poll.vote')),
      ),
    )
  return (
    <SelectField
      label={t('papers.second')}
      value={props.stack.secondTellerId}
      options={[
        { value: '', label: t('papers.secondNone') },
        ...others().map(({ userId, name }) => ({ value: userId, label: name })),
      ]}
      onChange={(secondTellerId) => props.onChange(changed(props.stack, { secondTellerId }))}
    />
  )
}

/** In a secret poll the roll is marked apart from the papers: nothing joins the two. */
function MarkedSeats(props: StackProps & { readonly view: WholeVote }) {
  const mark = (seatId: string, marked: boolean) => {
    const others = props.stack.seatIds.filter((id) => id !== seatId)
    props.onChange(changed(props.stack, { seatIds: marked ? [...others, seatId] : others }))
  }
  return (
    <fieldset class="choices">
      <legend class="field-label">{t('papers.marked', { count: props.stack.seatIds.length })}</legend>
      <For each={byName(props.view.register.filter(({ recused }) => !recused))}>
        {(seat) => (
          <CheckField
            label={seat.name}
            checked={props.stack.seatIds.includes(seat.seatId)}
            onChange={(marked) => mark(seat.seatId, marked)}
          />
        )}
      </For>
    </fieldset>
  )
}

function Written(props: StackProps & { readonly desk: VoteDesk }) {
  const secret = () => props.desk.view().secrecy === 'secret'
  const nameOf = (at: number) =>
    props.desk.view().register.find(({ seatId }) => seatId === props.stack.seatIds[at])?.name ?? ''
  const remove = (at: number) =>
    props.onChange(
      changed(props.stack, {
        papers: props.stack.papers.toSpliced(at, 1),
        ...(!secret() && { seatIds: props.stack.seatIds.toSpliced(at, 1) }),
      }),
    )
  return (
    <Show when={props.stack.papers.length > 0}>
      <ol class="paper-list" aria-label={t('papers.written')}>
        <For each={props.stack.papers}>
          {(paper, at) => (
            <li>
              <Show when={!secret()}>
                <strong>{nameOf(at())}</strong>
              </Show>
              <ValueWords setting={props.desk.view().setting} value={paper.value} />
              <Show when={paper.reason}>
                <blockquote class="ballot-words">{paper.reason}</blockquote>
              </Show>
              <Button small look="plain" onClick={() => remove(at())}>
                {t('papers.remove', { number: at() + 1 })}
              </Button>
            </li>
          )}
        </For>
      </ol>
    </Show>
  )
}

function OnePaper(props: StackProps & { readonly desk: VoteDesk }) {
  const name = createUniqueId()
  const [seatId, setSeatId] = createSignal('')
  const [paper, setPaper] = createSignal<Paper>(emptyPaper)
  const [asked, setAsked] = createSignal(false)
  const view = () => props.desk.view()
  const setting = () => view().setting
  const secret = () => view().secrecy === 'secret'
  const missing = () =>
    byName(
      view().register.filter(
        ({ seatId: id, hasVoted, recused }) =>
          hasVoted === false && !recused && !props.stack.seatIds.includes(id),
      ),
    )
  const change = (part: Partial<Paper>) => setPaper({ ...paper(), ...part })
  const fault = () => (asked() ? faultOf(setting(), paper()) : null)
  const faultWords = () => {
    const words = fault()
    return words ? say(words) : null
  }
  const wordsMissing = () =>
    asked() && objectionOf(setting(), paper()) && isWordless(paper().reason) ? t('vote.reasonMissing') : null
  const seatMissing = () => (asked() && !secret() && seatId() === '' ? t('papers.seatMissing') : null)
  const add = () => {
    setAsked(true)
    const value = valueFrom(setting(), paper())
    if (!value || wordsMissing() || seatMissing()) return
    const reason = paper().blank ? '' : paper().reason.trim()
    props.onChange(
      changed(props.stack, {
        papers: [...props.stack.papers, { value, reason }],
        ...(!secret() && { seatIds: [...props.stack.seatIds, seatId()] }),
      }),
    )
    setAsked(false)
    setPaper(emptyPaper)
    setSeatId('')
  }
  return (
    <Show
      when={secret() || missing().length > 0}
      fallback={
        <Notice>
          <p>{t('papers.allWritten')}</p>
        </Notice>
      }
    >
      <div class="stack paper-one">
        <Show when={!secret()}>
          <SelectField
            label={t('papers.seat')}
            value={seatId()}
            error={seatMissing()}
            options={[
              { value: '', label: t('conduct.recordChoose') },
              ...missing().map((seat) => ({ value: seat.seatId, label: seat.name })),
            ]}
            onChange={setSeatId}
          />
        </Show>
        <Show when={!paper().blank}>
          <MethodFields
            setting={setting()}
            paper={paper()}
            name={name}
            error={faultWords()}
            onChange={change}
          />
        </Show>
        <Show when={setting().method !== 'consent'}>
          <CheckField
            label={t('vote.blank')}
            checked={paper().blank}
            onChange={(blank) => change({ blank })}
          />
        </Show>
        <Show when={!paper().blank}>
          <TextField
            label={t('papers.words')}
            optional={!objectionOf(setting(), paper())}
            rows={2}
            value={paper().reason}
            error={wordsMissing()}
            onInput={(reason) => change({ reason })}
          />
        </Show>
        <Button onClick={add}>{t('papers.add')}</Button>
      </div>
    </Show>
  )
}
