// One consensus record as it stands on the pages: the question, the rule, the counts, what was reserved, who voted and how.
// Called by document.ts alone.
import { addFractions, type Fraction } from '../../shared/basics.ts'
import type { Block, Cell } from '../../shared/plan/blocks.ts'
import { subjectText } from '../../shared/plan/plan.ts'
import { choiceKeys, consentChoices, isConsensus, outcomeLabels } from '../../shared/poll/consent.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type { BallotRecord, Constat, Dossier } from '../../shared/record/records.ts'
import { colleges } from '../../shared/territory.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock } from './page-blocks.ts'

export function constatBlocks(dossier: Dossier, constat: Constat): PageBlock[] {
  const { poll, result } = constat
  const final = subjectText(dossier.plan, poll.subject)
  const same = final !== null && digest('text', final) === poll.textHash
  return [
    heading(2, `${poll.subjectTitle}, tour ${poll.round}`),
    {
      kind: 'state',
      tone: isConsensus(result.outcome) ? 'good' : 'bad',
      text: outcomeLabels[result.outcome].fr,
    },
    ...(same
      ? []
      : [
          {
            kind: 'state' as const,
            tone: 'warn' as const,
            text: 'Le texte a changé depuis ce scrutin : la décision qui vaut est celle du plan entier.',
          },
        ]),
    {
      kind: 'pairs',
      pairs: [
        pair(
          'Objet',
          poll.subject.kind === 'plan'
            ? 'le plan entier'
            : 'une priorité, ses objectifs, résultats et moyens',
        ),
        pair('Question', poll.question.fr),
        pair('Règle', poll.ruleText.fr),
        pair('Ouvert', longMoment(poll.openedAt)),
        pair('Clos', longMoment(constat.closedAt)),
      ],
    },
    counts(constat),
    {
      kind: 'pairs',
      pairs: [
        pair(
          'Quorum',
          `${constat.ballots.length} organisations sur ${result.registered} et ${result.colleges} collèges ont voté : ` +
            (result.quorumMet ? 'atteint' : 'non atteint'),
        ),
        pair(
          'Seuil',
          `${share(result.favourable, result.expressed)} des voix exprimées, pondérées selon le registre, appuient le texte : ` +
            (result.thresholdMet ? 'atteint' : 'non atteint'),
        ),
      ],
    },
    ...objections(constat),
    ...register(constat),
    ...facilitated(constat),
    {
      kind: 'seal',
      lines: [
        { label: 'Empreinte du texte soumis', value: groupsOfFour(poll.textHash) },
        {
          label: 'Empreinte du scrutin (question, règle, registre)',
          value: groupsOfFour(digest('poll', poll)),
        },
        { label: 'Empreinte du constat', value: groupsOfFour(digest('constat', constat)) },
      ],
    },
  ]
}

function counts({ result }: Constat): PageBlock {
  const line = (label: string, count: number): Cell[] => [cell(label), figures(String(count))]
  return table(
    'Le décompte',
    [3, 1],
    ['Choix', 'Organisations'],
    [
      ...choiceKeys.map((choice) => line(consentChoices[choice].label.fr, result.counts[choice])),
      line('N’ont pas voté', result.notVoted),
      line('Inscrites au registre', result.registered).map((each) => ({ ...each, header: true as const })),
    ],
  )
}

/** What was reserved or blocked, in the words of those who said it: never summed up, never left out. */
function objections(constat: Constat): PageBlock[] {
  const spoken = constat.ballots.filter((ballot) => ballot.reason.trim() !== '')
  if (spoken.length === 0) return []
  return [
    heading(3, 'Réserves, blocages et motifs'),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: spoken.map((ballot) => [
        {
          kind: 'paragraph' as const,
          runs: [
            { text: nameIn(constat, ballot.organizationId), strong: true as const },
            { text: ` (${consentChoices[ballot.choice].label.fr}) : ` },
            ...ballot.reason
              .split(/\r?\n/)
              .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }])),
          ],
        },
      ]),
    },
  ]
}

function register(constat: Constat): PageBlock[] {
  const cast = new Map(constat.ballots.map((ballot) => [ballot.organizationId, ballot]))
  return [
    heading(3, 'Registre et bulletins'),
    table(
      '',
      [5, 3, 1, 3],
      ['Organisation', 'Collège', 'Poids', 'Bulletin'],
      constat.register.map((entry) => {
        const ballot = cast.get(entry.organizationId)
        return [
          cell(entry.name),
          cell(colleges[entry.college].fr),
          figures(fraction(entry.weight)),
          cell(ballot ? bulletin(ballot) : 'n’a pas voté'),
        ]
      }),
    ),
  ]
}

function bulletin(ballot: BallotRecord): string {
  const choice = consentChoices[ballot.choice].label.fr
  return ballot.channel === 'facilitated' ? `${choice} (recueilli)` : choice
}

/** Ballots recorded by someone else for an organisation: a class of their own, with who recorded them. */
function facilitated(constat: Constat): PageBlock[] {
  const recorded = constat.ballots.filter((ballot) => ballot.channel === 'facilitated')
  if (recorded.length === 0) return []
  return [
    heading(3, 'Bulletins recueillis par l’animation'),
    table(
      '',
      [5, 3, 3, 4],
      ['Organisation', 'Bulletin', 'Inscrit par', 'Reçu le'],
      recorded.map((ballot) => [
        cell(nameIn(constat, ballot.organizationId)),
        cell(consentChoices[ballot.choice].label.fr),
        cell(ballot.castByName),
        cell(longMoment(ballot.receivedAt)),
      ]),
    ),
  ]
}

function nameIn({ register }: Constat, organizationId: string): string {
  return register.find((entry) => entry.organizationId === organizationId)?.name ?? organizationId
}

function table(
  caption: string,
  widths: readonly number[],
  head: readonly string[],
  rows: Cell[][],
): Block & {
  widths: readonly number[]
} {
  return {
    kind: 'table',
    caption,
    widths,
    columns: head.length,
    headRows: 1,
    rows: [
      head.map((label, at) => ({
        ...cell(label),
        header: true as const,
        ...(isFigures(rows, at) && { figures: true as const }),
      })),
      ...rows,
    ],
  }
}

function isFigures(rows: readonly (readonly Cell[])[], at: number): boolean {
  return rows[0]?.[at]?.figures === true
}

function cell(words: string): Cell {
  return { blocks: [{ kind: 'paragraph', runs: [{ text: words }] }] }
}

function figures(words: string): Cell {
  return { ...cell(words), figures: true }
}

function pair(label: string, value: string) {
  return { label, value: [{ text: value }] }
}

/** A weight exactly as it counts, reduced: « 15 », « 25/2 ». */
function fraction(weight: Fraction): string {
  const { num, den } = addFractions(weight, { num: 0, den: 1 })
  return den === 1 ? String(num) : `${num}/${den}`
}

/** A share in percent, cut (never rounded up) to two decimals: a text just under its threshold must not look as if it reached it. */
function share(part: Fraction, whole: Fraction): string {
  const top = BigInt(part.num) * BigInt(whole.den) * 10_000n
  const bottom = BigInt(part.den) * BigInt(whole.num)
  if (bottom === 0n) return '0 %'
  const hundredths = top / bottom
  const decimals = String(hundredths % 100n).padStart(2, '0')
  return `${hundredths / 100n}${decimals === '00' ? '' : `,${decimals}`} %`
}
