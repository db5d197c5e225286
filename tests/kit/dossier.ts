// A valid dossier built from a seed: consensus records on an invented plan, an Alliance whose passkeys really sign.
// Called by the tests of the verifier, of the command and of the pages.
import { statementOf } from '../../shared/alliance.ts'
import { type Plan, type Subject, subjectText, textOf } from '../../shared/plan/plan.ts'
import {
  type ConsentChoice,
  type DecisionRule,
  defaultRule,
  ruleText,
  tallyConsent,
  weighRegister,
} from '../../shared/poll/consent.ts'
import { ruleRecordOf } from '../../shared/poll/poll.ts'
import { digest } from '../../shared/record/canonical.ts'
import { buildDossier } from '../../shared/record/dossier.ts'
import type {
  AllianceRecord,
  BallotRecord,
  Constat,
  Dossier,
  RegisterRecord,
} from '../../shared/record/records.ts'
import type { College } from '../../shared/territory.ts'
import { origin, type Passkey, rpId, rsaKey, seededKey, signed } from './passkey.ts'
import { seededPlan } from './seeded-plan.ts'

export const weightedRule: DecisionRule = {
  ...defaultRule,
  collegeWeights: { community: 30, municipal: 25, institutional: 25, lived: 20 },
}

export const organizations: readonly { id: string; name: string; college: College }[] = [
  { id: 'org-1', name: 'Banque alimentaire L’Entraide', college: 'community' },
  { id: 'org-2', name: 'Corporation de développement communautaire', college: 'community' },
  { id: 'org-3', name: 'MRC des Coteaux', college: 'municipal' },
  { id: 'org-4', name: 'Ville de Val-Doré', college: 'municipal' },
  { id: 'org-5', name: 'Office d’habitation du Lac-Clair', college: 'institutional' },
  { id: 'org-6', name: 'Centre de services scolaire des Érables', college: 'institutional' },
  { id: 'org-7', name: 'Comité des personnes concernées', college: 'lived' },
  { id: 'org-8', name: 'ᑲᑎᕕᒃ Centre d’amitié', college: 'lived' },
]

/** An instant of the day on which the seed was voted and signed. */
export const at = (minute: number) => new Date(Date.UTC(2026, 1, 26, 14, minute, 7, 120)).toISOString()

interface PollSeed {
  readonly id: string
  readonly plan: Plan
  readonly subject: Subject
  readonly round: number
  readonly minute: number
  /** One a registered organisation, in order; null for one that did not vote. */
  readonly choices: readonly (ConsentChoice | null)[]
}

/** A closed poll on a text of a plan, everything hashed as the server does. */
export function constatOf({ id, plan, subject, round, minute, choices }: PollSeed): Constat {
  const text = subjectText(plan, subject)!
  const weighed = weighRegister(organizations, weightedRule)
  if (!Array.isArray(weighed)) throw new Error('the seed breaks the rule')
  const register: readonly RegisterRecord[] = weighed
  const poll = {
    format: 'assise/poll/v1' as const,
    id,
    planId: 'plan-1',
    subject,
    subjectTitle:
      text.kind === 'plan' ? textOf(plan.fields.frame, 'title') : textOf(text.priority.fields, 'title'),
    round,
    question: {
      fr: 'Consentez-vous à ce texte, tel qu’il est écrit ici ?',
      en: 'Do you consent to this text, as written here?',
    },
    rule: ruleRecordOf(weightedRule),
    ruleText: ruleText(weightedRule),
    textHash: digest('text', text),
    registerHash: digest('register', register),
    openedAt: at(minute),
    openedBy: 'Aline Tremblay',
  }
  const pollDigest = digest('poll', poll)
  const ballots = register.flatMap(({ organizationId }, index): BallotRecord[] => {
    const choice = choices[index]
    if (!choice) return []
    const facilitated = index === 6
    return [
      {
        format: 'assise/ballot/v1',
        id: `${id}-ballot-${index}`,
        pollDigest,
        organizationId,
        choice,
        reason:
          choice === 'reserve' || choice === 'block' ? 'Le suivi reste à préciser.\nNous le redirons.' : '',
        channel: facilitated ? 'facilitated' : 'self',
        castBy: facilitated ? 'user-0' : `user-${index + 1}`,
        castByName: facilitated ? 'Aline Tremblay' : `Personne déléguée ${index + 1}`,
        textHash: poll.textHash,
        receivedAt: at(minute + 1),
      },
    ]
  })
  const result = tallyConsent(register, ballots, weightedRule)
  return {
    format: 'assise/constat/v1',
    poll,
    text,
    register,
    ballots,
    result,
    closedAt: at(minute + 2),
    closedBy: 'Aline Tremblay',
  }
}

