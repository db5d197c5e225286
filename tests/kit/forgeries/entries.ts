import type { Entry } from '../../../shared/record/entries.ts'
import { checkpointOf } from '../history.ts'

import { anyHash, change, type Deed, drop, find, insert, nadiaBefore } from './deed.ts'

export const entryDeeds: readonly Deed[] = [
  {
    name: 'a poll opened with another register',
    expected: 'recordPolls',
    change: (s) => change(s, 'poll', { registerHash: anyHash('register') }),
  },
  {
    name: 'a poll opened on another text',
    expected: 'recordPolls',
    change: (s) => change(s, 'poll', { textHash: anyHash('text') }),
  },
  {
    name: 'a poll opened twice',
    expected: 'recordPolls',
    change: (story) => {
      const { index, entry: old } = find(story, 'poll')
      insert(story, index, { ...old, body: { ...old.body, pollDigest: anyHash('first') } } as Entry)
    },
  },
  {
    name: 'another consensus record than the one that closed the poll',
    expected: 'recordConstats',
    change: (s) => change(s, 'constat', { constatDigest: anyHash('true') }),
  },
  {
    name: 'a poll closed twice',
    expected: 'recordConstats',
    change: (story) => {
      const { index, entry: old } = find(story, 'constat')
      insert(story, index + 1, { ...old, body: { ...old.body, constatDigest: anyHash('again') } } as Entry)
    },
  },
  {
    name: 'a lock of another plan',
    expected: 'recordLock',
    change: (s) => change(s, 'lock', { planDigest: anyHash('plan') }),
  },
  {
    name: 'a lock of another version',
    expected: 'recordLock',
    change: (s) => change(s, 'lock', { versionDigest: anyHash('version') }),
  },
  {
    name: 'a version locked twice',
    expected: 'recordLock',
    change: (story) => {
      const { index, entry: old } = find(story, 'lock')
      insert(story, index, { ...old, body: { ...old.body, versionDigest: anyHash('other') } } as Entry)
    },
  },
  {
    name: 'a signature moved to another plan',
    expected: 'recordSignatures',
    change: (s) => change(s, 'signature', { versionDigest: anyHash('version') }),
  },
  {
    name: 'a signature of another statement',
    expected: 'recordSignatures',
    change: (s) => change(s, 'signature', { statementDigest: anyHash('statement') }),
  },
  {
    name: 'a signature entered under another key',
    expected: 'recordSignatures',
    change: (s) => change(s, 'signature', { keyDigest: anyHash('key') }),
  },
  {
    name: 'a signature moved to another Alliance',
    expected: 'recordSignatures',
    change: (s) => change(s, 'signature', { allianceId: 'alliance-2' }),
  },
  {
    name: 'a signature taken out of the record',
    expected: 'recordSignatures',
    change: (s) => drop(s, find(s, 'signature').index),
  },
  {
    name: 'a signature that the record received and the file leaves out',
    expected: 'recordSignatures',
    change: (story) => {
      const { index, entry: old } = find(story, 'signature')
      insert(story, index, { ...old, body: { ...old.body, signatureDigest: anyHash('more') } } as Entry)
    },
  },
  {
    name: 'a conclusion of another Alliance',
    expected: 'recordConclusion',
    change: (s) => change(s, 'conclusion', { allianceDigest: anyHash('alliance') }),
  },
  {
    name: 'two conclusions',
    expected: 'recordConclusion',
    change: (story) => void story.entries.push(find(story, 'conclusion').entry),
  },
  {
    name: 'an entry of another workspace',
    expected: 'recordWorkspace',
    change: (story) => {
      const { index, entry: old } = find(story, 'ballot')
      story.entries[index] = { ...old, workspaceId: 'workspace-2' } as Entry
    },
  },
  {
    name: 'a checkpoint of another size',
    expected: 'recordRoot',
    sealing: ({ entries }) => checkpointOf(entries.slice(0, -1)),
  },
  {
    name: 'a checkpoint altered after it was signed',
    expected: 'recordCheckpoint',
    sealing: async ({ entries }) =>
      (await checkpointOf(entries)).replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
  },
  { name: 'a checkpoint that is none', expected: 'recordCheckpoint', sealing: async () => 'rien\n' },
  {
    name: 'a holder of a key opened under another name',
    expected: 'recordOpened',
    change: (story) => {
      story.opened[0]!.payload = { ...story.opened[0]!.payload, name: 'Autre personne' }
    },
  },
  {
    name: 'a key opened that signed nothing',
    expected: 'recordOpened',
    change: (story) => {
      const { index } = find(story, 'key-enrol')
      story.opened.unshift({
        index,
        salt: story.opened[0]!.salt,
        payload: { userId: nadiaBefore.holder.userId, name: nadiaBefore.holder.name },
      })
    },
  },
]
