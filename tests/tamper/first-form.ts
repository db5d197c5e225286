// Forgeries of a dossier signed on consent polls: what the forger changes, and the finding that must give it away.
// Read by the tests of the verifier, and written as files for both implementations.
import { tallyConsent } from '../../shared/poll/consent.ts'
import { ruleOf } from '../../shared/poll/poll.ts'
import { digest } from '../../shared/record/canonical.ts'
import type { FindingCode } from '../../shared/verify/findings.ts'
import type { Loose } from '../kit/forger.ts'

/** Name, what the forger changes, the finding. */
export type Forgery = readonly [string, (loose: Loose) => void, FindingCode]

const retally = (constat: Loose) => {
  constat.result = tallyConsent(constat.register, constat.ballots, ruleOf(constat.poll.rule))
}
const wholePlan = 3
const setPlan = (loose: Loose, change: (plan: Loose) => void) => {
  change(loose.plan)
  change(loose.constats[wholePlan].text.plan)
}

/** Name, what the forger changes, the finding that must give it away. Only the outer digest is recomputed. */
export const clumsy: readonly Forgery[] = [
  [
    'a ballot altered',
    (d) => {
      d.constats[0].ballots[0].choice = 'abstain'
    },
    'recount',
  ],
  [
    'a ballot altered and the result counted again',
    ({ constats: [first] }) => {
      first.ballots[0].choice = 'abstain'
      retally(first)
    },
    'versionConstats',
  ],
  [
    'a ballot dropped and the result counted again',
    ({ constats: [first] }) => {
      first.ballots.pop()
      retally(first)
    },
    'versionConstats',
  ],
  [
    'a ballot added for an organisation outside the register',
    ({ constats: [first] }) =>
      void first.ballots.push({ ...first.ballots[0], id: 'added', organizationId: 'org-9' }),
    'ballotRegister',
  ],
  [
    'a second ballot of the same organisation',
    ({ constats: [first] }) => void first.ballots.push({ ...first.ballots[7], id: 'added' }),
    'ballotRegister',
  ],
  ['ballots in another order', ({ constats: [first] }) => void first.ballots.reverse(), 'ballotOrder'],
  [
    'two ballots with one id',
    ({ constats: [first] }) => {
      first.ballots[1].id = first.ballots[0].id
    },
    'ballotOrder',
  ],
  [
    'a ballot dated before the opening',
    ({ constats: [first] }) => {
      first.ballots[2].receivedAt = '2026-02-26T13:59:00.000Z'
    },
    'ballotTime',
  ],
  [
    'a ballot received after the closing',
    ({ constats: [first] }) => {
      first.ballots[2].receivedAt = '2026-02-26T23:59:00.000Z'
    },
    'ballotTime',
  ],
  [
    'the words of a reservation taken away',
    (d) => {
      d.constats[1].ballots[4].reason = ' '
    },
    'ballotReason',
  ],
  [
    'a ballot of another poll',
    ({ constats: [first, second] }) => {
      first.ballots[0] = second.ballots[0]
    },
    'ballotPoll',
  ],
  [
    'a ballot about another text',
    ({ constats: [first, second] }) => {
      first.ballots[0].textHash = second.poll.textHash
    },
    'ballotText',
  ],
  [
    'the text of a poll altered',
    (d) => {
      d.constats[0].text.priority.fields.title = 'Se loger'
    },
    'textHash',
  ],
  [
    'a poll moved to another priority',
    (d) => {
      d.constats[0].poll.subject.id = 'prio-3'
    },
    'textSubject',
  ],
  [
    'the weight of an organisation raised',
    (d) => {
      d.constats[0].register[0].weight.num = 90
    },
    'registerHash',
  ],
  [
    'an organisation twice in the register',
    ({ constats: [first] }) => void first.register.push(first.register[7]),
    'registerOrder',
  ],
  [
    'an outcome turned around',
    (d) => {
      d.constats[2].result.outcome = 'consensus'
    },
    'recount',
  ],
  [
    'a count changed',
    (d) => {
      d.constats[0].result.counts.support = 7
    },
    'recount',
  ],
  [
    'an amount of the plan changed',
    (d) => {
      d.plan.lists.means[0].fields.amount += 1
    },
    'planDigest',
  ],
  [
    'the plan swapped, and its digest in the version',
    (d) => {
      d.plan.lists.means[0].fields.amount += 1
      d.version.planDigest = digest('plan', d.plan)
    },
    'planStands',
  ],
  ['a consensus record dropped', (d) => void d.constats.pop(), 'versionConstats'],
  ['a consensus record twice', (d) => void d.constats.push(d.constats[0]), 'pollUnique'],
  [
    'a consensus record of another plan',
    (d) => {
      d.constats[0].poll.planId = 'plan-2'
    },
    'pollPlan',
  ],
  [
    'a version locked before its polls closed',
    (d) => {
      d.version.lockedAt = '2026-02-26T14:00:00.000Z'
    },
    'versionTime',
  ],
  [
    'the version’s number changed',
    (d) => {
      d.version.number = 2
    },
    'statementDigests',
  ],
  [
    'a signatory renamed in the Alliance',
    (d) => {
      d.alliance.parties[0].signatories[0].name = 'Autre'
    },
    'statementSignatory',
  ],
  [
    'a signatory renamed in the statement',
    (d) => {
      d.signatures[0].statement.name = 'Autre'
    },
    'challenge',
  ],
  [
    'a party renamed',
    (d) => {
      d.alliance.parties[1].name = 'Autre ministère'
    },
    'statementSignatory',
  ],
  [
    'the sentence reworded',
    (d) => {
      d.signatures[0].statement.sentence.fr = 'Je signe.'
    },
    'statementSentence',
  ],
  [
    'a signature moved to another statement',
    ({ signatures: [first, second] }) => {
      const { statement } = first
      Object.assign(first, { ...second, statement })
    },
    'challenge',
  ],
  ['a signature dropped', (d) => void d.signatures.pop(), 'everySignatory'],
  ['a signature twice', (d) => void d.signatures.push(d.signatures[0]), 'everySignatory'],
  [
    'a signatory who is not in the Alliance',
    (d) => {
      d.signatures[0].statement.signatoryId = 'sign-9'
    },
    'statementSignatory',
  ],
  [
    'another address',
    (d) => {
      d.alliance.origin = 'https://autre.example'
    },
    'origin',
  ],
  [
    'another domain of keys',
    (d) => {
      d.alliance.rpId = 'example'
    },
    'rpId',
  ],
  [
    'another person’s public key',
    ({ signatures: [first, second] }) => {
      first.publicKey = second.publicKey
    },
    'signature',
  ],
  [
    'a public key that is none',
    (d) => {
      d.signatures[0].publicKey = 'AAAA'
    },
    'publicKey',
  ],
  [
    'a signature before the lock',
    (d) => {
      d.signatures[0].signedAt = '2026-02-26T14:00:00.000Z'
    },
    'conclusion',
  ],
  [
    'a conclusion before a signature',
    (d) => {
      d.alliance.concludedAt = '2026-02-26T14:35:00.000Z'
    },
    'conclusion',
  ],
  [
    'a party without a signatory',
    (d) => {
      d.alliance.parties[1].signatories = []
    },
    'allianceParties',
  ],
  ['signatures without an Alliance', (d) => void delete d.alliance, 'noAlliance'],
  [
    'a field that no format knows',
    (d) => {
      d.version.note = 'adopté'
    },
    'schema',
  ],
  [
    'a field named as every object’s own',
    (d) => {
      d.version.toString = 'adopté'
    },
    'schema',
  ],
  [
    'a day that does not exist',
    (d) => {
      d.plan.fields.frame.start = '2026-02-30'
    },
    'schema',
  ],
  [
    'an amount that is text',
    (d) => {
      d.plan.lists.means[0].fields.amount = '1'
    },
    'schema',
  ],
]

