// Forgeries of a dossier on polls of the second form: what the forger changes, and the finding that must give it away.
// Read by the tests of the verifier, and written as files for both implementations.
import type { ObjectionRecord } from '../../shared/record/poll-records.ts'
import type { Loose } from '../kit/forger.ts'
import { voted } from '../kit/voted-dossier.ts'
import { carefulAdvice, clumsyAdvice } from './advice.ts'
import type { Forgery } from './first-form.ts'

const { housing, transport, plan } = voted
/** The last of the list stands: an earlier one may have been cast again. */
const blockIt = ({ ballots }: Loose) => {
  ballots.at(-1).value = { choice: 'block' }
  ballots.at(-1).reason = 'Non.'
}

/** Name, what the forger changes, the finding that must give it away. Only the outer digest is recomputed. */
export const clumsyVotes: readonly Forgery[] = [
  [
    'a voice altered',
    (d) => {
      d.constats[housing].ballots.at(-1).value = { choice: 'abstain' }
    },
    'recount',
  ],
  ['a voice dropped', (d) => void d.constats[housing].ballots.pop(), 'recount'],
  [
    'a voice of a seat outside the register',
    ({ constats }) =>
      void constats[plan].ballots.push({
        ...constats[plan].ballots.at(-1),
        id: 'x',
        seatId: 'zzz',
        revision: 1,
      }),
    'ballotRegister',
  ],
  [
    'a voice about another text',
    (d) => {
      d.constats[plan].ballots[0].textHash = '0'.repeat(64)
    },
    'ballotText',
  ],
  [
    'a voice of another poll',
    (d) => {
      d.constats[plan].ballots[0].pollDigest = '0'.repeat(64)
    },
    'ballotPoll',
  ],
  ...clumsyAdvice,
  ['voices in another order', (d) => void d.constats[plan].ballots.reverse(), 'ballotOrder'],
  [
    'the count of an option raised',
    (d) => {
      d.constats[transport].count.tallies[0].mass.seats = 6
    },
    'recount',
  ],
  [
    'an outcome word raised',
    (d) => {
      d.constats[plan].outcome = 'unanimous'
    },
    'outcome',
  ],
  [
    'the question reworded after the vote',
    (d) => {
      d.constats[plan].poll.question.fr = 'Et ceci ?'
    },
    'ballotPoll',
  ],
  [
    'the text swapped',
    (d) => {
      d.constats[housing].text.priority.fields.title = 'Autre'
    },
    'textHash',
  ],
  [
    'a name of the register changed',
    (d) => {
      d.constats[plan].register[0].name = 'Autre'
    },
    'registerHash',
  ],
  ['a record left out', (d) => void d.constats.splice(transport, 1), 'versionConstats'],
  [
    'an addendum reworded',
    (d) => {
      d.addenda[0].text = 'Annoncé hier.'
    },
    'addenda',
  ],
  [
    'an addendum of a poll that is not here',
    (d) => {
      d.addenda[1].pollId = 'elsewhere'
    },
    'addenda',
  ],
]

