// What may be asked of a meeting at each stage of its life, by whoever runs it and by a member: every command in every state, one line each.
import { expect, test } from 'vitest'
import type { Command, CommandKind, CommandOf } from '../../../shared/meeting/command-list.ts'
import { decide } from '../../../shared/meeting/commands.ts'
import { isRefusal, type MeetingActor } from '../../../shared/meeting/deciding.ts'
import { meetingAt } from '../../../shared/meeting/fold.ts'
import type { MeetingState } from '../../../shared/meeting/state.ts'
import { convened, facilitator, facts, opened, person, rulesWith, seat } from '../../kit/sitting.ts'

const about = {
  title: { fr: 'Séance', en: 'Meeting' },
  mode: 'hybrid' as const,
  place: 'Salle',
  link: '',
  startsAt: '2026-03-02T15:00:00.000Z',
  endsAt: '2026-03-02T16:00:00.000Z',
  queueBy: 'person' as const,
  speechSeconds: 0,
  secretary: '',
}
const item = { title: { fr: 'Point', en: 'Item' }, kind: 'info' as const, plannedMinutes: 1 }
const decidedBy = { instance: 'Assemblée', date: '2026-03-01', reference: '' }
const onItem = { itemId: 'i3' }
const onSeat = { seatId: 'a', ...onItem }

/** One of each kind, sound in itself. */
const commands: { readonly [K in CommandKind]: Omit<CommandOf<K>, 'kind'> } = {
  describe: { about },
  convene: {},
  cancel: { reason: 'Tempête' },
  open: {},
  suspend: { reason: 'Pause' },
  resume: {},
  close: {},
  adoptMinutes: { decidedBy },
  addItem: { item },
  changeItem: { itemId: 'i2', item },
  orderItems: { order: ['i3', 'i2'] },
  openItem: { itemId: 'i2' },
  finishItem: { itemId: 'i2' },
  decideItem: { ...onItem, words: 'Adopté.' },
  postponeItem: { ...onItem, reason: 'Plus tard' },
  withdrawItem: { ...onItem, reason: 'Retiré' },
  arrive: { mode: 'room' },
  leave: {},
  handOver: { seatId: 'a', to: 'alt' },
  giveProxy: { from: 'a', to: 'b' },
  revokeProxy: { from: 'a' },
  recuse: { ...onSeat, reason: 'Intérêt' },
  withdrawRecusal: onSeat,
  nameDissent: { ...onSeat, words: 'Non.' },
  withdrawDissent: onSeat,
  checkQuorum: {},
  askSpeech: { speech: 'request' },
  grantSpeech: { speechId: 's1' },
  endSpeech: {},
  withdrawSpeech: { speechId: 's1' },
  show: { screen: { kind: 'agenda' } },
  note: { note: 'incident', text: 'Panne' },
}

/** What whoever runs it is told: draft, convened, open, suspended, closed, adopted, cancelled. */
const table: { readonly [kind in CommandKind]: string } = {
  describe: 'may may may may meetingOver meetingOver meetingOver',
  convene: 'may meetingNotDraft meetingNotDraft meetingNotDraft meetingOver meetingOver meetingOver',
  cancel: 'may may meetingAlreadyOpen meetingAlreadyOpen meetingOver meetingOver meetingOver',
  open: 'meetingNotConvened may meetingAlreadyOpen meetingAlreadyOpen meetingOver meetingOver meetingOver',
  suspend: 'meetingNotOpen meetingNotOpen may meetingNotOpen meetingOver meetingOver meetingOver',
  resume:
    'meetingNotSuspended meetingNotSuspended meetingNotSuspended may meetingOver meetingOver meetingOver',
  close: 'meetingNotOpen meetingNotOpen itemUndecided itemUndecided meetingOver meetingOver meetingOver',
  adoptMinutes:
    'meetingNotClosed meetingNotClosed meetingNotClosed meetingNotClosed may meetingOver meetingOver',
  addItem: 'may may may may meetingOver meetingOver meetingOver',
  changeItem: 'may may may may meetingOver meetingOver meetingOver',
  orderItems: 'may may may may meetingOver meetingOver meetingOver',
  openItem: 'meetingNotOpen meetingNotOpen may meetingNotOpen meetingOver meetingOver meetingOver',
  finishItem:
    'meetingNotOpen meetingNotOpen itemNotActive meetingNotOpen meetingOver meetingOver meetingOver',
  decideItem:
    'meetingNotOpen meetingNotOpen itemNotActive meetingNotOpen meetingOver meetingOver meetingOver',
  postponeItem: 'may may may may meetingOver meetingOver meetingOver',
  withdrawItem: 'may may may may meetingOver meetingOver meetingOver',
  arrive: 'meetingNotConvened may may may meetingOver meetingOver meetingOver',
  leave: 'meetingNotConvened notHere notHere notHere meetingOver meetingOver meetingOver',
  handOver: 'meetingNotConvened seatEmpty seatEmpty seatEmpty meetingOver meetingOver meetingOver',
  giveProxy: 'meetingNotConvened may may may meetingOver meetingOver meetingOver',
  revokeProxy:
    'meetingNotConvened proxyMissing proxyMissing proxyMissing meetingOver meetingOver meetingOver',
  recuse: 'seatMissing may may may meetingOver meetingOver meetingOver',
  withdrawRecusal: 'seatMissing notRecused notRecused notRecused meetingOver meetingOver meetingOver',
  nameDissent:
    'seatMissing meetingNotOpen dissentTooEarly dissentTooEarly dissentTooEarly minutesFixed meetingOver',
  withdrawDissent:
    'seatMissing meetingNotOpen dissentMissing dissentMissing dissentMissing minutesFixed meetingOver',
  checkQuorum: 'meetingNotConvened may may may meetingOver meetingOver meetingOver',
  askSpeech: 'meetingNotOpen meetingNotOpen notHere meetingNotOpen meetingOver meetingOver meetingOver',
  grantSpeech:
    'meetingNotOpen meetingNotOpen speechMissing meetingNotOpen meetingOver meetingOver meetingOver',
  endSpeech: 'meetingNotOpen meetingNotOpen nobodySpeaks meetingNotOpen meetingOver meetingOver meetingOver',
  withdrawSpeech:
    'meetingNotOpen meetingNotOpen speechMissing meetingNotOpen meetingOver meetingOver meetingOver',
  show: 'meetingNotConvened may may may meetingOver meetingOver meetingOver',
  note: 'may may may may may meetingOver may',
}

