// Forgeries of who attests a key. Called by forgeries.ts.
import { digest } from '../../../shared/record/canonical.ts'
import type { Entry } from '../../../shared/record/entries.ts'
import { attestationDigest } from '../../../shared/record/key-chain.ts'
import { at } from '../dossier.ts'
import { attest, digestOf, entry, type Keyed } from '../history.ts'

import {
  anyHash,
  bindAgain,
  bindOf,
  change,
  colleague,
  type Deed,
  facilitator,
  insert,
  marc,
  nadia,
  odile,
  partner,
  signAgain,
  stranger,
} from './deed.ts'

export const attesterDeeds: readonly Deed[] = [
  {
    name: 'a key added by the server alone',
    expected: 'keyBound',
    change: (story) => {
      signAgain(story, 0, stranger.key)
      const body = {
        keyDigest: digestOf(stranger),
        attestations: [anyHash('1'), anyHash('2')] as [string, string],
      }
      insert(story, bindOf(story, odile).index, entry('key-bind', body, at(-20)))
    },
  },
  {
    name: 'a key that was registered and never bound',
    expected: 'keyBound',
    change: (story) => {
      signAgain(story, 0, stranger.key)
      insert(
        story,
        bindOf(story, odile).index,
        entry('key-enrol', { keyDigest: digestOf(stranger) }, at(-20)),
      )
    },
  },
  {
    name: 'a binding whose attestations are left out of the file',
    expected: 'keyBound',
    change: (story) => {
      const { attestations } = bindOf(story, odile).entry.body
      story.attestations = story.attestations.filter((one) => !attestations.includes(attestationDigest(one)))
    },
  },
  {
    name: 'only one attestation',
    expected: 'bindPair',
    change: (story) => {
      const [, second] = bindOf(story, odile).entry.body.attestations
      story.attestations = story.attestations.filter((one) => attestationDigest(one) !== second)
    },
  },
  {
    name: 'one attestation named twice',
    expected: 'bindPair',
    change: (story) => {
      const { index, entry: old } = bindOf(story, odile)
      const [first, second] = old.body.attestations
      story.attestations = story.attestations.filter((one) => attestationDigest(one) !== second)
      story.entries[index] = { ...old, body: { ...old.body, attestations: [first, first] } } as Entry
    },
  },
  {
    name: 'both attestations of one organisation',
    expected: 'bindAttesters',
    change: (story) => {
      const { organizationId, organization } = partner.holder
      const hired = {
        ...facilitator,
        holder: { ...facilitator.holder, organizationId, organization },
      } as Keyed
      story.policy = {
        ...story.policy,
        roots: story.policy.roots.map((root) =>
          root.keyDigest === digestOf(facilitator) ? { ...root, holder: hired.holder } : root,
        ),
      }
      story.policyHash = digest('policy', story.policy)
      change(story, 'policy', { policyDigest: story.policyHash })
      bindAgain(story, [
        attest({ of: odile, by: hired, as: 'facilitator' }),
        attest({ of: odile, by: partner, as: 'partner' }),
      ])
    },
  },
  {
    name: 'a partner of the holder’s own organisation attests',
    expected: 'bindAttesters',
    change: (story) => {
      const { organizationId, organization } = partner.holder
      const ours = { ...odile, holder: { ...odile.holder, organizationId, organization } } as Keyed
      bindAgain(story, [
        attest({ of: ours, by: facilitator, as: 'facilitator' }),
        attest({ of: ours, by: partner, as: 'partner' }),
      ])
    },
  },
  {
    name: 'two partners attest, and nobody for the facilitation',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(
        story,
        [
          attest({ of: marc, by: odile, as: 'facilitator' }),
          attest({ of: marc, by: partner, as: 'partner' }),
        ],
        marc,
      ),
  },
  {
    name: 'the facilitator attests twice',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        attest({ of: odile, by: facilitator, as: 'partner' }),
      ]),
  },
  {
    name: 'the attestations in the other order',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: partner, as: 'partner' }),
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
      ]),
  },
  {
    name: 'a holder who attests their own key',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        attest({ of: odile, by: odile, as: 'partner' }),
      ]),
  },
  {
    name: 'a facilitator whom the server invented',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: stranger, as: 'facilitator' }),
        attest({ of: odile, by: partner, as: 'partner' }),
      ]),
  },
  {
    name: 'the facilitator’s name with another key',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: { ...facilitator, key: stranger.key }, as: 'facilitator' }),
        attest({ of: odile, by: partner, as: 'partner' }),
      ]),
  },
  {
    name: 'a partner whose own key is not bound',
    expected: 'bindAttesters',
    change: (story) =>
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        attest({ of: odile, by: colleague, as: 'partner' }),
      ]),
  },
  {
    name: 'a partner who says they are of another organisation',
    expected: 'bindAttesters',
    change: (story) => {
      const { organizationId, organization } = nadia.holder
      const dressed = { ...partner, holder: { ...partner.holder, organizationId, organization } } as Keyed
      bindAgain(story, [
        attest({ of: odile, by: facilitator, as: 'facilitator' }),
        attest({ of: odile, by: dressed, as: 'partner' }),
      ])
    },
  },
  {
    name: 'a partner whose key was revoked before',
    expected: 'bindAttesters',
    change: (story) =>
      insert(
        story,
        bindOf(story, marc).index,
        entry('key-revoke', { keyDigest: digestOf(odile), by: 'holder' }, at(-19)),
      ),
  },
]
