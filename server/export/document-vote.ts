// One record of a poll of the second form as it stands on the pages: question, rule, counts, outcome, objections with their answers, who
// voted and by which way. Called by document.ts alone.
import type { Block, Cell } from '../../shared/plan/blocks.ts'
import { channelLabels } from '../../shared/poll/admission.ts'
import { castingWords } from '../../shared/poll/casting.ts'
import { isConsensus } from '../../shared/poll/consent.ts'
import { countedBallots } from '../../shared/poll/counted.ts'
import { registerAfter } from '../../shared/poll/electorate.ts'
import { objectionLevels, objectionStates } from '../../shared/poll/objection.ts'
import { type Mass, outcomeWords, type PollCount } from '../../shared/poll/setting.ts'
import { textStateOf } from '../../shared/poll/subject.ts'
import { tallyLabel, valueText } from '../../shared/poll/value-text.ts'
import { digest, groupsOfFour } from '../../shared/record/canonical.ts'
import type { AddendumRecord, ObjectionRecord, VoteConstat } from '../../shared/record/poll-records.ts'
import type { Dossier } from '../../shared/record/records.ts'
import { colleges } from '../../shared/territory.ts'
import { longMoment } from './moments.ts'
import { heading, type PageBlock, text } from './page-blocks.ts'

export function voteBlocks(dossier: Dossier, constat: VoteConstat): PageBlock[] {
  const { poll, outcome } = constat
  const stale = textStateOf(dossier.plan, poll) === 'stale'
  return [
    heading(2, `${poll.subjectTitle}, tour ${poll.round}`),
    { kind: 'state', tone: isConsensus(outcome) ? 'good' : 'bad', text: outcomeWords[outcome].fr },
    ...(stale
      ? [{ kind: 'state' as const, tone: 'warn' as const, text: 'Le texte a changé depuis ce scrutin.' }]
      : []),
    {
      kind: 'pairs',
      pairs: [
        pair('Instance', poll.workspaceName),
        pair('Question', poll.question.fr),
        pair('Règle', poll.ruleText.fr),
        pair('Ouvert', `${longMoment(poll.openedAt)}, par ${poll.openedBy}`),
        pair(
          'Clos',
          constat.closing === 'hour'
            ? `${longMoment(constat.closedAt)}, à l’heure annoncée`
            : `${longMoment(constat.closedAt)}, par ${constat.closedBy}`,
        ),
        ...(constat.casting
          ? [pair('Égalité', `${castingWords[constat.casting.side].fr}, par ${constat.casting.byName}`)]
          : []),
        ...(constat.meeting ? meetingPairs(constat.meeting) : []),
      ],
    },
    ...(constat.count
      ? counts(constat, constat.count)
      : [text('Moins de voix que le minimum d’un vote secret : rien n’en est montré.')]),
    ...secretValues(constat),
    ...objections(constat.objections),
    ...register(constat),
    ...recorded(constat),
    ...addenda(dossier.addenda ?? [], poll.id),
    {
      kind: 'seal',
      lines: [
        { label: 'Empreinte du texte soumis', value: groupsOfFour(poll.textHash) },
        {
          label: 'Empreinte du scrutin (question, règle, registre)',
          value: groupsOfFour(digest('poll', poll)),
        },
        { label: 'Empreinte du constat', value: groupsOfFour(digest('constat', constat)) },
        ...(constat.previous
          ? [{ label: 'Empreinte du constat précédent', value: groupsOfFour(constat.previous) }]
          : []),
      ],
    },
  ]
}

function meetingPairs(meeting: NonNullable<VoteConstat['meeting']>) {
  const modes = { room: 'en salle', remote: 'à distance', hybrid: 'en salle et à distance' }
  const where = [meeting.place, modes[meeting.mode]].filter(Boolean).join(', ')
  return [
    pair('Séance', `${meeting.title} (${where})`),
    pair('Animation', meeting.facilitator),
    ...(meeting.secretary ? [pair('Secrétariat', meeting.secretary)] : []),
    ...meeting.quorum.map(({ moment, met, reached, needed }) =>
      pair(
        moment === 'opening' ? 'Présences à l’ouverture' : 'Présences à la clôture',
        `${reached} pour ${needed} : ${met ? 'atteint' : 'non atteint'}`,
      ),
    ),
    ...meeting.incidents.map(({ at, text: words }) => pair('Incident', `${longMoment(at)} : ${words}`)),
  ]
}

function counts({ poll: { setting } }: VoteConstat, count: PollCount): PageBlock[] {
  const line = (label: string, mass: Mass, figure = ''): Cell[] => [
    cell(label),
    figures(massWords(mass)),
    figures(figure),
  ]
  const rows = [
    ...count.tallies.map(({ id, mass, figure }) => line(tallyLabel(setting, id).fr, mass, figure)),
    line('Blancs', count.blank),
    line('Abstentions', count.abstained),
    line('Nuls', count.invalid),
    line('N’ont pas voté', count.notVoted),
    line('Récusés', count.recused),
    line('Inscrits', count.registered).map((each) => ({ ...each, header: true as const })),
  ]
  const { quorum, test, fallbackTest } = count
  const said = (passed: boolean) => (passed ? 'atteint' : 'non atteint')
  return [
    table('Le décompte', [4, 2, 1], ['', 'Sièges', 'Résultat'], rows),
    {
      kind: 'pairs',
      pairs: [
        pair(
          'Quorum',
          `${quorum.reached} pour ${quorum.needed}, ${quorum.colleges} collèges : ${said(quorum.met)}`,
        ),
        ...(test
          ? [pair('Seuil', `${test.support} sur ${test.base} (${test.share}) : ${said(test.passed)}`)]
          : []),
        ...(fallbackTest
          ? [
              pair(
                'Seuil après un blocage',
                `${fallbackTest.support} sur ${fallbackTest.base} : ${said(fallbackTest.passed)}`,
              ),
            ]
          : []),
      ],
    },
  ]
}

