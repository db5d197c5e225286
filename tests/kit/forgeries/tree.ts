import type { Entry } from '../../../shared/record/entries.ts'
import { vkeyText } from '../../../shared/record/note.ts'
import { at } from '../dossier.ts'
import { checkpointOf } from '../history.ts'

import { anyHash, change, type Deed, drop, find, insert, later, otherLog } from './deed.ts'

export const treeDeeds: readonly Deed[] = [
  {
    name: 'a fork: a ballot changed in the record, signed again under the old cosignatures',
    expected: 'cosignatureLines',
    sealing: async (story) => {
      const genuine = await checkpointOf(story.entries)
      change(story, 'ballot', { ballotDigest: anyHash('fork') })
      const [, own] = (await checkpointOf(story.entries, { cosigners: [] })).split('\n\n')
      const forked = (await checkpointOf(story.entries, { cosigners: [] })).split('\n\n')[0]
      return `${forked}\n\n${own}${genuine.split('\n\n')[1]!.split('\n').slice(1).join('\n')}`
    },
  },
  {
    name: 'a fork that nobody cosigned',
    expected: 'cosignatures',
    sealing: { cosigners: [] },
  },
  {
    name: 'a fork under another log key, which the file names',
    expected: 'logKey',
    sealing: { log: otherLog },
    logKey: vkeyText(otherLog.key),
  },
  {
    name: 'a fork under another log key, behind the name of the true one',
    expected: 'recordCheckpoint',
    sealing: { log: otherLog },
  },
  {
    name: 'a truncated record under the whole checkpoint',
    expected: 'recordRoot',
    sealing: async (story) => {
      const whole = await checkpointOf(story.entries)
      story.entries.pop()
      return whole
    },
  },
  {
    name: 'a record truncated before the conclusion, cosigned as it was then',
    expected: 'recordConclusion',
    change: (s) => void s.entries.pop(),
  },
  {
    name: 'a record truncated before the signatures',
    expected: 'recordSignatures',
    change: (story) => void story.entries.splice(find(story, 'signature').index),
  },
  {
    name: 'a record truncated before the lock',
    expected: 'recordLock',
    change: (story) => void story.entries.splice(find(story, 'lock').index),
  },
  {
    name: 'a ballot entry dropped',
    expected: 'recordRoot',
    sealing: async (story) => {
      const whole = await checkpointOf(story.entries)
      drop(story, find(story, 'ballot').index)
      return whole
    },
  },
  {
    name: 'a ballot entry dropped, and the record signed again',
    expected: 'recordBallots',
    change: (story) => drop(story, find(story, 'ballot', 3).index),
  },
  {
    name: 'a ballot that the record received and the consensus record leaves out',
    expected: 'recordBallots',
    change: (story) => {
      const { index, entry: old } = find(story, 'ballot', 2)
      insert(story, index, { ...old, body: { ...old.body, ballotDigest: anyHash('unwanted') } } as Entry)
    },
  },
  {
    name: 'a ballot entered twice',
    expected: 'recordBallots',
    change: (story) => {
      const { index, entry: old } = find(story, 'ballot', 2)
      insert(story, index, old)
    },
  },
  {
    name: 'a ballot of another poll',
    expected: 'recordBallots',
    change: (story) => change(story, 'ballot', { pollId: 'poll-4' }),
  },
  {
    name: 'entries in another order',
    expected: 'recordRoot',
    sealing: async (story) => {
      const whole = await checkpointOf(story.entries)
      const { index } = find(story, 'ballot')
      const [first, second] = story.entries.slice(index, index + 2)
      story.entries.splice(index, 2, second!, first!)
      return whole
    },
  },
  {
    name: 'a ballot that entered after the closing',
    expected: 'recordOrder',
    change: (story) => {
      const { index, entry: late } = find(story, 'ballot')
      const closed = find(story, 'constat')
      drop(story, index)
      insert(story, closed.index, { ...late, at: closed.entry.at } as Entry)
    },
  },
  {
    name: 'a ballot that entered before the opening',
    expected: 'recordOrder',
    change: (story) => {
      const { index, entry: early } = find(story, 'ballot')
      const opened = find(story, 'poll')
      drop(story, index)
      insert(story, opened.index, { ...early, at: opened.entry.at } as Entry)
    },
  },
  {
    name: 'a consensus record that entered after the lock',
    expected: 'recordOrder',
    change: (story) => {
      const { index, entry: late } = find(story, 'constat', 3)
      const lock = find(story, 'lock')
      drop(story, index)
      insert(story, lock.index, { ...late, at: lock.entry.at } as Entry)
    },
  },
  {
    name: 'a signature that entered before the lock',
    expected: 'recordOrder',
    change: (story) => {
      const { index, entry: early } = find(story, 'signature')
      const lock = find(story, 'lock')
      drop(story, index)
      insert(story, lock.index, { ...early, at: lock.entry.at } as Entry)
    },
  },
  {
    name: 'a signature that entered after the conclusion',
    expected: 'recordOrder',
    change: (story) => {
      const { index, entry: late } = find(story, 'signature')
      drop(story, index)
      story.entries.push({ ...late, at: story.entries.at(-1)!.at } as Entry)
    },
  },
  {
    name: 'a back-dated entry',
    expected: 'recordTime',
    change: (story) => {
      const { index, entry: old } = find(story, 'ballot', 9)
      story.entries[index] = { ...old, at: at(-50) } as Entry
    },
  },
  {
    name: 'acts dated an hour before they entered the record',
    expected: 'recordMoments',
    change: (story) => {
      const { index } = find(story, 'poll')
      story.entries = story.entries.map((one, place) =>
        place < index ? one : ({ ...one, at: later(one.at, 60) } as Entry),
      )
    },
  },
  {
    name: 'a lock that entered the record a day after its hour',
    expected: 'recordMoments',
    change: (story) => {
      const { index } = find(story, 'lock')
      story.entries = story.entries.map((one, place) =>
        place < index ? one : ({ ...one, at: later(one.at, 1_440) } as Entry),
      )
    },
  },
]
