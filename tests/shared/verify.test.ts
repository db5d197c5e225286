// VER-1 to VER-6: the verifier. An untouched dossier holds; one byte, or any forgery short of the keys, is refused by name.
import { describe, expect, test } from 'vitest'
import { tallyConsent } from '../../shared/poll/consent.ts'
import { ruleOf } from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import { dossierText } from '../../shared/record/dossier.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { readPublicKey } from '../../shared/verify/cose.ts'
import type { FindingCode } from '../../shared/verify/findings.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import { isRelyingPartyOf } from '../../shared/verify/webauthn.ts'
import {
  keys,
  type Loose,
  rebuilt,
  resealed,
  rsaKey,
  seededDossier,
  seededKey,
  signed,
  statementsOf,
} from '../kit/dossier.ts'

const genuine = seededDossier()
const text = dossierText(genuine)
const bytesOf = (content: string) => new TextEncoder().encode(content)
const verify = (content: string | Dossier) =>
  verifyDossier(bytesOf(typeof content === 'string' ? content : canonicalText(content)))

async function failures(content: string | Dossier): Promise<string[]> {
  const { findings, holds } = await verify(content)
  const codes = findings.filter(({ status }) => status === 'failed').map(({ code }) => code)
  expect(holds).toBe(codes.length === 0)
  return codes
}

/** A fixed sequence of numbers in [0, 1). */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

describe('VER-1 what is genuine holds', () => {
  test('an Alliance signed with ES256 and RS256 passkeys', async () => {
    const { holds, findings, dossier } = await verify(text)

    expect(findings.filter(({ status }) => status === 'failed')).toEqual([])
    expect(holds).toBe(true)
    expect(dossier).toEqual(genuine)
  })

  test('a version without an Alliance, which says that nothing tells where it comes from', async () => {
    const { holds, findings } = await verify(seededDossier({ alliance: false }))

    expect(holds).toBe(true)
    expect(findings.find(({ code }) => code === 'unsigned')?.status).toBe('notChecked')
  })

  test('VER-5 ballots recorded by a facilitator are told apart, and whose the keys are is never claimed', async () => {
    const { findings } = await verify(text)
    const open = findings.filter(({ status }) => status === 'notChecked').map(({ code }) => code)

    expect(open).toEqual([
      'facilitated',
      'facilitated',
      'facilitated',
      'facilitated',
      'trustRoot',
      'serverTime',
    ])
  })
})

describe('VER-2 one changed byte', () => {
  test('anywhere in the dossier is refused, and the report says where', async () => {
    const random = seeded(20_260_226)
    const bytes = bytesOf(text)
    const samples = 400
    for (let at = 0; at < samples; at++) {
      const offset = Math.floor(((at + random()) / samples) * bytes.length)
      const flipped = bytes.slice()
      flipped[offset] = bytes[offset]! ^ (1 + Math.floor(random() * 255))

      const { holds, findings } = await verifyDossier(flipped)

      expect(holds, `byte ${offset}`).toBe(false)
      expect(findings.some(({ status }) => status === 'failed')).toBe(true)
    }
  })

  test('anywhere, cut off: a shorter file is refused', async () => {
    for (const length of [0, 1, 100, Math.floor(text.length / 2), text.length - 1]) {
      expect(await failures(text.slice(0, length))).not.toEqual([])
    }
  })
})

const retally = (constat: Loose) => {
  constat.result = tallyConsent(constat.register, constat.ballots, ruleOf(constat.poll.rule))
}
const wholePlan = 3
const setPlan = (loose: Loose, change: (plan: Loose) => void) => {
  change(loose.plan)
  change(loose.constats[wholePlan].text.plan)
}

