import type { Entry } from '../../../shared/record/entries.ts'
import { attestationDigest } from '../../../shared/record/key-chain.ts'
import { at } from '../dossier.ts'
import { attest, attestationOf, binding, digestOf, entry, sorted } from '../history.ts'
import { namesOf } from '../passkey.ts'

import {
  bindAgain,
  bindOf,
  colleague,
  type Deed,
  facilitator,
  find,
  insert,
  marc,
  nadia,
  nadiaBefore,
  odile,
  partner,
  signAgain,
  stranger,
} from './deed.ts'

export const keyDeeds: readonly Deed[] = [
  {
    name: 'attestations for another key',
    expected: 'attestationStatement',
    change: (story) => {
      signAgain(story, 0, stranger.key)
      const { index, entry: old } = bindOf(story, odile)
      story.entries[index] = { ...old, body: { ...old.body, keyDigest: digestOf(stranger) } } as Entry
    },
  },
  {
    name: 'attestations of another workspace',
    expected: 'attestationStatement',
    change: (story) =>
      bindAgain(
        story,
        (['facilitator', 'partner'] as const).map((as) => {
          const by = as === 'facilitator' ? facilitator : partner
          const { statement } = attest({ of: odile, by, as })
          return attestationOf({ ...statement, workspaceId: 'workspace-2' }, by.key)
        }),
      ),
  },
  {
    name: 'attestations of two different people',
    expected: 'keyBound',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        attest({ of: { ...odile, holder: marc.holder }, by: partner, as: 'partner' }),
      ]),
  },
  {
    name: 'an attestation whose sentence says something else',
    expected: 'attestationStatement',
    change: (story) => {
      const { statement } = attest({ of: odile, by: partner, as: 'partner' })
      const sentence = { fr: 'J’atteste que j’étais là.', en: 'I attest that I was there.' }
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        attestationOf({ ...statement, sentence }, partner.key),
      ])
    },
  },
  {
    name: 'an attestation altered after it was signed',
    expected: 'attestationSigned',
    change: (story) => {
      const given = attest({ of: colleague, by: partner, as: 'partner' })
      const { statement } = attest({ of: odile, by: partner, as: 'partner' })
      bindAgain(story, [attest({ of: odile, by: facilitator, as: 'facilitator' }), { ...given, statement }])
    },
  },
  {
    name: 'an attestation signed by another key than it names',
    expected: 'attestationSigned',
    change: (story) => {
      const given = attest({ of: odile, by: { ...partner, key: stranger.key }, as: 'partner' })
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        { ...given, ...namesOf(partner.key) },
      ])
    },
  },
  ...(
    [
      ['an attestation given at another address', { origin: 'https://hameçon.example' }],
      ['an attestation of a passkey of another domain', { rpId: 'hamecon.example' }],
      ['an attestation without the person being verified', { flags: 0x01 }],
      ['an attestation that was an enrolment', { type: 'webauthn.create' }],
    ] as const
  ).map(
    ([name, odd]): Deed => ({
      name,
      expected: 'attestationSigned',
      change: (story) =>
        bindAgain(story, [
          attest({ of: odile, by: facilitator, as: 'facilitator' }),
          attest({ of: odile, by: partner, as: 'partner', odd }),
        ]),
    }),
  ),
  {
    name: 'attestations used a second time',
    expected: 'bindAttesters',
    change: (story) => {
      const { index, entry: old } = bindOf(story, marc)
      insert(story, index + 1, old)
    },
  },
  {
    name: 'an attestation that no entry of the record names',
    expected: 'attestationEntry',
    change: (story) => {
      story.attestations = sorted([
        ...story.attestations,
        attest({ of: colleague, by: facilitator, as: 'facilitator' }),
      ])
    },
  },
  {
    name: 'a signature by a key revoked before',
    expected: 'keyLive',
    change: (story) =>
      insert(
        story,
        find(story, 'signature').index,
        entry('key-revoke', { keyDigest: digestOf(odile), by: 'facilitator' }, at(31)),
      ),
  },
  {
    name: 'a signature by someone removed from the workspace before',
    expected: 'keyLive',
    change: (story) =>
      insert(
        story,
        find(story, 'signature').index,
        entry('key-revoke', { keyDigest: digestOf(odile), by: 'removal' }, at(31)),
      ),
  },
  {
    name: 'a signature by a key that another replaced',
    expected: 'keyLive',
    change: (s) => signAgain(s, 2, nadiaBefore.key),
  },
  {
    name: 'a revoked key bound again',
    expected: 'keyLive',
    change: (story) => {
      const again = binding(odile, partner, at(-17))
      const { index } = bindOf(story, nadia)
      insert(story, index, entry('key-revoke', { keyDigest: digestOf(odile), by: 'holder' }, at(-18)))
      insert(story, index + 2, again.entry)
      story.attestations = sorted([...story.attestations, ...again.pair])
    },
  },
  {
    name: 'a replacement of a key that was another person’s',
    expected: 'bindAttesters',
    change: (story) => {
      const { index, entry: old } = bindOf(story, nadia)
      const again = binding(nadia, partner, old.at, digestOf(marc))
      story.attestations = sorted([
        ...story.attestations.filter((one) => !old.body.attestations.includes(attestationDigest(one))),
        ...again.pair,
      ])
      story.entries[index] = again.entry
    },
  },
  {
    name: 'a signature by a partner’s key, which is bound to someone else',
    expected: 'keyPerson',
    change: (s) => signAgain(s, 0, partner.key),
  },
]
