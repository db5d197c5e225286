// A valid dossier built from a seed: an invented plan, consensus records, an Alliance whose passkeys really sign (ES256 and RS256).
// Called by the tests of the verifier and of the PDF; also the forger's bench: `rebuilt` recomputes all that needs no key.
import {
  createECDH,
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from 'node:crypto'
import { statementOf } from '../../shared/alliance.ts'
import { type Plan, type Subject, subjectText, textOf } from '../../shared/plan/plan.ts'
import type { ProseNode } from '../../shared/plan/prose-json.ts'
import {
  type ConsentChoice,
  type DecisionRule,
  defaultRule,
  ruleText,
  tallyConsent,
  weighRegister,
} from '../../shared/poll/consent.ts'
import { ruleOf, ruleRecordOf } from '../../shared/poll/poll.ts'
import { digest, digestBytes } from '../../shared/record/canonical.ts'
import { buildDossier } from '../../shared/record/dossier.ts'
import type {
  AllianceRecord,
  BallotRecord,
  Constat,
  Dossier,
  RegisterRecord,
  SignatureRecord,
} from '../../shared/record/records.ts'
import type { College } from '../../shared/territory.ts'

export const origin = 'https://assise.example'
export const rpId = 'assise.example'

export const weightedRule: DecisionRule = {
  ...defaultRule,
  collegeWeights: { community: 30, municipal: 25, institutional: 25, lived: 20 },
}

const organizations: readonly { id: string; name: string; college: College }[] = [
  { id: 'org-1', name: 'Banque alimentaire L’Entraide', college: 'community' },
  { id: 'org-2', name: 'Corporation de développement communautaire', college: 'community' },
  { id: 'org-3', name: 'MRC des Coteaux', college: 'municipal' },
  { id: 'org-4', name: 'Ville de Val-Doré', college: 'municipal' },
  { id: 'org-5', name: 'Office d’habitation du Lac-Clair', college: 'institutional' },
  { id: 'org-6', name: 'Centre de services scolaire des Érables', college: 'institutional' },
  { id: 'org-7', name: 'Comité des personnes concernées', college: 'lived' },
  { id: 'org-8', name: 'ᑲᑎᕕᒃ Centre d’amitié', college: 'lived' },
]

const p = (...content: ProseNode[]): ProseNode => ({ type: 'paragraph', content })
const t = (text: string, ...marks: string[]): ProseNode =>
  marks.length === 0 ? { type: 'text', text } : { type: 'text', text, marks: marks.map((type) => ({ type })) }

export const seededPlan: Plan = {
  format: 'assise/plan/v1',
  fields: {
    frame: {
      title: 'Plan d’action régional pour la solidarité 2026-2029',
      leadBody: 'Table des préfets de la Rivière-aux-Érables',
      start: '2026-04-01',
      end: '2029-03-31',
      fund: 'Fonds régional',
      envelope: 420_000_000,
    },
    process: {
      account: [
        p(
          t('Un forum a réuni '),
          t('118 personnes', 'strong'),
          t(' de 64 organisations, « dont 19 en situation de pauvreté ».'),
        ),
        { type: 'heading', attrs: { level: 1 }, content: [t('Ce qui a été entendu')] },
        {
          type: 'bullet_list',
          content: [
            {
              type: 'list_item',
              content: [p(t('le loyer, d’abord ; '), t('ensuite', 'em'), t(' le transport'))],
            },
            { type: 'list_item', content: [p(t('ᐃᓄᒃᑎᑐᑦ : une place pour chaque langue 😀'))] },
          ],
        },
        {
          type: 'ordered_list',
          attrs: { order: 3 },
          content: [{ type: 'list_item', content: [p(t('portrait')), p(t('rencontres'))] }],
        },
        {
          type: 'table',
          content: [
            {
              type: 'table_row',
              content: [
                { type: 'table_header', content: [p(t('Lieu'))] },
                { type: 'table_header', content: [p(t('Présences'))] },
              ],
            },
            {
              type: 'table_row',
              content: [
                { type: 'table_cell', content: [p(t('Val-Doré'))] },
                { type: 'table_cell', content: [p(t('64 œuvres'), { type: 'hard_break' }, t('54 voisins'))] },
              ],
            },
          ],
        },
        p({
          type: 'text',
          text: 'Le site de la démarche',
          marks: [{ type: 'link', attrs: { href: 'https://demarche.example/' } }],
        }),
      ],
    },
    portrait: { overview: [p(t('Un ménage sur neuf n’a pas d’accès Internet fixe.'))] },
  },
  lists: {
    steps: [
      {
        id: 'step-1',
        fields: {
          title: 'Forum régional',
          date: '2026-02-05',
          place: 'Val-Doré',
          participants: '118 personnes',
        },
      },
    ],
    issues: [
      issue(
        'issue-1',
        'Logement',
        'Le tiers des locataires consacre trop au loyer.',
        'Des logements abordables.',
      ),
      issue('issue-2', 'Alimentation', 'Trois villages sont loin d’une épicerie.', 'Une desserte régulière.'),
      issue('issue-3', 'Transport', 'Aucun transport le soir.', 'Un service du soir.'),
      issue('issue-4', 'Décrochage', 'Le décrochage touche 17 % des jeunes.', 'Un suivi.'),
    ],
    voices: [
      { id: 'voice-1', fields: { title: '« On choisit entre le loyer pis l’épicerie. »', issue: 'issue-1' } },
    ],
    actors: [
      {
        id: 'actor-1',
        fields: {
          title: 'Coop de transport Le Relais',
          contribution: 'Deux minibus',
          territory: 'terr-1',
          sector: 'transport',
        },
      },
    ],
    priorities: [
      { id: 'prio-1', fields: { title: 'Se loger dignement', issues: ['issue-1'], disposition: 'proposed' } },
      { id: 'prio-2', fields: { title: 'Manger à sa faim', issues: ['issue-2'], disposition: 'proposed' } },
      { id: 'prio-3', fields: { title: 'Se déplacer', issues: ['issue-3'], disposition: 'proposed' } },
      {
        id: 'prio-4',
        fields: {
          title: 'Persévérance scolaire',
          issues: ['issue-4'],
          disposition: 'setAside',
          reason: 'Relève d’un autre plan.',
        },
      },
    ],
    objectives: [1, 2, 3].map((at) => ({
      id: `obj-${at}`,
      parent: `prio-${at}`,
      fields: {
        title: ['Créer 40 logements', 'Desservir trois villages', 'Service du soir sur deux axes'][at - 1]!,
      },
    })),
    results: [1, 2, 3].map((at) => ({
      id: `res-${at}`,
      parent: `obj-${at}`,
      fields: { title: `Résultat ${at}`, indicator: 'unités occupées', target: '40', due: '2029-03-31' },
    })),
    means: [
      means('means-1', 'Fonds de démarrage', 'obj-1', 110_000_000),
      means('means-2', 'Camion-épicerie', 'obj-2', 61_000_000),
      means('means-3', 'Lignes du soir', 'obj-3', 84_000_050),
      means('means-4', 'Animation et évaluation', '', 30_000_000),
    ],
    allocations: [
      { id: 'share-1', fields: { territory: 'terr-1', amount: 210_000_000 } },
      { id: 'share-2', fields: { territory: 'terr-2', amount: 205_000_000, note: 'Selon la population' } },
    ],
  },
  territories: [
    { id: 'terr-1', name: 'MRC des Coteaux' },
    { id: 'terr-2', name: 'Ville de Val-Doré' },
  ],
}

function issue(id: string, title: string, problem: string, need: string) {
  return {
    id,
    fields: {
      title,
      problem: [p(t(problem))],
      need: [p(t(need))],
      evidence: 'Enquête de 2025',
      sector: 'housing',
    },
  }
}

function means(id: string, title: string, objective: string, amount: number) {
  return {
    id,
    fields: {
      title,
      ...(objective && { objective }),
      lead: 'Office d’habitation du Lac-Clair',
      amount,
      due: '2028-03-31',
      structure: 'Le fonds existant',
    },
  }
}

const at = (minute: number) => new Date(Date.UTC(2026, 1, 26, 14, minute, 7, 120)).toISOString()

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

/** A passkey: what signs, and its public key as COSE. */
export interface Passkey {
  readonly privateKey: KeyObject
  readonly cose: Buffer
}

/** A P-256 key that a seed fixes. */
export function seededKey(seed: string): Passkey {
  const d = createHash('sha256').update(`assise test key ${seed}`).digest()
  const ecdh = createECDH('prime256v1')
  ecdh.setPrivateKey(d)
  const point = ecdh.getPublicKey()
  const [x, y] = [point.subarray(1, 33), point.subarray(33)]
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    d: d.toString('base64url'),
    x: x.toString('base64url'),
    y: y.toString('base64url'),
  }
  const cose = Buffer.concat([
    Buffer.from([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]),
    x,
    Buffer.from([0x22, 0x58, 32]),
    y,
  ])
  return { privateKey: createPrivateKey({ key: jwk, format: 'jwk' }), cose }
}