/** What belongs to whoever runs the meeting. */
const runners: readonly CommandKind[] = [
  ...(['describe', 'convene', 'cancel', 'open', 'suspend', 'resume', 'close', 'adoptMinutes'] as const),
  ...([
    'addItem',
    'changeItem',
    'orderItems',
    'openItem',
    'finishItem',
    'decideItem',
    'postponeItem',
  ] as const),
  ...(['withdrawItem', 'grantSpeech', 'show', 'note'] as const),
]

function states(): readonly MeetingState[] {
  const seats = [seat('a', 'ana', ['alt']), seat('b', 'bob')]
  const sitting = opened({ seats, rules: rulesWith({ quorumLost: 'continue' }) })
  const draft = meetingAt(
    facts,
    sitting.events.slice(
      0,
      sitting.events.findIndex(({ kind }) => kind === 'convened'),
    ),
  )
  const called = convened({ seats })
  const all = [draft, called.state, sitting.state]
  sitting.act(facilitator, { kind: 'suspend', reason: 'Pause' })
  all.push(sitting.state)
  sitting.act(facilitator, { kind: 'postponeItem', ...onItem, reason: 'Plus tard' })
  sitting.act(facilitator, { kind: 'close' })
  all.push(sitting.state)
  sitting.act(facilitator, { kind: 'adoptMinutes', decidedBy })
  all.push(sitting.state)
  called.act(facilitator, { kind: 'cancel', reason: 'Tempête' })
  return [...all, called.state]
}

function told(state: MeetingState, kind: CommandKind, actor: MeetingActor): string {
  const decision = decide(state, { kind, ...commands[kind] } as Command, {
    at: '2026-03-02T14:30:00.000Z',
    actor,
    rules: rulesWith(),
    rulesText: { fr: '', en: '' },
    person: null,
  })
  return isRefusal(decision) ? decision.code : 'may'
}

test('MEET-2 MEET-6 MEET-19 at each stage of a meeting, what may be done by whoever runs it', () => {
  const all = states()
  const kinds = Object.keys(table) as CommandKind[]
  const found = kinds.map((kind) => [kind, all.map((state) => told(state, kind, facilitator)).join(' ')])
  expect(Object.fromEntries(found)).toEqual(table)
})

test('MEET-2 MEET-3 what belongs to whoever runs it is refused to a member at every stage; the rest is as theirs', () => {
  const all = states()
  for (const kind of Object.keys(table) as CommandKind[]) {
    const own = all.map((state) => told(state, kind, person('ana')))
    if (runners.includes(kind)) expect(new Set(own), kind).toEqual(new Set(['roleForbids']))
    // Whoever asks that the quorum be counted is in the meeting, or runs it.
    else if (kind !== 'checkQuorum') expect(own.join(' '), kind).toBe(table[kind])
  }
})

test('MEET-19 once the minutes are adopted a correction may still be noted, and nothing else', () => {
  const adopted = states()[5]!
  const note = (kind: 'incident' | 'annotation' | 'correction') => {
    const decision = decide(
      adopted,
      { kind: 'note', note: kind, text: 'Panne' },
      {
        at: '2026-03-02T14:30:00.000Z',
        actor: facilitator,
        rules: rulesWith(),
        rulesText: { fr: '', en: '' },
        person: null,
      },
    )
    return isRefusal(decision) ? decision.code : 'may'
  }
  expect((['incident', 'annotation', 'correction'] as const).map(note)).toEqual([
    'meetingOver',
    'meetingOver',
    'may',
  ])
})