const yes = (count: number): ConsentChoice[] => new Array(count).fill('support')

function seededConstats(): Constat[] {
  const prio = (id: string): Subject => ({ kind: 'priority', id })
  // The third priority was blocked, mended, then carried by the vote on the whole plan.
  const before: Plan = {
    ...seededPlan,
    lists: {
      ...seededPlan.lists,
      means: seededPlan.lists.means!.map((item) =>
        item.id === 'means-3' ? { ...item, fields: { ...item.fields, amount: 90_000_000 } } : item,
      ),
    },
  }
  return [
    constatOf({
      id: 'poll-1',
      plan: seededPlan,
      subject: prio('prio-1'),
      round: 2,
      minute: 0,
      choices: yes(8),
    }),
    constatOf({
      id: 'poll-2',
      plan: seededPlan,
      subject: prio('prio-2'),
      round: 1,
      minute: 5,
      choices: [...yes(4), 'reserve', 'abstain', 'support', null],
    }),
    constatOf({
      id: 'poll-3',
      plan: before,
      subject: prio('prio-3'),
      round: 1,
      minute: 10,
      choices: [...yes(6), 'support', 'block'],
    }),
    constatOf({
      id: 'poll-4',
      plan: seededPlan,
      subject: { kind: 'plan' },
      round: 1,
      minute: 20,
      choices: [...yes(5), 'reserve', 'support', 'support'],
    }),
  ]
}

const parties: AllianceRecord['parties'] = [
  {
    id: 'party-1',
    name: 'Table des préfets de la Rivière-aux-Érables',
    signatories: [
      { id: 'sign-1', name: 'Odile Fortin', capacity: 'préfète' },
      { id: 'sign-2', name: 'Marc Gagné', capacity: 'directeur général' },
    ],
  },
  {
    id: 'party-2',
    name: 'Ministère des Solidarités',
    signatories: [{ id: 'sign-3', name: 'Nadia Roy', capacity: 'sous-ministre adjointe' }],
  },
]

/** The statements that the records of a dossier give, in the order of the parties. */
export function statementsOf({ plan, version, alliance }: Pick<Dossier, 'plan' | 'version' | 'alliance'>) {
  if (!alliance) return []
  const common = {
    alliance,
    planTitle: textOf(plan.fields.frame, 'title'),
    planDigest: version.planDigest,
    versionDigest: digest('version', version),
    constats: version.constats,
  }
  return alliance.parties.flatMap((party) =>
    party.signatories.map((signatory) => statementOf({ ...common, party, signatory })),
  )
}

export const keys: readonly Passkey[] = [seededKey('one'), seededKey('two'), rsaKey()]

/** A dossier that holds; without an Alliance its bytes are always the same (a signature is never twice the same). */
export function seededDossier({ alliance: withAlliance = true } = {}): Dossier {
  const constats = seededConstats()
  const version = {
    format: 'assise/version/v1' as const,
    id: 'version-1',
    planId: 'plan-1',
    workspaceName: 'Rivière-aux-Érables',
    workspaceKind: 'regional' as const,
    number: 1,
    planDigest: digest('plan', seededPlan),
    constats: constats.map((constat) => digest('constat', constat)),
    lockedAt: at(30),
    lockedBy: 'Aline Tremblay',
  }
  const alliance = {
    id: 'alliance-1',
    title: 'Alliance pour la solidarité',
    parties,
    concludedAt: at(41),
    origin,
    rpId,
  }
  const parts = { plan: seededPlan, version, constats, ...(withAlliance && { alliance }) }
  const signatures = statementsOf(parts).map((statement, index) =>
    signed(statement, keys[index]!, { signedAt: at(40) }),
  )
  return buildDossier({ ...parts, signatures })
}