/** Here every hash, result, list, statement and challenge is recomputed: all that needs no private key. */
export const careful: readonly Forgery[] = [
  [
    'a ballot altered',
    (d) => {
      d.constats[0].ballots[0].choice = 'abstain'
    },
    'signature',
  ],
  ['a ballot dropped', (d) => void d.constats[0].ballots.pop(), 'signature'],
  [
    'a facilitated ballot dressed as one’s own',
    (d) => {
      d.constats[0].ballots[6].channel = 'self'
    },
    'signature',
  ],
  [
    'a reservation reworded',
    (d) => {
      d.constats[1].ballots[4].reason = 'Aucune.'
    },
    'signature',
  ],
  [
    'the rule made easier',
    (d) => {
      d.constats[0].poll.rule.threshold = { num: 1, den: 100 }
    },
    'signature',
  ],
  [
    'a weight raised',
    (d) => {
      d.constats[0].register[0].weight = { num: 90, den: 1 }
    },
    'weights',
  ],
  [
    'an amount changed in the plan and in its vote',
    (d) =>
      setPlan(d, (plan) => {
        plan.lists.means[3].fields.amount = 1
      }),
    'signature',
  ],
  [
    'the plan emptied of its envelope',
    (d) => setPlan(d, (plan) => void delete plan.fields.frame.envelope),
    'planComplete',
  ],
  ['the vote on the whole plan left out', (d) => void d.constats.splice(wholePlan, 1), 'planStands'],
  [
    'the only consensus on a priority left out',
    (d) => void d.constats.splice(wholePlan, 1),
    'priorityStands',
  ],
  [
    'a signatory renamed everywhere',
    (d) => {
      d.alliance.parties[0].signatories[0].name = 'Autre'
    },
    'signature',
  ],
  [
    'the title of the plan changed everywhere',
    (d) =>
      setPlan(d, (plan) => {
        plan.fields.frame.title = 'Autre'
      }),
    'signature',
  ],
]
