// VER-1, 2, 4, 5, 6: the verifier. An untouched dossier holds; one changed byte does not; hostile bytes are refused quickly.
import { describe, expect, test } from 'vitest'
import { dossierText } from '../../shared/record/dossier.ts'
import { readPublicKey } from '../../shared/verify/cose.ts'
import { verifyDossier } from '../../shared/verify/verify.ts'
import { isRelyingPartyOf } from '../../shared/verify/webauthn.ts'
import { cpuMs } from '../kit/cpu.ts'
import { keys, seededDossier, statementsOf } from '../kit/dossier.ts'
import { failures, rebuilt, resealed, verify } from '../kit/forger.ts'
import { rsaKey, seededKey, signed } from '../kit/passkey.ts'

const genuine = seededDossier()
const text = dossierText(genuine)
const bytesOf = (content: string) => new TextEncoder().encode(content)

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

describe('VER-5 what only a person can judge', () => {
  test('a rule in words that this edition would not write so is pointed at, not refused', async () => {
    const reworded = rebuilt(seededDossier({ alliance: false }), ({ constats: [first] }) => {
      first.poll.ruleText.fr = 'Une voix par organisation.'
    })
    const { holds, findings } = await verify(reworded)

    expect(holds).toBe(true)
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'ruleWords', status: 'notChecked', path: '/constats/0/poll/ruleText' }),
    )
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
    const before = cpuMs()

    expect(await failures(content)).toEqual([code])
    expect(cpuMs() - before).toBeLessThan(2_000)
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
