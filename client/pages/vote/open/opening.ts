// A poll being opened or kept in preparation: the words of its question, the text it would bind and whether it moved since it was read,
// the one try that keeps its key. Called by OpeningForm, and by the desk of a meeting for what was prepared.
import { createEffect, createMemo, createSignal, on } from 'solid-js'
import { unwrap } from 'solid-js/store'
import { isWordless } from '../../../../shared/basics.ts'
import type { RuleSet } from '../../../../shared/meeting/rule-set.ts'
import type { SettingChoice } from '../../../../shared/poll/opening.ts'
import { pollText, pollTitle, questionFor } from '../../../../shared/poll/subject.ts'
import type { PollSubject } from '../../../../shared/poll/texts.ts'
import type { PollDraftView } from '../../../../shared/poll/views.ts'
import { call, doors } from '../../../api.ts'
import { t } from '../../../i18n.ts'
import { announceTopic } from '../../../live.ts'
import { createActing } from '../../../parts/acting.ts'
import { announce } from '../../../parts/announce.tsx'
import { useWorkspace } from '../../../parts/workspace.ts'
import { textDigest } from '../../decide/parts/FrozenText.tsx'
import { createAnswered } from './AnsweredObjections.tsx'

export interface OpeningProps {
  readonly subject: PollSubject
  /** The poll of which it is a new round. */
  readonly follows?: string | undefined
  /** The objection of that poll which the text is said to answer, unless one says otherwise. */
  readonly answers?: string | undefined
  /** In a meeting: its rules, its item, and how many seats would vote. */
  readonly meeting?: OpeningMeeting | undefined
  /** The preparation it goes on from, as it was read. */
  readonly prepared?: PollDraftView | undefined
  readonly onOpened: (pollId: string) => void
  readonly onKept: () => void
  readonly onCancel: () => void
}

export interface OpeningMeeting {
  readonly id: string
  readonly itemId: string | null
  /** Those it lives under; not known before it is convened. */
  readonly rules: RuleSet | undefined
  readonly seats: number
  /** It does not sit yet: the poll can be kept, not opened. */
  readonly waits: boolean
}

export type Opening = ReturnType<typeof createOpening>

type Words = { readonly fr: string; readonly en: string }
const empty: Words = { fr: '', en: '' }
const complete = ({ fr, en }: Words) => !isWordless(fr) && !isWordless(en)

export function createOpening(props: OpeningProps) {
  const { planId } = useWorkspace()
  const acting = createActing()
  const [tried, setTried] = createSignal(false)
  const [chosen, setChosen] = createSignal<SettingChoice | null>(null)
  const answered = createAnswered(() => props.follows, props.answers)
  const bound = createBoundText(props)
  const { question, readHash } = bound
  const ready = () => complete(question()) && !bound.changed() && (bound.text() ?? null) !== null
  const keyOf = createKey()
  const bodyOf = (choice: SettingChoice) => {
    const { subject, follows, meeting } = props
    return {
      subject,
      question: { fr: question().fr.trim(), en: question().en.trim() },
      choice,
      ...(meeting && { meetingId: meeting.id }),
      ...(meeting?.itemId && { itemId: meeting.itemId }),
      ...(follows && { follows }),
    }
  }
  return {
    ...bound,
    acting,
    answered,
    tried,
    ready,
    chosen,
    review(choice: SettingChoice) {
      setTried(true)
      if (ready()) setChosen(choice)
    },
    back: () => setChosen(null),
    async open(choice: SettingChoice | null) {
      if (!choice) return
      const { prepared } = props
      const body = {
        ...bodyOf(choice),
        ...(readHash() && { textHash: readHash()! }),
        ...(prepared && { draftId: prepared.id, draftRevision: prepared.revision }),
      }
      let id = ''
      const done = await acting.run(async () => {
        await answered.integrate()
        const params = { planId: planId() }
        id = (await call(doors.openVote, { params, body: { ...body, clientKey: keyOf(body) } })).id
      })
      setChosen(null)
      if (!done) return
      announceTopic('polls')
      props.onOpened(id)
    },
    /** Keeps what was chosen without opening anything: no text is bound yet, so none has to be read again. */
    async keep(choice: SettingChoice) {
      setTried(true)
      if (!complete(question())) return
      const { prepared } = props
      const done = await acting.run(() =>
        prepared
          ? call(doors.changePollDraft, {
              params: { draftId: prepared.id },
              body: { ...bodyOf(choice), revision: prepared.revision },
            })
          : call(doors.draftPoll, { params: { planId: planId() }, body: bodyOf(choice) }),
      )
      if (!done) return
      announce(t('draft.kept'))
      announceTopic('polls')
      props.onKept()
    },
  }
}

/** The question and the text as they read now, against what was read here. */
function createBoundText(props: OpeningProps) {
  const { planText } = useWorkspace()
  const [typed, setTyped] = createSignal<Words | null>(props.prepared?.question ?? null)
  const text = createMemo(() => {
    const plan = planText()
    if (props.subject.kind === 'question') return { kind: 'question', question: typed() ?? empty } as const
    return plan ? pollText(unwrap(plan), props.subject, empty) : null
  })
  const textHash = createMemo(() => {
    const now = text()
    return now && now.kind !== 'question' ? textDigest(now) : null
  })
  // What was read here; an edit by someone else must be read before the text is bound.
  const [readHash, setReadHash] = createSignal<string | null>(null)
  createEffect(on(textHash, (hash) => setReadHash((read) => read ?? hash)))
  const question = (): Words => {
    const [words, now, plan] = [typed(), text(), planText()]
    if (words || !now || !plan || now.kind === 'question') return words ?? empty
    return questionFor(pollTitle(unwrap(plan), props.subject, now), now, undefined)
  }
  return {
    text,
    textHash,
    readHash,
    changed: () => readHash() !== null && readHash() !== textHash(),
    readAgain: () => setReadHash(textHash()),
    question,
    setQuestion: setTyped,
  }
}

/** One try keeps its key, so that an answer that was lost opens no second poll; another content is another try. */
function createKey() {
  let last = { content: '', key: '' }
  return (content: unknown) => {
    const said = JSON.stringify(content)
    if (last.content !== said) last = { content: said, key: crypto.randomUUID() }
    return last.key
  }
}
