// The rule sets of a workspace: one version after another, each adopted by a decision (MEET-22, MEET-23).
// Called by http/meetings; the newest is what meetings pin and polls without a meeting follow.
import type { Transaction } from 'kysely'
import { checkDecided } from '../../shared/meeting/deciding.ts'
import type { DecidedBy } from '../../shared/meeting/events.ts'
import { checkRuleSet } from '../../shared/meeting/rule-check.ts'
import { type RuleSet, ruleSetOf } from '../../shared/meeting/rule-set.ts'
import { ruleSetText } from '../../shared/meeting/rule-text.ts'
import type { RuleSetView } from '../../shared/meeting/views.ts'
import { readRule } from '../../shared/poll/poll.ts'
import { canonicalText, digest } from '../../shared/record/canonical.ts'
import type { EntryBody } from '../../shared/record/entries.ts'
import { Refused } from '../../shared/refusals.ts'
import type { Actor, Context } from '../context.ts'
import { writeJournal } from '../db/journal.ts'
import type { Tables } from '../db/tables.ts'
import { entryAbout } from './key-rows.ts'
import { memberOf, mustBeAble, planOf } from './members.ts'
import { type Appending, appendEntry } from './record.ts'

type Tx = Transaction<Tables>

const versionsMax = 200

/** The rule set a workspace lives under: the last adopted, or what its rule of consent says while none was. */
export async function newestRuleSet(tx: Tx, workspaceId: string): Promise<RuleSet> {
  const last = await tx
    .selectFrom('rule_sets')
    .select('rules_json')
    .where('workspace_id', '=', workspaceId)
    .orderBy('version', 'desc')
    .limit(1)
    .executeTakeFirst()
  return last ? (JSON.parse(last.rules_json) as RuleSet) : startingRules(tx, workspaceId)
}

/** What a workspace's rule of consent says, until the first adoption writes it down. */
async function startingRules(tx: Tx, workspaceId: string): Promise<RuleSet> {
  const { rule_json } = await tx
    .selectFrom('workspaces')
    .select('rule_json')
    .where('id', '=', workspaceId)
    .executeTakeFirstOrThrow()
  return ruleSetOf(readRule(rule_json))
}

/**
 * MEET-23: adopts the next version of a workspace's rules, by a decision that is on record: a closed poll of its plan that decided, or
 * one taken elsewhere, named and dated. Meetings already convened keep theirs.
 */
export async function adoptRuleSet(
  ctx: Context,
  actor: Actor,
  { workspaceId, rules, decidedBy }: { workspaceId: string; rules: RuleSet; decidedBy: DecidedBy },
): Promise<{ version: number; digest: string }> {
  return ctx.transact(async ({ tx, after, changed }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'workspace.change')
    const planId = await planOf(tx, workspaceId)
    const refused = checkRuleSet(rules)
    const wrong = refused ?? checkDecided(decidedBy, ctx.now())
    if (wrong) throw new Refused(wrong.code, wrong.details)
    const before = await newestRuleSet(tx, workspaceId)
    const expected = before.version + 1
    if (rules.version !== expected) throw new Refused('ruleVersion', { expected })
    if (expected > versionsMax) throw new Refused('limitReached', { limit: versionsMax })
    if ('pollId' in decidedBy) await mustHaveDecided(tx, planId, decidedBy.pollId)
    const by = { userId: actor.userId, at: ctx.now().toISOString() }
    // The rule of consent may change later: what the workspace lived under until now is written down beside what takes its place.
    if (before.version === 1) await keepRules(tx, workspaceId, before, noDecision, by)
    const hash = await keepRules(tx, workspaceId, rules, canonicalText(decidedBy), by)
    await recordRules(ctx, { tx, after }, { workspaceId, rules: before })
    await recordRules(ctx, { tx, after }, { workspaceId, rules })
    await writeJournal(tx, {
      workspaceId,
      userId: actor.userId,
      at: ctx.now(),
      act: 'adoptRuleSet',
      subject: String(rules.version),
      detail: { digest: hash },
    })
    changed(planId, 'people')
    changed(planId, 'meeting')
    return { version: rules.version, digest: hash }
  })
}