/** An RSA key, as some security keys and Windows give. */
export function rsaKey(): Passkey {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const { n, e } = publicKey.export({ format: 'jwk' })
  const [modulus, exponent] = [Buffer.from(n!, 'base64url'), Buffer.from(e!, 'base64url')]
  const head = Buffer.from([
    0xa4,
    1,
    3,
    3,
    0x39,
    1,
    0,
    0x20,
    0x59,
    modulus.length >> 8,
    modulus.length & 0xff,
  ])
  return { privateKey, cose: Buffer.concat([head, modulus, Buffer.from([0x21, 0x43]), exponent]) }
}

export interface Odd {
  readonly type?: string
  readonly origin?: string
  readonly rpId?: string
  readonly flags?: number
  readonly crossOrigin?: boolean
}

/** What an authenticator answers for a statement; `odd` makes it answer otherwise than asked. */
export function signed(
  statement: SignatureRecord['statement'],
  key: Passkey,
  odd: Odd = {},
): SignatureRecord {
  const clientData = Buffer.from(
    JSON.stringify({
      type: odd.type ?? 'webauthn.get',
      challenge: Buffer.from(digestBytes('statement', statement)).toString('base64url'),
      origin: odd.origin ?? origin,
      crossOrigin: odd.crossOrigin ?? false,
    }),
  )
  const authenticatorData = Buffer.concat([
    createHash('sha256')
      .update(odd.rpId ?? rpId)
      .digest(),
    Buffer.from([odd.flags ?? 0x05, 0, 0, 0, 1]),
  ])
  const message = Buffer.concat([authenticatorData, createHash('sha256').update(clientData).digest()])
  return {
    format: 'assise/signature/v1',
    statement,
    credentialId: createHash('sha256').update(key.cose).digest().subarray(0, 16).toString('base64url'),
    publicKey: key.cose.toString('base64url'),
    authenticatorData: authenticatorData.toString('base64url'),
    clientDataJson: clientData.toString('base64url'),
    signature: sign('sha256', message, key.privateKey).toString('base64url'),
    signedAt: at(40),
  }
}

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
  const signatures = statementsOf(parts).map((statement, index) => signed(statement, keys[index]!))
  return buildDossier({ ...parts, signatures })
}

