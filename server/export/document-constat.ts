// One consensus record as it stands on the pages: the question, the rule, the counts, what was reserved, who voted and how.
// Called by document.ts alone.
import { addFractions, type Fraction, type Lang } from '../../shared/basics.ts'
import type { Block, Cell } from '../../shared/plan/blocks.ts'
import { subjectText } from '../../shared/plan/plan.ts'
import { choiceKeys, consentChoices, isConsensus, outcomeLabels } from '../../shared/poll/consent.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type { BallotRecord, Constat, Dossier } from '../../shared/record/records.ts'
import { colleges } from '../../shared/territory.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock } from './page-blocks.ts'
import { speaker } from './speaker.ts'

export function constatBlocks(dossier: Dossier, constat: Constat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const { poll, result } = constat
  const final = subjectText(dossier.plan, poll.subject)
  const same = final !== null && digest('text', final) === poll.textHash
  return [
    heading(2, `${poll.subjectTitle}, ${say('tour', 'round')} ${poll.round}`),
    {
      kind: 'state',
      tone: isConsensus(result.outcome) ? 'good' : 'bad',
      text: outcomeLabels[result.outcome][lang],
    },
    ...(same
      ? []
      : [
          {
            kind: 'state' as const,
            tone: 'warn' as const,
            text: say(
              'Le texte a changé depuis ce scrutin : la décision qui vaut est celle du plan entier.',
              'The text changed since this poll: the decision that counts is the one on the whole plan.',
            ),
          },
        ]),
    {
      kind: 'pairs',
      pairs: [
        pair(
          say('Objet', 'Subject'),
          poll.subject.kind === 'plan'
            ? say('le plan entier', 'the whole plan')
            : say(
                'une priorité, ses objectifs, résultats et moyens',
                'a priority, its objectives, results and means',
              ),
        ),
        pair('Question', poll.question[lang]),
        pair(say('Règle', 'Rule'), poll.ruleText[lang]),
        pair(say('Ouvert', 'Opened'), longMoment(poll.openedAt, lang)),
        pair(say('Clos', 'Closed'), longMoment(constat.closedAt, lang)),
      ],
    },
    counts(constat, lang),
    {
      kind: 'pairs',
      pairs: [
        pair(
          'Quorum',
          say(
            `${constat.ballots.length} organisations sur ${result.registered} et ${result.colleges} collèges ont voté : ` +
              (result.quorumMet ? 'atteint' : 'non atteint'),
            `${constat.ballots.length} organizations of ${result.registered} and ${result.colleges} colleges voted: ` +
              (result.quorumMet ? 'reached' : 'not reached'),
          ),
        ),
        pair(
          say('Seuil', 'Threshold'),
          say(
            `${share(result.favourable, result.expressed, lang)} des voix exprimées, pondérées selon le registre, appuient le texte : ` +
              (result.thresholdMet ? 'atteint' : 'non atteint'),
            `${share(result.favourable, result.expressed, lang)} of the voices expressed, weighted by the register, support the text: ` +
              (result.thresholdMet ? 'reached' : 'not reached'),
          ),
        ),
      ],
    },
    ...objections(constat, lang),
    ...register(constat, lang),
    ...facilitated(constat, lang),
    {
      kind: 'seal',
      lines: [
        {
          label: say('Empreinte du texte soumis', 'Fingerprint of the text submitted'),
          value: groupsOfFour(poll.textHash),
        },
        {
          label: say(
            'Empreinte du scrutin (question, règle, registre)',
            'Fingerprint of the poll (question, rule, register)',
          ),
          value: groupsOfFour(digest('poll', poll)),
        },
        {
          label: say('Empreinte du constat', 'Fingerprint of the record'),
          value: groupsOfFour(digest('constat', constat)),
        },
      ],
    },
  ]
}

