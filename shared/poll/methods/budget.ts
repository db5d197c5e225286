// Sharing an envelope: amounts that each voice splits (the weighted mean is given), or projects that each chooses within it (the most
// supported are funded while they fit). Costs are those of the setting, fixed at opening. Pure. Called by the count.
// Projects follow knapsack voting: A. Goel, A. Krishnaswamy, S. Sakshuwong, T. Aitamurto, « Knapsack Voting for Participatory
// Budgeting », ACM TEAC 7 (2019): each ballot already fits the envelope, and projects are taken in the order of their support.
import { type Bilingual, centsMax, formatCents, isCents } from '../../basics.ts'
import { ratio } from '../exact.ts'
import type { PollOption, ValueOf } from '../setting.ts'
import {
  amountFaults,
  bilingual,
  type Counted,
  type Counting,
  faultTexts,
  groupsBy,
  groupsLine,
  labelOf,
  listFaults,
  type Method,
  massOf,
  shareText,
  sumOf,
} from './method.ts'

type Amounts = Extract<ValueOf['budget'], { amounts: unknown }>['amounts']
const amountsOf = (value: ValueOf['budget']): Amounts => ('amounts' in value ? value.amounts : {})
const projectsOf = (value: ValueOf['budget']): readonly string[] =>
  'projects' in value ? value.projects : []
/** Costs as the setting fixed them: what a project costs today has no way in (INV-19). */
const costsOf = (options: readonly PollOption[]) => new Map(options.map(({ id, cost = 0 }) => [id, cost]))

/** COUNT-11: each option gets the weighted mean of what voices gave it, down to the cent: never above the envelope, never by order. */
function countAmounts({ setting: { options, params }, papers, scale }: Counting<'budget'>): Counted {
  const ids = options.map(({ id }) => id)
  const sums = new Map(ids.map((id) => [id, 0n]))
  for (const { value, parts } of papers) {
    for (const [id, cents] of Object.entries(amountsOf(value)))
      sums.set(id, sums.get(id)! + BigInt(cents) * parts)
  }
  const whole = sumOf(papers)
  const centsOf = (id: string) => (whole === 0n ? 0 : Number(sums.get(id)! / whole))
  const allocation = Object.fromEntries(ids.map((id) => [id, centsOf(id)]))
  const groups = groupsBy(ids, (id) => ratio(sums.get(id)!, scale))
  const left = params.envelope - ids.reduce((sum, id) => sum + centsOf(id), 0)
  return {
    tallies: ids.map((id) => ({
      id,
      mass: massOf(
        papers.filter(({ value }) => (Object.hasOwn(amountsOf(value), id) ? amountsOf(value)[id]! : 0) > 0),
        scale,
      ),
      figure: String(centsOf(id)),
    })),
    groups,
    retained: [],
    tied: [],
    allocation,
    blocks: [],
    trace: [
      bilingual((lang) => {
        const fr = lang === 'fr'
        const shown = options.map(
          ({ id, label }) => `${label[lang]}${fr ? '\u00a0:' : ':'} ${formatCents(centsOf(id), lang)}`,
        )
        const rest = formatCents(left, lang)
        return fr
          ? `Moyenne des partages, au cent inférieur\u00a0: ${shown.join(' · ')}\u00a0; non réparti\u00a0: ${rest}.`
          : `Mean of the splits, down to the cent: ${shown.join(' · ')}; not shared out: ${rest}.`
      }),
    ],
  }
}

/**
 * COUNT-12: from the most supported down, a project is funded when it fits in what is left. Equally supported ones are taken together:
 * those too dear by themselves fall out, then all the others are funded, or none when they do not fit together (`tied`), and the
 * funding stops there: what is left would depend on a choice that nobody made.
 */
function countProjects({ setting: { options, params }, papers, scale }: Counting<'budget'>): Counted {
  const ids = options.map(({ id }) => id)
  const backing = new Map(ids.map((id) => [id, [] as (typeof papers)[number][]]))
  for (const paper of papers) for (const id of projectsOf(paper.value)) backing.get(id)!.push(paper)
  const costs = costsOf(options)
  const costOf = (id: string) => costs.get(id)!
  const support = new Map(ids.map((id) => [id, sumOf(backing.get(id)!)]))
  const groups = groupsBy(ids, (id) => ratio(support.get(id)!, scale))
  const retained: string[] = []
  const trace: Bilingual[] = [groupsLine(groups, options)]
  let tied: string[] = []
  let left = params.envelope
  for (const group of groups) {
    if (support.get(group[0]!)! === 0n) break
    const fitting = group.filter((id) => costOf(id) <= left)
    for (const id of group)
      if (!fitting.includes(id)) trace.push(costLine(labelOf(options, id), costOf(id), left, 'dear'))
    const together = fitting.reduce((sum, id) => sum + costOf(id), 0)
    if (together > left) {
      tied = fitting
      trace.push(tieLine(options, fitting, left))
      break
    }
    for (const id of fitting) {
      trace.push(costLine(labelOf(options, id), costOf(id), left, 'funded'))
      left -= costOf(id)
      retained.push(id)
    }
  }
  const whole = sumOf(papers)
  return {
    tallies: ids.map((id) => ({
      id,
      mass: massOf(backing.get(id)!, scale),
      figure: shareText(support.get(id)!, whole),
    })),
    groups,
    retained,
    tied,
    allocation: Object.fromEntries(retained.map((id) => [id, costOf(id)])),
    blocks: [],
    trace,
  }
}