/** Any change a forger makes to a dossier: a deep copy, freely writable. */
// biome-ignore lint/suspicious/noExplicitAny: a forger is not held by our types
export type Loose = any

/** Through JSON: the plan, and the same plan inside a poll's text, must not stay one object. */
function copyOf(dossier: Dossier): Loose {
  return JSON.parse(JSON.stringify(dossier))
}

/** The dossier changed, then only its outer digest recomputed. */
export function resealed(dossier: Dossier, change: (loose: Loose) => void): Dossier {
  const loose: Loose = copyOf(dossier)
  change(loose)
  const { digest: _, format: __, ...parts } = loose
  return buildDossier(parts)
}

/**
 * The dossier changed, then everything recomputed that needs no private key: hashes, results, lists, statements, and the
 * challenges inside the passkeys' answers. `recount` false keeps the results as the forger wrote them.
 */
export function rebuilt(dossier: Dossier, change: (loose: Loose) => void, { recount = true } = {}): Dossier {
  const loose: Loose = copyOf(dossier)
  change(loose)
  const constats: Constat[] = loose.constats.map((constat: Constat) => {
    const textHash = digest('text', constat.text)
    const poll = { ...constat.poll, textHash, registerHash: digest('register', constat.register) }
    const pollDigest = digest('poll', poll)
    const ballots = constat.ballots.map((ballot) => ({ ...ballot, pollDigest, textHash }))
    const result = recount ? tallyConsent(constat.register, ballots, ruleOf(poll.rule)) : constat.result
    return { ...constat, poll, ballots, result }
  })
  const version = {
    ...loose.version,
    planDigest: digest('plan', loose.plan),
    constats: constats.map((constat) => digest('constat', constat)),
  }
  const statements = statementsOf({ ...loose, version })
  const signatures = loose.signatures.map((signature: SignatureRecord) => {
    const statement =
      statements.find(({ signatoryId }) => signatoryId === signature.statement.signatoryId) ??
      signature.statement
    const client = JSON.parse(Buffer.from(signature.clientDataJson, 'base64url').toString())
    const challenge = Buffer.from(digestBytes('statement', statement)).toString('base64url')
    const clientDataJson = Buffer.from(JSON.stringify({ ...client, challenge })).toString('base64url')
    return { ...signature, statement, clientDataJson }
  })
  const { plan, alliance } = loose
  return buildDossier({ plan, version, constats, alliance, signatures })
}
