// Rule sets in the record, as they honestly stand and as a server could dress them afterwards: on the dossier of polls of the second form,
// everything recomputed and the record signed again. Called by the tamper suite.
import { canonicalText, digest } from '../../../shared/record/canonical.ts'
import { buildDossier } from '../../../shared/record/dossier.ts'
import type { Entry } from '../../../shared/record/entries.ts'
import { vkeyText } from '../../../shared/record/note.ts'
import type { VoteConstat } from '../../../shared/record/poll-records.ts'
import type { Dossier } from '../../../shared/record/records.ts'
import type { FindingCode } from '../../../shared/verify/findings.ts'
import { type Loose, recomputedVotes } from '../forger.ts'
import { checkpointOf, log } from '../history.ts'
import { voted } from '../voted-dossier.ts'

export interface RuleFile {
  readonly name: string
  readonly bytes: Uint8Array
  /** What it is refused by; absent where it is genuine. */
  readonly expected?: FindingCode
}

interface Deed {
  readonly name: string
  readonly expected?: FindingCode
  readonly poll?: (loose: Loose) => void
  readonly change?: (entries: Loose[], genuine: Dossier) => void
}

const isRules = ({ type }: Entry) => type === 'rule-set'
/** The version that was adopted: the plan's own poll follows it. */
const adopted = (entries: readonly Entry[]) => entries.findLastIndex(isRules)
const openingOf = (entries: Loose[], { constats }: Dossier) =>
  entries.find(({ type, body }) => type === 'poll' && body.pollId === constats[voted.plan]!.poll.id)

const deeds: readonly Deed[] = [
  { name: 'rules in their record, signed anew' },
  {
    name: 'polls older than the entries of rules',
    change: (entries) => {
      for (const { type, body } of entries) if (type === 'poll') delete body.rulesDigest
      entries.splice(0, entries.length, ...entries.filter((one) => !isRules(one)))
    },
  },
  {
    name: 'the rules of a poll changed after it, in all that is recomputed',
    expected: 'recordRules',
    poll: (loose) => {
      loose.constats[voted.plan].poll.ruleSet.quorumLost = 'continue'
    },
  },
  {
    name: 'the adopted version dropped from the record',
    expected: 'recordRules',
    change: (entries) => void entries.splice(adopted(entries), 1),
  },
  {
    name: 'the adopted version dropped, and the poll’s word of it',
    expected: 'recordRules',
    change: (entries, genuine) => {
      delete openingOf(entries, genuine).body.rulesDigest
      entries.splice(adopted(entries), 1)
    },
  },
  {
    name: 'every version dropped',
    expected: 'recordRules',
    change: (entries) => void entries.splice(0, entries.length, ...entries.filter((one) => !isRules(one))),
  },
  {
    name: 'rules that entered the record after the poll that follows them',
    expected: 'recordRules',
    change: (entries, genuine) => {
      const [rules] = entries.splice(adopted(entries), 1)
      const opened = openingOf(entries, genuine)
      entries.splice(entries.indexOf(opened) + 1, 0, { ...rules, at: opened.at })
    },
  },
  {
    name: 'rules under another number',
    expected: 'recordRules',
    change: (entries) => {
      entries[adopted(entries)].body.version = 3
    },
  },
  {
    name: 'rules adopted by no decision',
    expected: 'recordRuleSets',
    change: (entries) => {
      delete entries[adopted(entries)].body.decisionDigest
    },
  },
  {
    name: 'two versions of one number',
    expected: 'recordRuleSets',
    change: (entries) => {
      const at = adopted(entries)
      const twin = structuredClone(entries[at])
      twin.body.rulesDigest = digest('text', 'other rules')
      entries.splice(at, 0, twin)
    },
  },
  {
    name: 'an opening that names other rules than its poll',
    expected: 'recordPolls',
    change: (entries, genuine) => {
      openingOf(entries, genuine).body.rulesDigest = digest('text', 'other rules')
    },
  },
]

/** Each of them as a file; `genuine` is the dossier of polls of the second form, with its record. */
export async function ruleFiles(genuine: Dossier): Promise<RuleFile[]> {
  const made: RuleFile[] = []
  for (const { name, expected, poll, change } of deeds) {
    const { format: _, digest: __, record, attestations: ___, ...was } = structuredClone(genuine) as Loose
    const parts = poll ? partsOf(recomputedVotes(genuine, poll)) : was
    const entries = renamed(record.entries, genuine, parts)
    change?.(entries, genuine)
    const checkpoint = await checkpointOf(entries, { cosigners: [] })
    const evidence = { record: { logKey: vkeyText(log.key), checkpoint, entries }, attestations: [] }
    const bytes = new TextEncoder().encode(canonicalText(buildDossier(parts, evidence)))
    made.push({ name, bytes, ...(expected && { expected }) })
  }
  return made
}

function partsOf({ digest: _, format: __, ...parts }: Loose): Loose {
  return parts
}

/** The entries with every digest that was recomputed put in the place of the former one. */
function renamed(entries: Entry[], before: Dossier, after: Loose): Loose[] {
  const now = new Map<string, string>()
  for (const [at, constat] of (before.constats as readonly VoteConstat[]).entries()) {
    const next = after.constats[at] as VoteConstat
    now.set(digest('poll', constat.poll), digest('poll', next.poll))
    now.set(digest('constat', constat), digest('constat', next))
    // The opening of a poll may name rules that are also another's: by poll, not by digest.
    for (const [list, other] of [
      [constat.ballots, next.ballots],
      [constat.secret?.roll ?? [], next.secret?.roll ?? []],
    ] as const)
      for (const [index, ballot] of list.entries())
        now.set(digest('ballot', ballot), digest('ballot', other[index]))
  }
  const addenda = ('addenda' in before && before.addenda) || []
  for (const [at, addendum] of addenda.entries())
    now.set(digest('addendum', addendum), digest('addendum', after.addenda[at]))
  now.set(digest('version', before.version), digest('version', after.version))
  const moved = JSON.parse(
    JSON.stringify(entries).replace(/[0-9a-f]{64}/g, (one) => now.get(one) ?? one),
  ) as Loose[]
  for (const { type, body } of moved) {
    const constat = after.constats.find(({ poll }: VoteConstat) => poll.id === body.pollId)
    if (type === 'poll' && constat) body.rulesDigest = digest('rules', constat.poll.ruleSet)
  }
  return moved
}