/** Name, what the forger changes, the finding that must give it away. Only the outer digest is recomputed. */
const clumsy: readonly [string, (loose: Loose) => void, FindingCode][] = [
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
const careful: readonly [string, (loose: Loose) => void, FindingCode][] = [
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

describe('VER-3 forgeries are refused by name', () => {
  test.each(clumsy)('%s', async (_, change, code) => {
    expect(await failures(resealed(genuine, change))).toContain(code)
  })

  test.each(careful)('%s, and everything recomputed but the keys', async (_, change, code) => {
    expect(await failures(rebuilt(genuine, change))).toContain(code)
  })

  test('the outer digest left as it was', async () => {
    const forged = structuredClone(genuine) as Loose
    forged.version.lockedBy = 'Autre'

    expect(await failures(forged)).toContain('dossierDigest')
  })
})

describe('VER-4 the canonical form', () => {
  const title = 'Plan d’action régional'
  test.each([
    ['a title in NFD', text.replaceAll(title, title.normalize('NFD')), '/'],
    ['a number spelled 1.0', text.replace('"number":1,', '"number":1.0,'), '@'],
    ['a duplicate key', text.replace('"number":1,', '"number":1,"number":1,'), '@'],
    ['keys in another order', `${text.slice(0, -1).replace('{', '{"zz":1,')}}`, '@2'],
    ['a space', text.replace(',', ', '), '@'],
    ['a last line feed', `${text}\n`, '@'],
    ['a null', text.replace('"number":1', '"number":null'), '/version/number'],
    ['a number past 2^53', text.replace('"number":1', '"number":9007199254740993'), '/version/number'],
    ['minus zero', text.replace('"number":1', '"number":-0'), '/version/number'],
  ])('%s is refused, and its place named', async (_, content, path) => {
    expect(content).not.toBe(text)
    const { findings } = await verify(content)

    expect(findings.map(({ code, status }) => [code, status])).toEqual([['canonical', 'failed']])
    expect(findings[0]!.path.startsWith(path)).toBe(true)
  })

  test.each([
    ['a byte order mark', `\ufeff${text}`, 'json'],
    ['a lone surrogate', text.replace(title, `${title}\\ud83d`), 'canonical'],
    ['__proto__ as a key', text.replace('"number":1', '"__proto__":{"a":1},"number":1'), 'canonical'],
  ])('%s is refused', async (_, content, code) => {
    expect(await failures(content)).toEqual([code])
  })

  test('bytes that are not UTF-8 are refused', async () => {
    const { findings } = await verifyDossier(new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x7d]))

    expect(findings.map(({ code }) => code)).toEqual(['utf8'])
  })
})

