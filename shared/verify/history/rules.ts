// Whether the rules that each poll of the second form followed were in the record before it (RULE rules): changed afterwards, or left out,
// they are refused. Called by history.ts alone, with every signed version of the file.
import { digest } from '../../record/canonical.ts'
import { aboutOf, type Entry } from '../../record/entries.ts'
import type { SignedVersion } from '../../record/records.ts'
import { type Finding, judged, notChecked } from '../findings.ts'
import { isVote } from '../votes.ts'
import type { Placed, Shelf } from './presence.ts'

interface Part {
  readonly part: SignedVersion
  readonly path: string
}

/**
 * RULE-2, RULE-3: the entries of rule sets among themselves, then each poll against those before it. A poll whose entry names no rules, in a
 * record that held none before it, is older than these entries: left open, never refused.
 */
export function rulesFindings(entries: readonly Entry[], shelf: Shelf, parts: readonly Part[]): Finding[] {
  const sets = entries.flatMap((entry, index) =>
    entry.type === 'rule-set' ? [{ index, entry: entry as Entry<'rule-set'> }] : [],
  )
  const first = sets[0]?.index ?? Number.POSITIVE_INFINITY
  return [
    ...(sets.length > 0 ? judged('recordRuleSets', '/record', oddSets(sets)) : []),
    ...parts.flatMap((part) => partFindings(shelf, part, first)),
  ]
}

/** RULE-2: the version of the beginning may be told again as it changes; an adopted one stands once, with its decision. */
function oddSets(sets: readonly { index: number; entry: Entry<'rule-set'> }[]): string[] {
  const seen = new Set<number>()
  return sets.flatMap(({ index, entry: { body } }) => {
    const again = body.version > 1 && seen.has(body.version)
    seen.add(body.version)
    const adopted = body.version > 1 === (body.decisionDigest !== undefined)
    return again || !adopted || body.version < 1 ? [`/record/entries/${index}`] : []
  })
}

function partFindings(shelf: Shelf, { part, path }: Part, first: number): Finding[] {
  const [wrong, open] = [[] as string[], [] as string[]]
  let kept = 0
  for (const [at, constat] of part.constats.entries()) {
    // A poll that is not in the record is refused for that.
    const [opened] = isVote(constat) ? shelf.of('poll', constat.poll.id) : []
    if (!isVote(constat) || !opened || aboutOf(opened.entry) !== digest('poll', constat.poll)) continue
    const place = `${path}/constats/${at}/poll/ruleSet`
    if (isKept(shelf, opened, constat.poll.ruleSet)) kept += 1
    else if ((opened.entry as Entry<'poll'>).body.rulesDigest === undefined && first > opened.index)
      open.push(place)
    else wrong.push(place)
  }
  return [
    ...(kept + wrong.length > 0 ? judged('recordRules', path, wrong) : []),
    ...open.map((place) => notChecked('rulesUnrecorded', place)),
  ]
}

/** RULE-3: an entry of these very rules, under their own number, before the poll's. */
function isKept(shelf: Shelf, opened: Placed, rules: { readonly version: number }): boolean {
  return shelf
    .about('rule-set', digest('rules', rules))
    .some(
      ({ index, entry }) =>
        index < opened.index && (entry as Entry<'rule-set'>).body.version === rules.version,
    )
}
