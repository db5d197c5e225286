import { checkpointOf, dossierBytes, policyBytes, tell } from '../history.ts'

import { attesterDeeds } from './attesters.ts'
import type { Deed, Forgery } from './deed.ts'
import { entryDeeds } from './entries.ts'
import { keyDeeds } from './keys.ts'
import { otherDeeds } from './others.ts'
import { policyDeeds } from './policies.ts'
import { treeDeeds } from './tree.ts'

/** Each forgery made anew: signatures of a passkey are never twice the same. */
export async function historyForgeries(): Promise<Forgery[]> {
  const made: Forgery[] = []
  for (const { name, expected, change, sealing, logKey, kept, text } of deeds) {
    const story = tell()
    change?.(story)
    const checkpoint =
      typeof sealing === 'function' ? await sealing(story) : await checkpointOf(story.entries, sealing)
    const bytes = dossierBytes(story, checkpoint, logKey)
    const file = text ? new TextEncoder().encode(text(new TextDecoder().decode(bytes))) : bytes
    made.push({ name, expected, file, policy: policyBytes(kept ?? story.policy) })
  }
  return made
}

const deeds: readonly Deed[] = [
  ...attesterDeeds,
  ...keyDeeds,
  ...treeDeeds,
  ...entryDeeds,
  ...policyDeeds,
  ...otherDeeds,
]