/** Here every hash, count, outcome and list is recomputed: only the rules themselves are left to tell. */
export const carefulVotes: readonly Forgery[] = [
  ...carefulAdvice,
  // COUNT-16: given where no rule foresees it.
  [
    'a casting vote slipped in',
    ({ constats }) => {
      const { closedAt: at, closedBy: byName } = constats[plan]
      constats[plan].casting = { side: 'for', byName, at }
    },
    'outcome',
  ],
  [
    'a second voice of a seat, where none is cast again',
    ({ constats: { [plan]: c } }) => {
      const last = c.ballots.at(-1)
      c.ballots.push({ ...last, id: 'again', revision: last.revision + 1 })
    },
    'ballotRevision',
  ],
  [
    'the contesting of a recorded voice taken away',
    ({ constats: { [plan]: c } }) => {
      c.answers = []
    },
    'ballotRevision',
  ],
  [
    'a voice received at the closing',
    ({ constats: { [plan]: c } }) => {
      c.ballots[0].receivedAt = c.closedAt
    },
    'ballotTime',
  ],
  [
    'a voice received before the opening',
    ({ constats: { [plan]: c } }) => {
      c.ballots[0].receivedAt = c.poll.openedAt
    },
    'ballotTime',
  ],
  [
    'a value that is none of the method’s',
    ({ constats: { [plan]: c } }) => {
      c.ballots[0].value = { answer: 'yes' }
    },
    'ballotValue',
  ],
  [
    'the words of a reservation taken away',
    ({ constats: { [plan]: c } }) => {
      for (const ballot of c.ballots) ballot.reason = ''
    },
    'ballotValue',
  ],
  [
    'a voice dressed as a proxy',
    ({ constats: { [plan]: c } }) => {
      c.ballots[0].channel = 'proxy'
    },
    'ballotRevision',
  ],
  [
    'a confirmation of a voice cast by its own holder',
    ({ constats: { [plan]: c } }) => {
      const own = c.ballots.find((ballot: Loose) => ballot.channel === 'self')
      c.answers.push({ voiceId: own.id, answer: 'confirmed', byName: 'X', at: c.closedAt })
    },
    'voiceAnswers',
  ],
  [
    'the threshold made easier than the rules',
    ({ constats: { [plan]: c } }) => {
      c.poll.setting.threshold.share = { num: 1, den: 2 }
    },
    'settingRules',
  ],
  [
    'the quorum left out of the setting',
    ({ constats: { [plan]: c } }) => {
      c.poll.setting.quorum.share = { num: 1, den: 100 }
    },
    'settingRules',
  ],
  [
    'a majority after a block that the rules did not foresee',
    ({ constats: { [plan]: c } }) => {
      c.poll.setting.afterBlock = 'majority'
      c.poll.setting.fallback = c.poll.setting.threshold
    },
    'settingRules',
  ],
  [
    'a cap on the seats that the register is over',
    ({ constats: { [plan]: c } }) => {
      c.poll.ruleSet.collegeMax = { num: 3, den: 5 }
    },
    'weights',
  ],
  [
    'a weight raised',
    ({ constats: { [plan]: c } }) => {
      c.register[0].weight = { num: 90, den: 1 }
    },
    'weights',
  ],
  [
    'a seat listed twice',
    ({ constats: { [plan]: c } }) => void c.register.splice(1, 0, c.register[0]),
    'registerOrder',
  ],
  [
    'a late seat in a frozen register',
    ({ constats: { [housing]: c } }) => {
      c.changes = [
        { kind: 'joined', at: c.ballots[0].receivedAt, by: 'X', seat: { ...c.register[0], seatId: 'zzz' } },
      ]
    },
    'registerChanges',
  ],
  [
    'a seat recused after the closing',
    ({ constats: { [plan]: c } }) => {
      c.changes = [{ kind: 'recused', at: '2030-01-01T00:00:00.000Z', by: 'X', seatId: c.register[0].seatId }]
    },
    'registerChanges',
  ],
  [
    'a seat recused before it voted',
    ({ constats: { [plan]: c } }) => {
      const [first] = c.ballots
      c.changes = [{ kind: 'recused', at: first.receivedAt, by: 'X', seatId: first.seatId }]
    },
    'ballotRegister',
  ],
  [
    'a closing before the hour announced',
    ({ constats: { [plan]: c } }) => {
      c.poll.setting.closesAt = '2030-01-01T00:00:00.000Z'
      c.ballots.pop()
    },
    'closingHour',
  ],
  [
    'a closing by an hour that was never announced',
    ({ constats: { [plan]: c } }) => {
      c.closing = 'hour'
    },
    'closingHour',
  ],
  [
    'an objection that came with a voice taken away',
    ({ constats: { [plan]: c } }) => {
      c.objections = []
    },
    'objectionSteps',
  ],
  [
    'an objection told withdrawn without a step',
    ({ constats: { [plan]: c } }) => {
      const one = c.objections.find((o: ObjectionRecord) => o.pollId === c.poll.id)
      one.state = 'withdrawn'
    },
    'objectionSteps',
  ],
  [
    'an objection told integrated in the same text',
    ({ constats: { [plan]: c } }) => {
      const one = c.objections.find((o: ObjectionRecord) => o.pollId === c.poll.id)
      one.state = 'integrated'
      one.steps = [{ move: 'integrate', words: '', textHash: c.poll.textHash, byName: 'X', at: c.closedAt }]
    },
    'objectionSteps',
  ],
  [
    'a block slipped in: no consensus stands on the plan any more',
    ({ constats: { [plan]: c } }) => blockIt(c),
    'planStands',
  ],
  [
    'a name put beside a secret value',
    ({ constats: { [transport]: c, [plan]: other } }) => {
      c.ballots = [{ ...other.ballots[0], value: { answer: 'yes' } }]
    },
    'secretApart',
  ],
  [
    'more secret votes than names on the roll',
    ({ constats: { [transport]: c } }) => {
      c.secret.tallies[0].count += 1
    },
    'secretValues',
  ],
  [
    'a name taken off the secret roll',
    ({ constats: { [transport]: c } }) => void c.secret.roll.pop(),
    'secretValues',
  ],
  [
    'a name twice on the secret roll',
    ({ constats: { [transport]: c } }) => {
      c.secret.roll[1] = c.secret.roll[0]
    },
    'secretRoll',
  ],
  [
    'secret values left in their order of arrival',
    ({ constats: { [transport]: c } }) => void c.secret.tallies.reverse(),
    'secretValues',
  ],
  [
    'a secret result told suppressed',
    ({ constats: { [transport]: c } }) => {
      c.secret.suppressed = true
      c.secret.tallies = []
    },
    'secretValues',
  ],
  [
    'a secret poll told open',
    ({ constats: { [transport]: c } }) => {
      c.poll.setting.secrecy = 'open'
    },
    'secretApart',
  ],
  [
    'an addendum turned into an annulment',
    (d) => {
      d.addenda[1].kind = 'annulled'
    },
    'addenda',
  ],
  [
    'an addendum dated after the lock',
    (d) => {
      d.addenda[1].at = '2030-01-01T00:00:00.000Z'
    },
    'addenda',
  ],
  [
    'a poll of another plan',
    ({ constats: { [plan]: c } }) => {
      c.poll.planId = 'elsewhere'
    },
    'pollPlan',
  ],
  [
    'the text of another subject',
    ({ constats: { [housing]: c, [transport]: other } }) => {
      c.text = other.text
    },
    'textSubject',
  ],
]