function costLine(project: Bilingual, cost: number, left: number, what: 'funded' | 'dear'): Bilingual {
  return bilingual((lang) => {
    const [price, rest] = [formatCents(cost, lang), formatCents(left, lang)]
    if (lang === 'fr')
      return `${project.fr}, ${price}\u00a0: ${what === 'funded' ? 'retenu' : 'trop cher'}, il restait ${rest}.`
    return `${project.en}, ${price}: ${what === 'funded' ? 'funded' : 'too dear'}, ${rest} was left.`
  })
}

function tieLine(options: readonly PollOption[], ids: readonly string[], left: number): Bilingual {
  return bilingual((lang) => {
    const names = ids.map((id) => labelOf(options, id)[lang]).join(', ')
    return lang === 'fr'
      ? `À égalité et trop chers ensemble pour les ${formatCents(left, 'fr')} qui restent\u00a0: ${names}. Aucun n’est retenu et le partage s’arrête là.`
      : `Ex aequo and together too dear for the ${formatCents(left, 'en')} left: ${names}. None is funded and the sharing stops there.`
  })
}

export const budget: Method<'budget'> = {
  aim: 'chooses',
  hasOptions: true,
  threshold: 'none',
  faults: ({ envelope, kind }, options) => {
    const faults: Bilingual[] = []
    if (!isCents(envelope) || envelope === 0)
      faults.push({
        fr: 'L’enveloppe est un montant en cents, plus grand que zéro.',
        en: 'The envelope is an amount in cents, above zero.',
      })
    const priced = options.every(({ cost }) =>
      kind === 'projects' ? isCents(cost) && cost > 0 : cost === undefined,
    )
    if (!priced)
      faults.push({
        fr: 'Chaque projet a son coût en cents\u00a0; une option qui reçoit un montant n’en a pas.',
        en: 'Each project has its cost in cents; an option that is given an amount has none.',
      })
    return faults
  },
  valueFaults: (value, { options, params: { envelope, kind } }) => {
    if ((kind === 'amounts') !== 'amounts' in value) return [faultTexts.empty]
    const over = {
      fr: `Le total dépasse l’enveloppe de ${formatCents(envelope, 'fr')}.`,
      en: `The total is over the envelope of ${formatCents(envelope, 'en')}.`,
    }
    if (kind === 'projects') {
      const chosen = projectsOf(value)
      const costs = costsOf(options)
      const total = chosen.reduce((sum, id) => sum + BigInt(costs.get(id) ?? 0), 0n)
      return [...listFaults(chosen, options), ...(total > BigInt(envelope) ? [over] : [])]
    }
    const faults = amountFaults(amountsOf(value), options, 0, centsMax)
    if (faults.length > 0) return faults
    const total = Object.values(amountsOf(value)).reduce((sum, cents) => sum + BigInt(cents), 0n)
    return total > BigInt(envelope) ? [over] : total === 0n ? [faultTexts.empty] : []
  },
  side: () => 'expressed',
  count: (counting) =>
    counting.setting.params.kind === 'amounts' ? countAmounts(counting) : countProjects(counting),
  text: ({ params: { envelope, kind } }) =>
    bilingual((lang) => {
      const sum = formatCents(envelope, lang)
      if (lang === 'fr') {
        return kind === 'amounts'
          ? `Partage d’une enveloppe de ${sum}\u00a0: chaque bulletin répartit au plus l’enveloppe\u00a0; chaque option reçoit la moyenne des montants, au cent inférieur.`
          : `Projets dans une enveloppe de ${sum}\u00a0: chaque bulletin choisit des projets qui y tiennent\u00a0; les plus appuyés sont retenus tant qu’ils tiennent.`
      }
      return kind === 'amounts'
        ? `Split of an envelope of ${sum}: each vote shares out at most the envelope; each option is given the mean of the amounts, down to the cent.`
        : `Projects in an envelope of ${sum}: each vote chooses projects that fit in it; the most supported are funded while they fit.`
    }),
}