function massWords({ seats, weight }: Mass): string {
  return weight === String(seats) ? String(seats) : `${seats} (poids ${weight})`
}

function secretValues({ secret, poll: { setting } }: VoteConstat): PageBlock[] {
  if (!secret || secret.tallies.length === 0) return []
  return [
    heading(3, 'Bulletins secrets'),
    table(
      '',
      [5, 1],
      ['Bulletin', 'Nombre'],
      secret.tallies.map(({ value, reason, count }) => [
        cell([valueText(setting, value).fr, reason].filter(Boolean).join(' : ')),
        figures(String(count)),
      ]),
    ),
  ]
}

/** In the words of those who said it, with every answer and where it ended: never summed up, never left out. */
function objections(all: readonly ObjectionRecord[]): PageBlock[] {
  if (all.length === 0) return []
  const moves = {
    answer: 'Réponse',
    integrate: 'Intégrée',
    withdraw: 'Retirée',
    maintain: 'Maintenue',
    overrule: 'Écartée',
  }
  return [
    heading(3, 'Objections'),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: all.map((objection) => [
        {
          kind: 'paragraph' as const,
          runs: [
            { text: objection.seatName, strong: true as const },
            {
              text: ` (${objectionLevels[objection.level].fr}, ${objectionStates[objection.state].fr.toLowerCase()}) : `,
            },
            ...lines(objection.argument),
          ],
        },
        ...(objection.proposedChange ? [text(`Changement proposé : ${objection.proposedChange}`)] : []),
        ...objection.steps.map((step) =>
          text(
            `${moves[step.move]}, ${longMoment(step.at)}, ${step.byName}${step.words ? ` : ${step.words}` : ''}`,
          ),
        ),
      ]),
    },
  ]
}

function lines(words: string) {
  return words
    .split(/\r?\n/)
    .flatMap((line, at) => (at > 0 ? [{ text: '\n' }, { text: line }] : [{ text: line }]))
}

function register(constat: VoteConstat): PageBlock[] {
  const { poll, secret } = constat
  const counted = new Map(
    countedBallots(constat.ballots, constat.answers).map((voice) => [voice.seatId, voice]),
  )
  const took = new Set(secret?.roll.map(({ seatId }) => seatId))
  return [
    heading(3, 'Registre et bulletins'),
    table(
      '',
      [5, 3, 1, 4],
      ['Siège', 'Collège', 'Poids', 'Bulletin'],
      registerAfter(constat.register, constat.changes).map((seat) => {
        const voice = counted.get(seat.seatId)
        const said = voice
          ? valueText(poll.setting, voice.value).fr +
            (voice.channel === 'self' ? '' : ` (${channelLabels[voice.channel].fr.toLowerCase()})`)
          : took.has(seat.seatId)
            ? 'a voté'
            : seat.recused
              ? 'récusé'
              : 'n’a pas voté'
        const { num, den } = seat.weight
        return [
          cell(seat.name),
          cell(colleges[seat.college].fr),
          figures(den === 1 ? String(num) : `${num}/${den}`),
          cell(said),
        ]
      }),
    ),
  ]
}

/** Voices that someone else wrote down: a class of their own, with who wrote them and who stands by them. */
function recorded(constat: VoteConstat): PageBlock[] {
  const voices = constat.ballots.filter(({ channel }) => channel === 'facilitated' || channel === 'paper')
  if (voices.length === 0) return []
  const words = { reread: 'relu par', confirmed: 'confirmé par', contested: 'contesté par' }
  const nameOf = (seatId: string) => constat.register.find((seat) => seat.seatId === seatId)?.name ?? seatId
  return [
    heading(3, 'Bulletins recueillis ou sur papier'),
    table(
      '',
      [5, 3, 3, 4],
      ['Siège', 'Bulletin', 'Inscrit par', 'Confirmation'],
      voices.map((voice) => {
        const said = constat.answers
          .filter(({ voiceId }) => voiceId === voice.id)
          .map(({ answer, byName }) => `${words[answer]} ${byName}`)
        const second = voice.secondTeller ? [`second regard : ${voice.secondTeller}`] : []
        return [
          cell(nameOf(voice.seatId)),
          cell(valueText(constat.poll.setting, voice.value).fr),
          cell(voice.castByName),
          cell([...second, ...said].join(' ; ') || 'aucune'),
        ]
      }),
    ),
  ]
}

function addenda(all: readonly AddendumRecord[], pollId: string): PageBlock[] {
  const own = all.filter((addendum) => addendum.pollId === pollId)
  if (own.length === 0) return []
  const kinds = {
    proclaimed: 'Proclamé',
    annulled: 'Annulé',
    annotation: 'Annotation',
    correction: 'Correction',
  }
  return [
    heading(3, 'Ajouts au constat'),
    {
      kind: 'list',
      ordered: false,
      start: 1,
      items: own.map(({ kind, at, byName, text: words }) => [
        text(`${kinds[kind]}, ${longMoment(at)}, ${byName}${words ? ` : ${words}` : ''}`),
      ]),
    },
  ]
}

function table(
  caption: string,
  widths: readonly number[],
  head: readonly string[],
  rows: Cell[][],
): Block & { widths: readonly number[] } {
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
        ...(rows[0]?.[at]?.figures === true && { figures: true as const }),
      })),
      ...rows,
    ],
  }
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