/** What stands for the decision of the version that nobody adopted: the one of the beginning. */
const noDecision = 'null'

/** Writes a version down for good; answers its digest. */
async function keepRules(
  tx: Tx,
  workspaceId: string,
  rules: RuleSet,
  decidedJson: string,
  { userId, at }: { userId: string; at: string },
): Promise<string> {
  const rulesJson = canonicalText(withoutAbsent(rules))
  const hash = digest('rules', JSON.parse(rulesJson))
  await tx
    .insertInto('rule_sets')
    .values({
      workspace_id: workspaceId,
      version: rules.version,
      rules_json: rulesJson,
      rules_hash: hash,
      decided_json: decidedJson,
      adopted_at: at,
      adopted_by: userId,
    })
    .execute()
  return hash
}

/**
 * RULE-1: the entry of a version of the rules, in the transaction of the act that adopts it, or that opens the first poll under one which
 * no act adopted (the workspace's beginning, or an adoption older than this entry). Once each. Answers digest('rules', …).
 */
export async function recordRules(
  ctx: Context,
  appending: Appending,
  { workspaceId, rules }: { workspaceId: string; rules: RuleSet },
): Promise<string> {
  const { tx } = appending
  const rulesDigest = digest('rules', withoutAbsent(rules))
  if ((await entryAbout(tx, workspaceId, 'rule-set', rulesDigest)) !== null) return rulesDigest
  const row = await tx
    .selectFrom('rule_sets')
    .select('decided_json')
    .where('workspace_id', '=', workspaceId)
    .where('version', '=', rules.version)
    .where('rules_hash', '=', rulesDigest)
    .executeTakeFirst()
  const decided = row && row.decided_json !== noDecision ? (JSON.parse(row.decided_json) as DecidedBy) : null
  const body: EntryBody<'rule-set'> = {
    version: rules.version,
    rulesDigest,
    ...(decided && { decisionDigest: digest('decision', decided) }),
  }
  await appendEntry(ctx, appending, { workspaceId, type: 'rule-set', body })
  return rulesDigest
}

const decidingOutcomes = ['unanimous', 'consensus', 'dissent']

async function mustHaveDecided(tx: Tx, planId: string, pollId: string): Promise<void> {
  const row = await tx
    .selectFrom('polls')
    .innerJoin('poll_closings', 'poll_closings.poll_id', 'polls.id')
    .select('result_json')
    .where('polls.id', '=', pollId)
    .where('plan_id', '=', planId)
    .executeTakeFirst()
  const outcome = row && (JSON.parse(row.result_json) as { outcome?: unknown }).outcome
  if (typeof outcome !== 'string' || !decidingOutcomes.includes(outcome)) throw new Refused('ruleUndecided')
}

/** Every version, the newest first; the one of the beginning last. */
export async function listRuleSets(ctx: Context, actor: Actor, workspaceId: string): Promise<RuleSetView[]> {
  return ctx.transact(async ({ tx }) => {
    mustBeAble(await memberOf(tx, workspaceId, actor.userId), 'plan.read')
    const rows = await tx
      .selectFrom('rule_sets')
      .innerJoin('users', 'users.id', 'rule_sets.adopted_by')
      .select(['rules_json', 'rules_hash', 'decided_json', 'adopted_at', 'users.name'])
      .where('workspace_id', '=', workspaceId)
      .orderBy('version', 'desc')
      .execute()
    const kept = rows.map((row): RuleSetView => {
      const rules = JSON.parse(row.rules_json) as RuleSet
      const shown = { rules, text: ruleSetText(rules), digest: row.rules_hash }
      if (row.decided_json === noDecision) return { ...shown, ...undecided }
      const decidedBy = JSON.parse(row.decided_json) as DecidedBy
      return { ...shown, decidedBy, adoptedAt: row.adopted_at, adoptedByName: row.name }
    })
    if (kept.some(({ rules }) => rules.version === 1)) return kept
    const first = await startingRules(tx, workspaceId)
    return [...kept, { rules: first, text: ruleSetText(first), digest: digest('rules', first), ...undecided }]
  })
}

const undecided = { decidedBy: null, adoptedAt: null, adoptedByName: null } as const

/** As it is hashed: a field that is not given is not there. */
function withoutAbsent<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
