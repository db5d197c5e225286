// What screens say aloud of a meeting and of votes, told by comparing two moments: who has the floor, a point of order, the quorum, a poll annulled.
import { describe, expect, test } from 'vitest'
import { newsOf } from '../client/pages/meeting/meeting-news.ts'
import { newsOf as votesNews } from '../client/pages/vote/vote-news.ts'
import type { MeetingView } from '../shared/meeting/views.ts'

const speech = (speechId: string, name: string, seatName: string | null, kind = 'request') => ({
  speechId,
  speech: kind,
  person: { userId: `u-${name}`, name },
  seatName,
})

/** As much of a meeting as its news looks at. */
const meeting = (part: object): MeetingView =>
  ({
    id: 'm',
    seq: 1,
    status: 'open',
    suspendedFor: null,
    agenda: [],
    activeItem: null,
    quorum: null,
    seats: [],
    queue: { speaking: null, waiting: [] },
    me: { userId: 'u-Moi', runs: false, seats: [], voices: [] },
    ...part,
  }) as unknown as MeetingView

const noemie = speech('s1', 'Noémie', 'Coop Le Relais')
const mine = speech('s2', 'Moi', null)
const order = speech('s3', 'Ali', 'Ville', 'pointOfOrder')
const quorum = (met: boolean, reached: string) => ({ now: { met, reached, needed: '6' } })

describe('of a meeting', () => {
  test('everyone is told who has the floor; the speaker is told that it is their turn, once', () => {
    const before = meeting({})
    const hers = meeting({ seq: 2, queue: { speaking: noemie, waiting: [] } })
    expect(newsOf(before, hers)).toEqual([{ key: 'floor', name: 'Noémie, Coop Le Relais' }])
    const myTurn = meeting({ seq: 3, queue: { speaking: mine, waiting: [] } })
    expect(newsOf(hers, myTurn)).toEqual([{ key: 'yourTurn' }])
    expect(newsOf(myTurn, meeting({ seq: 4, queue: { speaking: noemie, waiting: [] } }))).toEqual([
      { key: 'turnOver' },
      { key: 'floor', name: 'Noémie, Coop Le Relais' },
    ])
    expect(newsOf(hers, meeting({ seq: 5, queue: { speaking: noemie, waiting: [mine] } }))).toEqual([])
  })

  test('a point of order is told at once, to whoever conducts alone', () => {
    const waits = { seq: 2, queue: { speaking: noemie, waiting: [order] } }
    const runs = { me: { userId: 'u-Maude', runs: true, seats: [], voices: [] } }
    const before = { queue: { speaking: noemie, waiting: [] } }
    expect(newsOf(meeting({ ...runs, ...before }), meeting({ ...runs, ...waits }))).toEqual([
      { key: 'order', name: 'Ali, Ville' },
    ])
    expect(newsOf(meeting(before), meeting(waits))).toEqual([])
  })

  test('the quorum lost and back, each once, with its figures', () => {
    const [had, lost] = [
      meeting({ quorum: quorum(true, '6') }),
      meeting({ seq: 2, quorum: quorum(false, '5') }),
    ]
    expect(newsOf(had, lost)).toEqual([{ key: 'quorumLost', reached: '5', needed: '6' }])
    expect(newsOf(lost, meeting({ seq: 3, quorum: quorum(true, '6') }))).toEqual([
      { key: 'quorumBack', reached: '6', needed: '6' },
    ])
    expect(newsOf(lost, meeting({ seq: 3, quorum: quorum(false, '4') }))).toEqual([])
  })
})

test('of votes: one that is annulled is not told to be closed', () => {
  const question = { fr: 'Oui ?', en: 'Yes?' }
  const scene = (open: boolean, annulled: boolean) => ({
    polls: [{ id: 'p', question, open, annulled, outcome: null }],
    present: null,
    seats: [],
    received: [],
  })
  expect(votesNews(scene(true, false), scene(false, true), 'fr').map(({ key }) => key)).toEqual([
    'news.annulled',
  ])
  expect(votesNews(scene(true, false), scene(false, false), 'fr').map(({ key }) => key)).toEqual([
    'news.closed',
  ])
})
