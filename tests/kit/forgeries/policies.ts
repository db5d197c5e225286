// Forgeries of cosignatures and of the policy. Called by forgeries.ts.
import { canonicalText, digest } from '../../../shared/record/canonical.ts'
import { vkeyText } from '../../../shared/record/note.ts'
import { at } from '../dossier.ts'
import { checkpointOf, entry, noteSigner, thePolicy, witnesses } from '../history.ts'

import { change, type Deed, find, insert, unknown } from './deed.ts'

export const policyDeeds: readonly Deed[] = [
  {
    name: 'cosignatures of witnesses that the policy does not know',
    expected: 'cosignatures',
    sealing: { cosigners: unknown },
  },
  {
    name: 'cosignatures of one partner only',
    expected: 'cosignatures',
    sealing: { cosigners: [witnesses[0]] },
  },
  {
    name: 'a cosignature counted twice',
    expected: 'cosignatures',
    sealing: { cosigners: [witnesses[0], witnesses[0]] },
  },
  {
    name: 'two witnesses of one organisation, where two organisations are asked',
    expected: 'cosignatures',
    change: (story) => {
      const second = noteSigner('entraide.example/temoin-2', 'cosignature', 5)
      const [first] = story.policy.witnesses.filter(({ organizationId }) => organizationId === 'org-1')
      const more = [...story.policy.witnesses, { ...first!, vkey: vkeyText(second.key) }]
      story.policy = { ...story.policy, witnesses: more.toSorted((a, b) => (a.vkey < b.vkey ? -1 : 1)) }
      story.policyHash = digest('policy', story.policy)
      change(story, 'policy', { policyDigest: story.policyHash })
    },
    sealing: { cosigners: [witnesses[0], noteSigner('entraide.example/temoin-2', 'cosignature', 5)] },
  },
  {
    name: 'cosignatures moved from another checkpoint',
    expected: 'cosignatureLines',
    sealing: async ({ entries }) => {
      const before = (await checkpointOf(entries.slice(0, -1)))
        .split('\n\n')[1]!
        .split('\n')
        .slice(1)
        .join('\n')
      return `${await checkpointOf(entries, { cosigners: [] })}${before}`
    },
  },
  {
    name: 'a cosignature whose time was changed',
    expected: 'cosignatureLines',
    sealing: async ({ entries }) => {
      const note = await checkpointOf(entries, { cosigners: [witnesses[0], witnesses[1]] })
      return note.replace(/(— entraide\S+ )(\S+)/, (_, head: string, encoded: string) => {
        const bytes = Buffer.from(encoded, 'base64')
        bytes[11] = bytes[11]! ^ 1
        return head + bytes.toString('base64')
      })
    },
  },
  {
    name: 'the policy swapped in the file',
    expected: 'policyEntry',
    change: (story) => {
      story.policyHash = digest('policy', { ...story.policy, boundKeys: false })
    },
  },
  {
    name: 'the policy no longer named in the file',
    expected: 'policyEntry',
    change: (story) => {
      delete story.policyHash
    },
  },
  {
    name: 'a policy of the server’s own, set just before the lock',
    expected: 'policyHash',
    change: (story) => {
      story.policyHash = digest('policy', {
        ...story.policy,
        version: 2,
        cosignatures: { needed: 0, colleges: 0 },
      })
      insert(
        story,
        find(story, 'lock').index,
        entry('policy', { version: 2, policyDigest: story.policyHash }, at(29)),
      )
    },
  },
  {
    name: 'another policy than the reader’s',
    expected: 'policyHash',
    kept: { ...thePolicy, boundKeys: false },
  },
  {
    name: 'a policy of another workspace',
    expected: 'policyWorkspace',
    kept: { ...thePolicy, workspaceId: 'workspace-2' },
  },
  {
    name: 'signatures at another address than the policy’s',
    expected: 'policyOrigin',
    change: (story) => {
      story.policy = { ...story.policy, origin: 'https://autre.example', rpId: 'autre.example' }
    },
  },
  {
    name: 'the record left out, as in a file of the first form',
    expected: 'policyNeedsRecord',
    text: (text) => {
      const { record: _, attestations: __, policyHash: ___, digest: ____, ...rest } = JSON.parse(text)
      const first = { ...rest, format: 'assise/dossier/v1' }
      return canonicalText({ ...first, digest: digest('dossier', first) })
    },
  },
]
