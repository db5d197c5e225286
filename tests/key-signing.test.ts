// What an attester's own device checks before it lets a passkey attest (KEY-1, KEY-3): each lie a server could tell, and which check catches it.
import { expect, test } from 'vitest'
import { type OnScreen, readKeyStatement } from '../client/key-signing.ts'
import { canonicalText, digest, digestBytes } from '../shared/record/canonical.ts'
import type { KeyStatementView } from '../shared/record/key-views.ts'
import { type KeyStatement, keyStatementOf } from '../shared/record/keys.ts'

const holder = {
  userId: 'u1',
  name: 'Noémie',
  organizationId: 'o1',
  organization: 'Coop',
  facilitator: false,
}
const attester = { userId: 'u2', name: 'Maude', facilitator: true }
const keyDigest = 'ab'.repeat(32)
const screen: OnScreen = {
  ...{ workspaceId: 'w1', workspaceName: 'Démarche' },
  ...{ key: { keyDigest, holder, replaces: null }, attester },
}
const honest = keyStatementOf({
  ...{ workspaceId: 'w1', workspaceName: 'Démarche', keyDigest, holder, attester, as: 'facilitator' },
})

function offer(statement: KeyStatement, over: Partial<KeyStatementView> = {}): KeyStatementView {
  const challenge = Buffer.from(digestBytes('key-statement', statement)).toString('base64url')
  return {
    statement: canonicalText(statement),
    digest: digest('key-statement', statement),
    options: { challenge },
    ...over,
  }
}
const failed = (view: KeyStatementView, on = screen) => readKeyStatement(view, on).failed

test('an honest statement holds, in each capacity, and with the key that it replaces', () => {
  expect(failed(offer(honest))).toEqual([])
  const replaces = 'cd'.repeat(32)
  const partner = {
    userId: 'u3',
    name: 'Réjean',
    organizationId: 'o2',
    organization: 'Table',
    facilitator: false,
  }
  const said = keyStatementOf({ ...honest, attester: partner, as: 'partner', replaces })
  const on = { ...screen, attester: partner, key: { ...screen.key, replaces } }
  expect(failed(offer(said), on)).toEqual([])
})

test('another key, another person, other words, another end of a key: each is seen', () => {
  const otherKey = keyStatementOf({ ...honest, keyDigest: 'ef'.repeat(32) })
  expect(failed(offer(otherKey))).toEqual(['key', 'words'])
  const otherHolder = keyStatementOf({ ...honest, holder: { ...holder, name: 'Quelqu’un' } })
  expect(failed(offer(otherHolder))).toEqual(['words'])
  const otherWords = { ...honest, sentence: { ...honest.sentence, en: 'I attest nothing.' } }
  expect(failed(offer(otherWords))).toEqual(['words'])
  const ends = keyStatementOf({ ...honest, replaces: 'cd'.repeat(32) })
  expect(failed(offer(ends))).toEqual(['words'])
})

test('a digest that is another’s, and a challenge that is not the digest, are seen', () => {
  const other = offer(keyStatementOf({ ...honest, keyDigest: 'ef'.repeat(32) }))
  expect(failed(offer(honest, { digest: other.digest }))).toEqual(['statement'])
  expect(failed(offer(honest, { options: other.options }))).toEqual(['challenge'])
  expect(failed(offer(honest, { options: null }))).toEqual(['challenge'])
})
