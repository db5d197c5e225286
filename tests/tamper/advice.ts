// Forgeries of the consultative voices of a dossier (VOTE-27): what the forger changes, and the finding that must give it away.
// Read by second-form.ts, with its others.
import { voted } from '../kit/voted-dossier.ts'
import type { Forgery } from './first-form.ts'

const { housing, transport, plan } = voted

export const clumsyAdvice: readonly Forgery[] = [
  [
    'a consultative voice altered',
    (d) => {
      d.constats[plan].consultative.ballots[0].value = { choice: 'block' }
      d.constats[plan].consultative.ballots[0].reason = 'Non.'
    },
    'consultativeCount',
  ],
  [
    'a consultative voice dropped',
    (d) => void d.constats[housing].consultative.ballots.pop(),
    'consultativeCount',
  ],
  ['consultative voices left out', (d) => void delete d.constats[plan].consultative, 'consultativeSeats'],
  [
    'a consultative voice among those that count',
    (d) => void d.constats[plan].ballots.push(d.constats[plan].consultative.ballots[0]),
    'ballotRegister',
  ],
  [
    'a consultative seat renamed',
    (d) => {
      d.constats[plan].consultative.seats[0].name = 'Une autre'
    },
    'consultativeSeats',
  ],
  [
    'the figures of advice raised',
    (d) => {
      d.constats[plan].consultative.count.cast.seats = 3
    },
    'consultativeCount',
  ],
]

export const carefulAdvice: readonly Forgery[] = [
  [
    'a seat of the register asked for advice too',
    (d) => void d.constats[plan].consultative.seats.unshift(d.constats[plan].register[0]),
    'consultativeSeats',
  ],
  [
    'a consultative voice after the closing',
    (d) => {
      d.constats[plan].consultative.ballots[0].receivedAt = d.constats[plan].closedAt
    },
    'consultativeVoices',
  ],
  [
    'a consultative voice by proxy',
    (d) => {
      d.constats[plan].consultative.ballots[0].channel = 'proxy'
      d.constats[plan].consultative.ballots[0].proxySeat = d.constats[plan].register[0].seatId
    },
    'consultativeVoices',
  ],
  [
    'a consultative voice cast again where none may be',
    ({ constats }) => {
      const { ballots } = constats[plan].consultative
      ballots.push({ ...ballots[0], id: 'again', revision: 2 })
    },
    'consultativeVoices',
  ],
  [
    'a consultative voice of a seat that was not asked',
    (d) => {
      d.constats[plan].consultative.ballots[0].seatId = 'zzz'
    },
    'consultativeVoices',
  ],
  [
    'a late adviser left out, with what it said',
    ({ constats }) => {
      const { consultative } = constats[plan]
      const [{ seat }] = consultative.joined
      delete consultative.joined
      consultative.ballots = consultative.ballots.filter(
        ({ seatId }: { seatId: string }) => seatId !== seat.seatId,
      )
    },
    'consultativeCount',
  ],
  [
    'a late adviser asked before the opening',
    ({ constats }) => {
      constats[plan].consultative.joined[0].at = constats[plan].poll.openedAt
    },
    'consultativeSeats',
  ],
  [
    'a late adviser who spoke before being asked',
    ({ constats }) => {
      const { joined, ballots } = constats[plan].consultative
      const said = ballots.find(({ seatId }: { seatId: string }) => seatId === joined[0].seat.seatId)
      joined[0].at = said.receivedAt.replace(/\d{3}Z$/, '999Z')
    },
    'consultativeVoices',
  ],
  [
    'a late adviser who is in the register too',
    ({ constats }) => {
      constats[plan].consultative.joined[0].seat.seatId = constats[plan].register[0].seatId
    },
    'consultativeSeats',
  ],
  [
    'a seat asked at the opening told as late',
    ({ constats }) => {
      const { consultative, poll } = constats[plan]
      consultative.joined.push({
        at: consultative.joined[0].at,
        by: poll.openedBy,
        seat: consultative.seats[0],
      })
      consultative.seats = []
    },
    'consultativeSeats',
  ],
  [
    'a late adviser in a poll whose register is fixed',
    ({ constats }) => {
      const { joined } = constats[plan].consultative
      constats[housing].consultative.joined = [
        { ...joined[0], at: constats[housing].consultative.ballots[0].receivedAt },
      ]
    },
    'consultativeSeats',
  ],
  [
    'advice in a secret poll',
    ({ constats }) => {
      const { seats } = constats[plan].consultative
      constats[transport].consultative = { ...constats[plan].consultative, seats, ballots: [] }
      constats[transport].poll.consultativeHash = '0'.repeat(64)
    },
    'consultativeSeats',
  ],
]