function counts({ result }: Constat, lang: Lang): PageBlock {
  const say = speaker(lang)
  const line = (label: string, count: number): Cell[] => [cell(label), figures(String(count))]
  return table(
    say('Le décompte', 'The count'),
    [3, 1],
    [say('Choix', 'Choice'), say('Organisations', 'Organizations')],
    [
      ...choiceKeys.map((choice) => line(consentChoices[choice].label[lang], result.counts[choice])),
      line(say('N’ont pas voté', 'Did not vote'), result.notVoted),
      line(say('Inscrites au registre', 'In the register'), result.registered).map((each) => ({
        ...each,
        header: true as const,
      })),
    ],
  )
}

/** What was reserved or blocked, in the words of those who said it: never summed up, never left out. */
function objections(constat: Constat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const spoken = constat.ballots.filter((ballot) => ballot.reason.trim() !== '')
  if (spoken.length === 0) return []
  return [
    heading(3, say('Réserves, blocages et motifs', 'Reservations, blocks and reasons')),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: spoken.map((ballot) => [
        {
          kind: 'paragraph' as const,
          runs: [
            { text: nameIn(constat, ballot.organizationId), strong: true as const },
            { text: ` (${consentChoices[ballot.choice].label[lang]})${say(' : ', ': ')}` },
            ...ballot.reason
              .split(/\r?\n/)
              .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }])),
          ],
        },
      ]),
    },
  ]
}

function register(constat: Constat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const cast = new Map(constat.ballots.map((ballot) => [ballot.organizationId, ballot]))
  return [
    heading(3, say('Registre et bulletins', 'Register and ballots')),
    table(
      '',
      [5, 3, 1, 3],
      [
        say('Organisation', 'Organization'),
        say('Collège', 'College'),
        say('Poids', 'Weight'),
        say('Bulletin', 'Ballot'),
      ],
      constat.register.map((entry) => {
        const ballot = cast.get(entry.organizationId)
        return [
          cell(entry.name),
          cell(colleges[entry.college][lang]),
          figures(fraction(entry.weight)),
          cell(ballot ? bulletin(ballot, lang) : say('n’a pas voté', 'did not vote')),
        ]
      }),
    ),
  ]
}

function bulletin(ballot: BallotRecord, lang: Lang): string {
  const choice = consentChoices[ballot.choice].label[lang]
  return ballot.channel === 'facilitated' ? `${choice} (${speaker(lang)('recueilli', 'recorded')})` : choice
}

/** Ballots recorded by someone else for an organisation: a class of their own, with who recorded them. */
function facilitated(constat: Constat, lang: Lang): PageBlock[] {
  const say = speaker(lang)
  const recorded = constat.ballots.filter((ballot) => ballot.channel === 'facilitated')
  if (recorded.length === 0) return []
  return [
    heading(3, say('Bulletins recueillis par l’animation', 'Ballots recorded by the facilitator')),
    table(
      '',
      [5, 3, 3, 4],
      [
        say('Organisation', 'Organization'),
        say('Bulletin', 'Ballot'),
        say('Inscrit par', 'Entered by'),
        say('Reçu le', 'Received on'),
      ],
      recorded.map((ballot) => [
        cell(nameIn(constat, ballot.organizationId)),
        cell(consentChoices[ballot.choice].label[lang]),
        cell(ballot.castByName),
        cell(longMoment(ballot.receivedAt, lang)),
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
function share(part: Fraction, whole: Fraction, lang: Lang): string {
  const say = speaker(lang)
  const top = BigInt(part.num) * BigInt(whole.den) * 10_000n
  const bottom = BigInt(part.den) * BigInt(whole.num)
  if (bottom === 0n) return say('0 %', '0%')
  const hundredths = top / bottom
  const decimals = String(hundredths % 100n).padStart(2, '0')
  return `${hundredths / 100n}${decimals === '00' ? '' : say(`,${decimals}`, `.${decimals}`)}${say(' %', '%')}`
}
