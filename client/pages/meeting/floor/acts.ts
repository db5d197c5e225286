// What the facilitator does most, each once: its words, its key, why it is not possible now, and what it does.
// The bar draws them, the keys call them, “?” lists them. Called by FloorDesk.
import { createSignal } from 'solid-js'
import { t } from '../../../i18n.ts'
import { type AgendaRow, type OneMeeting, useMeeting } from '../meeting.ts'
import { whyNot } from '../say.ts'
import type { FloorKey } from './keys.ts'

export type FloorDialog = 'decide' | 'postpone' | 'note' | 'close' | 'suspend' | 'keys'

export interface FloorActs {
  readonly all: () => readonly FloorKey[]
  /** One of them by its key. */
  of(key: string): FloorKey
  /** What is open over the desk, and the item it is about. */
  readonly doing: () => { readonly dialog: FloorDialog; readonly itemId: string | null } | null
  open(dialog: FloorDialog, itemId?: string | null): void
  done(): void
  /** The item a poll is being opened on; null when none is. It stays through whatever else is done meanwhile. */
  readonly polling: () => { readonly itemId: string | null } | null
  startPoll(): void
  endPoll(): void
  active(): AgendaRow | null
}

export function createFloorActs(): FloorActs {
  const meeting = useMeeting()
  const [doing, setDoing] = createSignal<ReturnType<FloorActs['doing']>>(null)
  const [polling, setPolling] = createSignal<ReturnType<FloorActs['polling']>>(null)
  const active = () => activeOf(meeting)
  const startPoll = () => void setPolling({ itemId: meeting.view().activeItem })
  const open = (dialog: FloorDialog, itemId: string | null = meeting.view().activeItem) =>
    void setDoing({ dialog, itemId })
  const all = (): FloorKey[] => [
    ...itemKeys(meeting, open),
    ...speechKeys(meeting),
    ...meetingKeys(meeting, open, startPoll),
    { key: '/', label: t('meeting.key.search'), off: null, run: focusSearch },
    { key: '?', label: t('meeting.key.list'), off: null, run: () => open('keys') },
  ]
  return {
    all,
    of: (wanted) => all().find(({ key }) => key === wanted)!,
    doing,
    open,
    done: () => void setDoing(null),
    polling,
    startPoll,
    endPoll: () => void setPolling(null),
    active,
  }
}

function activeOf({ view }: OneMeeting): AgendaRow | null {
  return view().agenda.find(({ itemId }) => itemId === view().activeItem) ?? null
}

function nextItem({ view }: OneMeeting): AgendaRow | null {
  return view().agenda.find(({ status }) => status === 'pending') ?? null
}

export const searchId = 'seat-search'

function focusSearch(): void {
  document.getElementById(searchId)?.focus()
}

type Open = (dialog: FloorDialog) => void
const unless = (ready: boolean, why: () => string) => (ready ? null : why())

function itemKeys(meeting: OneMeeting, open: Open): FloorKey[] {
  const { view, act } = meeting
  const active = activeOf(meeting)
  const next = nextItem(meeting)
  const sits = view().status === 'open'
  const notOpen = () => t('meeting.off.notOpen')
  return [
    {
      key: 'n',
      label: t('meeting.key.next'),
      off: sits ? unless(next !== null, () => t('meeting.off.noNext')) : notOpen(),
      run: () => next && void act({ kind: 'openItem', itemId: next.itemId }),
    },
    {
      key: 't',
      label: t('meeting.key.finish'),
      off: unless(active !== null && active.kind !== 'decision', () => t('meeting.off.noFinish')),
      run: () => active && void act({ kind: 'finishItem', itemId: active.itemId }),
    },
    {
      key: 'd',
      label: t('meeting.key.decide'),
      off: unless(active?.kind === 'decision', () => t('meeting.off.noDecision')),
      run: () => open('decide'),
    },
    {
      key: 'r',
      label: t('meeting.key.postpone'),
      off: unless(active !== null, () => t('meeting.off.noItem')),
      run: () => open('postpone'),
    },
  ]
}

function speechKeys({ view, act }: OneMeeting): FloorKey[] {
  const { waiting, speaking } = view().queue
  const [first] = waiting
  return [
    {
      key: 'p',
      label: t('meeting.key.grant'),
      off: unless(first !== undefined && view().status === 'open', () => t('meeting.off.noQueue')),
      run: () => first && void act({ kind: 'grantSpeech', speechId: first.speechId }),
    },
    {
      key: 'f',
      label: t('meeting.key.endSpeech'),
      off: unless(speaking !== null, () => t('meeting.off.noSpeaker')),
      run: () => void act({ kind: 'endSpeech' }),
    },
  ]
}

function meetingKeys({ view, act }: OneMeeting, open: Open, startPoll: () => void): FloorKey[] {
  const refused = (kind: string) => {
    const why = view().me.may.find((one) => one.kind === kind)?.refused
    return why ? whyNot(why) : null
  }
  const suspended = view().status === 'suspended'
  return [
    {
      key: 'v',
      label: t('meeting.key.poll'),
      off: unless(view().status === 'open', () => t('meeting.off.notOpen')),
      run: startPoll,
    },
    {
      key: 'q',
      label: t('meeting.key.quorum'),
      off: refused('checkQuorum'),
      run: () => void act({ kind: 'checkQuorum' }),
    },
    { key: 'i', label: t('meeting.key.note'), off: null, run: () => open('note') },
    {
      key: 's',
      label: t(suspended ? 'meeting.key.resume' : 'meeting.key.suspend'),
      off: suspended ? refused('resume') : refused('suspend'),
      run: () => (suspended ? void act({ kind: 'resume' }) : open('suspend')),
    },
    {
      key: 'l',
      label: t('meeting.key.close'),
      off: unless(view().status === 'open' || suspended, () => t('meeting.off.notOpen')),
      run: () => open('close'),
    },
  ]
}