describe('VER-6 a passkey’s answer', () => {
  const resigned = (odd: Parameters<typeof signed>[2]) =>
    resealed(genuine, (loose) => {
      loose.signatures[0] = signed(loose.signatures[0].statement, keys[0]!, odd)
    })

  test.each([
    ['made to enrol, not to sign', { type: 'webauthn.create' }, 'clientType'],
    ['made on another site', { origin: 'https://autre.example' }, 'origin'],
    ['made inside another site’s frame', { crossOrigin: true }, 'origin'],
    ['of another domain', { rpId: 'autre.example' }, 'rpId'],
    ['without the person present', { flags: 0x04 }, 'userPresent'],
    ['without the person verified', { flags: 0x01 }, 'userVerified'],
  ] as const)('%s is refused though its signature is true', async (_, odd, code) => {
    expect(await failures(resigned(odd))).toEqual([code])
  })

  test('of RS256 is refused when one bit of it changes', async () => {
    const forged = resealed(genuine, ({ signatures }) => {
      const bytes = Buffer.from(signatures[2].signature, 'base64url')
      bytes[10]! ^= 1
      signatures[2].signature = bytes.toString('base64url')
    })

    expect(await failures(forged)).toEqual(['signature'])
  })

  test.each(['AA', 'AAAA', '____', 'MAYCAQECAQE', 'x'])(
    'whose bytes are %s says no, without an error',
    async (odd) => {
      const fields = ['publicKey', 'authenticatorData', 'clientDataJson', 'signature']
      for (const field of fields) {
        const codes = await failures(
          resealed(genuine, ({ signatures }) => {
            signatures[0][field] = odd
          }),
        )

        expect(codes).toContain('signature')
      }
    },
  )

  test('keys are read within bounds: never another algorithm, a short modulus, a repeated label, a byte too many', () => {
    const { cose } = seededKey('one')
    const es256 = new Uint8Array(cose)
    const altered = (at: number, byte: number) => es256.map((old, index) => (index === at ? byte : old))

    expect(readPublicKey(es256)?.algorithm).toBe('ES256')
    expect(readPublicKey(new Uint8Array(rsaKey().cose))?.algorithm).toBe('RS256')
    expect(readPublicKey(altered(4, 0x27))).toBeNull()
    expect(readPublicKey(altered(0, 0xbf))).toBeNull()
    expect(readPublicKey(altered(5, 0x01))).toBeNull()
    expect(readPublicKey(new Uint8Array([...es256, 0]))).toBeNull()
    expect(readPublicKey(es256.slice(0, -1))).toBeNull()
    expect(readPublicKey(new Uint8Array(5_000))).toBeNull()
    expect(readPublicKey(new Uint8Array([0xa1, 1, 0x5a, 0xff, 0xff, 0xff, 0xff]))).toBeNull()
    expect(readPublicKey(new Uint8Array(200).fill(0x81))).toBeNull()
  })

  test('a domain of keys is that of the address, or above it; never a bare suffix, never plain http elsewhere', () => {
    expect(isRelyingPartyOf('assise.example', 'https://assise.example')).toBe(true)
    expect(isRelyingPartyOf('region.example', 'https://assise.region.example')).toBe(true)
    expect(isRelyingPartyOf('localhost', 'http://localhost:8420')).toBe(true)
    expect(isRelyingPartyOf('example', 'https://assise.example')).toBe(false)
    expect(isRelyingPartyOf('sise.example', 'https://assise.example')).toBe(false)
    expect(isRelyingPartyOf('assise.example', 'http://assise.example')).toBe(false)
    expect(isRelyingPartyOf('assise.example', 'https://assise.example/')).toBe(false)
    expect(isRelyingPartyOf('x', 'no address')).toBe(false)
  })
})

describe('VER-1 hostile bytes are refused quickly, without an error', () => {
  test.each([
    ['a million nested arrays', '['.repeat(1_000_000), 'depth'],
    ['a million nested objects', '{"a":'.repeat(1_000_000), 'depth'],
    ['an integer of ten million digits', `{"a":${'9'.repeat(10_000_000)}}`, 'canonical'],
    [
      'two million keys',
      `{${Array.from({ length: 2_000_000 }, (_, at) => `"${at}":1`).join(',')}}`,
      'values',
    ],
    ['brackets inside a string only', `"${'['.repeat(1_000_000)}"`, 'schema'],
    ['a string that never ends', '"\\"'.repeat(1_000_000), 'json'],
  ])('%s', async (_, content, code) => {
    const before = performance.now()

    expect(await failures(content)).toEqual([code])
    expect(performance.now() - before).toBeLessThan(2_000)
  })

  test('over 32 MB nothing is parsed', async () => {
    const { findings } = await verifyDossier(new Uint8Array(32 * 1024 * 1024 + 1))

    expect(findings.map(({ code }) => code)).toEqual(['size'])
  })
})

describe('the limit of this first form', () => {
  test('a dossier wholly made again with other keys is coherent: the report says that the keys are to be compared', async () => {
    const made = rebuilt(genuine, (loose) => {
      loose.constats[0].ballots[0].choice = 'abstain'
    })
    const forged = resealed(made, (loose) => {
      loose.signatures = statementsOf(made).map((statement, at) =>
        signed(statement, seededKey(`forger ${at}`)),
      )
    })

    const { holds, findings } = await verify(forged)

    expect(holds).toBe(true)
    expect(findings).toContainEqual(expect.objectContaining({ code: 'trustRoot', status: 'notChecked' }))
  })

  test('one passkey for two signatories is told', async () => {
    const made = resealed(genuine, (loose) => {
      loose.signatures = statementsOf(genuine).map((statement) => signed(statement, keys[0]!))
    })

    expect((await verify(made)).findings).toContainEqual(expect.objectContaining({ code: 'sharedKey' }))
  })
})
